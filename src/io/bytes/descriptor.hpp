#pragma once

#include <cerrno>
#include <filesystem>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include "nninterp/core/error.hpp"

namespace nninterp {

/// An open file, closed at the end.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }
  /// False with errno, where the system only now says that the bytes did not arrive.
  bool close() {
    const int fd = fd_;
    fd_ = -1;
    return ::close(fd) == 0 || errno == EINTR;
  }

 private:
  int fd_;
};

inline int open_retrying(const std::string& path, int flags, mode_t mode = 0) {
  int fd;
  do {
    fd = ::open(path.c_str(), flags | O_CLOEXEC, mode);
  } while (fd < 0 && errno == EINTR);
  return fd;
}

/// InputError with the system's reason.
[[noreturn]] inline void fail(const std::string& path, int error, const std::string& hint = {}) {
  throw InputError((path.empty() ? "''" : path) + ": " + std::generic_category().message(error), hint);
}

/// As many bytes as there are, at most `size`; none at the end. InputError (`name`) with the system's reason.
inline std::size_t read_some(int fd, char* to, std::size_t size, const std::string& name) {
  for (;;) {
    const ssize_t count = ::read(fd, to, size);
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno != EINTR) fail(name, errno);
  }
}

inline std::string folder_of(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

}  // namespace nninterp

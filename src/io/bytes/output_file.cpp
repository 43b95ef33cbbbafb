#include "nninterp/io/bytes/output_file.hpp"

#include <array>
#include <atomic>
#include <filesystem>
#include <functional>
#include <optional>

#include <poll.h>
#include <sys/stat.h>

#include "descriptor.hpp"

namespace nninterp {

namespace {

namespace fs = std::filesystem;

void write_all(int fd, std::string_view bytes, const std::string& name) {
  if (const int error = write_to_end(fd, bytes)) fail(name, error);
}

// Where bytes for a path go: a descriptor that is open already, a device or pipe, or a file to be replaced.
struct Destination {
  std::optional<int> descriptor;
  std::string path;                ///< after the last symbolic link
  std::optional<struct stat> old;  ///< of what is there
  bool replaceable() const { return !descriptor && (!old || S_ISREG(old->st_mode)); }
};

// /dev/stdout and its like are written through the descriptor itself: opening them anew would truncate a file that
// standard output appends to, and fails for sockets.
std::optional<int> descriptor_named(const std::string& path) {
  if (path == "/dev/stdout") return STDOUT_FILENO;
  if (path == "/dev/stderr") return STDERR_FILENO;
  for (const std::string folder : {"/dev/fd/", "/proc/self/fd/"}) {
    if (path.rfind(folder, 0) != 0) continue;
    const std::string digits = path.substr(folder.size());
    const bool number = digits.find_first_not_of("0123456789") == std::string::npos;
    if (!digits.empty() && digits.size() < 9 && number) return std::stoi(digits);
  }
  return std::nullopt;
}

Destination find_destination(const std::string& path) {
  constexpr int max_links = 40;
  Destination destination{descriptor_named(path), path, std::nullopt};
  for (int links = 0; !destination.descriptor; ++links) {
    std::error_code not_a_link;
    const fs::path next = fs::read_symlink(destination.path, not_a_link);
    if (not_a_link) break;
    if (links == max_links) fail(path, ELOOP);
    destination.path = (fs::path(destination.path).parent_path() / next).string();
    destination.descriptor = descriptor_named(destination.path);
  }
  struct stat status;
  if (destination.descriptor) return destination;
  if (::stat(destination.path.c_str(), &status) == 0) {
    destination.old = status;
  } else if (errno != ENOENT || path.empty()) {
    fail(path, errno);
  }
  return destination;
}

void check_permission(const Destination& destination, const std::string& path) {
  if (destination.descriptor) {
    const int flags = ::fcntl(*destination.descriptor, F_GETFL);
    if (flags < 0) fail(path, errno);
    if ((flags & O_ACCMODE) == O_RDONLY) fail(path, EBADF);
  } else if (destination.old) {
    if (S_ISDIR(destination.old->st_mode)) fail(path, EISDIR);
    if (S_ISSOCK(destination.old->st_mode)) fail(path, ENXIO);
    if (::faccessat(AT_FDCWD, destination.path.c_str(), W_OK, AT_EACCESS) != 0) fail(path, errno);
  }
}

std::string link_to_open_file(int fd) { return "/proc/self/fd/" + std::to_string(fd); }

// A file that has no name yet, and so is gone with the program however that ends; -1 where the system has no such
// thing.
int open_unnamed(const std::string& folder, mode_t mode) {
#ifdef O_TMPFILE
  const int fd = open_retrying(folder, O_WRONLY | O_TMPFILE, mode);
  if (fd < 0 || ::access(link_to_open_file(fd).c_str(), F_OK) == 0) return fd;
  ::close(fd);
#endif
  return -1;
}

// A new file beside the destination that becomes it, or vanishes.
class TemporaryFile {
 public:
  TemporaryFile(const Destination& destination, const std::string& shown)
      : shown_(shown), folder_(folder_of(destination.path)), fd_(create(destination)) {}
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() {
    if (!path_.empty()) ::unlink(path_.c_str());
  }
  void write(std::string_view bytes) { write_all(fd_.get(), bytes, shown_); }
  void sync() {
    // Some file systems have no fsync.
    if (::fsync(fd_.get()) != 0 && errno != EINVAL && errno != ENOSYS && errno != EROFS) fail(shown_, errno);
  }
  void become(const Destination& destination) {
    sync();
    if (destination.old) keep_owner_and_mode(*destination.old);
    if (path_.empty()) {
      const bool in_place = !destination.old && link_as(destination.path);
      if (in_place) return;
      // Only a file that has a name can take another's place. It has this one for no longer than that takes.
      if (!take_name([&](const std::string& path) { return link_as(path); })) fail(shown_, errno);
    }
    if (!fd_.close()) fail(shown_, errno);
    if (::rename(path_.c_str(), destination.path.c_str()) != 0) fail(shown_, errno);
    path_.clear();
  }

 private:
  int create(const Destination& destination) {
    const mode_t mode = destination.old ? 0600 : 0666;
    int fd = open_unnamed(folder_, mode);
    if (fd >= 0) return fd;
    const auto open_new = [&](const std::string& path) {
      fd = open_retrying(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode);
      return fd >= 0;
    };
    if (take_name(open_new)) return fd;
    const int error = errno;
    if (error == ENOENT) fail(shown_, error, "there is no folder '" + folder_ + "'");
    fail(shown_, error, error == EACCES ? "a new file must be allowed in the folder '" + folder_ + "'" : "");
  }
  // Of names beside the destination the first that `take` can have; false with errno.
  template <typename Take>
  bool take_name(const Take& take) {
    static std::atomic<unsigned> counter{0};
    for (int attempt = 0; attempt < 1000; ++attempt) {
      const std::string name = ".nninterp-" + std::to_string(::getpid()) + "-" + std::to_string(counter++) + ".tmp";
      const std::string path = (fs::path(folder_) / name).string();
      if (take(path)) {
        path_ = path;
        return true;
      }
      if (errno != EEXIST) break;
    }
    return false;
  }
  bool link_as(const std::string& path) {
    return ::linkat(AT_FDCWD, link_to_open_file(fd_.get()).c_str(), AT_FDCWD, path.c_str(), AT_SYMLINK_FOLLOW) == 0;
  }
  void keep_owner_and_mode(const struct stat& old) {
    // Only root can keep another's ownership; anybody else's new file is their own.
    const bool kept = ::fchown(fd_.get(), old.st_uid, old.st_gid) == 0;
    const mode_t mode = old.st_mode & (kept ? 07777 : 0777);
    if (::fchmod(fd_.get(), mode) != 0) fail(shown_, errno);
  }

  std::string shown_, folder_, path_;  // path_: the name that it has for now, if any
  Descriptor fd_;
};

// So that the new name survives a crash as well. The file is in place already: no reason to fail.
void sync_folder(const std::string& folder) {
  const Descriptor fd(open_retrying(folder, O_RDONLY | O_DIRECTORY));
  if (fd.get() >= 0) ::fsync(fd.get());
}

// What is there already, as it is: a device, a pipe, an open descriptor.
class DirectFile {
 public:
  DirectFile(const Destination& destination, const std::string& shown)
      : shown_(shown),
        opened_(destination.descriptor ? -1 : open_retrying(destination.path, O_WRONLY | O_NOCTTY)),
        fd_(destination.descriptor.value_or(opened_.get())) {
    if (!destination.descriptor && fd_ < 0) fail(shown, errno);
  }
  void write(std::string_view bytes) { write_all(fd_, bytes, shown_); }
  void close() {
    if (opened_.get() >= 0 && !opened_.close()) fail(shown_, errno);
  }

 private:
  std::string shown_;
  Descriptor opened_;
  int fd_;
};

}  // namespace

int write_to_end(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(fd, bytes.data(), bytes.size());
    if (count > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(count));
    } else if (count == 0) {
      return EIO;
    } else if (errno == EAGAIN) {  // a terminal or pipe that somebody has set to non-blocking
      pollfd wait{fd, POLLOUT, 0};
      ::poll(&wait, 1, -1);
    } else if (errno != EINTR) {
      return errno;
    }
  }
  return 0;
}

bool same_file(const std::string& file, const std::string& other) {
  if (other.empty()) return false;
  const std::string named = other == "-" ? "/dev/stdin" : other;
  std::error_code ignored;
  const auto whole = [&](const std::string& path) {
    return fs::weakly_canonical(fs::absolute(path, ignored), ignored);
  };
  return (fs::equivalent(file, named, ignored) || whole(named) == whole(file)) && !fs::is_other(file, ignored);
}

void check_writable(const std::string& path) {
  const Destination destination = find_destination(path);
  check_permission(destination, path);
  if (destination.replaceable()) const TemporaryFile probe(destination, path);
}

void write_file(const std::string& path, std::string_view bytes) {
  StagedFile file(path);
  file.write(bytes);
  file.commit();
}

struct StagedFile::State {
  Destination destination;
  std::optional<TemporaryFile> beside;
  std::optional<DirectFile> direct;
};

StagedFile::StagedFile(const std::string& path) : state_(new State{find_destination(path), {}, {}}) {
  check_permission(state_->destination, path);
  if (state_->destination.replaceable()) {
    state_->beside.emplace(state_->destination, path);
  } else {
    state_->direct.emplace(state_->destination, path);
  }
}

StagedFile::~StagedFile() = default;

void StagedFile::write(std::string_view bytes) {
  state_->beside ? state_->beside->write(bytes) : state_->direct->write(bytes);
}

void StagedFile::sync() {
  if (state_->beside) state_->beside->sync();
}

void StagedFile::commit() {
  if (state_->direct) return state_->direct->close();
  state_->beside->become(state_->destination);
  sync_folder(folder_of(state_->destination.path));
}

}  // namespace nninterp

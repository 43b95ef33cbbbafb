#include "nninterp/io/bytes/files.hpp"

#include <algorithm>
#include <filesystem>
#include <new>
#include <vector>

#include <sys/mman.h>
#include <sys/stat.h>

#include "descriptor.hpp"
#include "nninterp/core/text.hpp"

namespace nninterp {

namespace {

namespace fs = std::filesystem;

// For a missing file: the folder that is missing, or a file of a similar name.
std::string hint_for_missing(const std::string& path) {
  const std::string folder = folder_of(path);
  std::error_code ignored;
  if (!fs::is_directory(folder, ignored)) return "there is no folder '" + folder + "'";
  constexpr std::size_t enough = 10'000;
  std::vector<std::string> names;
  for (fs::directory_iterator entry(folder, ignored), end; entry != end && names.size() < enough;
       entry.increment(ignored)) {
    if (!entry->is_directory(ignored)) names.push_back(entry->path().filename().string());
  }
  return did_you_mean(fs::path(path).filename().string(), names);
}

constexpr std::size_t chunk = std::size_t{1} << 16;

// Room for a file and one byte more, so that its end is seen without growing; a pipe grows.
std::size_t first_size(int fd) {
  constexpr std::size_t most = std::size_t{1} << 30;
  struct stat status;
  if (::fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) return chunk;
  return std::min(static_cast<std::size_t>(status.st_size), most) + 1;
}

std::string read_all(int fd, const std::string& name) {
  std::string bytes;
  try {
    bytes.resize(first_size(fd));
    std::size_t used = 0;
    for (;;) {
      if (used == bytes.size()) bytes.resize(used + std::max(chunk, used / 2));
      const ssize_t count = ::read(fd, bytes.data() + used, bytes.size() - used);
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) fail(name, errno);
      if (count == 0) break;
      used += static_cast<std::size_t>(count);
    }
    bytes.resize(used);
  } catch (const std::bad_alloc&) {
    fail(name, ENOMEM);
  }
  return bytes;
}

int open_to_read(const std::string& path) {
  const int fd = open_retrying(path, O_RDONLY | O_NOCTTY);
  if (fd >= 0) return fd;
  const int error = errno;
  fail(path, error, error == ENOENT && !path.empty() ? hint_for_missing(path) : "");
}

// Nothing for what is small, which is safer to copy, or no regular file.
std::string_view mapped(int fd) {
  constexpr off_t least = off_t{1} << 20;
  struct stat status;
  if (::fstat(fd, &status) != 0 || !S_ISREG(status.st_mode) || status.st_size < least) return {};
  const auto size = static_cast<std::size_t>(status.st_size);
  void* const start = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0);
  if (start == MAP_FAILED) return {};
  return {static_cast<const char*>(start), size};
}

}  // namespace

std::string name_in_messages(const std::string& path) { return path == "-" ? "standard input" : path; }

std::string read_file(const std::string& path) {
  if (path == "-") return read_all(STDIN_FILENO, "standard input");
  const Descriptor fd(open_to_read(path));
  return read_all(fd.get(), path);
}

FileBytes::FileBytes(const std::string& path) {
  if (path == "-") {
    copy_ = read_file(path);
  } else {
    const Descriptor fd(open_to_read(path));
    bytes_ = mapped(fd.get());
    if (bytes_.empty()) copy_ = read_all(fd.get(), path);
  }
  if (bytes_.empty()) bytes_ = copy_;
}

FileBytes::~FileBytes() {
  if (bytes_.data() != copy_.data()) ::munmap(const_cast<char*>(bytes_.data()), bytes_.size());
}

void FileBytes::release(std::string_view part) const {
  if (bytes_.data() == copy_.data()) return;
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  const auto round_up = [&](const char* at) {
    return (static_cast<std::size_t>(at - bytes_.data()) + page - 1) / page * page;
  };
  const std::size_t begin = round_up(part.data()), end = round_up(part.data() + part.size());
  if (begin < end) ::madvise(const_cast<char*>(bytes_.data()) + begin, end - begin, MADV_DONTNEED);
}

}  // namespace nninterp

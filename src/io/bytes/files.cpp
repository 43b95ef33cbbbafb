#include "nninterp/io/bytes/files.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <new>
#include <utility>
#include <vector>

#include <sys/mman.h>
#include <sys/stat.h>

#include "byte_source.hpp"
#include "descriptor.hpp"
#include "lines.hpp"
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
      const std::size_t count = read_some(fd, bytes.data() + used, bytes.size() - used, name);
      if (count == 0) break;
      used += count;
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

std::string_view mapped(int fd, std::size_t size) {
  void* const start = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0);
  if (start == MAP_FAILED) return {};
  return {static_cast<const char*>(start), size};
}

// Nothing for what is no regular file of its own bytes, or so small that the threads which read what is mapped do not
// pay: then it is safer to copy, too.
std::string_view map_if_large(int fd) {
  constexpr off_t least = off_t{1} << 22;
  struct stat status;
  if (::fstat(fd, &status) != 0 || !S_ISREG(status.st_mode) || status.st_size < least) return {};
  std::array<char, 4> begin;
  if (::pread(fd, begin.data(), begin.size(), 0) != 4 || is_compressed({begin.data(), begin.size()})) return {};
  return mapped(fd, static_cast<std::size_t>(status.st_size));
}

}  // namespace

std::string name_in_messages(const std::string& path) { return path == "-" ? "standard input" : path; }

std::string read_file(const std::string& path) {
  if (path == "-") return read_all(STDIN_FILENO, "standard input");
  const Descriptor fd(open_to_read(path));
  return read_all(fd.get(), path);
}

FileBytes::FileBytes(const std::string& path, const BlockSink& blocks) {
  const std::string name = name_in_messages(path);
  const bool standard_input = path == "-";
  const Descriptor file(standard_input ? -1 : open_to_read(path));
  if (!standard_input) bytes_ = map_if_large(file.get());
  if (bytes_.empty()) read_stream(standard_input ? STDIN_FILENO : file.get(), name, blocks);
}

void FileBytes::read_stream(int fd, const std::string& name, const BlockSink& blocks) {
  try {
    Spool spool(name);
    read_lines(unpacked(bytes_of(fd, name), name), spool, blocks);
    if (spool.file() >= 0) {
      bytes_ = mapped(spool.file(), spool.size());
      if (bytes_.empty()) fail(name, ENOMEM);
    } else {
      bytes_ = copy_ = std::move(spool.memory());
    }
  } catch (const std::bad_alloc&) {
    fail(name, ENOMEM);
  }
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

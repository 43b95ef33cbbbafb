#include "spool.hpp"

#include <cstdlib>
#include <filesystem>

#include <sys/stat.h>

#include "nninterp/io/bytes/output_file.hpp"

namespace nninterp {

namespace {

std::string temporary_folder() {
  std::error_code none;
  const std::string folder = std::filesystem::temp_directory_path(none).string();
  return none ? "/tmp" : folder;
}

[[noreturn]] void fail_spool(const std::string& name, int error) {
  throw InputError(name + ": cannot be kept in " + temporary_folder() +
                       " while it is read: " + std::generic_category().message(error),
                   "the environment variable TMPDIR names another folder");
}

// It is gone with the program however that ends.
int open_unnamed(const std::string& folder) {
#ifdef O_TMPFILE
  const int fd = open_retrying(folder, O_RDWR | O_TMPFILE, S_IRUSR | S_IWUSR);
  if (fd >= 0) return fd;
#endif
  std::string path = folder + "/nninterp-XXXXXX";
  const int named = ::mkstemp(path.data());
  if (named >= 0) ::unlink(path.c_str());
  return named;
}

}  // namespace

void Spool::append(std::string_view piece) {
  if (!file_ && bytes_.size() + piece.size() > most_in_memory) open_file();
  if (file_)
    write(piece);
  else
    bytes_ += piece;
  size_ += piece.size();
}

void Spool::open_file() {
  file_ = std::make_unique<Descriptor>(open_unnamed(temporary_folder()));
  if (file_->get() < 0) fail_spool(name_, errno);
  write(bytes_);
  bytes_ = {};
}

void Spool::write(std::string_view piece) {
  if (const int error = write_to_end(file_->get(), piece)) fail_spool(name_, error);
}

}  // namespace nninterp

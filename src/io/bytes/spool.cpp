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

void Spool::write_out() {
  if (bytes_.empty()) return;
  if (!file_) {
    file_ = std::make_unique<Descriptor>(open_unnamed(temporary_folder()));
    if (file_->get() < 0) fail_spool(name_, errno);
  }
  if (const int error = write_to_end(file_->get(), bytes_)) fail_spool(name_, error);
  bytes_.clear();
}

int Spool::file() {
  if (!file_) return -1;
  write_out();
  return file_->get();
}

}  // namespace nninterp

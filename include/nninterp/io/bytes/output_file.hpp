#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace nninterp {

/// Writes all bytes to an open descriptor, waiting where it is set to non-blocking and full: 0, or the error's number.
int write_to_end(int fd, std::string_view bytes);

/// Whether writing to `file` would overwrite `other`, which may be "-" for a standard input that is a file. Devices and
/// pipes overwrite nothing.
bool same_file(const std::string& file, const std::string& other);

/// InputError unless write_file could write there; leaves nothing behind.
void check_writable(const std::string& path);

/// The file holds all of `bytes` afterwards, or is as it was: a temporary file beside it, which has no name where the
/// system can do without, fsync, rename.
/// What is no regular file (a device, a pipe) is written directly. InputError with the system's reason.
void write_file(const std::string& path, std::string_view bytes);

/// The same in steps, for bytes that come one after another, or must be safe before something else is done: `write`
/// puts them beside the file, on the disk once `sync` has returned, `commit` puts all in its place, and without it
/// nothing has changed. What is no regular file has no such place beside it, and is written at once.
class StagedFile {
 public:
  explicit StagedFile(const std::string& path);
  ~StagedFile();
  StagedFile(const StagedFile&) = delete;
  StagedFile& operator=(const StagedFile&) = delete;
  void write(std::string_view bytes);
  void sync();
  void commit();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace nninterp

#pragma once

#include <string>
#include <string_view>

namespace nninterp {

/// What messages call a file: "-" is standard input.
std::string name_in_messages(const std::string& path);

/// The bytes of a file, or of standard input for "-". InputError with the system's reason; a folder is none.
std::string read_file(const std::string& path);

/// The bytes of a file, or of standard input, for large ones: a regular file is not copied but mapped. Where it is cut
/// short meanwhile, looking at the bytes that are gone raises SIGBUS. InputError as for read_file.
class FileBytes {
 public:
  explicit FileBytes(const std::string& path);
  ~FileBytes();
  FileBytes(const FileBytes&) = delete;
  FileBytes& operator=(const FileBytes&) = delete;
  operator std::string_view() const { return bytes_; }
  /// Lets the memory of this part of them go until they are looked at again.
  void release(std::string_view part) const;

 private:
  std::string copy_;  // of what cannot be mapped
  std::string_view bytes_;
};

}  // namespace nninterp

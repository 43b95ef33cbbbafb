#pragma once

#include <string>
#include <string_view>

#include "nninterp/io/bytes/sink.hpp"

namespace nninterp {

/// What messages call a file: "-" is standard input.
std::string name_in_messages(const std::string& path);

/// The bytes of a file, or of standard input for "-". InputError with the system's reason; a folder is none.
std::string read_file(const std::string& path);

/// The bytes of a table: a file's, or standard input's for "-", unpacked where they are compressed by gzip or zstd. A
/// large regular file is mapped; where it is cut short meanwhile, looking at the bytes that are gone raises SIGBUS.
/// Everything else is read line by line (fast-cpp-csv-parser), and kept in a temporary file where it is much.
/// InputError as for read_file, for damaged compressed data, and where the temporary file has no room.
class FileBytes {
 public:
  /// `blocks`: told of what is not mapped while it is read, about a MiB at a time; of what is less than that not at
  /// all.
  explicit FileBytes(const std::string& path, const BlockSink& blocks = {});
  ~FileBytes();
  FileBytes(const FileBytes&) = delete;
  FileBytes& operator=(const FileBytes&) = delete;
  operator std::string_view() const { return bytes_; }
  /// Lets the memory of this part of them go until they are looked at again.
  void release(std::string_view part) const;

 private:
  void read_stream(int fd, const std::string& name, const BlockSink& blocks);

  std::string copy_;  // of what is not mapped
  std::string_view bytes_;
};

}  // namespace nninterp

#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "descriptor.hpp"

namespace nninterp {

/// Bytes that come piece by piece: kept in memory while they are few, else in a file without a name in the folder for
/// temporary files (TMPDIR).
class Spool {
 public:
  /// `name`: what they are called in messages.
  explicit Spool(std::string name) : name_(std::move(name)) {}
  /// InputError where the folder has no room.
  void append(std::string_view piece);
  std::size_t size() const { return size_; }
  /// The file that holds all of them; -1 if they are in memory.
  int file() const { return file_ ? file_->get() : -1; }
  /// All of them, where there is no file.
  std::string& memory() { return bytes_; }

 private:
  static constexpr std::size_t most_in_memory = std::size_t{8} << 20;
  void open_file();
  void write(std::string_view piece);

  std::string name_;
  std::string bytes_;  // all, while there is no file
  std::size_t size_ = 0;
  std::unique_ptr<Descriptor> file_;
};

}  // namespace nninterp

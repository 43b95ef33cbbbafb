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
  void append(std::string_view piece) {
    if (bytes_.size() + piece.size() > most_in_memory) write_out();
    bytes_ += piece;
    size_ += piece.size();
  }
  /// Takes the last byte away; there is one.
  void drop_last() {
    bytes_.pop_back();
    --size_;
  }
  std::size_t size() const { return size_; }
  /// The file that holds all of them; -1 if they are in memory.
  int file();
  /// All of them, where there is no file.
  std::string& memory() { return bytes_; }

 private:
  static constexpr std::size_t most_in_memory = std::size_t{8} << 20;
  void write_out();

  std::string name_;
  std::string bytes_;  // those that are not in the file
  std::size_t size_ = 0;
  std::unique_ptr<Descriptor> file_;
};

}  // namespace nninterp

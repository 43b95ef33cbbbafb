#include "lines.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

namespace nninterp {

namespace {

constexpr char mark = '\xC0';  // no byte of UTF-8

// How a marked byte is written: it is none of those that have to be marked.
char flipped(char c) { return static_cast<char>(c ^ '\x80'); }

// What LineReader takes for something else is marked: CR, which it drops before a line feed, NUL, which ends what it
// hands out, a byte order mark, a last line without an end, and a line that is longer than its buffer.
class MarkedSource : public ByteSource {
 public:
  /// `open`: set at the end if the last line has no line feed of its own.
  MarkedSource(std::unique_ptr<ByteSource> bytes, bool& open) : bytes_(std::move(bytes)), open_(open) {}

  int read(char* to, int size) override {
    int filled = 0;
    while (filled < size && (at_ < marked_.size() || next_piece())) {
      const std::size_t count = std::min(marked_.size() - at_, static_cast<std::size_t>(size - filled));
      std::memcpy(to + filled, marked_.data() + at_, count);
      at_ += count;
      filled += static_cast<int>(count);
    }
    return filled;
  }

 private:
  bool next_piece() {
    const int count = bytes_->read(piece_.data(), static_cast<int>(piece_.size()));
    const std::string_view piece(piece_.data(), static_cast<std::size_t>(count));
    marked_.clear();
    at_ = 0;
    if (piece.empty()) {
      open_ = open_ || line_length_ > 0;
      if (line_length_ > 0) marked_ = '\n';
      line_length_ = 0;
    } else {
      add(piece);
    }
    return !marked_.empty();
  }

  void add(std::string_view piece) {
    constexpr std::size_t longest = std::size_t{1} << 18;  // its buffer holds 2^20
    if (line_length_ > longest) {
      marked_ += {mark, '\n'};
      line_length_ = 0;
    }
    if (std::exchange(first_, false) && piece.front() == '\xEF') {
      add_marked(piece.front());
      piece.remove_prefix(1);
    }
    add_marking(piece);
    const std::size_t feed = marked_.rfind('\n');
    line_length_ = feed == std::string::npos ? line_length_ + marked_.size() : marked_.size() - feed - 1;
  }

  void add_marking(std::string_view piece) {
    static constexpr std::array<char, 3> special = {'\0', '\r', mark};
    std::array<std::size_t, special.size()> next;
    std::transform(special.begin(), special.end(), next.begin(), [&](char c) { return piece.find(c); });
    std::size_t from = 0;
    for (;;) {
      const auto least = std::min_element(next.begin(), next.end());
      marked_ += piece.substr(from, *least - from);
      if (*least == std::string_view::npos) return;
      add_marked(piece[*least]);
      from = *least + 1;
      *least = piece.find(special[static_cast<std::size_t>(least - next.begin())], from);
    }
  }

  void add_marked(char c) { marked_ += {mark, flipped(c)}; }

  std::unique_ptr<ByteSource> bytes_;
  bool& open_;
  bool first_ = true;
  std::size_t line_length_ = 0;  // since the last line feed, with its marks
  std::string marked_;
  std::size_t at_ = 0;  // in what is marked
  std::array<char, std::size_t{1} << 16> piece_;
};

void append_unmarked(std::string_view line, Spool& spool) {
  for (std::size_t at = line.find(mark); at != std::string_view::npos; at = line.find(mark)) {
    spool.append(line.substr(0, at));
    if (at + 1 == line.size()) return;  // the line goes on
    const char c = flipped(line[at + 1]);
    spool.append({&c, 1});
    line.remove_prefix(at + 2);
  }
  spool.append(line);
  spool.append("\n");
}

}  // namespace

void read_lines(std::unique_ptr<ByteSource> bytes, Spool& spool) {
  bool open = false;
  io::LineReader lines("", std::make_unique<MarkedSource>(std::move(bytes), open));
  while (const char* line = lines.next_line()) append_unmarked(line, spool);
  if (open) spool.drop_last();
}

}  // namespace nninterp

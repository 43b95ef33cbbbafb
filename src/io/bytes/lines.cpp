#include "lines.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include "nninterp/core/pages.hpp"

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
    prefer_large_pages(to, static_cast<std::size_t>(size));  // its buffer is new, and large
    int filled = 0;
    while (filled < size) {
      const int count =
          at_ < marked_.size() ? take_marked(to + filled, size - filled) : take_piece(to + filled, size - filled);
      if (count == 0 && at_ == marked_.size()) break;
      filled += count;
    }
    return filled;
  }

 private:
  int take_marked(char* to, int size) {
    const int count = std::min(size, static_cast<int>(marked_.size() - at_));
    std::memcpy(to, marked_.data() + at_, static_cast<std::size_t>(count));
    at_ += static_cast<std::size_t>(count);
    return count;
  }

  // The next bytes, which stay where they are read to if nothing in them has to be marked.
  int take_piece(char* to, int size) {
    constexpr int fits_the_cache = 1 << 16;
    const int count = bytes_->read(to, std::min(size, fits_the_cache));
    const std::string_view piece(to, static_cast<std::size_t>(count));
    marked_.clear();
    at_ = 0;
    if (piece.empty()) {
      open_ = open_ || line_length_ > 0;
      if (line_length_ > 0) marked_ = '\n';
      line_length_ = 0;
      return 0;
    }
    if (!first_ && line_length_ <= longest && !has_special(piece)) {
      count_line(piece);
      return count;
    }
    add(piece);
    return 0;
  }

  static bool has_special(std::string_view piece) {
    return std::any_of(special.begin(), special.end(), [&](char c) { return piece.find(c) != std::string_view::npos; });
  }

  void count_line(std::string_view added) {
    const std::size_t feed = added.rfind('\n');
    line_length_ = feed == std::string::npos ? line_length_ + added.size() : added.size() - feed - 1;
  }

  void add(std::string_view piece) {
    if (line_length_ > longest) {
      marked_ += {mark, '\n'};
      line_length_ = 0;
    }
    if (std::exchange(first_, false) && piece.front() == '\xEF') {
      add_marked(piece.front());
      piece.remove_prefix(1);
    }
    add_marking(piece);
    count_line(marked_);
  }

  void add_marking(std::string_view piece) {
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

  static constexpr std::array<char, 3> special = {'\0', '\r', mark};
  static constexpr std::size_t longest = std::size_t{1} << 18;  // its buffer holds 2^20 or more

  std::unique_ptr<ByteSource> bytes_;
  bool& open_;
  bool first_ = true;
  std::size_t line_length_ = 0;  // since the last line feed, with its marks
  std::string marked_;
  std::size_t at_ = 0;  // in what is marked
};

void append_unmarked(std::string_view line, std::string& to) {
  for (std::size_t at = line.find(mark); at != std::string_view::npos; at = line.find(mark)) {
    to += line.substr(0, at);
    if (at + 1 == line.size()) return;  // the line goes on
    to += flipped(line[at + 1]);
    line.remove_prefix(at + 2);
  }
  to += line;
  to += '\n';
}

// Gathers lines until they are worth handing on.
class Blocks {
 public:
  Blocks(Spool& spool, const BlockSink& sink) : spool_(spool), sink_(sink) {}

  void add(std::string_view line) {
    if (lines_.size() >= enough && lines_.back() == '\n') pass_on(true);
    append_unmarked(line, lines_);
  }
  void finish(bool open) {
    if (open) lines_.pop_back();
    pass_on(spool_.size() > 0);  // of one block alone nobody has to know early
  }

 private:
  static constexpr std::size_t enough = std::size_t{1} << 20;

  void pass_on(bool tell) {
    spool_.append(lines_);
    const std::size_t size = lines_.size();
    if (sink_ && tell && size > 0) sink_(std::make_shared<const std::string>(std::move(lines_)));
    lines_.clear();
    lines_.reserve(std::min(size + size / 8, 2 * enough));
  }

  Spool& spool_;
  const BlockSink& sink_;
  std::string lines_;
};

}  // namespace

void read_lines(std::unique_ptr<ByteSource> bytes, Spool& spool, const BlockSink& sink) {
  bool open = false;
  io::LineReader lines("", std::make_unique<MarkedSource>(std::move(bytes), open));
  Blocks blocks(spool, sink);
  while (const char* line = lines.next_line()) blocks.add(line);
  blocks.finish(open);
}

}  // namespace nninterp

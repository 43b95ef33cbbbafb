#include "table.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>

namespace nninterp {

namespace {

std::size_t width_of(char32_t code) {
  const auto within = [code](char32_t first, char32_t last) { return code >= first && code <= last; };
  if (within(0x300, 0x36f) || within(0x200b, 0x200f) || code == 0xfeff) return 0;
  const bool wide = within(0x1100, 0x115f) || within(0x2e80, 0xa4cf) || within(0xac00, 0xd7a3) ||
                    within(0xf900, 0xfaff) || within(0xfe30, 0xfe6f) || within(0xff00, 0xff60) ||
                    within(0x1f300, 0x1faff) || within(0x20000, 0x3fffd);
  return wide ? 2 : 1;
}

std::string print(const char* format, int decimals, double value) {
  std::array<char, 400> buffer{};
  const int length = std::snprintf(buffer.data(), buffer.size(), format, decimals, value);
  return {buffer.data(), static_cast<std::size_t>(std::max(0, length))};
}

int decimals_for(const std::vector<double>& values) {
  std::vector<double> sizes;
  for (const double value : values) {
    if (std::isfinite(value) && value != 0) sizes.push_back(std::fabs(value));
  }
  if (sizes.empty()) return 0;
  std::nth_element(sizes.begin(), sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() / 2), sizes.end());
  const double typical = sizes[sizes.size() / 2];
  return std::clamp(3 - static_cast<int>(std::floor(std::log10(typical))), 0, 6);
}

std::string padding(std::size_t width) { return std::string(width, ' '); }

}  // namespace

char32_t next_code_point(std::string_view text, std::size_t& position) {
  const auto lead = static_cast<unsigned char>(text[position++]);
  if (lead < 0x80) return lead;
  const int more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
  char32_t code = lead & (0x3fu >> more);
  for (int i = 0; i < more && position < text.size(); ++i) {
    code = (code << 6) | (static_cast<unsigned char>(text[position++]) & 0x3fu);
  }
  return code;
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t position = 0; position < text.size();) width += width_of(next_code_point(text, position));
  return width;
}

std::string fit_width(std::string_view text, std::size_t width) {
  std::string shown;  // a line break or tab inside a name would tear the table apart
  std::size_t used = 0;
  const bool cut = display_width(text) > width;
  const std::size_t room = cut ? width - std::min<std::size_t>(width, 2) : width;
  for (std::size_t position = 0; position < text.size();) {
    const std::size_t begin = position;
    const char32_t code = next_code_point(text, position);
    if (used + width_of(code) > room) break;
    used += width_of(code);
    if (code < 0x20 || code == 0x7f) {
      shown += ' ';
    } else {
      shown += text.substr(begin, position - begin);
    }
  }
  return cut ? shown + ".." : shown;
}

std::string fit_width_inside(std::string_view text, std::size_t width) {
  if (display_width(text) <= width || width < 8) return fit_width(text, width);
  const std::size_t end = (width - 2) / 3;
  std::size_t rest = 0;  // where the end begins
  while (display_width(text.substr(rest)) > end) next_code_point(text, rest);
  return fit_width(text, width - end) + fit_width(text.substr(rest), end);
}

std::vector<std::string> align_numbers(const std::vector<double>& values) {
  const int decimals = decimals_for(values);
  std::vector<std::string> cells;
  for (const double value : values) {
    if (!std::isfinite(value)) {
      cells.emplace_back("-");
      continue;
    }
    const bool vanishes = value != 0 && std::fabs(value) < 0.5 * std::pow(10.0, -decimals);
    const bool huge = std::fabs(value) >= 1e9;
    cells.push_back(vanishes || huge ? print("%.*e", huge ? 3 : 1, value)
                                     : print("%.*f", decimals, value == 0 ? 0.0 : value));
  }
  return cells;
}

std::string with_thousands(long value) {
  std::string digits = std::to_string(value);
  const std::size_t first = value < 0 ? 1 : 0;
  for (std::size_t i = digits.size(); i > first + 3; i -= 3) digits.insert(i - 3, ",");
  return digits;
}

std::string text_bars(const std::vector<Index>& counts, bool unicode) {
  static constexpr std::array<const char*, 9> blocks{" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  static constexpr std::array<const char*, 9> ascii{" ", ".", ":", "-", "=", "+", "*", "%", "#"};
  if (counts.empty()) return "all equal";
  const auto most = static_cast<double>(*std::max_element(counts.begin(), counts.end()));
  std::string bars;
  for (const Index count : counts) {
    const auto height = static_cast<std::size_t>(std::ceil(8 * static_cast<double>(count) / most));
    bars += unicode ? blocks[height] : ascii[height];
  }
  return bars;
}

void TextTable::add_column(std::string header, std::vector<std::string> cells, bool left) {
  std::size_t width = display_width(header);
  for (const std::string& cell : cells) width = std::max(width, display_width(cell));
  columns_.push_back({std::move(header), std::move(cells), left, width});
}

std::size_t TextTable::width() const {
  std::size_t sum = 0;
  for (const Column& column : columns_) sum += column.width + 2;
  return sum > 2 ? sum - 2 : 0;
}

std::string TextTable::str() const {
  std::string text;
  const auto add_line = [&](const auto& cell_of) {
    std::string line;
    for (const Column& column : columns_) {
      if (&column != &columns_.front()) line += "  ";
      const std::string& cell = cell_of(column);
      const std::string blanks = padding(column.width - display_width(cell));
      line += column.left ? cell + blanks : blanks + cell;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + '\n';
  };
  add_line([](const Column& column) -> const std::string& { return column.header; });
  text += std::string(width(), '-') + '\n';
  const std::size_t lines = columns_.empty() ? 0 : columns_.front().cells.size();
  for (std::size_t i = 0; i < lines; ++i) {
    add_line([i](const Column& column) -> const std::string& { return column.cells[i]; });
  }
  return text;
}

}  // namespace nninterp

#include "table.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>

#include "labels.hpp"
#include "page.hpp"

namespace nninterp {

namespace {

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

std::string with_decimals(double value, int decimals) {
  if (!std::isfinite(value)) return "-";
  const bool vanishes = value != 0 && std::fabs(value) < 0.5 * std::pow(10.0, -decimals);
  const bool huge = std::fabs(value) >= 1e9;
  return vanishes || huge ? print("%.*e", huge ? 3 : 1, value) : print("%.*f", decimals, value == 0 ? 0.0 : value);
}

// By blanks behind them; a number with an exponent stays as it is.
void align_points(std::vector<std::string>& cells) {
  const auto behind_point = [](const std::string& cell) { return cell.size() - std::min(cell.size(), cell.find('.')); };
  const auto has_exponent = [](const std::string& cell) { return cell.find('e') != std::string::npos; };
  std::size_t most = 0;
  for (const std::string& cell : cells) most = std::max(most, has_exponent(cell) ? 0 : behind_point(cell));
  for (std::string& cell : cells) {
    if (!has_exponent(cell)) cell += padding(most - behind_point(cell));
  }
}

}  // namespace

std::vector<std::string> align_numbers(const std::vector<double>& values) {
  const int decimals = decimals_for(values);
  std::vector<std::string> cells;
  for (const double value : values) cells.push_back(with_decimals(value, decimals));
  return cells;
}

std::vector<std::vector<std::string>> align_rows(const std::vector<std::vector<double>>& columns) {
  constexpr int most_more = 3;  // decimals than the typical number of all: a row of tiny ones widens no column by more
  std::vector<double> all;
  for (const auto& column : columns) all.insert(all.end(), column.begin(), column.end());
  const int most = decimals_for(all) + most_more;
  std::vector<std::vector<std::string>> cells(columns.size());
  for (std::size_t row = 0; row < columns.front().size(); ++row) {
    std::vector<double> values;
    for (const auto& column : columns) values.push_back(column[row]);
    const int decimals = std::min(most, decimals_for(values));
    for (std::size_t c = 0; c < columns.size(); ++c) cells[c].push_back(with_decimals(values[c], decimals));
  }
  for (auto& column : cells) align_points(column);
  return cells;
}

std::string with_thousands(long value) {
  std::string digits = std::to_string(value);
  const std::size_t first = value < 0 ? 1 : 0;
  for (std::size_t i = digits.size(); i > first + 3; i -= 3) digits.insert(i - 3, ",");
  return digits;
}

std::vector<std::string> signed_bars(const std::vector<double>& values, bool unicode) {
  constexpr std::size_t half = 14;
  double largest = 0;
  for (const double value : values) largest = std::max(largest, std::fabs(value));
  std::vector<std::string> bars;
  for (const double value : values) {
    const auto length = static_cast<std::size_t>(
        largest > 0 && std::isfinite(value) ? std::lround(std::fabs(value) / largest * static_cast<double>(half)) : 0);
    std::string bar;
    for (std::size_t i = 0; i < length; ++i) bar += unicode ? "█" : (value < 0 ? "-" : "+");
    const std::string blank(half - (value < 0 ? length : 0), ' ');
    bars.push_back(blank + (value < 0 ? bar + "|" : "|" + bar));
  }
  return bars;
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

TextTable::Column TextTable::made(std::string header, std::vector<std::string> cells, bool left, bool names,
                                  Need need) {
  std::size_t width = display_width(header);
  for (const std::string& cell : cells) width = std::max(width, display_width(cell));
  return {std::move(header), std::move(cells), left, names, need, width};
}

void TextTable::add_column(std::string header, std::vector<std::string> cells, bool left, Need need) {
  columns_.push_back(made(std::move(header), std::move(cells), left, false, need));
}

void TextTable::add_names(std::string header, const std::vector<std::string>& names) {
  columns_.push_back(made(std::move(header), told_apart(names, std::string::npos), true, true, Need::always));
}

void TextTable::add_columns_of(const TextTable& other) {
  columns_.insert(columns_.end(), other.columns_.begin(), other.columns_.end());
}

std::size_t TextTable::width_of(const Columns& columns) {
  std::size_t sum = 0;
  for (const Column& column : columns) sum += column.width + 2;
  return sum > 2 ? sum - 2 : 0;
}

std::size_t TextTable::width() const { return width_of(columns_); }

// The longest names are cut first, none to less than `least`.
TextTable::Columns TextTable::narrowed(Columns columns, std::size_t page, std::size_t least) {
  std::size_t most = least;
  for (const Column& column : columns) most = std::max(most, column.names ? column.width : 0);
  const auto width_with = [&](std::size_t longest) {
    std::size_t width = width_of(columns);
    for (const Column& column : columns) {
      if (column.names && column.width > longest)
        width -= column.width - std::max(longest, display_width(column.header));
    }
    return width;
  };
  while (most > least && width_with(most) > page) --most;
  for (Column& column : columns) {
    if (column.names) column = made(column.header, told_apart(column.cells, most), true, true, column.need);
  }
  return columns;
}

TextTable::Columns TextTable::fitted(const Columns& columns, std::size_t page) {
  constexpr std::size_t least = 8;
  const std::size_t share = std::max(least, page / 100 * label_width + page % 100 * label_width / 100);
  Columns some = columns;
  for (const Need need : {Need::decoration, Need::details, Need::context}) {
    if (Columns cut = narrowed(some, page, share); width_of(cut) <= page) return cut;
    some.erase(std::remove_if(some.begin(), some.end(), [&](const Column& column) { return column.need == need; }),
               some.end());
  }
  const Columns cut = narrowed(some, page, share);
  return width_of(cut) <= page ? cut : narrowed(some, page, least);
}

bool TextTable::fits(std::size_t page) const {
  const Columns columns = fitted(columns_, page);
  return columns.size() == columns_.size() && width_of(columns) <= page;
}

std::string TextTable::lines_of(const Columns& columns) {
  std::string text;
  const auto add_line = [&](const auto& cell_of) {
    std::string line;
    for (const Column& column : columns) {
      if (&column != &columns.front()) line += "  ";
      const std::string& cell = cell_of(column);
      const std::string blanks = padding(column.width - display_width(cell));
      line += column.left ? cell + blanks : blanks + cell;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + '\n';
  };
  add_line([](const Column& column) -> const std::string& { return column.header; });
  text += std::string(width_of(columns), '-') + '\n';
  const std::size_t lines = columns.empty() ? 0 : columns.front().cells.size();
  for (std::size_t i = 0; i < lines; ++i) {
    add_line([i](const Column& column) -> const std::string& { return column.cells[i]; });
  }
  return text;
}

std::string TextTable::str(std::size_t page) const {
  const Columns columns = fitted(columns_, page);
  std::string text;
  for (std::size_t next = std::min<std::size_t>(1, columns.size()); text.empty() || next < columns.size();) {
    Columns block(columns.begin(), columns.begin() + std::min<std::ptrdiff_t>(1, columns.end() - columns.begin()));
    while (next < columns.size() && (block.size() < 2 || width_of(block) + 2 + columns[next].width <= page)) {
      block.push_back(columns[next++]);
    }
    text += (text.empty() ? "" : "\n") + lines_of(block);
  }
  return text;
}

}  // namespace nninterp

#include "spelling.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "nninterp/core/text.hpp"

namespace nninterp {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// The digits without the marks, if these stand before groups of three and the first group has one to three.
std::optional<std::string> without_groups(std::string_view digits, std::string_view mark) {
  std::string joined;
  std::size_t group = 0;
  bool first = true;
  while (!digits.empty()) {
    if (is_digit(digits[0])) {
      joined += digits[0];
      digits.remove_prefix(1);
      if (++group > 3) return std::nullopt;
    } else if (starts_with(digits, mark)) {
      if (group == 0 || (!first && group != 3)) return std::nullopt;
      digits.remove_prefix(mark.size());
      group = 0;
      first = false;
    } else {
      return std::nullopt;
    }
  }
  return !first && group == 3 ? std::optional(joined) : std::nullopt;
}

// Digits in groups, and perhaps a fraction behind this decimal mark.
bool is_grouped(std::string_view number, std::string_view mark, char decimal) {
  const std::size_t point = number.find(decimal);
  const std::string_view fraction = point == std::string_view::npos ? "" : number.substr(point + 1);
  return std::all_of(fraction.begin(), fraction.end(), is_digit) &&
         without_groups(number.substr(0, point), mark).has_value();
}

bool is_plain(std::string_view number) {
  return is_digit(number.front()) && number.find_first_not_of("0123456789.") == std::string_view::npos &&
         parse_number(number).has_value();
}

struct Grouping {
  std::string_view mark, name;
};
constexpr std::array<Grouping, 5> groupings{{{" ", "a blank"},
                                             {"'", "an apostrophe"},
                                             {"\xC2\xA0", "a hard blank"},
                                             {"\xE2\x80\xAF", "a narrow blank"},
                                             {"\xE2\x80\x99", "an apostrophe"}}};

// What stands between the thousands of digits that are no plain number; empty options for those that are one.
std::optional<NumberMark> mark_within(std::string_view number) {
  if (is_plain(number)) return NumberMark{};
  if (is_grouped(number, ".", ',')) {
    const bool fraction = number.find(',') != std::string_view::npos;
    return NumberMark{fraction ? "has points between thousands and a decimal comma" : "has points between thousands",
                      fraction ? "⟨thousands⟩ . ⟨decimal⟩ ," : "⟨thousands⟩ ."};
  }
  if (is_grouped(number, ",", '.')) return NumberMark{"has a comma between thousands", "⟨thousands⟩ ,"};
  for (const auto& [mark, name] : groupings) {
    for (const char decimal : {'.', ','}) {
      if (!is_grouped(number, mark, decimal)) continue;
      const std::string quoted = mark.size() > 1 ? "" : mark == "'" ? "\"'\"" : "' '";
      return NumberMark{"has " + std::string(name) + " between thousands",
                        quoted.empty()
                            ? ""
                            : "⟨thousands⟩ " + quoted +
                                  (decimal == ',' && number.find(',') != std::string_view::npos ? " ⟨decimal⟩ ," : "")};
    }
  }
  return std::nullopt;
}

bool is_currency(std::string_view word) {
  constexpr std::array<std::string_view, 14> words{"USD", "EUR", "GBP", "CHF", "JPY", "CNY", "INR",
                                                   "US$", "A$",  "C$",  "R$",  "Rs",  "Rs.", "kr"};
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Signs, but no letters: those begin names and codes.
bool may_stand_before(std::string_view word) {
  return word.empty() || is_currency(word) || (word.size() <= 4 && std::none_of(word.begin(), word.end(), is_letter));
}

bool may_stand_behind(std::string_view word) {
  return word.size() <= 12 && word.find_first_of(":,;") == std::string_view::npos;
}

}  // namespace

std::optional<double> NumberSpelling::parse(std::string_view cell) const {
  if (plain()) return parse_number(cell);
  std::string text(trim(cell));
  if (thousands != '\0') {
    const std::size_t sign = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
    const std::size_t end = std::min(text.find_first_of({decimal, 'e', 'E'}, sign), text.size());
    const std::string_view whole = std::string_view(text).substr(sign, end - sign);
    if (whole.find(thousands) != std::string_view::npos) {
      const std::optional<std::string> joined = without_groups(whole, {&thousands, 1});
      if (!joined) return std::nullopt;
      text.replace(sign, end - sign, *joined);
    }
  }
  if (decimal != '.') {
    if (text.find('.') != std::string::npos) return std::nullopt;
    std::replace(text.begin(), text.end(), decimal, '.');
  }
  return parse_number(text);
}

std::optional<NumberMark> mark_on_number(std::string_view cell) {
  cell = trim(cell);
  if (cell.size() > 60) return std::nullopt;
  const auto first = std::find_if(cell.begin(), cell.end(), is_digit);
  if (first == cell.end()) return std::nullopt;
  const auto last = std::find_if(cell.rbegin(), cell.rend(), is_digit).base();
  const auto begin = static_cast<std::size_t>(first - cell.begin()),
             end = static_cast<std::size_t>(last - cell.begin());
  std::string before(cell.substr(0, begin));
  before.erase(std::remove_if(before.begin(), before.end(), [](char c) { return c == '-' || c == '+' || c == ' '; }),
               before.end());
  const std::string behind(trim(cell.substr(end)));
  if (!may_stand_before(before) || !may_stand_behind(behind)) return std::nullopt;
  std::optional<NumberMark> mark = mark_within(cell.substr(begin, end - begin));
  if (!mark || (before.empty() && behind.empty())) return mark && mark->what.empty() ? std::nullopt : mark;
  std::string what = "is a number with ";
  if (!before.empty()) what += "'" + one_line(before) + "' before it";
  if (!behind.empty()) what += (before.empty() ? "'" : " and '") + one_line(behind) + "' behind it";
  return NumberMark{what, ""};
}

bool is_date_or_time(std::string_view cell) {
  cell = trim(cell);
  if (cell.size() < 4 || cell.size() > 40 || !is_digit(cell.front())) return false;
  std::vector<std::size_t> groups;  // digits of each number
  std::string marks;                // what stands between
  std::size_t digits = 0;
  for (std::size_t i = 0; i < cell.size(); ++i) {
    const char c = cell[i];
    if (is_digit(c)) {
      if (++digits > 4) return false;
    } else if (c == '-' || c == '/' || c == '.' || c == ':' || c == ' ' || c == 'T' || c == 'Z' || c == '+') {
      if (digits > 0) groups.push_back(digits);
      digits = 0;
      marks += c;
    } else {
      return false;
    }
  }
  if (digits > 0) groups.push_back(digits);
  const bool date = groups.size() >= 3 && marks.size() >= 2 && marks[0] == marks[1] &&
                    (marks[0] == '-' || marks[0] == '/' || marks[0] == '.') && groups[1] <= 2 &&
                    (groups[0] == 4 || (groups[0] <= 2 && (groups[2] == 4 || groups[2] == 2)));
  const bool time = groups.size() >= 2 && marks[0] == ':' && groups[0] <= 2 && groups[1] == 2;
  return date || time;
}

bool looks_missing(std::string_view cell) {
  constexpr std::array<std::string_view, 24> words{
      "?",    ".",    "-",   "--",  "---", "*", "**",   "/",    "x",   "na",      "n.a.",    "n/a",
      "#n/a", "none", "nil", "nan", "nd",  "n", "null", "miss", "inf", "missing", "unknown", "not available"};
  std::string lower(trim(cell));
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
  return std::find(words.begin(), words.end(), lower) != words.end();
}

}  // namespace nninterp

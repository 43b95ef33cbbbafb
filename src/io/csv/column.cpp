#include "column.hpp"

#include <algorithm>
#include <cmath>

#include "nninterp/core/text.hpp"

namespace nninterp {

namespace {

bool has_decimal_comma(std::string_view cell) {
  std::string text(trim(cell));
  const auto comma = text.find(',');
  if (comma == std::string::npos || comma + 1 == text.size()) return false;
  text[comma] = '.';
  return parse_number(text).has_value();
}

bool nearly_all(std::size_t count, std::size_t of) { return 10 * count >= 9 * of; }

// A word of a command line in a hint.
std::string shell_word(const std::string& text) {
  constexpr const char* plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/";
  const bool quotes = text.empty() || text.find_first_not_of(plain) != std::string::npos;
  return quotes && text.find('\'') == std::string::npos ? "'" + text + "'" : text;
}

std::string option(const std::string& name, const std::string& value, const std::string& placeholder) {
  const bool printable = one_line(value) == value && value.find('\'') == std::string::npos;
  if (!printable) return name + " " + placeholder;
  return name + (value[0] == '-' ? "=" : " ") + shell_word(value);
}

}  // namespace

MissingValues::MissingValues(const std::vector<std::string>& more) {
  for (const std::string& text : more) {
    more_.emplace_back(trim(text));
    may_be_numbers_ = may_be_numbers_ || parse_number(text).has_value();
  }
}

bool MissingValues::contains(std::string_view cell) const {
  cell = trim(cell);
  if (cell.empty()) return true;
  // Nearly every cell of a table of numbers ends here.
  const bool may_be_usual = cell[0] == 'N' || cell[0] == 'n';
  if (may_be_usual && std::find(usual_.begin(), usual_.end(), cell) != usual_.end()) return true;
  return !more_.empty() && std::find(more_.begin(), more_.end(), cell) != more_.end();
}

void Tally::note(OddCell& first, std::size_t line, std::string_view cell) {
  if (first.line == 0) first = {line, std::string(cell.substr(0, 200))};
}

double Tally::add(std::string_view cell, std::size_t line) {
  const std::optional<double> value = parse_number(cell);
  if (value && std::isfinite(*value)) return *value;
  note(first_odd_, line, cell);
  ++(value ? infinite_ : text_);
  if (!value && has_decimal_comma(cell)) {
    ++decimal_commas_;
    note(first_comma_, line, cell);
  }
  return nan;
}

void Tally::add(const Tally& below) {
  missing_ += below.missing_;
  infinite_ += below.infinite_;
  text_ += below.text_;
  decimal_commas_ += below.decimal_commas_;
  note(first_odd_, below.first_odd_.line, below.first_odd_.text);
  note(first_comma_, below.first_comma_.line, below.first_comma_.text);
}

void Tally::decide(Column& column, bool kinds_known) const {
  column.kind = kind(column.numbers.size());
  if (column.kind == ColumnKind::unclear) explain(column, kinds_known);
}

ColumnKind Tally::kind(std::size_t rows) const {
  if (infinite_ + text_ == 0) return ColumnKind::numeric;
  const std::size_t present = rows - missing_;
  const std::size_t meant_as_numbers = present - text_ + decimal_commas_;
  return nearly_all(meant_as_numbers, present) ? ColumnKind::unclear : ColumnKind::text;
}

void Tally::explain(Column& column, bool kinds_known) const {
  if (decimal_commas_ > 0) {
    column.bad_line = first_comma_.line;
    column.bad_reason = "'" + one_line(first_comma_.text) + "' has a decimal comma";
    column.bad_hint = "write numbers with a decimal point, and nothing between thousands";
    return;
  }
  const std::string cell(trim(first_odd_.text));
  const bool number = parse_number(cell).has_value();
  const bool has_digits = cell.find_first_of("0123456789") != std::string::npos;
  column.bad_line = first_odd_.line;
  column.bad_reason = "'" + one_line(cell) + "' is " +
                      (!number      ? "not a number"
                       : has_digits ? "too large for a number"
                                    : "not a finite number");
  column.bad_hint = "correct the cell, or say " + option("⟨na-string⟩", cell, "TEXT") + " if it means missing";
  if (text_ > 0 && !kinds_known) {
    column.bad_hint += ", or " + option("⟨categorical⟩", column.name, "NAME") + " if the column holds categories";
  }
}

std::int32_t LevelCodes::of(std::string_view cell) {
  key_ = cell;
  return codes_.try_emplace(key_, static_cast<std::int32_t>(codes_.size())).first->second;
}

LevelOrder::LevelOrder(const std::vector<const LevelCodes*>& parts) {
  const auto is_number = [](const auto& entry) { return std::isfinite(parse_number(entry.first).value_or(HUGE_VAL)); };
  for (const LevelCodes* part : parts) {
    numbers_ = numbers_ && std::all_of(part->codes_.begin(), part->codes_.end(), is_number);
  }
  for (const LevelCodes* part : parts) {
    for (const auto& entry : part->codes_) sorted_.push_back(level(entry.first));
  }
  std::sort(sorted_.begin(), sorted_.end());
  const auto same = [](const Level& a, const Level& b) { return a.text == b.text; };
  sorted_.erase(std::unique(sorted_.begin(), sorted_.end(), same), sorted_.end());
}

std::vector<std::string> LevelOrder::levels() const {
  std::vector<std::string> texts;
  texts.reserve(sorted_.size());
  for (const Level& level : sorted_) texts.emplace_back(level.text);
  return texts;
}

std::vector<std::int32_t> LevelOrder::ranks(const LevelCodes& part) const {
  std::vector<std::int32_t> ranks(part.codes_.size());
  for (const auto& [text, code] : part.codes_) {
    const auto place = std::lower_bound(sorted_.begin(), sorted_.end(), level(text));
    ranks[code] = static_cast<std::int32_t>(place - sorted_.begin());
  }
  return ranks;
}

LevelOrder::Level LevelOrder::level(std::string_view text) const {
  return {numbers_ ? *parse_number(text) : 0.0, text};
}

}  // namespace nninterp

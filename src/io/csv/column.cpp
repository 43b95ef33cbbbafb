#include "column.hpp"

#include <algorithm>
#include <cmath>

#include "nninterp/core/text.hpp"

namespace nninterp {

namespace {

// One comma, and a number with a point in its place.
bool has_decimal_comma(std::string_view cell) {
  std::string text(trim(cell));
  const auto comma = text.find(',');
  if (comma == std::string::npos || comma + 1 == text.size()) return false;
  text[comma] = '.';
  return parse_number(text).has_value();
}

bool is_huge(std::string_view cell, double value) {
  cell = trim(cell);
  if (!cell.empty() && (cell[0] == '-' || cell[0] == '+')) cell.remove_prefix(1);
  return std::abs(value) >= most_whole && cell.find_first_not_of("0123456789") == std::string_view::npos;
}

// As codes are: 007, but not 0.5.
bool is_padded(std::string_view cell) {
  cell = trim(cell);
  return cell.size() > 1 && cell[0] == '0' && cell.find_first_not_of("0123456789") == std::string_view::npos;
}

bool nearly_all(std::size_t count, std::size_t of) { return 10 * count >= 9 * of; }

std::string option(const std::string& name, const std::string& value, const std::string& placeholder) {
  const bool printable = one_line(value) == value;
  return printable ? with_value(name, value) : name + " " + placeholder;
}

std::string or_leave_out(const Column& column) {
  return option(", or ⟨drop⟩", column.name, "NAME") + " to leave the column out";
}

}  // namespace

MissingValues::MissingValues(const std::vector<std::string>& more) : used_(new std::atomic<bool>[more.size()]()) {
  for (const std::string& text : more) {
    std::optional<double> number = parse_number(text);
    if (number && !std::isfinite(*number)) number.reset();
    may_be_numbers_ = may_be_numbers_ || number;
    more_.push_back({std::string(trim(text)), number});
  }
}

bool MissingValues::contains(std::string_view cell, bool keeps_na, bool as_number) const {
  cell = trim(cell);
  if (cell.empty()) return true;
  // Nearly every cell of a table of numbers ends here.
  const bool may_be_usual = !keeps_na && (cell[0] == 'N' || cell[0] == 'n');
  if (may_be_usual && std::find(usual_.begin(), usual_.end(), cell) != usual_.end()) return true;
  if (more_.empty()) return false;
  const std::optional<double> number = as_number && may_be_numbers_ ? parse_number(cell) : std::nullopt;
  for (std::size_t i = 0; i < more_.size(); ++i) {
    if (more_[i].text != cell && !(number && more_[i].number && *number == *more_[i].number)) continue;
    used_[i].store(true, std::memory_order_relaxed);
    return true;
  }
  return false;
}

std::vector<std::string> MissingValues::unused() const {
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < more_.size(); ++i) {
    if (!used_[i]) texts.push_back(more_[i].text);
  }
  return texts;
}

void Tally::note(OddCell& first, std::size_t line, std::string_view cell) {
  if (first.line == 0) first = {line, std::string(cell.substr(0, 200))};
}

void Tally::add_mark(const NumberMark& mark, std::size_t line, std::string_view cell, std::size_t count) {
  constexpr std::size_t enough = 16;
  if (marks_.size() == enough && marks_.count(mark.what) == 0) return;
  Marked& marked = marks_[mark.what];
  note(marked.first, line, cell);
  marked.count += count;
  marked.options = mark.options;
}

double Tally::add(std::string_view cell, std::size_t line, const NumberSpelling& spelling) {
  const std::optional<double> value = spelling.parse(cell);
  if (value && std::isfinite(*value)) {
    if (is_huge(cell, *value)) note(first_huge_, line, cell);
    if (is_padded(cell)) note(first_padded_, line, cell);
    return *value;
  }
  note(first_odd_, line, cell);
  ++(value ? infinite_ : text_);
  if (value) return nan;
  const bool comma = spelling.decimal == '.' && has_decimal_comma(cell);
  const std::optional<NumberMark> mark = mark_on_number(cell);
  if (comma) {
    ++decimal_commas_;
    if (mark) ++grouped_commas_;
    note(first_comma_, line, cell);
  } else if (spelling.decimal == ',' && parse_number(cell)) {
    add_mark({decimal_point, "⟨decimal⟩ ."}, line, cell, 1);
  } else if (mark) {
    add_mark(*mark, line, cell, 1);
  } else if (is_date_or_time(cell)) {
    ++dates_;
    note(first_date_, line, cell);
  }
  return nan;
}

void Tally::add(const Tally& below) {
  missing_ += below.missing_;
  infinite_ += below.infinite_;
  text_ += below.text_;
  dates_ += below.dates_;
  decimal_commas_ += below.decimal_commas_;
  grouped_commas_ += below.grouped_commas_;
  note(first_odd_, below.first_odd_.line, below.first_odd_.text);
  note(first_comma_, below.first_comma_.line, below.first_comma_.text);
  note(first_date_, below.first_date_.line, below.first_date_.text);
  note(first_huge_, below.first_huge_.line, below.first_huge_.text);
  note(first_padded_, below.first_padded_.line, below.first_padded_.text);
  for (const auto& [what, marked] : below.marks_) {
    add_mark({what, marked.options}, marked.first.line, marked.first.text, marked.count);
  }
}

void Tally::decide(Column& column, bool kinds_known) const {
  column.kind = kind(column.numbers.size());
  if (column.kind == ColumnKind::unclear) explain(column, kinds_known);
}

ColumnKind Tally::kind(std::size_t rows) const {
  if (infinite_ + text_ == 0) return first_huge_.line > 0 ? ColumnKind::unclear : ColumnKind::numeric;
  const std::size_t present = rows - missing_;
  const std::size_t meant_as_numbers = present - text_ + decimal_commas_;
  return nearly_all(meant_as_numbers, present) ? ColumnKind::unclear : ColumnKind::text;
}

void Tally::explain(Column& column, bool kinds_known) const {
  const std::string categorical = option("⟨categorical⟩", column.name, "NAME");
  if (infinite_ + text_ == 0) {
    column.bad_line = first_huge_.line;
    column.bad_reason =
        "'" + one_line(first_huge_.text) + "' is a whole number beyond 2^53, where neighbours become one";
    column.bad_hint = categorical + " keeps them apart, ⟨drop⟩ leaves the column out; as a number write it like 1.5e18";
    return;
  }
  if (decimal_commas_ > 0) {
    const bool grouped = decimal_commas_ == grouped_commas_;
    column.bad_line = first_comma_.line;
    column.bad_reason =
        "'" + one_line(first_comma_.text) + "' has a " + (grouped ? "comma between thousands" : "decimal comma");
    column.bad_hint = (grouped ? "⟨thousands⟩ , reads it" : "⟨decimal⟩ , reads it") +
                      std::string(", or write numbers with a decimal point, and nothing between thousands");
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
    column.bad_hint += ", or " + categorical + " if the column holds categories" + or_leave_out(column);
  }
}

void Tally::explain_mark(Column& column, const std::string& what, const Marked& marked) const {
  column.kind = ColumnKind::unclear;
  column.bad_line = marked.first.line;
  column.bad_reason = "'" + one_line(marked.first.text) + "' " + what;
  column.bad_hint = marked.way_on() + ", or say " + option("⟨categorical⟩", column.name, "NAME") +
                    " if the column holds categories" + or_leave_out(column);
}

std::optional<Warning> Tally::warn_of_codes(const Column& column) const {
  if (column.kind != ColumnKind::numeric || first_padded_.line == 0) return std::nullopt;
  return Warning{"padded_numbers", column.name + " is read as numbers, and '" + one_line(first_padded_.text) +
                                       "' in line " + std::to_string(first_padded_.line) +
                                       " begins with 0, as codes do; " + option("⟨categorical⟩", column.name, "NAME") +
                                       " keeps codes apart"};
}

std::optional<LevelsLikeNumbers> Tally::reconsider(Column& column) const {
  const std::size_t present = column.codes.size() - missing_, levels = column.levels.size();
  const bool category = levels <= 20 && 2 * levels <= present;  // few, and they come again
  for (const auto& [what, marked] : marks_) {
    if (!nearly_all(present - text_ + marked.count, present)) continue;
    if (category && levels <= 2) return std::nullopt;
    if (category) return LevelsLikeNumbers{one_line(marked.first.text), what, marked.way_on(), marked.first.line};
    explain_mark(column, what, marked);
    return std::nullopt;
  }
  if (!category && nearly_all(dates_, present)) {
    column.kind = ColumnKind::unclear;
    column.bad_line = first_date_.line;
    column.bad_reason = "'" + one_line(first_date_.text) + "' is a date or a time";
    column.bad_hint = "make a number of it (days since the first, the month, the hour), or leave it out: " +
                      option("⟨drop⟩", column.name, "NAME");
    return std::nullopt;
  }
  const auto is_number = [](const std::string& level) { return parse_number(level).has_value(); };
  const auto numbers = static_cast<std::size_t>(std::count_if(column.levels.begin(), column.levels.end(), is_number));
  const bool many = numbers > 10 && 2 * (present - text_) >= present;
  const bool one_odd = numbers + 1 == levels && numbers > 1 && looks_missing(first_odd_.text);
  if (!many && !one_odd) return std::nullopt;
  column.kind = ColumnKind::unclear;
  explain(column, false);
  return std::nullopt;
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
  // Of numbers that are spelled in several ways the shortest stays.
  auto kept = sorted_.begin();
  for (auto next = sorted_.begin(); next != sorted_.end(); ++next) {
    if (next == sorted_.begin() || !same(*kept, *next)) {
      kept = next == sorted_.begin() ? kept : kept + 1;
      *kept = *next;
    } else if (next->text.size() < kept->text.size()) {
      kept->text = next->text;
    }
  }
  if (!sorted_.empty()) sorted_.erase(kept + 1, sorted_.end());
}

bool LevelOrder::same(const Level& a, const Level& b) const {
  return numbers_ && std::abs(a.value) < most_whole ? a.value == b.value : a.text == b.text;
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
    const Level wanted = level(text);
    const auto before = [&](const Level& a, const Level& b) { return !same(a, b) && a < b; };
    const auto place = std::lower_bound(sorted_.begin(), sorted_.end(), wanted, before);
    ranks[code] = static_cast<std::int32_t>(place - sorted_.begin());
  }
  return ranks;
}

LevelOrder::Level LevelOrder::level(std::string_view text) const {
  return {numbers_ ? *parse_number(text) : 0.0, text};
}

}  // namespace nninterp

#include "reader.hpp"

#include <algorithm>
#include <cstdint>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include "column.hpp"
#include "early.hpp"
#include "header.hpp"
#include "nninterp/core/error.hpp"
#include "nninterp/core/pages.hpp"
#include "nninterp/core/parallel.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/io/bytes/files.hpp"
#include "numbers.hpp"
#include "records.hpp"
#include "text.hpp"

namespace nninterp {

namespace {

class TableReader {
 public:
  TableReader(CsvText text, const CsvOptions& options, const CsvWork& work, std::vector<CsvStretch> stretches)
      : text_(std::move(text)), options_(options), work_(work), stretches_(std::move(stretches)) {
    table_.name = text_.name;
    body_ = read_header(text_, options.header);
    options_ = with_single_names(options, text_.columns);
    if (text_.columns.size() == 1 && !options.delimiter && is_split_by_blanks(text_)) {
      throw InputError(text_.name + ": has a single column", blanks_between_columns);
    }
  }

  Table read(std::optional<EarlyNumbers> early) {
    if (early && is_right(*early)) {
      reader_ = std::move(early->reader);
      parts_ = std::move(early->parts);
      complete_numbers();
    } else {
      reader_ = std::make_unique<NumberReader>(text_.columns, options_, text_.bytes.size());
      read_numbers();
    }
    if (may_have_decimal_commas()) try_decimal_commas();
    decide_kinds();
    read_levels();
    reconsider_kinds();
    finish();
    return std::move(table_);
  }

 private:
  static bool stands_in(const std::string& name, const std::vector<std::string>& names) {
    return std::find(names.begin(), names.end(), name) != names.end();
  }

  // Whether the beginning was taken for what the whole shows.
  bool is_right(const EarlyNumbers& early) const {
    return early.text.delimiter == text_.delimiter && early.text.columns == text_.columns &&
           early.body.offset == body_.offset;
  }

  void cut_into_parts() {
    parts_.clear();
    for (const CsvStretch& stretch : stretches_) {
      if (stretch.end.offset <= body_.offset) continue;
      CsvPart& part = parts_.emplace_back();
      part.begin = stretch.begin.offset > body_.offset ? stretch.begin : body_;
      part.end = stretch.end;
    }
  }

  void at_once(std::size_t count, const std::function<void(std::size_t)>& work) {
    parallel_for(count, work_.threads, work);
  }

  void read_numbers() {
    cut_into_parts();
    at_once(parts_.size(), [&](std::size_t i) {
      reader_->read(text_, parts_[i]);
      release(parts_[i]);
    });
    complete_numbers();
  }

  void complete_numbers() {
    mend_parts();
    gather();
    if (table_.lines.empty()) throw InputError(table_.name + ": no rows below the header");
    add_tallies();
  }

  void add_tallies() {
    tallies_.assign(table_.columns.size(), {});
    for (const CsvPart& part : parts_) {
      for (std::size_t j = 0; j < part.tallies.size(); ++j) tallies_[j].add(part.tallies[j]);
    }
  }

  bool may_have_decimal_commas() const {
    return !options_.decimal && text_.delimiter != ',' &&
           std::any_of(tallies_.begin(), tallies_.end(), [](const Tally& tally) { return tally.has_decimal_commas(); });
  }

  // A point in any number speaks against it.
  void try_decimal_commas() {
    reader_->spelling.decimal = ',';
    read_numbers();
    const bool points =
        std::any_of(tallies_.begin(), tallies_.end(), [](const Tally& tally) { return tally.has_decimal_points(); });
    if (!points) {
      table_.warnings.push_back({"decimal_comma",
                                 "numbers are read with a decimal comma, as 0,5; ⟨thousands⟩ , if it stands between "
                                 "thousands, ⟨decimal⟩ , says that it is right"});
      return;
    }
    reader_->spelling.decimal = '.';
    read_numbers();
  }

  void release(const CsvPart& part) {
    const std::size_t begin = part.begin.offset, end = part.end.offset;
    work_.release(text_.bytes.substr(begin, end - std::min(begin, end)));
  }

  // A part that begins inside a quoted cell was misread: it begins where the one before it stops. So was one that was
  // read before the text went on, if a quoted cell does.
  void mend_parts() {
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      const CsvPlace begin = i > 0 ? parts_[i - 1].stop : parts_[i].begin;
      if (!parts_[i].failure && parts_[i].begin.offset == begin.offset) continue;
      parts_[i].begin = begin;
      reader_->read(text_, parts_[i]);
      if (parts_[i].failure) std::rethrow_exception(parts_[i].failure);
    }
  }

  // Some parts at a time, so that the numbers are never in memory twice.
  void gather() {
    constexpr std::size_t some = 16;
    const std::size_t rows = count_rows();
    table_.lines.clear();
    table_.lines.reserve(rows);
    table_.columns.resize(text_.columns.size());
    for (std::size_t j = 0; j < table_.columns.size(); ++j) {
      Column& column = table_.columns[j];
      column.name = text_.columns[j];
      column.numbers.clear();
      column.numbers.reserve(rows);
      prefer_large_pages(column.numbers.data(), rows * sizeof(double));
    }
    for (auto part = parts_.begin(); part != parts_.end();) {
      const auto end = part + std::min<std::ptrdiff_t>(some, parts_.end() - part);
      at_once(table_.columns.size(), [&](std::size_t j) {
        std::vector<double>& numbers = table_.columns[j].numbers;
        for (auto p = part; p != end; ++p) {
          const double* const first = p->numbers.get() + j * p->room;
          numbers.insert(numbers.end(), first, first + p->rows);
        }
      });
      for (; part != end; ++part) {
        table_.lines.insert(table_.lines.end(), part->lines.begin(), part->lines.end());
        part->lines = {};
        part->numbers.reset();
      }
    }
  }

  std::size_t count_rows() {
    std::size_t rows = 0;
    for (CsvPart& part : parts_) {
      part.first_row = rows;
      rows += part.rows;
    }
    return rows;
  }

  void decide_kinds() {
    for (std::size_t j = 0; j < table_.columns.size(); ++j) tallies_[j].decide(table_.columns[j], options_.kinds_known);
    for (const std::string& name : options_.categorical) force_categorical(name);
    for (const std::string& name : options_.keep_na) {
      if (!options_.kinds_known) table_.at(name);  // knows what to say where there is none
    }
    for (Column& column : table_.columns) {
      if (column.kind != ColumnKind::numeric) column.numbers = {};
    }
  }

  void force_categorical(const std::string& name) {
    const auto same = [&](const Column& column) { return column.name == name; };
    const auto column = std::find_if(table_.columns.begin(), table_.columns.end(), same);
    if (column == table_.columns.end()) {
      if (!options_.kinds_known) table_.at(name);  // knows what to say about it
      return;
    }
    column->kind = ColumnKind::text;
    column->bad_line = 0;
    column->bad_reason.clear();
    column->bad_hint.clear();
  }

  void read_levels() {
    std::vector<Column*> columns;
    for (Column& column : table_.columns) {
      if (column.kind != ColumnKind::text) continue;
      column.codes.resize(table_.lines.size());
      columns.push_back(&column);
    }
    if (columns.empty()) return;
    at_once(parts_.size(), [&](std::size_t i) {
      read_levels(parts_[i], columns.size());
      release(parts_[i]);
    });
    at_once(columns.size(), [&](std::size_t k) { order_levels(*columns[k], k); });
  }

  void read_levels(CsvPart& part, std::size_t columns) {
    part.levels.resize(columns);
    CsvRecords records(text_, part.begin);
    const std::size_t end = part.first_row + part.rows;
    for (std::size_t row = part.first_row; row < end && records.next(part.end.offset); ++row) {
      auto levels = part.levels.begin();
      for (std::size_t j = 0; j < table_.columns.size(); ++j) {
        const std::string_view cell = records.take_cell().text;
        if (table_.columns[j].kind != ColumnKind::text) continue;
        table_.columns[j].codes[row] =
            reader_->missing.contains(cell, reader_->keeps_na[j], false) ? -1 : levels->of(cell);
        ++levels;
      }
    }
  }

  void order_levels(Column& column, std::size_t k) {
    std::vector<const LevelCodes*> levels;
    for (const CsvPart& part : parts_) levels.push_back(&part.levels[k]);
    const LevelOrder order(levels);
    column.levels = order.levels();
    for (const CsvPart& part : parts_) {
      const std::vector<std::int32_t> ranks = order.ranks(part.levels[k]);
      const auto first = column.codes.begin() + static_cast<std::ptrdiff_t>(part.first_row);
      std::for_each(first, first + static_cast<std::ptrdiff_t>(part.rows), [&](std::int32_t& code) {
        if (code >= 0) code = ranks[code];
      });
    }
  }

  // What the user or a model says is a category is one.
  void reconsider_kinds() {
    std::map<std::string, std::pair<LevelsLikeNumbers, std::vector<std::string>>> like_numbers;  // by what they have
    for (std::size_t j = 0; j < table_.columns.size() && !options_.kinds_known; ++j) {
      Column& column = table_.columns[j];
      if (const auto warning = tallies_[j].warn_of_codes(column)) table_.warnings.push_back(*warning);
      const bool said = reader_->keeps_na[j] || stands_in(column.name, options_.categorical);
      if (column.kind != ColumnKind::text || said) continue;
      const std::optional<LevelsLikeNumbers> found = tallies_[j].reconsider(column);
      if (found) like_numbers.try_emplace(found->what, *found, 0).first->second.second.push_back(column.name);
      if (column.kind != ColumnKind::text) column.codes.clear();
    }
    for (const auto& [what, columns] : like_numbers) {
      const auto& [first, names] = columns;
      table_.warnings.push_back(
          {"number_like_levels", list_some(names, 8) + (names.size() == 1 ? " is" : " are") + " read as categories: '" +
                                     first.text + "' in line " + std::to_string(first.line) + " " + what +
                                     "; if numbers are meant, " + first.way_on + ", else ⟨categorical⟩ " +
                                     (names.size() == 1 ? shell_word(names.front()) : "NAME") + " says so"});
    }
  }

  void finish() {
    table_.format = options_;
    table_.format.delimiter = text_.delimiter;
    table_.format.decimal = reader_->spelling.decimal;
    if (!options_.kinds_known) warn_of_names();
    if (!options_.delimiter && text_.delimiter != ',' && text_.columns.size() > 1) {
      const std::string mark = text_.delimiter == '\t' ? "tabs" : "'" + std::string(1, text_.delimiter) + "'";
      table_.warnings.push_back({"delimiter_found", "the columns are separated by " + mark});
    }
    for (const std::string& text : reader_->missing.unused()) {
      table_.warnings.push_back({"unused_na_string", "no cell is '" + one_line(text) + "', which ⟨na-string⟩ names"});
    }
    leave_out_unnamed();
    if (!text_.columns.front().empty()) return;
    table_.row_names = true;
    table_.columns.erase(table_.columns.begin());
    table_.warnings.push_back({"row_names", "the first column has no name: it holds row names, and is left out"});
  }

  // Delimiters at the ends of the lines.
  void leave_out_unnamed() {
    std::size_t count = 0;
    for (; table_.columns.size() > 1 && table_.columns.back().name.empty(); ++count) {
      const Column& column = table_.columns.back();
      for (Index row = 0; row < table_.rows(); ++row) {
        if (column.kind != ColumnKind::unclear && column.missing(row)) continue;
        throw InputError(table_.name + ":" + std::to_string(table_.lines[row]) + ": column " +
                             std::to_string(table_.columns.size()) + " has no name",
                         "give it a name; the last columns may go without if all of their cells are empty");
      }
      table_.columns.pop_back();
    }
    if (count == 0) return;
    table_.warnings.push_back(
        {"empty_columns", "the last " + (count == 1 ? "column has" : count_of(count, "column") + " have") +
                              " neither a name nor a value, and " + (count == 1 ? "is" : "are") + " left out"});
  }

  // A header that is a row of the table: numbers over all numbers, or a column's own texts.
  void warn_of_names() {
    const std::string line = std::to_string(text_.begin.line);
    std::vector<std::string> data;
    bool names = false;
    for (const Column& column : table_.columns) {
      const bool unclear = column.kind == ColumnKind::unclear;
      const bool number =
          column.kind != ColumnKind::text && (parse_number(column.name) || (unclear && is_date_or_time(column.name)));
      const bool missing = stands_for_missing(column.name);
      if (number || stands_in(column.name, column.levels)) data.push_back(one_line(column.name));
      names = names || (column.kind == ColumnKind::numeric && !number && !missing);
    }
    if (!options_.header) return hint_at_header("take ⟨no-header⟩ away if line " + line + " holds the names", true);
    if (data.empty() || names) return;
    const std::string told = "line " + line + " looks like data";
    table_.warnings.push_back(
        {"header_like_data", told + " (" + list_some(data) + "): ⟨no-header⟩ if the file has none"});
    hint_at_header(told + ": ⟨no-header⟩ if the file has none", false);
  }

  // To be told first where a column is meant as numbers and its cell is none; or only where that is in the first row.
  void hint_at_header(const std::string& hint, bool in_first_row) {
    for (Column& column : table_.columns) {
      if (column.kind != ColumnKind::unclear || (in_first_row && column.bad_line != table_.lines.front())) continue;
      column.bad_hint = hint + "; " + column.bad_hint;
    }
  }

  CsvText text_;
  CsvOptions options_;
  const CsvWork& work_;
  std::vector<CsvStretch> stretches_;
  CsvPlace body_;
  std::unique_ptr<NumberReader> reader_;
  std::vector<Tally> tallies_;
  Table table_;
  std::vector<CsvPart> parts_;
};

}  // namespace

Table read_csv(std::string_view bytes, const std::string& name, const CsvOptions& options, const CsvWork& work,
               std::optional<EarlyNumbers> early) {
  const std::string_view text = without_byte_order_mark(bytes);
  std::vector<CsvStretch> stretches = early ? std::move(early->stretches) : stretches_of(text, work);
  check_text(bytes, name, stretches);
  return TableReader(text_of(text, name, options), options, work, std::move(stretches)).read(std::move(early));
}

Table read_csv(std::string_view bytes, const std::string& name, const CsvOptions& options, int threads) {
  return read_csv(bytes, name, options, CsvWork{threads});
}

struct TableFile::State {
  std::string name;
  CsvOptions options;
  int threads;
  EarlyReader early;
  FileBytes bytes;

  State(const std::string& path, const CsvOptions& csv, int thread_count)
      : name(name_in_messages(path)),
        options(csv),
        threads(thread_count),
        early(name, options, threads),
        bytes(path, [this](const std::shared_ptr<const std::string>& block) { early.add(block); }) {}
};

TableFile::TableFile(const std::string& path, const CsvOptions& options, int threads)
    : state_(std::make_unique<State>(path, options, threads)) {}
TableFile::~TableFile() = default;

const FileBytes& TableFile::bytes() const { return state_->bytes; }

Table TableFile::table() {
  CsvWork work{state_->threads};
  work.release = [this](std::string_view part) { state_->bytes.release(part); };
  return read_csv(state_->bytes, state_->name, state_->options, work, state_->early.finish());
}

Table read_table(const std::string& path, const CsvOptions& options, int threads) {
  return TableFile(path, options, threads).table();
}

}  // namespace nninterp

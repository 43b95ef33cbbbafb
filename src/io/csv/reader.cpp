#include "reader.hpp"

#include <algorithm>
#include <cstdint>
#include <exception>
#include <functional>
#include <utility>

#include "column.hpp"
#include "header.hpp"
#include "nninterp/core/error.hpp"
#include "nninterp/core/parallel.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/io/bytes/files.hpp"
#include "records.hpp"
#include "text.hpp"

namespace nninterp {

namespace {

// The records that begin in a stretch of the text, and the rows of the table that they become.
struct Part {
  CsvPlace begin;
  std::size_t end;
  CsvPlace stop;  // where the last of them ends: behind `end`, if a quoted cell goes on there
  std::size_t first_row = 0, rows = 0, room = 0;
  std::vector<Tally> tallies;      // one a column, if there is anything to tell
  std::vector<LevelCodes> levels;  // one a column of text
  std::exception_ptr failure;
};

class TableReader {
 public:
  TableReader(CsvText text, const CsvOptions& options, const CsvWork& work, const std::vector<CsvStretch>& stretches)
      : text_(std::move(text)), options_(options), work_(work), stretches_(stretches), missing_(options.na_strings) {
    table_.name = text_.name;
    body_ = read_header(text_, options.header);
    for (const std::string& name : text_.columns) keeps_na_.push_back(stands_in(name, options.keep_na));
    const char usual_mark = options.thousands == '.' ? ',' : '.';
    spelling_ = {options.decimal.value_or(usual_mark), options.thousands.value_or('\0')};
  }

  Table read() {
    read_numbers();
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

  void cut_into_parts() {
    parts_.clear();
    room_ = 0;
    for (const CsvStretch& stretch : stretches_) {
      if (stretch.end.offset > body_.offset)
        add_part(stretch.begin.offset > body_.offset ? stretch.begin : body_, stretch.end);
    }
  }

  void add_part(CsvPlace begin, CsvPlace end) {
    Part& part = parts_.emplace_back();
    part.begin = begin;
    part.end = end.offset;
    part.first_row = room_;
    // A row has a byte for each of its cells and ends a line, but the text's last need not.
    const bool open = text_.bytes[end.offset - 1] != '\n';
    part.room = std::min(end.line - begin.line, (end.offset - begin.offset) / text_.columns.size()) + (open ? 1 : 0);
    room_ += part.room;
  }

  void at_once(std::size_t count, const std::function<void(std::size_t)>& work) {
    parallel_for(count, work_.threads, work);
  }

  void read_numbers() {
    cut_into_parts();
    make_room();
    at_once(parts_.size(), [&](std::size_t i) {
      read_numbers(parts_[i]);
      release(parts_[i]);
    });
    mend_cuts();
    close_gaps();
    if (table_.lines.empty()) throw InputError(table_.name + ": no rows below the header");
    add_tallies();
  }

  void add_tallies() {
    tallies_.assign(table_.columns.size(), {});
    for (const Part& part : parts_) {
      for (std::size_t j = 0; j < part.tallies.size(); ++j) tallies_[j].add(part.tallies[j]);
    }
  }

  bool may_have_decimal_commas() const {
    return !options_.decimal && text_.delimiter != ',' &&
           std::any_of(tallies_.begin(), tallies_.end(), [](const Tally& tally) { return tally.has_decimal_commas(); });
  }

  // A point in any number speaks against it.
  void try_decimal_commas() {
    spelling_.decimal = ',';
    read_numbers();
    const bool points =
        std::any_of(tallies_.begin(), tallies_.end(), [](const Tally& tally) { return tally.has_decimal_points(); });
    if (!points) {
      table_.warnings.push_back({"decimal_comma",
                                 "numbers are read with a decimal comma, as 0,5; ⟨thousands⟩ , if it stands between "
                                 "thousands, ⟨decimal⟩ , says that it is right"});
      return;
    }
    spelling_.decimal = '.';
    read_numbers();
  }

  void make_room() {
    table_.lines.resize(room_);
    table_.columns.resize(text_.columns.size());
    at_once(table_.columns.size(), [&](std::size_t j) {
      table_.columns[j].name = text_.columns[j];
      table_.columns[j].numbers.resize(room_);
    });
  }

  void release(const Part& part) {
    work_.release(text_.bytes.substr(part.begin.offset, part.end - std::min(part.begin.offset, part.end)));
  }

  void read_numbers(Part& part) {
    part.tallies.clear();
    part.rows = 0;
    part.failure = nullptr;
    CsvRecords records(text_, part.begin);
    try {
      for (; records.next(part.end); ++part.rows) read_row(records, part);
    } catch (...) {
      part.failure = std::current_exception();
    }
    part.stop = records.place();
  }

  void read_row(CsvRecords& records, Part& part) {
    if (part.rows == part.room) throw InputError(text_.name + ": changes while it is read");
    const std::size_t row = part.first_row + part.rows;
    table_.lines[row] = static_cast<std::uint32_t>(records.line());
    const bool by_cells = missing_.may_be_numbers() || !spelling_.plain();
    std::size_t j = 0;
    for (; j < table_.columns.size() && records.more(); ++j) {
      double& number = table_.columns[j].numbers[row];
      if (by_cells || !records.take_number(number)) number = other_number(records, part, j);
    }
    if (j < table_.columns.size() || records.more()) fail_width(text_, records);
  }

  double other_number(CsvRecords& records, Part& part, std::size_t column) {
    if (part.tallies.empty()) part.tallies.resize(table_.columns.size());
    Tally& tally = part.tallies[column];
    const std::string_view cell = records.take_cell().text;
    if (!missing_.contains(cell, keeps_na_[column], true)) return tally.add(cell, records.line(), spelling_);
    tally.add_missing();
    return nan;
  }

  // A part that begins inside a quoted cell was misread: it begins where the one before it stops.
  void mend_cuts() {
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      if (i > 0 && parts_[i].begin.offset != parts_[i - 1].stop.offset) {
        parts_[i].begin = parts_[i - 1].stop;
        read_numbers(parts_[i]);
      }
      if (parts_[i].failure) std::rethrow_exception(parts_[i].failure);
    }
  }

  // Blank lines and line feeds in cells left rows unused.
  void close_gaps() {
    close_gaps(table_.lines);
    at_once(table_.columns.size(), [&](std::size_t j) { close_gaps(table_.columns[j].numbers); });
    std::size_t rows = 0;
    for (Part& part : parts_) {
      part.first_row = rows;
      rows += part.rows;
    }
  }

  template <typename T>
  void close_gaps(std::vector<T>& values) const {
    auto end = values.begin();
    for (const Part& part : parts_) {
      const auto first = values.begin() + static_cast<std::ptrdiff_t>(part.first_row);
      if (first == end)
        end += static_cast<std::ptrdiff_t>(part.rows);
      else
        end = std::move(first, first + static_cast<std::ptrdiff_t>(part.rows), end);
    }
    values.erase(end, values.end());
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

  void read_levels(Part& part, std::size_t columns) {
    part.levels.resize(columns);
    CsvRecords records(text_, part.begin);
    const std::size_t end = part.first_row + part.rows;
    for (std::size_t row = part.first_row; row < end && records.next(part.end); ++row) {
      auto levels = part.levels.begin();
      for (std::size_t j = 0; j < table_.columns.size(); ++j) {
        const std::string_view cell = records.take_cell().text;
        if (table_.columns[j].kind != ColumnKind::text) continue;
        table_.columns[j].codes[row] = missing_.contains(cell, keeps_na_[j], false) ? -1 : levels->of(cell);
        ++levels;
      }
    }
  }

  void order_levels(Column& column, std::size_t k) {
    std::vector<const LevelCodes*> levels;
    for (const Part& part : parts_) levels.push_back(&part.levels[k]);
    const LevelOrder order(levels);
    column.levels = order.levels();
    for (const Part& part : parts_) {
      const std::vector<std::int32_t> ranks = order.ranks(part.levels[k]);
      const auto first = column.codes.begin() + static_cast<std::ptrdiff_t>(part.first_row);
      std::for_each(first, first + static_cast<std::ptrdiff_t>(part.rows), [&](std::int32_t& code) {
        if (code >= 0) code = ranks[code];
      });
    }
  }

  // What the user or a model says is a category is one.
  void reconsider_kinds() {
    for (std::size_t j = 0; j < table_.columns.size() && !options_.kinds_known; ++j) {
      Column& column = table_.columns[j];
      if (column.kind != ColumnKind::text || keeps_na_[j] || stands_in(column.name, options_.categorical)) continue;
      tallies_[j].reconsider(column);
      if (column.kind != ColumnKind::text) column.codes.clear();
    }
  }

  void finish() {
    table_.format = options_;
    table_.format.delimiter = text_.delimiter;
    table_.format.decimal = spelling_.decimal;
    if (!options_.kinds_known) warn_of_names();
    for (const std::string& text : missing_.unused()) {
      table_.warnings.push_back({"unused_na_string", "no cell is '" + one_line(text) + "', which ⟨na-string⟩ names"});
    }
    if (!text_.columns.front().empty()) return;
    table_.row_names = true;
    table_.columns.erase(table_.columns.begin());
    table_.warnings.push_back({"row_names", "the first column has no name: it holds row names, and is left out"});
  }

  // A header that is a row of the table: a number over numbers, or one of the column's own texts.
  void warn_of_names() {
    std::vector<std::string> data;
    for (const Column& column : table_.columns) {
      const bool number = column.kind == ColumnKind::numeric && parse_number(column.name);
      if (number || stands_in(column.name, column.levels)) data.push_back(one_line(column.name));
    }
    if (data.empty() || !options_.header) return;
    table_.warnings.push_back({"header_like_data", "line " + std::to_string(text_.begin.line) + " looks like data (" +
                                                       list_some(data) + "): ⟨no-header⟩ if the file has none"});
  }

  CsvText text_;
  const CsvOptions& options_;
  const CsvWork& work_;
  const std::vector<CsvStretch>& stretches_;
  CsvPlace body_;
  MissingValues missing_;
  std::vector<char> keeps_na_;  // by column
  NumberSpelling spelling_;
  std::vector<Tally> tallies_;
  Table table_;
  std::vector<Part> parts_;
  std::size_t room_ = 0;
};

}  // namespace

Table read_csv(std::string_view bytes, const std::string& name, const CsvOptions& options, const CsvWork& work) {
  const std::vector<CsvStretch> stretches = check_text(bytes, name, work);
  bytes = without_byte_order_mark(bytes);
  return TableReader(text_of(bytes, name, options), options, work, stretches).read();
}

Table read_csv(std::string_view bytes, const std::string& name, const CsvOptions& options, int threads) {
  return read_csv(bytes, name, options, CsvWork{threads});
}

Table read_csv(const FileBytes& file, const std::string& name, const CsvOptions& options, int threads) {
  CsvWork work{threads};
  work.release = [&](std::string_view part) { file.release(part); };
  return read_csv(file, name, options, work);
}

Table read_table(const std::string& path, const CsvOptions& options, int threads) {
  return read_csv(FileBytes(path), name_in_messages(path), options, threads);
}

}  // namespace nninterp

#include "numbers.hpp"

#include <algorithm>

#include "header.hpp"
#include "nninterp/core/error.hpp"
#include "nninterp/core/pages.hpp"

namespace nninterp {

std::shared_ptr<double> NumberStore::take(std::size_t count) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (size_ - used_ < count) {
    size_ = std::max(std::min(expected_, most), count);
    used_ = 0;
    piece_ = std::shared_ptr<double>(new double[size_], std::default_delete<double[]>());
    prefer_large_pages(piece_.get(), size_ * sizeof(double));
  }
  double* const begin = piece_.get() + used_;
  used_ += count;
  return {piece_, begin};
}

NumberReader::NumberReader(const std::vector<std::string>& columns, const CsvOptions& options, std::size_t text_size)
    : missing(options.na_strings), store_(text_size) {
  const char usual_mark = options.thousands == '.' ? ',' : '.';
  spelling = {options.decimal.value_or(usual_mark), options.thousands.value_or('\0')};
  for (const std::string& name : columns) {
    const auto found = std::find(options.keep_na.begin(), options.keep_na.end(), name);
    keeps_na.push_back(found != options.keep_na.end());
  }
}

void NumberReader::read(const CsvText& text, CsvPart& part) {
  part.tallies.clear();
  part.lines.clear();
  part.rows = 0;
  part.failure = nullptr;
  CsvRecords records(text, part.begin);
  try {
    if (part.begin.offset < part.end.offset) {
      // A row has a byte for each of its cells and ends a line, but the text's last need not.
      const std::size_t size = part.end.offset - part.begin.offset;
      part.room = std::min(part.end.line - part.begin.line, size / text.columns.size()) + 1;
      part.numbers = store_.take(part.room * text.columns.size());
      part.lines.reserve(part.room);
    }
    for (; records.next(part.end.offset); ++part.rows) read_row(records, text, part);
  } catch (...) {
    part.failure = std::current_exception();
  }
  part.stop = records.place();
}

void NumberReader::read_row(CsvRecords& records, const CsvText& text, CsvPart& part) const {
  if (part.rows == part.room) throw InputError(text.name + ": changes while it is read");
  part.lines.push_back(static_cast<std::uint32_t>(records.line()));
  const bool by_cells = missing.may_be_numbers() || !spelling.plain();
  double* number = part.numbers.get() + part.rows;
  std::size_t j = 0;
  for (; j < text.columns.size() && records.more(); ++j, number += part.room) {
    if (by_cells || !records.take_number(*number)) *number = other_number(records, part, j);
  }
  if (j < text.columns.size() || records.more()) fail_width(text, records);
}

double NumberReader::other_number(CsvRecords& records, CsvPart& part, std::size_t column) const {
  if (part.tallies.empty()) part.tallies.resize(keeps_na.size());
  Tally& tally = part.tallies[column];
  const std::string_view cell = records.take_cell().text;
  if (!missing.contains(cell, keeps_na[column], true)) return tally.add(cell, records.line(), spelling);
  tally.add_missing();
  return nan;
}

}  // namespace nninterp

#include "row_table.hpp"

#include <algorithm>

#include "io/text/labels.hpp"
#include "io/text/page.hpp"
#include "io/text/table.hpp"
#include "nninterp/core/text.hpp"

namespace nninterp {

Index rows_shown(const std::vector<Index>& rows, const TextStyle& style) {
  return static_cast<Index>(std::min(rows.size(), style.most_rows.value_or(rows.size())));
}

void add_number_columns(TextTable& table, const std::vector<std::string>& names, const Matrix& values,
                        const TextStyle& style) {
  std::size_t needed = table.width();
  for (const std::string& name : names) needed += display_width(name) + 2;
  const std::vector<std::string> headers = told_apart(names, needed <= style.width ? std::string::npos : label_width);
  for (std::size_t k = 0; k < names.size(); ++k) {
    const Vector column = values.col(static_cast<Index>(k));
    table.add_column(headers[k], align_numbers({column.data(), column.data() + column.size()}));
  }
}

void add_row_numbers(TextTable& table, const std::vector<Index>& rows, Index count) {
  std::vector<std::string> labels;
  for (Index i = 0; i < count; ++i) labels.push_back(std::to_string(rows[static_cast<std::size_t>(i)]));
  table.add_column("row", labels);
}

std::string row_table(const std::vector<Index>& rows, const std::vector<std::string>& names, const Matrix& values,
                      const TextStyle& style) {
  TextTable table;
  add_row_numbers(table, rows, values.rows());
  add_number_columns(table, names, values, style);
  return table.str(style.width);
}

std::string rows_left_out(const std::vector<Index>& rows, const TextStyle& style) {
  const Index shown = rows_shown(rows, style);
  if (shown == static_cast<Index>(rows.size())) return "";
  const std::string counts = "The first " + with_thousands(shown) + " of " +
                             with_thousands(static_cast<long>(rows.size())) + " rows are shown; ";
  return '\n' +
         wrapped("", with_dashes(counts + "⟨output-file⟩ FILE.csv or ⟨format⟩ csv has them all."), 0, style.width);
}

}  // namespace nninterp

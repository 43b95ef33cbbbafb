#include "row_table.hpp"

#include "io/text/page.hpp"
#include "io/text/table.hpp"

namespace nninterp {

void add_number_columns(TextTable& table, const std::vector<std::string>& names, const Matrix& values) {
  for (std::size_t k = 0; k < names.size(); ++k) {
    const Vector column = values.col(k);
    table.add_column(fit_width(names[k], label_width), align_numbers({column.data(), column.data() + column.size()}));
  }
}

std::string row_table(const std::vector<Index>& rows, const std::vector<std::string>& names, const Matrix& values) {
  TextTable table;
  std::vector<std::string> labels;
  for (const Index row : rows) labels.push_back(std::to_string(row));
  table.add_column("row", labels);
  add_number_columns(table, names, values);
  return table.str();
}

}  // namespace nninterp

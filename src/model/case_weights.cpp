#include "nninterp/model/case_weights.hpp"

#include "nninterp/core/text.hpp"

namespace nninterp {

namespace {

const std::string what_they_are = "weights are numbers of at least 0: how often each row counts";

void check(const Table& table, const Column& column, Index row) {
  const std::string place = cell_place(table, table.lines[row], column.name);
  if (column.missing(row)) {
    throw InputError(place + ": is missing, so it is not known how often the row counts",
                     "⟨na⟩ drop leaves such rows out");
  }
  if (column.numbers[row] < 0) {
    throw InputError(place + ": the weight " + format_number(column.numbers[row]) + " is negative", what_they_are);
  }
}

}  // namespace

Vector case_weights(const Table& table, const std::string& name, const std::vector<Index>& rows) {
  const Column& column = table.at(name);
  if (column.kind == ColumnKind::text) {
    const std::string text = column.levels.empty() ? "" : ", as '" + one_line(column.levels.back()) + "'";
    throw InputError(column_place(table, name) + ": holds texts" + text + ", and no weights", what_they_are);
  }
  Vector weights(static_cast<Index>(rows.size()));
  for (Index i = 0; i < weights.size(); ++i) {
    check(table, column, rows[i]);
    weights[i] = column.numbers[rows[i]];
  }
  if (!(weights.sum() > 0)) {
    throw InputError(column_place(table, name) + ": every weight is 0, so no row counts", what_they_are);
  }
  return (weights.array() == 1).all() ? Vector() : weights;
}

std::optional<std::string> weights_column(const std::optional<std::string>& of_fit, const Table& table,
                                          std::vector<Warning>& warnings) {
  if (!of_fit || table.find(*of_fit) != nullptr) return of_fit;
  warnings.push_back({"no_weights", table.name + " has no column " + one_line(*of_fit) +
                                        ", by which the rows of the training count: here each row counts once"});
  return std::nullopt;
}

}  // namespace nninterp

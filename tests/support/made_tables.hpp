#pragma once

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "nninterp/core/random.hpp"
#include "nninterp/data/table.hpp"

// Tables made by hand or drawn from processes that are known.
namespace nninterp::test {

/// Numeric columns of these names.
inline Table made(const std::vector<std::string>& names, const Matrix& values) {
  Table table;
  table.name = "made";
  for (std::size_t k = 0; k < names.size(); ++k) {
    Column column;
    column.name = names[k];
    const Vector numbers = values.col(static_cast<Index>(k));
    column.numbers.assign(numbers.begin(), numbers.end());
    table.columns.push_back(column);
  }
  for (Index row = 0; row < values.rows(); ++row) table.lines.push_back(static_cast<std::uint32_t>(row + 2));
  return table;
}

inline Column text_column(const std::string& name, std::vector<std::string> levels, const std::vector<int>& codes) {
  Column column;
  column.name = name;
  column.kind = ColumnKind::text;
  column.levels = std::move(levels);
  column.codes.assign(codes.begin(), codes.end());
  return column;
}

/// y = f(x1, x2, x3) + noise, three independent normal inputs.
template <typename Function>
Table drawn(Index rows, double noise, std::uint32_t seed, const Function& f) {
  Random random(seed);
  Matrix values(rows, 4);
  for (Index row = 0; row < rows; ++row) {
    for (Index k = 0; k < 3; ++k) values(row, k) = random.normal();
    values(row, 3) = f(values(row, 0), values(row, 1), values(row, 2)) + noise * random.normal();
  }
  return made({"x1", "x2", "x3", "y"}, values);
}

/// x1 + x3 + x1² x2: least squares finds half of it, and weights without bounds explode beside its rows.
inline double bent_product(double x1, double x2, double x3) { return x1 + x3 + x1 * x1 * x2; }

/// The rows of these numbers, which may repeat.
inline Table rows_of(const Table& table, const std::vector<std::size_t>& rows) {
  Table result = table;
  result.lines.clear();
  for (Column& column : result.columns) {
    column.numbers.clear();
    column.codes.clear();
  }
  for (const std::size_t row : rows) {
    for (std::size_t k = 0; k < table.columns.size(); ++k) {
      const Column& from = table.columns[k];
      if (from.kind == ColumnKind::numeric) result.columns[k].numbers.push_back(from.numbers[row]);
      if (from.kind == ColumnKind::text) result.columns[k].codes.push_back(from.codes[row]);
    }
    result.lines.push_back(static_cast<std::uint32_t>(result.lines.size() + 2));
  }
  return result;
}

/// Every row twice, as a join or a paste leaves them.
inline Table doubled(const Table& table) {
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < table.lines.size(); ++row) rows.insert(rows.end(), 2, row);
  return rows_of(table, rows);
}

}  // namespace nninterp::test

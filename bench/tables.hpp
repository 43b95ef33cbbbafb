#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "nninterp/data/table.hpp"

namespace nninterp {

/// A table of columns x1, x2, .. and y: each row's inputs by `draw_inputs()`, then its target by `draw_target(inputs)`.
template <typename DrawInputs, typename DrawTarget>
Table table_of_rows(std::size_t number, Index rows, const DrawInputs& draw_inputs, const DrawTarget& draw_target) {
  Table table;
  table.name = "table " + std::to_string(number);
  for (Index row = 0; row < rows; ++row) {
    const Vector x = draw_inputs();
    table.columns.resize(static_cast<std::size_t>(x.size()) + 1);
    for (Index k = 0; k < x.size(); ++k) table.columns[static_cast<std::size_t>(k)].numbers.push_back(x[k]);
    table.columns.back().numbers.push_back(draw_target(x));
    table.lines.push_back(static_cast<std::uint32_t>(row + 2));
  }
  for (std::size_t k = 0; k + 1 < table.columns.size(); ++k) table.columns[k].name = "x" + std::to_string(k + 1);
  table.columns.back().name = "y";
  return table;
}

}  // namespace nninterp

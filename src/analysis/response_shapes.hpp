#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "nninterp/analysis/heterogeneity.hpp"
#include "nninterp/analysis/intervals.hpp"

namespace nninterp {

/// Tests of the same family, adjusted for their number; p-values that are NaN are no tests.
std::vector<Test> adjusted_tests(const std::vector<double>& p_values);

struct ShapeOptions {
  using Pair = std::array<std::size_t, 2>;

  std::vector<Index> outputs;
  std::vector<Pair> pairs;                    ///< that are asked for, in any case
  OutputScale scale = OutputScale::response;  ///< of H²
  Index rows = 1000;                          ///< H² from at most so many
  std::uint32_t seed = 1;                     ///< of their draw
  Vector weights;                             ///< as of all analyses
  IntervalOptions interval;
  int threads = 0;
};

/// How a variable shapes the response, as far as tests tell (shape_tests.hpp).
struct VariableShape {
  Test bends;
  Test depends;  ///< with its partner; without one the least adjusted of its pairs
  std::optional<std::size_t> partner;
  double share_of_networks = nan;
};

/// Of one output.
struct ResponseShape {
  std::vector<Test> pairs;
  std::vector<VariableShape> variables;
};

struct ResponseShapes {
  std::vector<ShapeOptions::Pair> pairs;
  std::vector<ResponseShape> outputs;  ///< in the order of the options
};

/// The one answer to what a variable's effect depends on. `variables`: the training rows; why_not_cross_fit() is empty.
ResponseShapes response_shapes(const Model& model, const Matrix& variables, const ShapeOptions& options);

}  // namespace nninterp

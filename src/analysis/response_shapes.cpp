#include "response_shapes.hpp"

#include <algorithm>
#include <cmath>

#include "h_statistics.hpp"
#include "nninterp/core/parallel.hpp"
#include "shape_tests.hpp"

namespace nninterp {

namespace {

using Pair = ShapeOptions::Pair;

// Positions of the pairs that a variable is in.
std::vector<std::size_t> pairs_of(const std::vector<Pair>& pairs, std::size_t variable) {
  std::vector<std::size_t> own;
  for (std::size_t k = 0; k < pairs.size(); ++k) {
    if (pairs[k][0] == variable || pairs[k][1] == variable) own.push_back(k);
  }
  return own;
}

std::vector<double> as_list(const Vector& values) { return {values.begin(), values.end()}; }

// H² of the pairs among which a variable has to choose, by pair and output; NaN of the others.
Matrix rival_strengths(const Model& model, const Matrix& variables, const ShapeOptions& options,
                       const ResponseShapes& shapes) {
  const auto count = static_cast<Index>(shapes.pairs.size());
  Matrix result = Matrix::Constant(count, static_cast<Index>(options.outputs.size()), nan);
  std::vector<std::size_t> rivals;
  for (const ResponseShape& shape : shapes.outputs) {
    for (std::size_t v = 0; v < shape.variables.size(); ++v) {
      std::vector<std::size_t> own = pairs_of(shapes.pairs, v);
      const auto idle = [&](std::size_t pair) { return !shape.pairs[pair].rejects(); };
      own.erase(std::remove_if(own.begin(), own.end(), idle), own.end());
      if (own.size() > 1) rivals.insert(rivals.end(), own.begin(), own.end());
    }
  }
  std::sort(rivals.begin(), rivals.end());
  rivals.erase(std::unique(rivals.begin(), rivals.end()), rivals.end());
  if (rivals.empty()) return result;
  std::vector<Pair> pairs;
  for (const std::size_t pair : rivals) pairs.push_back(shapes.pairs[pair]);
  const HStatistics h(model, sample_rows(variables, options.weights, options.rows, options.seed), pairs,
                      {options.scale}, false, options.threads);
  for (std::size_t i = 0; i < rivals.size(); ++i) {
    for (std::size_t k = 0; k < options.outputs.size(); ++k) {
      result(static_cast<Index>(rivals[i]), static_cast<Index>(k)) = h.pair(i, 0, options.outputs[k]).value.value_or(0);
    }
  }
  return result;
}

void find_partner(const ShapeTests& tests, const std::vector<Test>& of_pairs, const Vector& strengths, Index output,
                  std::size_t variable, VariableShape& shape) {
  std::vector<std::size_t> candidates;
  for (const std::size_t pair : pairs_of(tests.pairs(), variable)) {
    const Test& test = of_pairs[pair];
    if (std::isnan(shape.depends.adjusted) || test.p_value < shape.depends.p_value) shape.depends = test;
    if (test.rejects()) candidates.push_back(pair);
  }
  if (candidates.empty()) return;
  const auto weaker = [&](std::size_t a, std::size_t b) {
    return strengths[static_cast<Index>(a)] < strengths[static_cast<Index>(b)];
  };
  const std::size_t best = *std::max_element(candidates.begin(), candidates.end(), weaker);
  shape.share_of_networks = tests.share_first(best, candidates, output);
  if (shape.share_of_networks < 0.5) return;
  shape.depends = of_pairs[best];
  shape.partner = tests.pairs()[best][tests.pairs()[best][0] == variable ? 1 : 0];
}

}  // namespace

std::vector<Test> adjusted_tests(const std::vector<double>& p_values) {
  std::vector<Test> tests(p_values.size());
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < p_values.size(); ++i) {
    tests[i].p_value = p_values[i];
    if (!std::isnan(p_values[i])) order.push_back(i);
  }
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p_values[a] > p_values[b]; });
  double least = 1;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const auto rank = static_cast<double>(order.size() - i);
    least = std::min(least, p_values[order[i]] * static_cast<double>(order.size()) / rank);
    tests[order[i]].adjusted = least;
  }
  return tests;
}

ResponseShapes response_shapes(const Model& model, const Matrix& variables, const ShapeOptions& options) {
  const ShapeTests tests(model, variables, options.interval, options.pairs, options.threads);
  ResponseShapes result{tests.pairs(), std::vector<ResponseShape>(options.outputs.size())};
  parallel_for(options.outputs.size(), options.threads, [&](std::size_t i) {
    const Index output = options.outputs[i];
    ResponseShape& shape = result.outputs[i];
    const Vector together = tests.together(output);
    shape.pairs = adjusted_tests(as_list(together));
    for (const Test& bends : adjusted_tests(as_list(tests.bends(output, together)))) {
      shape.variables.push_back({bends, {}, {}, nan});
    }
  });
  const Matrix strengths = rival_strengths(model, variables, options, result);
  for (std::size_t k = 0; k < options.outputs.size(); ++k) {
    ResponseShape& shape = result.outputs[k];
    for (std::size_t v = 0; v < shape.variables.size(); ++v) {
      find_partner(tests, shape.pairs, strengths.col(static_cast<Index>(k)), options.outputs[k], v, shape.variables[v]);
    }
  }
  return result;
}

}  // namespace nninterp

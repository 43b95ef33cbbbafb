#include "arrangement.hpp"

#include <algorithm>
#include <cmath>

namespace nninterp {

namespace {

Matrix rounded(const Matrix& numbers) {
  constexpr double grain = 1 << 30;
  return (numbers.array() * grain).round() / grain;
}

}  // namespace

Arrangement as_they_are(const Sample& sample) { return {counted(sample.inputs.rows()), counted(sample.inputs.cols())}; }

Arrangement arrange(const Design& design, const Sample& sample) {
  Arrangement result = as_they_are(sample);
  const std::vector<std::string> names = design.input_names();
  const auto name = [&](Index input) { return names[input]; };
  std::stable_sort(result.inputs.begin(), result.inputs.end(), [&](Index a, Index b) { return name(a) < name(b); });
  result.rows = sorted_rows(sample, result.inputs);
  return result;
}

Sample arranged(const Sample& sample, const Arrangement& arrangement) {
  const Sample rows = rows_of(sample, arrangement.rows);
  Matrix inputs(rows.inputs.rows(), rows.inputs.cols());
  for (Index k = 0; k < inputs.cols(); ++k) {
    inputs.col(k) = rows.inputs.col(arrangement.inputs[k]);
  }
  return {rounded(inputs), rounded(rows.targets), rows.weights};
}

Vector restored(const Architecture& architecture, const Vector& weights, const Arrangement& arrangement) {
  Vector result = weights;
  const auto from = layer_weights(architecture, weights, 0);
  Eigen::Map<Matrix> to(result.data(), from.rows(), from.cols());
  for (Index k = 0; k < architecture.inputs(); ++k) {
    to.row(1 + arrangement.inputs[k]) = from.row(1 + k);
  }
  return result;
}

}  // namespace nninterp

#include "nninterp/nn/objective.hpp"

#include <stdexcept>
#include <utility>

#include "kernel.hpp"

namespace nninterp {

TrainingRows::TrainingRows(const Matrix& inputs, const Matrix& targets, const Vector& weights)
    : packed_(std::make_shared<const PackedRows>(
          PackedRows{RowGroups(inputs), RowGroups(targets), RowGroups(Matrix(weights))})) {}

Index TrainingRows::rows() const { return packed_->inputs.rows; }

Objective::Objective(const Architecture& architecture, const TrainingRows& rows, ErrorFunction error, double decay,
                     std::vector<Index> fixed, int threads)
    : architecture_(architecture),
      decay_(decay),
      fixed_(std::move(fixed)),
      kernel_(std::make_unique<GradientKernel>(architecture, error, rows.packed(), threads)) {
  const bool probabilities = is_probability(architecture.output);
  if (error == ErrorFunction::ce && !probabilities) {
    throw std::invalid_argument("ce needs logistic or softmax outputs");
  }
}

Objective::~Objective() = default;

Objective::Value Objective::evaluate(const Vector& weights, Vector& gradient) {
  gradient.setZero(weights.size());
  const double error = kernel_->add_gradient(weights, gradient);
  const double penalty = add_penalty(weights, gradient);
  for (const Index position : fixed_) gradient[position] = 0;
  return {error, penalty};
}

double Objective::add_penalty(const Vector& weights, Vector& gradient) const {
  if (decay_ == 0) return 0;
  double squares = 0;
  for (std::size_t l = 0; l < architecture_.layers(); ++l) {
    const auto w = layer_weights(architecture_, weights, l);
    Eigen::Map<Matrix> slope(gradient.data() + architecture_.offset(l), w.rows(), w.cols());
    squares += w.bottomRows(w.rows() - 1).squaredNorm();
    slope.bottomRows(w.rows() - 1) += decay_ * w.bottomRows(w.rows() - 1);
  }
  return decay_ / 2 * squares;
}

}  // namespace nninterp

#include "nninterp/analysis/inference.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>

#include "model/clusters.hpp"
#include "nninterp/core/parallel.hpp"
#include "nninterp/core/random.hpp"
#include "nninterp/core/statistics.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/nn/curvature.hpp"
#include "nninterp/nn/objective.hpp"

namespace nninterp {

namespace {

// Below this share of the largest eigenvalue a direction is flat. Rounding alone leaves about 1e-15 of it; at 1e-10 V
// has five digits left.
constexpr double flat_share = 1e-10;

std::vector<Index> free_weights(const Model& model) {
  std::vector<Index> free;
  for (Index i = 0; i < model.network.weights.size(); ++i) {
    const bool moves = !model.training || std::find(model.training->excluded.begin(), model.training->excluded.end(),
                                                    i) == model.training->excluded.end();
    if (moves) free.push_back(i);
  }
  return free;
}

// 1 / sqrt of each weight's own second derivative: the unit in which it is 1. Where there is none, the least of them.
Vector units_of(const Matrix& hessian) {
  const Vector own = hessian.diagonal().cwiseAbs();
  const double largest = own.size() > 0 ? own.maxCoeff() : 0;
  const Vector known = (own.array() > 0).select(own, largest > 0 ? largest : 1);
  return known.cwiseSqrt().cwiseInverse();
}

struct Directions {
  Index down = 0, flat = 0;  ///< of negative curvature, of none
};

Directions bad_directions(const Matrix& scaled_hessian) {
  if (!scaled_hessian.allFinite()) return {0, scaled_hessian.rows()};  // weights beyond all bounds
  const Vector eigenvalues =
      Eigen::SelfAdjointEigenSolver<Matrix>(scaled_hessian, Eigen::EigenvaluesOnly).eigenvalues();
  const double least = flat_share * eigenvalues.cwiseAbs().maxCoeff();
  const auto down = (eigenvalues.array() < -least).count();
  return {down, eigenvalues.size() - (eigenvalues.array() > least).count() - down};
}

bool penalised(const Model& model) { return model.training && model.training->decay.value_or(0) > 0; }

bool unconverged(const Model& model) {
  if (!model.training || model.training->best >= model.training->repetitions.size()) return false;
  return !model.training->repetitions[model.training->best].converged;
}

std::string directions(Index count) { return count_of(static_cast<std::size_t>(count), "direction"); }

std::string not_at_minimum(const Directions& bad, bool decay) {
  return "the error falls from here in " + directions(bad.down) +
         (bad.flat > 0 ? " and is flat in " + std::to_string(bad.flat) : "") +
         ", so the weights are no minimum of it; " +
         (decay ? "decay holds them off it: ⟨decay⟩ 0 and fewer hidden units may reach one"
                : "train longer (⟨polish⟩ bfgs, a smaller ⟨threshold⟩, more ⟨rep⟩) or use fewer hidden units");
}

// Softmax takes the same number added to all of its sums for nothing, so it has flat directions wherever it stands.
std::string not_identified(const Directions& bad, Activation output) {
  return "the error is flat in " + directions(bad.flat) +
         ", so the weights are not identified: others predict the same; " +
         (output == Activation::softmax
              ? "of softmax outputs only the differences between classes count: ⟨exclude⟩ the weights of one class"
              : "units are redundant, saturated or dead, or variables repeat each other: use fewer of them");
}

Warning warn_of_singularity(const Model& model, const Directions& bad) {
  return {"singular_information", "the weights have no standard errors: " +
                                      (bad.down > 0 ? not_at_minimum(bad, penalised(model))
                                                    : not_identified(bad, model.network.architecture.output)) +
                                      "; effects can be read all the same, weights can not"};
}

Warning warn_of_penalty(double decay) {
  return {"penalised_weights", "the weights were trained with decay " + format_number(decay, 6) +
                                   ", which pulls them towards 0: standard errors and NIC describe the error alone, "
                                   "and know nothing of the pull"};
}

Warning warn_of_convergence() {
  return {"unconverged_weights",
          "the training did not converge: standard errors and NIC are those of a minimum, which these weights are not "
          "quite"};
}

// The rows that errors are taken over.
struct ErrorRows {
  const Matrix &variables, &targets;
  const Vector& weights;  // how often each counts; empty: once
};

Curvature curvature_at(const Model& model, const ErrorRows& over, int threads) {
  Curvature sum;
  for_rows(over.variables.rows(), part_rows, [&](Index first, Index rows) {
    Curvature part = measure_curvature(
        model.network, encode_inputs(model.design, over.variables.middleRows(first, rows)),
        over.targets.middleRows(first, rows), model.error, threads, weights_at(over.weights, first, rows));
    if (first == 0) {
      sum = std::move(part);
      return;
    }
    sum.error += part.error;
    sum.gradient += part.gradient;
    sum.hessian += part.hessian;
    sum.gradients += part.gradients;
  });
  return sum;
}

// E's gradient by the weights over some of the rows.
Vector gradient_over(const Model& model, const ErrorRows& over, const std::vector<Index>& rows) {
  Vector sum = Vector::Zero(model.network.weights.size()), gradient;
  for_rows(static_cast<Index>(rows.size()), part_rows, [&](Index first, Index count) {
    const std::vector<Index> part(rows.begin() + first, rows.begin() + first + count);
    const TrainingRows packed(encode_inputs(model.design, rows_of(over.variables, part)), rows_of(over.targets, part),
                              weights_at(over.weights, part));
    Objective(model.network.architecture, packed, model.error, 0).evaluate(model.network.weights, gradient);
    sum += gradient;
  });
  return sum;
}

// Σ g gᵀ with g the gradient of a whole cluster. Many clusters at a time, so that it is a product of matrices.
Matrix clustered_gradients(const Model& model, const ErrorRows& over, const std::vector<Index>& clusters, int threads) {
  constexpr Index at_once = 256;
  const std::vector<std::vector<Index>> rows = members(clusters, over.variables.rows());
  Matrix sum = Matrix::Zero(model.network.weights.size(), model.network.weights.size());
  for_rows(static_cast<Index>(rows.size()), at_once, [&](Index first, Index count) {
    Matrix gradients(sum.rows(), count);
    parallel_for(static_cast<std::size_t>(count), threads, [&](std::size_t i) {
      const auto cluster = static_cast<std::size_t>(first) + i;
      gradients.col(i) = gradient_over(model, over, rows[cluster]);
    });
    sum.noalias() += gradients * gradients.transpose();
  });
  return sum;
}

}  // namespace

std::vector<Index> clusters_of_rows(const Model& model, Index rows, bool training_rows) {
  if (!training_rows || !model.training) return {};
  const std::vector<Index>& clusters = model.training->clusters;
  return static_cast<Index>(clusters.size()) == rows ? clusters : std::vector<Index>{};
}

WeightCovariance weight_covariance(const Model& model, const Matrix& variables, const Matrix& targets, int threads,
                                   const std::vector<Index>& clusters, const Vector& weights) {
  const ErrorRows over{variables, targets, weights};
  Curvature curvature = curvature_at(model, over, threads);
  // Clusters of one row each are no clusters.
  if (cluster_count(clusters, variables.rows()) < variables.rows()) {
    curvature.gradients = clustered_gradients(model, over, clusters, threads);
  }
  WeightCovariance result;
  result.free = free_weights(model);
  if (penalised(model)) result.warnings.push_back(warn_of_penalty(*model.training->decay));
  const Matrix hessian = curvature.hessian(result.free, result.free);
  const Vector units = units_of(hessian);
  const Matrix scaled = units.asDiagonal() * hessian * units.asDiagonal();
  const Directions bad = scaled.size() > 0 ? bad_directions(scaled) : Directions{};
  if (bad.down + bad.flat > 0) {
    result.warnings.insert(result.warnings.begin(), warn_of_singularity(model, bad));
    return result;
  }
  if (unconverged(model)) result.warnings.push_back(warn_of_convergence());
  // With U = diag(units) and S = U H U: H⁻¹ B H⁻¹ = U S⁻¹ (U B U) S⁻¹ U, trace(H⁻¹ B) = trace(S⁻¹ U B U).
  const Matrix gradients =
      units.asDiagonal() * Matrix(curvature.gradients(result.free, result.free)) * units.asDiagonal();
  const Eigen::LLT<Matrix> cholesky(scaled);
  const Matrix half = cholesky.solve(gradients);
  result.nic = curvature.error + half.trace();
  const Matrix sandwich = units.asDiagonal() * cholesky.solve(half.transpose()) * units.asDiagonal();
  result.covariance = (sandwich + sandwich.transpose()) / 2;  // symmetric to the last digit
  return result;
}

WeightIntervals weight_intervals(const Model& model, const WeightCovariance& covariance, double level) {
  const Vector& weights = model.network.weights;
  const Vector none = Vector::Constant(weights.size(), nan);
  WeightIntervals intervals{level, none, none, none};
  if (!covariance.covariance) return intervals;
  const double reach = -normal_quantile((1 - level) / 2);  // the upper quantile, exact for levels near 1 as well
  for (std::size_t k = 0; k < covariance.free.size(); ++k) {
    const Index i = covariance.free[k], own = static_cast<Index>(k);
    intervals.std_error[i] = std::sqrt(std::max(0.0, (*covariance.covariance)(own, own)));
    intervals.conf_low[i] = weights[i] - reach * intervals.std_error[i];
    intervals.conf_high[i] = weights[i] + reach * intervals.std_error[i];
  }
  return intervals;
}

}  // namespace nninterp

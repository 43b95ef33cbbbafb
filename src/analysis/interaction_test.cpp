#include "interaction_test.hpp"

#include <algorithm>
#include <cmath>

#include <Eigen/QR>

#include "nninterp/core/parallel.hpp"
#include "nninterp/core/statistics.hpp"
#include "nninterp/nn/forward.hpp"
#include "nninterp/nn/partial_dependence.hpp"

namespace nninterp {

namespace {

using Pair = std::array<std::size_t, 2>;

constexpr Index most_rows = 2000;
constexpr int highest_power = 5;
constexpr Index rows_a_term = 4;  // at least, of rows that tell: of a rare class five times its own

// The inputs of a variable.
std::vector<Index> inputs_of(const Design& design, std::size_t variable) {
  std::vector<Index> inputs;
  for (Index k = 0; k < design.variables[variable].inputs(); ++k) {
    inputs.push_back(design.first_inputs()[variable] + k);
  }
  return inputs;
}

// What y is regressed on beside g: constant and linear terms, then powers, then products pair by pair.
class Nuisance {
 public:
  Nuisance(const Design& design, const Matrix& inputs, Index telling_rows) : design_(design), linear_(inputs) {
    bent_ = inputs;
    for (Index k = 0; k < inputs.cols(); ++k) {
      const double sd = standard_deviation(inputs.col(k));
      bent_.col(k) = ((inputs.col(k).array() - inputs.col(k).mean()) / (2.5 * (sd > 0 ? sd : 1))).tanh();
    }
    const Index room = telling_rows / rows_a_term - 1 - inputs.cols();
    powers_ = static_cast<int>(std::clamp<Index>(1 + room / std::max<Index>(1, inputs.cols()), 1, highest_power));
    Index pairs = 0;
    for (std::size_t a = 0; a < design.variables.size(); ++a) {
      for (std::size_t b = a + 1; b < design.variables.size(); ++b) {
        pairs += design.variables[a].inputs() * design.variables[b].inputs();
      }
    }
    const Index left = room - (powers_ - 1) * inputs.cols();
    products_ = left >= 3 * pairs ? 3 : left >= pairs ? 1 : 0;
  }

  // rows × terms, without the products of the pair.
  Matrix without(const Pair& pair) const {
    std::vector<Vector> terms{Vector::Ones(linear_.rows())};
    for (Index k = 0; k < linear_.cols(); ++k) {
      terms.emplace_back(linear_.col(k));
      for (int power = 2; power <= powers_; ++power) terms.emplace_back(bent_.col(k).array().pow(power));
    }
    for (std::size_t a = 0; products_ > 0 && a < design_.variables.size(); ++a) {
      for (std::size_t b = a + 1; b < design_.variables.size(); ++b) {
        if (Pair{a, b} == pair) continue;
        for (const Index i : inputs_of(design_, a)) {
          for (const Index j : inputs_of(design_, b)) add_products(i, j, terms);
        }
      }
    }
    Matrix all(linear_.rows(), static_cast<Index>(terms.size()));
    for (std::size_t k = 0; k < terms.size(); ++k) {
      const double size = terms[k].norm();
      all.col(static_cast<Index>(k)) = terms[k] / (size > 0 ? size : 1);
    }
    return all;
  }

 private:
  void add_products(Index i, Index j, std::vector<Vector>& terms) const {
    const Vector product = bent_.col(i).cwiseProduct(bent_.col(j));
    terms.push_back(product);
    if (products_ == 1) return;
    terms.emplace_back(product.cwiseProduct(bent_.col(i)));
    terms.emplace_back(product.cwiseProduct(bent_.col(j)));
  }

  const Design& design_;
  Matrix linear_, bent_;
  int powers_, products_;
};

// An orthonormal basis of the columns, of as many as are not sums of others.
Matrix basis_of(const Matrix& columns) {
  Eigen::ColPivHouseholderQR<Matrix> qr(columns);
  qr.setThreshold(1e-8);
  const Matrix identity = Matrix::Identity(columns.rows(), qr.rank());
  return qr.householderQ() * identity;
}

struct Rows {
  Vector weights;               // how often each counts
  std::vector<Index> clusters;  // of each; empty: each by itself
};

double one_sided(double z) { return std::isfinite(z) ? 0.5 * std::erfc(z / std::sqrt(2.0)) : nan; }

// Of g beside the terms, whose rows count root² times: `basis` of them, and `errors` of the regression without g, both
// in units in which errors have one variance.
double p_value(const Vector& root, const Matrix& basis, const Vector& g, const Vector& errors,
               const std::vector<Index>& clusters) {
  const Vector scaled = root.cwiseProduct(g);
  const Vector beyond = scaled - basis * (basis.transpose() * scaled);
  const double squares = beyond.squaredNorm();
  if (!(squares > 1e-16 * scaled.squaredNorm())) return nan;
  const double coefficient = beyond.dot(errors) / squares;
  Vector scores(g.size());
  for (Index i = 0; i < g.size(); ++i) {
    const double leverage = basis.row(i).squaredNorm() + beyond[i] * beyond[i] / squares;
    scores[i] = beyond[i] * (errors[i] - coefficient * beyond[i]) / std::max(1e-6, 1 - leverage);
  }
  if (clusters.empty()) return one_sided(coefficient * squares / scores.norm());
  Vector sums = Vector::Zero(*std::max_element(clusters.begin(), clusters.end()) + 1);
  for (Index i = 0; i < g.size(); ++i) sums[clusters[i]] += scores[i];
  return one_sided(coefficient * squares / sums.norm());
}

// y - p of the logistic regression on the terms, and p (1 - p); a touch of a penalty keeps separable ones finite.
void fit_logistic(const Matrix& terms, const Vector& y, const Vector& weights, Vector& residuals, Vector& variances) {
  const Matrix basis = basis_of(terms) * std::sqrt(static_cast<double>(terms.rows()));
  constexpr double penalty = 0.1;
  Vector coefficients = Vector::Zero(basis.cols());
  for (int step = 0; step < 50; ++step) {
    const Vector p = 1 / (1 + (-(basis * coefficients)).array().max(-30).min(30).exp());
    residuals = y - p;
    variances = p.array() * (1 - p.array());
    const Vector gradient = basis.transpose() * weights.cwiseProduct(residuals) - penalty * coefficients;
    Matrix information = basis.transpose() * weights.cwiseProduct(variances).asDiagonal() * basis;
    information.diagonal().array() += penalty;
    Vector move = information.llt().solve(gradient);
    move *= std::min(1.0, 2 / std::max(1e-300, move.lpNorm<Eigen::Infinity>()));
    coefficients += move;
    if (move.lpNorm<Eigen::Infinity>() < 1e-9) break;
  }
}

class InteractionTests {
 public:
  InteractionTests(const Model& model, const Matrix& variables, const IntervalOptions& options,
                   const std::vector<Pair>& pairs, int threads)
      : model_(model), pairs_(pairs), threads_(threads) {
    const Index every = (variables.rows() + most_rows - 1) / most_rows;
    for (Index row = 0; row < variables.rows(); row += every) chosen_.push_back(row);
    inputs_ = encode_inputs(model.design, nninterp::rows_of(variables, chosen_));
    targets_ = nninterp::rows_of(*options.targets, chosen_);
    const auto count = static_cast<Index>(chosen_.size());
    rows_.weights = options.weights.size() > 0 ? Vector(options.weights(chosen_)) : Vector::Ones(count);
    const std::vector<Index> clusters = clusters_of_rows(model, variables.rows(), options.training_rows);
    for (const Index row : chosen_) {
      if (!clusters.empty()) rows_.clusters.push_back(clusters[row]);
    }
    logit_ = is_probability(model.network.architecture.output);
    find_parts();
  }

  Matrix run(const std::vector<Index>& outputs) const {
    Matrix result(static_cast<Index>(pairs_.size()), static_cast<Index>(outputs.size()));
    for (std::size_t k = 0; k < outputs.size(); ++k) {
      const Vector y = targets_.col(outputs[k]);
      const double events = logit_ ? std::min(y.sum(), static_cast<double>(y.size()) - y.sum()) : 0;
      const Index telling = logit_ ? std::min<Index>(y.size(), static_cast<Index>(5 * events)) : y.size();
      const Nuisance nuisance(model_.design, inputs_, telling);
      parallel_for(pairs_.size(), threads_, [&](std::size_t pair) {
        const Vector g = parts_[pair].col(outputs[k]);
        result(static_cast<Index>(pair), static_cast<Index>(k)) = test(nuisance.without(pairs_[pair]), g, y);
      });
    }
    return result;
  }

 private:
  double test(const Matrix& terms, const Vector& g, const Vector& y) const {
    if (!g.allFinite() || terms.cols() >= g.size() - 2) return nan;
    Vector root = rows_.weights.cwiseSqrt();
    if (!logit_) {
      const Matrix basis = basis_of(root.asDiagonal() * terms);
      const Vector scaled = root.cwiseProduct(y);
      return p_value(root, basis, g, scaled - basis * (basis.transpose() * scaled), rows_.clusters);
    }
    Vector residuals, variances;
    fit_logistic(terms, y, rows_.weights, residuals, variances);
    root.array() *= variances.array().sqrt();
    const Vector inverse = (root.array() > 0).select(root.cwiseInverse(), 0);
    return p_value(root, basis_of(root.asDiagonal() * terms), g,
                   rows_.weights.cwiseProduct(residuals).cwiseProduct(inverse), rows_.clusters);
  }

  // Of each pair rows × outputs: PD_AB - PD_A - PD_B of the networks without the row's fold, over the rows of that
  // fold.
  void find_parts() {
    const CrossFit& fits = *model_.training->cross_fit;
    parts_.assign(pairs_.size(), Matrix::Zero(inputs_.rows(), model_.design.outputs()));
    for (std::size_t round = 0; round < fits.rounds(); ++round) {
      for (std::size_t fold = 0; fold < static_cast<std::size_t>(fits.folds); ++fold) {
        std::vector<Index> places;
        for (std::size_t i = 0; i < chosen_.size(); ++i) {
          if (fits.folds_of_rows[round][chosen_[i]] == static_cast<Index>(fold)) {
            places.push_back(static_cast<Index>(i));
          }
        }
        if (!places.empty()) add_fold({model_.network.architecture, fits.without(round, fold)}, places);
      }
    }
    for (Matrix& part : parts_) part /= static_cast<double>(fits.rounds());
  }

  void add_fold(const Network& network, const std::vector<Index>& places) {
    std::vector<HeldInputs> sets;
    std::vector<std::size_t> alone(model_.design.variables.size());
    for (std::size_t v = 0; v < alone.size(); ++v) {
      alone[v] = sets.size();
      sets.push_back({inputs_of(model_.design, v), false});
    }
    for (const Pair& pair : pairs_) {
      std::vector<Index> both = inputs_of(model_.design, pair[0]);
      for (const Index input : inputs_of(model_.design, pair[1])) both.push_back(input);
      sets.push_back({both, false});
    }
    const OutputScale scale = logit_ ? OutputScale::logit : OutputScale::response;
    const auto partial =
        partial_dependence(network, nninterp::rows_of(inputs_, places), sets, {scale}, threads_, rows_.weights(places));
    for (std::size_t k = 0; k < pairs_.size(); ++k) {
      const auto held = [&](std::size_t set) -> const Matrix& { return partial[set].held[0]; };
      const Matrix beyond = held(alone.size() + k) - held(alone[pairs_[k][0]]) - held(alone[pairs_[k][1]]);
      const Eigen::RowVectorXd means = column_means(beyond, rows_.weights(places));
      for (std::size_t i = 0; i < places.size(); ++i) {
        parts_[k].row(places[i]) += beyond.row(static_cast<Index>(i)) - means;
      }
    }
  }

  const Model& model_;
  const std::vector<Pair>& pairs_;
  int threads_;
  std::vector<Index> chosen_;  // rows
  Matrix inputs_, targets_;    // there
  Rows rows_;
  bool logit_;
  std::vector<Matrix> parts_;  // g by pair, rows × outputs
};

}  // namespace

Matrix interaction_p_values(const Model& model, const Matrix& variables, const IntervalOptions& options,
                            const std::vector<Pair>& pairs, const std::vector<Index>& outputs, int threads) {
  return InteractionTests(model, variables, options, pairs, threads).run(outputs);
}

}  // namespace nninterp

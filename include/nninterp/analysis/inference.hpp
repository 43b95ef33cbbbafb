#pragma once

#include <optional>
#include <vector>

#include "nninterp/model/model.hpp"

namespace nninterp {

/// How sure the weights are: with H the Hessian of E by them and g a row's gradient of E,
/// V = H⁻¹ (Σ g gᵀ) H⁻¹ over the free weights, those that the training moved. This is White's sandwich (White 1989,
/// Neural Computation 1, 425-464), right also where the network is not the truth or the errors differ in size. Rows
/// that belong together count as one: g is then the sum over a cluster's rows (Liang and Zeger 1986, Biometrika 73,
/// 13-22). A row that counts w times has w times its gradient, and is one row all the same.
struct WeightCovariance {
  std::vector<Index> free;           ///< flat positions that V's rows and columns stand for
  std::optional<Matrix> covariance;  ///< V; none where H is not positive definite
  /// Network information criterion E + trace(H⁻¹ Σ g gᵀ) (Murata, Yoshizawa and Amari 1994, IEEE Transactions on Neural
  /// Networks 5, 865-872; Anders and Korn 1999, Neural Networks 12, 309-323); none where V is none.
  std::optional<double> nic;
  std::vector<Warning> warnings;
};

/// `variables` rows × variables in their own units, as gather_variables gives them, `targets` rows × outputs in the
/// network's units, as encode_targets does: the rows that the model was trained on, or others like them.
///
/// H counts as positive definite if its least eigenvalue is above 1e-10 of its largest one, after every weight was
/// given the unit in which its own second derivative is 1: neither the variables' units nor the target's matter. If it
/// is not, the warning `singular_information` says in which way. `penalised_weights` tells of a fit with decay,
/// `unconverged_weights` of a V at weights that are not quite a minimum. `clusters`: one number a row, from 0; empty:
/// each row by itself. `weights`: how often each row's error counts, as in the fit; empty: once. InputError for more
/// than max_curvature_weights weights.
WeightCovariance weight_covariance(const Model& model, const Matrix& variables, const Matrix& targets, int threads = 0,
                                   const std::vector<Index>& clusters = {}, const Vector& weights = {});

/// Which rows belong together: those of the training record, where the rows are those of the training; else empty.
std::vector<Index> clusters_of_rows(const Model& model, Index rows, bool training_rows);

/// Of all weights in flat order. NaN for weights that were excluded from the training, and for all without a V.
struct WeightIntervals {
  double level;
  Vector std_error;            ///< sqrt of V's diagonal
  Vector conf_low, conf_high;  ///< weight ∓ std_error times the normal quantile of (1 + level) / 2
};

/// 0 < level < 1.
WeightIntervals weight_intervals(const Model& model, const WeightCovariance& covariance, double level);

}  // namespace nninterp

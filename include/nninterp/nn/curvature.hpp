#pragma once

#include "nninterp/nn/network.hpp"

namespace nninterp {

/// The most weights that measure_curvature takes: two matrices of 32 MB, and seconds to work with them.
constexpr Index max_curvature_weights = 2000;

/// The error E (without the penalty) around the weights, by the flat weights.
struct Curvature {
  double error;      ///< E
  Vector gradient;   ///< of E
  Matrix hessian;    ///< second derivatives of E: weights × weights, symmetric
  Matrix gradients;  ///< Σ g gᵀ, where g is one row's part of that gradient: weights × weights, symmetric
};

/// E's derivatives by exact differentiation: the R-operator of Pearlmutter (1994, Neural Computation 6, 147-160), once
/// a unit and not once a weight, because a weight acts on all later layers through its unit's sum alone. Where a relu
/// has its kink the Hessian is that of the side on which its slope is 0.
///
/// inputs rows × inputs and targets rows × outputs, in the network's units; `weights`: how often each row counts, one a
/// row; empty: once. InputError above max_curvature_weights;
/// std::invalid_argument for ce with outputs that are no probabilities. Equal for every number of threads.
Curvature measure_curvature(const Network& network, const Matrix& inputs, const Matrix& targets, ErrorFunction error,
                            int threads, const Vector& weights = {});

}  // namespace nninterp

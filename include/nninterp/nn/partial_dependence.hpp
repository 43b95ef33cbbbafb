#pragma once

#include <vector>

#include "nninterp/nn/network.hpp"

namespace nninterp {

/// Inputs that are held at a row's values while the others run through all rows; and whether their complement is
/// wanted.
struct HeldInputs {
  std::vector<Index> inputs;
  bool complement = false;
};

/// By scale asked for, rows × outputs, in the network's own units. With f(i, r) the output for the held inputs of row i
/// and the other inputs of row r: `held` is its mean over r for each i, `complement` its mean over i for each r, the
/// partial dependence on all other inputs (empty if not asked for).
struct PartialDependence {
  std::vector<Matrix> held, complement;
};

/// Partial dependence (Friedman 2001, Annals of Statistics 29, 1189-1232, section 8.1) of every output on each of the
/// sets, at the rows' own values and averaged over all rows: as many runs as rows times distinct held values, each
/// from the first layer's sums on, which are a sum of a part for the held inputs and one for the others.
/// `inputs` rows × inputs, at least one row; `weights`: how often each counts in the means; empty: once.
/// std::invalid_argument as run_network. Equal for every number of threads.
std::vector<PartialDependence> partial_dependence(const Network& network, const Matrix& inputs,
                                                  const std::vector<HeldInputs>& sets,
                                                  const std::vector<OutputScale>& scales, int threads,
                                                  const Vector& weights = {});

/// Rows that the inputs which are not held run through, and how often each counts; empty: once. Held on to.
struct Background {
  const Matrix& inputs;
  const Vector& weights;
};

/// The same at the held values of `inputs` over other rows; std::invalid_argument for a complement, too.
std::vector<PartialDependence> partial_dependence(const Network& network, const Matrix& inputs,
                                                  const Background& background, const std::vector<HeldInputs>& sets,
                                                  const std::vector<OutputScale>& scales, int threads);

}  // namespace nninterp

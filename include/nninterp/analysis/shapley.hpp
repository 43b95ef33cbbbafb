#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "nninterp/core/words.hpp"
#include "nninterp/model/model.hpp"

namespace nninterp {

/// Exact: over all sets of variables. Sampled: over some orders of them. Automatic: exact of at most 12 variables.
enum class ShapleyMethod { automatic, exact, sampled };
constexpr Words<ShapleyMethod, 3> words_of(ShapleyMethod) {
  return {{{ShapleyMethod::automatic, "auto"}, {ShapleyMethod::exact, "exact"}, {ShapleyMethod::sampled, "sampled"}}};
}

struct ShapleyOptions {
  std::vector<std::string> targets;           ///< names of outputs, or of a target for all its classes; empty: all
  OutputScale scale = OutputScale::response;  ///< logit: of log-odds, for probabilities only
  ShapleyMethod method = ShapleyMethod::automatic;
  std::size_t orders = 200;  ///< sampled: each second one is the reverse of that before it; even, at least 4
  std::uint32_t seed = 1;    ///< that they are drawn by
  int threads = 0;
};

/// What stands for a variable that is left out: rows × variables in their own units, at least one, and how often each
/// counts (empty: once).
struct ShapleyBackground {
  Matrix rows;
  Vector weights;
};

/// By output that is asked for, in the units of the targets or of log-odds.
struct ShapleyValues {
  ShapleyMethod method;           ///< never automatic
  std::vector<Index> outputs;     ///< of the network
  Vector base;                    ///< the mean of f over the background
  Matrix predictions;             ///< f, rows × outputs
  std::vector<Matrix> values;     ///< rows × variables: base plus those of a row are f there
  std::vector<Matrix> std_error;  ///< sampled: the same, over pairs of orders; none of exact ones
  std::vector<Warning> warnings;  ///< correlated_variables, few_background_rows, not_finite
};

/// Each row's prediction divided among its variables: the Shapley values (Shapley 1953) of the mean of f with a set of
/// variables at the row's own values and the others at those of the background rows (interventional: Lundberg and Lee
/// 2017, Advances in Neural Information Processing Systems 30; Janzing, Minorics and Blöbaum 2020, AISTATS). A category
/// is one variable. Exact: 2^p such means of p variables, each for all rows at once. Sampled: marginal contributions in
/// orders that are drawn once for all rows, and their reverses (Castro, Gómez and Tejada 2009, Computers & Operations
/// Research 36, 1726-1730; Mitchell et al. 2022, J. Machine Learning Research 23), each by all background rows, so that
/// the sum is f whatever is drawn.
///
/// `data`: rows × variables in their own units, at least one row. InputError for unknown targets, log-odds that there
/// are not, and exact ones of more than 16 variables. Equal for every number of threads.
ShapleyValues shapley_values(const Model& model, const Matrix& data, const ShapleyBackground& background,
                             const ShapleyOptions& options);

}  // namespace nninterp

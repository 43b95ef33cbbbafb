#pragma once

#include <vector>

#include "nninterp/core/matrix.hpp"

namespace nninterp {

/// What some rows say of representers in terms b: Σ w b bᵀ, and for each functional Σ v m(b).
struct RieszSums {
  Matrix products;     ///< terms × terms, the lower triangle
  Matrix functionals;  ///< terms × functionals
  double weight = 0;   ///< Σ w
  double rows = 0;     ///< their number
  Vector weights;      ///< Σ v, by functional

  RieszSums(Index terms, Index functionals);
  void add(const RieszSums& other, double sign = 1);
};

/// Coefficients a of the terms, terms × functionals, with E[a b g] = E[m(g)] for every g that is a sum of terms: the
/// ridge regression that is least in E[(a b)²] - 2 E[m(a b)] (Chernozhukov, Newey and Singh 2022, Econometrica 90,
/// 967-1027), the constant (the first term) free. `parts`: disjoint rows, each of which says of the others' solution
/// which penalty is best. A third of it is taken, at least 3 / rows: the bias that it leaves is not told by a standard
/// error, the variance is; and where inputs all but determine each other, a long interval would rest on a few odd rows
/// without it.
Matrix riesz_representers(const std::vector<RieszSums>& parts);

}  // namespace nninterp

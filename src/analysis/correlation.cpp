#include "correlation.hpp"

#include <cmath>

namespace nninterp {

std::optional<double> strong_correlation(const Design& design, const Matrix& data, std::size_t a, std::size_t b) {
  constexpr double strong = 0.7;  // a usual threshold: Dormann et al. 2013, Ecography 36, 27-46
  if (design.variables[a].categorical || design.variables[b].categorical) return std::nullopt;
  const auto from_mean = [&](std::size_t v) -> Vector {
    const auto column = data.col(static_cast<Index>(v)).array();
    return column - column.mean();
  };
  const Vector of_a = from_mean(a), of_b = from_mean(b);
  const double r = of_a.dot(of_b) / (of_a.norm() * of_b.norm());
  return std::fabs(r) >= strong ? std::make_optional(r) : std::nullopt;
}

}  // namespace nninterp

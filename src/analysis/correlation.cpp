#include "correlation.hpp"

#include <algorithm>
#include <cmath>

#include "nninterp/core/text.hpp"

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

std::vector<Warning> warn_of_correlated(const Design& design, const Matrix& data, const std::vector<std::size_t>& moved,
                                        const std::string& what) {
  std::vector<std::string> parts;
  for (auto v = moved.begin(); v != moved.end(); ++v) {
    const std::string name = moved.size() > 1 ? design.variables[*v].name + " with " : "";
    for (std::size_t other = 0; other < design.variables.size(); ++other) {
      if (std::find(moved.begin(), v + 1, other) != v + 1) continue;
      const auto r = strong_correlation(design, data, *v, other);
      if (r) parts.push_back(name + design.variables[other].name + " (" + format_number(*r, 2) + ")");
    }
  }
  if (parts.empty()) return {};
  const std::string who = moved.size() > 1
                              ? "variables are correlated: " + list_some(parts)
                              : design.variables[moved.front()].name + " is correlated with " + list_some(parts);
  return {{"correlated_variables",
           who + ", so the " + what +
               " asks for combinations that the data hardly have; ⟨kind⟩ ale stays close to the data"}};
}

}  // namespace nninterp

#include "decays.hpp"

#include <algorithm>
#include <cmath>

namespace nninterp {

std::vector<double> decay_grid(Index rows, Index inputs, double copies) {
  const auto n = static_cast<double>(rows), p = static_cast<double>(std::max(inputs, Index{1}));
  const int low = -6 + 2 * std::max(0, static_cast<int>(std::floor(std::log10(n / 1000))));
  const int high = std::max(1, static_cast<int>(std::lround(std::log10(std::sqrt(n * p) / 4))));
  std::vector<double> grid;
  for (int half = 2 * high; half >= 2 * low; --half) grid.push_back(copies * std::pow(10.0, half / 2.0));
  return grid;
}

double decay_floor(ErrorFunction error, double held_out_error) {
  return error == ErrorFunction::ce ? 0.01 : 0.002 * held_out_error;
}

}  // namespace nninterp

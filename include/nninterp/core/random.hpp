#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace nninterp {

/// Mersenne-Twister seeded as R's set.seed() does, normals by inversion: the numbers of R 4 on every platform.
/// Matsumoto and Nishimura (1998); R's manual page "Random".
class Random {
 public:
  explicit Random(std::uint32_t seed);

  /// Uniform in the open interval (0, 1): R's runif(1).
  double uniform();
  /// Standard normal: R's rnorm(1).
  double normal();
  /// 0 .. count - 1 in random order: R's sample(count) less 1 (R 3.6 and later, "Rejection").
  std::vector<std::size_t> permutation(std::size_t count);

 private:
  std::uint32_t next();
  std::size_t below(std::size_t count);

  std::array<std::uint32_t, 624> state_;
  std::size_t position_;
};

/// Quantile of the standard normal distribution for 0 < p < 1, by Wichura's algorithm AS 241 (1988).
double normal_quantile(double p);

/// The probability of a standard normal number below z, precise also where it is tiny.
double normal_probability(double z);

}  // namespace nninterp

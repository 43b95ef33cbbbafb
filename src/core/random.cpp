#include "nninterp/core/random.hpp"

#include <cmath>
#include <numeric>

namespace nninterp {

Random::Random(std::uint32_t seed) : state_{}, position_(624) {
  const auto scramble = [&seed] { return seed = 69069 * seed + 1; };
  for (int i = 0; i < 50; ++i) scramble();
  scramble();  // R keeps the generator's position in the place of the first
  for (std::uint32_t& word : state_) word = scramble();
}

std::uint32_t Random::next() {
  constexpr std::size_t n = 624, m = 397;
  if (position_ == n) {
    for (std::size_t i = 0; i < n; ++i) {
      const std::uint32_t y = (state_[i] & 0x80000000u) | (state_[(i + 1) % n] & 0x7fffffffu);
      state_[i] = state_[(i + m) % n] ^ (y >> 1) ^ ((y & 1u) != 0 ? 0x9908b0dfu : 0u);
    }
    position_ = 0;
  }
  std::uint32_t y = state_[position_++];
  y ^= y >> 11;
  y ^= (y << 7) & 0x9d2c5680u;
  y ^= (y << 15) & 0xefc60000u;
  return y ^ (y >> 18);
}

double Random::uniform() {
  constexpr double scale = 2.3283064365386963e-10, margin = 0.5 * 2.328306437080797e-10;
  const double value = next() * scale;
  if (value <= 0.0) return margin;
  return 1.0 - value <= 0.0 ? 1.0 - margin : value;
}

double Random::normal() {
  constexpr double big = 134217728;  // 2^27: two uniforms make one with enough digits
  const double first = std::floor(big * uniform());
  return normal_quantile((first + uniform()) / big);
}

// 16 bits a uniform, as many as `count` needs and one uniform more where they fill it; again until it is small enough.
std::size_t Random::below(std::size_t count) {
  std::size_t bits = 0;
  while (count > std::size_t{1} << bits) ++bits;
  for (;;) {
    std::uint64_t value = 0;
    for (std::size_t n = 0; n <= bits; n += 16) value = 65536 * value + static_cast<std::uint64_t>(65536 * uniform());
    value &= (std::uint64_t{1} << bits) - 1;
    if (value < count) return value;
  }
}

std::vector<std::size_t> Random::permutation(std::size_t count) {
  std::vector<std::size_t> left(count), order;
  std::iota(left.begin(), left.end(), std::size_t{0});
  while (!left.empty()) {
    const std::size_t chosen = below(left.size());
    order.push_back(left[chosen]);
    left[chosen] = left.back();
    left.pop_back();
  }
  return order;
}

namespace {

template <std::size_t N>
double polynomial(const double (&coefficients)[N], double x) {
  double sum = coefficients[N - 1];
  for (std::size_t i = N - 1; i > 0; --i) sum = sum * x + coefficients[i - 1];
  return sum;
}

}  // namespace

double normal_probability(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }

double normal_quantile(double p) {
  static constexpr double a[] = {3.3871328727963666080, 133.14166789178437745, 1971.5909503065514427,
                                 13731.693765509461125, 45921.953931549871457, 67265.770927008700853,
                                 33430.575583588128105, 2509.0809287301226727};
  static constexpr double b[] = {1.0,
                                 42.313330701600911252,
                                 687.18700749205790830,
                                 5394.1960214247511077,
                                 21213.794301586595867,
                                 39307.895800092710610,
                                 28729.085735721942674,
                                 5226.4952788528545610};
  static constexpr double c[] = {1.42343711074968357734,  4.63033784615654529590,   5.76949722146069140550,
                                 3.64784832476320460504,  1.27045825245236838258,   .241780725177450611770,
                                 .0227238449892691845833, 7.74545014278341407640e-4};
  static constexpr double d[] = {1.0,
                                 2.05319162663775882187,
                                 1.67638483018380384940,
                                 .689767334985100004550,
                                 .148103976427480074590,
                                 .0151986665636164571966,
                                 5.47593808499534494600e-4,
                                 1.05075007164441684324e-9};
  static constexpr double e[] = {6.65790464350110377720,    5.46378491116411436990,   1.78482653991729133580,
                                 .296560571828504891230,    .0265321895265761230930,  .00124266094738807843860,
                                 2.71155556874348757815e-5, 2.01033439929228813265e-7};
  static constexpr double f[] = {1.0,
                                 .599832206555887937690,
                                 .136929880922735805310,
                                 .0148753612908506148525,
                                 7.86869131145613259100e-4,
                                 1.84631831751005468180e-5,
                                 1.42151175831644588870e-7,
                                 2.04426310338993978564e-15};
  const double q = p - 0.5;
  if (std::fabs(q) <= 0.425) {
    const double r = 0.180625 - q * q;
    return q * polynomial(a, r) / polynomial(b, r);
  }
  double r = std::sqrt(-std::log(q < 0 ? p : 1 - p));
  double value;
  if (r <= 5.0) {
    r -= 1.6;
    value = polynomial(c, r) / polynomial(d, r);
  } else {
    r -= 5.0;
    value = polynomial(e, r) / polynomial(f, r);
  }
  return q < 0 ? -value : value;
}

}  // namespace nninterp

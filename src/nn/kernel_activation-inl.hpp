// Activations of vectors and their slopes, compiled once for each kind of processor as Highway has it.
#if defined(NNINTERP_KERNEL_ACTIVATION_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef NNINTERP_KERNEL_ACTIVATION_INL
#undef NNINTERP_KERNEL_ACTIVATION_INL
#else
#define NNINTERP_KERNEL_ACTIVATION_INL
#endif

#include <hwy/highway.h>

#include "nninterp/nn/activation.hpp"

HWY_BEFORE_NAMESPACE();
namespace nninterp {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using D = hn::CappedTag<double, 8>;
using V = hn::Vec<D>;

inline V number(double value) { return hn::Set(D(), value); }

// 2^t as scale * (1 + excess) with t = n + r, |r| <= 1/2, scale = 2^n.
struct PowerParts {
  V scale, excess;
};

// 2^r - 1 for |r| <= 1/2, relative error 2e-17 before rounding: r by the polynomial of degree 10 that comes nearest in
// relative terms, found by Remez's exchange; even and odd powers apart, which halves the chain of operations that wait
// for each other.
HWY_INLINE V power_excess(V r) {
  const V r2 = hn::Mul(r, r);
  V even = hn::MulAdd(number(0x1.e8cab7c976947p-32), r2, number(0x1.b525a09339debp-24));
  even = hn::MulAdd(even, r2, number(0x1.ffcbfc1ea37c7p-17));
  even = hn::MulAdd(even, r2, number(0x1.5d87fe78b211ap-10));
  even = hn::MulAdd(even, r2, number(0x1.c6b08d704a08ep-5));
  even = hn::MulAdd(even, r2, number(0x1.62e42fefa39efp-1));
  V odd = hn::MulAdd(number(0x1.e605d28b72567p-28), r2, number(0x1.62bfd4b4adf2bp-20));
  odd = hn::MulAdd(odd, r2, number(0x1.4309130958e77p-13));
  odd = hn::MulAdd(odd, r2, number(0x1.3b2ab6fba1e40p-7));
  odd = hn::MulAdd(odd, r2, number(0x1.ebfbdff82c598p-3));
  return hn::Mul(r, hn::MulAdd(odd, r, even));
}

// e^(factor z), factor 1, 2, -1 or -2; exponents beyond `most` count as it, which 708 at most can be.
HWY_INLINE PowerParts power_parts(V z, double factor, double most = 690) {
  const D d;
  const hn::RebindToSigned<D> di;
  const V log2_e = number(1.4426950408889634 * factor);
  const V limit = number(most / (factor < 0 ? -factor : factor));
  const V low = hn::Neg(limit);
  const V x = hn::Min(limit, hn::Max(low, z));  // NaN stays: of two, the second is taken
  // Added to 1.5 * 2^52, a number is rounded to whole, and that stands in the last bits; with 1023 more, the exponent.
  const V whole = number(0x1.8p52 + 1023);
  const V shifted = hn::MulAdd(x, log2_e, whole);
  const V n = hn::Sub(shifted, whole);
#if HWY_NATIVE_FMA
  const V log2_e_low = number(2.0355273740931033e-17 * factor);
  const V r = hn::MulAdd(x, log2_e_low, hn::MulSub(x, log2_e, n));
#else  // a rounded product would cost digits: n by the leading bits of ln 2 is exact
  const V rest = hn::NegMulAdd(n, number(0x1.62e42fefa3800p-1 / factor), x);
  const V r = hn::Mul(hn::NegMulAdd(n, number(0x1.ef35793c76730p-45 / factor), rest), log2_e);
#endif
  const auto exponent = hn::ShiftLeft<52>(hn::BitCast(di, shifted));
  return {hn::BitCast(d, exponent), power_excess(r)};
}

inline V value_of(const PowerParts& e) { return hn::MulAdd(e.scale, e.excess, e.scale); }
// Value less 1, where nothing cancels near 1.
inline V excess_of(const PowerParts& e) { return hn::MulAdd(e.scale, e.excess, hn::Sub(e.scale, number(1))); }

// 1 - e^-a.
HWY_INLINE V one_less_exponential(V a) { return hn::Neg(excess_of(power_parts(a, -1))); }

HWY_INLINE V exponential(V z) { return hn::IfThenZeroElse(hn::Lt(z, number(-745.2)), value_of(power_parts(z, 1))); }

// In this form, because its last bits decide the sign of the gradient where all rows
// are saturated, and resilient backpropagation goes by signs: so it is in R. Exactly 0 where e^-z overflows, for the
// same reason.
HWY_INLINE V logistic(V z) {
  const V one = number(1);
  const V value = hn::Div(one, hn::Add(one, value_of(power_parts(z, -1))));
  return hn::IfThenZeroElse(hn::Lt(z, number(-709.782712893384)), value);
}

// What the hyperbolic tangent of |z| is made of.
struct TangentParts {
  V e, ratio;  // e^2|z|; from 1 on 2 / (e^2|z| + 1), below (e^2|z| - 1) / (e^2|z| + 1)
  hn::Mask<D> large;
};

HWY_INLINE TangentParts tangent_parts(V z, double most = 690) {
  const V one = number(1), size = hn::Abs(z);
  const PowerParts parts = power_parts(size, 2, most);
  const V e = value_of(parts);
  const auto large = hn::Ge(size, one);
  return {e, hn::Div(hn::IfThenElse(large, number(2), excess_of(parts)), hn::Add(e, one)), large};
}

// (e^2z - 1) / (e^2z + 1), arranged so that nothing cancels near 0; from 1 on as 1 - 2 / (e^2z + 1), which rounds to 1
// where the exact value does.
HWY_INLINE V tangent_of(const TangentParts& t, V z) {
  return hn::CopySign(hn::IfThenElse(t.large, hn::Sub(number(1), t.ratio), t.ratio), z);
}

HWY_INLINE V hyperbolic_tangent(V z) { return tangent_of(tangent_parts(z), z); }

// 2 atanh(s) = log((1 + s) / (1 - s)) for 0 <= s <= 1/3, relative error 5e-17 before rounding: s by the polynomial of
// degree 9 in s^2 that comes nearest in relative terms, found by Remez's exchange; even and odd powers apart, which
// halves the chain of operations that wait for each other.
HWY_INLINE V twice_inverse_tanh(V s) {
  const V s2 = hn::Mul(s, s), s4 = hn::Mul(s2, s2);
  V even = hn::MulAdd(number(0x1.946293102e788p-4), s4, number(0x1.3aa4eb5cd51bfp-3));
  even = hn::MulAdd(even, s4, number(0x1.c71c470cacba2p-3));
  even = hn::MulAdd(even, s4, number(0x1.99999998c5806p-2));
  even = hn::MulAdd(even, s4, number(2));
  V odd = hn::MulAdd(number(0x1.6c7b88ed69841p-3), s4, number(0x1.16626cd3466abp-3));
  odd = hn::MulAdd(odd, s4, number(0x1.74629de56109bp-3));
  odd = hn::MulAdd(odd, s4, number(0x1.24924983230c3p-2));
  odd = hn::MulAdd(odd, s4, number(0x1.5555555555b17p-1));
  return hn::Mul(s, hn::MulAdd(odd, s2, even));
}

// max(z, 0) + log(1 + u) with u = e^-|z|, and log(1 + u) = 2 atanh(u / (2 + u)).
HWY_INLINE V softplus_by(V z, V u) {
  const V tail = twice_inverse_tanh(hn::Div(u, hn::Add(number(2), u)));
  return hn::Add(hn::Max(hn::Zero(D()), z), hn::IfThenZeroElse(hn::Gt(hn::Abs(z), number(745.2)), tail));
}

HWY_INLINE V softplus_of(V z) { return softplus_by(z, value_of(power_parts(hn::Abs(z), -1))); }

template <Activation activation>
HWY_INLINE V activated(V z) {
  const D d;
  switch (activation) {
    case Activation::logistic:
      return logistic(z);
    case Activation::tanh:
      return hyperbolic_tangent(z);
    case Activation::relu:
      return hn::IfThenElse(hn::Lt(z, hn::Zero(d)), hn::Zero(d), z);
    case Activation::softplus:
      return softplus_of(z);
    default:
      return z;  // linear; softmax comes when all sums of its row are there
  }
}

// The slope of an activation by its value, as R has it: 0 where that is all but 1.
template <Activation activation>
HWY_INLINE V slope_at(V a) {
  const D d;
  const V one = number(1);
  switch (activation) {
    case Activation::logistic:
#if HWY_NATIVE_FMA
      return hn::NegMulAdd(a, a, a);
#else  // a rounded square would cost digits
      return hn::Mul(a, hn::Sub(one, a));
#endif
    case Activation::tanh:
      return hn::NegMulAdd(a, a, one);
    case Activation::relu:
      return hn::IfThenElseZero(hn::Gt(a, hn::Zero(d)), one);
    case Activation::softplus:
      return one_less_exponential(a);
    default:
      return one;
  }
}

struct ValueAndSlope {
  V value, slope;
};

// 0 where a slope of e^-|exponent| is below the normal numbers.
HWY_INLINE V unless_tiny(V exponent, V slope) {
  return hn::IfThenZeroElse(hn::Gt(hn::Abs(exponent), number(708)), slope);
}

// Both from one exponential, which cancels nowhere: the slope has all its digits also where the unit is saturated.
template <Activation activation>
HWY_INLINE ValueAndSlope activated_with_slope(V z) {
  const D d;
  const V one = number(1);
  switch (activation) {
    case Activation::logistic: {  // s(z) s(-z), and s(-z) = e^-z s(z)
      const V e = value_of(power_parts(z, -1, 708)), s = hn::Div(one, hn::Add(one, e));
      return {s, unless_tiny(z, hn::Mul(s, hn::Mul(e, s)))};
    }
    case Activation::tanh: {  // 1 / cosh^2 = 4 e^2|z| / (e^2|z| + 1)^2
      const TangentParts t = tangent_parts(z, 708);
      const V far = hn::Mul(t.ratio, hn::Mul(t.ratio, t.e)), near = hn::NegMulAdd(t.ratio, t.ratio, one);
      return {tangent_of(t, z), unless_tiny(hn::Add(z, z), hn::IfThenElse(t.large, far, near))};
    }
    case Activation::softplus: {  // s(z)
      const V u = value_of(power_parts(hn::Abs(z), -1, 708)), below = hn::Min(hn::Zero(d), z);
      const V top = hn::IfThenElse(hn::Lt(z, hn::Zero(d)), u, one);
      return {softplus_by(z, u), unless_tiny(below, hn::Div(top, hn::Add(one, u)))};
    }
    default: {
      const V value = activated<activation>(z);
      return {value, slope_at<activation>(value)};
    }
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace nninterp
HWY_AFTER_NAMESPACE();

#endif

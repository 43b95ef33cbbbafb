// Sums of activations over rows, compiled once for each kind of processor; the best is chosen when it is first called.
#include "kernel_sums.hpp"

// As in kernel_block.cpp, vectors stand in arrays.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "nn/kernel_sums.cpp"
// clang-format off
#include <hwy/foreach_target.h>
#include <hwy/highway.h>
#include "kernel_activation-inl.hpp"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace nninterp {
namespace HWY_NAMESPACE {

constexpr Index rows_of_group = 8;
constexpr Index rows_of_vector = HWY_MAX_BYTES >= 64 ? 8 : HWY_MAX_BYTES / 8;
constexpr Index vectors_of_group = rows_of_group / rows_of_vector;

HWY_INLINE double sum_of_lanes(const V (&vectors)[vectors_of_group]) {
  double l[rows_of_group];
  for (Index k = 0; k < vectors_of_group; ++k) hn::StoreU(vectors[k], D(), l + k * rows_of_vector);
  return ((l[0] + l[1]) + (l[2] + l[3])) + ((l[4] + l[5]) + (l[6] + l[7]));
}

// Units side by side, so that one need not wait for another's last steps.
template <Activation activation, int Units>
HWY_INLINE void sum_tile(const double* sums, const double* weights, Index groups, Index units, const double* added,
                         double* totals) {
  const D d;
  V of_lanes[Units][vectors_of_group];
  for (auto& of_unit : of_lanes) {
    for (V& one : of_unit) one = hn::Zero(d);
  }
  for (Index g = 0; g < groups; ++g) {
    for (Index k = 0; k < vectors_of_group; ++k) {
      const V weight = hn::LoadU(d, weights + g * rows_of_group + k * rows_of_vector);
      const double* from = sums + g * units * rows_of_group + k * rows_of_vector;
      for (int unit = 0; unit < Units; ++unit) {
        const V sum = hn::Add(hn::LoadU(d, from + unit * rows_of_group), number(added[unit]));
        of_lanes[unit][k] = hn::MulAdd(activated<activation>(sum), weight, of_lanes[unit][k]);
      }
    }
  }
  for (int unit = 0; unit < Units; ++unit) totals[unit] = sum_of_lanes(of_lanes[unit]);
}

template <Activation activation>
HWY_INLINE void sum_units(const double* sums, const double* weights, Index groups, Index units, const double* added,
                          double* totals) {
  Index unit = 0;
  for (; unit + 4 <= units; unit += 4) {
    sum_tile<activation, 4>(sums + unit * rows_of_group, weights, groups, units, added + unit, totals + unit);
  }
  for (; unit < units; ++unit) {
    sum_tile<activation, 1>(sums + unit * rows_of_group, weights, groups, units, added + unit, totals + unit);
  }
}

void sum_activated_here(Activation activation, const double* sums, const double* weights, Index groups, Index units,
                        const double* added, double* totals) {
  switch (activation) {
    case Activation::logistic:
      return sum_units<Activation::logistic>(sums, weights, groups, units, added, totals);
    case Activation::tanh:
      return sum_units<Activation::tanh>(sums, weights, groups, units, added, totals);
    case Activation::relu:
      return sum_units<Activation::relu>(sums, weights, groups, units, added, totals);
    case Activation::softplus:
      return sum_units<Activation::softplus>(sums, weights, groups, units, added, totals);
    default:
      return sum_units<Activation::linear>(sums, weights, groups, units, added, totals);
  }
}

// Two shares by one division: v / a + w / b = (v b + w a) / (a b).
void sum_shares_here(const double* others, const double* weights, Index groups, Index units, const double* own,
                     double* totals) {
  const D d;
  const V one = number(1);
  for (Index unit = 0; unit < units; ++unit) {
    const V factor = number(own[unit]);
    V of_lanes[vectors_of_group];
    for (V& of_lane : of_lanes) of_lane = hn::Zero(d);
    const auto share = [&](Index g, Index k) {
      return hn::MulAdd(hn::LoadU(d, others + (g * units + unit) * rows_of_group + k * rows_of_vector), factor, one);
    };
    const auto weight = [&](Index g, Index k) {
      return hn::LoadU(d, weights + g * rows_of_group + k * rows_of_vector);
    };
    Index g = 0;
    for (; g + 2 <= groups; g += 2) {
      for (Index k = 0; k < vectors_of_group; ++k) {
        const V a = share(g, k), b = share(g + 1, k);
        const V both = hn::MulAdd(weight(g, k), b, hn::Mul(weight(g + 1, k), a));
        of_lanes[k] = hn::Add(of_lanes[k], hn::Div(both, hn::Mul(a, b)));
      }
    }
    for (; g < groups; ++g) {
      for (Index k = 0; k < vectors_of_group; ++k) {
        of_lanes[k] = hn::Add(of_lanes[k], hn::Div(weight(g, k), share(g, k)));
      }
    }
    totals[unit] = sum_of_lanes(of_lanes);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace nninterp
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace nninterp {

HWY_EXPORT(sum_activated_here);
HWY_EXPORT(sum_shares_here);

void sum_activated(Activation activation, const double* sums, const double* weights, Index groups, Index units,
                   const double* added, double* totals) {
  HWY_DYNAMIC_DISPATCH(sum_activated_here)(activation, sums, weights, groups, units, added, totals);
}

void sum_shares(const double* others, const double* weights, Index groups, Index units, const double* own,
                double* totals) {
  HWY_DYNAMIC_DISPATCH(sum_shares_here)(others, weights, groups, units, own, totals);
}

}  // namespace nninterp
#endif

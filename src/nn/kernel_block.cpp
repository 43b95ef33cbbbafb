// The vector code, compiled once for each kind of processor; the best is chosen when it is first called.
#include "kernel_block.hpp"

#include <algorithm>

#include <hwy/cache_control.h>

// Vectors of unknown length cannot stand in arrays, which the tiles below are.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "nn/kernel_block.cpp"
// The order counts: foreach_target.h includes this file again for each target.
// clang-format off
#include <hwy/foreach_target.h>
#include <hwy/highway.h>
#include <hwy/contrib/math/math-inl.h>
#include "kernel_activation-inl.hpp"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace nninterp {
namespace HWY_NAMESPACE {

constexpr Index group_rows = 8;
constexpr Index vector_rows = HWY_MAX_BYTES >= 64 ? 8 : HWY_MAX_BYTES / 8;
constexpr Index parts = group_rows / vector_rows;

// As many as the registers hold: vectors of rows of a tile of the forward pass, and inputs of one of the gradient. Both
// have up to 5 units.
constexpr int forward_rows = vector_rows == 8 ? 4 : 2;
constexpr Index gradient_inputs = vector_rows == 8 ? 5 : 2;

// Where the numbers of vector v (of all in the block) begin in what has `units` numbers a row.
inline Index at(Index v, Index units) { return v / parts * units * group_rows + v % parts * vector_rows; }

// Pass::run of one activation, so that none is chosen within a loop.
template <typename Pass, typename... Arguments>
HWY_INLINE void run_for(Activation activation, Arguments&&... arguments) {
  switch (activation) {
    case Activation::logistic:
      return Pass::template run<Activation::logistic>(arguments...);
    case Activation::tanh:
      return Pass::template run<Activation::tanh>(arguments...);
    case Activation::relu:
      return Pass::template run<Activation::relu>(arguments...);
    case Activation::softplus:
      return Pass::template run<Activation::softplus>(arguments...);
    default:
      return Pass::template run<Activation::linear>(arguments...);
  }
}

// Derivatives by activations become derivatives by sums.
struct MultiplyBySlope {
  template <Activation activation>
  static HWY_INLINE void run(const double* activations, double* deltas, Index count) {
    const D d;
    for (Index i = 0; i < count; i += vector_rows) {
      const V slope = slope_at<activation>(hn::LoadU(d, activations + i));
      hn::StoreU(hn::Mul(hn::LoadU(d, deltas + i), slope), d, deltas + i);
    }
  }
};

// What the next block will read is fetched a few lines of the cache at a time: the processor waits for more than some
// of them at once.
class Fetch {
 public:
  // `next` may be null. In about so many calls of some().
  Fetch(const double* next, Index count, Index calls)
      : next_(next), left_(next == nullptr ? 0 : count / line), step_(count / line / calls + 1) {}
  HWY_INLINE void some() {
    for (Index stop = HWY_MAX(Index{0}, left_ - step_); left_ > stop; --left_, next_ += line) hwy::Prefetch(next_);
  }

 private:
  static constexpr Index line = 8;
  const double* next_;
  Index left_, step_;  // lines
};

// Sums become activations, and what comes next is fetched: here the processor computes long on little memory.
struct Activate {
  template <Activation activation>
  static HWY_INLINE void run(double* values, Index count, Fetch& fetch) {
    const D d;
    for (Index i = 0; i < count; i += vector_rows) {
      fetch.some();
      hn::StoreU(activated<activation>(hn::LoadU(d, values + i)), d, values + i);
    }
  }
};

// The same with their slopes.
struct ActivateWithSlopes {
  template <Activation activation>
  static HWY_INLINE void run(double* values, double* slopes, Index count) {
    const D d;
    for (Index i = 0; i < count; i += vector_rows) {
      const ValueAndSlope both = activated_with_slope<activation>(hn::LoadU(d, values + i));
      hn::StoreU(both.value, d, values + i);
      hn::StoreU(both.slope, d, slopes + i);
    }
  }
};

// ---- Forward: sums of some units at some vectors of rows, then their activations ----

template <int Vectors, int Units>
HWY_INLINE void forward_tile(const KernelLayer& layer, const double* from, Index v, Index unit) {
  const D d;
  const Index units = layer.units, inputs = layer.inputs;
  const double* w = layer.weights_by_input + unit;
  const double* x[Vectors];
  V sum[Vectors][Units];
  for (int r = 0; r < Vectors; ++r) {
    x[r] = from + at(v + r, inputs);
    for (int u = 0; u < Units; ++u) sum[r][u] = number(w[u]);
  }
  for (Index i = 0; i < inputs; ++i) {
    w += units;
    V row[Vectors];
    for (int r = 0; r < Vectors; ++r) row[r] = hn::LoadU(d, x[r] + i * group_rows);
    for (int u = 0; u < Units; ++u) {
      const V weight = number(w[u]);
      for (int r = 0; r < Vectors; ++r) sum[r][u] = hn::MulAdd(weight, row[r], sum[r][u]);
    }
  }
  for (int r = 0; r < Vectors; ++r) {
    double* to = layer.activations + at(v + r, layer.units) + unit * group_rows;
    for (int u = 0; u < Units; ++u) hn::StoreU(sum[r][u], d, to + u * group_rows);
  }
}

template <int Vectors>
HWY_INLINE void forward_vectors(const KernelLayer& layer, const double* from, Index v) {
  Index unit = 0;
  for (; unit + 5 < layer.units; unit += 4) forward_tile<Vectors, 4>(layer, from, v, unit);
  switch (layer.units - unit) {
    case 5:
      return forward_tile<Vectors, 5>(layer, from, v, unit);
    case 4:
      return forward_tile<Vectors, 4>(layer, from, v, unit);
    case 3:
      return forward_tile<Vectors, 3>(layer, from, v, unit);
    case 2:
      return forward_tile<Vectors, 2>(layer, from, v, unit);
    default:
      return forward_tile<Vectors, 1>(layer, from, v, unit);
  }
}

HWY_INLINE void forward(const KernelLayer& layer, const double* from, Index vectors) {
  Index v = 0;
  for (; v + forward_rows <= vectors; v += forward_rows) forward_vectors<forward_rows>(layer, from, v);
  for (; v < vectors; ++v) forward_vectors<1>(layer, from, v);
}

HWY_INLINE void softmax(const KernelLayer& layer, Index vectors, const double* sums) {
  const D d;
  for (Index v = 0; v < vectors; ++v) {
    const Index base = at(v, layer.units);
    V largest = hn::LoadU(d, sums + base), total = hn::Zero(d);
    for (Index k = 1; k < layer.units; ++k) largest = hn::Max(largest, hn::LoadU(d, sums + base + k * group_rows));
    for (Index k = 0; k < layer.units; ++k) {
      const V power = exponential(hn::Sub(hn::LoadU(d, sums + base + k * group_rows), largest));
      hn::StoreU(power, d, layer.activations + base + k * group_rows);
      total = hn::Add(total, power);
    }
    for (Index k = 0; k < layer.units; ++k) {
      double* a = layer.activations + base + k * group_rows;
      hn::StoreU(hn::Div(hn::LoadU(d, a), total), d, a);
    }
  }
}

// A sum less the logarithm of the others' exponentials: exact where p is all but 0 or 1.
HWY_INLINE V log_odds_of(const double* sums, Index units, Index k) {
  const D d;
  const Index first = k == 0 ? 1 : 0;
  V largest = hn::LoadU(d, sums + first * group_rows), total = hn::Zero(d);
  for (Index j = first; j < units; ++j) {
    if (j != k) largest = hn::Max(largest, hn::LoadU(d, sums + j * group_rows));
  }
  for (Index j = first; j < units; ++j) {
    if (j != k) total = hn::Add(total, exponential(hn::Sub(hn::LoadU(d, sums + j * group_rows), largest)));
  }
  return hn::Sub(hn::LoadU(d, sums + k * group_rows), hn::Add(largest, hn::Log(d, total)));
}

void take_log_odds_here(const KernelBlock& block, double* log_odds) {
  const Index units = block.layers[block.layer_count - 1].units;
  for (Index v = 0; v < block.groups * parts; ++v) {
    for (Index k = 0; k < units; ++k) {
      hn::StoreU(log_odds_of(block.sums + at(v, units), units, k), D(), log_odds + at(v, units) + k * group_rows);
    }
  }
}

// ---- The error at the outputs, and its derivative by their sums ----

HWY_INLINE V binary_cross_entropy(V sum, V target) { return hn::NegMulAdd(target, sum, softplus_of(sum)); }

// What a row adds to -log-likelihood, from the sums, where logarithms of outputs cannot overflow.
HWY_INLINE V cross_entropy(const KernelLayer& layer, const double* sums, const double* targets) {
  const D d;
  V error = hn::Zero(d);
  if (layer.activation == Activation::logistic) {
    for (Index k = 0; k < layer.units * group_rows; k += group_rows) {
      error = hn::Add(error, binary_cross_entropy(hn::LoadU(d, sums + k), hn::LoadU(d, targets + k)));
    }
    return error;
  }
  V largest = hn::LoadU(d, sums), total = hn::Zero(d);
  for (Index k = 1; k < layer.units; ++k) largest = hn::Max(largest, hn::LoadU(d, sums + k * group_rows));
  for (Index k = 0; k < layer.units; ++k) {
    total = hn::Add(total, exponential(hn::Sub(hn::LoadU(d, sums + k * group_rows), largest)));
  }
  const V log_total = hn::Add(largest, hn::Log(d, total));
  for (Index k = 0; k < layer.units; ++k) {
    const V z = hn::LoadU(d, sums + k * group_rows), y = hn::LoadU(d, targets + k * group_rows);
    error = hn::MulAdd(y, hn::Sub(log_total, z), error);
  }
  return error;
}

// What MultiplyBySlope is for the other activations.
HWY_INLINE void multiply_by_softmax_slopes(const KernelLayer& layer, Index vectors) {
  const D d;
  for (Index v = 0; v < vectors; ++v) {
    const double* a = layer.activations + at(v, layer.units);
    double* delta = layer.deltas + at(v, layer.units);
    V weighted = hn::Zero(d);
    for (Index k = 0; k < layer.units * group_rows; k += group_rows) {
      weighted = hn::MulAdd(hn::LoadU(d, delta + k), hn::LoadU(d, a + k), weighted);
    }
    for (Index k = 0; k < layer.units * group_rows; k += group_rows) {
      hn::StoreU(hn::Mul(hn::LoadU(d, a + k), hn::Sub(hn::LoadU(d, delta + k), weighted)), d, delta + k);
    }
  }
}

// 0 in what stands behind the last row; `rows` are left from the vector's first.
HWY_INLINE V of_rows(V value, Index rows) {
  if (rows >= vector_rows) return value;
  return hn::IfThenElseZero(hn::FirstN(D(), static_cast<std::size_t>(HWY_MAX(Index{0}, rows))), value);
}

// The differences of outputs and targets, which are the derivatives by the sums for ce, of a vector of rows; returns
// half the sum of their squares.
HWY_INLINE V take_differences(const double* outputs, const double* targets, double* deltas, Index units, Index rows) {
  const D d;
  V error = hn::Zero(d);
  for (Index k = 0; k < units * group_rows; k += group_rows) {
    const V delta = of_rows(hn::Sub(hn::LoadU(d, outputs + k), hn::LoadU(d, targets + k)), rows);
    hn::StoreU(delta, d, deltas + k);
    error = hn::MulAdd(hn::Mul(number(0.5), delta), delta, error);
  }
  return error;
}

// A vector of rows counts as often as its weights say: its deltas and, returned, its error.
HWY_INLINE V weighted(V error, const double* weights, double* deltas, Index units) {
  const D d;
  const V weight = hn::LoadU(d, weights);
  for (Index k = 0; k < units * group_rows; k += group_rows) {
    hn::StoreU(hn::Mul(hn::LoadU(d, deltas + k), weight), d, deltas + k);
  }
  return hn::Mul(error, weight);
}

// Adds the errors of the rows, and fills the deltas with the differences.
HWY_INLINE void compare_outputs(const KernelBlock& block, const KernelTargets& targets, const KernelLayer& layer) {
  const D d;
  const Index vectors = block.groups * parts, units = layer.units;
  // Copies, since a store could change what stands behind references.
  const double *outputs = layer.activations, *values = targets.values, *sums = block.sums, *weights = targets.weights;
  double *deltas = layer.deltas, *lane_error = targets.lane_error;
  const bool squares = targets.error == ErrorFunction::sse, fetch = block.ahead != nullptr;
  V lanes[parts];
  for (Index part = 0; part < parts; ++part) lanes[part] = hn::LoadU(d, lane_error + part * vector_rows);
  Index rows = targets.rows;
  for (Index v = 0; v < vectors; ++v, rows -= vector_rows) {
    const Index base = at(v, units);
    if (fetch) hwy::Prefetch(values + at(v + vectors, units));
    V error = take_differences(outputs + base, values + base, deltas + base, units, rows);
    if (!squares) error = of_rows(cross_entropy(layer, sums + base, values + base), rows);
    if (weights != nullptr) error = weighted(error, weights + at(v, 1), deltas + base, units);
    lanes[v % parts] = hn::Add(lanes[v % parts], error);
  }
  for (Index part = 0; part < parts; ++part) hn::StoreU(lanes[part], d, lane_error + part * vector_rows);
}

HWY_INLINE void multiply_by_output_slopes(const KernelBlock& block) {
  const KernelLayer& last = block.layers[block.layer_count - 1];
  if (last.activation == Activation::softmax) return multiply_by_softmax_slopes(last, block.groups * parts);
  if (last.activation == Activation::linear) return;
  run_for<MultiplyBySlope>(last.activation, last.activations, last.deltas, block.groups * last.units * group_rows);
}

// ---- Backward ----

// Adds the products of what feeds some inputs of some units with the units' deltas, lane by lane; with the first inputs
// also the deltas themselves, for the biases.
template <int Inputs, int Units, bool First>
HWY_INLINE void gradient_tile(const KernelLayer& layer, const double* from, Index groups, Index part, Index input,
                              Index unit) {
  const D d;
  V sum[Inputs][Units], bias[Units];
  for (int u = 0; u < Units; ++u) {
    bias[u] = hn::Zero(d);
    for (int i = 0; i < Inputs; ++i) sum[i][u] = hn::Zero(d);
  }
  const Index next_x = layer.inputs * group_rows, next_delta = layer.units * group_rows;
  const double* x = from + input * group_rows + part * vector_rows;
  const double* delta = layer.deltas + unit * group_rows + part * vector_rows;
  for (Index g = 0; g < groups; ++g, x += next_x, delta += next_delta) {
    V of_unit[Units];
    for (int u = 0; u < Units; ++u) {
      of_unit[u] = hn::LoadU(d, delta + u * group_rows);
      if (First) bias[u] = hn::Add(bias[u], of_unit[u]);
    }
    for (int i = 0; i < Inputs; ++i) {
      const V a = hn::LoadU(d, x + i * group_rows);
      for (int u = 0; u < Units; ++u) sum[i][u] = hn::MulAdd(a, of_unit[u], sum[i][u]);
    }
  }
  for (int u = 0; u < Units; ++u) {
    double* lanes = layer.lane_gradient + (unit + u) * (layer.inputs + 1) * group_rows + part * vector_rows;
    if (First) hn::StoreU(hn::Add(hn::LoadU(d, lanes), bias[u]), d, lanes);
    lanes += (1 + input) * group_rows;
    for (int i = 0; i < Inputs; ++i, lanes += group_rows) {
      hn::StoreU(hn::Add(hn::LoadU(d, lanes), sum[i][u]), d, lanes);
    }
  }
}

template <int Units, bool First>
HWY_INLINE void gradient_inputs_from(const KernelLayer& layer, const double* from, Index groups, Index part,
                                     Index input, Index unit) {
  switch (HWY_MIN(gradient_inputs, layer.inputs - input)) {
    case 5:
      return gradient_tile<5, Units, First>(layer, from, groups, part, input, unit);
    case 4:
      return gradient_tile<4, Units, First>(layer, from, groups, part, input, unit);
    case 3:
      return gradient_tile<3, Units, First>(layer, from, groups, part, input, unit);
    case 2:
      return gradient_tile<2, Units, First>(layer, from, groups, part, input, unit);
    default:
      return gradient_tile<1, Units, First>(layer, from, groups, part, input, unit);
  }
}

template <int Units>
HWY_INLINE void gradient_units(const KernelLayer& layer, const double* from, Index groups, Index part, Index unit) {
  gradient_inputs_from<Units, true>(layer, from, groups, part, 0, unit);
  for (Index input = gradient_inputs; input < layer.inputs; input += gradient_inputs) {
    gradient_inputs_from<Units, false>(layer, from, groups, part, input, unit);
  }
}

HWY_INLINE void add_gradients(const KernelLayer& layer, const double* from, Index groups) {
  for (Index part = 0; part < parts; ++part) {
    Index unit = 0;
    for (; unit + 4 <= layer.units && unit + 5 != layer.units; unit += 4) {
      gradient_units<4>(layer, from, groups, part, unit);
    }
    if (unit + 3 <= layer.units) {
      gradient_units<3>(layer, from, groups, part, unit);
      unit += 3;
    }
    if (unit + 2 <= layer.units) {
      gradient_units<2>(layer, from, groups, part, unit);
    } else if (unit < layer.units) {
      gradient_units<1>(layer, from, groups, part, unit);
    }
  }
}

// Where the slopes of a layer come from: in a gradient its activations, else they are there.
template <Activation activation>
struct ByActivations {
  static HWY_INLINE const double* of(const KernelLayer& layer) { return layer.activations; }
  static HWY_INLINE V slope(V value) { return slope_at<activation>(value); }
};
struct AsStored {
  static HWY_INLINE const double* of(const KernelLayer& layer) { return layer.slopes; }
  static HWY_INLINE V slope(V value) { return value; }
};

// The deltas of some units of the layer before, from those behind it.
template <typename Slopes, int Units>
HWY_INLINE void carry_tile(const KernelLayer& behind, const KernelLayer& before, Index vectors, Index unit) {
  const D d;
  const double* w = behind.weights + 1 + unit;
  const double *from = behind.deltas, *known = Slopes::of(before) + unit * group_rows;
  double* to = before.deltas + unit * group_rows;
  const Index behind_units = behind.units, before_units = before.units, next = behind.inputs + 1;
  for (Index v = 0; v < vectors; ++v) {
    const double* delta = from + at(v, behind_units);
    const Index here = at(v, before_units);
    V sum[Units];
    for (int i = 0; i < Units; ++i) sum[i] = hn::Mul(number(w[i]), hn::LoadU(d, delta));
    for (Index u = 1; u < behind_units; ++u) {
      const V carried = hn::LoadU(d, delta + u * group_rows);
      for (int i = 0; i < Units; ++i) sum[i] = hn::MulAdd(number(w[u * next + i]), carried, sum[i]);
    }
    for (int i = 0; i < Units; ++i) {
      const V slope = Slopes::slope(hn::LoadU(d, known + here + i * group_rows));
      hn::StoreU(hn::Mul(sum[i], slope), d, to + here + i * group_rows);
    }
  }
}

template <typename Slopes>
HWY_INLINE void carry_back(const KernelLayer& behind, const KernelLayer& before, Index vectors) {
  Index unit = 0;
  for (; unit + 4 <= before.units; unit += 4) carry_tile<Slopes, 4>(behind, before, vectors, unit);
  for (; unit < before.units; ++unit) carry_tile<Slopes, 1>(behind, before, vectors, unit);
}

struct CarryBack {
  template <Activation activation>
  static HWY_INLINE void run(const KernelLayer& behind, const KernelLayer& before, Index vectors) {
    carry_back<ByActivations<activation>>(behind, before, vectors);
  }
};

// ---- A single output: forward, error and back in one go, while the activations before it are near ----

// The derivative of the error by an output's sum, and the error added to `error`.
struct LinearSquares {
  static HWY_INLINE V compare(V sum, V target, Index rows, V* error) {
    const V delta = of_rows(hn::Sub(sum, target), rows);
    *error = hn::MulAdd(hn::Mul(number(0.5), delta), delta, *error);
    return delta;
  }
};

struct LogisticCrossEntropy {
  static HWY_INLINE V compare(V sum, V target, Index rows, V* error) {
    *error = hn::Add(*error, of_rows(binary_cross_entropy(sum, target), rows));
    return of_rows(hn::Sub(logistic(sum), target), rows);
  }
};

// For `Groups` groups from g on, of which `rows` rows count.
template <typename Output, Activation activation, Index Groups>
HWY_INLINE void one_output_groups(const KernelLayer& last, const KernelLayer& before, const double* targets, Index g,
                                  Index part, Index rows, V* error) {
  const D d;
  const Index units = before.units, next = units * group_rows;
  const double *w = last.weights + 1, *a = before.activations + g * next + part * vector_rows;
  double *to = before.deltas + g * next + part * vector_rows, *lanes = last.lane_gradient + part * vector_rows;
  V delta[Groups], bias = hn::LoadU(d, lanes);
  for (Index v = 0; v < Groups; ++v) delta[v] = number(last.weights[0]);
  for (Index i = 0; i < units; ++i) {
    const V weight = number(w[i]);
    for (Index v = 0; v < Groups; ++v) {
      delta[v] = hn::MulAdd(weight, hn::LoadU(d, a + v * next + i * group_rows), delta[v]);
    }
  }
  for (Index v = 0; v < Groups; ++v) {
    const V target = hn::LoadU(d, targets + (g + v) * group_rows + part * vector_rows);
    delta[v] = Output::compare(delta[v], target, rows - v * group_rows, error);
    bias = hn::Add(bias, delta[v]);
  }
  hn::StoreU(bias, d, lanes);
  for (Index i = 0; i < units; ++i) {
    lanes += group_rows;
    const V weight = number(w[i]);
    V sum = hn::LoadU(d, lanes);
    for (Index v = 0; v < Groups; ++v) {
      const V value = hn::LoadU(d, a + v * next + i * group_rows);
      sum = hn::MulAdd(value, delta[v], sum);
      hn::StoreU(hn::Mul(hn::Mul(weight, delta[v]), slope_at<activation>(value)), d, to + v * next + i * group_rows);
    }
    hn::StoreU(sum, d, lanes);
  }
}

template <typename Output>
struct OneOutput {
  template <Activation activation>
  static HWY_INLINE void run(const KernelLayer& last, const KernelLayer& before, const KernelTargets& targets,
                             Index groups) {
    const D d;
    for (Index part = 0; part < parts; ++part) {
      const double* y = targets.values;
      V error = hn::LoadU(d, targets.lane_error + part * vector_rows);
      Index g = 0, rows = targets.rows - part * vector_rows;
      for (; g + 4 <= groups; g += 4, rows -= 4 * group_rows) {
        one_output_groups<Output, activation, 4>(last, before, y, g, part, rows, &error);
      }
      for (; g < groups; ++g, rows -= group_rows) {
        one_output_groups<Output, activation, 1>(last, before, y, g, part, rows, &error);
      }
      hn::StoreU(error, d, targets.lane_error + part * vector_rows);
    }
  }
};

// Through the layers from `first` on to before `end`.
HWY_INLINE void forward_through(const KernelBlock& block, std::size_t first, std::size_t end, Fetch& fetch) {
  const Index vectors = block.groups * parts;
  for (std::size_t l = first; l < end; ++l) {
    const KernelLayer& layer = block.layers[l];
    forward(layer, l == 0 ? block.inputs : block.layers[l - 1].activations, vectors);
    const Index count = block.groups * layer.units * group_rows;
    const bool last = l + 1 == block.layer_count;
    if (last && block.sums != nullptr) std::copy(layer.activations, layer.activations + count, block.sums);
    if (layer.slopes != nullptr) {
      run_for<ActivateWithSlopes>(layer.activation, layer.activations, layer.slopes, count);
    } else {
      run_for<Activate>(layer.activation, layer.activations, count, fetch);
    }
    if (layer.activation == Activation::softmax) softmax(layer, vectors, block.sums);
  }
}

void run_forward_here(const KernelBlock& block) {
  Fetch nothing(nullptr, 0, 1);
  forward_through(block, 0, block.layer_count, nothing);
}

HWY_INLINE void carry_back_to(const KernelBlock& block, std::size_t layer) {
  const KernelLayer& before = block.layers[layer];
  run_for<CarryBack>(before.activation, block.layers[layer + 1], before, block.groups * parts);
}

// Runs the output layer forward and back, and fills the deltas before it, if it is one that OneOutput knows, of rows
// that count once.
HWY_INLINE bool pass_one_output(const KernelBlock& block, const KernelTargets& targets) {
  if (block.layer_count == 1 || targets.weights != nullptr) return false;
  const KernelLayer &last = block.layers[block.layer_count - 1], &before = block.layers[block.layer_count - 2];
  if (last.units != 1) return false;
  if (targets.error == ErrorFunction::sse && last.activation == Activation::linear) {
    run_for<OneOutput<LinearSquares>>(before.activation, last, before, targets, block.groups);
    return true;
  }
  if (targets.error == ErrorFunction::ce && last.activation == Activation::logistic) {
    run_for<OneOutput<LogisticCrossEntropy>>(before.activation, last, before, targets, block.groups);
    return true;
  }
  return false;
}

void run_gradient_here(const KernelBlock& block, const KernelTargets& targets) {
  const KernelLayer& first = block.layers[0];
  Fetch fetch(block.ahead, first.inputs * block.groups * group_rows, block.groups * parts * first.units);
  const std::size_t last = block.layer_count - 1;
  forward_through(block, 0, last, fetch);
  std::size_t l = last;
  if (pass_one_output(block, targets)) {
    --l;
  } else {
    forward_through(block, last, last + 1, fetch);
    compare_outputs(block, targets, block.layers[last]);
    if (targets.error == ErrorFunction::sse) multiply_by_output_slopes(block);
  }
  for (; l > 0; --l) {
    add_gradients(block.layers[l], block.layers[l - 1].activations, block.groups);
    carry_back_to(block, l - 1);
  }
  add_gradients(first, block.inputs, block.groups);
}

void carry_to_inputs_here(const KernelBlock& block, double* slopes) {
  const Index vectors = block.groups * parts;
  for (std::size_t l = block.layer_count - 1; l-- > 0;) {
    carry_back<AsStored>(block.layers[l + 1], block.layers[l], vectors);
  }
  KernelLayer inputs{};
  inputs.units = block.layers[0].inputs;
  inputs.activations = inputs.deltas = slopes;  // their slope, 1, is not read from there
  CarryBack::run<Activation::linear>(block.layers[0], inputs, vectors);
}

void activate_here(Activation activation, double* values, Index count) {
  Fetch nothing(nullptr, 0, 1);
  run_for<Activate>(activation, values, count, nothing);
}

}  // namespace HWY_NAMESPACE
}  // namespace nninterp
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace nninterp {

HWY_EXPORT(run_forward_here);
HWY_EXPORT(run_gradient_here);
HWY_EXPORT(take_log_odds_here);
HWY_EXPORT(carry_to_inputs_here);
HWY_EXPORT(activate_here);

void run_forward(const KernelBlock& block) { HWY_DYNAMIC_DISPATCH(run_forward_here)(block); }

void run_gradient(const KernelBlock& block, const KernelTargets& targets) {
  HWY_DYNAMIC_DISPATCH(run_gradient_here)(block, targets);
}

void take_log_odds(const KernelBlock& block, double* log_odds) {
  HWY_DYNAMIC_DISPATCH(take_log_odds_here)(block, log_odds);
}

void carry_to_inputs(const KernelBlock& block, double* slopes) {
  HWY_DYNAMIC_DISPATCH(carry_to_inputs_here)(block, slopes);
}

void activate(Activation activation, double* values, Index count) {
  HWY_DYNAMIC_DISPATCH(activate_here)(activation, values, count);
}

}  // namespace nninterp
#endif

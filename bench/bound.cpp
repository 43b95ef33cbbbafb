// What the processor can do at all: multiply-adds from registers, and activations of what is in the nearest cache.
#include <benchmark/benchmark.h>

#include "cases.hpp"
#include "nn/kernel.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "bound.cpp"
// clang-format off
#include <hwy/foreach_target.h>
#include <hwy/highway.h>
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace nninterp::bench {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// 12 sums that stay in registers, more than the latency of an instruction takes to hide; they begin apart, since a
// compiler makes one of sums that are equal. Returns the multiply-adds done.
double multiply_add(long rounds, double* result) {
  const hn::ScalableTag<double> d;
  const auto factor = hn::Set(d, 0.9999999), term = hn::Set(d, 1e-9);
  auto a = hn::Set(d, 0.1), b = hn::Set(d, 0.2), c = hn::Set(d, 0.3), e = hn::Set(d, 0.4), f = hn::Set(d, 0.5);
  auto g = hn::Set(d, 0.6), h = hn::Set(d, 0.7), i = hn::Set(d, 0.8), j = hn::Set(d, 0.9), k = hn::Set(d, 1.0);
  auto l = hn::Set(d, 1.1), m = hn::Set(d, 1.2);
  for (long round = 0; round < rounds; ++round) {
    a = hn::MulAdd(a, factor, term), b = hn::MulAdd(b, factor, term), c = hn::MulAdd(c, factor, term);
    e = hn::MulAdd(e, factor, term), f = hn::MulAdd(f, factor, term), g = hn::MulAdd(g, factor, term);
    h = hn::MulAdd(h, factor, term), i = hn::MulAdd(i, factor, term), j = hn::MulAdd(j, factor, term);
    k = hn::MulAdd(k, factor, term), l = hn::MulAdd(l, factor, term), m = hn::MulAdd(m, factor, term);
  }
  const auto sum = hn::Add(hn::Add(hn::Add(a, b), hn::Add(c, e)), hn::Add(hn::Add(f, g), hn::Add(h, i)));
  *result = hn::GetLane(hn::Add(sum, hn::Add(hn::Add(j, k), hn::Add(l, m))));
  return 12.0 * static_cast<double>(rounds) * static_cast<double>(hn::Lanes(d));
}

}  // namespace HWY_NAMESPACE
}  // namespace nninterp::bench
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace nninterp::bench {

HWY_EXPORT(multiply_add);

namespace {

void measure_multiply_add(benchmark::State& state) {
  double done = 0, result = 0;
  for (auto _ : state) {
    done += HWY_DYNAMIC_DISPATCH(multiply_add)(20'000, &result);
    benchmark::DoNotOptimize(result);
  }
  state.SetItemsProcessed(static_cast<int64_t>(done));
}

// What is put in is what comes out: 1,024 numbers between 0 and 1 at last, whatever they were.
void measure_activation(benchmark::State& state, Activation activation) {
  AlignedNumbers values(1024, 0.3);
  for (auto _ : state) {
    activate(activation, values.data(), 1024);
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * 1024);
}

}  // namespace

void add_bound() {
  benchmark::RegisterBenchmark("bound/multiply-add", measure_multiply_add);
  for (const Activation activation : {Activation::logistic, Activation::tanh, Activation::relu, Activation::softplus}) {
    const std::string name = "bound/" + std::string(name_of(activation));
    benchmark::RegisterBenchmark(name.c_str(), measure_activation, activation);
  }
}

}  // namespace nninterp::bench
#endif

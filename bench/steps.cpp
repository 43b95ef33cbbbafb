// One gradient step, error and all gradients over all rows: ours, ours with older vector instructions, and plainly with
// Eigen.
#include <benchmark/benchmark.h>
#include <hwy/targets.h>

#include "cases.hpp"
#include "nninterp/core/parallel.hpp"
#include "nninterp/nn/train.hpp"
#include "support/plain_gradient.hpp"

namespace nninterp::bench {

namespace {

void force(int64_t targets) {
  hwy::SetSupportedTargetsForTest(targets);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}

void measure_step(benchmark::State& state, const Case& c, int threads, int64_t targets) {
  if (targets != 0) force(targets);
  const Data data = data_of(c);
  Objective objective(c.architecture(), {data.inputs, data.targets}, ErrorFunction::sse, 0, {}, threads);
  Vector gradient;
  for (auto _ : state) benchmark::DoNotOptimize(objective.evaluate(data.weights, gradient).error);
  if (targets != 0) force(0);
}

void measure_plain(benchmark::State& state, const Case& c) {
  const Data data = data_of(c);
  const Network network{c.architecture(), data.weights};
  Vector gradient = Vector::Zero(data.weights.size());
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        test::add_plain_gradient(network, ErrorFunction::sse, data.inputs, data.targets, gradient));
  }
}

// Trainings of 1,000 steps of resilient backpropagation each, two at a time; items are trainings.
void measure_refits(benchmark::State& state, const Case& c) {
  const Data data = data_of(c);
  TrainOptions options;
  options.polish = Polish::none;
  options.stall.window = 0;
  options.threshold = 0;
  options.stepmax = 1000;
  constexpr std::size_t refits = 100;
  for (auto _ : state) {
    parallel_for(refits, 2, [&](std::size_t) {
      Objective objective(c.architecture(), {data.inputs, data.targets}, ErrorFunction::sse, 0);
      benchmark::DoNotOptimize(train(objective, data.weights, options).error);
    });
  }
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(refits));
}

void add_step(const std::string& kind, const Case& c, int threads, int64_t targets) {
  benchmark::RegisterBenchmark((kind + '/' + c.name()).c_str(), measure_step, c, threads, targets)->UseRealTime();
}

// The least instructions that this Highway has code for on x86.
#if HWY_ARCH_X86
#ifdef HWY_SSE2
constexpr int64_t oldest = HWY_SSE2;
#else
constexpr int64_t oldest = HWY_SSSE3;
#endif
#endif

}  // namespace

void add_steps() {
  for (const Case& c : columns) {
    add_step("step", c, 1, 0);
    add_step("step-2-threads", c, 2, 0);
    if (c.rows <= 1'000'000) benchmark::RegisterBenchmark(("plain/" + c.name()).c_str(), measure_plain, c);
#if HWY_ARCH_X86
    if ((hwy::SupportedTargets() & HWY_AVX2) != 0) add_step("step-avx2", c, 1, HWY_AVX2);
    add_step("step-sse", c, 1, oldest);
#endif
  }
  for (const Case& c : others) add_step("step", c, 1, 0);
  for (const Case& c : {columns[0], columns[1]}) {
    benchmark::RegisterBenchmark(("refits/" + c.name()).c_str(), measure_refits, c)->UseRealTime();
  }
}

}  // namespace nninterp::bench

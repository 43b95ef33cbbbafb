// What is said of every row: outputs, and slopes by all inputs; and reading a table.
#include <algorithm>
#include <cstdlib>

#include <benchmark/benchmark.h>

#include "cases.hpp"
#include "nninterp/io/bytes/files.hpp"
#include "nninterp/io/csv/reader.hpp"
#include "nninterp/nn/forward.hpp"

namespace nninterp::bench {

namespace {

void measure_forward(benchmark::State& state, const Case& c, int threads) {
  const Data data = data_of(c);
  const Network network{c.architecture(), data.weights};
  for (auto _ : state) benchmark::DoNotOptimize(run_network(network, data.inputs, threads));
}

void measure_slopes(benchmark::State& state, const Case& c, int threads) {
  const Data data = data_of(c);
  const Network network{c.architecture(), data.weights};
  for (auto _ : state) benchmark::DoNotOptimize(input_slopes(network, data.inputs, 0, threads));
}

// A block of rows after the other, as the commands make what they write.
template <typename Pass>
void measure_blocks(benchmark::State& state, const Case& c, const Pass& pass) {
  constexpr Index block = 2048;
  const Data data = data_of(c);
  const Network network{c.architecture(), data.weights};
  for (auto _ : state) {
    for (Index first = 0; first < c.rows; first += block) {
      benchmark::DoNotOptimize(pass(network, data.inputs.middleRows(first, std::min(block, c.rows - first))));
    }
  }
}

void measure_read(benchmark::State& state, const std::string& path, int threads) {
  for (auto _ : state) benchmark::DoNotOptimize(read_table(path, {}, threads));
}

}  // namespace

void add_rows() {
  if (const char* path = std::getenv("NNINTERP_BENCH_TABLE")) {
    benchmark::RegisterBenchmark("read/1", measure_read, std::string(path), 1)->UseRealTime();
    benchmark::RegisterBenchmark("read/2", measure_read, std::string(path), 2)->UseRealTime();
  }
  for (const Case& c : columns) {
    if (c.rows < 10'000 || c.rows > 1'000'000) continue;
    const auto outputs = [](const Network& network, const Matrix& rows) { return run_network(network, rows, 1); };
    const auto slopes = [](const Network& network, const Matrix& rows) { return input_slopes(network, rows, 0, 1); };
    const auto add_blocks = [&](const std::string& kind, const auto& pass) {
      benchmark::RegisterBenchmark((kind + "-blocks/" + c.name()).c_str(), [=](benchmark::State& state) {
        measure_blocks(state, c, pass);
      })->UseRealTime();
    };
    add_blocks("forward", outputs);
    add_blocks("slopes", slopes);
    for (const int threads : {1, 2}) {
      const std::string suffix = (threads == 1 ? "/" : "-2-threads/") + c.name();
      benchmark::RegisterBenchmark(("forward" + suffix).c_str(), measure_forward, c, threads)->UseRealTime();
      benchmark::RegisterBenchmark(("slopes" + suffix).c_str(), measure_slopes, c, threads)->UseRealTime();
    }
  }
}

}  // namespace nninterp::bench

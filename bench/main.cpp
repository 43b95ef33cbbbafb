// Benchmarks by Google Benchmark; names are KIND/CASE. `run` beside this file makes tables of them.
#include <benchmark/benchmark.h>

#include "cases.hpp"

namespace nninterp::bench {
__attribute__((weak)) void add_fann() {}  // where FANN is not installed
}  // namespace nninterp::bench

int main(int argc, char** argv) {
  nninterp::bench::add_bound();
  nninterp::bench::add_steps();
  nninterp::bench::add_rows();
  nninterp::bench::add_fann();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
}

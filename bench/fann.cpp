// FANN's RPROP, one epoch, on the same table.
#include <memory>

#include <benchmark/benchmark.h>
#include <doublefann.h>

#include "cases.hpp"
#include "nninterp/core/parallel.hpp"

namespace nninterp::bench {

namespace {

using FannNetwork = std::unique_ptr<fann, decltype(&fann_destroy)>;
using FannTable = std::unique_ptr<fann_train_data, decltype(&fann_destroy_train)>;

FannTable fann_table(const Case& c, const Data& data) {
  const auto inputs = static_cast<unsigned>(data.inputs.cols()), outputs = static_cast<unsigned>(data.targets.cols());
  FannTable table(fann_create_train(static_cast<unsigned>(c.rows), inputs, outputs), fann_destroy_train);
  for (Index row = 0; row < c.rows; ++row) {
    for (Index i = 0; i < data.inputs.cols(); ++i) table->input[row][i] = data.inputs(row, i);
    for (Index k = 0; k < data.targets.cols(); ++k) table->output[row][k] = data.targets(row, k);
  }
  return table;
}

FannNetwork fann_network(const Case& c) {
  std::vector<unsigned> units(c.units.begin(), c.units.end());
  FannNetwork network(fann_create_standard_array(static_cast<unsigned>(units.size()), units.data()), fann_destroy);
  fann_set_activation_function_hidden(network.get(), FANN_SIGMOID);
  fann_set_activation_function_output(network.get(), FANN_LINEAR);
  fann_set_training_algorithm(network.get(), FANN_TRAIN_RPROP);
  return network;
}

// Trainings of 1,000 epochs each, two at a time; items are trainings.
void measure_fann_refits(benchmark::State& state, const Case& c) {
  const Data data = data_of(c);
  constexpr std::size_t refits = 4;
  for (auto _ : state) {
    parallel_for(refits, 2, [&](std::size_t) {
      const FannTable table = fann_table(c, data);
      const FannNetwork network = fann_network(c);
      for (int epoch = 0; epoch < 1000; ++epoch) fann_train_epoch(network.get(), table.get());
    });
  }
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(refits));
}

void measure_fann(benchmark::State& state, const Case& c) {
  const FannTable table = fann_table(c, data_of(c));
  const FannNetwork network = fann_network(c);
  for (auto _ : state) benchmark::DoNotOptimize(fann_train_epoch(network.get(), table.get()));
}

}  // namespace

void add_fann() {
  for (const Case& c : columns) {
    if (c.rows <= 1'000'000) benchmark::RegisterBenchmark(("fann/" + c.name()).c_str(), measure_fann, c)->UseRealTime();
  }
  for (const Case& c : {columns[0], columns[1]}) {
    benchmark::RegisterBenchmark(("fann-refits/" + c.name()).c_str(), measure_fann_refits, c)->UseRealTime();
  }
}

}  // namespace nninterp::bench

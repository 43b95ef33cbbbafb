#include "nninterp/nn/forward.hpp"

#include <algorithm>

#include "nninterp/core/parallel.hpp"
#include "row_pass.hpp"

namespace nninterp {

namespace {

// Calls body(pass, first, rows) for consecutive blocks of rows, after their forward pass.
template <typename Body>
void for_each_block(const Network& network, const Matrix& inputs, Purpose purpose, int threads, const Body& body) {
  constexpr Index chunk_rows = 64 * RowPass::rows;
  std::vector<double> by_input;
  transpose_weights(network.architecture, network.weights, by_input);
  const auto chunks = static_cast<std::size_t>((inputs.rows() + chunk_rows - 1) / chunk_rows);
  parallel_for(chunks, threads, [&](std::size_t chunk) {
    RowPass pass(network, by_input, purpose);
    const Index begin = static_cast<Index>(chunk) * chunk_rows;
    for_rows(std::min(chunk_rows, inputs.rows() - begin), RowPass::rows, [&](Index first, Index rows) {
      pass.forward(inputs, begin + first, rows);
      body(pass, begin + first, rows);
    });
  });
}

}  // namespace

Matrix run_network(const Network& network, const Matrix& inputs, int threads, OutputScale scale) {
  check_scale(network.architecture, scale);
  Matrix outputs(inputs.rows(), network.architecture.outputs());
  for_each_block(network, inputs, Purpose::outputs, threads, [&](RowPass& pass, Index first, Index rows) {
    unpack(scale == OutputScale::response ? pass.outputs() : pass.log_odds(), first, rows, outputs);
  });
  return outputs;
}

Matrix input_slopes(const Network& network, const Matrix& inputs, Index output, int threads, OutputScale scale) {
  check_scale(network.architecture, scale);
  Matrix slopes(inputs.rows(), inputs.cols());
  for_each_block(network, inputs, Purpose::slopes, threads, [&](RowPass& pass, Index first, Index rows) {
    unpack(pass.slopes(output, scale), first, rows, slopes);
  });
  return slopes;
}

}  // namespace nninterp

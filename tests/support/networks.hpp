#pragma once

#include <utility>
#include <vector>

#include "nninterp/core/random.hpp"
#include "nninterp/nn/network.hpp"

// Networks and problems of random numbers, of every kind that there is.
namespace nninterp::test {

inline bool gives_probabilities(Activation output) {
  return output == Activation::logistic || output == Activation::softmax;
}

inline Matrix random_matrix(Index rows, Index columns, Random& random) {
  Matrix m(rows, columns);
  for (Index i = 0; i < m.size(); ++i) m.data()[i] = random.normal();
  return m;
}

inline Network random_network(std::vector<Index> units, Activation hidden, Activation output, Random& random) {
  Network network{{std::move(units), hidden, output}, {}};
  network.weights = random_matrix(network.architecture.weight_count(), 1, random);
  return network;
}

/// Networks without a hidden layer, and with one, two and three of them.
inline const std::vector<std::vector<Index>> network_shapes{{3, 2}, {3, 4, 2}, {3, 4, 3, 2}, {2, 3, 3, 3, 3}};

struct Problem {
  Network network;
  Matrix inputs, targets;
  ErrorFunction error;
};

/// Targets are classes for ce, and classes with noise for sse.
inline Problem random_problem(const Architecture& architecture, ErrorFunction error, Index rows, Random& random) {
  Problem problem{{architecture, {}}, random_matrix(rows, architecture.inputs(), random), {}, error};
  problem.network.weights = random_matrix(architecture.weight_count(), 1, random);
  problem.targets = Matrix::Zero(rows, architecture.outputs());
  for (Index row = 0; row < rows; ++row) problem.targets(row, row % architecture.outputs()) = 1;
  if (error == ErrorFunction::sse) problem.targets += random_matrix(rows, architecture.outputs(), random);
  return problem;
}

}  // namespace nninterp::test

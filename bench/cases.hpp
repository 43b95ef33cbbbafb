#pragma once

#include <string>
#include <vector>

#include "nninterp/core/random.hpp"
#include "nninterp/nn/network.hpp"

// The problems that everything is measured on: a table of normal numbers and a network with normal weights.
namespace nninterp::bench {

struct Case {
  Index rows;
  std::vector<Index> units;  // inputs, hidden layers, outputs
  Activation hidden = Activation::logistic;

  std::string name() const {
    std::string text = std::to_string(rows);
    for (const Index count : units) text += 'x' + std::to_string(count);
    return text + '/' + std::string(name_of(hidden));
  }
  Architecture architecture() const { return {units, hidden, Activation::linear}; }
};

/// The columns of the published comparison, in growing size.
inline const std::vector<Case> columns{{150, {4, 3, 1}},      {506, {13, 5, 1}},        {10'000, {10, 4, 1}},
                                       {100'000, {10, 8, 1}}, {1'000'000, {10, 16, 1}}, {3'000'000, {10, 16, 1}}};
/// Deeper, wider and other units.
inline const std::vector<Case> others{{100'000, {10, 8, 4, 1}},
                                      {100'000, {10, 8, 3}},
                                      {100'000, {10, 8, 1}, Activation::tanh},
                                      {100'000, {10, 8, 1}, Activation::relu},
                                      {100'000, {10, 8, 1}, Activation::softplus}};

inline Matrix normal_matrix(Index rows, Index width, Random& random) {
  Matrix m(rows, width);
  for (Index i = 0; i < m.size(); ++i) m.data()[i] = random.normal();
  return m;
}

struct Data {
  Matrix inputs, targets;
  Vector weights;
};

inline Data data_of(const Case& c) {
  Random random(1);
  return {normal_matrix(c.rows, c.units.front(), random), normal_matrix(c.rows, c.units.back(), random),
          normal_matrix(c.architecture().weight_count(), 1, random) / 2};
}

// Each file registers its benchmarks.
void add_bound();
void add_steps();
void add_rows();
void add_fann();

}  // namespace nninterp::bench

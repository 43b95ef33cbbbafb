#pragma once

#include <vector>

#include "nninterp/core/matrix.hpp"
#include "nninterp/nn/activation.hpp"

namespace nninterp {

/// The form of a fully connected network: units of each layer, the inputs first and the outputs last.
struct Architecture {
  std::vector<Index> units;
  Activation hidden = Activation::logistic;
  Activation output = Activation::linear;

  Index inputs() const { return units.front(); }
  Index outputs() const { return units.back(); }
  /// Number of weight layers: hidden layers + 1.
  std::size_t layers() const { return units.size() - 1; }
  Activation activation(std::size_t layer) const { return layer + 1 == layers() ? output : hidden; }
  Index weight_count() const;
  /// Where the weights of a layer begin in the flat array.
  Index offset(std::size_t layer) const;
};

/// Weights are flat: layer by layer, unit by unit; for each unit its bias, then its incoming weights in input order.
struct Network {
  Architecture architecture;
  Vector weights;
};

/// One layer of flat weights as a matrix: first row the biases, then one row an input; one column a unit.
inline Eigen::Map<const Matrix> layer_weights(const Architecture& architecture, const Vector& weights,
                                              std::size_t layer) {
  return {weights.data() + architecture.offset(layer), architecture.units[layer] + 1, architecture.units[layer + 1]};
}

/// The same, to be changed.
inline Eigen::Map<Matrix> layer_weights(Network& network, std::size_t layer) {
  const Architecture& architecture = network.architecture;
  return {network.weights.data() + architecture.offset(layer), architecture.units[layer] + 1,
          architecture.units[layer + 1]};
}

/// Rows are worked on in blocks of this many, so that a block's activations stay in the cache.
/// Results do not depend on it except in the last bits of sums over rows.
constexpr Index block_rows = 256;

/// The scratch of one thread: what every unit does at the rows of one block.
class Activations {
 public:
  explicit Activations(const Architecture& architecture);

  /// Runs the network on at most block_rows rows. A row's numbers do not depend on the rows beside it.
  void run(const Architecture& architecture, const Vector& weights, const ConstBlock& inputs);

  /// Activations of the units of weight layer `layer`, rows × units.
  ConstBlock of(std::size_t layer) const { return layers_[layer].topRows(rows_); }
  ConstBlock outputs() const { return of(layers_.size() - 1); }
  /// Their slopes by their weighted sums, see activate().
  ConstBlock slopes(std::size_t layer) const { return slopes_[layer].topRows(rows_); }
  /// The weighted sums of the output layer, before its activation.
  ConstBlock output_sums() const { return output_sums_.topRows(rows_); }
  Index rows() const { return rows_; }

  /// As the functions of activation.hpp, by the units of this layer.
  void multiply_by_slope(std::size_t layer, Block d) const;
  void multiply_by_curvature(std::size_t layer, const ConstBlock& dz, Block d) const;

 private:
  std::vector<Activation> functions_;
  std::vector<Matrix> layers_, slopes_;
  Matrix output_sums_;
  Index rows_ = 0;
};

/// delta (rows × units of `layer`) carried back through the layer's weights to what feeds it (rows × inputs of the
/// layer): delta * W' without the biases.
void carry_back(const Architecture& architecture, const Vector& weights, std::size_t layer, const ConstBlock& delta,
                Block result);

/// What outputs are told as: as they are or, for probabilities (logistic and softmax outputs; std::invalid_argument for
/// others), as log-odds, log(p / (1 - p)). Those are computed from the weighted sums, and exact where p is all but 0
/// or 1.
enum class OutputScale { response, logit };
constexpr Words<OutputScale, 2> words_of(OutputScale) {
  return {{{OutputScale::response, "response"}, {OutputScale::logit, "logit"}}};
}

}  // namespace nninterp

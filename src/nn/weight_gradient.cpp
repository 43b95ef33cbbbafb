#include "nninterp/nn/weight_gradient.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "nninterp/core/parallel.hpp"

namespace nninterp {

namespace {

// The softmax of all outputs but one, rows × outputs, 0 in that one's column.
Matrix shares_without(const ConstBlock& sums, Index output) {
  Matrix others = sums;
  others.col(output).setConstant(-std::numeric_limits<double>::infinity());
  for (Index row = 0; row < others.rows(); ++row) {
    others.row(row) = (others.row(row).array() - others.row(row).maxCoeff()).exp();
    others.row(row) /= others.row(row).sum();
  }
  return others;
}

// One block of rows, forward with a tangent along an input, and back with the adjoints of both. All matrices are
// rows × units of a layer.
class TangentPass {
 public:
  TangentPass(const Network& network, OutputScale scale)
      : architecture_(network.architecture), weights_(network.weights), scale_(scale), activations_(architecture_) {}

  void forward(const ConstBlock& inputs) {
    inputs_ = inputs;
    activations_.run(architecture_, weights_, inputs);
    sum_changes_.assign(architecture_.layers(), Matrix());
    activation_changes_.assign(architecture_.layers(), Matrix());
  }

  /// Changes of all sums and hidden activations with the input.
  void forward_tangent(Index input) {
    Matrix change = Matrix::Zero(inputs_.rows(), inputs_.cols());
    change.col(input).setOnes();
    input_change_ = change;
    for (std::size_t l = 0; l < architecture_.layers(); ++l) {
      const auto w = layer_weights(architecture_, weights_, l);
      sum_changes_[l].noalias() = change * w.bottomRows(w.rows() - 1);
      change = sum_changes_[l];
      activations_.multiply_by_slope(l, change);
      activation_changes_[l] = change;
    }
  }

  /// Adds the gradient of Σ row_weights * output.
  void add_output_gradient(const ConstBlock& row_weights, Index output, Vector& gradient) const {
    Matrix delta = seed(row_weights, output);
    through_output(output, delta);
    for (std::size_t l = architecture_.layers(); l-- > 0;) {
      add_products(l, from(l), delta, true, gradient);
      if (l == 0) break;
      delta = carried(l, delta);
      activations_.multiply_by_slope(l - 1, delta);
    }
  }

  /// Adds the gradient of Σ row_weights * d output / d input, after forward_tangent().
  void add_slope_gradient(const ConstBlock& row_weights, Index output, Vector& gradient) const {
    Matrix tangent_delta = seed(row_weights, output), delta = tangent_delta;
    bend_output(output, delta);
    through_output(output, tangent_delta);
    for (std::size_t l = architecture_.layers(); l-- > 0;) {
      add_products(l, from(l), delta, true, gradient);
      add_products(l, l == 0 ? ConstBlock(input_change_) : ConstBlock(activation_changes_[l - 1]), tangent_delta, false,
                   gradient);
      if (l == 0) break;
      delta = carried(l, delta);
      activations_.multiply_by_slope(l - 1, delta);
      tangent_delta = carried(l, tangent_delta);
      Matrix bent = tangent_delta;
      activations_.multiply_by_curvature(l - 1, sum_changes_[l - 1], bent);
      delta += bent;
      activations_.multiply_by_slope(l - 1, tangent_delta);
    }
  }

 private:
  ConstBlock from(std::size_t layer) const { return layer == 0 ? ConstBlock(inputs_) : activations_.of(layer - 1); }

  Matrix seed(const ConstBlock& row_weights, Index output) const {
    Matrix seeds = Matrix::Zero(activations_.rows(), architecture_.outputs());
    seeds.col(output) = row_weights;
    return seeds;
  }

  Matrix carried(std::size_t layer, const Matrix& delta) const {
    Matrix result(delta.rows(), architecture_.units[layer]);
    carry_back(architecture_, weights_, layer, delta, result);
    return result;
  }

  // From the derivative by the number told to the one by the output sums. Log-odds are logistic's sums themselves; of
  // softmax they are z_k - log Σ exp z_m over the others.
  void through_output(Index output, Matrix& delta) const {
    if (scale_ == OutputScale::response) {
      activations_.multiply_by_slope(architecture_.layers() - 1, delta);
    } else if (architecture_.output == Activation::softmax) {
      const Vector weights = delta.col(output);
      delta -= (shares_without(activations_.output_sums(), output).array().colwise() * weights.array()).matrix();
    }
  }

  // The same map's change along the tangent.
  void bend_output(Index output, Matrix& delta) const {
    if (scale_ == OutputScale::response) {
      activations_.multiply_by_curvature(architecture_.layers() - 1, sum_changes_.back(), delta);
      return;
    }
    const Vector weights = delta.col(output);
    delta.setZero();
    if (architecture_.output != Activation::softmax) return;
    Matrix change = sum_changes_.back();
    const Matrix shares = shares_without(activations_.output_sums(), output);
    multiply_by_slope(Activation::softmax, shares, shares, change);
    delta = -(change.array().colwise() * weights.array()).matrix();
  }

  void add_products(std::size_t layer, const ConstBlock& feeding, const Matrix& delta, bool bias,
                    Vector& gradient) const {
    Eigen::Map<Matrix> of_layer(gradient.data() + architecture_.offset(layer), architecture_.units[layer] + 1,
                                architecture_.units[layer + 1]);
    of_layer.bottomRows(feeding.cols()).noalias() += feeding.transpose() * delta;
    if (bias) of_layer.row(0) += delta.colwise().sum();
  }

  const Architecture& architecture_;
  const Vector& weights_;
  OutputScale scale_;
  Activations activations_;
  Matrix inputs_, input_change_;  // of the block
  std::vector<Matrix> sum_changes_, activation_changes_;
};

template <typename Body>
Vector sum_blocks(const Network& network, const Matrix& inputs, OutputScale scale, const Body& body) {
  Vector gradient = Vector::Zero(network.weights.size());
  TangentPass pass(network, scale);
  for_rows(inputs.rows(), block_rows, [&](Index first, Index rows) {
    pass.forward(inputs.middleRows(first, rows));
    body(pass, first, rows, gradient);
  });
  return gradient;
}

}  // namespace

Vector output_gradient(const Network& network, const Matrix& inputs, const Vector& row_weights, Index output,
                       OutputScale scale) {
  return sum_blocks(network, inputs, scale, [&](TangentPass& pass, Index first, Index rows, Vector& gradient) {
    pass.add_output_gradient(row_weights.segment(first, rows), output, gradient);
  });
}

Vector slope_gradient(const Network& network, const Matrix& inputs, const Vector& row_weights, Index output,
                      Index input, OutputScale scale) {
  return sum_blocks(network, inputs, scale, [&](TangentPass& pass, Index first, Index rows, Vector& gradient) {
    pass.forward_tangent(input);
    pass.add_slope_gradient(row_weights.segment(first, rows), output, gradient);
  });
}

}  // namespace nninterp

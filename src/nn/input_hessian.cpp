// Second derivatives of a network's outputs by its inputs.
#include "nninterp/nn/input_hessian.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "nninterp/core/parallel.hpp"
#include "row_pass.hpp"

namespace nninterp {

namespace {

// One block of rows. With g the gradient of a unit's sum z by the inputs, the Hessian of an output f is the sum over
// the units of df/da a''(z) g g': the chain rule twice, where all else between units is linear.
class BlockHessians {
 public:
  BlockHessians(const Network& network, const std::vector<Index>& by)
      : architecture_(network.architecture),
        weights_(network.weights),
        by_(by),
        activations_(architecture_),
        gradients_(architecture_.layers()),
        slopes_(architecture_.layers() - 1),
        bends_(architecture_.layers() - 1) {}

  void run(const ConstBlock& inputs);
  /// After run(): adds the Hessian of one output, rows × pairs.
  void add(Index output, OutputScale scale, Block hessians);

 private:
  Index inputs() const { return static_cast<Index>(by_.size()); }
  void carry_gradients(std::size_t layer);
  Matrix shares(Index output, OutputScale scale) const;
  Matrix gradients_of_most_probable(const Matrix& share) const;
  Matrix start(Index output, OutputScale scale, Block hessians) const;
  void add_products(const Vector& factor, const ConstBlock& gradient, Block hessians) const;

  const Architecture& architecture_;
  const Vector& weights_;
  const std::vector<Index>& by_;
  Activations activations_;
  std::vector<Matrix> gradients_;       // of the sums z: unit after unit, rows × inputs each
  std::vector<Matrix> slopes_, bends_;  // a'(z) and a''(z) of hidden layers, rows × units
};

void BlockHessians::run(const ConstBlock& inputs) {
  activations_.run(architecture_, weights_, inputs);
  for (std::size_t l = 0; l < architecture_.layers(); ++l) {
    carry_gradients(l);
    if (l + 1 == architecture_.layers()) break;
    const Matrix ones = Matrix::Ones(inputs.rows(), architecture_.units[l + 1]);
    slopes_[l] = bends_[l] = ones;
    activations_.multiply_by_slope(l, slopes_[l]);
    activations_.multiply_by_curvature(l, ones, bends_[l]);
  }
}

void BlockHessians::carry_gradients(std::size_t layer) {
  const auto w = layer_weights(architecture_, weights_, layer);
  gradients_[layer].setZero(activations_.rows(), w.cols() * inputs());
  for (Index unit = 0; unit < w.cols(); ++unit) {
    auto gradient = gradients_[layer].middleCols(unit * inputs(), inputs());
    if (layer == 0) {
      for (Index i = 0; i < inputs(); ++i) gradient.col(i).setConstant(w(by_[i] + 1, unit));
      continue;
    }
    for (Index from = 0; from + 1 < w.rows(); ++from) {
      const Vector factor = w(from + 1, unit) * slopes_[layer - 1].col(from);
      const auto before = gradients_[layer - 1].middleCols(from * inputs(), inputs());
      for (Index i = 0; i < inputs(); ++i) gradient.col(i) += factor.cwiseProduct(before.col(i));
    }
  }
}

// What each output has of the sum of exponentials; on the logit scale of that without `output`.
Matrix BlockHessians::shares(Index output, OutputScale scale) const {
  if (scale == OutputScale::response) return activations_.outputs();
  Matrix z = activations_.output_sums();
  z.col(output).setConstant(-std::numeric_limits<double>::infinity());
  activate(Activation::softmax, z);
  return z;
}

Matrix BlockHessians::gradients_of_most_probable(const Matrix& share) const {
  Matrix result(share.rows(), inputs());
  for (Index row = 0; row < result.rows(); ++row) {
    result.row(row) = gradients_.back().row(row).segment(most_probable(share, row) * inputs(), inputs());
  }
  return result;
}

// The output by its own layer's sums: adds the second derivatives, returns the first ones, rows × outputs.
Matrix BlockHessians::start(Index output, OutputScale scale, Block hessians) const {
  Matrix delta = Matrix::Zero(activations_.rows(), architecture_.outputs());
  delta.col(output).setOnes();
  const Matrix& gradients = gradients_.back();
  if (architecture_.output != Activation::softmax) {
    if (scale == OutputScale::logit) return delta;
    Matrix bend = delta;
    activations_.multiply_by_curvature(architecture_.layers() - 1, Matrix::Ones(delta.rows(), delta.cols()), bend);
    activations_.multiply_by_slope(architecture_.layers() - 1, delta);
    add_products(bend.col(output), gradients.middleCols(output * inputs(), inputs()), hessians);
    return delta;
  }
  // With shares s, d_j = g_j - Σ s g: for p_k, Σ_j p_k ([j = k] - s_j) d_j d_j'; for its log-odds, -Σ_j s_j d_j d_j'.
  // All g less that of the most probable class, and 1 - s_k as the other shares: where one is all but 1 they cancel.
  const Matrix share = shares(output, scale), base = gradients_of_most_probable(share);
  delta = -share;
  delta.col(output).setZero();
  delta.col(output) = -delta.rowwise().sum();
  Matrix centre = Matrix::Zero(delta.rows(), inputs());
  for (Index k = 0; k < share.cols(); ++k) {
    centre += share.col(k).asDiagonal() * (gradients.middleCols(k * inputs(), inputs()) - base);
  }
  for (Index k = 0; k < share.cols(); ++k) {
    const Matrix off = gradients.middleCols(k * inputs(), inputs()) - base - centre;
    const bool response = scale == OutputScale::response;
    const Vector factor = response ? Vector(share.col(output).cwiseProduct(delta.col(k))) : Vector(-share.col(k));
    add_products(factor, off, hessians);
  }
  if (scale == OutputScale::response) delta.array().colwise() *= share.col(output).array();
  return delta;
}

void BlockHessians::add_products(const Vector& factor, const ConstBlock& gradient, Block hessians) const {
  Index pair = 0;
  for (Index a = 0; a < inputs(); ++a) {
    const Vector weighted = factor.cwiseProduct(gradient.col(a));
    for (Index b = a; b < inputs(); ++b) hessians.col(pair++) += weighted.cwiseProduct(gradient.col(b));
  }
}

void BlockHessians::add(Index output, OutputScale scale, Block hessians) {
  Matrix delta = start(output, scale, hessians);
  for (std::size_t l = architecture_.layers() - 1; l-- > 0;) {
    Matrix carried(delta.rows(), architecture_.units[l + 1]);
    carry_back(architecture_, weights_, l + 1, delta, carried);
    for (Index unit = 0; unit < carried.cols(); ++unit) {
      add_products(carried.col(unit).cwiseProduct(bends_[l].col(unit)),
                   gradients_[l].middleCols(unit * inputs(), inputs()), hessians);
    }
    delta = carried.cwiseProduct(slopes_[l]);
  }
}

}  // namespace

std::vector<Matrix> input_hessians(const Network& network, const Matrix& inputs, const std::vector<Index>& by,
                                   int threads, OutputScale scale) {
  check_scale(network.architecture, scale);
  const auto count = static_cast<Index>(by.size());
  std::vector<Matrix> hessians(static_cast<std::size_t>(network.architecture.outputs()),
                               Matrix::Zero(inputs.rows(), count * (count + 1) / 2));
  const auto blocks = static_cast<std::size_t>((inputs.rows() + block_rows - 1) / block_rows);
  parallel_for(blocks, threads, [&](std::size_t i) {
    const Index first = static_cast<Index>(i) * block_rows, rows = std::min(block_rows, inputs.rows() - first);
    BlockHessians block(network, by);
    block.run(inputs.middleRows(first, rows));
    for (std::size_t k = 0; k < hessians.size(); ++k) {
      block.add(static_cast<Index>(k), scale, hessians[k].middleRows(first, rows));
    }
  });
  return hessians;
}

}  // namespace nninterp

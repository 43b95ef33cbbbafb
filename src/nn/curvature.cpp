#include "nninterp/nn/curvature.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "nninterp/core/error.hpp"
#include "nninterp/core/parallel.hpp"
#include "nninterp/nn/objective.hpp"

namespace nninterp {

namespace {

// One block of rows: delta, the derivative of a row's error by each unit's sum z, and how delta and the activations
// change with the sum of one unit. All matrices are rows × units of a layer.
class BlockDerivatives {
 public:
  /// `counts`: how often each of all rows counts; empty: once.
  BlockDerivatives(const Network& network, ErrorFunction error, const Vector& counts)
      : architecture_(network.architecture),
        weights_(network.weights),
        error_(error),
        counts_(counts),
        activations_(architecture_),
        deltas_(architecture_.layers()),
        carried_(architecture_.layers()),
        activation_changes_(architecture_.layers()),
        delta_changes_(architecture_.layers()) {}

  /// Activations of all layers, and deltas from the last one back to `layer`, at the rows from `first` on.
  void run(const ConstBlock& inputs, const ConstBlock& targets, Index first, std::size_t layer);
  /// Changes in `layer` and those behind it, per unit of the sum of `unit` in `layer`; after run() for that layer.
  void move(std::size_t layer, Index unit);

  const Matrix& delta(std::size_t layer) const { return deltas_[layer]; }
  const Matrix& delta_change(std::size_t layer) const { return delta_changes_[layer]; }
  const Matrix& activation_change(std::size_t layer) const { return activation_changes_[layer]; }
  ConstBlock activation(std::size_t layer) const { return activations_.of(layer); }

 private:
  void move_output(const Matrix& sum_change);
  // Rows that are derivatives of their errors count as often as they do.
  void weigh(Matrix& rows) const {
    if (counts_.size() > 0) rows.array().colwise() *= counts_.segment(first_, rows.rows()).array();
  }

  const Architecture& architecture_;
  const Vector& weights_;
  ErrorFunction error_;
  const Vector& counts_;
  Index first_ = 0;
  Activations activations_;
  Matrix residuals_;  // o - y, as often as the row counts
  std::vector<Matrix> deltas_;
  std::vector<Matrix> carried_;  // delta of the layer behind, before the product with the slope
  std::vector<Matrix> activation_changes_, delta_changes_;
};

void BlockDerivatives::run(const ConstBlock& inputs, const ConstBlock& targets, Index first, std::size_t layer) {
  first_ = first;
  activations_.run(architecture_, weights_, inputs);
  residuals_ = activations_.outputs() - targets;
  weigh(residuals_);
  deltas_.back() = residuals_;  // all there is for ce, see Objective
  if (error_ == ErrorFunction::sse) {
    activations_.multiply_by_slope(architecture_.layers() - 1, deltas_.back());
  }
  for (std::size_t l = architecture_.layers() - 1; l > layer; --l) {
    Matrix& carried = carried_[l - 1];
    carried.resize(inputs.rows(), architecture_.units[l]);
    carry_back(architecture_, weights_, l, deltas_[l], carried);
    deltas_[l - 1] = carried;
    activations_.multiply_by_slope(l - 1, deltas_[l - 1]);
  }
}

void BlockDerivatives::move(std::size_t layer, Index unit) {
  const std::size_t layers = architecture_.layers();
  std::vector<Matrix> sum_changes(layers);
  for (std::size_t l = layer; l < layers; ++l) {
    if (l == layer) {
      sum_changes[l].setZero(activations_.rows(), architecture_.units[l + 1]);
      sum_changes[l].col(unit).setOnes();
    } else {
      const auto w = layer_weights(architecture_, weights_, l);
      sum_changes[l].noalias() = activation_changes_[l - 1] * w.bottomRows(w.rows() - 1);
    }
    activation_changes_[l] = sum_changes[l];
    activations_.multiply_by_slope(l, activation_changes_[l]);
  }
  move_output(sum_changes.back());
  for (std::size_t l = layers - 1; l > layer; --l) {
    Matrix& change = delta_changes_[l - 1];  // of carried * a'(z), by the product rule
    change.resize(activations_.rows(), architecture_.units[l]);
    carry_back(architecture_, weights_, l, delta_changes_[l], change);
    activations_.multiply_by_slope(l - 1, change);
    Matrix bent = carried_[l - 1];
    activations_.multiply_by_curvature(l - 1, sum_changes[l - 1], bent);
    change += bent;
  }
}

void BlockDerivatives::move_output(const Matrix& sum_change) {
  Matrix& change = delta_changes_.back();
  change = activation_changes_.back();  // of o - y
  weigh(change);
  if (error_ == ErrorFunction::ce) return;
  activations_.multiply_by_slope(architecture_.layers() - 1, change);
  Matrix bent = residuals_;
  activations_.multiply_by_curvature(architecture_.layers() - 1, sum_change, bent);
  change += bent;
}

// Adds to each row its delta times what feeds the layer, in the order of the flat weights; `bias` feeds the biases.
void add_products(double bias, const ConstBlock& from, const Matrix& delta, Block rows) {
  for (Index unit = 0; unit < delta.cols(); ++unit) {
    const Index first = unit * (from.cols() + 1);
    rows.col(first) += bias * delta.col(unit);
    for (Index input = 0; input < from.cols(); ++input) {
      rows.col(first + 1 + input) += from.col(input).cwiseProduct(delta.col(unit));
    }
  }
}

// Which unit's weights a task is for.
struct Unit {
  std::size_t layer;
  Index unit;
};

// What E is taken over.
struct Errors {
  const Matrix &inputs, &targets;
  ErrorFunction error;
  const Vector& counts;  // how often each row counts; empty: once
};

// Fills the columns of the unit's weights, from its layer's rows down: with X = (1, what feeds the unit) and x a row of
// it, the gradient g of that row changes by x * dg/dz with the unit's weights, so the columns are (dg/dz)ᵀ X.
void add_columns(const Network& network, const Errors& errors, const Unit& of, Curvature& result) {
  const Architecture& architecture = network.architecture;
  const Index start = architecture.offset(of.layer), count = architecture.weight_count() - start;
  const Index feeding = architecture.units[of.layer] + 1, column = start + of.unit * feeding;
  BlockDerivatives block(network, errors.error, errors.counts);
  for_rows(errors.inputs.rows(), block_rows, [&](Index first, Index rows) {
    const auto seen = errors.inputs.middleRows(first, rows);
    block.run(seen, errors.targets.middleRows(first, rows), first, of.layer);
    block.move(of.layer, of.unit);
    Matrix gradients = Matrix::Zero(rows, count), changes = Matrix::Zero(rows, count);
    for (std::size_t l = of.layer; l < architecture.layers(); ++l) {
      const ConstBlock from = l == 0 ? ConstBlock(seen) : block.activation(l - 1);
      const Index at = architecture.offset(l) - start, width = architecture.offset(l + 1) - architecture.offset(l);
      add_products(1, from, block.delta(l), gradients.middleCols(at, width));
      add_products(1, from, block.delta_change(l), changes.middleCols(at, width));
      if (l > of.layer) {
        add_products(0, block.activation_change(l - 1), block.delta(l), changes.middleCols(at, width));
      }
    }
    Matrix x(rows, feeding);
    x << Vector::Ones(rows), (of.layer == 0 ? ConstBlock(seen) : block.activation(of.layer - 1));
    result.hessian.block(start, column, count, feeding).noalias() += changes.transpose() * x;
    result.gradients.block(start, column, count, feeding).noalias() +=
        gradients.transpose() * gradients.middleCols(column - start, feeding);
  });
}

void mirror(Matrix& lower) {
  const Matrix full = lower.selfadjointView<Eigen::Lower>();
  lower = full;
}

}  // namespace

Curvature measure_curvature(const Network& network, const Matrix& inputs, const Matrix& targets, ErrorFunction error,
                            int threads, const Vector& weights) {
  const Architecture& architecture = network.architecture;
  const Index size = architecture.weight_count();
  if (size > max_curvature_weights) {
    throw InputError("the network: has " + std::to_string(size) + " weights, more than the " +
                         std::to_string(max_curvature_weights) + " whose second derivatives can be had",
                     "fewer hidden units");
  }
  Curvature result;
  result.hessian.setZero(size, size);
  result.gradients.setZero(size, size);
  result.error =
      Objective(architecture, {inputs, targets, weights}, error, 0).evaluate(network.weights, result.gradient).error;
  const Errors errors{inputs, targets, error, weights};
  std::vector<Unit> units;
  for (std::size_t l = 0; l < architecture.layers(); ++l) {
    for (Index unit = 0; unit < architecture.units[l + 1]; ++unit) units.push_back({l, unit});
  }
  // Each task has columns of its own and goes through the rows in order: no sum depends on the threads.
  parallel_for(units.size(), threads, [&](std::size_t i) { add_columns(network, errors, units[i], result); });
  mirror(result.hessian);
  mirror(result.gradients);
  return result;
}

}  // namespace nninterp

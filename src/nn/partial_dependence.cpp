#include "nninterp/nn/partial_dependence.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <utility>

#include "kernel_sums.hpp"
#include "nninterp/core/parallel.hpp"
#include "nninterp/core/statistics.hpp"
#include "row_pass.hpp"

namespace nninterp {

namespace {

constexpr Index lanes = RowGroups::lanes;
constexpr std::size_t most_chunks = 8;  // of each set's values: the shares of work for the threads
constexpr Index few_others = 64;
constexpr double most_exponent = 170;         // two of them and their squares are finite
constexpr std::size_t runs_of_chunk = 20000;  // about, at least
using Lanes = Eigen::Map<Eigen::Array<double, lanes, 1>>;
using ConstLanes = Eigen::Map<const Eigen::Array<double, lanes, 1>>;

// Without a hidden layer, one that changes nothing: so that every network has sums in front of its output layer.
Network with_hidden_layer(const Network& network) {
  const Architecture& architecture = network.architecture;
  if (architecture.layers() > 1) return network;
  const Index outputs = architecture.outputs();
  Network result{{{architecture.inputs(), outputs, outputs}, Activation::linear, architecture.output}, {}};
  Matrix identity = Matrix::Zero(outputs + 1, outputs);
  identity.bottomRows(outputs).setIdentity();
  result.weights.resize(network.weights.size() + identity.size());
  result.weights << network.weights, identity.reshaped();
  return result;
}

// The different values that some inputs have.
struct Distinct {
  std::vector<Index> first;     // a row of each
  std::vector<double> count;    // rows of each, as often as they count
  std::vector<std::size_t> of;  // by row
};

Distinct distinct_values(const Matrix& inputs, const std::vector<Index>& columns, const Vector& weights) {
  const auto compare = [&](Index a, Index b) {  // < 0, 0 or > 0
    for (const Index column : columns) {
      if (inputs(a, column) != inputs(b, column)) return inputs(a, column) < inputs(b, column) ? -1 : 1;
    }
    return 0;
  };
  std::vector<Index> order(static_cast<std::size_t>(inputs.rows()));
  std::iota(order.begin(), order.end(), Index{0});
  std::stable_sort(order.begin(), order.end(), [&](Index a, Index b) { return compare(a, b) < 0; });
  Distinct distinct;
  distinct.of.resize(order.size());
  for (const Index row : order) {
    if (distinct.first.empty() || compare(distinct.first.back(), row) != 0) {
      distinct.first.push_back(row);
      distinct.count.push_back(0);
    }
    distinct.of[row] = distinct.first.size() - 1;
    distinct.count.back() += weight_of(weights, static_cast<Index>(row));
  }
  return distinct;
}

// Every row by itself, where it takes longer to find the equal ones than to run them.
Distinct each_row(const Matrix& inputs) {
  Distinct distinct;
  distinct.first.resize(static_cast<std::size_t>(inputs.rows()));
  std::iota(distinct.first.begin(), distinct.first.end(), Index{0});
  distinct.count.assign(distinct.first.size(), 1);
  distinct.of.assign(distinct.first.begin(), distinct.first.end());
  return distinct;
}

// One set of inputs, and what its chunks come to.
struct Job {
  const HeldInputs& set;
  Distinct distinct;
  std::vector<Matrix> means;                         // by scale: distinct values × outputs
  std::vector<std::vector<AlignedNumbers>> columns;  // by chunk and scale: sums over its values, grouped by row
};

class Work {
 public:
  Work(const Network& network, const Matrix& inputs, const Background& others, const std::vector<OutputScale>& scales)
      : network_(network),
        inputs_(inputs),
        others_(others.inputs),
        weights_(others.weights),
        total_(total_weight(others.weights, others.inputs.rows())),
        scales_(scales),
        counts_(others.weights.size() > 0 ? Matrix(others.weights) : Matrix::Ones(others.inputs.rows(), 1)) {
    transpose_weights(network.architecture, network.weights, weights_by_input_);
    for (Index input = 0; input < inputs.cols(); ++input) {
      std::vector<double> values(inputs.col(input).begin(), inputs.col(input).end());
      std::sort(values.begin(), values.end());
      values_.push_back(std::unique(values.begin(), values.end()) - values.begin());
    }
  }

  Job prepare(const HeldInputs& set) const;
  void run(Job& job, std::size_t chunk) const;
  PartialDependence finish(const Job& job) const;

 private:
  bool may_be_alike(const HeldInputs& set) const;
  Index outputs() const { return network_.architecture.outputs(); }
  Index groups() const { return (others_.rows() + lanes - 1) / lanes; }
  // Whether means of the only hidden layer's activations are enough.
  bool is_sum_of_units(const Job& job) const {
    const Architecture& architecture = network_.architecture;
    return architecture.layers() == 2 && architecture.output == Activation::linear && !job.set.complement;
  }
  void run_sums(RowGroups sums_of_others, const Matrix& held, Index first, Index last, Job& job) const;
  void add(const AlignedNumbers& values, Index first, Index count, double weight, Eigen::ArrayXXd& sums,
           AlignedNumbers* columns) const;

  const Network& network_;
  const Matrix& inputs_;   // whose held values are taken
  const Matrix& others_;   // what the other inputs run through
  const Vector& weights_;  // of these rows
  double total_;           // rows, as often as they count
  const std::vector<OutputScale>& scales_;
  RowGroups counts_;  // of the other rows, 0 beyond the last
  std::vector<double> weights_by_input_;
  std::vector<Index> values_;  // how many different ones each input has
};

// Not where one input alone tells most of the rows apart.
bool Work::may_be_alike(const HeldInputs& set) const {
  return others_.rows() > few_others && std::all_of(set.inputs.begin(), set.inputs.end(),
                                                    [&](Index input) { return 2 * values_[input] < inputs_.rows(); });
}

Job Work::prepare(const HeldInputs& set) const {
  const bool sorted = set.complement || may_be_alike(set);
  Job job{set,
          sorted ? distinct_values(inputs_, set.inputs, set.complement ? weights_ : Vector()) : each_row(inputs_),
          {},
          {}};
  job.means.assign(scales_.size(), Matrix(static_cast<Index>(job.distinct.first.size()), outputs()));
  const std::size_t runs = job.distinct.first.size() * static_cast<std::size_t>(others_.rows());
  job.columns.resize(std::clamp<std::size_t>(runs / runs_of_chunk, 1, most_chunks));
  return job;
}

// Adds outputs of `count` groups from `first` on over the rows, and, weighted, to the sums of each row.
void Work::add(const AlignedNumbers& values, Index first, Index count, double weight, Eigen::ArrayXXd& sums,
               AlignedNumbers* columns) const {
  for (Index i = 0; i < count * outputs(); ++i) {
    const ConstLanes value(values.data() + i * lanes);
    const Index row = (first + i / outputs()) * lanes, rows = std::min(lanes, others_.rows() - row);
    if (weights_.size() > 0) {
      sums.col(i % outputs()).head(rows) += value.head(rows) * weights_.segment(row, rows).array();
    } else {
      sums.col(i % outputs()).head(rows) += value.head(rows);
    }
    if (columns != nullptr) Lanes(columns->data() + (first * outputs() + i) * lanes) += weight * value;
  }
}

// The outputs are linear in the activations' means. A logistic unit's is 1 / (1 + e^-others e^-held), where both
// exponentials are far from overflowing; a hyperbolic tangent is 2 / (1 + e^-2others e^-2held) - 1.
void Work::run_sums(RowGroups sums_of_others, const Matrix& held, Index first, Index last, Job& job) const {
  const Activation hidden = network_.architecture.hidden;
  const std::vector<Index> rows(job.distinct.first.begin() + first, job.distinct.first.begin() + last);
  Matrix own = (rows_of(inputs_, rows) * held).transpose(), totals(own.rows(), own.cols());
  Eigen::Map<Eigen::ArrayXd> others(sums_of_others.values.data(), static_cast<Index>(sums_of_others.values.size()));
  const double times = hidden == Activation::tanh ? 2 : 1;
  const bool exponentials = (hidden == Activation::logistic || hidden == Activation::tanh) &&
                            times * std::max(own.lpNorm<Eigen::Infinity>(), others.abs().maxCoeff()) < most_exponent;
  if (exponentials) {
    own = (-times * own.array()).exp();
    others = (-times * others).exp();
  }
  for (Index i = 0; i < own.cols(); ++i) {
    const double *of_others = others.data(), *of_row = own.col(i).data();
    double* sums = totals.col(i).data();
    if (exponentials) {
      sum_shares(of_others, counts_.group(0), groups(), own.rows(), of_row, sums);
    } else {
      sum_activated(hidden, of_others, counts_.group(0), groups(), own.rows(), of_row, sums);
    }
  }
  if (exponentials && hidden == Activation::tanh) totals = 2 * totals.array() - total_;
  const auto w = layer_weights(network_.architecture, network_.weights, 1);
  job.means.front().middleRows(first, last - first) =
      ((totals / total_).transpose() * w.bottomRows(w.rows() - 1)).rowwise() + w.row(0);
}

void Work::run(Job& job, std::size_t chunk) const {
  const auto w = layer_weights(network_.architecture, network_.weights, 0);
  Matrix others = w.bottomRows(w.rows() - 1), held = Matrix::Zero(others.rows(), others.cols());
  for (const Index input : job.set.inputs) {
    held.row(input) = others.row(input);
    others.row(input).setZero();
  }
  RowGroups sums_of_others((others_ * others).rowwise() + w.row(0));
  const std::size_t values = job.distinct.first.size(), chunks = job.columns.size();
  const std::size_t begin = values * chunk / chunks, end = values * (chunk + 1) / chunks;
  if (is_sum_of_units(job)) {
    run_sums(std::move(sums_of_others), held, static_cast<Index>(begin), static_cast<Index>(end), job);
    return;
  }
  std::vector<AlignedNumbers>& columns = job.columns[chunk];
  if (job.set.complement) {
    columns.assign(scales_.size(), AlignedNumbers(static_cast<std::size_t>(groups() * outputs() * lanes)));
  }
  RowPass pass(network_, weights_by_input_, Purpose::outputs);
  std::vector<Eigen::ArrayXXd> sums(scales_.size());
  for (std::size_t i = begin; i < end; ++i) {
    const Vector added = (inputs_.row(job.distinct.first[i]) * held).transpose();
    for (Eigen::ArrayXXd& sum : sums) sum.setZero(lanes, outputs());
    for_rows(groups(), block_groups, [&](Index first, Index count) {
      pass.forward_from_sums(sums_of_others.group(first), added, count);
      for (std::size_t s = 0; s < scales_.size(); ++s) {
        add(scales_[s] == OutputScale::response ? pass.outputs() : pass.log_odds(), first, count, job.distinct.count[i],
            sums[s], job.set.complement ? &columns[s] : nullptr);
      }
    });
    for (std::size_t s = 0; s < scales_.size(); ++s) {
      job.means[s].row(i) = sums[s].colwise().sum() / total_;
    }
  }
}

PartialDependence Work::finish(const Job& job) const {
  PartialDependence result;
  const Index rows = inputs_.rows();
  for (std::size_t s = 0; s < scales_.size(); ++s) {
    Matrix& held = result.held.emplace_back(rows, outputs());
    for (Index row = 0; row < rows; ++row) {
      held.row(row) = job.means[s].row(job.distinct.of[row]);
    }
    Matrix& complement = result.complement.emplace_back();
    if (!job.set.complement) continue;
    complement.setZero(rows, outputs());
    for (const std::vector<AlignedNumbers>& chunk : job.columns) {  // in their order, whoever did them
      for (Index row = 0; row < rows; ++row) {
        for (Index k = 0; k < outputs(); ++k) {
          complement(row, k) += chunk[s][(row / lanes * outputs() + k) * lanes + row % lanes];
        }
      }
    }
    complement /= total_;
  }
  return result;
}

}  // namespace

std::vector<PartialDependence> partial_dependence(const Network& network, const Matrix& inputs,
                                                  const std::vector<HeldInputs>& sets,
                                                  const std::vector<OutputScale>& scales, int threads,
                                                  const Vector& weights) {
  return partial_dependence(network, inputs, Background{inputs, weights}, sets, scales, threads);
}

std::vector<PartialDependence> partial_dependence(const Network& network, const Matrix& inputs,
                                                  const Background& background, const std::vector<HeldInputs>& sets,
                                                  const std::vector<OutputScale>& scales, int threads) {
  const auto wants_complement = [](const HeldInputs& set) { return set.complement; };
  if (&inputs != &background.inputs && std::any_of(sets.begin(), sets.end(), wants_complement)) {
    throw std::invalid_argument("a complement is of the rows themselves");
  }
  for (const OutputScale scale : scales) check_scale(network.architecture, scale);
  const Network layered = with_hidden_layer(network);
  const Work work(layered, inputs, background, scales);
  std::vector<Job> jobs;
  std::vector<std::pair<std::size_t, std::size_t>> tasks;  // a job and one of its chunks
  for (const HeldInputs& set : sets) {
    jobs.push_back(work.prepare(set));
    for (std::size_t chunk = 0; chunk < jobs.back().columns.size(); ++chunk) tasks.emplace_back(jobs.size() - 1, chunk);
  }
  parallel_for(tasks.size(), threads, [&](std::size_t i) { work.run(jobs[tasks[i].first], tasks[i].second); });
  std::vector<PartialDependence> results;
  for (const Job& job : jobs) results.push_back(work.finish(job));
  return results;
}

}  // namespace nninterp

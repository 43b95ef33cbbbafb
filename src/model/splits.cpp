#include "splits.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "nninterp/model/folds.hpp"
#include "nninterp/model/stability.hpp"

namespace nninterp {

namespace {

// Of a numeric target: ranks in groups of as many as there are folds, so that each fold gets one of each group.
std::vector<int> quantile_groups(const Vector& target, int size) {
  std::vector<Index> order(static_cast<std::size_t>(target.size()));
  std::iota(order.begin(), order.end(), Index{0});
  std::stable_sort(order.begin(), order.end(), [&](Index a, Index b) { return target[a] < target[b]; });
  std::vector<int> group(order.size());
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    group[order[rank]] = static_cast<int>(rank) / size;
  }
  return group;
}

std::vector<int> strata(const Design& design, const Matrix& targets, int folds) {
  const std::vector<int> classes = classes_of_rows(design, targets);
  const bool several = *std::max_element(classes.begin(), classes.end()) > 0;
  return several ? classes : quantile_groups(targets.col(0), folds);
}

}  // namespace

Split::Split(const Sample& sample, const Sample& train, const std::vector<Index>& trained_on, std::vector<Index> test)
    : trained_on_(trained_on), test_(std::move(test)), train_(packed(train)) {
  for (Index k = 0; k < train.targets.cols(); ++k) {
    ranges_.push_back(Range{train.targets.col(k).minCoeff(), train.targets.col(k).maxCoeff()});
  }
  for (Index k = 0; k < train.inputs.cols(); ++k) {
    const double low = train.inputs.col(k).minCoeff();
    if (low == train.inputs.col(k).maxCoeff()) constant_.emplace_back(k, low);
  }
  const Matrix between = nninterp::probes(train.inputs), beside = test_inputs(sample);
  probes_.resize(between.rows() + beside.rows(), between.cols());
  probes_ << between, beside;
}

Matrix Split::test_inputs(const Sample& sample) const {
  Matrix inputs = rows_of(sample.inputs, test_);
  for (const auto& [input, value] : constant_) inputs.col(input).setConstant(value);
  return inputs;
}

Network Split::held(Network network) const {
  auto first = layer_weights(network, 0);
  for (const auto& [input, value] : constant_) {
    first.row(0) += value * first.row(1 + input);
    first.row(1 + input).setZero();
  }
  return network;
}

Rounds::Rounds(const Design& design, const Sample& sample, const Clusters& clusters, int folds, std::uint32_t seed)
    : sample_(sample), folds_(folds), members_(members(clusters, sample.inputs.rows())), random_(seed) {
  std::vector<Index> first;
  for (const std::vector<Index>& rows : members_) first.push_back(rows.front());
  strata_ = strata(design, rows_of(sample.targets, first), folds);
}

std::vector<Split> Rounds::next() {
  const std::vector<int> fold_of = assign_folds(strata_, folds_, random_);
  std::vector<Split> splits;
  for (int fold = 0; fold < folds_; ++fold) {
    std::vector<Index> train, test;
    for (std::size_t cluster = 0; cluster < members_.size(); ++cluster) {
      std::vector<Index>& side = fold_of[cluster] == fold ? test : train;
      side.insert(side.end(), members_[cluster].begin(), members_[cluster].end());
    }
    std::sort(train.begin(), train.end());
    std::sort(test.begin(), test.end());
    splits.push_back(Split::of(sample_, train, std::move(test)));
  }
  return splits;
}

}  // namespace nninterp

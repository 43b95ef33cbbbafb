#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "clusters.hpp"
#include "nninterp/core/random.hpp"
#include "training.hpp"

namespace nninterp {

/// One fold of one round: the rows trained on, packed for every training on them, and those held out.
class Split {
 public:
  static Split of(const Sample& sample, const std::vector<Index>& train, std::vector<Index> test) {
    return {sample, rows_of(sample, train), train, std::move(test)};
  }

  const TrainingRows& train() const { return train_; }
  const std::vector<Index>& test() const { return test_; }  ///< positions in the sample
  const Matrix& probes() const { return probes_; }  ///< of the training rows (model/stability.hpp), and those held out
  const std::vector<std::optional<Range>>& ranges() const { return ranges_; }  ///< of the outputs

  /// Inputs of the held-out rows. Of an input that does not vary where the network is trained (a level of few rows)
  /// nothing can be learned: it stands at that value, so that weights left over from the start do not speak.
  Matrix test_inputs(const Sample& sample) const;
  /// The same network where those inputs stand at their values whatever is put in.
  Network held(Network network) const;
  Sample train_sample(const Sample& sample) const { return rows_of(sample, trained_on_); }

 private:
  Split(const Sample& sample, const Sample& train, const std::vector<Index>& trained_on, std::vector<Index> test);

  std::vector<Index> trained_on_, test_;
  TrainingRows train_;
  Matrix probes_;
  std::vector<std::optional<Range>> ranges_;
  std::vector<std::pair<Index, double>> constant_;
};

/// Rounds of K-fold cross-validation, one after the other: each is another partition of the rows, a cluster in one
/// fold. Folds are alike in their classes or, of a numeric target, in its quantiles.
class Rounds {
 public:
  /// `folds` at most the number of clusters.
  Rounds(const Design& design, const Sample& sample, const Clusters& clusters, int folds, std::uint32_t seed);

  std::vector<Split> next();

 private:
  const Sample& sample_;
  int folds_;
  std::vector<std::vector<Index>> members_;
  std::vector<int> strata_;  // of the clusters
  Random random_;
};

}  // namespace nninterp

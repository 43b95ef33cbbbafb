#include "cross_fitting.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "model/clusters.hpp"
#include "nninterp/analysis/predict.hpp"
#include "nninterp/core/parallel.hpp"
#include "nninterp/core/statistics.hpp"
#include "nninterp/nn/forward.hpp"
#include "riesz.hpp"
#include "scores.hpp"

namespace nninterp {

namespace {

// So many rows are enough to learn representers from, once or for each network anew.
constexpr Index most_learned_from = 50'000, most_learned_anew = 10'000;
constexpr Index rows_at_once = 1024;

using Folds = std::vector<std::vector<Index>>;  // the rows of each

double median(std::vector<double> values) {
  const bool known = std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
  if (!known) return nan;
  std::sort(values.begin(), values.end());
  return quantile_sorted(values, 0.5);
}

// What the rows of a fold say.
struct FoldScores {
  std::vector<Scores> means;
  std::vector<CombinedScores> combinations;

  void add(const FoldScores& other) {
    for (std::size_t k = 0; k < means.size(); ++k) means[k].add(other.means[k]);
    for (std::size_t k = 0; k < combinations.size(); ++k) combinations[k].add(other.combinations[k]);
  }
};

class CrossFitting {
 public:
  CrossFitting(const Model& model, const Matrix& variables, const IntervalOptions& options, const LinearMeans& means,
               OutputScale scale, int threads)
      : model_(model),
        fits_(*model.training->cross_fit),
        variables_(variables),
        targets_(*options.targets),
        weights_(options.weights.size() > 0 ? options.weights : Vector::Ones(variables.rows())),
        mean_weight_(weights_.mean()),
        means_(means),
        clusters_(clusters_of_rows(model, variables.rows(), options.training_rows)),
        logit_(scale == OutputScale::logit),
        threads_(threads),
        every_((variables.rows() - 1) / (means.of_network ? most_learned_anew : most_learned_from) + 1),
        terms_(model.design, learned_from()),
        scales_(model.design.output_scales()),
        group_weights_(static_cast<Index>(means.groups)) {
    const std::vector<Index> all = counted(variables.rows());
    for (std::size_t group = 0; group < means.groups; ++group) {
      group_weights_[group] = means.weights(all, group).mean();
    }
  }

  std::vector<DebiasedMean> run() const {
    const std::size_t rounds = fits_.rounds(), folds = static_cast<std::size_t>(fits_.folds);
    std::vector<Folds> rows;
    for (std::size_t round = 0; round < rounds; ++round) rows.push_back(rows_of_folds(fits_, round));
    std::vector<RieszSums> sums(logit_ ? 0 : rounds * folds, RieszSums(0, 0));
    parallel_for(sums.size(), threads_,
                 [&](std::size_t i) { sums[i] = sums_of(rows[i / folds][i % folds], {}, model_, 0); });
    const Vector near = network_means();
    std::vector<FoldScores> scores(rounds * folds);
    parallel_for(scores.size(), threads_, [&](std::size_t i) {
      const std::size_t round = i / folds, fold = i % folds;
      const auto begin = sums.begin() + static_cast<std::ptrdiff_t>(logit_ ? 0 : round * folds);
      const std::vector<RieszSums> of_round(begin, begin + (logit_ ? 0 : fits_.folds));
      scores[i] = scores_of(with_weights(model_, fits_.without(round, fold)), fold, rows[round], of_round, near);
    });
    return medians(scores);
  }

 private:
  Matrix learned_from() const {
    std::vector<Index> rows;
    for (Index row = 0; row < variables_.rows(); row += every_) rows.push_back(row);
    return encode_inputs(model_.design, rows_of(variables_, rows));
  }

  std::size_t group_of(std::size_t mean) const { return means_.functionals[means_.means[mean].functional].group; }

  // The network's own.
  Vector network_means() const {
    Vector sums = Vector::Zero(static_cast<Index>(means_.means.size())), totals = sums;
    for_rows(variables_.rows(), rows_at_once, [&](Index first, Index count) {
      std::vector<Index> rows(static_cast<std::size_t>(count));
      for (Index i = 0; i < count; ++i) rows[i] = first + i;
      const Matrix numbers = means_.at_rows(model_, variables_.middleRows(first, count));
      for (std::size_t k = 0; k < means_.means.size(); ++k) {
        const Vector weights = means_.weights(rows, group_of(k));
        sums[k] += numbers.col(k).dot(weights);
        totals[k] += weights.sum();
      }
    });
    return sums.cwiseQuotient(totals);
  }

  // Those rows that are learned from, some at a time: them, their places among the rows, and their variables.
  template <typename Body>
  void for_learned_from(const std::vector<Index>& rows, const Body& body) const {
    for_rows(static_cast<Index>(rows.size()), rows_at_once, [&](Index first, Index count) {
      std::vector<Index> some, places;
      for (Index i = first; i < first + count; ++i) {
        if (rows[i] % every_ != 0) continue;
        some.push_back(rows[i]);
        places.push_back(i);
      }
      body(some, places, rows_of(variables_, some));
    });
  }

  // `variances`: how often the rows count besides; empty: once. `at`, `output`: as of_terms takes them.
  RieszSums sums_of(const std::vector<Index>& rows, const Vector& variances, const Model& at, Index output) const {
    RieszSums sums(terms_.count(), static_cast<Index>(means_.functionals.size()));
    for_learned_from(rows, [&](const auto& some, const auto& places, const Matrix& variables) {
      Vector weights = weights_(some);
      if (variances.size() > 0) weights.array() *= variances(places).array();
      sums.weight += weights.sum();
      sums.rows += static_cast<double>(some.size());
      const Matrix terms = weights.cwiseSqrt().asDiagonal() * terms_.values(encode_inputs(model_.design, variables));
      sums.products.selfadjointView<Eigen::Lower>().rankUpdate(terms.transpose());
      add_functionals(variables, some, at, output, sums);
    });
    return sums;
  }

  // The same sums, with the functionals of another network or output.
  RieszSums functionals_of(const std::vector<Index>& rows, const Model& at, Index output, RieszSums sums) const {
    sums.functionals.setZero();
    sums.weights.setZero();
    for_learned_from(rows, [&](const auto& some, const auto&, const Matrix& variables) {
      add_functionals(variables, some, at, output, sums);
    });
    return sums;
  }

  void add_functionals(const Matrix& variables, const std::vector<Index>& rows, const Model& at, Index output,
                       RieszSums& sums) const {
    Matrix of_kind;
    for (std::size_t k = 0; k < means_.functionals.size(); ++k) {
      const auto [kind, group] = means_.functionals[k];
      if (k == 0 || means_.functionals[k - 1].kind != kind) {
        of_kind = means_.of_terms(terms_, variables, kind, at, output);
      }
      const Vector weights = means_.weights(rows, group);
      sums.functionals.col(k) += of_kind.transpose() * weights;
      sums.weights[k] += weights.sum();
    }
  }

  // Of each output the representers' coefficients, learned from the other folds.
  std::vector<Matrix> representers(const Model& model, std::size_t fold, const Folds& rows,
                                   const std::vector<RieszSums>& sums) const {
    std::vector<Matrix> result(static_cast<std::size_t>(model.design.outputs()));
    Matrix of_all;
    for (const LinearMeans::Mean& mean : means_.means) {
      Matrix& of_output = result[mean.output];
      if (of_output.size() > 0) continue;
      if (!logit_ && !means_.of_network && of_all.size() > 0) {
        of_output = of_all;
        continue;
      }
      std::vector<RieszSums> others;
      double variance = 0, weight = 0;  // Σ w p (1 - p), Σ w
      for (std::size_t other = 0; other < rows.size(); ++other) {
        if (other == fold) continue;
        if (!logit_) {
          others.push_back(means_.of_network ? functionals_of(rows[other], model, mean.output, sums[other])
                                             : sums[other]);
          continue;
        }
        const Vector variances = variances_of(model, rows[other], mean.output), weights = weights_(rows[other]);
        others.push_back(sums_of(rows[other], variances, model, mean.output));
        variance += variances.dot(weights);
        weight += weights.sum();
      }
      of_output = of_all = riesz_representers(others);
      if (logit_) of_output /= variance / weight;
    }
    return result;
  }

  Vector variances_of(const Model& model, const std::vector<Index>& rows, Index output) const {
    const Vector p = predict(model, rows_of(variables_, rows), 1).col(output);
    return p.array() * (1 - p.array());
  }

  FoldScores scores_of(const Model& model, std::size_t fold, const Folds& rows, const std::vector<RieszSums>& sums,
                       const Vector& near) const {
    const std::vector<Matrix> coefficients = representers(model, fold, rows, sums);
    FoldScores scores;
    scores.means.resize(means_.means.size());
    for (std::size_t k = 0; k < scores.means.size(); ++k) scores.means[k].near = near[static_cast<Index>(k)];
    for (const Combination& one : means_.combinations) scores.combinations.emplace_back(one);
    // A cluster is in one fold as a whole.
    std::vector<Index> ordered = rows[fold];
    const auto cluster = [&](Index row) { return clusters_.empty() ? row : clusters_[row]; };
    std::stable_sort(ordered.begin(), ordered.end(), [&](Index a, Index b) { return cluster(a) < cluster(b); });
    Eigen::RowVectorXd u = Eigen::RowVectorXd::Zero(near.size()), v = u;  // of the running cluster
    Index running = -1;
    const auto finish = [&] {
      for (std::size_t k = 0; k < scores.means.size(); ++k) scores.means[k].add(u[k], v[k]);
      for (std::size_t k = 0; k < scores.combinations.size(); ++k) {
        scores.combinations[k].add(means_.combinations[k], u, v, near);
      }
      u.setZero();
      v.setZero();
    };
    for_rows(static_cast<Index>(ordered.size()), rows_at_once, [&](Index first, Index count) {
      const auto begin = ordered.begin() + first;
      const auto [of_u, of_v] = row_scores(model, {begin, begin + count}, coefficients);
      for (Index i = 0; i < count; ++i) {
        if (running >= 0 && cluster(ordered[first + i]) != running) finish();
        running = cluster(ordered[first + i]);
        u += of_u.row(i);
        v += of_v.row(i);
      }
    });
    finish();
    return scores;
  }

  // u and v of some rows, each rows × means.
  std::pair<Matrix, Matrix> row_scores(const Model& model, const std::vector<Index>& rows,
                                       const std::vector<Matrix>& coefficients) const {
    const Matrix variables = rows_of(variables_, rows), inputs = encode_inputs(model_.design, variables);
    const Matrix terms = terms_.values(inputs);
    const Vector weights = weights_(rows) / mean_weight_;
    const Matrix residuals =
        weights.asDiagonal() * (rows_of(targets_, rows) - run_network(model.network, inputs, 1)) * scales_.asDiagonal();
    Matrix u = means_.at_rows(model, variables), v(u.rows(), u.cols());
    for (std::size_t k = 0; k < means_.means.size(); ++k) {
      const auto [output, functional] = means_.means[k];
      v.col(k) = means_.weights(rows, group_of(k)) / group_weights_[group_of(k)];
      const Vector representer = terms * coefficients[output].col(functional);
      u.col(k) = u.col(k).cwiseProduct(v.col(k)) + representer.cwiseProduct(residuals.col(output));
    }
    return {std::move(u), std::move(v)};
  }

  // Of one round the means, then the combinations.
  std::vector<DebiasedMean> of_round(const FoldScores& sums, double count) const {
    std::vector<DebiasedMean> result;
    for (const Scores& sum : sums.means) result.push_back(sum.mean(count));
    const std::vector<DebiasedMean> means = result;
    for (std::size_t k = 0; k < sums.combinations.size(); ++k) {
      result.push_back(combined_mean(means_.combinations[k], sums.combinations[k], sums.means, means, count));
    }
    return result;
  }

  std::vector<DebiasedMean> medians(const std::vector<FoldScores>& scores) const {
    const double count = static_cast<double>(clusters_.empty() ? (weights_.array() > 0).count()
                                                               : cluster_count(clusters_, variables_.rows()));
    std::vector<std::vector<DebiasedMean>> rounds;
    for (std::size_t i = 0; i < scores.size(); i += static_cast<std::size_t>(fits_.folds)) {
      FoldScores sum = scores[i];
      for (std::size_t fold = 1; fold < static_cast<std::size_t>(fits_.folds); ++fold) sum.add(scores[i + fold]);
      rounds.push_back(of_round(sum, count));
    }
    std::vector<DebiasedMean> result;
    for (std::size_t k = 0; k < rounds.front().size(); ++k) {
      std::vector<double> estimates, variances, rows;
      for (const std::vector<DebiasedMean>& round : rounds) {
        estimates.push_back(round[k].estimate);
        variances.push_back(round[k].std_error * round[k].std_error);
        rows.push_back(round[k].rows);
      }
      const double estimate = median(estimates);
      for (std::size_t round = 0; round < estimates.size(); ++round) {
        variances[round] += (estimates[round] - estimate) * (estimates[round] - estimate);
      }
      result.push_back({estimate, std::sqrt(median(variances)), median(rows)});
    }
    return result;
  }

  const Model& model_;
  const CrossFit& fits_;
  const Matrix& variables_;
  const Matrix& targets_;
  Vector weights_;
  double mean_weight_;
  const LinearMeans& means_;
  std::vector<Index> clusters_;
  bool logit_;
  int threads_;
  Index every_;  // of so many rows one is learned from
  Terms terms_;
  Vector scales_;
  Vector group_weights_;  // their means over all rows
};

}  // namespace

std::vector<std::vector<Index>> rows_of_folds(const CrossFit& fits, std::size_t round) {
  Folds rows(static_cast<std::size_t>(fits.folds));
  const auto& folds = fits.folds_of_rows[round];
  for (std::size_t row = 0; row < folds.size(); ++row) rows[folds[row]].push_back(static_cast<Index>(row));
  return rows;
}

std::vector<DebiasedMean> debias(const Model& model, const Matrix& variables, const IntervalOptions& options,
                                 const LinearMeans& means, OutputScale scale, int threads) {
  return CrossFitting(model, variables, options, means, scale, threads).run();
}

Interval debiased_interval(const DebiasedMean& mean, double level) {
  Interval interval = normal_interval(mean.estimate, mean.std_error, level);
  interval.debiased = mean.estimate;
  interval.effective_rows = mean.rows;
  return interval;
}

}  // namespace nninterp

#include "nninterp/analysis/shapley.hpp"

#include <algorithm>
#include <bitset>
#include <cmath>

#include "correlation.hpp"
#include "nninterp/analysis/finite.hpp"
#include "nninterp/analysis/predict.hpp"
#include "nninterp/core/parallel.hpp"
#include "nninterp/core/random.hpp"
#include "nninterp/core/statistics.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/nn/partial_dependence.hpp"
#include "selection.hpp"

namespace nninterp {

namespace {

constexpr std::size_t usual_exact = 12, most_exact = 16;
constexpr Index few_background_rows = 10;
constexpr Index most_means = 1 << 18;  // that are held at a time: 2 MB stay near

using Set = std::size_t;  // of variables, a bit each

// Means of f with sets of variables at rows' own values, in the units of the targets.
class Coalitions {
 public:
  Coalitions(const Model& model, const ShapleyBackground& background, const ShapleyOptions& options)
      : model_(model),
        background_(encode_inputs(model.design, background.rows)),
        weights_(background.weights),
        scale_(options.scale),
        threads_(options.threads) {
    const Matrix f = predict(model, background.rows, options.threads, options.scale);
    base_.resize(f.cols());
    for (Index k = 0; k < f.cols(); ++k) base_[k] = mean(f.col(k), weights_);
  }

  const Vector& base() const { return base_; }

  // One a set that is neither empty nor all: rows × all outputs.
  std::vector<Matrix> means(const Matrix& rows, const std::vector<std::vector<std::size_t>>& sets) const {
    std::vector<HeldInputs> held;
    for (const std::vector<std::size_t>& set : sets) {
      HeldInputs& inputs = held.emplace_back();
      for (const std::size_t variable : set) {
        for (const Index input : inputs_of(model_.design, variable)) inputs.inputs.push_back(input);
      }
    }
    std::vector<Matrix> result;
    for (PartialDependence& of_set : partial_dependence(model_.network, encode_inputs(model_.design, rows),
                                                        {background_, weights_}, held, {scale_}, threads_)) {
      if (scale_ == OutputScale::response) decode_outputs(model_.design, of_set.held.front());
      result.push_back(std::move(of_set.held.front()));
    }
    return result;
  }

 private:
  const Model& model_;
  Matrix background_;
  const Vector& weights_;
  OutputScale scale_;
  int threads_;
  Vector base_;
};

// Some of the rows at a time, all variables' values of all outputs: f at the rows is rows × outputs.
struct RowsAtOnce {
  const Matrix& rows;
  const Matrix& f;
  std::vector<Matrix> values, std_error;  // by output, rows × variables
};

// Over all sets of the other variables: |S|! (p - |S| - 1)! / p!, one a size of S.
std::vector<double> shares_of_sizes(std::size_t variables) {
  std::vector<double> shares{1 / static_cast<double>(variables)};
  for (std::size_t size = 1; size < variables; ++size) {
    shares.push_back(shares.back() * static_cast<double>(size) / static_cast<double>(variables - size));
  }
  return shares;
}

void add_exact(const Coalitions& coalitions, std::size_t variables, RowsAtOnce& block) {
  std::vector<std::vector<std::size_t>> sets;
  const Set all = (Set{1} << variables) - 1;
  for (Set set = 1; set < all; ++set) {
    std::vector<std::size_t>& members = sets.emplace_back();
    for (std::size_t v = 0; v < variables; ++v) {
      if ((set >> v & 1) != 0) members.push_back(v);
    }
  }
  const std::vector<double> shares = shares_of_sizes(variables);
  const auto add = [&](Set set, const Matrix& means) {
    const std::size_t size = std::bitset<64>(set).count();
    for (std::size_t v = 0; v < variables; ++v) {
      const bool in = (set >> v & 1) != 0;
      const double share = in ? shares[size - 1] : -shares[size];
      for (std::size_t k = 0; k < block.values.size(); ++k) {
        block.values[k].col(static_cast<Index>(v)) += share * means.col(static_cast<Index>(k));
      }
    }
  };
  const std::vector<Matrix> means = coalitions.means(block.rows, sets);
  add(0, coalitions.base().transpose().replicate(block.rows.rows(), 1));
  for (Set set = 1; set < all; ++set) add(set, means[set - 1]);
  add(all, block.f);
}

// What each variable adds in an order of them, half of it.
void add_order(const Coalitions& coalitions, const std::vector<std::size_t>& order, RowsAtOnce& block) {
  std::vector<std::vector<std::size_t>> sets;
  for (std::size_t size = 1; size < order.size(); ++size) sets.emplace_back(order.begin(), order.begin() + size);
  std::vector<Matrix> means = coalitions.means(block.rows, sets);
  means.push_back(block.f);
  Matrix before = coalitions.base().transpose().replicate(block.rows.rows(), 1);
  for (std::size_t i = 0; i < order.size(); ++i) {
    for (std::size_t k = 0; k < block.values.size(); ++k) {
      const auto output = static_cast<Index>(k);
      block.values[k].col(static_cast<Index>(order[i])) += (means[i].col(output) - before.col(output)) / 2;
    }
    before = means[i];
  }
}

// Means over pairs of an order and its reverse, and their standard errors.
void add_sampled(const Coalitions& coalitions, const std::vector<std::vector<std::size_t>>& orders, RowsAtOnce& block) {
  const std::vector<Matrix> nothing = block.values;
  std::vector<Matrix> squares = nothing;  // of deviations from the running mean: Welford 1962, Technometrics 4, 419-420
  const auto pairs = static_cast<double>(orders.size());
  for (std::size_t i = 0; i < orders.size(); ++i) {
    RowsAtOnce pair{block.rows, block.f, nothing, {}};
    add_order(coalitions, orders[i], pair);
    add_order(coalitions, {orders[i].rbegin(), orders[i].rend()}, pair);
    for (std::size_t k = 0; k < nothing.size(); ++k) {
      const Matrix from_mean = pair.values[k] - block.values[k];
      block.values[k] += from_mean / static_cast<double>(i + 1);
      squares[k].array() += from_mean.array() * (pair.values[k] - block.values[k]).array();
    }
  }
  for (const Matrix& of_output : squares) {
    block.std_error.emplace_back((of_output.array() / ((pairs - 1) * pairs)).max(0).sqrt());
  }
}

std::vector<std::vector<std::size_t>> drawn_orders(std::size_t variables, const ShapleyOptions& options) {
  Random random(options.seed);
  std::vector<std::vector<std::size_t>> orders;
  for (std::size_t i = 0; i < options.orders / 2; ++i) orders.push_back(random.permutation(variables));
  return orders;
}

ShapleyMethod chosen_method(std::size_t variables, ShapleyMethod asked) {
  if (asked == ShapleyMethod::exact && variables > most_exact) {
    throw InputError("⟨method⟩: exact values of " + std::to_string(variables) + " variables need " +
                         format_number(std::exp2(static_cast<double>(variables)), 3) + " means a row",
                     "⟨method⟩ sampled takes some orders of the variables");
  }
  if (asked != ShapleyMethod::automatic) return asked;
  return variables <= usual_exact ? ShapleyMethod::exact : ShapleyMethod::sampled;
}

std::vector<Warning> warn_of_background(const Design& design, const Matrix& background) {
  std::vector<Warning> warnings;
  if (background.rows() < few_background_rows) {
    warnings.push_back({"few_background_rows", "the values are beside a background of only " +
                                                   count_of(static_cast<std::size_t>(background.rows()), "row") +
                                                   "; ⟨background-data⟩ FILE takes it from another table"});
  }
  std::vector<std::string> pairs;
  for (std::size_t a = 0; background.rows() > 2 && a < design.variables.size(); ++a) {
    for (std::size_t b = a + 1; b < design.variables.size(); ++b) {
      const auto r = strong_correlation(design, background, a, b);
      if (!r) continue;
      pairs.push_back(design.variables[a].name + " and " + design.variables[b].name + " (" + format_number(*r, 2) +
                      ")");
    }
  }
  if (!pairs.empty()) {
    warnings.push_back({"correlated_variables",
                        list_some(pairs, 6) +
                            " go together: the network is asked for combinations of them that the data hardly have, "
                            "and either may get what the other does"});
  }
  return warnings;
}

}  // namespace

ShapleyValues shapley_values(const Model& model, const Matrix& data, const ShapleyBackground& background,
                             const ShapleyOptions& options) {
  check_scale(model, options.scale);
  const std::size_t variables = model.design.variables.size();
  ShapleyValues result{chosen_method(variables, options.method),
                       chosen_outputs(model.design, options.targets),
                       {},
                       predict(model, data, options.threads, options.scale),
                       {},
                       {},
                       warn_of_background(model.design, background.rows)};
  const bool exact = result.method == ShapleyMethod::exact;
  const Coalitions coalitions(model, background, options);
  const std::vector<std::vector<std::size_t>> orders = drawn_orders(variables, options);
  const Index all_outputs = model.design.outputs();
  const Matrix of_rows(data.rows(), static_cast<Index>(variables));
  result.values.assign(result.outputs.size(), of_rows);
  if (!exact) result.std_error = result.values;
  const Index sets = exact ? Index{1} << variables : static_cast<Index>(variables);
  const Index at_once = std::clamp<Index>(most_means / (sets * all_outputs), 64, 4096);
  for_rows(data.rows(), at_once, [&](Index first, Index count) {
    const Matrix rows = data.middleRows(first, count), f = result.predictions.middleRows(first, count);
    const std::vector<Matrix> nothing(static_cast<std::size_t>(all_outputs), Matrix::Zero(count, of_rows.cols()));
    RowsAtOnce block{rows, f, nothing, {}};
    if (exact) {
      add_exact(coalitions, variables, block);
    } else {
      add_sampled(coalitions, orders, block);
    }
    for (std::size_t k = 0; k < result.outputs.size(); ++k) {
      const auto output = static_cast<std::size_t>(result.outputs[k]);
      result.values[k].middleRows(first, count) = block.values[output];
      if (!exact) result.std_error[k].middleRows(first, count) = block.std_error[output];
    }
  });
  result.predictions = Matrix(result.predictions(Eigen::all, result.outputs));
  result.base = coalitions.base()(result.outputs);
  const auto finite = [](const Matrix& of) { return of.array().isFinite().rowwise().all(); };
  Eigen::Array<bool, Eigen::Dynamic, 1> known = finite(result.predictions);
  for (const Matrix& of_output : result.values) known = known && finite(of_output);
  for (const Warning& warning : warn_of_not_finite("a value", static_cast<std::size_t>((!known).count()),
                                                   static_cast<std::size_t>(data.rows()))) {
    result.warnings.push_back(warning);
  }
  return result;
}

}  // namespace nninterp

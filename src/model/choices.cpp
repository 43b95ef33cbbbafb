#include "choices.hpp"

#include <algorithm>
#include <utility>

#include "nninterp/core/text.hpp"

namespace nninterp {

namespace {

constexpr Index max_inputs = 10'000;
constexpr Index max_weights = 10'000'000;

void refuse_doubles(const std::vector<std::string>& targets) {
  for (auto target = targets.begin(); target != targets.end(); ++target) {
    if (std::find(targets.begin(), target, *target) == target) continue;
    throw UsageError("⟨target⟩: '" + *target + "' is named twice");
  }
}

struct TargetKinds {
  std::size_t numeric = 0, two_classes = 0, more_classes = 0;
};

TargetKinds count_kinds(const Table& table, const Roles& roles) {
  TargetKinds kinds;
  for (const std::string& name : roles.targets) {
    const Column& column = table.at(name);
    ++(column.kind != ColumnKind::text ? kinds.numeric
       : column.levels.size() > 2      ? kinds.more_classes
                                       : kinds.two_classes);
  }
  return kinds;
}

}  // namespace

namespace {

// A column that tells of rows, by an option: it is neither predicted nor a predictor.
struct RowColumn {
  const char *option, *says;
  const std::optional<std::string>& name;
};

std::vector<RowColumn> row_columns(const FitOptions& options) {
  return {{"⟨cluster⟩", "says which rows belong together", options.columns.cluster},
          {"⟨weights⟩", "says how often each row counts", options.columns.weights}};
}

bool tells_of_rows(const FitOptions& options, const std::string& name) {
  const std::vector<RowColumn> columns = row_columns(options);
  return std::any_of(columns.begin(), columns.end(), [&](const RowColumn& column) { return column.name == name; });
}

Formula without(Formula formula, const Table& table, const RowColumn& column) {
  const std::string& name = *column.name;
  table.at(name);
  const auto names_it = [&](const Term& term) { return term.kind == Term::Kind::add && term.name == name; };
  if (std::find(formula.targets.begin(), formula.targets.end(), name) != formula.targets.end() ||
      std::any_of(formula.terms.begin(), formula.terms.end(), names_it)) {
    const std::string option = column.option;
    throw UsageError(option + ": '" + name + "' " + column.says + ", and is no target or variable",
                     "take it out of the formula, or leave " + option + " out");
  }
  formula.terms.push_back({Term::Kind::remove, name});
  return formula;
}

}  // namespace

Roles choose_roles(const Table& table, const FitOptions& options, std::vector<Warning>& warnings) {
  const auto resolve = [&](Formula formula) {
    for (const RowColumn& column : row_columns(options)) {
      if (column.name) formula = without(std::move(formula), table, column);
    }
    return resolve_roles(formula, table);
  };
  if (options.columns.formula) {
    return resolve(parse_formula(*options.columns.formula));
  }
  Formula formula;
  const std::vector<std::string> drop = split_names(options.columns.drop, table.names());
  formula.targets = split_names(options.columns.targets, table.names());
  refuse_doubles(formula.targets);
  formula.terms.push_back({Term::Kind::add_others, ""});
  for (const std::string& name : drop) {
    if (name.empty() && table.row_names) continue;  // left out already
    formula.terms.push_back({Term::Kind::remove, name});
  }
  if (formula.targets.empty()) {
    std::vector<std::string> names = table.names();
    const auto is_dropped = [&](const std::string& name) {
      return tells_of_rows(options, name) || std::find(drop.begin(), drop.end(), name) != drop.end();
    };
    names.erase(std::remove_if(names.begin(), names.end(), is_dropped), names.end());
    if (names.empty()) throw InputError(table.name + ": every column is dropped");
    formula.targets.push_back(names.back());
    warnings.push_back(
        {"target_assumed", "the target is the last column, " + names.back() + "; ⟨target⟩ or ⟨formula⟩ names another"});
  }
  return resolve(formula);
}

Activation choose_output(const Table& table, const Roles& roles, const FitOptions& options) {
  const TargetKinds kinds = count_kinds(table, roles);
  const std::size_t classes = kinds.two_classes + kinds.more_classes;
  if (options.network.output == Activation::softmax && (kinds.numeric > 0 || classes != 1)) {
    throw UsageError("⟨output⟩: softmax outputs are the classes of a single text target",
                     kinds.numeric > 0 ? "⟨categorical⟩ NAME makes numbers into classes" : "fit each target by itself");
  }
  if (options.network.output) return *options.network.output;
  if (classes == 0) return Activation::linear;
  if (kinds.numeric > 0) {
    throw UsageError("⟨output⟩: numbers and classes as targets of one network need a choice",
                     "⟨output⟩ linear suits both, or fit each target by itself");
  }
  return kinds.more_classes > 0 && classes == 1 ? Activation::softmax : Activation::logistic;
}

ErrorFunction choose_error(const FitOptions& options, Activation output) {
  const bool probabilities = is_probability(output);
  const ErrorFunction natural = probabilities ? ErrorFunction::ce : ErrorFunction::sse;
  if (options.network.error == ErrorFunction::ce && !probabilities) {
    throw UsageError("⟨error⟩: ce needs outputs between 0 and 1, and these are " + std::string(name_of(output)),
                     "add ⟨output⟩ logistic, or use ⟨error⟩ sse");
  }
  return options.network.error.value_or(natural);
}

void check_ce_targets(const Table& table, const Design& design, const Matrix& targets) {
  const std::vector<std::string> names = design.output_names();
  for (Index k = 0; k < targets.cols(); ++k) {
    if (targets.col(k).minCoeff() >= 0 && targets.col(k).maxCoeff() <= 1) continue;
    throw InputError(column_place(table, names[k]) + ": ce needs targets between 0 and 1",
                     "use ⟨error⟩ sse, or ⟨output⟩ linear");
  }
}

void check_inputs(const std::string& table, Index inputs) {
  if (inputs <= max_inputs) return;
  throw InputError(table + ": the predictors make " + std::to_string(inputs) + " inputs, more than the " +
                       std::to_string(max_inputs) + " that a network may have",
                   "name fewer: ⟨formula⟩ \"Y ~ X1 + X2\"");
}

std::vector<std::vector<Index>> choose_sizes(const FitOptions& options, Index rows) {
  if (!options.network.choose_hidden) return {options.network.hidden};
  if (!options.starts.weights.empty() || !options.starts.exclude.empty() || !options.starts.exclude_triples.empty()) {
    throw UsageError("⟨hidden⟩: auto tries networks of several sizes, and start or excluded weights suit only one",
                     "say how many units: ⟨hidden⟩ 4");
  }
  std::vector<std::vector<Index>> sizes{{}, {1}, {2}, {4}, {8}};
  if (rows >= 500) sizes.push_back({16});
  return sizes;
}

Architecture choose_architecture(const Design& design, const FitOptions& options, const std::vector<Index>& hidden,
                                 Activation output) {
  Architecture architecture;
  architecture.units.push_back(design.inputs());
  for (const Index units : hidden) architecture.units.push_back(units);
  architecture.units.push_back(design.outputs());
  architecture.hidden = options.network.activation;
  architecture.output = output;
  if (architecture.weight_count() > max_weights) {
    throw UsageError("⟨hidden⟩: " + std::to_string(architecture.weight_count()) + " weights, more than the " +
                     std::to_string(max_weights) + " that a network may have");
  }
  return architecture;
}

double choose_threshold(const FitOptions& options, Index rows, double weight) {
  if (!options.threshold_by_rows) return options.train.threshold;
  const double count = std::max(1.0, weight) * static_cast<double>(rows);
  return options.train.threshold * std::min(1.0, weight) * std::max(1.0, count / 1000);
}

}  // namespace nninterp

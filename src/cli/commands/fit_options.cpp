#include "fit_options.hpp"

#include <algorithm>

#include "nninterp/core/error.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/io/bytes/files.hpp"
#include "nninterp/io/model/weight_files.hpp"

namespace nninterp::cli {

namespace {

std::vector<Index> hidden_named(const std::string& text) {
  std::vector<Index> hidden;
  for (const std::string& part : split(text, ',')) {
    if (trim(part).empty()) throw UsageError("--hidden: '" + text + "' has an empty place");
    hidden.push_back(integer_option("--hidden", part, 0, 100'000));
  }
  if (hidden == std::vector<Index>{0}) return {};
  if (std::find(hidden.begin(), hidden.end(), 0) != hidden.end()) {
    throw UsageError("--hidden: a layer of 0 units stands alone: --hidden 0");
  }
  return hidden;
}

std::pair<double, double> pair_option(const std::string& option, const std::string& text, double max) {
  const std::vector<std::string> parts = split(text, ',');
  if (parts.size() != 2) throw UsageError(option + ": '" + text + "' is not two numbers with a comma between");
  return {number_option(option, parts[0], 0, max), number_option(option, parts[1], 0, max)};
}

// A number, or "auto": then there is none.
void declare_auto(OptionSet& options, const std::string& name, std::optional<double>& value, const std::string& help) {
  options.parsed(
      name, "NUMBER",
      [name, &value](const std::string& text) {
        value.reset();
        if (text != "auto") value = number_option(name, text, 0, any_size);
      },
      help);
}

void declare_roles(OptionSet& options, FitArguments& arguments) {
  FitOptions& fit = arguments.fit;
  options.group("What is predicted from what");
  options.parsed(
      "-f,--formula", "FORMULA",
      [&fit](const std::string& text) {
        fit.formula = text;
        parse_formula(text);
      },
      "'Y ~ X1 + X2', 'Y ~ .', 'Y ~ . - id', 'A + B ~ .'");
  options.texts("-t,--target", fit.targets, "A target (repeatable; default: the last column)");
  options.texts("--drop", fit.drop, "A column to leave out (repeatable)");
  options.texts("--categorical", arguments.table.csv.categorical,
                "A column of numbers that are names of categories (repeatable)");
  options.each(
      "--reference", "NAME=LEVEL",
      [&fit](const std::string& text) {
        const std::size_t equals = text.find('=');
        if (equals == std::string::npos) throw UsageError("--reference: '" + text + "' is not NAME=LEVEL");
        fit.reference[text.substr(0, equals)] = text.substr(equals + 1);
      },
      "The level that others are compared with (repeatable; default: the first)");
  options.text("--cluster", fit.cluster, "NAME",
               "Column whose equal rows belong together: into one fold and one resample; it is no variable");
}

void declare_network(OptionSet& options, FitOptions& fit) {
  options.group("The network");
  options.parsed(
      "--hidden", "UNITS",
      [&fit](const std::string& text) {
        fit.choose_hidden = text == "auto";
        if (!fit.choose_hidden) fit.hidden = hidden_named(text);
      },
      "Units of each hidden layer: 4 (default), 3,2 or 0 for none; auto: cross-validation chooses one layer's");
  options.word("--activation", fit.activation, "Of hidden units: logistic (default), tanh, relu, softplus, linear",
               hidden_activations);
  options.word("--output", fit.output,
               "Of output units: linear (default for numbers), logistic (two classes), softmax (more), tanh, relu, "
               "softplus",
               output_activations);
  options.word("--error", fit.error, "sse, or ce for probabilities (default: what suits the output)");
  options.word("--scale", fit.scaling, "Of inputs and numeric targets: standardize (default), minmax, none");
}

void declare_choice(OptionSet& options, FitArguments& arguments) {
  FitOptions& fit = arguments.fit;
  declare_auto(options, "--decay", fit.decay,
               "Penalty on squared weights: auto (default, cross-validation chooses it) or a number");
  options.whole("--folds", fit.folds, 2, 1000, "COUNT",
                "Parts of the rows for cross-validation (default: 5; with --decay NUMBER none)");
  options.parsed(
      "--holdout", "SHARE",
      [&fit](const std::string& text) {
        fit.holdout = number_option("--holdout", text, 0, 1);
        if (fit.holdout == 0 || fit.holdout == 1) {
          throw UsageError("--holdout: a share of the rows lies between 0 and 1, as 0.2; got " + text);
        }
      },
      "Share of the rows kept back from the training to measure the quality on, as 0.2");
  options.text("--validation", arguments.validation_file, "FILE", "Another table to measure the quality on");
  options.word("--polish", fit.polish,
               "What takes the weights to the optimum after the first steps: bfgs (default) or none");
  options.whole("--rep", fit.repetitions, 1, 100'000, "COUNT", "Starts, of which the best is kept (default: 5)");
  options.whole("--bootstrap", fit.bootstrap, 0, 100'000, "COUNT",
                "Refits on resampled rows, kept in the model file for intervals (default: 0; 200 will do)");
  options.word("--bootstrap-start", fit.bootstrap_start,
               "Where a refit begins: warm (default, at the fitted weights) or fresh (at as many new starts as --rep "
               "says)");
  declare_auto(options, "--bootstrap-decay", fit.bootstrap_decay,
               "Decay of the refits: auto (default, a quarter of the fit's) or a number");
  options.whole("--seed", fit.seed, -2147483647L, 2147483647L, "NUMBER",
                "Deals the rows into folds and draws the start weights and the rows of refits (default: 1)");
}

void parse_limits(const std::string& text, StepOptions& step) {
  const auto [min, max] = pair_option("--learningrate-limit", text, any_size);
  if (max <= 0) throw UsageError("--learningrate-limit: the most must be more than 0");
  if (min > max) {
    throw UsageError("--learningrate-limit: the least, " + format_number(min) + ", is more than the most");
  }
  step.min = min;
  step.max = max;
}

void parse_factors(const std::string& text, StepOptions& step) {
  const auto [minus, plus] = pair_option("--learningrate-factor", text, any_size);
  if (minus <= 0 || minus >= 1 || plus <= 1) {
    throw UsageError("--learningrate-factor: MINUS lies between 0 and 1, PLUS above 1; got " + text);
  }
  step.minus = minus;
  step.plus = plus;
}

void declare_steps(OptionSet& options, FitOptions& fit) {
  options.parsed(
      "--threshold", "NUMBER",
      [&fit](const std::string& text) { fit.threshold = number_option("--threshold", text, 0, any_size); },
      "Largest gradient of a converged fit (default: 0.01 for each 1,000 rows, at least 0.01)");
  options.whole("--stepmax", fit.stepmax, 1, 1'000'000'000'000L, "COUNT", "Most steps of a start (default: 100000)");
  options.parsed(
      "--learningrate-limit", "MIN,MAX", [&fit](const std::string& text) { parse_limits(text, fit.step); },
      "Limits of the step sizes (default: 1e-10,0.1)");
  options.parsed(
      "--learningrate-factor", "MINUS,PLUS", [&fit](const std::string& text) { parse_factors(text, fit.step); },
      "Factors by which step sizes shrink and grow (default: 0.5,1.2)");
}

void declare_training(OptionSet& options, FitArguments& arguments) {
  FitOptions& fit = arguments.fit;
  options.group("The training");
  options.word("--algorithm", fit.step.algorithm,
               "rprop+ (default), rprop-, sag or slr: resilient backpropagation; backprop with a --learningrate");
  options.parsed(
      "--learningrate", "NUMBER",
      [&fit](const std::string& text) {
        fit.step.learning_rate = number_option("--learningrate", text, 0, any_size);
        if (*fit.step.learning_rate == 0) throw UsageError("--learningrate: with 0 nothing moves");
      },
      "Of backprop, which needs it: the step as a multiple of the gradient");
  declare_choice(options, arguments);
  declare_steps(options, fit);
  options.text("--start-weights", arguments.start_weights_file, "FILE",
               "JSON array of flat weights to start from (excluded ones may be left out)");
  options.text("--exclude", arguments.exclude_file, "FILE",
               "JSON array of weights that stay fixed: flat positions from 1, or [layer, from, to]");
  options.text("--constant-weights", arguments.constant_weights_file, "FILE",
               "JSON array of values for the first of them (the others: 0)");
}

}  // namespace

void declare_fit_options(OptionSet& options, FitArguments& arguments) {
  // First, so that it is applied before the options that change single values of it, wherever they stand.
  options.group("Options");
  options.parsed(
      "--preset", "NAME",
      [&arguments](const std::string& text) {
        check_word("--preset", text, {"neuralnet"});
        arguments.fit = neuralnet_preset();
      },
      "neuralnet: the defaults and the arithmetic of R's neuralnet");
  declare_roles(options, arguments);
  declare_network(options, arguments.fit);
  declare_training(options, arguments);
  arguments.table.declare(options);
}

void check_arguments(const FitArguments& arguments) {
  check_options(arguments.fit);
  if (arguments.fit.holdout > 0 && !arguments.validation_file.empty()) {
    throw UsageError("--holdout: --validation already names rows to measure on", "give one or the other");
  }
  if (!arguments.constant_weights_file.empty() && arguments.exclude_file.empty()) {
    throw UsageError("--constant-weights: needs --exclude, which says which weights they are");
  }
}

FitOptions read_fit_files(const FitArguments& arguments, int threads) {
  FitOptions options = arguments.fit;
  options.threads = threads;
  options.missing = arguments.table.missing;
  const auto numbers_in = [](const std::string& file) { return read_numbers(read_file(file), file); };
  if (!arguments.start_weights_file.empty()) options.start_weights = numbers_in(arguments.start_weights_file);
  if (!arguments.exclude_file.empty()) {
    const ExcludedWeights excluded = read_excluded(read_file(arguments.exclude_file), arguments.exclude_file);
    options.exclude = excluded.positions;
    options.exclude_triples = excluded.triples;
  }
  if (!arguments.constant_weights_file.empty()) options.constant_weights = numbers_in(arguments.constant_weights_file);
  return options;
}

Settings fit_settings(const FitArguments& arguments, const Model& fitted) {
  const FitOptions& fit = arguments.fit;
  const CsvOptions& csv = arguments.table.csv;
  const TrainingRecord& record = *fitted.training;
  const Architecture& architecture = fitted.network.architecture;
  std::vector<std::string> targets;
  for (const Target& target : fitted.design.targets) targets.push_back(target.name);
  std::vector<std::string> references;
  for (const Variable& variable : fitted.design.variables) {
    if (variable.categorical) references.push_back(variable.name + "=" + variable.levels[variable.reference]);
  }
  const auto file = [](const std::string& name) { return name.empty() ? SettingValue() : SettingValue(name); };
  const auto number_or_auto = [](const std::optional<double>& value) {
    return value ? SettingValue(*value) : SettingValue(std::string("auto"));
  };
  return {{"preset", setting_of(fit.preset)},
          {"formula", setting_of(fit.formula)},
          {"target", targets},
          {"variables", fitted.design.variable_names()},
          {"reference", references},
          {"categorical", csv.categorical},
          {"cluster", setting_of(fit.cluster)},
          {"hidden", std::vector<double>(architecture.units.begin() + 1, architecture.units.end() - 1)},
          {"activation", setting_of(architecture.hidden)},
          {"output", setting_of(architecture.output)},
          {"error", setting_of(fitted.error)},
          {"scale", setting_of(*record.scaling)},
          {"algorithm", setting_of(*record.algorithm)},
          {"learningrate", setting_of(fit.step.learning_rate)},
          {"polish", setting_of(*record.polish)},
          {"decay", number_or_auto(fit.decay)},
          {"hidden_choice", std::string(fit.choose_hidden ? "auto" : "user")},
          {"folds", record.cross_validation ? setting_of(record.cross_validation->folds) : SettingValue()},
          {"holdout", fit.holdout > 0 ? SettingValue(fit.holdout) : SettingValue()},
          {"validation", file(arguments.validation_file)},
          {"bootstrap", setting_of(fit.bootstrap)},
          {"bootstrap_start", setting_of(fit.bootstrap_start)},
          {"bootstrap_decay", number_or_auto(fit.bootstrap_decay)},
          {"rep", setting_of(record.repetitions.size())},
          {"seed", setting_of(fit.seed)},
          {"threshold", *record.threshold},
          {"stepmax", setting_of(fit.stepmax)},
          {"stall_window", setting_of(fit.stall.window)},
          {"stall_tolerance", fit.stall.tolerance},
          {"stall_gradient_tolerance", fit.stall.gradient_tolerance},
          {"learningrate_limit", std::vector<double>{fit.step.min, fit.step.max}},
          {"learningrate_factor", std::vector<double>{fit.step.minus, fit.step.plus}},
          {"start_spread", setting_of(fit.start_spread)},
          {"start_weights", file(arguments.start_weights_file)},
          {"na", setting_of(arguments.table.missing)},
          {"na_strings", csv.na_strings},
          {"delimiter", csv.delimiter ? SettingValue(std::string(1, *csv.delimiter)) : SettingValue()}};
}

}  // namespace nninterp::cli

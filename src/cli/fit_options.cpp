#include "fit_options.hpp"

#include <limits>

#include <CLI/CLI.hpp>

#include "nninterp/core/error.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/io/bytes/files.hpp"
#include "nninterp/io/model/weight_files.hpp"

namespace nninterp::cli {

namespace {

constexpr double infinity = std::numeric_limits<double>::max();

using Parse = std::function<void(const std::string&)>;

void add(CLI::App& command, const std::string& group, const std::string& name, const std::string& value,
         const Parse& parse, const std::string& help) {
  command.add_option_function<std::string>(name, parse, help)->type_name(value)->group(group);
}

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

Scaling scaling_named(const std::string& text) {
  constexpr Scaling scalings[] = {Scaling::standardize, Scaling::minmax, Scaling::none};
  return scalings[word_option("--scale", text, {"standardize", "minmax", "none"})];
}

void add_table_options(CLI::App& command, FitArguments& arguments) {
  const std::string group = "What is predicted from what";
  FitOptions& fit = arguments.fit;
  add(
      command, group, "-f,--formula", "FORMULA",
      [&fit](const std::string& text) {
        fit.formula = text;
        parse_formula(text);
      },
      "'Y ~ X1 + X2', 'Y ~ .', 'Y ~ . - id', 'A + B ~ .'");
  add_repeatable(command, "-t,--target", fit.targets, "A target (repeatable; default: the last column)", group);
  add_repeatable(command, "--drop", fit.drop, "A column to leave out (repeatable)", group);
  add_repeatable(command, "--categorical", arguments.csv.categorical,
                 "A column of numbers that are names of categories (repeatable)", group);
  command
      .add_option_function<std::vector<std::string>>(
          "--reference",
          [&fit](const std::vector<std::string>& texts) {
            for (const std::string& text : texts) {
              const std::size_t equals = text.find('=');
              if (equals == std::string::npos) throw UsageError("--reference: '" + text + "' is not NAME=LEVEL");
              fit.reference[text.substr(0, equals)] = text.substr(equals + 1);
            }
          },
          "The level that others are compared with (repeatable; default: the first)")
      ->type_name("NAME=LEVEL")
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->expected(1)
      ->allow_extra_args(false)
      ->group(group);
  add(
      command, group, "--cluster", "NAME", [&fit](const std::string& text) { fit.cluster = text; },
      "Column whose equal rows belong together: into one fold and one resample; it is no variable");
}

void add_network_options(CLI::App& command, FitArguments& arguments) {
  const std::string group = "The network";
  FitOptions& fit = arguments.fit;
  add(
      command, group, "--hidden", "UNITS",
      [&fit](const std::string& text) {
        fit.choose_hidden = text == "auto";
        if (!fit.choose_hidden) fit.hidden = hidden_named(text);
      },
      "Units of each hidden layer: 4 (default), 3,2 or 0 for none; auto: cross-validation chooses one layer's");
  add(
      command, group, "--activation", "NAME",
      [&fit](const std::string& text) {
        word_option("--activation", text, {"logistic", "tanh", "relu", "softplus", "linear"});
        fit.activation = *activation_named(text);
      },
      "Of hidden units: logistic (default), tanh, relu, softplus, linear");
  add(
      command, group, "--output", "NAME",
      [&fit](const std::string& text) {
        word_option("--output", text, {"linear", "logistic", "tanh", "softmax", "relu", "softplus"});
        fit.output = activation_named(text);
      },
      "Of output units: linear (default for numbers), logistic (two classes), softmax (more), tanh, relu, softplus");
  add(
      command, group, "--error", "NAME",
      [&fit](const std::string& text) {
        word_option("--error", text, {"sse", "ce"});
        fit.error = error_function_named(text);
      },
      "sse, or ce for probabilities (default: what suits the output)");
  add(
      command, group, "--scale", "NAME", [&fit](const std::string& text) { fit.scaling = scaling_named(text); },
      "Of inputs and numeric targets: standardize (default), minmax, none");
}

void add_training_options(CLI::App& command, FitArguments& arguments) {
  const std::string group = "The training";
  FitOptions& fit = arguments.fit;
  add(
      command, group, "--algorithm", "NAME",
      [&fit](const std::string& text) {
        word_option("--algorithm", text, {"rprop+", "rprop-", "sag", "slr", "backprop"});
        fit.step.algorithm = *algorithm_named(text);
      },
      "rprop+ (default), rprop-, sag or slr: resilient backpropagation; backprop with a --learningrate");
  add(
      command, group, "--learningrate", "NUMBER",
      [&fit](const std::string& text) {
        fit.step.learning_rate = number_option("--learningrate", text, 0, infinity);
        if (*fit.step.learning_rate == 0) throw UsageError("--learningrate: with 0 nothing moves");
      },
      "Of backprop, which needs it: the step as a multiple of the gradient");
  add(
      command, group, "--decay", "NUMBER",
      [&fit](const std::string& text) {
        fit.decay.reset();
        if (text != "auto") fit.decay = number_option("--decay", text, 0, infinity);
      },
      "Penalty on squared weights: auto (default, cross-validation chooses it) or a number");
  add(
      command, group, "--folds", "COUNT",
      [&fit](const std::string& text) { fit.folds = static_cast<int>(integer_option("--folds", text, 2, 1000)); },
      "Parts of the rows for cross-validation (default: 5; with --decay NUMBER none)");
  add(
      command, group, "--holdout", "SHARE",
      [&fit](const std::string& text) {
        fit.holdout = number_option("--holdout", text, 0, 1);
        if (fit.holdout == 0 || fit.holdout == 1) {
          throw UsageError("--holdout: a share of the rows lies between 0 and 1, as 0.2; got " + text);
        }
      },
      "Share of the rows kept back from the training to measure the quality on, as 0.2");
  command.add_option("--validation", arguments.validation_file, "Another table to measure the quality on")
      ->type_name("FILE")
      ->group(group);
  add(
      command, group, "--polish", "NAME",
      [&fit](const std::string& text) {
        fit.polish = word_option("--polish", text, {"none", "bfgs"}) == 0 ? Polish::none : Polish::bfgs;
      },
      "What takes the weights to the optimum after the first steps: bfgs (default) or none");
  add(
      command, group, "--rep", "COUNT",
      [&fit](const std::string& text) {
        fit.repetitions = static_cast<int>(integer_option("--rep", text, 1, 100'000));
      },
      "Starts, of which the best is kept (default: 5)");
  add(
      command, group, "--bootstrap", "COUNT",
      [&fit](const std::string& text) {
        fit.bootstrap = static_cast<int>(integer_option("--bootstrap", text, 0, 100'000));
      },
      "Refits on resampled rows, kept in the model file for intervals (default: 0; 200 will do)");
  add(
      command, group, "--bootstrap-start", "NAME",
      [&fit](const std::string& text) {
        fit.bootstrap_start = word_option("--bootstrap-start", text, {"warm", "fresh"}) == 0 ? BootstrapStart::warm
                                                                                             : BootstrapStart::fresh;
      },
      "Where a refit begins: warm (default, at the fitted weights) or fresh (at as many new starts as --rep says)");
  add(
      command, group, "--bootstrap-decay", "NUMBER",
      [&fit](const std::string& text) {
        fit.bootstrap_decay.reset();
        if (text != "auto") fit.bootstrap_decay = number_option("--bootstrap-decay", text, 0, infinity);
      },
      "Decay of the refits: auto (default, a quarter of the fit's) or a number");
  add(
      command, group, "--seed", "NUMBER",
      [&fit](const std::string& text) {
        fit.seed = static_cast<std::int32_t>(integer_option("--seed", text, -2147483647L, 2147483647L));
      },
      "Deals the rows into folds and draws the start weights and the rows of refits (default: 1)");
  add(
      command, group, "--threshold", "NUMBER",
      [&fit](const std::string& text) { fit.threshold = number_option("--threshold", text, 0, infinity); },
      "Largest gradient of a converged fit (default: 0.01 for each 1,000 rows, at least 0.01)");
  add(
      command, group, "--stepmax", "COUNT",
      [&fit](const std::string& text) { fit.stepmax = integer_option("--stepmax", text, 1, 1'000'000'000'000L); },
      "Most steps of a start (default: 100000)");
  add(
      command, group, "--learningrate-limit", "MIN,MAX",
      [&fit](const std::string& text) {
        const auto [min, max] = pair_option("--learningrate-limit", text, infinity);
        if (max <= 0) throw UsageError("--learningrate-limit: the most must be more than 0");
        if (min > max)
          throw UsageError("--learningrate-limit: the least, " + format_number(min) + ", is more than the most");
        fit.step.min = min;
        fit.step.max = max;
      },
      "Limits of the step sizes (default: 1e-10,0.1)");
  add(
      command, group, "--learningrate-factor", "MINUS,PLUS",
      [&fit](const std::string& text) {
        const auto [minus, plus] = pair_option("--learningrate-factor", text, infinity);
        if (minus <= 0 || minus >= 1 || plus <= 1) {
          throw UsageError("--learningrate-factor: MINUS lies between 0 and 1, PLUS above 1; got " + text);
        }
        fit.step.minus = minus;
        fit.step.plus = plus;
      },
      "Factors by which step sizes shrink and grow (default: 0.5,1.2)");
  command
      .add_option("--start-weights", arguments.start_weights_file,
                  "JSON array of flat weights to start from (excluded ones may be left out)")
      ->type_name("FILE")
      ->group(group);
  command
      .add_option("--exclude", arguments.exclude_file,
                  "JSON array of weights that stay fixed: flat positions from 1, or [layer, from, to]")
      ->type_name("FILE")
      ->group(group);
  command
      .add_option("--constant-weights", arguments.constant_weights_file,
                  "JSON array of values for the first of them (the others: 0)")
      ->type_name("FILE")
      ->group(group);
}

}  // namespace

void add_fit_options(CLI::App& command, FitArguments& arguments) {
  // First, so that it is applied before the options that change single values of it, wherever they stand.
  add(
      command, "Options", "--preset", "NAME",
      [&arguments](const std::string& text) {
        word_option("--preset", text, {"neuralnet"});
        arguments.fit = neuralnet_preset();
      },
      "neuralnet: the defaults and the arithmetic of R's neuralnet");
  add_table_options(command, arguments);
  add_network_options(command, arguments);
  add_training_options(command, arguments);
  add_csv_options(command, arguments.csv, arguments.fit.missing);
}

FitOptions read_fit_files(const FitArguments& arguments, int threads) {
  FitOptions options = arguments.fit;
  options.threads = threads;
  if (options.holdout > 0 && !arguments.validation_file.empty()) {
    throw UsageError("--holdout: --validation already names rows to measure on", "give one or the other");
  }
  if (!arguments.constant_weights_file.empty() && arguments.exclude_file.empty()) {
    throw UsageError("--constant-weights: needs --exclude, which says which weights they are");
  }
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
  const TrainingRecord& record = *fitted.training;
  const Architecture& architecture = fitted.network.architecture;
  const auto text = [](std::string_view value) { return SettingValue(std::string(value)); };
  std::vector<std::string> targets;
  for (const Target& target : fitted.design.targets) targets.push_back(target.name);
  std::vector<std::string> references;
  for (const Variable& variable : fitted.design.variables) {
    if (variable.categorical) references.push_back(variable.name + "=" + variable.levels[variable.reference]);
  }
  std::vector<double> hidden(architecture.units.begin() + 1, architecture.units.end() - 1);
  Settings settings{
      {"preset", fit.preset ? SettingValue(*fit.preset) : SettingValue()},
      {"formula", fit.formula ? SettingValue(*fit.formula) : SettingValue()},
      {"target", targets},
      {"variables", fitted.design.variable_names()},
      {"reference", references},
      {"categorical", arguments.csv.categorical},
      {"cluster", fit.cluster ? SettingValue(*fit.cluster) : SettingValue()},
      {"hidden", hidden},
      {"activation", text(name_of(architecture.hidden))},
      {"output", text(name_of(architecture.output))},
      {"error", text(name_of(fitted.error))},
      {"scale", text(*record.scaling)},
      {"algorithm", text(record.algorithm)},
      {"learningrate", fit.step.learning_rate ? SettingValue(*fit.step.learning_rate) : SettingValue()},
      {"polish", text(*record.polish)},
      {"decay", fit.decay ? SettingValue(*fit.decay) : text("auto")},
      {"hidden_choice", text(fit.choose_hidden ? "auto" : "user")},
      {"folds", record.cross_validation ? SettingValue(std::int64_t{record.cross_validation->folds}) : SettingValue()},
      {"holdout", fit.holdout > 0 ? SettingValue(fit.holdout) : SettingValue()},
      {"validation", arguments.validation_file.empty() ? SettingValue() : SettingValue(arguments.validation_file)},
      {"bootstrap", static_cast<std::int64_t>(fit.bootstrap)},
      {"bootstrap_start", text(fit.bootstrap_start == BootstrapStart::warm ? "warm" : "fresh")},
      {"bootstrap_decay", fit.bootstrap_decay ? SettingValue(*fit.bootstrap_decay) : text("auto")},
      {"rep", static_cast<std::int64_t>(record.repetitions.size())},
      {"seed", static_cast<std::int64_t>(fit.seed)},
      {"threshold", *record.threshold},
      {"stepmax", static_cast<std::int64_t>(fit.stepmax)},
      {"stall_window", static_cast<std::int64_t>(fit.stall.window)},
      {"stall_tolerance", fit.stall.tolerance},
      {"stall_gradient_tolerance", fit.stall.gradient_tolerance},
      {"learningrate_limit", std::vector<double>{fit.step.min, fit.step.max}},
      {"learningrate_factor", std::vector<double>{fit.step.minus, fit.step.plus}},
      {"start_spread", text(fit.start_spread == StartSpread::unit ? "unit" : "by_inputs")},
      {"start_weights",
       arguments.start_weights_file.empty() ? SettingValue() : SettingValue(arguments.start_weights_file)},
      {"na", text(fit.missing == MissingPolicy::drop ? "drop" : "error")},
      {"na_strings", arguments.csv.na_strings},
      {"delimiter", arguments.csv.delimiter ? SettingValue(std::string(1, *arguments.csv.delimiter)) : SettingValue()}};
  return settings;
}

}  // namespace nninterp::cli

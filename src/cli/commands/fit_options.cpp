#include "fit_options.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "nninterp/core/error.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/data/formula.hpp"

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

std::pair<double, double> pair_option(const std::string& option, const std::string& text) {
  const std::vector<std::string> parts = split(text, ',');
  if (parts.size() != 2) throw UsageError(option + ": '" + text + "' is not two numbers with a comma between");
  return {number_option(option, parts[0], 0, any_size), number_option(option, parts[1], 0, any_size)};
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
        fit.columns.formula = text;
        parse_formula(text);
      },
      "'Y ~ X1 + X2', 'Y ~ .', 'Y ~ . - id', 'A + B ~ .'");
  options.texts("-t,--target", fit.columns.targets, "A target, or several: A,B (repeatable; default: the last column)");
  options.texts("--drop", fit.columns.drop, "Columns to leave out: A,B (repeatable)");
  options.texts("--categorical", arguments.csv.categorical,
                "Columns of numbers that are names of categories: A,B (repeatable)");
  declare_reference(options, fit.columns.reference,
                    "The level that others are compared with (repeatable; default: the first)");
  options.each(
      "--levels", "NAME=A,B,C",
      [&arguments](const std::string& text) {
        const auto [name, levels] = levels_named(text);
        arguments.fit.columns.levels[name] = levels;
        arguments.csv.categorical.push_back(name);
      },
      "The levels of a category in their order; the first is the reference (repeatable)");
  options.text("--cluster", fit.columns.cluster, "NAME",
               "Column whose equal rows belong together: into one fold and one resample; it is no variable");
  options.text("--weights", fit.columns.weights, "NAME",
               "Column of case weights, at least 0: how often each row counts, here and later; it is no variable");
}

void declare_network(OptionSet& options, FitOptions& fit) {
  options.group("The network");
  options.parsed(
      "--hidden", "UNITS",
      [&fit](const std::string& text) {
        fit.network.choose_hidden = text == "auto";
        if (!fit.network.choose_hidden) fit.network.hidden = hidden_named(text);
      },
      "Units of each hidden layer: 4 (default), 3,2 or 0 for none; auto: cross-validation chooses one layer's");
  options.word("--activation", fit.network.activation,
               "Of hidden units: logistic (default), tanh, relu, softplus, linear", hidden_activations);
  options.word("--output", fit.network.output,
               "Of output units: linear (default for numbers), logistic (two classes), softmax (more), tanh, relu, "
               "softplus",
               output_activations);
  options.word("--error", fit.network.error, "sse, or ce for probabilities (default: what suits the output)");
  options.word("--scale", fit.columns.scaling, "Of inputs and numeric targets: standardize (default), minmax, none");
}

void declare_choice(OptionSet& options, FitArguments& arguments) {
  FitOptions& fit = arguments.fit;
  declare_auto(options, "--decay", fit.choice.decay,
               "Penalty on squared weights: auto (default, cross-validation chooses it) or a number");
  options.whole("--folds", fit.choice.folds, 2, 1000, "COUNT",
                "Parts of the rows for cross-validation (default: 5; with --decay NUMBER none)");
  options.parsed(
      "--crossfit", "COUNT",
      [&fit](const std::string& text) {
        if (text != "none" && !parse_number(text)) {
          throw UsageError("--crossfit: '" + text + "' is neither a number nor none");
        }
        fit.choice.cross_fit = text == "none" ? 0 : static_cast<int>(integer_option("--crossfit", text, 2, 1000));
      },
      "Parts of the rows without each of which a network is kept for averages and their intervals (default: as "
      "--folds, 5), or none");
  options.parsed(
      "--holdout", "SHARE",
      [&fit](const std::string& text) {
        fit.choice.holdout = number_option("--holdout", text, 0, 1);
        if (fit.choice.holdout == 0 || fit.choice.holdout == 1) {
          throw UsageError("--holdout: a share of the rows lies between 0 and 1, as 0.2; got " + text);
        }
      },
      "Share of the rows kept back from the training to measure the quality on, as 0.2");
  options.text("--validation", arguments.validation_file, "FILE", "Another table to measure the quality on");
  options.word("--polish", fit.train.polish,
               "What takes the weights to the optimum after the first steps: bfgs (default) or none");
  options.whole("--rep", fit.starts.repetitions, 1, 100'000, "COUNT", "Starts, of which the best is kept (default: 5)");
  options.whole("--bootstrap", fit.refits.count, 0, 100'000, "COUNT",
                "Refits on resampled rows, kept in the model file for intervals (default: 0; 200 will do)");
  options.word("--bootstrap-start", fit.refits.start,
               "Where a refit begins: warm (default, at the fitted weights) or fresh (at as many new starts as --rep "
               "says)");
  declare_auto(options, "--bootstrap-decay", fit.refits.decay,
               "Decay of the refits: auto (default, a quarter of the fit's) or a number");
  options.whole("--seed", fit.seed, -2147483647L, 2147483647L, "NUMBER",
                "Deals the rows into folds and draws the start weights and the rows of refits (default: 1)");
}

void declare_steps(OptionSet& options, FitOptions& fit) {
  StepOptions& step = fit.train.step;
  options.parsed(
      "--threshold", "NUMBER",
      [&fit](const std::string& text) {
        fit.train.threshold = number_option("--threshold", text, 0, any_size);
        fit.threshold_by_rows = false;
      },
      "Largest gradient of a converged fit (default: 0.01 for each 1,000 rows, at least 0.01)");
  options.whole("--stepmax", fit.train.stepmax, 1, 1'000'000'000'000L, "COUNT",
                "Most steps of a start (default: 100000)");
  options.parsed(
      "--learningrate-limit", "MIN,MAX",
      [&step](const std::string& text) { std::tie(step.min, step.max) = pair_option("--learningrate-limit", text); },
      "Limits of the step sizes (default: 1e-10,0.1)");
  options.parsed(
      "--learningrate-factor", "MINUS,PLUS",
      [&step](const std::string& text) {
        std::tie(step.minus, step.plus) = pair_option("--learningrate-factor", text);
      },
      "Factors by which step sizes shrink and grow (default: 0.5,1.2)");
}

void declare_training(OptionSet& options, FitArguments& arguments) {
  FitOptions& fit = arguments.fit;
  options.group("The training");
  options.word("--algorithm", fit.train.step.algorithm,
               "rprop+ (default), rprop-, sag or slr: resilient backpropagation; backprop with a --learningrate");
  options.parsed(
      "--learningrate", "NUMBER",
      [&fit](const std::string& text) {
        fit.train.step.learning_rate = number_option("--learningrate", text, 0, any_size);
      },
      "Of backprop, which needs it: the step as a multiple of the gradient");
  declare_choice(options, arguments);
  declare_steps(options, fit);
  options.text("--start-weights", arguments.weights.start, "FILE",
               "JSON array of flat weights to start from (excluded ones may be left out)");
  options.text("--exclude", arguments.weights.exclude, "FILE",
               "JSON array of weights that stay fixed: flat positions from 1, or [layer, from, to]");
  options.text("--constant-weights", arguments.weights.constant, "FILE",
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
  declare_table(options, arguments.csv, arguments.fit.columns.missing);
}

void check_arguments(const FitArguments& arguments) {
  check_options(arguments.fit);
  if (arguments.fit.choice.holdout > 0 && !arguments.validation_file.empty()) {
    throw UsageError("--holdout: --validation already names rows to measure on", "give one or the other");
  }
  if (!arguments.weights.constant.empty() && arguments.weights.exclude.empty()) {
    throw UsageError("--constant-weights: needs --exclude, which says which weights they are");
  }
}

FitOptions read_fit_files(const FitArguments& arguments, int threads) {
  FitOptions options = arguments.fit;
  options.threads = threads;
  read_weight_files(arguments.weights, options.starts);
  return options;
}

}  // namespace nninterp::cli

#include "nninterp/model/fit_options.hpp"

#include <string>

#include "nninterp/core/error.hpp"
#include "nninterp/core/text.hpp"

namespace nninterp {

FitOptions neuralnet_preset() {
  FitOptions options;
  options.network.hidden = {1};
  options.network.error = ErrorFunction::sse;
  options.network.output = Activation::linear;
  options.network.indicators = true;
  options.columns.scaling = Scaling::none;
  options.threshold_by_rows = false;
  options.starts.repetitions = 1;
  options.choice.decay = 0;
  options.choice.cross_fit = 0;
  options.train.polish = Polish::none;
  options.train.stall.window = 0;
  options.starts.spread = StartSpread::unit;
  options.starts.prefer_converged = true;
  options.preset = "neuralnet";
  return options;
}

namespace {

void check_steps(const StepOptions& step) {
  if (step.learning_rate && *step.learning_rate == 0) throw UsageError("⟨learningrate⟩: with 0 nothing moves");
  if (step.max <= 0) throw UsageError("⟨learningrate-limit⟩: the most must be more than 0");
  if (step.min > step.max) {
    throw UsageError("⟨learningrate-limit⟩: the least, " + format_number(step.min) + ", is more than the most");
  }
  if (step.minus <= 0 || step.minus >= 1 || step.plus <= 1) {
    throw UsageError("⟨learningrate-factor⟩: MINUS lies between 0 and 1, PLUS above 1; got " +
                     format_number(step.minus) + "," + format_number(step.plus));
  }
  const bool backprop = step.algorithm == Algorithm::backprop;
  if (backprop && !step.learning_rate) {
    throw UsageError("⟨algorithm⟩: backprop needs a learning rate",
                     "⟨learningrate⟩ 0.001 say, or rprop+, which finds its step sizes itself");
  }
  if (!backprop && step.learning_rate) {
    throw UsageError("⟨learningrate⟩: is for backprop alone; " + std::string(name_of(step.algorithm)) +
                         " finds its step sizes itself",
                     "⟨learningrate-limit⟩ and ⟨learningrate-factor⟩ say how, or add ⟨algorithm⟩ backprop");
  }
}

}  // namespace

void check_options(const FitOptions& options) {
  check_steps(options.train.step);
  if (options.columns.formula && (!options.columns.targets.empty() || !options.columns.drop.empty())) {
    throw UsageError("⟨formula⟩: already says what ⟨target⟩ and ⟨drop⟩ would", "give one or the other");
  }
}

}  // namespace nninterp

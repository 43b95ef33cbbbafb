#include "nninterp/model/fit_options.hpp"

#include <string>

#include "nninterp/core/error.hpp"

namespace nninterp {

FitOptions neuralnet_preset() {
  FitOptions options;
  options.hidden = {1};
  options.error = ErrorFunction::sse;
  options.output = Activation::linear;
  options.indicators = true;
  options.scaling = Scaling::none;
  options.threshold_by_rows = false;
  options.repetitions = 1;
  options.decay = 0;
  options.polish = Polish::none;
  options.stall.window = 0;
  options.start_spread = StartSpread::unit;
  options.prefer_converged = true;
  options.preset = "neuralnet";
  return options;
}

void check_options(const FitOptions& options) {
  const StepOptions& step = options.step;
  const bool backprop = step.algorithm == Algorithm::backprop;
  if (backprop && !step.learning_rate) {
    throw UsageError("--algorithm: backprop needs a learning rate",
                     "--learningrate 0.001 say, or rprop+, which finds its step sizes itself");
  }
  if (!backprop && step.learning_rate) {
    throw UsageError("--learningrate: is for backprop alone; " + std::string(name_of(step.algorithm)) +
                         " finds its step sizes itself",
                     "--learningrate-limit and --learningrate-factor say how, or add --algorithm backprop");
  }
  if (options.formula && (!options.targets.empty() || !options.drop.empty())) {
    throw UsageError("--formula: already says what --target and --drop would", "give one or the other");
  }
}

}  // namespace nninterp

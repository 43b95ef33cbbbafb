#include "captions.hpp"

#include "io/text/page.hpp"
#include "io/text/table.hpp"
#include "nninterp/core/text.hpp"

namespace nninterp {

namespace {

// Outputs of logistic and softmax units, unless they are scaled to other numbers.
bool is_probability_of(const Model& model, const Target& target) {
  const bool unscaled = target.categorical || (target.center == 0 && target.scale == 1);
  return is_probability(model.network.architecture.output) && unscaled;
}

std::string on(const Model& model, const Target& target, const std::string& name, OutputScale scale) {
  if (scale == OutputScale::logit) return "log-odds of " + name;
  return is_probability_of(model, target) ? "probability of " + name : name;
}

}  // namespace

std::string predicted(const Model& model, Index output, OutputScale scale) {
  return on(model, target_of(model.design, output), output_name(model.design, output), scale);
}

std::string predicted(const Model& model, const Target& target, OutputScale scale) {
  return on(model, target, target.name, scale);
}

std::string with_article(const std::string& predicted) {
  const bool phrase = starts_with(predicted, "probability of ") || starts_with(predicted, "log-odds of ");
  return (phrase ? "the " : "") + predicted;
}

std::string rows_text(Index rows, const Vector& weights) {
  const std::string count = rows == 1 ? "1 row" : with_thousands(static_cast<long>(rows)) + " rows";
  return count + (weights.size() > 0 ? ", weighted" : "");
}

std::string intervals_text(IntervalMethod method, double level, std::size_t refits) {
  const std::string intervals = level_text(level) + " intervals ";
  switch (method) {
    case IntervalMethod::cross_fit:
      return intervals + "by cross-fitting";
    case IntervalMethod::bootstrap:
      return intervals + "from " + std::to_string(refits) + " refits";
    case IntervalMethod::delta:
      return intervals + "by the delta method";
    default:
      return "no intervals";
  }
}

std::string delta_text(const Delta& delta) {
  switch (delta.kind) {
    case Delta::Kind::sd:
      return "+1 sd";
    case Delta::Kind::iqr:
      return "+1 iqr";
    case Delta::Kind::minmax:
      return "least to largest";
    default:
      return (delta.number >= 0 ? "+" : "") + format_number(delta.number, 4);
  }
}

}  // namespace nninterp

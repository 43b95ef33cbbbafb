#include "nninterp/model/reading.hpp"

#include <algorithm>

#include "nninterp/model/stability.hpp"
#include "nninterp/model/units.hpp"
#include "nninterp/model/verdict.hpp"

namespace nninterp {

std::vector<Warning> warn_of_verdict(const Model& model) {
  if (!model.training || !model.training->verdict) return {};
  const bool regression = model.network.architecture.layers() == 1;
  const Verdict& verdict = *model.training->verdict;
  if (regression && verdict.code != VerdictCode::predicts_nothing) return {};
  return warn_of_verdict(verdict);
}

std::string verdict_caption(const Model& model) {
  return warn_of_verdict(model).empty() ? "" : "careful: " + short_text(*model.training->verdict);
}

std::vector<Warning> warn_of_regression(const Model& model) {
  if (!model.training || !model.training->undetermined) return {};
  return {{"undetermined_regression", "the coefficients of the plain regression are not determined, and not told: " +
                                          *model.training->undetermined}};
}

std::vector<Warning> warn_of_reading(const Model& model) {
  std::vector<Warning> warnings = warn_of_verdict(model);
  if (!model.training) return warnings;
  for (const Warning& warning : model.training->warnings) {
    if (tells_of_instability(warning)) append_unsaid({warning}, warnings);
  }
  return warnings;
}

std::vector<Warning> warn_of_reading(const Model& model, const Matrix& variables,
                                     const std::vector<std::optional<Range>>& ranges, int threads) {
  std::vector<Warning> warnings = warn_of_verdict(model);
  // Of many rows only those that are looked at are encoded: a second copy of all would be as large as the table.
  const Matrix inputs = encode_inputs(model.design, evenly_taken(variables));
  const Stability stability = measure_stability(model.network, inputs, ranges, threads);
  append_unsaid(warn_of_instability(model.design, stability), warnings);
  return warnings;
}

std::vector<Warning> warn_of_fit(const Model& model) {
  std::vector<Warning> warnings;
  if (!model.training) return warnings;
  for (const Warning& warning : model.training->warnings) {
    if (warning.code != "target_assumed") warnings.push_back(warning);
  }
  append_unsaid(warn_of_reading(model), warnings);
  return warnings;
}

std::vector<Warning> warn_of_units(const Model& model) { return warn_of_surplus(surplus_units(model.network)); }

void append_unsaid(const std::vector<Warning>& more, std::vector<Warning>& warnings) {
  for (const Warning& warning : more) {
    const auto same = [&](const Warning& said) { return said.code == warning.code; };
    if (std::none_of(warnings.begin(), warnings.end(), same)) warnings.push_back(warning);
  }
}

}  // namespace nninterp

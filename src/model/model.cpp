#include "nninterp/model/model.hpp"

#include <algorithm>

namespace nninterp {

StopReason TrainingRecord::stopped() const {
  const bool a_start = std::any_of(repetitions.begin(), repetitions.end(), [](const Repetition& repetition) {
    return repetition.stopped == StopReason::interrupted;
  });
  // What comes after the starts, as refits do, is known by its warning alone.
  const bool later = std::any_of(warnings.begin(), warnings.end(),
                                 [](const Warning& warning) { return warning.code == "interrupted"; });
  return a_start || later ? StopReason::interrupted : repetitions.at(best).stopped;
}

}  // namespace nninterp

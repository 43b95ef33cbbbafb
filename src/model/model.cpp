#include "nninterp/model/model.hpp"

#include <algorithm>

namespace nninterp {

StopReason TrainingRecord::stopped() const {
  const bool interrupted = std::any_of(repetitions.begin(), repetitions.end(), [](const Repetition& repetition) {
    return repetition.stopped == StopReason::interrupted;
  });
  return interrupted ? StopReason::interrupted : repetitions.at(best).stopped;
}

}  // namespace nninterp

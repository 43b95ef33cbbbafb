#include "nninterp/io/report/progress.hpp"

#include <cmath>

#include "nninterp/core/text.hpp"

namespace nninterp {

std::string progress_text(const FitProgress& progress, double seconds) {
  const bool choosing = progress.purpose == TrainingPurpose::cross_validation;
  std::string line = choosing                                   ? "cross-validation: "
                     : progress.purpose == TrainingPurpose::fit ? "training: "
                                                                : "bootstrap: ";
  line += "fit " + std::to_string(progress.trainings_done + 1) + " of " + std::to_string(progress.trainings);
  if (progress.trainings_done > 0) {
    const auto left = static_cast<double>(progress.trainings - progress.trainings_done);
    line +=
        ", " + format_number(std::ceil(seconds * left / static_cast<double>(progress.trainings_done)), 3) + " s left";
  }
  return line + "  step " + std::to_string(progress.step.steps) + "  error " + format_number(progress.step.error, 6) +
         "  gradient " + format_number(progress.step.reached_threshold, 3) + " (threshold " +
         format_number(progress.threshold, 3) + ")";
}

}  // namespace nninterp

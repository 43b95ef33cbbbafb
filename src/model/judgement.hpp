#pragma once

#include "setting.hpp"

namespace nninterp {

/// Measures the model's quality on the training rows and, if there are any, on `unseen` ones, beside that of the
/// regressions and the mean, and whether its average effects are the regression's. Fills the model's record.
void judge(Model& model, const Setting& setting, const Sample* unseen, int threads);

}  // namespace nninterp

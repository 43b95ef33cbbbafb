#pragma once

#include <string>
#include <string_view>

#include "nninterp/io/exchange/exchange.hpp"

namespace nninterp {

/// JSON of scikit-learn's MLPRegressor or MLPClassifier: coefs, intercepts, activation, out_activation, and optionally
/// features, classes, mean, scale, target_mean, target_scale; see docs.
Model import_sklearn(std::string_view bytes, const std::string& name, const ImportOptions& options);

}  // namespace nninterp

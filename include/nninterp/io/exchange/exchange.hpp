#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "nninterp/model/model.hpp"

namespace nninterp {

/// What the file of another system leaves open, or calls otherwise than wanted.
struct ImportOptions {
  std::vector<std::string> inputs;        ///< names of the inputs, in their order; empty: as in the file
  std::vector<std::string> targets;       ///< names of the targets; empty: as in the file. One name that is none of
                                          ///< neuralnet's several outputs: the target whose classes they are
  std::optional<Activation> activation;   ///< of neuralnet's hidden units; default logistic
  std::optional<Activation> output;       ///< of neuralnet's outputs; default linear
  std::optional<ErrorFunction> error;     ///< that neuralnet trained on; default sse
  std::optional<std::size_t> repetition;  ///< of neuralnet's, from 1; default that of least error
};

// Models from the bytes of other systems' files. The model has no scaling but that of a scaler in the file, and no
// data. `name` stands in messages. InputError, with the place, for anything that is no such file or no such network:
// names and weights that do not fit together, connections that skip a layer, numbers that are not finite. UsageError
// where the options do not fit the file.

/// What R's write.csv(nn$result.matrix, FILE) writes.
Model import_neuralnet(std::string_view bytes, const std::string& name, const ImportOptions& options);

/// JSON of a network by R's nnet: n, wts, nunits, nsunits, entropy, softmax, censored, coefnames, lev; see docs.
Model import_nnet(std::string_view bytes, const std::string& name, const ImportOptions& options);

/// JSON of scikit-learn's MLPRegressor or MLPClassifier: coefs, intercepts, activation, out_activation, and optionally
/// features, classes, mean, scale, target_mean, target_scale; see docs.
Model import_sklearn(std::string_view bytes, const std::string& name, const ImportOptions& options);

/// The CSV of a network's result.matrix, one column, with the scaling worked into the weights. InputError for softmax
/// outputs and for a scaled target behind outputs that are not linear.
std::string export_neuralnet(const Model& model);

}  // namespace nninterp

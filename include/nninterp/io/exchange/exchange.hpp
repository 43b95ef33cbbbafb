#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "nninterp/model/model.hpp"

namespace nninterp {

/// Models from the bytes of other systems' files. The model has no scaling but that of a scaler in the file, and no
/// data. `name` stands in messages. InputError, with the place, for anything that is no such file or no such network:
/// names and weights that do not fit together, connections that skip a layer, numbers that are not finite. UsageError
/// where the options do not fit the file.
///
/// These are what a file leaves open, or calls otherwise than wanted.
struct ImportOptions {
  std::vector<std::string> inputs;        ///< names of the inputs, in their order; empty: as in the file
  std::vector<std::string> targets;       ///< names of the targets; empty: as in the file. One name that is none of
                                          ///< neuralnet's several outputs: the target whose classes they are
  std::optional<Activation> activation;   ///< of neuralnet's hidden units; default logistic
  std::optional<Activation> output;       ///< of neuralnet's outputs; default linear
  std::optional<ErrorFunction> error;     ///< that neuralnet trained on; default sse
  std::optional<std::size_t> repetition;  ///< of neuralnet's, from 1; default that of least error
};

}  // namespace nninterp

#pragma once

#include "nninterp/model/fit_options.hpp"

namespace nninterp {

/// Trains a network on a table. Cross-validation chooses what the options leave open, then the best repetition (least
/// error with its penalty) becomes the model; the record tells of all, and carries the warnings. `validation` is
/// another table to measure the quality on. InputError where a table does not allow it, UsageError where options
/// contradict. Of `data` of the result, what tells of a file is left to the caller.
Model fit(const Table& table, const FitOptions& options, const FitObserver& observer = {},
          const Table* validation = nullptr);

}  // namespace nninterp

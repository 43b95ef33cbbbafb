#pragma once

#include <string>

#include "nninterp/model/fit_options.hpp"
#include "support/fixtures.hpp"

// Fits of the examples that take a moment.
namespace nninterp::test {

inline Table example(const std::string& name, const CsvOptions& options = {}) {
  return table_in(example_file(name), options);
}

/// One start, a decay that is given, and not to the end.
inline FitOptions quick(const std::string& formula) {
  FitOptions options;
  options.columns.formula = formula;
  options.starts.repetitions = 1;
  options.train.stepmax = 300;
  options.choice.decay = 0.001;
  return options;
}

}  // namespace nninterp::test

#pragma once

#include <string>

#include "cli/options.hpp"
#include "nninterp/model/fit.hpp"

namespace nninterp::cli {

/// The options of `fit` as parsed: those of the library, those of the reader, and files not read yet.
struct FitArguments {
  FitOptions fit;
  TableOptions table;
  std::string start_weights_file, validation_file, exclude_file, constant_weights_file;
};

void declare_fit_options(OptionSet& options, FitArguments& arguments);

/// UsageError where they contradict each other, whatever the files hold.
void check_arguments(const FitArguments& arguments);

/// The library's options with the files read in.
FitOptions read_fit_files(const FitArguments& arguments, int threads);

/// Every choice of a fit, defaults included, as it came out.
Settings fit_settings(const FitArguments& arguments, const Model& fitted);

}  // namespace nninterp::cli

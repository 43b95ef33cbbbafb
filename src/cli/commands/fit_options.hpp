#pragma once

#include <string>

#include "cli/options.hpp"
#include "nninterp/io/model/weight_files.hpp"
#include "nninterp/model/fit.hpp"

namespace nninterp::cli {

/// The options of `fit` as parsed: those of the library, those of the reader, and files not read yet.
struct FitArguments {
  FitOptions fit;
  CsvOptions csv;
  WeightFiles weights;
  std::string validation_file;
};

void declare_fit_options(OptionSet& options, FitArguments& arguments);

/// UsageError where they contradict each other, whatever the files hold.
void check_arguments(const FitArguments& arguments);

/// The library's options with the files read in.
FitOptions read_fit_files(const FitArguments& arguments, int threads);

}  // namespace nninterp::cli

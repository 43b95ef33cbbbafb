#pragma once

#include "options.hpp"

namespace nninterp::cli {

/// The options of `fit` as parsed: those of the library, those of the reader, and files not read yet.
struct FitArguments {
  FitOptions fit;
  CsvOptions csv;
  std::string start_weights_file, validation_file, exclude_file, constant_weights_file;
};

void add_fit_options(CLI::App& command, FitArguments& arguments);

/// The library's options with the files read in.
FitOptions read_fit_files(const FitArguments& arguments, int threads);

/// Every choice of a fit, defaults included, as it came out.
Settings fit_settings(const FitArguments& arguments, const Model& fitted);

}  // namespace nninterp::cli

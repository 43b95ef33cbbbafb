#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "nninterp/core/matrix.hpp"
#include "nninterp/model/fit_options.hpp"

namespace nninterp {

/// The numbers of a JSON array, or of the arrays in it one after the other. At least one; InputError that names the
/// place of anything else. `name` stands in messages.
std::vector<double> read_numbers(std::string_view bytes, const std::string& name);

/// Weights named by a JSON array: flat positions counted from 1, or triples [layer, from, to].
struct ExcludedWeights {
  std::vector<Index> positions;
  std::vector<std::vector<Index>> triples;
};
ExcludedWeights read_excluded(std::string_view bytes, const std::string& name);

/// Files that say with which weights a training begins and which of them stay; an empty name is none.
struct WeightFiles {
  std::string start, exclude, constant;
};
/// Reads them into the options. InputError as above.
void read_weight_files(const WeightFiles& files, StartOptions& options);

}  // namespace nninterp

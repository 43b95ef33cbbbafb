#pragma once

#include <map>
#include <string>
#include <vector>

#include "nninterp/data/design.hpp"
#include "nninterp/data/formula.hpp"

namespace nninterp {

struct DesignOptions {
  Scaling scaling = Scaling::standardize;
  bool scale_targets = true;                               ///< numeric targets too (linear outputs only)
  bool indicators = false;                                 ///< one output a class even for two classes
  bool logical_alone = false;                              ///< but for FALSE and TRUE one output, as in R's neuralnet
  std::map<std::string, std::string> reference;            ///< variable, or target of two classes -> level
  std::map<std::string, std::vector<std::string>> levels;  ///< variable, or target -> all its levels in their order
  Vector weights = {};  ///< how often each row counts in centers and scales, and in ranges at all; empty: once
};

/// Centers, scales, levels and ranges from the given rows. InputError for unclear columns, for more than 50 levels, for
/// a categorical column with a single level, a constant target, an unknown reference, a reference of a target with one
/// output a class, given levels that are not those of the rows.
Design learn_design(const Table& table, const std::vector<Index>& rows, const Roles& roles,
                    const DesignOptions& options);

}  // namespace nninterp

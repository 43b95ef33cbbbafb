#pragma once

#include <string>
#include <vector>

#include "nninterp/io/exchange.hpp"

namespace nninterp {

// What every import does.

/// Numeric variables with the names of the options, else these. UsageError if their number differs, InputError (`file`)
/// for an empty name or one that stands there twice.
std::vector<Variable> imported_variables(const std::vector<std::string>& names, const ImportOptions& options,
                                         const std::string& file);

/// The same for numeric targets.
std::vector<Target> imported_targets(const std::vector<std::string>& names, const ImportOptions& options,
                                     const std::string& file);

/// A target of classes, called as the options say or else "Y": two levels behind one output, or one output a level.
Target imported_classes(const std::vector<std::string>& levels, Index outputs, const ImportOptions& options,
                        const std::string& file);

/// R keeps the backticks of a name that is no plain word; these are the names without.
std::vector<std::string> without_backticks(std::vector<std::string> names);

/// PREFIX1, PREFIX2, ..; the prefix alone for a single one.
std::vector<std::string> numbered_names(const std::string& prefix, Index count);

/// Larger files than anybody's are refused before memory is asked for.
constexpr Index max_imported_units = 100'000;

}  // namespace nninterp

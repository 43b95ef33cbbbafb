#pragma once

#include <string>
#include <vector>

#include "io/json/node.hpp"
#include "nninterp/io/exchange/exchange.hpp"

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

/// InputError if a variable is called as a target, as a fit has it.
void check_one_side(const Design& design, const std::string& file);

/// The texts of an optional array; none if it is absent.
std::vector<std::string> texts_of(const Node& fit, const char* key);

/// The same for names of classes. InputError for a single one, and for outputs that are no probabilities.
std::vector<std::string> classes_of(const Node& fit, const char* key, Activation output);

/// R keeps the backticks of a name that is no plain word; these are the names without.
std::vector<std::string> without_backticks(std::vector<std::string> names);

/// PREFIX1, PREFIX2, ..; the prefix alone for a single one.
std::vector<std::string> numbered_names(const std::string& prefix, Index count);

/// Larger files than anybody's are refused before memory is asked for.
constexpr Index max_imported_units = 100'000;

}  // namespace nninterp

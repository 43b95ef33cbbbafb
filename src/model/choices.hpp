#pragma once

#include <string>
#include <vector>

#include "nninterp/data/formula.hpp"
#include "nninterp/model/fit_options.hpp"

namespace nninterp {

// What a fit decides before it trains: options where they were given, else what suits the table. Contradictions between
// options are UsageErrors, those with the table InputErrors.

/// A warning tells if the target had to be assumed.
Roles choose_roles(const Table& table, const FitOptions& options, std::vector<Warning>& warnings);
Activation choose_output(const Table& table, const Roles& roles, const FitOptions& options);
ErrorFunction choose_error(const FitOptions& options, Activation output);
Architecture choose_architecture(const Design& design, const FitOptions& options, const std::vector<Index>& hidden,
                                 Activation output);
/// The hidden layers to choose from: those of the options, or with choose_hidden none and one of a few sizes.
std::vector<std::vector<Index>> choose_sizes(const FitOptions& options, Index rows);
/// `rows` that count, and their mean weight: of heavier rows the gradient is that of more rows, of lighter ones the
/// same share of theirs.
double choose_threshold(const FitOptions& options, Index rows, double weight = 1);

/// More inputs than a network may have; `table` is its name.
void check_inputs(const std::string& table, Index inputs);
/// ce needs targets between 0 and 1.
void check_ce_targets(const Table& table, const Design& design, const Matrix& targets);

}  // namespace nninterp

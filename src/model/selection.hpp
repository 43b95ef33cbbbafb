#pragma once

#include <vector>

#include "clusters.hpp"
#include "nninterp/data/formula.hpp"
#include "nninterp/model/fit_options.hpp"
#include "training.hpp"

namespace nninterp {

/// Which columns and rows of the table are used.
struct Selection {
  Roles roles;
  Activation output;
  std::vector<Index> rows, held_out;
};

/// InputErrors and UsageErrors where the table or the options do not allow it; warns of rows left out.
Selection choose_rows(const Table& table, const FitOptions& options, std::vector<Warning>& warnings);

Design design_of(const Table& table, const Selection& selection, const FitOptions& options);
Sample gather(const Design& design, const Table& table, const std::vector<Index>& rows,
              const std::optional<std::string>& weights = {});

/// By the column that says which rows belong together, else copies of rows.
Clusters find_clusters(const Table& table, const std::vector<Index>& rows, const FitOptions& options,
                       const Sample& sample);

/// Moves a random share of the rows to held_out, those of a cluster together.
void hold_out(const Table& table, const FitOptions& options, Selection& selection);

}  // namespace nninterp

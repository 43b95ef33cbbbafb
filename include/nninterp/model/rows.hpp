#pragma once

#include <optional>
#include <string>
#include <vector>

#include "nninterp/model/model.hpp"

namespace nninterp {

/// Which rows of a table a model is asked about. `usual`: those that have all variables; of the table that the model
/// was trained on exactly those trained on. `with_targets`: those that have the targets as well, held out or not.
/// `trained_on`: the same, without those held out of the training. `with_known_targets`: as `usual`, and without gaps
/// in those targets that the table has.
enum class RowsWanted { usual, with_targets, trained_on, with_known_targets };

struct RowOptions {
  RowsWanted wanted = RowsWanted::usual;
  bool training_table = false;  ///< the table is the one that the model was trained on
  MissingPolicy missing = MissingPolicy::error;
  std::vector<std::string> also_needed;  ///< columns that must have no gaps
  std::vector<std::string> kept;         ///< columns that stay in the table, gaps or none
};

/// The rows, and what the model's variables are there.
struct ModelRows {
  std::vector<Index> rows;     ///< of the table, 0-based
  Matrix variables;            ///< rows × variables, in their own units
  bool training_rows = false;  ///< exactly the rows that the model was trained on
  MissingPolicy missing = MissingPolicy::error;
  std::vector<Warning> warnings;  ///< rows left out
};

/// The usual rows take the variables out of the table, but for those also needed or kept, so that there is never a
/// second copy of all. InputError as complete_rows and gather_variables.
ModelRows rows_of_model(const Model& model, Table& table, const RowOptions& options = {});

/// The variables at the rows that a model was trained on, rows × variables in their own units. `table` is the one that
/// fit() had.
Matrix variables_trained_on(const Model& model, const Table& table);

/// The targets in their own units, rows × outputs; NaN for those that the table does not have, has no value of, or
/// holds as text where the model has numbers (or the other way round).
Matrix known_targets(const Model& model, const Table& table, const std::vector<Index>& rows);

/// What the targets range over, of each output: as the model file tells or else as they do in these rows.
std::vector<std::optional<Range>> ranges_of_targets(const Model& model, const Table& table,
                                                    const std::vector<Index>& rows);

/// The ranges of the variables become those of the table's complete rows, whose number `data` then tells. InputError
/// where there is none, and as complete_rows.
void take_ranges(Model& model, const Table& table, MissingPolicy missing);

/// Whether rows without a value of the model's cluster column were left out of the training, and are again.
bool lacks_clusters(const DataSource& data);

}  // namespace nninterp

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "nninterp/io/csv/options.hpp"
#include "nninterp/model/rows.hpp"

namespace nninterp {

/// Which model is asked, and about which rows.
struct Source {
  std::string model;                ///< its file; "-" is standard input
  std::optional<std::string> data;  ///< the table's file; without one, the table that the model was trained on
  CsvOptions csv;
  MissingPolicy missing = MissingPolicy::error;
  std::vector<std::string> kept;       ///< columns to be carried along, as "A,B" or one by one
  bool weighs = false;                 ///< the rows count as often as they did in the fit, where the table says so;
  std::optional<std::string> weights;  ///< or as this column of it says
};

/// A model with the rows that it is asked about.
struct Session {
  Model model;
  std::string data;               ///< the table's file
  Table table;                    ///< with the usual rows: without the variables, but for those also needed or kept
  std::vector<std::string> kept;  ///< columns of the table that are carried along
  ModelRows at;                   ///< the rows, which of the table they are, and the variables there
  std::optional<std::string> weights_column;  ///< by which the rows count
  Vector weights;                             ///< how often each does; empty: once
  Vector weights_of_fit;                      ///< how often its error does by the fit's own column; empty: once

  const Matrix& variables() const { return at.variables; }
  /// In the network's units, rows × outputs; none where the table does not have them all.
  std::optional<Matrix> targets() const;
  /// The rows as users count them, from 1.
  std::vector<Index> row_numbers() const;
};

/// The model of a file. InputError where there is none, or no model in it.
Model load_model(const std::string& file);

/// Reads the table, as the model's own was read where it is that one. InputError, with a hint, if it is gone or has
/// changed. Columns also needed, each alone or as "A,B", must have no gaps. `threads`: 0 is every core.
Session open_session(Model model, const Source& source, RowsWanted wanted = RowsWanted::usual,
                     const std::vector<std::string>& also_needed = {}, int threads = 0);

/// The rows of one table that all sessions have. InputError where there is none.
std::vector<Index> common_rows(const std::vector<Session>& sessions);

}  // namespace nninterp

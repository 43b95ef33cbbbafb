#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "nninterp/io/report/document.hpp"
#include "nninterp/model/model.hpp"

namespace nninterp {

/// What a command says, and its line.
struct PageAnswer {
  std::string command;
  std::unique_ptr<Document> document;  ///< none where it has nothing to say
};

/// The answers to one question under the name that the page knows it by: show, effects, effects_sd, interactions,
/// importance, equation; of pdp and ale an answer a variable. Of predict, slopes and report the page has the line
/// alone.
struct PageQuestion {
  std::string name;
  bool by_variable;
  std::vector<PageAnswer> answers;
};

/// All that a page is made from. `variables`: at the rows that were asked about, rows × variables in their own units;
/// `rows`: their numbers from 1; `weights`: how often they count, empty: once; `truth`: the targets there, see
/// known_targets.
struct PageSource {
  std::string program;  ///< and its version
  const Model& model;
  const Matrix& variables;
  std::vector<Index> rows;
  Vector weights;
  Matrix truth;
  std::optional<std::string> fitted_by;  ///< the line that fitted the model
  std::vector<PageQuestion> questions;
};

}  // namespace nninterp

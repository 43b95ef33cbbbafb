#pragma once

#include <optional>
#include <string>
#include <vector>

#include "nninterp/core/statistics.hpp"
#include "nninterp/model/model.hpp"

namespace nninterp {

/// By how much a numeric variable is moved: a number, or one of the data's own measures of it.
struct Delta {
  enum class Kind { number, sd, iqr, minmax } kind = Kind::number;
  double number = 1;
};

struct EffectOptions {
  std::vector<std::string> variables;  ///< empty: every variable
  std::vector<std::string> targets;    ///< names of outputs, or of a target for all its classes; empty: all
  Delta delta;
  OutputScale scale = OutputScale::response;  ///< logit: effects on log-odds, for probabilities only
  int threads = 0;
};

/// Rows whose means are asked for, one group a level, in the order of the levels.
struct Grouping {
  std::string name;
  std::vector<std::string> levels;
  std::vector<std::int32_t> codes;  ///< one a row
};

/// The effect of one variable (of one level of it) on one target, over the rows of a group or over all.
struct Effect {
  std::string variable, target;
  std::optional<std::string> level, reference;  ///< categorical variables
  std::optional<std::string> group;
  std::vector<Index> rows;      ///< positions in the data
  std::optional<double> delta;  ///< numeric variables
  Vector shift;                 ///< f(x moved) - f(x) of each row
  Summary shift_summary;
  std::size_t out_of_range_rows;  ///< moved values that leave the training range (without one: the data's)
  Vector slope;                   ///< of each row; empty for a categorical variable
  std::optional<Summary> slope_summary;
};

struct Effects {
  std::vector<Effect> effects;  ///< by target, then variable, then level, then group
  std::vector<Warning> warnings;
};

/// Average shift effects and average slopes with their spread over the rows. `data` in the variables' own units, rows ×
/// variables, at least one row; deltas by sd, iqr and minmax are measured on all of its rows.
Effects effects(const Model& model, const Matrix& data, const EffectOptions& options,
                const std::optional<Grouping>& grouping = {});

}  // namespace nninterp

#pragma once

#include <array>
#include <memory>
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
  std::size_t column;                              ///< the variable's, in the data
  Index output;                                    ///< the target's, of the network
  std::shared_ptr<const std::vector<Index>> rows;  ///< positions in the data
  std::optional<double> delta;                     ///< numeric variables
  std::optional<std::array<double, 2>> between;    ///< all rows move from the one value to the other, not by delta
  Summary shift_summary;                           ///< of row_shifts
  std::size_t out_of_range_rows = 0;     ///< moved values that leave the training range (without one: the data's)
  std::optional<Summary> slope_summary;  ///< of row_slopes; numeric variables
};

struct Effects {
  std::vector<Effect> effects;  ///< by target, then variable, then level, then group
  std::vector<Warning> warnings;
};

/// Average shift effects and average slopes with their spread over the rows. `data` in the variables' own units, rows ×
/// variables, at least one row; deltas by sd, iqr and minmax are measured on all of its rows.
Effects effects(const Model& model, const Matrix& data, const EffectOptions& options,
                const std::optional<Grouping>& grouping = {});

/// f(x moved) - f(x) at `count` of the effect's rows, from its row `first` on. `data` and `scale` as it was measured
/// on: a table's row effects are too many to be kept.
Vector row_shifts(const Model& model, const Effect& effect, const Matrix& data, OutputScale scale, Index first,
                  Index count);
/// The slopes at these rows, of a numeric variable.
Vector row_slopes(const Model& model, const Effect& effect, const Matrix& data, OutputScale scale, Index first,
                  Index count);

}  // namespace nninterp

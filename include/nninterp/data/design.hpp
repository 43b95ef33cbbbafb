#pragma once

#include <optional>
#include <string>
#include <vector>

#include "nninterp/core/error.hpp"
#include "nninterp/core/words.hpp"
#include "nninterp/data/complete_rows.hpp"
#include "nninterp/data/table.hpp"

namespace nninterp {

enum class Scaling { standardize, minmax, none };
constexpr Words<Scaling, 3> words_of(Scaling) {
  return {{{Scaling::standardize, "standardize"}, {Scaling::minmax, "minmax"}, {Scaling::none, "none"}}};
}

struct Range {
  double min, max;
};

/// A predictor. Numeric: one input, (x - center) / scale. Categorical with K levels: K - 1 inputs, 1 where the row has
/// the level, in level order without the reference (treatment coding).
struct Variable {
  std::string name;
  bool categorical = false;
  double center = 0, scale = 1;
  std::vector<std::string> levels;
  std::size_t reference = 0;  ///< index into levels
  bool ordered = false;       ///< whether the order of the levels was given, and so means something
  /// In a table that has no column of this name: the columns of 0 and 1 that are its levels, in their order without the
  /// reference, which is a row of zeros.
  std::vector<std::string> indicator_columns;
  std::optional<Range> range;  ///< of the training data, numeric only
  std::vector<double> values;  ///< numeric: what the training data hold, ascending, as values_if_few() tells

  /// 0/1 and its like: moved from the one to the other, where nothing else is asked for.
  bool two_valued() const { return !categorical && values.size() == 2; }
  Index inputs() const { return categorical ? static_cast<Index>(levels.size()) - 1 : 1; }
};

/// A response. Numeric: one output o that means o * scale + center. Categorical: one output a class, or with two
/// classes one output alone, the probability of the second level, unless `indicators`. The first level is then the
/// reference, and so not always the first in sorted order.
struct Target {
  std::string name;
  bool categorical = false;
  double center = 0, scale = 1;
  std::vector<std::string> levels;
  bool indicators = false;     ///< one output a class even for two classes
  std::optional<Range> range;  ///< of the training data, numeric only

  bool one_output_a_class() const { return categorical && (indicators || levels.size() > 2); }
  Index outputs() const { return one_output_a_class() ? static_cast<Index>(levels.size()) : 1; }
};

/// The different ones, ascending; none where they are more than `most`.
std::vector<double> values_if_few(const Vector& values, std::size_t most = 12);

/// Whether these two levels are a logical column's in R, whose values are 0 and 1: FALSE or F, and TRUE or T.
bool is_logical(const std::vector<std::string>& levels);

/// How the columns of a table become inputs and outputs of a network, and back.
struct Design {
  std::vector<Variable> variables;
  std::vector<Target> targets;

  Index inputs() const;
  Index outputs() const;
  std::vector<std::string> variable_names() const;
  std::vector<std::string> categorical_names() const;  ///< of the categorical variables alone
  std::vector<std::string> input_names() const;        ///< "age", "sex=m"
  std::vector<std::string> output_names() const;       ///< "mpg", "Species=setosa"; of two classes "Response=yes" alone
  std::vector<Index> first_inputs() const;             ///< of each variable: its (first) position among the inputs
  Vector output_scales() const;                        ///< target units per unit of each output
  /// Index of the variable; InputError with a suggestion if there is none of this name.
  std::size_t variable_index(const std::string& name) const;
};

/// The variables in their own units, rows × variables; a categorical one as the index of its level.
/// TRUE and FALSE are the numbers 1 and 0 where numbers are due, as in R.
/// InputError for a missing column, other text where numbers are due, a level that the design does not have.
Matrix gather_variables(const Design& design, const Table& table, const std::vector<Index>& rows);

/// The same out of a table that is not needed any more: each variable's column leaves it, but for those `kept`, so that
/// there is never a second copy of all. After an InputError some columns are gone.
Matrix take_variables(const Design& design, Table& table, const std::vector<Index>& rows,
                      const std::vector<std::string>& kept);

/// What the network sees, rows × inputs, from variables in their own units.
Matrix encode_inputs(const Design& design, const Matrix& variables);

/// What the network is trained towards, rows × outputs, in the network's units. Errors as gather_variables.
Matrix encode_targets(const Design& design, const Table& table, const std::vector<Index>& rows);

/// The network's outputs in the units of the targets, in place.
void decode_outputs(const Design& design, Matrix& outputs);

}  // namespace nninterp

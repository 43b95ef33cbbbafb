#pragma once

#include <optional>
#include <string>
#include <vector>

#include "nninterp/model/model.hpp"

namespace nninterp {

/// f(x) and its slope as lists of steps, each made of those before it: all that a language has to know to write them.
/// There are no more than need be: layers of linear units are multiplied into the next one, so a network of linear
/// units alone is a single layer, the regression equation.
struct Equation {
  enum class Kind {
    input,        ///< (variable - center) / scale, or 1 where a categorical one has the level and else 0
    unit,         ///< activation of the sum of terms; of a softmax the sum itself, for the shares
    share,        ///< e^of / sum of e^term: a class of a softmax
    slope,        ///< of a unit: the activation's slope at the value `of` (which is "" where that is 1) * sum of terms
    share_slope,  ///< of * (d - sum of terms), which are each share * the slope of its sum; d is that slope of `of`
    result        ///< sum of terms, in the target's unit; a slope's in that by the variable's
  };
  /// coefficient * factors, which are names of steps; without a factor the coefficient itself.
  struct Term {
    double coefficient;
    std::vector<std::string> factors;
  };
  struct Input {
    std::size_t variable;              ///< index into variables
    std::optional<std::size_t> level;  ///< index into its levels
    double center = 0, scale = 1;
  };
  struct Step {
    Kind kind;
    std::size_t layer;  ///< 0 of the inputs, then 1, 2, ..: no step needs another of its kind and layer
    /// u1; of hidden units h1_2; of outputs o1, or s1 and p1 of softmax's sums and shares; of slopes with a d before.
    /// Of a result the target's.
    std::string name;
    std::vector<Term> terms;
    Activation activation = Activation::linear;
    std::string of = {};  ///< name of a step
    Input input = {};
  };
  std::vector<Variable> variables;
  std::vector<Step> predictions;          ///< from the inputs to a result for each target
  std::optional<std::size_t> derivative;  ///< index of the variable
  std::vector<Step> slopes;               ///< likewise to their slopes by it, with the values that these need
};

enum class EquationForm {
  plain,  ///< weights for the variables' own units and, of linear outputs, the targets'; of one hidden layer h1, h2, ..
  exact   ///< weights as the program has them, for (x - center) / scale, of a regression for x - center: no digits lost
};

/// The equation of the named targets (as for effects; all without a name), and of their slopes by a numeric variable.
/// Of softmax all classes' shares are there, since each needs the others. InputError for an unknown target or variable,
/// and for a categorical one, which has no slope.
Equation equation_of(const Model& model, EquationForm form, const std::vector<std::string>& targets = {},
                     const std::optional<std::string>& derivative = {});

}  // namespace nninterp

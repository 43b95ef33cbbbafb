#pragma once

#include "nninterp/model/model.hpp"

namespace nninterp {

/// Predictions of the linear model on the same inputs and rows, in the units of the targets, rows × outputs: least
/// squares (of least norm where inputs are collinear) for numeric targets and several independent outputs of a class
/// target that are not probabilities; logistic and multinomial regression by Newton's method for classes. inputs and
/// targets in the network's units. Empty if there are more than 1,000 inputs, or 2,000 coefficients of a class target.
std::optional<Matrix> linear_baseline(const Design& design, Activation output, const Matrix& inputs,
                                      const Matrix& targets);

/// Least squares with intercept: (1 + inputs) × outputs.
Matrix least_squares(const Matrix& inputs, const Matrix& targets);

/// Multinomial logistic regression by Newton's method, (1 + inputs) × (classes - 1) with the first class as reference;
/// `classes` rows × K of 0/1 (K = 1: the probability of one event against none). Separable data end at finite weights.
Matrix logistic_regression(const Matrix& inputs, const Matrix& classes);

}  // namespace nninterp

#pragma once

#include "nninterp/model/model.hpp"

namespace nninterp {

/// The linear model of the same inputs that a network is compared with, in the network's units.
struct LinearModel {
  /// The outputs of one target: (1 + inputs) × outputs, for classes (1 + inputs) × (classes - 1) log-odds.
  struct Part {
    Matrix coefficients;
    Index outputs;
    bool classes;
  };
  std::vector<Part> parts;
};

/// Least squares (of least norm where inputs are collinear) for numeric targets and several independent outputs of a
/// class target that are not probabilities; logistic and multinomial regression by Newton's method for classes. inputs
/// and targets in the network's units; `weights`: how often each row counts; empty: once. Empty if there are more than
/// 1,000 inputs, or 2,000 coefficients of a class target.
std::optional<LinearModel> fit_linear(const Design& design, Activation output, const Matrix& inputs,
                                      const Matrix& targets, const Vector& weights = {});

/// Why the coefficients are not determined, though the predictions are: inputs that repeat each other, or classes that
/// can be told apart without error, whose coefficients grow without end. Nothing where they are.
std::optional<std::string> why_undetermined(const Design& design, const Matrix& inputs, const LinearModel& model);

/// rows × outputs, in the network's units.
Matrix predict_linear(const LinearModel& model, const Matrix& inputs);

/// The same as a network without hidden layers, so that whatever can be asked of a network can be asked of it. Empty
/// where one output activation does not fit all targets.
std::optional<Network> as_network(const LinearModel& model);

/// Least squares with intercept: (1 + inputs) × outputs.
Matrix least_squares(const Matrix& inputs, const Matrix& targets, const Vector& weights = {});

/// Multinomial logistic regression by Newton's method, (1 + inputs) × (classes - 1) with the first class as reference;
/// `classes` rows × K of 0/1 (K = 1: the probability of one event against none). Separable data end at finite weights.
Matrix logistic_regression(const Matrix& inputs, const Matrix& classes, const Vector& weights = {});

}  // namespace nninterp

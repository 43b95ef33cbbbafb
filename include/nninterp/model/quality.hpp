#pragma once

#include <array>

#include "nninterp/model/model.hpp"

namespace nninterp {

/// A measure by the name that it has in documents.
struct NamedMeasure {
  const char* name;
  std::optional<double> Quality::*value;
  bool of_classes;
};
inline constexpr std::array<NamedMeasure, 7> named_measures{{{"r_squared", &Quality::r_squared, false},
                                                             {"rmse", &Quality::rmse, false},
                                                             {"mae", &Quality::mae, false},
                                                             {"log_loss", &Quality::log_loss, true},
                                                             {"accuracy", &Quality::accuracy, true},
                                                             {"auc", &Quality::auc, true},
                                                             {"brier", &Quality::brier, true}}};

/// Measures of predictions against the truth, target by target. Both rows × outputs, in the units of the targets
/// (classes as 0/1); `weights`: how often each row counts in every mean, sum and rank; empty: once. `output` is the
/// activation that the predictions came from: log-loss needs probabilities.
///
/// r_squared is 1 - SS_res / SS_tot; log_loss the mean negative log-likelihood of a row's class, with probabilities
/// kept 1e-15 away from 0 and 1; auc the probability that a random row of the class is ranked above a random other one
/// (ties half); brier the mean squared distance (Brier 1950: for several classes summed over them).
QualityByTarget measure_quality(const Design& design, Activation output, const Matrix& predictions, const Matrix& truth,
                                const Vector& weights = {});

/// What a target's predictions lose: log_loss of probabilities of a class or of 0/1, else rmse.
struct Loss {
  std::string measure;  ///< "log_loss" or "rmse"
  double value;
};

/// The loss of each target, names, arguments and definitions as above. Targets whose truth is NaN are left out.
std::map<std::string, Loss> measure_loss(const Design& design, Activation output, const Matrix& predictions,
                                         const Matrix& truth, const Vector& weights = {});

/// Area under the ROC curve by ranks (Mann-Whitney), ties half; empty if one class is absent.
std::optional<double> area_under_curve(const Vector& scores, const Vector& is_positive, const Vector& weights = {});

}  // namespace nninterp

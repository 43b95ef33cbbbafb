#pragma once

#include <array>
#include <optional>
#include <string>

#include "nninterp/model/model.hpp"

namespace nninterp {

// How good a network is, for people.

/// A measure by the name that people know.
struct Measure {
  const char* name;
  std::optional<double> Quality::*value;
};
inline constexpr std::array<Measure, 7> measures{{{"R-squared", &Quality::r_squared},
                                                  {"RMSE", &Quality::rmse},
                                                  {"MAE", &Quality::mae},
                                                  {"log-loss", &Quality::log_loss},
                                                  {"accuracy", &Quality::accuracy},
                                                  {"AUC", &Quality::auc},
                                                  {"Brier score", &Quality::brier}}};

/// A target's measure with four digits, "-" where it is not known.
std::string measured(const QualityByTarget& by_target, const std::string& target, const Measure& measure);

/// "linear regression" or "logistic regression", by the model's first target.
std::string baseline_name(const Model& model);

/// Every measure of every target on each kind of rows, the network's beside those of what is simpler. A target of
/// several classes as a whole; its classes one by one are in the JSON.
std::string quality_table(const Model& model, std::size_t page);

/// How the rows of each class are predicted: left out, or where nothing tells of that, those trained on.
std::string confusion_tables(const Model& model, std::size_t page);

}  // namespace nninterp

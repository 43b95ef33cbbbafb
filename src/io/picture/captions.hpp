#pragma once

#include <string>
#include <vector>

#include "nninterp/analysis/effect.hpp"
#include "nninterp/analysis/intervals.hpp"
#include "nninterp/analysis/selection.hpp"
#include "nninterp/model/model.hpp"
#include "nninterp/model/output_names.hpp"

// What pictures call things.
namespace nninterp {

/// An output as an axis tells it: "mpg", "probability of setosa", of a class that is a number "probability of case =
/// 1"; of log-odds "log-odds of setosa".
std::string predicted(const Model& model, Index output, OutputScale scale);
/// The same of all classes of a target together: "probability of Species".
std::string predicted(const Model& model, const Target& target, OutputScale scale);
/// "the probability of setosa"; a target's name as it is.
std::string with_article(const std::string& predicted);

/// "442 rows", "442 rows, weighted".
std::string rows_text(Index rows, const Vector& weights);
/// "95% intervals by cross-fitting"; "no intervals".
std::string intervals_text(IntervalMethod method, double level, std::size_t refits);
/// By how much effects move a variable that has no values of its own to be moved between: "+1", "+1 sd".
std::string delta_text(const Delta& delta);

}  // namespace nninterp

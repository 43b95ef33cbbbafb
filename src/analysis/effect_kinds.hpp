#pragma once

#include "nninterp/analysis/effect_options.hpp"

// How slopes and shifts are told. A shift is told by link(f(x moved)) - link(f(x)), of ratios its exponential.
namespace nninterp {

/// The identity, the logarithm or the log-odds; not finite where there is none.
double link(ShiftKind kind, double prediction);
double link_slope(ShiftKind kind, double prediction);
/// Of a difference of links what is told, and back.
double told(ShiftKind kind, double of_links);
double link_of_told(ShiftKind kind, double shift);
/// Of an interval of a difference of links; its standard error stays that of the difference.
Interval told(ShiftKind kind, Interval of_links);

/// One number a row.
Vector told_shifts(ShiftKind kind, const Vector& from, const Vector& to);
/// Slopes by x of predictions f, at each row.
Vector told_slopes(SlopeKind kind, const Vector& slopes, const Vector& x, const Vector& f);

/// By how much the told slope of a row changes with its slope and with f there.
struct SlopeParts {
  Vector by_slope, by_f;
};
SlopeParts slope_parts(SlopeKind kind, const Vector& slopes, const Vector& x, const Vector& f);

/// Whether what is told of a row is not linear in f.
bool divides_by_prediction(SlopeKind kind);

}  // namespace nninterp

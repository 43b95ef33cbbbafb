#include "effect_kinds.hpp"

#include <cmath>

namespace nninterp {

double link(ShiftKind kind, double prediction) {
  if (kind == ShiftKind::difference) return prediction;
  return std::log(kind == ShiftKind::ratio ? prediction : prediction / (1 - prediction));
}

double link_slope(ShiftKind kind, double prediction) {
  if (kind == ShiftKind::difference) return 1;
  return 1 / (kind == ShiftKind::ratio ? prediction : prediction * (1 - prediction));
}

double told(ShiftKind kind, double of_links) { return kind == ShiftKind::difference ? of_links : std::exp(of_links); }

double link_of_told(ShiftKind kind, double shift) { return kind == ShiftKind::difference ? shift : std::log(shift); }

Interval told(ShiftKind kind, Interval of_links) {
  of_links.debiased = told(kind, of_links.debiased);
  of_links.conf_low = told(kind, of_links.conf_low);
  of_links.conf_high = told(kind, of_links.conf_high);
  return of_links;
}

Vector told_shifts(ShiftKind kind, const Vector& from, const Vector& to) {
  if (kind == ShiftKind::difference) return to - from;
  if (kind == ShiftKind::ratio) return to.array() / from.array();
  return (to.array() / (1 - to.array())) / (from.array() / (1 - from.array()));
}

Vector told_slopes(SlopeKind kind, const Vector& slopes, const Vector& x, const Vector& f) {
  if (kind == SlopeKind::dydx) return slopes;
  if (kind == SlopeKind::dyex) return slopes.array() * x.array();
  if (kind == SlopeKind::eydx) return slopes.array() / f.array();
  return slopes.array() * x.array() / f.array();
}

SlopeParts slope_parts(SlopeKind kind, const Vector& slopes, const Vector& x, const Vector& f) {
  const Vector ones = Vector::Ones(slopes.size());
  SlopeParts parts{told_slopes(kind, ones, x, f), Vector::Zero(slopes.size())};
  if (divides_by_prediction(kind)) parts.by_f = -told_slopes(kind, slopes, x, f).array() / f.array();
  return parts;
}

bool divides_by_prediction(SlopeKind kind) { return kind == SlopeKind::eyex || kind == SlopeKind::eydx; }

}  // namespace nninterp

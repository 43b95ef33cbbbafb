#pragma once

#include <string>
#include <utility>
#include <vector>

#include "nninterp/data/design.hpp"

// Designs made by hand, as the tests of what stands behind them need.
namespace nninterp::test {

inline Variable number(const std::string& name, double center = 0, double scale = 1) {
  Variable variable;
  variable.name = name;
  variable.center = center;
  variable.scale = scale;
  return variable;
}

inline Variable category(const std::string& name, std::vector<std::string> levels, std::size_t reference = 0) {
  Variable variable;
  variable.name = name;
  variable.categorical = true;
  variable.levels = std::move(levels);
  variable.reference = reference;
  return variable;
}

inline Target numeric(const std::string& name, double center = 0, double scale = 1) {
  Target target;
  target.name = name;
  target.center = center;
  target.scale = scale;
  return target;
}

inline Target categorical(const std::string& name, std::vector<std::string> levels, bool indicators = false) {
  Target target;
  target.name = name;
  target.categorical = true;
  target.levels = std::move(levels);
  target.indicators = indicators;
  return target;
}

inline Design design_of(std::vector<Target> targets) {
  Design design;
  design.targets = std::move(targets);
  return design;
}

}  // namespace nninterp::test

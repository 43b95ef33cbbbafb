#include "points.hpp"

#include "io/text/width.hpp"

namespace nninterp {

std::vector<std::string> levels_at(const Variable& variable, const std::vector<double>& points) {
  std::vector<std::string> names;
  for (const double level : points) names.push_back(variable.levels[static_cast<std::size_t>(level)]);
  return names;
}

Json points_json(const Variable& variable, const std::vector<double>& points) {
  return variable.categorical ? Json(levels_at(variable, points)) : Json(points);
}

std::vector<std::string> point_cells(const Variable& variable, const std::vector<double>& points) {
  std::vector<std::string> cells;
  for (const double point : points) {
    cells.push_back(variable.categorical ? cell(variable.levels[static_cast<std::size_t>(point)]) : cell(point));
  }
  return cells;
}

std::string group_text(const std::string& by, const std::string& group) {
  return fit_width(by, 30) + " = " + fit_width(group, 30);
}

std::vector<std::string> targets_of(const Design& design, const CurvePlan& plan) {
  const std::vector<std::string> names = design.output_names();
  std::vector<std::string> targets;
  for (const Index output : plan.outputs) targets.push_back(names[static_cast<std::size_t>(output)]);
  return targets;
}

}  // namespace nninterp

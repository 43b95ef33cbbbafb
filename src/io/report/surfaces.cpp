#include "nninterp/io/report/surfaces.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "io/csv/writer.hpp"
#include "io/text/labels.hpp"
#include "io/text/page.hpp"
#include "io/text/table.hpp"
#include "nninterp/core/text.hpp"
#include "parts.hpp"
#include "points.hpp"
#include "words.hpp"

namespace nninterp {

namespace {

std::array<const Variable*, 2> variables_of(const Model& model, const Surfaces& surfaces) {
  return {&model.design.variables[surfaces.plans[0].variable], &model.design.variables[surfaces.plans[1].variable]};
}

Json surface_json(const Surface& surface, const std::array<const Variable*, 2>& variables) {
  Json json{{"target", surface.target}};
  if (!surface.group.empty()) json["group"] = surface.group;
  json["x"] = points_json(*variables[0], surface.points[0]);
  json["y"] = points_json(*variables[1], surface.points[1]);
  Json& z = json["z"] = Json::array();
  for (Index i = 0; i < surface.z.rows(); ++i) z.push_back(json_numbers(surface.z.row(i).transpose()));
  json["rows"] = surface.rows;
  json["mean"] = json_number(surface.mean);
  return json;
}

}  // namespace

void SurfacesDocument::json(const Sink& sink) const {
  const auto variables = variables_of(model, surfaces);
  const CurvePlan& plan = surfaces.plans[0];
  const std::vector<std::string> targets = targets_of(model.design, plan);
  Json body{{"schema", "nninterp/curves/1"},
            {"kind", name_of(plan.kind)},
            {"variable", nullptr},
            {"variables", {variables[0]->name, variables[1]->name}},
            {"target", targets.size() == 1 ? Json(targets.front()) : Json(nullptr)},
            {"targets", targets},
            {"rows", rows},
            {"curves", Json::array()}};
  Json& list = body["surfaces"] = Json::array();
  for (const Surface& surface : surfaces.surfaces) list.push_back(surface_json(surface, variables));
  sink(finished(std::move(body), *this));
}

void SurfacesDocument::csv(const Sink& sink) const {
  const auto variables = variables_of(model, surfaces);
  std::string csv = "kind,variable_x,variable_y,target,group,x,y,z,rows\n";
  for (const Surface& surface : surfaces.surfaces) {
    const std::vector<std::string> x = point_cells(*variables[0], surface.points[0]),
                                   y = point_cells(*variables[1], surface.points[1]);
    for (std::size_t i = 0; i < x.size(); ++i) {
      for (std::size_t j = 0; j < y.size(); ++j) {
        add_line(csv,
                 {std::string(name_of(surfaces.plans[0].kind)), cell(variables[0]->name), cell(variables[1]->name),
                  cell(surface.target), cell(surface.group), x[i], y[j],
                  cell(surface.z(static_cast<Index>(i), static_cast<Index>(j))), std::to_string(surface.rows[i][j])});
      }
    }
  }
  sink(csv);
}

// ---- tables for people ----

namespace {

// As long as they are told apart.
std::vector<std::string> names_at(const Variable& variable, const std::vector<double>& points, std::size_t width) {
  return variable.categorical ? told_apart(levels_at(variable, points), width) : align_numbers(points);
}

// Every so many, the last one among them, that no more than `most` are left.
std::vector<std::size_t> some_of(std::size_t count, std::size_t most) {
  std::vector<std::size_t> chosen;
  const std::size_t each = (count + most - 1) / most;
  for (std::size_t i = (count - 1) % each; i < count; i += each) chosen.push_back(i);
  return chosen;
}

// Numbers in brackets where there are no rows.
std::string surface_table(const Surface& surface, const std::array<const Variable*, 2>& variables, bool ale,
                          const TextStyle& style) {
  const std::vector<std::string> x = names_at(*variables[0], surface.points[0], label_width),
                                 y = names_at(*variables[1], surface.points[1], 12);
  const std::vector<std::string> numbers =
      align_numbers({surface.z.data(), surface.z.data() + surface.z.size()});  // columns first
  const auto table_of = [&](std::size_t most) {
    TextTable table;
    table.add_column(fit_width(variables[0]->name, label_width), x, variables[0]->categorical);
    for (const std::size_t j : some_of(y.size(), most)) {
      std::vector<std::string> cells;
      for (std::size_t i = 0; i < x.size(); ++i) {
        const std::string& number = numbers[j * x.size() + i];
        cells.push_back(surface.near_rows(i, j, ale) ? number + " " : "(" + number + ")");
      }
      table.add_column(y[j], cells);
    }
    return table;
  };
  for (std::size_t most = y.size(); most > 2; --most) {
    const TextTable table = table_of(most);
    if (table.fits(style.width)) return table.str(style.width);
  }
  return table_of(2).str(style.width);
}

}  // namespace

std::string SurfacesDocument::table(const TextStyle& style) const {
  const auto variables = variables_of(model, surfaces);
  const CurvePlan& plan = surfaces.plans[0];
  const bool ale = plan.kind == CurveKind::ale;
  const std::string names = fit_width(variables[0]->name, 40) + " (down) and " + fit_width(variables[1]->name, 40);
  std::string text;
  for (const Surface& surface : surfaces.surfaces) {
    const std::string group = surfaces.by.empty() ? "" : ", " + group_text(surfaces.by, surface.group);
    text += title((ale ? "What both do together on " : "Partial dependence of ") +
                      on_scale(plan.scale, fit_width(surface.target, 50)) + (ale ? ", of " : " by ") + names +
                      " (across), " + rows_text(rows, model.network.architecture) + group,
                  style.width);
    text += surface_table(surface, variables, ale, style);
    if (!ale)
      text += "mean over the rows: " + (std::isfinite(surface.mean) ? format_number(surface.mean, 4) : "-") + '\n';
    text += '\n';
  }
  const Paragraphs paragraph(style.width);
  return text +
         (ale ? paragraph("numbers",
                          "second-order accumulated local effects: what f(x) has beyond what each of the two "
                          "does by itself; 0 is the mean over all rows")
              : paragraph("numbers", "the mean of f(x) over the rows, all of them with both variables moved there")) +
         paragraph("( )",
                   ale ? "no row in the cells that meet here, which then change as the nearest cell with some: a guess"
                       : "no row is nearest to this pair of points: a guess");
}

}  // namespace nninterp

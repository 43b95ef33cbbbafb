#include "compose_curves.hpp"

#include "captions.hpp"
#include "compose_parts.hpp"
#include "io/text/table.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/io/picture/curves.hpp"
#include "nninterp/io/picture/surfaces.hpp"
#include "nninterp/model/reading.hpp"

namespace nninterp {

namespace {

std::string kind_title(CurveKind kind) {
  switch (kind) {
    case CurveKind::pdp:
      return "partial dependence";
    case CurveKind::ice:
      return "individual curves";
    case CurveKind::ale:
      return "accumulated local effects";
    default:
      return "Lek's profiles";
  }
}

// What the curves of a plan are of, one output or several.
std::string curves_of(const Model& model, const CurvePlan& plan) {
  const Design& design = model.design;
  if (plan.outputs.size() == 1) return predicted(model, plan.outputs.front(), plan.scale);
  if (design.targets.size() == 1) return predicted(model, design.targets.front(), plan.scale);
  return plan.scale == OutputScale::logit ? "log-odds" : "prediction";
}

// " with hp=147 and sex=m"; of many how many they are.
std::string held_text(const Design& design, const std::vector<Hold>& holds) {
  if (holds.empty()) return "";
  return ", with " + one_line(list_some(hold_texts(design, holds, 4), 3), 60) + " held";
}

std::string curves_caption(const Curves& curves, Index rows, const PictureRequest& request) {
  const std::string at = rows_text(rows, request.weights);
  const bool sure = curves.method != IntervalMethod::none || curves.replicates > 0;
  const std::string intervals =
      sure ? ", " + intervals_text(curves.method, request.interval.level, curves.replicates) : ", no intervals";
  switch (curves.plan.kind) {
    case CurveKind::pdp:
      return "mean of the predictions at " + at + intervals;
    case CurveKind::ale:
      return "accumulated over " + at + intervals;
    case CurveKind::ice: {
      const auto drawn = static_cast<Index>(rows_of_curves(rows).size());
      const std::string some = with_thousands(static_cast<long>(drawn)) + " of ";
      return "a curve a row" + (drawn < rows ? " (" + some + with_thousands(static_cast<long>(rows)) + " curves)"
                                             : ", " + rows_text(rows, {}));
    }
    default:
      return "the others at their quantiles among " + at + (sure ? intervals : "");
  }
}

PictureTexts curves_texts(const Model& model, const Curves& curves, Index rows, const PictureRequest& request) {
  const CurvePlan& plan = curves.plan;
  const std::string of = curves_of(model, plan);
  const bool ale = plan.kind == CurveKind::ale;
  const std::string y = ale ? "effect on " + with_article(of) : plan.zero ? "change of " + with_article(of) : of;
  return {kind_title(plan.kind) + (ale ? " on " : " of ") + with_article(of),
          {curves_caption(curves, rows, request) + held_text(model.design, request.curve.at)},
          model.design.variables[plan.variable].name,
          y};
}

// One target where colours mean something else than targets.
CurveOptions curve_options(const Model& model, const Matrix& variables, const PictureRequest& request,
                           std::vector<Warning>& warnings) {
  const Design& design = model.design;
  CurveOptions options = request.curve;
  options.interval = request.interval;
  options.targets = request.targets;
  options.scale = request.scale;
  options.weights = request.weights;
  options.threads = request.threads;
  const bool ice = options.kind == CurveKind::ice;
  if (ice) options.drawn = rows_of_curves(variables.rows());
  if (ice || options.kind == CurveKind::lek || request.by || request.variables.size() == 2) {
    options.targets = {one_target(design, request, warnings)};
  }
  const std::vector<std::string> all = design.output_names();
  if (options.targets.empty() && all.size() > most_targets) {
    options.targets.assign(all.begin(), all.begin() + most_targets);
    warn_of_others(most_targets, all.size(), warnings);
  }
  return options;
}

Curves curves_along(const Model& model, const Matrix& variables, CurveOptions options, const std::string& variable,
                    const PictureRequest& request, std::vector<Warning>& warnings) {
  options.variable = variable;
  options.at = beside(model.design, {variable}, options.at);
  Curves found = curves(model, variables, options, request.by);
  std::vector<Warning> told;
  for (const Warning& warning : found.warnings) {
    if (warning.code != "no_intervals") told.push_back(warning);
  }
  append_unsaid(told, warnings);
  return found;
}

// Variables without a course have no panel.
bool moves(const Design& design, const Matrix& variables, std::size_t v, CurveKind kind) {
  const Variable& variable = design.variables[v];
  const auto column = variables.col(static_cast<Index>(v));
  if (variable.categorical && (kind != CurveKind::ale)) return true;
  return (!variable.categorical || variable.ordered) && column.minCoeff() < column.maxCoeff();
}

Picture compose_panels(const Model& model, const Matrix& variables, const PictureRequest& request,
                       std::vector<Warning>& warnings) {
  const Design& design = model.design;
  if (request.x_label) throw UsageError("⟨xlab⟩: each panel has the name of its variable", "⟨var⟩ A draws one");
  const CurveOptions options = curve_options(model, variables, request, warnings);
  std::vector<Curves> all;
  std::vector<std::string> without;
  for (std::size_t v = 0; v < design.variables.size(); ++v) {
    const std::string& name = design.variables[v].name;
    if (request.by && (", " + request.by->name + ", ").find(", " + name + ", ") != std::string::npos) continue;
    if (moves(design, variables, v, options.kind)) {
      all.push_back(curves_along(model, variables, options, name, request, warnings));
    } else {
      without.push_back(name);
    }
  }
  if (all.empty())
    throw InputError("plot curves: no variable has a curve of ⟨kind⟩ " + std::string(name_of(options.kind)));
  if (!without.empty()) {
    warnings.push_back({"no_curve", "no curve along " + list_some(without) +
                                        (options.kind == CurveKind::ale ? ": categories without an order, or one value"
                                                                        : ": one value in all rows")});
  }
  PictureTexts own = curves_texts(model, all.front(), variables.rows(), request);
  own.x.clear();
  return curve_panels(design, all, variables, asked_texts(model, request, own), looks_of(request));
}

Picture compose_surface(const Model& model, const Matrix& variables, const PictureRequest& request,
                        std::vector<Warning>& warnings) {
  if (request.by) throw UsageError("⟨by⟩: a picture shows the surface of one group", "nninterp curves tells of all");
  const Design& design = model.design;
  CurveOptions options = curve_options(model, variables, request, warnings);
  options.variable = request.variables[0];
  options.interval.method = IntervalMethod::none;
  options.at = beside(design, request.variables, options.at);
  const Surfaces found = surfaces(model, variables, options, request.variables[1]);
  append_unsaid(found.warnings, warnings);
  const bool ale = options.kind == CurveKind::ale;
  const Index output = found.plans[0].outputs.front();
  const std::string of = predicted(model, output, options.scale);
  const PictureTexts texts =
      asked_texts(model, request,
                  {(ale ? "what both do together on " : "partial dependence of ") + with_article(of),
                   {(ale ? "second-order accumulated local effects, " : "mean of the predictions at ") +
                    rows_text(variables.rows(), request.weights) + held_text(design, options.at) +
                    (request.plain ? "; . no rows near" : "; pale: no rows near")},
                   request.variables[0],
                   request.variables[1]});
  if (request.plain) return plain_picture(surface_text(design, found, texts));
  return surface_picture(design, found, variables, ale ? "effect" : of, texts, looks_of(request));
}

}  // namespace

Picture compose_curves(const Model& model, const Matrix& variables, const PictureRequest& request,
                       std::vector<Warning>& warnings) {
  if (request.variables.empty()) return compose_panels(model, variables, request, warnings);
  if (request.variables.size() == 2) return compose_surface(model, variables, request, warnings);
  const Curves found = curves_along(model, variables, curve_options(model, variables, request, warnings),
                                    request.variables.front(), request, warnings);
  const Vector values = variables.col(static_cast<Index>(found.plan.variable));
  const PictureTexts texts = asked_texts(model, request, curves_texts(model, found, variables.rows(), request));
  return curves_picture(model.design, found, values, texts, looks_of(request));
}

}  // namespace nninterp

#include "nninterp/io/picture/compose.hpp"

#include <algorithm>
#include <optional>

#include "nninterp/analysis/slopes.hpp"
#include "nninterp/core/parallel.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/io/picture/bars.hpp"
#include "nninterp/io/picture/curves.hpp"
#include "nninterp/io/picture/network.hpp"
#include "nninterp/io/picture/rows.hpp"
#include "nninterp/model/reading.hpp"

namespace nninterp {

namespace {

constexpr std::size_t most_targets = 8;  // that colours tell apart

PictureSize size_of(const PictureRequest& request) {
  return request.size.value_or(request.format == PictureFormat::text ? PictureSize{100, 32} : PictureSize{720, 480});
}

// The one asked for; else the first, and a warning if there are more.
Index one_output(const Design& design, const PictureRequest& request, std::vector<Warning>& warnings) {
  const std::vector<std::string> names = design.output_names();
  if (request.targets.empty()) {
    if (names.size() > 1) {
      warnings.push_back({"first_target", "the picture shows " + one_line(names.front()) + "; ⟨target⟩ names another"});
    }
    return 0;
  }
  const auto found = std::find(names.begin(), names.end(), request.targets.front());
  if (request.targets.size() == 1 && found != names.end()) return found - names.begin();
  throw InputError("⟨target⟩: '" + one_line(request.targets.front()) + "' is no target of the model",
                   "it has " + list_some(names, 8));
}

std::string one_target(const Design& design, const PictureRequest& request, std::vector<Warning>& warnings) {
  return design.output_names()[one_output(design, request, warnings)];
}

// By what the effect depends on, if that is another variable.
void colour_by(const Design& design, const Matrix& variables, const Effect& effect, RowsPicture& rows) {
  const std::optional<std::string>& partner = effect.one_number.depends_on;
  if (!partner || *partner == effect.variable) return;
  const std::size_t v = design.variable_index(*partner);
  const Variable& other = design.variables[v];
  rows.colour_name = other.name;
  rows.colour = variables.col(static_cast<Index>(v));
  if (other.categorical) rows.colour_levels = other.levels;
}

std::string title_of(const Effect& effect, const Variable& variable, const Delta& delta) {
  if (variable.categorical) {
    return one_line(*effect.level, 30) + " in place of " + one_line(*effect.reference, 30) + ", by row";
  }
  if (effect.move.switched) return "effect of " + one_line(effect.label, 60) + ", by row";
  const std::string sign = *effect.move.delta >= 0 ? "+" : "";
  const std::string moved =
      delta.kind == Delta::Kind::minmax ? "least to largest " : sign + format_number(*effect.move.delta, 4) + " ";
  return "effect of " + moved + one_line(variable.name, 60) + ", by row";
}

Picture compose_effects(const Model& model, const Matrix& variables, const PictureRequest& request,
                        std::vector<Warning>& warnings) {
  const Design& design = model.design;
  const std::size_t v = design.variable_index(request.variable);
  const Variable& variable = design.variables[v];
  EffectOptions options;
  options.variables = {variable.name};
  options.targets = {one_target(design, request, warnings)};
  options.delta = request.delta;
  options.scale = request.scale;
  // For the tests of what it depends on; averages are not drawn, nor what is to be said of them.
  options.interval = request.interval;
  options.weights = request.weights;
  options.threads = request.threads;
  if (!why_not_cross_fit(model, variables.rows(), options.interval).empty())
    options.interval.method = IntervalMethod::none;
  const Effects found = effects(model, variables, options);
  for (const Warning& warning : found.warnings) {
    const bool of_averages =
        warning.code == "shrunken_effect" || warning.code == "few_rows_decide" || warning.code == "certain_rows";
    if (!of_averages) warnings.push_back(warning);
  }
  const Effect& effect = found.effects.front();
  RowsPicture rows;
  rows.x_name = variable.name;
  rows.x = variables.col(v);
  rows.y.resize(variables.rows());
  parallel_blocks(rows.y.size(), request.threads, [&](Index first, Index count) {
    rows.y.segment(first, count) =
        row_shifts(model, variables.middleRows(first, count), effect.move, effect.output, request.scale);
  });
  rows.histogram = true;
  rows.caption = verdict_caption(model);
  rows.levels = variable.levels;
  rows.title = title_of(effect, variable, request.delta);
  rows.y_name = "effect on " + (request.scale == OutputScale::logit ? "log-odds" : options.targets.front());
  colour_by(design, variables, effect, rows);
  return rows_picture(rows, request.format, size_of(request));
}

Picture compose_weights(const Model& model, const Matrix& variables, const PictureRequest& request,
                        std::vector<Warning>& warnings) {
  const Design& design = model.design;
  const std::size_t v = design.variable_index(request.variable);
  const Index output = one_output(design, request, warnings);
  const Activation activation = model.network.architecture.output;
  const bool odds = is_probability(activation);
  const std::vector<std::size_t> numeric = numeric_variables(design);
  const auto column = std::find(numeric.begin(), numeric.end(), v);
  if (column == numeric.end()) {
    throw InputError("'" + one_line(design.variables[v].name) + "' is categorical and has no generalized weights",
                     "nninterp plot effects shows what its levels do");
  }
  RowsPicture rows;
  rows.x_name = design.variables[v].name;
  rows.caption = verdict_caption(model);
  rows.y_name = odds ? "slope of the log-odds" : "slope";
  rows.title = (odds ? "generalized weights for " : "slopes for ") + one_line(design.output_names()[output], 40);
  rows.x = variables.col(v);
  rows.y = output_slopes(model, variables, output, request.threads, odds ? OutputScale::logit : OutputScale::response)
               .col(column - numeric.begin());
  return rows_picture(rows, request.format, size_of(request));
}

Picture compose_curves(const Model& model, const Matrix& variables, const PictureRequest& request,
                       std::vector<Warning>& warnings) {
  const Design& design = model.design;
  CurveOptions options = request.curve;
  options.interval = request.interval;
  options.variable = request.variable;
  options.targets = request.targets;
  options.scale = request.scale;
  options.weights = request.weights;
  options.threads = request.threads;
  if (options.kind == CurveKind::ice) options.drawn = rows_of_curves(variables.rows());
  if (options.kind == CurveKind::ice || options.kind == CurveKind::lek) {
    options.targets = {one_target(design, request, warnings)};
  }
  const std::vector<std::string> all = design.output_names();
  if (options.targets.empty() && all.size() > most_targets) {
    options.targets.assign(all.begin(), all.begin() + most_targets);
    warnings.push_back({"first_targets", "the picture shows " + std::to_string(most_targets) + " of " +
                                             count_of(all.size(), "target") + "; ⟨target⟩ names others"});
  }
  const Curves found = curves(model, variables, options);
  for (const Warning& warning : found.warnings) {
    if (warning.code != "no_intervals") warnings.push_back(warning);
  }
  const Vector values = variables.col(found.plan.variable);
  return curves_picture(design, found, values, verdict_caption(model), request.format, size_of(request));
}

Picture compose_importance(const Model& model, const Matrix& variables, const Matrix& truth,
                           const PictureRequest& request, std::vector<Warning>& warnings) {
  ImportanceOptions options;
  options.targets = {one_target(model.design, request, warnings)};
  options.interval.method = IntervalMethod::none;
  options.weights = request.weights;
  options.threads = request.threads;
  const Importances found = importances(model, variables, truth, options);
  const std::string caption = verdict_caption(model), &target = options.targets.front();
  if (request.plain) return plain_picture(importance_text(found, target, caption));
  return importance_picture(found, target, caption, request.format, size_of(request));
}

Picture compose_interactions(const Model& model, const Matrix& variables, const PictureRequest& request,
                             std::vector<Warning>& warnings) {
  InteractionOptions options;
  options.targets = {one_target(model.design, request, warnings)};
  options.scale = request.scale;
  options.interval.method = IntervalMethod::none;
  options.weights = request.weights;
  options.threads = request.threads;
  const Interactions found = interactions(model, variables, options);
  for (const Warning& warning : found.warnings) {
    if (warning.code == "sampled_rows") warnings.push_back(warning);  // the others tell of moves, which are not drawn
  }
  const std::string caption = verdict_caption(model), &target = options.targets.front();
  if (request.plain) return plain_picture(interactions_text(found, target, caption));
  return interactions_picture(found, target, caption, request.format, size_of(request));
}

}  // namespace

Picture compose_network(const Model& model, const PictureRequest& request) {
  const std::string caption = verdict_caption(model);
  if (request.plain) return plain_picture(network_text(model, caption));
  return network_picture(model, caption, request.format, request.size);
}

Picture compose(const Model& model, const Matrix& variables, const Matrix& truth, const PictureRequest& request,
                std::vector<Warning>& warnings) {
  switch (request.kind) {
    case PictureKind::network:
      return compose_network(model, request);
    case PictureKind::effects:
      return compose_effects(model, variables, request, warnings);
    case PictureKind::gw:
      return compose_weights(model, variables, request, warnings);
    case PictureKind::curves:
      return compose_curves(model, variables, request, warnings);
    case PictureKind::importance:
      return compose_importance(model, variables, truth, request, warnings);
    case PictureKind::interactions:
      return compose_interactions(model, variables, request, warnings);
  }
  return {};
}

}  // namespace nninterp

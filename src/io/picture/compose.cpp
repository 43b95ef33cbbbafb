#include "nninterp/io/picture/compose.hpp"

#include <algorithm>
#include <optional>

#include "captions.hpp"
#include "compose_curves.hpp"
#include "compose_parts.hpp"
#include "compose_shapley.hpp"
#include "io/text/table.hpp"
#include "nninterp/analysis/slopes.hpp"
#include "nninterp/core/parallel.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/io/picture/bars.hpp"
#include "nninterp/io/picture/forest.hpp"
#include "nninterp/io/picture/network.hpp"
#include "nninterp/io/picture/rows.hpp"
#include "nninterp/model/reading.hpp"

namespace nninterp {

namespace {

// How many of the rows are drawn.
std::string points_text(Index rows, const Vector& weights) {
  if (rows <= drawn_rows) return "a point a row, " + rows_text(rows, weights);
  return "a point a row (" + with_thousands(static_cast<long>(drawn_rows)) + " of " +
         with_thousands(static_cast<long>(rows)) + " rows)";
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

EffectOptions effect_options(const PictureRequest& request, const std::string& target) {
  EffectOptions options;
  options.targets = {target};
  options.delta = request.delta;
  options.scale = request.scale;
  options.interval = request.interval;
  options.weights = request.weights;
  options.threads = request.threads;
  return options;
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

Picture compose_row_effects(const Model& model, const Matrix& variables, const PictureRequest& request,
                            std::vector<Warning>& warnings) {
  const Design& design = model.design;
  const std::size_t v = design.variable_index(request.variable);
  const Variable& variable = design.variables[v];
  EffectOptions options = effect_options(request, one_target(design, request, warnings));
  options.variables = {variable.name};
  // For the tests of what it depends on; averages are not drawn, nor what is to be said of them.
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
  rows.x = variables.col(v);
  rows.y.resize(variables.rows());
  parallel_blocks(rows.y.size(), request.threads, [&](Index first, Index count) {
    rows.y.segment(first, count) =
        row_shifts(model, variables.middleRows(first, count), effect.move, effect.output, request.scale);
  });
  rows.histogram = true;
  rows.levels = variable.levels;
  colour_by(design, variables, effect, rows);
  rows.texts = asked_texts(model, request,
                           {title_of(effect, variable, request.delta),
                            {points_text(rows.x.size(), request.weights)},
                            variable.name,
                            "effect on " + with_article(predicted(model, effect.output, request.scale))});
  return rows_picture(rows, looks_of(request));
}

// "average effect of +1 sd". Where there are variables that have two values to be moved between, or only such, they
// tell of it themselves.
std::string averages_text(const Effects& effects, const Delta& delta) {
  const auto stepped = [](const Effect& effect) { return !effect.move.switched; };
  const bool any = std::any_of(effects.effects.begin(), effects.effects.end(), stepped);
  return "average effect" + (any ? " of " + delta_text(delta) : "");
}

std::string regression_name(const Model& model) {
  const bool known = model.training && model.training->linear_model;
  const bool logistic = known && is_probability(model.training->linear_model->architecture.output);
  return logistic ? "logistic regression" : "linear regression";
}

Picture compose_forest(const Model& model, const Matrix& variables, const PictureRequest& request,
                       std::vector<Warning>& warnings) {
  const Index output = one_output(model.design, request, warnings);
  const std::string target = model.design.output_names()[output];
  EffectOptions options = effect_options(request, target);
  options.variables = request.variables;
  const Effects found = effects(model, variables, options);
  append_unsaid(found.warnings, warnings);
  append_unsaid(warn_of_regression(model), warnings);
  const std::string on = with_article(predicted(model, output, request.scale));
  const PictureTexts texts =
      asked_texts(model, request,
                  {"effects on " + on,
                   {averages_text(found, request.delta) + ", " + rows_text(variables.rows(), request.weights) + ", " +
                    intervals_text(found.method, request.interval.level, found.replicates)},
                   "effect on " + on,
                   ""});
  const ForestSubject subject{target, request.interval.level, regression_name(model)};
  if (request.plain) return plain_picture(forest_text(found, subject, texts, looks_of(request)));
  return forest_picture(found, subject, texts, looks_of(request));
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
  const OutputScale scale = odds ? OutputScale::logit : OutputScale::response;
  const std::string of = predicted(model, output, scale);
  rows.texts = asked_texts(model, request,
                           {(odds ? "generalized weights for " : "slopes for ") + output_name(design, output),
                            {points_text(variables.rows(), request.weights)},
                            design.variables[v].name,
                            "slope of " + with_article(of)});
  rows.x = variables.col(v);
  rows.y = output_slopes(model, variables, output, request.threads, scale).col(column - numeric.begin());
  return rows_picture(rows, looks_of(request));
}

// All classes of the first target, or of the one that is asked for; or the one output.
ImportanceSubject importance_subject(const Design& design, const PictureRequest& request,
                                     std::vector<Warning>& warnings) {
  const std::vector<std::string> names = design.output_names();
  const bool one = request.targets.size() == 1;
  Index first = 0;
  for (const Target& target : design.targets) {
    const bool asked = request.targets.empty() || (one && request.targets.front() == target.name);
    if (asked && target.outputs() > 1) {
      ImportanceSubject subject;
      for (Index k = 0; k < std::min<Index>(target.outputs(), most_targets); ++k) {
        subject.outputs.push_back(names[first + k]);
        subject.names.push_back(output_name(design, first + k));
      }
      warn_of_others(subject.outputs.size(), static_cast<std::size_t>(target.outputs()), warnings);
      return subject;
    }
    if (request.targets.empty()) break;
    first += target.outputs();
  }
  const Index output = one_output(design, request, warnings);
  return {{names[output]}, {output_name(design, output)}};
}

Picture compose_importance(const Model& model, const Matrix& variables, const Matrix& truth,
                           const PictureRequest& request, std::vector<Warning>& warnings) {
  const ImportanceSubject subject = importance_subject(model.design, request, warnings);
  ImportanceOptions options;
  const std::vector<std::string> all = model.design.output_names();
  const auto output = std::find(all.begin(), all.end(), subject.outputs.front()) - all.begin();
  const Target& target = target_of(model.design, output);
  const bool classes = subject.outputs.size() > 1;
  options.targets = classes ? std::vector<std::string>{target.name} : subject.outputs;
  options.interval.method = IntervalMethod::none;
  options.weights = request.weights;
  options.threads = request.threads;
  const Importances found = importances(model, variables, truth, options);
  const std::string rows = rows_text(variables.rows(), request.weights);
  const bool shuffled = !losses_of(found).empty();
  const PictureTexts texts = asked_texts(
      model, request,
      {"importance for " + (classes ? target.name : subject.names.front()),
       {shuffled ? "mean and standard deviation of " + std::to_string(options.rounds) + " shufflings, " + rows : rows},
       importance_measure(found, subject),
       ""});
  if (request.plain) return plain_picture(importance_text(found, subject, texts));
  return importance_picture(found, subject, texts, looks_of(request));
}

Picture compose_interactions(const Model& model, const Matrix& variables, const PictureRequest& request,
                             std::vector<Warning>& warnings) {
  InteractionOptions options;
  const Index output = one_output(model.design, request, warnings);
  const std::string target = model.design.output_names()[output];
  options.targets = {target};
  options.scale = request.scale;
  options.interval.method = IntervalMethod::none;
  options.weights = request.weights;
  options.threads = request.threads;
  const Interactions found = interactions(model, variables, options);
  for (const Warning& warning : found.warnings) {
    if (warning.code == "sampled_rows") warnings.push_back(warning);  // the others tell of moves, which are not drawn
  }
  const std::string some =
      found.h_rows < found.rows ? with_thousands(static_cast<long>(found.h_rows)) + " of " : std::string();
  const PictureTexts texts =
      asked_texts(model, request,
                  {"interactions on " + with_article(predicted(model, output, request.scale)),
                   {"Friedman's H² of each pair, " + some + rows_text(found.rows, request.weights)},
                   "",
                   ""});
  if (request.plain) return plain_picture(interactions_text(found, target, texts));
  return interactions_picture(found, target, texts, looks_of(request));
}

}  // namespace

Picture compose_network(const Model& model, const PictureRequest& request) {
  const PictureTexts texts = asked_texts(model, request, {});
  if (request.plain) return plain_picture(network_text(model, request.biases, texts));
  return network_picture(model, request.biases, texts, looks_of(request));
}

Picture compose(const Model& model, const Matrix& variables, const Matrix& truth, const PictureRequest& request,
                std::vector<Warning>& warnings) {
  switch (request.kind) {
    case PictureKind::network:
      return compose_network(model, request);
    case PictureKind::effects:
      return request.variable.empty() ? compose_forest(model, variables, request, warnings)
                                      : compose_row_effects(model, variables, request, warnings);
    case PictureKind::gw:
      return compose_weights(model, variables, request, warnings);
    case PictureKind::curves:
      return compose_curves(model, variables, request, warnings);
    case PictureKind::importance:
      return compose_importance(model, variables, truth, request, warnings);
    case PictureKind::interactions:
      return compose_interactions(model, variables, request, warnings);
    case PictureKind::shapley:
      return compose_shapley(model, variables, request, warnings);
  }
  return {};
}

}  // namespace nninterp

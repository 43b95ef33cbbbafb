#include "nninterp/io/report/effects.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/entries.hpp"
#include "comparisons.hpp"
#include "effect_words.hpp"
#include "effects_table.hpp"
#include "io/bytes/rows.hpp"
#include "io/csv/writer.hpp"
#include "io/text/page.hpp"
#include "io/text/table.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/model/units.hpp"
#include "parts.hpp"
#include "paths.hpp"
#include "words.hpp"

namespace nninterp {

namespace {

Matrix rows_of(const EffectsDocument& document, const Effect& effect, Index first, Index count) {
  Matrix rows(count, document.variables.cols());
  for (Index i = 0; i < count; ++i) rows.row(i) = document.variables.row(document.effects.row_of(effect, first + i));
  return held(std::move(rows), document.options.at);
}

}  // namespace

Vector EffectsDocument::shifts(const Effect& effect, Index first, Index count) const {
  return row_shifts(model, rows_of(*this, effect, first, count), effect.move, effect.output, options.scale,
                    options.shift);
}

Vector EffectsDocument::slopes(const Effect& effect, Index first, Index count) const {
  return row_slopes(model, rows_of(*this, effect, first, count), effect.move.variable, effect.output, options.scale,
                    options.slope);
}

// ---- JSON ----

namespace {

// What a summary says, by its names in documents. A shift has no rms.
constexpr Field<Summary> summary_fields[] = {
    {"mean", &Summary::mean},        {"sd", &Summary::sd},   {"rms", &Summary::rms},
    {"min", &Summary::min},          {"q25", &Summary::q25}, {"median", &Summary::median},
    {"q75", &Summary::q75},          {"max", &Summary::max}, {"share_positive", &Summary::share_positive},
    {"mean_abs", &Summary::mean_abs}};

// The intervals of averages may be by cross-fitting.
constexpr Field<Interval> average_fields[] = {{"debiased", &Interval::debiased},
                                              {"std_error", &Interval::std_error},
                                              {"conf_low", &Interval::conf_low},
                                              {"conf_high", &Interval::conf_high},
                                              {"effective_rows", &Interval::effective_rows}};

bool told(const Field<Summary>& field, bool of_slope) { return of_slope || field.member != &Summary::rms; }

void add_summary(Json& to, const Summary& summary, const Interval& interval, bool of_slope) {
  for (const Field<Summary>& field : summary_fields) {
    if (told(field, of_slope)) to[field.name] = json_number(summary.*field.member);
  }
  add_fields(to, interval, average_fields);
}

Json between_fits_json(const std::optional<BetweenFits>& between) {
  if (!between) return nullptr;
  return {{"fits", between->fits},
          {"sd", json_number(between->sd)},
          {"sign_agreement", json_number(between->sign_agreement)},
          {"variance_share", json_number(between->variance_share)}};
}

Json tests_json(const std::optional<OneNumberTests>& tests) {
  if (!tests) return nullptr;
  Json body;
  const auto add = [&](const char* name, const Test& test) { add_fields(body[name], test, test_fields); };
  add("effect", tests->effect);
  add("bends", tests->bends);
  add("depends", tests->depends);
  add("changes_sign", tests->changes_sign);
  body["share_of_networks"] = json_number(tests->share_of_networks);
  return body;
}

Json one_number_json(const OneNumber& number) {
  return {{"verdict", number.verdict},
          {"opposite_sign_share", json_number(number.opposite_sign_share)},
          {"line_r_squared", optional_number(number.line_r_squared)},
          {"linear_coefficient", optional_number(number.linear_coefficient)},
          {"linear_std_error", optional_number(number.linear_std_error)},
          {"depends_on", number.depends_on ? Json(*number.depends_on) : Json(nullptr)},
          {"depends_share", json_number(number.depends_share)},
          {"tests", tests_json(number.tests)}};
}

StreamedLists::Numbers row_numbers(const Effect& effect, const EffectsDocument& document) {
  return [&effect, &document](Index first, Index count) {
    Vector numbers(count);
    for (Index i = 0; i < count; ++i) {
      const Index row = document.effects.row_of(effect, first + i);
      numbers[i] = static_cast<double>(document.rows[row]);
    }
    return numbers;
  };
}

Json effect_json(const Effect& effect, const EffectsDocument& document, StreamedLists& lists) {
  Json body{{"variable", effect.variable}, {"target", effect.target}};
  if (effect.level) body["level"] = *effect.level;
  if (effect.reference) body["reference"] = *effect.reference;
  if (effect.group) body["group"] = *effect.group;
  body["rows"] = effect.rows;
  Json& shift = body["shift"];
  shift["delta"] = optional_number(effect.move.delta);
  const bool between = !effect.level && effect.move.from;
  shift["between"] = between ? Json({*effect.move.from, *effect.move.to}) : Json(nullptr);
  add_summary(shift, effect.shift_summary, effect.shift_interval, false);
  shift["out_of_range_rows"] = effect.out_of_range_rows;
  shift["off_support_rows"] = effect.off_support_rows;
  shift["mean_on_support"] = json_number(effect.mean_on_support);
  Json& slope = body["slope"];
  if (effect.slope_summary) {
    add_summary(slope, *effect.slope_summary, effect.slope_interval, true);
    slope["between_fits"] = between_fits_json(effect.slope_between_fits);
  }
  body["between_fits"] = between_fits_json(effect.shift_between_fits);
  body["one_number"] = one_number_json(effect.one_number);
  if (document.per_row) {
    const auto size = static_cast<Index>(effect.rows);
    Json& rows = body["row_effects"];
    const auto of = [&](Vector (EffectsDocument::*numbers)(const Effect&, Index, Index) const) {
      return [&, numbers](Index first, Index count) { return (document.*numbers)(effect, first, count); };
    };
    rows["rows"] = lists.add(size, row_numbers(effect, document));
    rows["shift"] = lists.add(size, of(&EffectsDocument::shifts));
    rows["slope"] = effect.slope_summary ? lists.add(size, of(&EffectsDocument::slopes)) : Json(nullptr);
  }
  return body;
}

}  // namespace

void EffectsDocument::json(const Sink& sink) const {
  Json body{{"schema", "nninterp/effects/1"}, {"rows", rows.size()}};
  StreamedLists lists;
  body["interval"] = interval_json(effects.method, options.interval.level, effects.replicates);
  if (effects.method == IntervalMethod::cross_fit) {
    const CrossFit& fits = *model.training->cross_fit;
    body["interval"].update({{"folds", fits.folds}, {"rounds", fits.rounds()}});
  }
  body["effects"] = Json::array();
  for (const Effect& effect : effects.effects) {
    body["effects"].push_back(effect_json(effect, *this, lists));
    if (paths) add_path_sums(body["effects"].back(), effect, *paths);
  }
  if (options.compare) body["comparisons"] = comparisons_json(effects);
  if (paths) body["paths"] = paths_json(*paths);
  lists.write(finished(std::move(body), *this), options.threads, sink);
}

// ---- CSV ----

namespace {

std::vector<std::string> summary_header(const std::string& prefix, bool of_slope) {
  std::vector<std::string> header;
  for (const Field<Summary>& field : summary_fields) {
    if (told(field, of_slope)) header.push_back(prefix + field.name);
  }
  append(header, names_of(average_fields, prefix));
  return header;
}

// Empty ones where there is no summary.
std::vector<std::string> summary_cells(const std::optional<Summary>& summary, const Interval& interval, bool of_slope) {
  std::vector<std::string> cells;
  for (const Field<Summary>& field : summary_fields) {
    if (told(field, of_slope)) cells.push_back(summary ? cell((*summary).*field.member) : "");
  }
  for (const Field<Interval>& field : average_fields) cells.push_back(summary ? cell(interval.*field.member) : "");
  return cells;
}

const std::vector<std::string> between_header{"fits", "sd", "sign_agreement", "variance_share"};

std::vector<std::string> between_cells(const std::optional<BetweenFits>& between) {
  if (!between) return std::vector<std::string>(between_header.size());
  return {std::to_string(between->fits), cell(between->sd), cell(between->sign_agreement),
          cell(between->variance_share)};
}

// The two values that a number is moved between.
std::vector<std::string> between_cells(const Effect& effect) {
  if (effect.level) return {"", ""};
  return {cell(effect.move.from), cell(effect.move.to)};
}

std::vector<std::string> labels(const Effect& effect) {
  return {cell(effect.variable), cell(effect.target), cell(effect.level), cell(effect.reference), cell(effect.group)};
}

const std::vector<std::string> label_header{"variable", "target", "level", "reference", "group"};

void effects_per_row(const EffectsDocument& document, const Sink& sink) {
  std::vector<std::string> header{"row"};
  append(header, label_header);
  append(header, {"shift_delta", "shift", "slope"});
  std::string first_line;
  add_line(first_line, header);
  sink(first_line);
  for (const Effect& effect : document.effects.effects) {
    std::vector<std::string> same = labels(effect);
    same.push_back(cell(effect.move.delta));
    std::string middle;
    for (const std::string& text : same) middle += ',' + text;
    const auto text = [&](Index first, Index count) {
      const Vector shifts = document.shifts(effect, first, count);
      const Vector slopes = effect.slope_summary ? document.slopes(effect, first, count) : Vector();
      std::string csv;
      for (Index i = 0; i < count; ++i) {
        const Index row = document.effects.row_of(effect, first + i);
        csv += std::to_string(document.rows[row]) + middle + ',';
        append_cell(csv, shifts[i]);
        csv += ',';
        if (effect.slope_summary) append_cell(csv, slopes[i]);
        csv += '\n';
      }
      return csv;
    };
    write_rows(static_cast<Index>(effect.rows), document.options.threads, text, sink);
  }
}

}  // namespace

void EffectsDocument::csv(const Sink& sink) const {
  if (per_row) return effects_per_row(*this, sink);
  if (paths) return sink(paths_csv(*paths));
  if (options.compare) return sink(comparisons_csv(effects));
  std::string csv;
  std::vector<std::string> header = label_header;
  append(header, {"shift_delta", "shift_from", "shift_to"});
  append(header, summary_header("shift_", false));
  append(header, {"shift_out_of_range_rows", "shift_off_support_rows", "shift_mean_on_support"});
  append(header, summary_header("slope_", true));
  for (const char* of : {"shift_between_fits_", "slope_between_fits_"}) {
    for (const std::string& name : between_header) header.push_back(of + name);
  }
  append(header, {"verdict", "opposite_sign_share", "line_r_squared", "linear_coefficient", "linear_std_error",
                  "depends_on", "depends_share"});
  for (const char* test : {"effect_", "bends_", "depends_", "changes_sign_"})
    append(header, names_of(test_fields, test));
  header.push_back("share_of_networks");
  add_line(csv, header);
  for (const Effect& effect : effects.effects) {
    std::vector<std::string> cells = labels(effect);
    cells.push_back(cell(effect.move.delta));
    append(cells, between_cells(effect));
    append(cells, summary_cells(effect.shift_summary, effect.shift_interval, false));
    append(cells, {std::to_string(effect.out_of_range_rows), std::to_string(effect.off_support_rows),
                   cell(effect.mean_on_support)});
    append(cells, summary_cells(effect.slope_summary, effect.slope_interval, true));
    append(cells, between_cells(effect.shift_between_fits));
    append(cells, between_cells(effect.slope_between_fits));
    const OneNumber& number = effect.one_number;
    append(cells, {cell(number.verdict), cell(number.opposite_sign_share), cell(number.line_r_squared),
                   cell(number.linear_coefficient), cell(number.linear_std_error), cell(number.depends_on),
                   cell(number.depends_share)});
    const OneNumberTests tests = number.tests.value_or(OneNumberTests());
    for (const Test& test : {tests.effect, tests.bends, tests.depends, tests.changes_sign}) {
      append(cells, cells_of(std::optional(test), test_fields));
    }
    cells.push_back(cell(tests.share_of_networks));
    add_line(csv, cells);
  }
  sink(csv);
}

// ---- tables for people ----

namespace {

// What to be careful of, in the order of the harm it does.
std::string cautions(const Model& model, const std::vector<const Effect*>& effects, const Paragraphs& paragraph) {
  std::vector<std::string> mixed;
  for (const Effect* effect : effects) {
    if (effect->both_ways) mixed.push_back(full_label(*effect) + " " + percent(effect->shift_summary.share_positive));
  }
  std::string text;
  if (model.training && !model.training->repetitions.empty() &&
      !model.training->repetitions[model.training->best].converged) {
    text +=
        paragraph("Careful", "the training did not converge; the numbers describe a network that is not at its best");
  }
  if (!mixed.empty()) {
    text += paragraph("Careful", "one number does not stand for all rows where their signs differ; share > 0: " +
                                     list_some(mixed, 12));
  }
  return text;
}

bool is_undetermined(const Model& model) { return model.training && model.training->undetermined; }

std::string slope_legend(SlopeKind kind, const std::string& predicted) {
  const std::string derivative = "the exact derivative of the " + predicted + " by the variable",
                    by_row = ", averaged over the rows";
  if (kind == SlopeKind::dydx) return derivative + by_row;
  if (kind == SlopeKind::dyex) return derivative + " times its value" + by_row;
  return derivative + " divided by f(x)" + (kind == SlopeKind::eyex ? ", times its value" : "") + by_row;
}

std::string shift_legend(ShiftKind kind) {
  if (kind == ShiftKind::difference) return "f(x moved) - f(x), averaged; ";
  const std::string odds = kind == ShiftKind::odds_ratio ? "the odds of " : "";
  return odds + "the mean f(x moved) / " + odds + "the mean f(x), its interval on the logarithm; ";
}

std::string legend(const EffectsDocument& document, const Paragraphs& paragraph) {
  const Effects& effects = document.effects;
  const OutputScale scale = document.options.scale;
  const bool intervals = effects.method != IntervalMethod::none;
  const std::string predicted = scale == OutputScale::logit ? "log-odds of the prediction" : "prediction";
  const bool debiased = effects.method == IntervalMethod::cross_fit;
  std::string text = paragraph(slope_name(document.options.slope), slope_legend(document.options.slope, predicted));
  if (scale == OutputScale::logit) text += paragraph("f(x)", "the log-odds here, log(p / (1 - p))");
  text += paragraph(document.options.shift == ShiftKind::difference ? "effect" : "ratio",
                    shift_legend(document.options.shift) + (intervals ? "bars tell" : "quartiles and bars tell") +
                        " how it differs by row");
  text += paragraph("linear",
                    std::string("the coefficient of the linear (or logistic: its average slope) regression of the ") +
                        (is_undetermined(document.model) ? "same table, which is not determined here" : "same table"));
  if (debiased) {
    text += paragraph("network",
                      "the network's own average, pulled by its decay; slope, effect and interval are "
                      "without that pull, by networks that have not seen the row");
  }
  if (!intervals) return text;
  const std::string method = debiased                                      ? "cross-fitting"
                             : effects.method == IntervalMethod::bootstrap ? ""
                                                                           : "the delta method";
  return text + paragraph(level_text(document.options.interval.level),
                          method.empty() ? "interval of the effect, from " + std::to_string(effects.replicates) +
                                               " refits on resampled rows"
                                         : "interval of the effect, by " + method);
}

}  // namespace

std::string EffectsDocument::table(const TextStyle& style) const {
  const Paragraphs paragraph(style.width);
  const EffectsAsked asked{delta, options.interval.level, is_undetermined(model), options.shift, options.slope};
  std::string text;
  for (const std::string& target : model.design.output_names()) {
    const std::vector<const Effect*> entries = of_target(effects.effects, target);
    if (entries.empty()) continue;
    if (!text.empty()) text += '\n';
    text += title("Effects on " + on_scale(options.scale, fit_width(target, 50)) + ", averaged over " +
                      rows_text(rows.size(), model.network.architecture),
                  style.width) +
            effects_table(entries, asked, style) + '\n' + effects_in_words(model, entries, options, style.width) +
            cautions(model, entries, paragraph);
  }
  text += holds_in_words(model.design, options.at, style.width) + legend(*this, paragraph);
  if (options.compare) text += '\n' + comparisons_text(model.design, effects, options, style.width);
  return text + (paths ? '\n' + paths_text(*paths, options.scale, style.width) : "");
}

}  // namespace nninterp

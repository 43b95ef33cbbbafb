#include <algorithm>
#include <string>

#include "io/json/json.hpp"
#include "io/model/training_json.hpp"
#include "nninterp/io/model/weight_names.hpp"
#include "nninterp/io/report/report.hpp"
#include "nninterp/model/units.hpp"

namespace nninterp {

namespace {

using Json = nlohmann::ordered_json;

Json optional_number(const std::optional<double>& value) { return value ? json_number(*value) : Json(nullptr); }

Json setting(const SettingValue& value) {
  return std::visit(
      [](const auto& held) -> Json {
        using Held = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<Held, std::monostate>)
          return nullptr;
        else if constexpr (std::is_same_v<Held, double>)
          return json_number(held);
        else
          return held;
      },
      value);
}

std::string document(Json body, const ReportFrame& frame) {
  body["settings"] = Json::object();
  for (const auto& [name, value] : frame.settings) body["settings"][name] = setting(value);
  body["warnings"] = json_warnings(frame.warnings);
  return pretty(body) + "\n";
}

// What a model says of itself, in `fit` and in `show`: null where its file does not tell.
void add_model(Json& body, const Model& model) {
  body["data"] = nullptr;
  if (model.data) {
    body["data"] = {{"path", model.data->path},
                    {"sha256", model.data->sha256},
                    {"rows", model.data->rows},
                    {"rows_used", model.data->rows_used},
                    {"cluster", model.data->cluster ? Json(*model.data->cluster) : Json(nullptr)}};
  }
  body["variables"] = model.design.variable_names();
  body["inputs"] = model.design.input_names();
  body["targets"] = model.design.output_names();
  const Architecture& architecture = model.network.architecture;
  body["hidden"] = std::vector<Index>(architecture.units.begin() + 1, architecture.units.end() - 1);
  body["activation"] = name_of(architecture.hidden);
  body["output"] = name_of(architecture.output);
  body["error_function"] = name_of(model.error);
  const Json training = json_training(model.training.value_or(TrainingRecord{}));
  for (const char* name : {"algorithm",
                           "decay",
                           "decay_chosen_by",
                           "hidden_chosen_by",
                           "polish",
                           "converged",
                           "stopped",
                           "steps",
                           "polish_steps",
                           "reached_threshold",
                           "error",
                           "aic",
                           "bic",
                           "repetitions",
                           "best_rep",
                           "quality",
                           "linear_baseline",
                           "null_baseline",
                           "penalised_decay",
                           "undetermined_regression",
                           "verdict",
                           "cross_validation",
                           "validation",
                           "refits",
                           "start_weights"}) {
    body[name] = model.training ? training[name] : Json(nullptr);
  }
  body["weights"] = json_numbers(model.network.weights);
}

void add_summary(Json& to, const Summary& summary, const Interval& interval, bool rms) {
  to["mean"] = json_number(summary.mean);
  to["sd"] = json_number(summary.sd);
  if (rms) to["rms"] = json_number(summary.rms);
  to["min"] = json_number(summary.min);
  to["q25"] = json_number(summary.q25);
  to["median"] = json_number(summary.median);
  to["q75"] = json_number(summary.q75);
  to["max"] = json_number(summary.max);
  to["share_positive"] = json_number(summary.share_positive);
  to["std_error"] = json_number(interval.std_error);
  to["conf_low"] = json_number(interval.conf_low);
  to["conf_high"] = json_number(interval.conf_high);
}

Json between_fits_json(const std::optional<BetweenFits>& between) {
  if (!between) return nullptr;
  return {{"fits", between->fits},
          {"sd", json_number(between->sd)},
          {"sign_agreement", json_number(between->sign_agreement)},
          {"variance_share", json_number(between->variance_share)}};
}

Json one_number_json(const OneNumber& number) {
  return {{"verdict", number.verdict},
          {"opposite_sign_share", json_number(number.opposite_sign_share)},
          {"line_r_squared", optional_number(number.line_r_squared)},
          {"linear_coefficient", optional_number(number.linear_coefficient)},
          {"depends_on", number.depends_on ? Json(*number.depends_on) : Json(nullptr)},
          {"depends_share", json_number(number.depends_share)}};
}

LongLists::Numbers row_numbers(const std::vector<Index>& rows) {
  return [&rows](Index first, Index count) {
    Vector numbers(count);
    for (Index i = 0; i < count; ++i) numbers[i] = static_cast<double>(rows[static_cast<std::size_t>(first + i)]);
    return numbers;
  };
}

LongLists::Numbers row_numbers(const Effect& effect, const EffectReport& report) {
  return [&effect, &report](Index first, Index count) {
    Vector numbers(count);
    for (Index i = 0; i < count; ++i) {
      const Index row = report.effects.row_of(effect, first + i);
      numbers[i] = static_cast<double>(report.rows[static_cast<std::size_t>(row)]);
    }
    return numbers;
  };
}

Json effect_json(const Effect& effect, const EffectReport& report, LongLists& lists) {
  Json body{{"variable", effect.variable}, {"target", effect.target}};
  if (effect.level) body["level"] = *effect.level;
  if (effect.reference) body["reference"] = *effect.reference;
  if (effect.group) body["group"] = *effect.group;
  body["rows"] = effect.rows;
  Json& shift = body["shift"];
  shift["delta"] = optional_number(effect.move.delta);
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
  if (report.per_row) {
    const auto size = static_cast<Index>(effect.rows);
    Json& rows = body["row_effects"];
    const auto of = [&effect](const auto& numbers) {
      return [&effect, &numbers](Index first, Index count) { return numbers(effect, first, count); };
    };
    rows["rows"] = lists.add(size, row_numbers(effect, report));
    rows["shift"] = lists.add(size, of(report.shifts));
    rows["slope"] = effect.slope_summary ? lists.add(size, of(report.slopes)) : Json(nullptr);
  }
  return body;
}

bool of_effect(const PathSplit& split, const Effect& effect) {
  return split.variable == effect.variable && split.target == effect.target && split.group == effect.group;
}

// null for a categorical variable.
void add_path_sums(Json& body, const Effect& effect, const std::vector<PathSplit>& splits) {
  const auto split =
      std::find_if(splits.begin(), splits.end(), [&](const PathSplit& one) { return of_effect(one, effect); });
  const bool found = split != splits.end();
  body["path_sum"] = found ? json_number(split->path_sum) : Json(nullptr);
  body["weight_product_sum"] = found ? json_number(split->weight_product_sum) : Json(nullptr);
}

Json paths_json(const std::vector<PathSplit>& splits) {
  Json list = Json::array();
  for (const PathSplit& split : splits) {
    for (const Path& path : split.paths) {
      Json body{{"variable", split.variable}, {"target", split.target}};
      if (split.group) body["group"] = *split.group;
      body["units"] = Json::array();
      for (std::size_t l = 0; l < path.units.size(); ++l) body["units"].push_back(hidden_unit_name(l, path.units[l]));
      body["part"] = json_number(path.part);
      body["weight_product"] = json_number(path.weight_product);
      list.push_back(std::move(body));
    }
  }
  return list;
}

void add_permutation(Json& body, const std::optional<LossRise>& rise) {
  body["permutation"] = rise ? json_number(rise->mean) : Json(nullptr);
  body["permutation_sd"] = rise ? json_number(rise->sd) : Json(nullptr);
  body["loss"] = rise ? Json(rise->measure) : Json(nullptr);
  body["base_loss"] = rise ? json_number(rise->base) : Json(nullptr);
}

Json importance_entry(const Importance& importance) {
  Json body{{"variable", importance.variable}, {"target", importance.target}};
  const std::optional<Summary>& slope = importance.slope;
  body["garson"] = optional_number(importance.garson);
  body["olden"] = json_number(importance.olden);
  body["slope_mean"] = slope ? json_number(slope->mean) : Json(nullptr);
  body["slope_sd"] = slope ? json_number(slope->sd) : Json(nullptr);
  body["slope_rms"] = slope ? json_number(slope->rms) : Json(nullptr);
  body["slope_rms_sd"] = optional_number(importance.slope_rms_sd);
  add_permutation(body, importance.permutation);
  body["std_error"] = json_number(importance.slope_rms.std_error);
  body["conf_low"] = json_number(importance.slope_rms.conf_low);
  body["conf_high"] = json_number(importance.slope_rms.conf_high);
  return body;
}

Json interval_json(IntervalMethod method, double level, std::size_t replicates) {
  const bool known = method != IntervalMethod::none, refits = method == IntervalMethod::bootstrap;
  return {{"method", name_of(method)},
          {"level", known ? Json(level) : Json(nullptr)},
          {"replicates", refits ? Json(replicates) : Json(nullptr)}};
}

// Of an analysis that has no delta method.
Json interval_json(std::size_t refits, double level) {
  return interval_json(refits > 0 ? IntervalMethod::bootstrap : IntervalMethod::none, level, refits);
}

Json curve_json(const Curve& curve, const Json& x, const Json& rows_at_x, const CurveReport& report) {
  const auto each = [&](double Interval::*end) {
    Json list = Json::array();
    for (const Interval& interval : curve.intervals) list.push_back(json_number(interval.*end));
    return list;
  };
  return {{"label", report.label(curve)},
          {"target", curve.target},
          {"x", x},
          {"y", json_numbers(curve.y)},
          {"std_error", each(&Interval::std_error)},
          {"conf_low", each(&Interval::conf_low)},
          {"conf_high", each(&Interval::conf_high)},
          {"rows", rows_at_x}};
}

void add_strength(Json& to, const PairStrength& strength) {
  const auto second = [&](double Summary::*of) {
    return strength.second ? json_number((*strength.second).*of) : Json(nullptr);
  };
  to["second_mean"] = second(&Summary::mean);
  to["second_sd"] = second(&Summary::sd);
  to["second_rms"] = second(&Summary::rms);
  to["h_statistic"] = optional_number(strength.h.value);
}

Json mixed_json(const Interaction& pair, const PairStrength& strength) {
  if (!strength.mixed) return nullptr;
  const Summary& mixed = *strength.mixed;
  return {{"delta", {json_number((*pair.delta)[0]), json_number((*pair.delta)[1])}},
          {"mean", json_number(mixed.mean)},
          {"sd", json_number(mixed.sd)},
          {"min", json_number(mixed.min)},
          {"max", json_number(mixed.max)},
          {"share_positive", json_number(mixed.share_positive)}};
}

Json interaction_json(const Interaction& pair) {
  Json body{{"variables", pair.variables}, {"target", pair.target}};
  add_strength(body, pair.strength);
  body["std_error"] = json_number(pair.second_interval.std_error);
  body["conf_low"] = json_number(pair.second_interval.conf_low);
  body["conf_high"] = json_number(pair.second_interval.conf_high);
  body["p_value"] = json_number(pair.p_value);
  body["h_rms"] = json_number(pair.strength.h.rms);
  body["mixed"] = mixed_json(pair, pair.strength);
  if (!pair.logit) return body;
  Json& logit = body["logit"];
  add_strength(logit, *pair.logit);
  logit["h_rms"] = json_number(pair.logit->h.rms);
  logit["mixed"] = mixed_json(pair, *pair.logit);
  return body;
}

Json total_json(const TotalInteraction& total) {
  const auto add = [](Json& to, const HStatistic& h) {
    to["h_statistic"] = optional_number(h.value);
    to["h_rms"] = json_number(h.rms);
  };
  Json body{{"variable", total.variable}, {"target", total.target}};
  add(body, total.h);
  if (total.logit) add(body["logit"], *total.logit);
  return body;
}

}  // namespace

std::string fit_json(const Model& model, const std::string& model_file, const ReportFrame& frame) {
  Json body{{"schema", "nninterp/fit/1"}, {"model_file", model_file}};
  add_model(body, model);
  return document(std::move(body), frame);
}

std::string import_json(const Model& model, const std::string& model_file, const std::string& from,
                        const ReportFrame& frame) {
  Json body{{"schema", "nninterp/import/1"}, {"model_file", model_file}, {"from", from}};
  add_model(body, model);
  return document(std::move(body), frame);
}

std::string equation_json(const std::string& code, const std::string& language, const ReportFrame& frame) {
  return document({{"schema", "nninterp/equation/1"}, {"language", language}, {"code", code}}, frame);
}

std::string export_json(const std::string& text, const std::string& to, const ReportFrame& frame) {
  return document({{"schema", "nninterp/export/1"}, {"to", to}, {"text", text}}, frame);
}

std::string show_json(const Model& model, const WeightReport& report, const ReportFrame& frame) {
  Json body{{"schema", "nninterp/show/1"}};
  add_model(body, model);
  const auto of = [&](const Vector WeightIntervals::*numbers, Index weight) {
    return report.inference ? json_number((report.inference->intervals.*numbers)[weight]) : Json(nullptr);
  };
  Json table = Json::array();
  for (const std::string& name : weight_names(model)) {
    const auto i = static_cast<Index>(table.size());
    table.push_back({{"name", name},
                     {"value", json_number(model.network.weights[i])},
                     {"std_error", of(&WeightIntervals::std_error, i)},
                     {"conf_low", of(&WeightIntervals::conf_low, i)},
                     {"conf_high", of(&WeightIntervals::conf_high, i)}});
  }
  body["weights_table"] = std::move(table);
  body["interval"] = {{"method", "none"}, {"level", nullptr}, {"rows", nullptr}};
  body["nic"] = nullptr;
  if (report.inference) {
    body["interval"] = {
        {"method", "sandwich"}, {"level", report.inference->intervals.level}, {"rows", report.inference->rows}};
    if (report.inference->nic) body["nic"] = json_number(*report.inference->nic);
  }
  return document(std::move(body), frame);
}

void predict_json(const Model& model, const PredictionReport& report, const ReportFrame& frame, const Sink& sink) {
  Json body{{"schema", "nninterp/predict/1"}};
  LongLists lists;
  const auto size = static_cast<Index>(report.rows.size());
  const std::vector<std::string> targets = model.design.output_names();
  body["targets"] = targets;
  body["rows"] = lists.add(size, row_numbers(report.rows));
  body["predictions"] = Json::object();
  for (std::size_t k = 0; k < targets.size(); ++k) {
    body["predictions"][targets[k]] = lists.add(size, [&report, k](Index first, Index count) -> Vector {
      return report.predictions(first, count).col(static_cast<Index>(k));
    });
  }
  body["interval"] = interval_json(report.replicates, report.level);
  const auto add = [&](const char* name, const Matrix PredictionIntervals::*numbers) {
    for (std::size_t k = 0; k < targets.size(); ++k) {
      body[name][targets[k]] = lists.add(size, [&report, numbers, k](Index first, Index count) -> Vector {
        return (report.intervals(first, count).*numbers).col(static_cast<Index>(k));
      });
    }
  };
  if (report.replicates > 0) {
    add("std_error", &PredictionIntervals::std_error);
    add("conf_low", &PredictionIntervals::conf_low);
    add("conf_high", &PredictionIntervals::conf_high);
  }
  lists.write(document(std::move(body), frame), report.threads, sink);
}

void slopes_json(const Model& model, const SlopeReport& report, const ReportFrame& frame, const Sink& sink) {
  Json body{{"schema", "nninterp/slopes/1"}};
  LongLists lists;
  const auto size = static_cast<Index>(report.rows.size());
  std::vector<std::string> variables;
  for (const std::size_t v : numeric_variables(model.design)) variables.push_back(model.design.variables[v].name);
  const std::vector<std::string> targets = model.design.output_names();
  body["variables"] = variables;
  body["targets"] = targets;
  body["rows"] = lists.add(size, row_numbers(report.rows));
  body["slopes"] = Json::object();
  for (std::size_t k = 0; k < targets.size(); ++k) {
    Json& of_target = body["slopes"][targets[k]] = Json::object();
    for (std::size_t v = 0; v < variables.size(); ++v) {
      of_target[variables[v]] = lists.add(size, [&report, k, v](Index first, Index count) -> Vector {
        return report.slopes(static_cast<Index>(k), first, count).col(static_cast<Index>(v));
      });
    }
  }
  for (std::size_t k = 0; report.second && k < targets.size(); ++k) {
    Json& of_target = body["second"][targets[k]] = Json::object();
    for (const auto& pair : pairs_among(numeric_variables(model.design))) {
      of_target[pair_name(model.design, pair)] =
          lists.add(size, [&report, k, pair](Index first, Index count) -> Vector {
            const SecondDerivatives of_two = report.second({pair[0], pair[1]}, first, count);
            const auto at = std::find(of_two.pairs.begin(), of_two.pairs.end(), pair) - of_two.pairs.begin();
            return of_two.by_output[k].col(at);
          });
    }
  }
  lists.write(document(std::move(body), frame), report.threads, sink);
}

void effects_json(const EffectReport& report, const ReportFrame& frame, const Sink& sink) {
  Json body{{"schema", "nninterp/effects/1"}, {"rows", report.rows.size()}};
  LongLists lists;
  body["interval"] = interval_json(report.effects.method, report.level, report.effects.replicates);
  body["effects"] = Json::array();
  for (const Effect& effect : report.effects.effects) {
    body["effects"].push_back(effect_json(effect, report, lists));
    if (report.paths) add_path_sums(body["effects"].back(), effect, *report.paths);
  }
  if (report.paths) body["paths"] = paths_json(*report.paths);
  lists.write(document(std::move(body), frame), report.threads, sink);
}

std::string importance_json(const ImportanceReport& report, const ReportFrame& frame) {
  Json body{{"schema", "nninterp/importance/1"}, {"rows", report.rows}};
  body["interval"] = interval_json(report.importances.replicates, report.level);
  body["importance"] = Json::array();
  for (const Importance& one : report.importances.importances) body["importance"].push_back(importance_entry(one));
  body["all_classes"] = Json::array();
  for (const ClassesImportance& one : report.importances.classes) {
    Json entry{{"variable", one.variable}, {"target", one.target}};
    add_permutation(entry, one.permutation);
    body["all_classes"].push_back(std::move(entry));
  }
  return document(std::move(body), frame);
}

std::string curves_json(const Model& model, const CurveReport& report, const ReportFrame& frame) {
  const CurvePlan& plan = report.curves.plan;
  const Variable& variable = model.design.variables[plan.variable];
  std::vector<std::string> targets;
  for (const Index output : plan.outputs) {
    targets.push_back(model.design.output_names()[static_cast<std::size_t>(output)]);
  }
  Json body{{"schema", "nninterp/curves/1"},
            {"kind", name_of(plan.kind)},
            {"variable", variable.name},
            {"target", targets.size() == 1 ? Json(targets.front()) : Json(nullptr)},
            {"targets", targets},
            {"rows", report.rows.size()},
            {"rug", variable.categorical ? Json(nullptr) : Json(plan.deciles)}};
  body["interval"] = interval_json(report.curves.replicates, report.level);
  const Json x = variable.categorical ? Json(variable.levels) : Json(plan.x);
  const Json rows_at_x(plan.rows_at_x);
  Json& curves = body["curves"] = Json::array();
  for (const Curve& curve : report.curves.curves) curves.push_back(curve_json(curve, x, rows_at_x, report));
  return document(std::move(body), frame);
}

std::string interactions_json(const InteractionReport& report, const ReportFrame& frame) {
  const Interactions& interactions = report.interactions;
  Json body{{"schema", "nninterp/interactions/1"}, {"rows", interactions.rows}, {"h_rows", interactions.h_rows}};
  body["interval"] = interval_json(interactions.replicates, report.level);
  body["interactions"] = Json::array();
  for (const Interaction& pair : interactions.pairs) body["interactions"].push_back(interaction_json(pair));
  body["totals"] = Json::array();
  for (const TotalInteraction& total : interactions.totals) body["totals"].push_back(total_json(total));
  return document(std::move(body), frame);
}

std::string compare_json(const CompareReport& report, const ReportFrame& frame) {
  Json body{{"schema", "nninterp/compare/1"}, {"rows", report.rows}, {"models", Json::array()}};
  for (std::size_t i = 0; i < report.models.size(); ++i) {
    const Model& model = report.models[i];
    const Comparison& comparison = report.comparisons[i];
    const std::vector<Index>& units = model.network.architecture.units;
    Json one{{"model_file", report.files[i]},
             {"hidden", std::vector<Index>(units.begin() + 1, units.end() - 1)},
             {"activation", name_of(model.network.architecture.hidden)},
             {"weights", model.network.architecture.weight_count()}};
    const bool known = model.training.has_value();
    one["decay"] = known && model.training->decay ? Json(*model.training->decay) : Json(nullptr);
    one["quality"] = json_quality(comparison.quality, known ? model.training->cv_quality : QualityByTarget{});
    one["mean_slope"] = comparison.mean_slope;
    one["difference"] = comparison.difference;
    body["models"].push_back(std::move(one));
  }
  return document(std::move(body), frame);
}

}  // namespace nninterp

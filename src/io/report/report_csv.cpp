#include <algorithm>
#include <array>
#include <cmath>

#include "io/bytes/rows.hpp"
#include "io/text/page.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/io/model/weight_names.hpp"
#include "nninterp/io/report/report.hpp"
#include "nninterp/model/quality.hpp"
#include "words.hpp"

namespace nninterp {

namespace {

std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos && text == trim(text)) return text;
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"') result += '"';
    result += c;
  }
  return result + '"';
}

std::string cell(const std::string& text) { return quoted(text); }
std::string cell(double value) { return std::isfinite(value) ? format_number(value) : ""; }
void append_cell(std::string& csv, double value) {
  if (std::isfinite(value)) append_number(csv, value);
}
std::string cell(const std::optional<std::string>& text) { return text ? quoted(*text) : ""; }
std::string cell(const std::optional<double>& value) { return value ? cell(*value) : ""; }

// A line a row: its number, a text that is the same for all, its numbers.
void write_lines(const std::vector<Index>& rows, const std::string& same,
                 const std::function<Matrix(Index first, Index count)>& numbers, int threads, const Sink& sink) {
  const auto text = [&](Index first, Index count) {
    const Matrix values = numbers(first, count);
    std::string csv;
    for (Index i = 0; i < count; ++i) {
      csv += std::to_string(rows[static_cast<std::size_t>(first + i)]) + same;
      for (Index k = 0; k < values.cols(); ++k) {
        csv += ',';
        append_cell(csv, values(i, k));
      }
      csv += '\n';
    }
    return csv;
  };
  write_rows(static_cast<Index>(rows.size()), threads, text, sink);
}

void add_line(std::string& csv, const std::vector<std::string>& cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) csv += ',';
    csv += cells[i];
  }
  csv += '\n';
}

std::vector<std::string> summary_header(const std::string& prefix, bool rms) {
  std::vector<std::string> header;
  for (const char* name : {"mean", "sd", "rms", "min", "q25", "median", "q75", "max", "share_positive", "std_error",
                           "conf_low", "conf_high"}) {
    if (rms || std::string(name) != "rms") header.push_back(prefix + name);
  }
  return header;
}

std::vector<std::string> summary_cells(const std::optional<Summary>& s, const Interval& interval, bool rms) {
  if (!s) return std::vector<std::string>(rms ? 12 : 11);
  std::vector<double> numbers{s->mean, s->sd};
  if (rms) numbers.push_back(s->rms);
  for (const double number : {s->min, s->q25, s->median, s->q75, s->max, s->share_positive, interval.std_error,
                              interval.conf_low, interval.conf_high}) {
    numbers.push_back(number);
  }
  std::vector<std::string> cells;
  for (const double number : numbers) cells.push_back(cell(number));
  return cells;
}

const std::vector<std::string> between_header{"fits", "sd", "sign_agreement", "variance_share"};

std::vector<std::string> between_cells(const std::optional<BetweenFits>& between) {
  if (!between) return std::vector<std::string>(between_header.size());
  return {std::to_string(between->fits), cell(between->sd), cell(between->sign_agreement),
          cell(between->variance_share)};
}

void append(std::vector<std::string>& to, const std::vector<std::string>& more) {
  to.insert(to.end(), more.begin(), more.end());
}

std::vector<std::string> labels(const Effect& effect) {
  return {cell(effect.variable), cell(effect.target), cell(effect.level), cell(effect.reference), cell(effect.group)};
}

const std::vector<std::string> label_header{"variable", "target", "level", "reference", "group"};

void effects_per_row(const EffectReport& report, const Sink& sink) {
  std::vector<std::string> header{"row"};
  append(header, label_header);
  append(header, {"shift_delta", "shift", "slope"});
  std::string first_line;
  add_line(first_line, header);
  sink(first_line);
  for (const Effect& effect : report.effects.effects) {
    std::vector<std::string> same = labels(effect);
    same.push_back(cell(effect.move.delta));
    std::string middle;
    for (const std::string& text : same) middle += ',' + text;
    const auto text = [&](Index first, Index count) {
      const Vector shifts = report.shifts(effect, first, count);
      const Vector slopes = effect.slope_summary ? report.slopes(effect, first, count) : Vector();
      std::string csv;
      for (Index i = 0; i < count; ++i) {
        const Index row = report.effects.row_of(effect, first + i);
        csv += std::to_string(report.rows[static_cast<std::size_t>(row)]) + middle + ',';
        append_cell(csv, shifts[i]);
        csv += ',';
        if (effect.slope_summary) append_cell(csv, slopes[i]);
        csv += '\n';
      }
      return csv;
    };
    write_rows(static_cast<Index>(effect.rows), report.threads, text, sink);
  }
}

std::string paths_csv(const std::vector<PathSplit>& splits) {
  std::string csv = "variable,target,group,path,part,weight_product\n";
  for (const PathSplit& split : splits) {
    for (const Path& path : split.paths) {
      add_line(csv, {cell(split.variable), cell(split.target), cell(split.group), cell(path_name(path)),
                     cell(path.part), cell(path.weight_product)});
    }
  }
  return csv;
}

std::vector<std::string> permutation_cells(const std::optional<LossRise>& rise) {
  if (!rise) return std::vector<std::string>(4);
  return {cell(rise->mean), cell(rise->sd), rise->measure, cell(rise->base)};
}

std::vector<std::string> strength_header(const std::string& prefix) {
  std::vector<std::string> header;
  for (const char* name : {"second_mean", "second_sd", "second_rms", "h_statistic", "h_rms", "mixed_mean", "mixed_sd",
                           "mixed_min", "mixed_max", "mixed_share_positive"}) {
    header.push_back(prefix + name);
  }
  return header;
}

std::vector<std::string> strength_cells(const std::optional<PairStrength>& strength) {
  std::vector<std::string> cells(strength_header("").size());
  if (!strength) return cells;
  if (strength->second) {
    cells[0] = cell(strength->second->mean);
    cells[1] = cell(strength->second->sd);
    cells[2] = cell(strength->second->rms);
  }
  cells[3] = cell(strength->h.value);
  cells[4] = cell(strength->h.rms);
  if (strength->mixed) {
    const Summary& mixed = *strength->mixed;
    const std::array<double, 5> numbers{mixed.mean, mixed.sd, mixed.min, mixed.max, mixed.share_positive};
    std::transform(numbers.begin(), numbers.end(), cells.begin() + 5, [](double number) { return cell(number); });
  }
  return cells;
}

}  // namespace

std::string fit_csv(const Model& model) {
  std::string csv = "rep,converged,stopped,steps,polish_steps,reached_threshold,error\n";
  for (std::size_t i = 0; i < model.training->repetitions.size(); ++i) {
    const Repetition& rep = model.training->repetitions[i];
    add_line(csv, {std::to_string(i + 1), rep.converged ? "true" : "false", std::string(name_of(rep.stopped)),
                   std::to_string(rep.steps), std::to_string(rep.polish_steps), cell(rep.reached_threshold),
                   cell(rep.error)});
  }
  return csv;
}

std::string show_csv(const Model& model, const WeightReport& report) {
  std::string csv = "name,value,std_error,conf_low,conf_high\n";
  const std::vector<std::string> names = weight_names(model);
  for (std::size_t k = 0; k < names.size(); ++k) {
    const auto i = static_cast<Index>(k);
    std::vector<std::string> cells{cell(names[k]), cell(model.network.weights[i]), "", "", ""};
    if (report.inference) {
      const WeightIntervals& intervals = report.inference->intervals;
      cells[2] = cell(intervals.std_error[i]);
      cells[3] = cell(intervals.conf_low[i]);
      cells[4] = cell(intervals.conf_high[i]);
    }
    add_line(csv, cells);
  }
  return csv;
}

void predict_csv(const Model& model, const PredictionReport& report, const Sink& sink) {
  std::string header = "row";
  for (const std::string& name : model.design.output_names()) header += ',' + cell(name);
  if (!report.intervals_in_csv) {
    sink(header + '\n');
    return write_lines(report.rows, "", report.predictions, report.threads, sink);
  }
  for (const char* end : {"std_error", "conf_low", "conf_high"}) {
    for (const std::string& name : model.design.output_names()) header += ',' + cell(name + '_' + end);
  }
  sink(header + '\n');
  const auto with_intervals = [&](Index first, Index count) -> Matrix {
    const PredictionIntervals intervals = report.intervals(first, count);
    Matrix all(count, 4 * model.design.outputs());
    all << report.predictions(first, count), intervals.std_error, intervals.conf_low, intervals.conf_high;
    return all;
  };
  write_lines(report.rows, "", with_intervals, report.threads, sink);
}

void slopes_csv(const Model& model, const SlopeReport& report, const Sink& sink) {
  std::string header = "row,target";
  for (const std::size_t v : numeric_variables(model.design)) header += ',' + cell(model.design.variables[v].name);
  const std::vector<std::size_t> numeric = numeric_variables(model.design);
  if (report.second) {
    for (const auto& pair : pairs_among(numeric)) header += ',' + cell(pair_name(model.design, pair));
  }
  sink(header + '\n');
  const std::vector<std::string> targets = model.design.output_names();
  for (std::size_t k = 0; k < targets.size(); ++k) {
    const auto slopes = [&](Index first, Index count) -> Matrix {
      const Matrix of_rows = report.slopes(static_cast<Index>(k), first, count);
      if (!report.second) return of_rows;
      const Matrix second = report.second(numeric, first, count).by_output[k];
      Matrix both(count, of_rows.cols() + second.cols());
      both << of_rows, second;
      return both;
    };
    write_lines(report.rows, ',' + cell(targets[k]), slopes, report.threads, sink);
  }
}

void effects_csv(const EffectReport& report, const Sink& sink) {
  if (report.per_row) return effects_per_row(report, sink);
  if (report.paths) return sink(paths_csv(*report.paths));
  std::string csv;
  std::vector<std::string> header = label_header;
  header.emplace_back("shift_delta");
  append(header, summary_header("shift_", false));
  append(header, {"shift_out_of_range_rows", "shift_off_support_rows", "shift_mean_on_support"});
  append(header, summary_header("slope_", true));
  for (const char* of : {"shift_between_fits_", "slope_between_fits_"}) {
    for (const std::string& name : between_header) header.push_back(of + name);
  }
  append(header,
         {"verdict", "opposite_sign_share", "line_r_squared", "linear_coefficient", "depends_on", "depends_share"});
  add_line(csv, header);
  for (const Effect& effect : report.effects.effects) {
    std::vector<std::string> cells = labels(effect);
    cells.push_back(cell(effect.move.delta));
    append(cells, summary_cells(effect.shift_summary, effect.shift_interval, false));
    append(cells, {std::to_string(effect.out_of_range_rows), std::to_string(effect.off_support_rows),
                   cell(effect.mean_on_support)});
    append(cells, summary_cells(effect.slope_summary, effect.slope_interval, true));
    append(cells, between_cells(effect.shift_between_fits));
    append(cells, between_cells(effect.slope_between_fits));
    const OneNumber& number = effect.one_number;
    append(cells, {cell(number.verdict), cell(number.opposite_sign_share), cell(number.line_r_squared),
                   cell(number.linear_coefficient), cell(number.depends_on), cell(number.depends_share)});
    add_line(csv, cells);
  }
  sink(csv);
}

std::string importance_csv(const ImportanceReport& report) {
  std::string csv =
      "variable,target,garson,olden,slope_mean,slope_sd,slope_rms,slope_rms_sd,permutation,permutation_sd,loss,"
      "base_loss,std_error,conf_low,conf_high\n";
  for (const Importance& one : report.importances.importances) {
    std::vector<std::string> cells{cell(one.variable), cell(one.target), cell(one.garson), cell(one.olden), "", "", ""};
    if (one.slope) {
      cells[4] = cell(one.slope->mean);
      cells[5] = cell(one.slope->sd);
      cells[6] = cell(one.slope->rms);
    }
    cells.push_back(cell(one.slope_rms_sd));
    append(cells, permutation_cells(one.permutation));
    append(cells, {cell(one.slope_rms.std_error), cell(one.slope_rms.conf_low), cell(one.slope_rms.conf_high)});
    add_line(csv, cells);
  }
  for (const ClassesImportance& one : report.importances.classes) {
    std::vector<std::string> cells{cell(one.variable), cell(one.target), "", "", "", "", "", ""};
    append(cells, permutation_cells(one.permutation));
    append(cells, {"", "", ""});
    add_line(csv, cells);
  }
  return csv;
}

std::string curves_csv(const Model& model, const CurveReport& report) {
  const CurvePlan& plan = report.curves.plan;
  const Variable& variable = model.design.variables[plan.variable];
  std::string csv = "kind,variable,target,label,x,y,conf_low,conf_high,rows\n";
  for (const Curve& curve : report.curves.curves) {
    for (std::size_t i = 0; i < plan.x.size(); ++i) {
      add_line(csv, {std::string(name_of(plan.kind)), cell(variable.name), cell(curve.target),
                     cell(report.label(curve)), variable.categorical ? cell(variable.levels[i]) : cell(plan.x[i]),
                     cell(curve.y[static_cast<Index>(i)]), cell(curve.intervals[i].conf_low),
                     cell(curve.intervals[i].conf_high), std::to_string(plan.rows_at_x[i])});
    }
  }
  return csv;
}

std::string interactions_csv(const InteractionReport& report) {
  std::string csv;
  std::vector<std::string> header{"variable_1", "variable_2", "target"};
  append(header, strength_header(""));
  append(header, {"std_error", "conf_low", "conf_high", "p_value", "mixed_delta_1", "mixed_delta_2"});
  append(header, strength_header("logit_"));
  add_line(csv, header);
  for (const Interaction& pair : report.interactions.pairs) {
    std::vector<std::string> cells{cell(pair.variables[0]), cell(pair.variables[1]), cell(pair.target)};
    append(cells, strength_cells(pair.strength));
    append(cells, {cell(pair.second_interval.std_error), cell(pair.second_interval.conf_low),
                   cell(pair.second_interval.conf_high), cell(pair.p_value), pair.delta ? cell((*pair.delta)[0]) : "",
                   pair.delta ? cell((*pair.delta)[1]) : ""});
    append(cells, strength_cells(pair.logit));
    add_line(csv, cells);
  }
  for (const TotalInteraction& total : report.interactions.totals) {
    std::vector<std::string> cells{cell(total.variable), "", cell(total.target)};
    append(cells, strength_cells(PairStrength{{}, total.h, {}}));
    append(cells, std::vector<std::string>(6));
    append(cells, total.logit ? strength_cells(PairStrength{{}, *total.logit, {}}) : strength_cells({}));
    add_line(csv, cells);
  }
  return csv;
}

std::string compare_csv(const CompareReport& report) {
  std::string csv = "model,target,measure,variable,value\n";
  for (std::size_t i = 0; i < report.files.size(); ++i) {
    const auto add = [&](const std::string& target, const char* measure, const std::string& variable, double value) {
      add_line(csv, {cell(report.files[i]), cell(target), measure, cell(variable), cell(value)});
    };
    const Comparison& comparison = report.comparisons[i];
    for (const auto& [target, quality] : comparison.quality) {
      for (const NamedMeasure& measure : named_measures) {
        const std::optional<double>& value = quality.*measure.value;
        if (value) add(target, measure.name, "", *value);
      }
    }
    for (const auto& [target, slopes] : comparison.mean_slope) {
      for (const auto& [variable, slope] : slopes) add(target, "mean_slope", variable, slope);
    }
    for (const auto& [target, difference] : comparison.difference) add(target, "difference", "", difference);
  }
  return csv;
}

}  // namespace nninterp

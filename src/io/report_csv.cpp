#include <algorithm>
#include <cmath>

#include "nninterp/core/text.hpp"
#include "nninterp/io/report.hpp"
#include "nninterp/model/quality.hpp"
#include "row_blocks.hpp"

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

// The last three, the uncertainty of the mean, are not known.
std::vector<std::string> summary_cells(const std::optional<Summary>& s, bool rms) {
  std::vector<std::string> cells(rms ? 12 : 11);
  if (!s) return cells;
  std::vector<double> numbers{s->mean, s->sd};
  if (rms) numbers.push_back(s->rms);
  for (const double number : {s->min, s->q25, s->median, s->q75, s->max, s->share_positive}) numbers.push_back(number);
  std::transform(numbers.begin(), numbers.end(), cells.begin(), [](double number) { return cell(number); });
  return cells;
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
    same.push_back(cell(effect.delta));
    std::string middle;
    for (const std::string& text : same) middle += ',' + text;
    const auto text = [&](Index first, Index count) {
      const Vector shifts = report.shifts(effect, first, count);
      const Vector slopes = effect.slope_summary ? report.slopes(effect, first, count) : Vector();
      std::string csv;
      for (Index i = 0; i < count; ++i) {
        const Index row = (*effect.rows)[static_cast<std::size_t>(first + i)];
        csv += std::to_string(report.rows[static_cast<std::size_t>(row)]) + middle + ',';
        append_cell(csv, shifts[i]);
        csv += ',';
        if (slopes.size() > 0) append_cell(csv, slopes[i]);
        csv += '\n';
      }
      return csv;
    };
    write_rows(static_cast<Index>(effect.rows->size()), report.threads, text, sink);
  }
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
  sink(header + '\n');
  write_lines(report.rows, "", report.predictions, report.threads, sink);
}

void slopes_csv(const Model& model, const SlopeReport& report, const Sink& sink) {
  std::string header = "row,target";
  for (const std::size_t v : numeric_variables(model.design)) header += ',' + cell(model.design.variables[v].name);
  sink(header + '\n');
  const std::vector<std::string> targets = model.design.output_names();
  for (std::size_t k = 0; k < targets.size(); ++k) {
    const auto slopes = [&](Index first, Index count) { return report.slopes(static_cast<Index>(k), first, count); };
    write_lines(report.rows, ',' + cell(targets[k]), slopes, report.threads, sink);
  }
}

void effects_csv(const EffectReport& report, const Sink& sink) {
  if (report.per_row) return effects_per_row(report, sink);
  std::string csv;
  std::vector<std::string> header = label_header;
  header.emplace_back("shift_delta");
  append(header, summary_header("shift_", false));
  header.emplace_back("shift_out_of_range_rows");
  append(header, summary_header("slope_", true));
  add_line(csv, header);
  for (const Effect& effect : report.effects.effects) {
    std::vector<std::string> cells = labels(effect);
    cells.push_back(cell(effect.delta));
    append(cells, summary_cells(effect.shift_summary, false));
    cells.push_back(std::to_string(effect.out_of_range_rows));
    append(cells, summary_cells(effect.slope_summary, true));
    add_line(csv, cells);
  }
  sink(csv);
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

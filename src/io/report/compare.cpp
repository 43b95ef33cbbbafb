#include "nninterp/io/report/compare.hpp"

#include <algorithm>

#include "io/csv/writer.hpp"
#include "io/model/training_json.hpp"
#include "io/text/labels.hpp"
#include "io/text/page.hpp"
#include "io/text/table.hpp"
#include "model_parts.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/model/quality.hpp"
#include "quality.hpp"

namespace nninterp {

void CompareDocument::json(const Sink& sink) const {
  Json body{{"schema", "nninterp/compare/1"}, {"rows", rows}, {"models", Json::array()}};
  for (std::size_t i = 0; i < models.size(); ++i) {
    const Model& model = models[i].model;
    const Comparison& comparison = comparisons[i];
    const std::vector<Index>& units = model.network.architecture.units;
    Json one{{"model_file", files[i]},
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
  sink(finished(std::move(body), *this));
}

void CompareDocument::csv(const Sink& sink) const {
  std::string csv = "model,target,measure,variable,value\n";
  for (std::size_t i = 0; i < files.size(); ++i) {
    const auto add = [&](const std::string& target, const char* measure, const std::string& variable, double value) {
      add_line(csv, {cell(files[i]), cell(target), measure, cell(variable), cell(value)});
    };
    const Comparison& comparison = comparisons[i];
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
  sink(csv);
}

namespace {

// Lines of a comparison: what they are about, and one cell a model.
struct ComparisonLines {
  std::vector<std::string> labels;
  std::vector<std::vector<std::string>> cells;  // by model

  template <typename Cell>
  void add(const std::string& label, const Cell& cell_of) {
    labels.push_back(label);
    for (std::size_t i = 0; i < cells.size(); ++i) cells[i].push_back(cell_of(i));
  }
};

void add_choices(const CompareDocument& document, ComparisonLines& lines) {
  lines.add("hidden units", [&](std::size_t i) {
    const std::vector<Index>& units = document.models[i].model.network.architecture.units;
    return hidden_text({units.begin() + 1, units.end() - 1});
  });
  lines.add("weights", [&](std::size_t i) {
    return with_thousands(document.models[i].model.network.architecture.weight_count());
  });
  lines.add("decay", [&](std::size_t i) {
    const auto& training = document.models[i].model.training;
    return training && training->decay ? format_number(*training->decay, 6) : "-";
  });
}

void add_target(const CompareDocument& document, const Target& target, ComparisonLines& lines) {
  const std::string& name = target.name;
  for (const Measure& measure : measures) {
    const auto now = [&](std::size_t i) { return measured(document.comparisons[i].quality, target.name, measure); };
    const auto cv = [&](std::size_t i) {
      const auto& training = document.models[i].model.training;
      return training ? measured(training->cv_quality, target.name, measure) : "-";
    };
    const auto known = [&](const auto& cell_of) {
      for (std::size_t i = 0; i < document.files.size(); ++i) {
        if (cell_of(i) != "-") return true;
      }
      return false;
    };
    if (known(now)) lines.add(name + ": " + measure.name, now);
    if (known(cv)) lines.add(name + ": " + measure.name + " (CV)", cv);
  }
}

void add_slopes(const CompareDocument& document, const std::string& output, ComparisonLines& lines) {
  std::vector<std::string> variables;
  for (const Comparison& comparison : document.comparisons) {
    const auto slopes = comparison.mean_slope.find(output);
    if (slopes == comparison.mean_slope.end()) continue;
    for (const auto& [variable, slope] : slopes->second) {
      if (std::find(variables.begin(), variables.end(), variable) == variables.end()) variables.push_back(variable);
    }
  }
  for (const std::string& variable : variables) {
    const std::string label = output + ": slope by " + variable;
    lines.add(label, [&](std::size_t i) -> std::string {
      const auto slopes = document.comparisons[i].mean_slope.find(output);
      if (slopes == document.comparisons[i].mean_slope.end() || slopes->second.count(variable) == 0) return "-";
      return format_number(slopes->second.at(variable), 4);
    });
  }
  lines.add(output + ": difference", [&](std::size_t i) -> std::string {
    const auto& difference = document.comparisons[i].difference;
    return difference.count(output) == 0 ? "-" : format_number(difference.at(output), 4);
  });
}

}  // namespace

std::string CompareDocument::table(const TextStyle& style) const {
  ComparisonLines lines{{}, std::vector<std::vector<std::string>>(files.size())};
  add_choices(*this, lines);
  for (const Target& target : models.front().model.design.targets) add_target(*this, target, lines);
  for (const std::string& output : models.front().model.design.output_names()) add_slopes(*this, output, lines);
  TextTable text;
  text.add_names("on " + with_thousands(static_cast<long>(rows)) + " rows", lines.labels);
  const std::vector<std::string> headers = told_apart(files, label_width);
  for (std::size_t i = 0; i < files.size(); ++i) {
    text.add_column(headers[i], lines.cells[i]);
  }
  return text.str(style.width) +
         wrapped("",
                 "slope: the average over the rows; difference: root mean square from the first model; CV: by each "
                 "fit's own cross-validation.",
                 0, style.width);
}

}  // namespace nninterp

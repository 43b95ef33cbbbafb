#include <algorithm>
#include <array>
#include <numeric>

#include "io/text/page.hpp"
#include "io/text/table.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/io/model/weight_names.hpp"
#include "nninterp/io/report/report.hpp"
#include "nninterp/model/verdict.hpp"
#include "words.hpp"

namespace nninterp {

namespace {

std::string target_text(const Design& design) {
  std::vector<std::string> texts;
  for (const Target& target : design.targets) {
    std::string text = fit_width(target.name, label_width);
    if (target.categorical) {
      text += target.one_output_a_class() ? " (" + count_of(target.levels.size(), "class") + ")"
                                          : " (probability of " + target.levels.back() + ")";
    }
    texts.push_back(text);
  }
  return joined(texts, ", ");
}

std::string data_text(const Model& model) {
  std::string text;
  if (model.data) {
    text = (model.data->path == "-" ? "standard input" : model.data->path) + ": " +
           with_thousands(static_cast<long>(model.data->rows_used)) + " rows";
    if (!model.data->held_out.empty())
      text += " and " + with_thousands(static_cast<long>(model.data->held_out.size())) + " held out";
    if (model.data->rows_used + model.data->held_out.size() != model.data->rows)
      text += " of " + with_thousands(static_cast<long>(model.data->rows));
    text += "; ";
  }
  return text + target_text(model.design) + " by " + count_of(model.design.variables.size(), "variable");
}

std::string network_text(const Model& model) {
  const Index weights = model.network.architecture.weight_count();
  std::string text = architecture_text(model.network.architecture) + ": " + with_thousands(weights) + " weights";
  if (model.data && model.data->rows_used > 0) {
    text += " (" + format_number(static_cast<double>(model.data->rows_used) / static_cast<double>(weights), 2) +
            " rows a weight)";
  }
  return text;
}

std::string training_text(const TrainingRecord& record, ErrorFunction error) {
  std::string method = record.algorithm;
  if (record.polish && *record.polish != "none") method += " and " + *record.polish;
  std::vector<std::string> parts{(method.empty() ? "" : method + " ") + "on " + std::string(name_of(error))};
  if (record.decay) parts.push_back("decay " + format_number(*record.decay, 6));
  if (record.threshold) parts.push_back("threshold " + format_number(*record.threshold, 6));
  if (record.scaling) parts.push_back("scale " + *record.scaling);
  if (record.seed) parts.push_back("seed " + std::to_string(*record.seed));
  if (record.preset) parts.push_back("preset " + *record.preset);
  return joined(parts, ", ");
}

std::string outcome_text(const TrainingRecord& record) {
  const Repetition& best = record.repetitions[record.best];
  std::string steps = with_thousands(best.steps) + " steps";
  if (best.polish_steps > 0) steps += " and " + with_thousands(best.polish_steps) + " of polish";
  switch (best.stopped) {
    case StopReason::threshold:
      return "converged after " + steps;
    case StopReason::stepmax:
      return "did not converge: stopped at stepmax, " + steps;
    case StopReason::stalled:
      return "did not converge: the error hardly fell any more after " + steps;
    case StopReason::interrupted:
      return "interrupted after " + steps;
  }
  return "";
}

// Long lists are cut to their best ends.
std::string repetitions_table(const TrainingRecord& record) {
  constexpr std::size_t most = 12;
  std::vector<std::size_t> order(record.repetitions.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const Repetition &left = record.repetitions[a], &right = record.repetitions[b];
    return left.error + left.penalty < right.error + right.penalty;
  });
  std::vector<std::string> start, stopped, steps, polish;
  std::vector<double> error, penalty, gradient;
  for (std::size_t i = 0; i < std::min(most, order.size()); ++i) {
    const Repetition& rep = record.repetitions[order[i]];
    start.push_back((order[i] == record.best ? "* " : "  ") + std::to_string(order[i] + 1));
    stopped.emplace_back(name_of(rep.stopped));
    steps.push_back(with_thousands(rep.steps));
    polish.push_back(with_thousands(rep.polish_steps));
    error.push_back(rep.error);
    penalty.push_back(rep.penalty);
    gradient.push_back(rep.reached_threshold);
  }
  TextTable table;
  table.add_column("  start", start, true);
  table.add_column("stopped by", stopped, true);
  table.add_column("steps", steps);
  if (record.polish && *record.polish != "none") table.add_column("polish", polish);
  table.add_column("error", align_numbers(error));
  const bool penalised = std::any_of(penalty.begin(), penalty.end(), [](double value) { return value > 0; });
  if (penalised) table.add_column("+ penalty", align_numbers(penalty));
  table.add_column("gradient", align_numbers(gradient));
  std::string text = table.str();
  if (order.size() > most) text += "  and " + std::to_string(order.size() - most) + " starts with larger errors\n";
  return text;
}

struct Measure {
  const char* name;
  std::optional<double> Quality::*value;
};
constexpr std::array<Measure, 7> measures{{{"R-squared", &Quality::r_squared},
                                           {"RMSE", &Quality::rmse},
                                           {"MAE", &Quality::mae},
                                           {"log-loss", &Quality::log_loss},
                                           {"accuracy", &Quality::accuracy},
                                           {"AUC", &Quality::auc},
                                           {"Brier score", &Quality::brier}}};

std::string baseline_name(const Quality& quality) {
  return quality.log_loss ? "logistic regression" : "linear regression";
}

std::string baseline_name(const Model& model) {
  const QualityByTarget& quality = model.training->quality;
  return baseline_name(quality.empty() ? Quality{} : quality.begin()->second);
}

std::string measured(const QualityByTarget& by_target, const std::string& target, const Measure& measure) {
  const auto quality = by_target.find(target);
  const bool known = quality != by_target.end() && (quality->second.*measure.value).has_value();
  return known ? format_number(*(quality->second.*measure.value), 4) : "-";
}

// The network beside what is simpler, on one kind of rows.
struct QualityBlock {
  std::string rows;
  const QualityByTarget& network;
  const Baselines& simpler;
};

std::vector<QualityBlock> quality_blocks(const TrainingRecord& record) {
  std::vector<QualityBlock> blocks{{"trained on", record.quality, record.baselines}};
  if (!record.cv_quality.empty()) blocks.push_back({"left out (CV)", record.cv_quality, record.cv_baselines});
  if (record.validation) blocks.push_back({"held out", record.validation->quality, record.validation->baselines});
  return blocks;
}

std::string quality_legend(const Model& model) {
  const TrainingRecord& record = *model.training;
  std::string text;
  if (!record.cv_quality.empty()) text += paragraph("CV", "on each part of the rows by a network trained without it");
  if (record.validation) {
    const bool kept_back = record.validation->source == "holdout";
    text += paragraph("held out", count_of(record.validation->rows, "row") +
                                      (kept_back ? " kept back" : " of " + record.validation->source));
  }
  if (!record.baselines.linear.empty()) text += paragraph("linear", baseline_name(model));
  if (record.penalised_decay) {
    text += paragraph("penalised", "the same with a ridge penalty of " + format_number(*record.penalised_decay, 3) +
                                       ", chosen as the network's decay is");
  }
  const bool classes = baseline_name(model) == "logistic regression";
  if (!record.baselines.null.empty()) text += paragraph("null", classes ? "the shares of the classes" : "the mean");
  return text;
}

// A target of several classes as a whole; its classes one by one are in the JSON.
std::string quality_table(const Model& model) {
  const TrainingRecord& record = *model.training;
  std::vector<std::string> rows, targets, names;
  std::array<std::vector<std::string>, 4> cells;
  for (const QualityBlock& block : quality_blocks(record)) {
    bool first = true;
    for (const Target& target : model.design.targets) {
      for (const Measure& measure : measures) {
        if (measured(record.quality, target.name, measure) == "-") continue;
        rows.push_back(first ? block.rows : "");
        first = false;
        targets.push_back(fit_width(target.name, label_width));
        names.emplace_back(measure.name);
        std::size_t column = 0;
        for (const QualityByTarget* quality :
             {&block.network, &block.simpler.linear, &block.simpler.penalised, &block.simpler.null}) {
          cells[column++].push_back(measured(*quality, target.name, measure));
        }
      }
    }
  }
  TextTable table;
  table.add_column("rows", rows, true);
  if (model.design.targets.size() > 1) table.add_column("target", targets, true);
  table.add_column("quality", names, true);
  const char* const headers[] = {"network", "linear", "penalised", "null"};
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const bool known = std::any_of(cells[i].begin(), cells[i].end(), [](const std::string& c) { return c != "-"; });
    if (i == 0 || known) table.add_column(headers[i], cells[i]);
  }
  return table.str() + quality_legend(model);
}

std::string hidden_text(const std::vector<Index>& hidden) {
  std::vector<std::string> units;
  for (const Index count : hidden) units.push_back(std::to_string(count));
  return units.empty() ? "0" : joined(units, "-");
}

// What was chosen from what; the loss is told relative to the linear model's, which needs no unit.
std::string choice_text(const Model& model) {
  const CrossValidation& cv = *model.training->cross_validation;
  const Candidate& best = cv.path[cv.chosen];
  const bool sizes = model.training->hidden_chosen_by == "cross-validation";
  std::string text =
      sizes ? hidden_text(best.hidden) + (best.hidden == std::vector<Index>{1} ? " unit, " : " units, ") : "";
  const std::string rounds = cv.rounds > 1 ? std::to_string(cv.rounds) + " rounds, " : "";
  text += "decay " + format_number(best.decay, 6) + " by " + std::to_string(cv.folds) + "-fold cross-validation (" +
          rounds + "up to " + count_of(static_cast<std::size_t>(cv.starts), "start") + " in each fold): error " +
          format_number(best.error, 4);
  if (cv.linear_error) text += ", " + baseline_name(model) + " " + format_number(*cv.linear_error, 4);
  return text;
}

// One line a decay, one column a size of the network.
std::string path_table(const CrossValidation& cv) {
  std::vector<double> decays;
  std::vector<std::vector<Index>> sizes;
  for (const Candidate& candidate : cv.path) {
    if (std::find(decays.begin(), decays.end(), candidate.decay) == decays.end()) decays.push_back(candidate.decay);
    if (std::find(sizes.begin(), sizes.end(), candidate.hidden) == sizes.end()) sizes.push_back(candidate.hidden);
  }
  const Candidate& best = cv.path[cv.chosen];
  TextTable table;
  std::vector<std::string> labels;
  for (const double decay : decays) labels.push_back((decay == best.decay ? "* " : "  ") + format_number(decay, 6));
  table.add_column("  decay", labels, true);
  for (const std::vector<Index>& size : sizes) {
    const auto by_decay = [&](double Candidate::*value) {
      std::vector<double> values;
      for (const double decay : decays) {
        const auto found = std::find_if(cv.path.begin(), cv.path.end(), [&](const Candidate& candidate) {
          return candidate.decay == decay && candidate.hidden == size;
        });
        values.push_back(found == cv.path.end() ? nan : (*found).*value);
      }
      return align_numbers(values);
    };
    const bool alone = sizes.size() == 1;
    table.add_column(alone ? "held-out error"
                           : (size == best.hidden ? "* " : "") + hidden_text(size) +
                                 (size == std::vector<Index>{1} ? " unit" : " units"),
                     by_decay(&Candidate::error));
    if (!alone) continue;
    table.add_column("std. error", by_decay(&Candidate::std_error));
    table.add_column("smoothed", by_decay(&Candidate::smoothed_error));
  }
  return table.str();
}

std::string describe(const Model& model) {
  std::string text = paragraph("Data", data_text(model)) + paragraph("Network", network_text(model));
  if (!model.training) return text;
  const TrainingRecord& record = *model.training;
  if (record.cross_validation) {
    text += paragraph(record.cross_validation->path.size() > 1 ? "Choice" : "Checked", choice_text(model));
    if (record.cross_validation->path.size() > 1) text += '\n' + path_table(*record.cross_validation) + '\n';
  }
  text += paragraph("Training", training_text(record, model.error));
  if (!record.repetitions.empty()) {
    text += paragraph("Result", outcome_text(record)) + '\n' + repetitions_table(record);
  }
  if (!record.quality.empty()) text += '\n' + quality_table(model);
  if (record.verdict) text += paragraph("Verdict", verdict_text(*record.verdict));
  return text;
}

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

void add_choices(const CompareReport& report, ComparisonLines& lines) {
  lines.add("hidden units", [&](std::size_t i) {
    const std::vector<Index>& units = report.models[i].network.architecture.units;
    return hidden_text({units.begin() + 1, units.end() - 1});
  });
  lines.add("weights",
            [&](std::size_t i) { return with_thousands(report.models[i].network.architecture.weight_count()); });
  lines.add("decay", [&](std::size_t i) {
    const auto& training = report.models[i].training;
    return training && training->decay ? format_number(*training->decay, 6) : "-";
  });
}

void add_target(const CompareReport& report, const Target& target, ComparisonLines& lines) {
  const std::string name = fit_width(target.name, label_width);
  for (const Measure& measure : measures) {
    const auto now = [&](std::size_t i) { return measured(report.comparisons[i].quality, target.name, measure); };
    const auto cv = [&](std::size_t i) {
      const auto& training = report.models[i].training;
      return training ? measured(training->cv_quality, target.name, measure) : "-";
    };
    const auto known = [&](const auto& cell_of) {
      for (std::size_t i = 0; i < report.files.size(); ++i) {
        if (cell_of(i) != "-") return true;
      }
      return false;
    };
    if (known(now)) lines.add(name + ": " + measure.name, now);
    if (known(cv)) lines.add(name + ": " + measure.name + " (CV)", cv);
  }
}

void add_slopes(const CompareReport& report, const std::string& output, ComparisonLines& lines) {
  std::vector<std::string> variables;
  for (const Comparison& comparison : report.comparisons) {
    const auto slopes = comparison.mean_slope.find(output);
    if (slopes == comparison.mean_slope.end()) continue;
    for (const auto& [variable, slope] : slopes->second) {
      if (std::find(variables.begin(), variables.end(), variable) == variables.end()) variables.push_back(variable);
    }
  }
  for (const std::string& variable : variables) {
    const std::string label = fit_width(output, label_width) + ": slope by " + fit_width(variable, label_width);
    lines.add(label, [&](std::size_t i) -> std::string {
      const auto slopes = report.comparisons[i].mean_slope.find(output);
      if (slopes == report.comparisons[i].mean_slope.end() || slopes->second.count(variable) == 0) return "-";
      return format_number(slopes->second.at(variable), 4);
    });
  }
  lines.add(fit_width(output, label_width) + ": difference", [&](std::size_t i) -> std::string {
    const auto& difference = report.comparisons[i].difference;
    return difference.count(output) == 0 ? "-" : format_number(difference.at(output), 4);
  });
}

std::vector<double> list_of(const Vector& numbers) { return {numbers.begin(), numbers.end()}; }

std::string inference_text(const WeightReport::Inference& inference) {
  return paragraph("std.error", "by White's sandwich H^-1 (sum g g') H^-1 on " +
                                    with_thousands(static_cast<long>(inference.rows)) +
                                    " rows, - where there is none; low and high: the " +
                                    format_number(100 * inference.intervals.level, 6) + "% interval") +
         paragraph("NIC", (inference.nic ? format_number(*inference.nic, 6) : "-") +
                              std::string(", the network information criterion E + trace(H^-1 sum g g')"));
}

std::string weights_table(const Model& model, const std::optional<WeightReport::Inference>& inference) {
  TextTable table;
  std::vector<std::string> labels;
  for (const std::string& name : weight_names(model)) labels.push_back(fit_width(name, inference ? 48 : 60));
  table.add_column("weight", labels, true);
  table.add_column("value", align_numbers(list_of(model.network.weights)));
  if (!inference) return table.str();
  const WeightIntervals& intervals = inference->intervals;
  table.add_column("std.error", align_numbers(list_of(intervals.std_error)));
  table.add_column("low", align_numbers(list_of(intervals.conf_low)));
  table.add_column("high", align_numbers(list_of(intervals.conf_high)));
  return table.str() + inference_text(*inference);
}

}  // namespace

std::string fit_text(const Model& model, const std::string& model_file) {
  return describe(model) + '\n' + paragraph("Model", model_file) +
         paragraph("Next", "nninterp effects" + (model_file == "nninterp-model.json" ? "" : " --model " + model_file) +
                               (model.data ? "" : " --data FILE"));
}

std::string show_text(const Model& model, const WeightReport& report) {
  const std::string table = weights_table(model, report.inference);
  return report.weights_alone ? table : describe(model) + '\n' + table;
}

std::string compare_text(const CompareReport& report) {
  ComparisonLines lines{{}, std::vector<std::vector<std::string>>(report.files.size())};
  add_choices(report, lines);
  for (const Target& target : report.models.front().design.targets) add_target(report, target, lines);
  for (const std::string& output : report.models.front().design.output_names()) add_slopes(report, output, lines);
  TextTable table;
  table.add_column("on " + with_thousands(static_cast<long>(report.rows)) + " rows", lines.labels, true);
  for (std::size_t i = 0; i < report.files.size(); ++i) {
    table.add_column(fit_width(report.files[i], label_width), lines.cells[i]);
  }
  return table.str() +
         "slope: the average over the rows; difference: root mean square from the first model; CV: by each "
         "fit's own cross-validation.\n";
}

}  // namespace nninterp

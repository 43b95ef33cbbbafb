#include "model_parts.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <string_view>

#include "io/model/training_json.hpp"
#include "io/text/page.hpp"
#include "io/text/table.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/model/verdict.hpp"
#include "quality.hpp"
#include "words.hpp"

namespace nninterp {

namespace {

// What a model's file says of the training that `fit` and `show` tell in `settings` and elsewhere.
constexpr std::array<std::string_view, 7> untold{"threshold", "preset",   "stepmax", "seed",
                                                 "scale",     "excluded", "warnings"};

}  // namespace

void add_model(Json& body, const Model& model) {
  body["data"] = nullptr;
  if (model.data) {
    body["data"] = {{"path", model.data->path},
                    {"sha256", model.data->sha256},
                    {"rows", model.data->rows},
                    {"rows_used", model.data->rows_used},
                    {"cluster", model.data->cluster ? Json(*model.data->cluster) : Json(nullptr)},
                    {"weights", model.data->weights ? Json(*model.data->weights) : Json(nullptr)}};
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
  for (const auto& [name, value] : training.items()) {
    const bool told = std::find(untold.begin(), untold.end(), name) == untold.end();
    if (told) body[name] = model.training ? value : Json(nullptr);
  }
  body["weights"] = json_numbers(model.network.weights);
}

std::string hidden_text(const std::vector<Index>& hidden) {
  std::vector<std::string> units;
  for (const Index count : hidden) units.push_back(std::to_string(count));
  return units.empty() ? "0" : joined(units, "-");
}

namespace {

std::string target_text(const Design& design) {
  constexpr std::size_t longest_name = 50;
  std::vector<std::string> texts;
  for (const Target& target : design.targets) {
    std::string text = fit_width(target.name, longest_name);
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
  std::string method(record.algorithm ? name_of(*record.algorithm) : "");
  if (record.polish && *record.polish != Polish::none) method += " and " + std::string(name_of(*record.polish));
  std::vector<std::string> parts{(method.empty() ? "" : method + " ") + "on " + std::string(name_of(error))};
  if (record.decay) parts.push_back("decay " + format_number(*record.decay, 6));
  if (record.threshold) parts.push_back("threshold " + format_number(*record.threshold, 6));
  if (record.scaling) parts.push_back("scale " + std::string(name_of(*record.scaling)));
  if (record.seed) parts.push_back("seed " + std::to_string(*record.seed));
  if (record.preset) parts.push_back("preset " + *record.preset);
  return joined(parts, ", ");
}

std::string outcome_text(const TrainingRecord& record) {
  const Repetition& best = record.repetitions[record.best];
  std::string steps = with_thousands(best.steps) + (best.steps == 1 ? " step" : " steps");
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
std::string repetitions_table(const TrainingRecord& record, std::size_t page) {
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
  if (record.polish && *record.polish != Polish::none) table.add_column("polish", polish);
  table.add_column("error", align_numbers(error));
  const bool penalised = std::any_of(penalty.begin(), penalty.end(), [](double value) { return value > 0; });
  if (penalised) table.add_column("+ penalty", align_numbers(penalty));
  table.add_column("gradient", align_numbers(gradient));
  std::string text = table.str(page);
  if (order.size() > most) text += "  and " + std::to_string(order.size() - most) + " starts with larger errors\n";
  return text;
}

// What was chosen from what; the loss is told relative to the linear model's, which needs no unit.
std::string choice_text(const Model& model) {
  const CrossValidation& cv = *model.training->cross_validation;
  const Candidate& best = cv.path[cv.chosen];
  const bool sizes = model.training->hidden_chosen_by == ChosenBy::cross_validation;
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
std::string path_table(const CrossValidation& cv, std::size_t page) {
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
  return table.str(page);
}

}  // namespace

std::string describe(const Model& model, std::size_t page) {
  const Paragraphs paragraph(page);
  std::string text = paragraph("Data", data_text(model)) + paragraph("Network", network_text(model));
  if (!model.training) return text;
  const TrainingRecord& record = *model.training;
  if (record.cross_validation) {
    text += paragraph(record.cross_validation->path.size() > 1 ? "Choice" : "Checked", choice_text(model));
    if (record.cross_validation->path.size() > 1) text += '\n' + path_table(*record.cross_validation, page) + '\n';
  }
  text += paragraph("Training", training_text(record, model.error));
  if (!record.repetitions.empty()) {
    text += paragraph("Result", outcome_text(record)) + '\n' + repetitions_table(record, page);
  }
  if (!record.quality.empty()) text += '\n' + quality_table(model, page) + confusion_tables(model, page);
  if (record.verdict) text += paragraph("Verdict", verdict_text(*record.verdict));
  return text;
}

}  // namespace nninterp

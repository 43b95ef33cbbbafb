#include "data.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/h_statistics.hpp"
#include "citations.hpp"
#include "io/json/json.hpp"
#include "nninterp/analysis/predict.hpp"
#include "nninterp/core/statistics.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/data/design.hpp"
#include "nninterp/model/output_names.hpp"
#include "nninterp/model/verdict.hpp"

namespace nninterp {

namespace {

using Json = nlohmann::ordered_json;

// As the command prints it.
Json json_of(const PageAnswer& answer) {
  if (!answer.document) return nullptr;
  std::string text;
  answer.document->json([&](std::string_view bytes) { text += bytes; });
  return Json::parse(text);
}

// What `of` makes of the answers to a question: of one, or a list by variable.
template <typename Of>
Json answers_of(const PageQuestion& question, Of of) {
  if (!question.by_variable) return of(question.answers.front());
  Json all = Json::array();
  for (const PageAnswer& answer : question.answers) all.push_back(of(answer));
  return all;
}

Json documents(const PageSource& source) {
  Json all;
  for (const PageQuestion& question : source.questions) all[question.name] = answers_of(question, json_of);
  return all;
}

Json printed(const PageSource& source) {
  Json all;
  for (const PageQuestion& question : source.questions) {
    const PageAnswer& answer = question.answers.front();
    if (question.by_variable) continue;
    all[question.name] = answer.document ? Json(answer.document->table(TextStyle())) : Json(nullptr);
  }
  return all;
}

Json commands(const PageSource& source) {
  Json all;
  all["fit"] = source.fitted_by ? Json(*source.fitted_by) : Json(nullptr);
  for (const PageQuestion& question : source.questions) {
    all[question.name] = answers_of(question, [](const PageAnswer& answer) { return Json(answer.command); });
  }
  return all;
}

bool all_whole(const Vector& values) {
  return std::all_of(values.begin(), values.end(), [](double value) { return value == std::floor(value); });
}

Json numeric(const Vector& values, const Vector& weights) {
  constexpr std::size_t bins = 20;
  const Summary summary = summarize(values, weights);
  const std::vector<double> different = values_if_few(values, 2);
  return {{"type", "numeric"},
          {"levels", nullptr},
          {"reference", nullptr},
          {"min", json_number(summary.min)},
          {"q25", json_number(summary.q25)},
          {"median", json_number(summary.median)},
          {"mean", json_number(summary.mean)},
          {"q75", json_number(summary.q75)},
          {"max", json_number(summary.max)},
          {"sd", json_number(summary.sd)},
          {"whole", all_whole(values)},
          {"values", different.size() == 2 ? Json(different) : Json(nullptr)},
          {"counts", histogram(values, bins)}};
}

Json categorical(const Variable& variable, const Vector& values) {
  std::vector<Index> counts(variable.levels.size());
  for (const double value : values) ++counts[static_cast<std::size_t>(value)];
  return {{"type", "categorical"},
          {"levels", variable.levels},
          {"reference", variable.levels[variable.reference]},
          {"counts", counts}};
}

Json variables(const PageSource& source) {
  Json all = Json::array();
  Index column = 0;
  for (const Variable& variable : source.model.design.variables) {
    const Vector values = source.variables.col(column++);
    Json body{{"name", variable.name}};
    body.update(variable.categorical ? categorical(variable, values) : numeric(values, source.weights));
    all.push_back(std::move(body));
  }
  return all;
}

Json target(const std::string& name, const std::string& label, const Target& of, const std::string* level,
            bool probability) {
  return {{"name", name},
          {"label", label},
          {"of", of.name},
          {"class", level != nullptr ? Json(*level) : Json(nullptr)},
          {"kind", probability ? "probability" : "number"}};
}

// Of rows that all have a value.
void add_observed(Json& target, const Vector& truth, const Vector& weights) {
  const bool known = truth.allFinite();
  target["mean"] = known ? json_number(mean(truth, weights)) : Json(nullptr);
  target["sd"] = known ? json_number(standard_deviation(truth, weights)) : Json(nullptr);
}

Json targets(const PageSource& source) {
  const Design& design = source.model.design;
  const std::vector<std::string> names = design.output_names();
  const bool probabilities = has_log_odds(source.model);
  Json all = Json::array();
  for (const Target& of : design.targets) {
    for (Index k = 0; k < of.outputs(); ++k) {
      const std::string* level = nullptr;
      if (of.categorical) level = &of.levels[of.one_output_a_class() ? static_cast<std::size_t>(k) : 1];
      const auto output = static_cast<Index>(all.size());
      all.push_back(target(names[all.size()], output_name(design, output), of, level, of.categorical || probabilities));
      add_observed(all.back(), source.truth.col(output), source.weights);
    }
  }
  return all;
}

// A list a column.
Json columns(const Matrix& data) {
  Json all = Json::array();
  for (Index column = 0; column < data.cols(); ++column) {
    Json& list = all.emplace_back(Json::array());
    for (const double value : data.col(column)) {
      const bool whole = value == std::floor(value) && std::fabs(value) < 1e15;
      list.push_back(whole ? Json(static_cast<std::int64_t>(value)) : json_number(value));
    }
  }
  return all;
}

// Levels by their place.
Json rows(const PageSource& source) {
  const CountedRows some = sample_rows(source.variables, {}, page_rows, 1);
  Json numbers = Json::array();
  for (const Index row : some.rows) numbers.push_back(source.rows[static_cast<std::size_t>(row)]);
  return {{"of", source.rows.size()},
          {"numbers", std::move(numbers)},
          {"columns", columns(some.data)},
          {"observed", columns(Matrix(source.truth(some.rows, Eigen::all)))}};
}

// What the other networks in the page's script are.
Json networks(const Model& model) {
  const auto& training = model.training;
  Json body{{"method", "none"}, {"level", IntervalOptions().level}, {"folds", nullptr}, {"rounds", nullptr}};
  if (training && training->refits) {
    body["method"] = name_of(IntervalMethod::bootstrap);
  } else if (training && training->cross_fit) {
    body["method"] = name_of(IntervalMethod::cross_fit);
    body["folds"] = training->cross_fit->folds;
    body["rounds"] = training->cross_fit->rounds();
  }
  return body;
}

}  // namespace

std::string page_title(const Model& model) {
  std::vector<std::string> targets;
  for (const Target& target : model.design.targets) targets.push_back(target.name);
  return list_some(targets, 3) + ", by a neural network of " + count_of(model.design.variables.size(), "variable");
}

std::string page_data(const PageSource& source) {
  const auto& training = source.model.training;
  Json data{{"schema", "nninterp/report/1"}, {"title", page_title(source.model)}, {"program", source.program}};
  data["documents"] = documents(source);
  data["printed"] = printed(source);
  data["commands"] = commands(source);
  data["verdict"] = training && training->verdict ? Json(verdict_text(*training->verdict)) : Json(nullptr);
  data["cite"] = page_citations(source);
  data["variables"] = variables(source);
  data["targets"] = targets(source);
  data["rows"] = rows(source);
  data["networks"] = networks(source.model);
  std::string text;
  for (const char c : data.dump(-1, ' ', false, Json::error_handler_t::replace)) {
    text += c == '<' ? std::string("\\u003c") : std::string(1, c);
  }
  return text;
}

}  // namespace nninterp

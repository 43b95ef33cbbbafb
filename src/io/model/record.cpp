#include "record.hpp"

#include <algorithm>
#include <set>
#include <type_traits>
#include <utility>

#include <Eigen/Cholesky>

#include "members.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/model/quality.hpp"

namespace nninterp {

namespace {

// Visits the lists of members.hpp and reads them: what is not there is NaN for numbers, and else stays as it is.
struct MemberReader {
  const Node& from;

  template <typename Value, typename... Limits>
  void operator()(const char* name, Value& value, Limits... limits) const {
    if (const std::optional<Node> node = from.optional(name)) {
      read(*node, value, limits...);
    } else if constexpr (std::is_same_v<Value, double>) {
      value = nan;
    }
  }
  template <typename Value, typename... Limits>
  void needed(const char* name, Value& value, Limits... limits) const {
    read(from.required(name), value, limits...);
  }

 private:
  static void read(const Node& node, bool& value) { value = node.boolean(); }
  static void read(const Node& node, double& value) { value = node.number(); }
  static void read(const Node& node, std::string& value) { value = node.text(); }
  template <typename Value, typename... Limits>
  static void read(const Node& node, std::optional<Value>& value, Limits... limits) {
    read(node, value.emplace(), limits...);
  }
  template <typename Value>
  static std::enable_if_t<std::is_enum_v<Value>> read(const Node& node, Value& value) {
    value = word<Value>(node);
  }
  template <typename Value>
  static std::enable_if_t<std::is_integral_v<Value>> read(const Node& node, Value& value, std::int64_t low,
                                                          std::int64_t high) {
    value = static_cast<Value>(node.whole(low, high));
  }
};

std::optional<double> number_of(const Node& object, const std::string& key) {
  const std::optional<Node> node = object.optional(key);
  return node ? std::optional(node->number()) : std::nullopt;
}

// A single character, one of these where any are given.
std::optional<char> read_character(const Node& data, const char* key, const std::string& among, const char* what) {
  const std::optional<Node> node = data.optional(key);
  if (!node) return std::nullopt;
  const std::string text = node->text();
  if (text.size() == 1 && (among.empty() || among.find(text) != std::string::npos)) return text.front();
  node->refuse(std::string("must be ") + what);
}

Vector read_vector(const Node& node, Index count, const std::string& of) {
  const std::vector<double> numbers = node.numbers();
  if (static_cast<Index>(numbers.size()) != count) {
    node.refuse("has " + count_of(numbers.size(), "number") + ", and the network has " + std::to_string(count) + " " +
                of);
  }
  return Eigen::Map<const Vector>(numbers.data(), count);
}

Vector read_weights(const Node& node, Index count) { return read_vector(node, count, "weights"); }

// Another program may tell only whether the training converged, or only why it stopped.
Repetition read_repetition(const Node& node, Index weight_count) {
  Repetition repetition;
  visit_repetition(repetition, MemberReader{node});
  if (!node.optional("stopped")) {
    if (repetition.converged) repetition.stopped = StopReason::threshold;
  } else if (!node.optional("converged")) {
    repetition.converged = repetition.stopped == StopReason::threshold;
  }
  if (const auto weights = node.optional("weights")) repetition.weights = read_weights(*weights, weight_count);
  return repetition;
}

void read_repetitions(const Node& training, Index weight_count, TrainingRecord& record) {
  const std::optional<Node> list = training.optional("repetitions");
  for (std::size_t i = 0; list && i < list->size(); ++i) {
    record.repetitions.push_back(read_repetition((*list)[i], weight_count));
  }
  const auto count = static_cast<std::int64_t>(record.repetitions.size());
  std::int64_t best_rep = 1;
  MemberReader{training}("best_rep", best_rep, 1, count == 0 ? max_count : count);
  if (count > 0) record.best = static_cast<std::size_t>(best_rep - 1);
  // Another program may tell of the training as a whole only.
  if (count == 0 && (training.optional("converged") || training.optional("stopped"))) {
    record.repetitions.push_back(read_repetition(training, weight_count));
  }
}

// With the prefix "cv_" the counts by cross-validation.
std::optional<Confusion> read_confusion(const Node& measures, const std::string& prefix) {
  const std::optional<Node> node = measures.optional("confusion");
  const std::optional<Node> counts = node ? node->optional(prefix + "counts") : std::nullopt;
  if (!counts) return std::nullopt;
  Confusion confusion{node->required("classes").texts(), {}};
  const std::size_t classes = confusion.classes.size();
  const auto wanted = static_cast<Index>(classes);
  confusion.counts.resize(wanted, wanted);
  if (counts->size() != classes) counts->refuse("must have a row for each of the " + count_of(classes, "class"));
  for (Index k = 0; k < wanted; ++k) {
    const Node row = (*counts)[static_cast<std::size_t>(k)];
    const std::vector<double> numbers = row.numbers();
    if (numbers.size() != classes) row.refuse("must have a number for each of the " + count_of(classes, "class"));
    for (Index j = 0; j < wanted; ++j) confusion.counts(k, j) = numbers[j];
  }
  return confusion;
}

// With the prefix "cv_" those by cross-validation.
// Of each target, or of what stands within it as `part`.
QualityByTarget read_quality(const Node& training, const char* key, const std::string& prefix = "",
                             const char* part = nullptr) {
  QualityByTarget quality;
  const std::optional<Node> node = training.optional(key);
  if (!node) return quality;
  for (const std::string& target : node->keys()) {
    std::optional<Node> measures = node->optional(target);
    if (measures && part != nullptr) measures = measures->optional(part);
    if (!measures) continue;
    Quality of_target;
    bool known = false;
    for (const auto& [name, value, of_classes] : named_measures) {
      of_target.*value = number_of(*measures, prefix + name);
      known = known || of_target.*value;
    }
    of_target.confusion = read_confusion(*measures, prefix);
    if (known || of_target.confusion) quality[target] = of_target;
  }
  return quality;
}

Baselines read_baselines(const Node& training, const std::string& prefix = "") {
  return {read_quality(training, "linear_baseline", prefix),
          read_quality(training, "linear_baseline", prefix, "penalised"),
          read_quality(training, "null_baseline", prefix)};
}

std::optional<Verdict> read_verdict(const Node& training) {
  const std::optional<Node> node = training.optional("verdict");
  if (!node) return std::nullopt;
  Verdict verdict{};
  verdict.rounds = 1;
  visit_verdict(verdict, MemberReader{*node});
  return verdict;
}

std::vector<Index> whole_numbers(const Node& node, std::int64_t low, std::int64_t high) {
  std::vector<Index> numbers;
  for (std::size_t i = 0; i < node.size(); ++i) numbers.push_back(node[i].whole(low, high));
  return numbers;
}

std::optional<CrossValidation> read_cross_validation(const Node& training) {
  const std::optional<Node> node = training.optional("cross_validation");
  if (!node) return std::nullopt;
  CrossValidation record;
  record.rounds = record.starts = 1;
  visit_folds(record, MemberReader{*node});
  const Node path = node->required("path");
  for (std::size_t i = 0; i < path.size(); ++i) {
    Candidate candidate;
    candidate.hidden = whole_numbers(path[i].required("hidden"), 1, max_count);
    candidate.rounds = record.rounds;
    visit_candidate(candidate, MemberReader{path[i]});
    record.path.push_back(std::move(candidate));
  }
  if (record.path.empty()) path.refuse("must not be empty");
  const auto last = static_cast<std::int64_t>(record.path.size());
  record.chosen = static_cast<std::size_t>(node->required("chosen").whole(1, last) - 1);
  visit_gain(record, MemberReader{*node});
  return record;
}

std::optional<Validation> read_validation(const Node& training) {
  const std::optional<Node> node = training.optional("validation");
  if (!node) return std::nullopt;
  Validation validation;
  visit_validation(validation, MemberReader{*node});
  validation.quality = read_quality(*node, "quality");
  validation.baselines = read_baselines(*node);
  return validation;
}

std::vector<Index> read_excluded(const Node& training, Index weight_count) {
  std::vector<Index> excluded;
  const std::optional<Node> node = training.optional("excluded");
  if (!node) return excluded;
  std::set<Index> seen;
  for (std::size_t i = 0; i < node->size(); ++i) {
    const Index position = (*node)[i].whole(1, weight_count) - 1;
    if (!seen.insert(position).second) (*node)[i].refuse("stands there twice");
    excluded.push_back(position);
  }
  return excluded;
}

Vector read_start_weights(const Node& training, Index weight_count) {
  const std::optional<Node> node = training.optional("start_weights");
  if (!node) return {};
  return node->size() == 0 ? Vector() : read_weights(*node, weight_count);
}

std::optional<Refits> read_refits(const Node& training, Index weight_count) {
  const std::optional<Node> node = training.optional("refits");
  if (!node) return std::nullopt;
  Refits refits;
  visit_refits(refits, MemberReader{*node});
  refits.fresh = word(node->required("start"), {"warm", "fresh"},
                      [](const std::string& text) { return std::optional(text == "fresh"); });
  const Node weights = node->required("weights");
  for (std::size_t i = 0; i < weights.size(); ++i) refits.weights.push_back(read_weights(weights[i], weight_count));
  return refits;
}

// One number a row in each round, and a network a fold.
std::optional<CrossFit> read_cross_fit(const Node& training, Index weight_count) {
  const std::optional<Node> node = training.optional("crossfit");
  if (!node) return std::nullopt;
  CrossFit cross_fit{};
  visit_cross_fit(cross_fit, MemberReader{*node});
  const Node rounds = node->required("folds_of_rows"), weights = node->required("weights");
  for (std::size_t i = 0; i < rounds.size(); ++i) {
    if (rounds[i].size() != rounds[0].size()) {
      rounds[i].refuse("must have a number for each row, as the first round has");
    }
    cross_fit.folds_of_rows.push_back(whole_numbers(rounds[i], 0, cross_fit.folds - 1));
  }
  if (rounds.size() == 0 || weights.size() != rounds.size() * static_cast<std::size_t>(cross_fit.folds)) {
    weights.refuse("must be the weights of " + std::to_string(cross_fit.folds) + " networks a round");
  }
  for (std::size_t i = 0; i < weights.size(); ++i) cross_fit.weights.push_back(read_weights(weights[i], weight_count));
  return cross_fit;
}

std::optional<Support> read_support(const Node& training, Index inputs) {
  const std::optional<Node> node = training.optional("support");
  if (!node) return std::nullopt;
  Support support{read_vector(node->required("center"), inputs, "inputs"), Matrix(inputs, inputs),
                  node->required("limit").number()};
  const Node rows = node->required("covariance");
  if (static_cast<Index>(rows.size()) != inputs) rows.refuse("must have a row for each input");
  for (Index i = 0; i < inputs; ++i) {
    support.covariance.row(i) = read_vector(rows[i], inputs, "inputs").transpose();
  }
  const Eigen::LLT<Matrix> cholesky(support.covariance);
  if (cholesky.info() != Eigen::Success) rows.refuse("must be symmetric and positive definite");
  return support;
}

std::optional<Network> read_linear_model(const Node& training, const Architecture& architecture) {
  const std::optional<Node> node = training.optional("linear_model");
  if (!node) return std::nullopt;
  Network linear{{{architecture.inputs(), architecture.outputs()}, Activation::linear, Activation::linear}, {}};
  linear.architecture.output = word(
      node->required("output"), std::vector<Activation>{Activation::linear, Activation::logistic, Activation::softmax});
  const Node weights = node->required("weights");
  const Index count = linear.architecture.weight_count();
  if (static_cast<Index>(weights.size()) != count) {
    weights.refuse("must be " + std::to_string(count) + " numbers, a bias and the inputs' for each output");
  }
  linear.weights = read_weights(weights, count);
  return linear;
}

std::vector<Warning> read_warnings(const Node& training) {
  std::vector<Warning> warnings;
  const std::optional<Node> node = training.optional("warnings");
  for (std::size_t i = 0; node && i < node->size(); ++i) {
    warnings.push_back({(*node)[i].required("code").text(), (*node)[i].required("message").text()});
  }
  return warnings;
}

// One number a row, so none is beyond their number.
std::vector<Index> read_clusters(const Node& training, const std::optional<Refits>& refits) {
  const std::optional<Node> node = training.optional("clusters");
  if (!node || node->size() == 0) return {};
  if (refits && refits->rows != static_cast<Index>(node->size())) {
    node->refuse("has " + count_of(node->size(), "number") + ", and the refits were drawn from " +
                 count_of(static_cast<std::size_t>(refits->rows), "row"));
  }
  return whole_numbers(*node, 0, static_cast<std::int64_t>(node->size()) - 1);
}

TableFormat read_format(const Node& data) {
  TableFormat format;
  format.delimiter = read_character(data, "delimiter", ",;\t| ", "a comma, a semicolon, a tab, a bar or a blank");
  format.decimal = read_character(data, "decimal", ".,", "a point or a comma");
  format.thousands = read_character(data, "thousands", "", "a single character");
  format.comment = read_character(data, "comment", "", "a single character");
  MemberReader{data}("header", format.header);
  if (const auto node = data.optional("keep_na")) format.keep_na = node->texts();
  if (const auto node = data.optional("na_strings")) format.na_strings = node->texts();
  return format;
}

}  // namespace

bool holds_any(const Node& object, const Names& except) {
  for (const std::string& key : object.keys()) {
    if (std::find(except.begin(), except.end(), key) == except.end() && object.optional(key)) return true;
  }
  return false;
}

std::optional<DataSource> read_data(const Node& data) {
  if (!holds_any(data, {})) return std::nullopt;
  DataSource source;
  visit_source(source, MemberReader{data});
  MemberReader{data}("cluster", source.cluster);
  MemberReader{data}("weights", source.weights);
  MemberReader{data}("na", source.missing);
  source.format = read_format(data);
  if (const auto node = data.optional("held_out")) {
    for (std::size_t i = 0; i < node->size(); ++i) source.held_out.push_back((*node)[i].whole(1, max_count) - 1);
  }
  return source;
}

TrainingRecord read_training(const Node& training, const Architecture& architecture) {
  const Index weight_count = architecture.weight_count();
  TrainingRecord record;
  record.algorithm.reset();  // a file tells, or nobody does
  visit_choices(record, MemberReader{training});
  read_repetitions(training, weight_count, record);
  visit_criteria(record, MemberReader{training});
  record.quality = read_quality(training, "quality");
  record.baselines = read_baselines(training);
  record.cv_quality = read_quality(training, "quality", "cv_");
  record.cv_baselines = read_baselines(training, "cv_");
  visit_regression(record, MemberReader{training});
  record.verdict = read_verdict(training);
  record.cross_validation = read_cross_validation(training);
  record.validation = read_validation(training);
  record.cross_fit = read_cross_fit(training, weight_count);
  record.refits = read_refits(training, weight_count);
  record.support = read_support(training, architecture.inputs());
  record.linear_model = read_linear_model(training, architecture);
  record.excluded = read_excluded(training, weight_count);
  record.start_weights = read_start_weights(training, weight_count);
  record.clusters = read_clusters(training, record.refits);
  record.warnings = read_warnings(training);
  return record;
}

}  // namespace nninterp

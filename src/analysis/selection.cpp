#include "selection.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "nninterp/core/error.hpp"
#include "nninterp/core/statistics.hpp"
#include "nninterp/core/text.hpp"

namespace nninterp {

namespace {

template <typename Value>
void add_once(std::vector<Value>& values, Value value) {
  if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
}

}  // namespace

std::vector<std::size_t> chosen_variables(const Design& design, const std::vector<std::string>& names) {
  std::vector<std::size_t> chosen;
  for (const std::string& name : names) add_once(chosen, design.variable_index(name));
  for (std::size_t v = 0; names.empty() && v < design.variables.size(); ++v) chosen.push_back(v);
  return chosen;
}

std::vector<Index> inputs_of(const Design& design, std::size_t variable) {
  std::vector<Index> inputs(static_cast<std::size_t>(design.variables[variable].inputs()));
  std::iota(inputs.begin(), inputs.end(), design.first_inputs()[variable]);
  return inputs;
}

std::vector<Index> chosen_outputs(const Design& design, const std::vector<std::string>& names) {
  const std::vector<std::string> outputs = design.output_names();
  std::vector<Index> chosen;
  for (const std::string& name : names) {
    bool found = false;
    Index output = 0;
    for (const Target& target : design.targets) {
      for (Index k = 0; k < target.outputs(); ++k, ++output) {
        if (target.name != name && outputs[output] != name) continue;
        add_once(chosen, output);
        found = true;
      }
    }
    if (found) continue;
    const std::string suggestion = did_you_mean(name, outputs);
    throw InputError("target '" + name + "': is none of the model's",
                     suggestion.empty() ? "its targets are " + list_some(outputs, 20) : suggestion);
  }
  for (Index k = 0; names.empty() && k < design.outputs(); ++k) chosen.push_back(k);
  return chosen;
}

Grouping grouping_of(const Table& table, const std::string& name, const std::vector<Index>& rows, std::size_t limit) {
  Levels levels = levels_of(table, name, limit);
  Grouping grouping{name, std::move(levels.levels), {}};
  for (const Index row : rows) grouping.codes.push_back(levels.codes[row]);
  return grouping;
}

double size_of(const Delta& delta, const std::string& variable, const Vector& values, const Vector& weights) {
  if (delta.kind == Delta::Kind::usual || delta.kind == Delta::Kind::number) return delta.number;
  if (delta.kind == Delta::Kind::minmax) return values.maxCoeff() - values.minCoeff();
  const Summary summary = summarize(values, weights);
  const double size = delta.kind == Delta::Kind::sd ? summary.sd : summary.q75 - summary.q25;
  if (std::isfinite(size)) return size;
  throw InputError("variable '" + variable + "': a single row has no standard deviation", "give ⟨delta⟩ a number");
}

Range known_range(const Variable& variable, const Eigen::Ref<const Vector>& values) {
  return variable.range.value_or(Range{values.minCoeff(), values.maxCoeff()});
}

std::vector<Warning> warn_of_moves(const Design& design, const std::vector<Index>& outside, Index rows) {
  std::vector<std::pair<Index, std::string>> counts;
  for (std::size_t v = 0; v < outside.size(); ++v) {
    if (outside[v] > 0) counts.emplace_back(outside[v], design.variables[v].name);
  }
  if (counts.empty()) return {};
  std::stable_sort(counts.begin(), counts.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<std::string> parts;
  for (const auto& [out, name] : counts) parts.push_back(name + " in " + std::to_string(out));
  parts.front() += " of " + count_of(static_cast<std::size_t>(rows), "row");
  return {{"extrapolation",
           "the moved value leaves the range of the data: " + list_some(parts) + "; a smaller ⟨delta⟩ stays inside"}};
}

}  // namespace nninterp

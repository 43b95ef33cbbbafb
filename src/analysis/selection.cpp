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

namespace {

// With as many digits as tell them from each other.
std::vector<std::string> bounds_text(const std::vector<double>& bounds) {
  std::vector<std::string> texts;
  for (int digits = 4; digits <= 17; ++digits) {
    texts.clear();
    for (const double bound : bounds) texts.push_back(format_number(bound, digits));
    if (std::adjacent_find(texts.begin(), texts.end()) == texts.end()) break;
  }
  return texts;
}

Grouping cut(const std::string& name, const Vector& values, std::size_t cuts) {
  const Ranked ranked(values);
  std::vector<double> bounds;
  for (std::size_t k = 0; k <= cuts; ++k) {
    const double bound = ranked.quantile(static_cast<double>(k) / static_cast<double>(cuts));
    if (bounds.empty() || bound > bounds.back()) bounds.push_back(bound);
  }
  const std::vector<std::string> texts = bounds_text(bounds);
  Grouping grouping{name, {}, {}};
  for (std::size_t k = 1; k < bounds.size(); ++k) {
    grouping.levels.push_back((k == 1 ? "[" : "(") + texts[k - 1] + ", " + texts[k] + "]");
  }
  for (const double value : values) {
    const auto first = std::lower_bound(bounds.begin() + 1, bounds.end(), value);
    grouping.codes.push_back(static_cast<std::int32_t>(first - bounds.begin() - 1));
  }
  return grouping;
}

Grouping by_column(const Table& table, const std::string& name, const std::vector<Index>& rows, std::size_t cuts,
                   std::size_t limit) {
  const Column& column = table.at(name);
  if (column.kind == ColumnKind::numeric) {
    const Vector values = column.numbers_at(rows);
    if (values_if_few(values).empty() && values.size() > 0) return cut(name, values, cuts);
  }
  Levels levels = levels_of(table, name, limit);
  Grouping grouping{name, std::move(levels.levels), {}};
  for (const Index row : rows) grouping.codes.push_back(levels.codes[row]);
  return grouping;
}

// The pairs of groups that rows have.
Grouping crossed(const Grouping& one, const Grouping& other) {
  const auto width = static_cast<std::int32_t>(other.levels.size());
  std::vector<std::int32_t> pairs(one.codes.size());
  for (std::size_t row = 0; row < pairs.size(); ++row) pairs[row] = one.codes[row] * width + other.codes[row];
  std::vector<std::int32_t> there = pairs;
  std::sort(there.begin(), there.end());
  there.erase(std::unique(there.begin(), there.end()), there.end());
  Grouping both{one.name + ", " + other.name, {}, {}};
  for (const std::int32_t pair : there) {
    both.levels.push_back(one.levels[static_cast<std::size_t>(pair / width)] + ", " +
                          other.levels[static_cast<std::size_t>(pair % width)]);
  }
  for (const std::int32_t pair : pairs) {
    both.codes.push_back(static_cast<std::int32_t>(std::lower_bound(there.begin(), there.end(), pair) - there.begin()));
  }
  return both;
}

}  // namespace

Grouping grouping_of(const Table& table, const std::vector<std::string>& names, const std::vector<Index>& rows,
                     std::size_t cuts, std::size_t limit) {
  Grouping grouping = by_column(table, names.front(), rows, cuts, limit);
  for (std::size_t k = 1; k < names.size(); ++k) {
    grouping = crossed(grouping, by_column(table, names[k], rows, cuts, limit));
  }
  if (grouping.levels.size() <= limit) return grouping;
  throw InputError(table.name + ": " + std::to_string(grouping.levels.size()) + " groups by " + list_some(names) +
                       ", more than " + std::to_string(limit),
                   "fewer columns, or columns of fewer values, make fewer");
}

double size_of(const Delta& delta, const std::string& variable, const Vector& values, const Vector& weights) {
  if (delta.kind == Delta::Kind::usual || delta.kind == Delta::Kind::number) return delta.number;
  if (delta.kind == Delta::Kind::minmax && values.size() > 1) return values.maxCoeff() - values.minCoeff();
  if (delta.kind == Delta::Kind::minmax) {
    throw InputError("variable '" + variable + "': a single row has no range", "give ⟨delta⟩ a number");
  }
  const Summary summary = summarize(values, weights);
  const double size = delta.kind == Delta::Kind::sd ? summary.sd : summary.q75 - summary.q25;
  if (std::isfinite(size)) return size;
  throw InputError("variable '" + variable + "': a single row has no standard deviation", "give ⟨delta⟩ a number");
}

std::size_t commonest_level(const Variable& variable, const Vector& values, const Vector& weights) {
  Vector counts = Vector::Zero(static_cast<Index>(variable.levels.size()));
  for (Index i = 0; i < values.size(); ++i) counts[static_cast<Index>(values[i])] += weight_of(weights, i);
  Index commonest = 0;
  counts.maxCoeff(&commonest);
  return static_cast<std::size_t>(commonest);
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

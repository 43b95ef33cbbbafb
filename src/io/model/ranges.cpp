#include "ranges.hpp"

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace nninterp {

using nlohmann::ordered_json;

namespace {

Range read_range(const Node& node) {
  const std::vector<double> ends = node.numbers();
  if (ends.size() != 2 || ends[0] > ends[1]) node.refuse("must be two numbers, the minimum and the maximum");
  return {ends[0], ends[1]};
}

std::vector<double> read_values(const Node& node) {
  std::vector<double> values = node.numbers();
  const auto rises = [](double a, double b) { return a < b; };
  if (std::adjacent_find(values.begin(), values.end(), std::not_fn(rises)) != values.end()) {
    node.refuse("must be ascending numbers");
  }
  return values;
}

// Something of some variables, or of some targets, by their names.
template <typename Named, typename Read>
void read_by_name(const Node& training, const char* key, const std::string& kind, std::vector<Named>& columns,
                  const Read& read) {
  const std::optional<Node> given = training.optional(key);
  if (!given) return;
  std::set<std::string> known;
  for (Named& column : columns) {
    known.insert(column.name);
    const std::optional<Node> node = given->optional(column.name);
    if (node && !column.categorical) read(*node, column);
  }
  for (const std::string& name : given->keys()) {
    if (known.count(name) > 0) continue;
    given->refuse("there is no " + kind + " " + in_quotes(name),
                  suggest(name, {known.begin(), known.end()}, "they are"));
  }
}

// Of variables or of targets.
template <typename Named>
void add_ranges(const std::vector<Named>& columns, const char* key, ordered_json& training) {
  ordered_json ranges = ordered_json::object();
  for (const Named& column : columns) {
    if (column.range) append_member(ranges, column.name, {column.range->min, column.range->max});
  }
  if (!ranges.empty()) training[key] = std::move(ranges);
}

}  // namespace

void read_ranges(const Node& training, Design& design) {
  const auto range = [](const Node& node, auto& column) { column.range = read_range(node); };
  read_by_name(training, "ranges", "input", design.variables, range);
  read_by_name(training, "values", "input", design.variables,
               [](const Node& node, Variable& variable) { variable.values = read_values(node); });
  read_by_name(training, "target_ranges", "target", design.targets, range);
}

void add_ranges(const Design& design, ordered_json& training) {
  add_ranges(design.variables, "ranges", training);
  ordered_json values = ordered_json::object();
  for (const Variable& variable : design.variables) {
    if (!variable.values.empty()) append_member(values, variable.name, variable.values);
  }
  if (!values.empty()) training["values"] = std::move(values);
  add_ranges(design.targets, "target_ranges", training);
}

}  // namespace nninterp

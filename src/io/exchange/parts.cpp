#include "parts.hpp"

#include <algorithm>
#include <set>

#include "nninterp/core/text.hpp"

namespace nninterp {

namespace {

std::vector<std::string> chosen_names(const std::vector<std::string>& in_file, const std::vector<std::string>& given,
                                      const std::string& option, const std::string& file) {
  if (!given.empty() && given.size() != in_file.size()) {
    throw UsageError(option + ": " + count_of(given.size(), "name") + ", and the network in " + file + " has " +
                     std::to_string(in_file.size()));
  }
  const std::vector<std::string>& names = given.empty() ? in_file : given;
  std::set<std::string> seen;
  for (const std::string& name : names) {
    if (name.empty()) throw InputError(file + ": a name is empty", option + " gives names");
    if (seen.insert(name).second) continue;
    throw InputError(file + ": the name " + in_quotes(name) + " stands there twice", option + " gives other names");
  }
  return names;
}

}  // namespace

std::vector<Variable> imported_variables(const std::vector<std::string>& names, const ImportOptions& options,
                                         const std::string& file) {
  std::vector<Variable> variables;
  for (const std::string& name : chosen_names(names, options.inputs, "⟨inputs⟩", file)) {
    variables.emplace_back();
    variables.back().name = name;
  }
  return variables;
}

std::vector<Target> imported_targets(const std::vector<std::string>& names, const ImportOptions& options,
                                     const std::string& file) {
  std::vector<Target> targets;
  for (const std::string& name : chosen_names(names, options.targets, "⟨target⟩", file)) {
    targets.emplace_back();
    targets.back().name = name;
  }
  return targets;
}

Target imported_classes(const std::vector<std::string>& levels, Index outputs, const ImportOptions& options,
                        const std::string& file) {
  Target target;
  target.name = chosen_names({"Y"}, options.targets, "⟨target⟩", file).front();
  target.categorical = true;
  target.levels = chosen_names(levels, {}, "another file", file);
  target.indicators = levels.size() == 2 && outputs == 2;
  if (target.outputs() != outputs) {
    throw InputError(file + ": " + count_of(levels.size(), "class") + " do not go with " +
                     count_of(static_cast<std::size_t>(outputs), "output"));
  }
  return target;
}

void check_one_side(const Design& design, const std::string& file) {
  const std::vector<std::string> variables = design.variable_names();
  for (const Target& target : design.targets) {
    if (std::find(variables.begin(), variables.end(), target.name) == variables.end()) continue;
    throw InputError(file + ": column \"" + one_line(target.name) + "\" is both a target and a predictor",
                     "⟨inputs⟩ and ⟨target⟩ give other names");
  }
}

std::vector<std::string> texts_of(const Node& fit, const char* key) {
  const std::optional<Node> node = fit.optional(key);
  return node ? node->texts() : std::vector<std::string>{};
}

std::vector<std::string> classes_of(const Node& fit, const char* key, Activation output) {
  std::vector<std::string> classes = texts_of(fit, key);
  if (classes.empty()) return classes;
  if (classes.size() == 1) fit.required(key).refuse("a single class, and at least 2 make a choice");
  if (output == Activation::linear) fit.required(key).refuse("do not go with outputs that are no probabilities");
  return classes;
}

std::vector<std::string> without_backticks(std::vector<std::string> names) {
  for (std::string& name : names) {
    const bool quoted = name.size() > 2 && name.front() == '`' && name.find('`', 1) == name.size() - 1;
    if (quoted) name = name.substr(1, name.size() - 2);
  }
  return names;
}

std::vector<std::string> numbered_names(const std::string& prefix, Index count) {
  if (count == 1) return {prefix};
  std::vector<std::string> names;
  for (Index i = 1; i <= count; ++i) names.push_back(prefix + std::to_string(i));
  return names;
}

}  // namespace nninterp

#include "nninterp/model/output_names.hpp"

#include <algorithm>
#include <cctype>

#include "nninterp/core/text.hpp"

namespace nninterp {

namespace {

// The class of an output, a level of its target; none of a number.
std::size_t level_of(const Design& design, Index output) {
  for (const Target& target : design.targets) {
    if (output < target.outputs()) return target.one_output_a_class() ? static_cast<std::size_t>(output) : 1;
    output -= target.outputs();
  }
  return 0;
}

// "probability of yes" would be of what?
bool says_nothing(const Target& target, const std::string& level) {
  std::string word = level;
  std::transform(word.begin(), word.end(), word.begin(), [](unsigned char c) { return std::tolower(c); });
  return parse_number(level).has_value() || is_logical(target.levels) || word == "yes" || word == "no" || word.empty();
}

}  // namespace

const Target& target_of(const Design& design, Index output) {
  std::size_t t = 0;
  for (; output >= design.targets[t].outputs(); ++t) output -= design.targets[t].outputs();
  return design.targets[t];
}

std::string output_name(const Design& design, Index output) {
  const Target& target = target_of(design, output);
  if (!target.categorical) return target.name;
  const std::string& level = target.levels[level_of(design, output)];
  return says_nothing(target, level) ? target.name + " = " + level : level;
}

}  // namespace nninterp

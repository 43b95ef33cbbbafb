#include "text_parts.hpp"

#include <algorithm>
#include <cmath>

#include "nninterp/core/text.hpp"
#include "nninterp/model/units.hpp"
#include "text_table.hpp"

namespace nninterp {

std::string joined(const std::vector<std::string>& words, const std::string& glue) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : glue) + word;
  return text;
}

bool any_known(const std::vector<double>& values) {
  return std::any_of(values.begin(), values.end(), [](double value) { return !std::isnan(value); });
}

std::string percent(double share) { return std::to_string(std::lround(share * 100)) + "%"; }

std::string level_text(double level) { return format_number(100 * level, 6) + "%"; }

std::string paragraph(const std::string& label, const std::string& text) {
  constexpr std::size_t indent = 10;
  std::string result, line = label + std::string(indent - std::min(indent, label.size()), ' ');
  std::size_t begin = 0;
  bool first = true;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    const std::string word = text.substr(begin, end - begin);
    if (!first && display_width(line) + 1 + display_width(word) > page_width) {
      result += line + '\n';
      line = std::string(indent, ' ');
      first = true;
    }
    line += (first ? "" : " ") + word;
    first = false;
    begin = end + 1;
  }
  return result + line + '\n';
}

std::string path_name(const Path& path) {
  std::vector<std::string> units;
  for (std::size_t l = 0; l < path.units.size(); ++l) units.push_back(hidden_unit_name(l, path.units[l]));
  return joined(units, " > ");
}

std::string architecture_text(const Architecture& architecture) {
  std::vector<std::string> units;
  for (const Index count : architecture.units) units.push_back(std::to_string(count));
  const bool hidden = architecture.layers() > 1;
  return joined(units, "-") +
         (hidden ? ", " + std::string(name_of(architecture.hidden)) + " units" : ", no hidden layer") + ", " +
         std::string(name_of(architecture.output)) + " output" + (architecture.outputs() > 1 ? "s" : "");
}

std::string on_scale(OutputScale scale, const std::string& target) {
  return scale == OutputScale::logit ? "the log-odds of " + target : target;
}

}  // namespace nninterp

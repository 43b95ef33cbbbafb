#include "nninterp/io/model/weight_files.hpp"

#include <cstdint>
#include <limits>
#include <utility>

#include "io/json/node.hpp"
#include "nninterp/io/bytes/files.hpp"

namespace nninterp {

namespace {

Index whole(const Node& node) {
  return static_cast<Index>(
      node.whole(std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max()));
}

}  // namespace

std::vector<double> read_numbers(std::string_view bytes, const std::string& name) {
  const nlohmann::json json = parse_json(bytes, name);
  const Node array(json, name);
  std::vector<double> numbers;
  for (std::size_t i = 0; i < array.size(); ++i) {
    const Node element = array[i];
    if (element.is_array()) {
      for (const double number : element.numbers()) numbers.push_back(number);
    } else {
      numbers.push_back(element.number());
    }
  }
  if (numbers.empty()) array.refuse("the array is empty");
  return numbers;
}

ExcludedWeights read_excluded(std::string_view bytes, const std::string& name) {
  const nlohmann::json json = parse_json(bytes, name);
  const Node array(json, name);
  ExcludedWeights excluded;
  for (std::size_t i = 0; i < array.size(); ++i) {
    const Node element = array[i];
    if (!element.is_array()) {
      excluded.positions.push_back(whole(element));
      continue;
    }
    if (element.size() != 3) element.refuse("must be [layer, from, to]");
    excluded.triples.push_back({whole(element[0]), whole(element[1]), whole(element[2])});
  }
  return excluded;
}

void read_weight_files(const WeightFiles& files, StartOptions& options) {
  if (!files.start.empty()) options.weights = read_numbers(read_file(files.start), files.start);
  if (!files.exclude.empty()) {
    ExcludedWeights excluded = read_excluded(read_file(files.exclude), files.exclude);
    options.exclude = std::move(excluded.positions);
    options.exclude_triples = std::move(excluded.triples);
  }
  if (!files.constant.empty()) options.constant_weights = read_numbers(read_file(files.constant), files.constant);
}

}  // namespace nninterp

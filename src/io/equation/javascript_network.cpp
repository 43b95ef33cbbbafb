#include "javascript.hpp"
#include "nninterp/core/text.hpp"

namespace nninterp {

namespace {

// Functions of numbers, without names.
class OfInputs : public JavaScript {
 public:
  bool takes_inputs() const override { return true; }
  std::string function(bool slope, const std::vector<std::string>& body, const std::vector<std::string>&,
                       const std::vector<std::string>& results) const override {
    const std::string begin = slope ? "function (x) {" : "predict(x, w) {";
    return begin + "\n    " + joined(body, "\n    ") + "\n    return [" + joined(results, ", ") + "];\n  }";
  }
};

std::string list_of(const std::vector<double>& numbers) {
  std::string text;
  for (const double number : numbers) text += (text.empty() ? "" : ",") + format_number(number);
  return "[" + text + "]";
}

}  // namespace

std::string write_javascript_network(const std::vector<Equation>& of_networks,
                                     const std::vector<std::optional<Equation>>& by_variable) {
  const OfInputs dialect;
  std::vector<std::string> constants;
  std::string predict;
  for (const Equation& equation : of_networks) {
    std::vector<double> numbers;
    predict = write_function(equation, {{}, &numbers}, dialect, false);  // the same text for all
    constants.push_back(list_of(numbers));
  }
  std::vector<std::string> slopes;
  for (const std::optional<Equation>& equation : by_variable) {
    slopes.push_back(equation ? write_function(*equation, {}, dialect, true) : "null");
  }
  const std::vector<std::string> others(constants.begin() + 1, constants.end());
  const std::string code = "const network = {\n  " + predict + ",\n  slopes: [" + joined(slopes, ", ") +
                           "],\n  own: " + constants.front() + ",\n  others: [\n" + joined(others, ",\n") +
                           "\n],\n};\n";
  return "\"use strict\";\n" + used_helpers(dialect, code) + code;
}

}  // namespace nninterp

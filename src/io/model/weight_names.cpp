#include "nninterp/io/model/weight_names.hpp"

#include "nninterp/model/units.hpp"

namespace nninterp {

namespace {

// neuralnet calls the outputs of a class target by the classes alone, and one output by its column. It knows one target
// then; of several, classes may have equal names.
std::vector<std::string> names_of_outputs(const Design& design) {
  std::vector<std::string> names = design.output_names();
  Index output = 0;
  for (const Target& target : design.targets) {
    if (!target.one_output_a_class()) names[output] = target.name;
    output += target.outputs();
  }
  const Target& target = design.targets.front();
  return design.targets.size() == 1 && target.one_output_a_class() ? target.levels : names;
}

// A logical column keeps its name in R.
std::vector<std::string> names_of_inputs(const Design& design) {
  std::vector<std::string> names = design.input_names();
  Index input = 0;
  for (const Variable& variable : design.variables) {
    if (is_logical(variable.levels) && variable.reference == 0) names[input] = variable.name;
    input += variable.inputs();
  }
  return names;
}

}  // namespace

std::vector<std::string> weight_names(const Model& model) {
  const Architecture& architecture = model.network.architecture;
  std::vector<std::string> from = names_of_inputs(model.design), names;
  for (std::size_t l = 0; l < architecture.layers(); ++l) {
    std::vector<std::string> to;
    if (l + 1 == architecture.layers()) {
      to = names_of_outputs(model.design);
    } else {
      for (Index unit = 0; unit < architecture.units[l + 1]; ++unit) to.push_back(hidden_unit_name(l, unit));
    }
    for (const std::string& unit : to) {
      names.push_back("Intercept.to." + unit);
      for (const std::string& input : from) names.push_back(input + ".to." + unit);
    }
    from = std::move(to);
  }
  return names;
}

}  // namespace nninterp

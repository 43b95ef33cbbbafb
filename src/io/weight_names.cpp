#include "nninterp/io/report.hpp"

namespace nninterp {

std::string hidden_unit_name(std::size_t layer, Index unit) {
  return std::to_string(layer + 1) + "layhid" + std::to_string(unit + 1);
}

std::vector<std::string> weight_names(const Model& model) {
  const Architecture& architecture = model.network.architecture;
  std::vector<std::string> from = model.design.input_names(), names;
  for (std::size_t l = 0; l < architecture.layers(); ++l) {
    std::vector<std::string> to;
    if (l + 1 == architecture.layers()) {
      to = model.design.output_names();
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

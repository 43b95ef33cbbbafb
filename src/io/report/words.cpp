#include "words.hpp"

#include "io/text/page.hpp"
#include "io/text/table.hpp"
#include "nninterp/model/units.hpp"

namespace nninterp {

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

std::string rows_text(std::size_t rows, const Architecture& architecture) {
  return with_thousands(static_cast<long>(rows)) + (rows == 1 ? " row (" : " rows (") +
         architecture_text(architecture) + ")";
}

std::string on_scale(OutputScale scale, const std::string& target) {
  return scale == OutputScale::logit ? "the log-odds of " + target : target;
}

}  // namespace nninterp

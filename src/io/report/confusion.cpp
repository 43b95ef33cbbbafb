#include "confusion.hpp"

#include <cmath>
#include <vector>

#include "io/text/page.hpp"
#include "io/text/table.hpp"
#include "nninterp/core/text.hpp"

namespace nninterp {

std::string confusion_table(const std::string& target, const Confusion& confusion, const std::string& rows) {
  constexpr std::size_t most = 12, width = 14;
  if (confusion.classes.size() > most) return {};
  TextTable table;
  std::vector<std::string> labels;
  for (const std::string& name : confusion.classes) labels.push_back(fit_width_inside(name, label_width));
  table.add_column("true class", labels, true);
  for (std::size_t k = 0; k < confusion.classes.size(); ++k) {
    std::vector<std::string> cells;
    for (const double count : confusion.counts.col(k)) {
      const bool whole = count == std::floor(count);
      cells.push_back(whole ? with_thousands(static_cast<long>(count)) : format_number(std::round(10 * count) / 10));
    }
    table.add_column(fit_width_inside(confusion.classes[k], width), cells);
  }
  return fit_width(target, label_width) + ": " + rows + " by the most probable class\n\n" + table.str();
}

}  // namespace nninterp

#include "confusion.hpp"

#include <cmath>
#include <vector>

#include "io/text/labels.hpp"
#include "io/text/page.hpp"
#include "io/text/table.hpp"
#include "nninterp/core/text.hpp"

namespace nninterp {

std::string confusion_table(const std::string& target, const Confusion& confusion, const std::string& rows,
                            std::size_t page) {
  constexpr std::size_t most = 12, width = 14;
  if (confusion.classes.size() > most) return {};
  TextTable table;
  table.add_names("true class", confusion.classes);
  const std::vector<std::string> headers = told_apart(confusion.classes, width);
  for (std::size_t k = 0; k < confusion.classes.size(); ++k) {
    std::vector<std::string> cells;
    for (const double count : confusion.counts.col(k)) {
      const bool whole = count == std::floor(count);
      cells.push_back(whole ? with_thousands(static_cast<long>(count)) : format_number(std::round(10 * count) / 10));
    }
    table.add_column(headers[k], cells);
  }
  return title(fit_width(target, page) + ": " + rows + " by the most probable class", page) + table.str(page);
}

}  // namespace nninterp

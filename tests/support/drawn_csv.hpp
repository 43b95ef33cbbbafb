#pragma once

#include <string>
#include <vector>

#include "nninterp/core/random.hpp"
#include "nninterp/core/text.hpp"
#include "support/fitted.hpp"

// Tables of which it is known what there is to find, as files.
namespace nninterp::test {

/// x and z, and y = f(x, noise).
template <typename Function>
std::string drawn_csv(int rows, const Function& f) {
  Random random(3);
  std::string csv = "x,z,y\n";
  for (int row = 0; row < rows; ++row) {
    const double x = random.normal(), z = random.normal();
    csv += format_number(x) + "," + format_number(z) + "," + f(x, random.normal()) + "\n";
  }
  return csv;
}

template <typename Function>
Outcome fit_drawn(const TemporaryFolder& folder, const Function& f, const std::vector<std::string>& options) {
  folder.write("t.csv", drawn_csv(120, f));
  std::vector<std::string> arguments{"fit", "t.csv", "-t", "y", "--hidden", "2", "--rep", "2"};
  arguments.insert(arguments.end(), options.begin(), options.end());
  return run_program(arguments, folder.path());
}

inline std::string bend(double x, double noise) { return format_number(x * x + 0.2 * noise); }
inline std::string line(double x, double noise) { return format_number(x + 0.2 * noise); }

/// How often the part stands in the text.
inline std::size_t times(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; ++at) ++count;
  return count;
}

}  // namespace nninterp::test

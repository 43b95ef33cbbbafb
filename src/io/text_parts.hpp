#pragma once

#include <string>
#include <vector>

#include "nninterp/analysis/paths.hpp"
#include "nninterp/nn/network.hpp"

namespace nninterp {

// What the texts for people share.
constexpr std::size_t page_width = 100;
constexpr std::size_t label_width = 22;

std::string joined(const std::vector<std::string>& words, const std::string& glue);

/// 0.654 as "65%".
std::string percent(double share);
/// 0.975 as "97.5%".
std::string level_text(double level);

bool any_known(const std::vector<double>& values);

/// The entries of one target, in their order.
template <typename Entry>
std::vector<const Entry*> of_target(const std::vector<Entry>& entries, const std::string& target) {
  std::vector<const Entry*> chosen;
  for (const Entry& entry : entries) {
    if (entry.target == target) chosen.push_back(&entry);
  }
  return chosen;
}

/// "Label     text", the text broken at blanks and kept within the page.
std::string paragraph(const std::string& label, const std::string& text);

/// "1layhid3 > 2layhid1"; empty without a hidden layer.
std::string path_name(const Path& path);

/// "10-4-1, logistic units, linear output".
std::string architecture_text(const Architecture& architecture);

/// The target as a title calls it: "y", "the log-odds of y".
std::string on_scale(OutputScale scale, const std::string& target);

}  // namespace nninterp

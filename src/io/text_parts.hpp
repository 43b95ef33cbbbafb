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

/// "Label     text", the text broken at blanks and kept within the page.
std::string paragraph(const std::string& label, const std::string& text);

/// 0.25 as "25%".
std::string percent(double share);

/// The target, or "the log-odds of" it.
std::string on_scale(OutputScale scale, const std::string& target);

/// "1layhid3 > 2layhid1"; empty without a hidden layer.
std::string path_name(const Path& path);

/// "10-4-1, logistic units, linear output".
std::string architecture_text(const Architecture& architecture);

}  // namespace nninterp

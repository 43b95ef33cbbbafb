#pragma once

#include <string>
#include <vector>

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

/// "Label     text", the text broken at blanks and kept within the page.
std::string paragraph(const std::string& label, const std::string& text);

}  // namespace nninterp

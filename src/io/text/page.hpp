#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace nninterp {

// What the texts for people share.
constexpr std::size_t label_width = 22;

std::string joined(const std::vector<std::string>& words, const std::string& glue);

/// 0.654 as "65%".
std::string percent(double share);
/// 0.975 as "97.5%".
std::string level_text(double level);

bool any_known(const std::vector<double>& values);

/// `begin` and the text, broken at blanks into lines of at most `width` columns, of which those that follow are
/// indented.
std::string wrapped(const std::string& begin, const std::string& text, std::size_t indent, std::size_t width);

/// A title of a page, and an empty line.
std::string title(const std::string& text, std::size_t width);

/// Makes paragraphs "Label     text" for a page of so many columns.
class Paragraphs {
 public:
  explicit Paragraphs(std::size_t width) : width_(width) {}
  std::string operator()(const std::string& label, const std::string& text) const;

 private:
  std::size_t width_;
};

}  // namespace nninterp

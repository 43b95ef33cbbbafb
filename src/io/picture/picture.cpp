#include "nninterp/io/picture/picture.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>

namespace nninterp {

std::optional<PictureFormat> format_of_file(const std::string& file) {
  std::string ending = std::filesystem::path(file).extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(), [](unsigned char c) { return std::tolower(c); });
  if (ending == ".txt") return PictureFormat::text;
  return named<PictureFormat>(ending.empty() ? ending : ending.substr(1));
}

}  // namespace nninterp

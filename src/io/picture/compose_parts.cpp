#include "compose_parts.hpp"

#include <algorithm>

#include "captions.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/model/reading.hpp"

namespace nninterp {

PictureLooks looks_of(const PictureRequest& request) { return {request.format, request.size, request.dpi}; }

// The picture's own, or what is asked for in their place; and the verdict of the fit, which nothing takes away.
PictureTexts asked_texts(const Model& model, const PictureRequest& request, PictureTexts own) {
  if (request.title) own.title = *request.title;
  if (request.title && request.title->empty()) own.caption.clear();
  if (request.x_label) own.x = *request.x_label;
  if (request.y_label) own.y = *request.y_label;
  if (const std::string careful = verdict_caption(model); !careful.empty()) own.caption.push_back(careful);
  return own;
}

// The one asked for; else the first, and a warning if there are more.
Index one_output(const Design& design, const PictureRequest& request, std::vector<Warning>& warnings) {
  const std::vector<std::string> names = design.output_names();
  if (request.targets.empty()) {
    if (names.size() > 1) {
      warnings.push_back({"first_target", "the picture shows " + one_line(names.front()) + "; ⟨target⟩ names another"});
    }
    return 0;
  }
  const auto found = std::find(names.begin(), names.end(), request.targets.front());
  if (request.targets.size() == 1 && found != names.end()) return found - names.begin();
  throw InputError("⟨target⟩: '" + one_line(request.targets.front()) + "' is no target of the model",
                   "it has " + list_some(names, 8));
}

void warn_of_others(std::size_t shown, std::size_t all, std::vector<Warning>& warnings) {
  if (shown == all) return;
  warnings.push_back({"first_targets", "the picture shows " + std::to_string(shown) + " of " + count_of(all, "target") +
                                           "; ⟨target⟩ names others"});
}

std::string one_target(const Design& design, const PictureRequest& request, std::vector<Warning>& warnings) {
  return design.output_names()[one_output(design, request, warnings)];
}

}  // namespace nninterp

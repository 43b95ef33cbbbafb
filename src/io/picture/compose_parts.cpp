#include "compose_parts.hpp"

#include <algorithm>

#include "nninterp/core/text.hpp"
#include "nninterp/model/reading.hpp"

namespace nninterp {

PictureLooks looks_of(const PictureRequest& request) { return {request.format, request.size, request.dpi}; }

PictureTexts asked_texts(const Model& model, const PictureRequest& request, PictureTexts own) {
  if (request.title) own.title = *request.title;
  if (request.title && request.title->empty()) own.caption.clear();
  if (request.x_label) own.x = *request.x_label;
  if (request.y_label) own.y = *request.y_label;
  if (const std::string careful = verdict_caption(model); !careful.empty()) own.caption.push_back(careful);
  return own;
}

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

}  // namespace nninterp

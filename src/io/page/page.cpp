#include "nninterp/io/page/page.hpp"

#include <map>
#include <stdexcept>
#include <string_view>

#include "assets.hpp"
#include "data.hpp"
#include "nninterp/io/bytes/checksum.hpp"
#include "nninterp/io/equation/equation.hpp"

namespace nninterp {

namespace {

using Parts = std::map<std::string, std::string, std::less<>>;

// The template with each {{name}} as the part of this name. What a part has in braces stays as it is.
std::string filled(std::string_view text, const Parts& parts) {
  std::string page;
  for (std::size_t at = 0;;) {
    const std::size_t open = text.find("{{", at), close = text.find("}}", open);
    page += text.substr(at, open - at);
    if (open == std::string_view::npos) return page;
    page += parts.at(std::string(text.substr(open + 2, close - open - 2)));
    at = close + 2;
  }
}

std::string as_markup(const std::string& text) {
  std::string markup;
  for (const char c : text) {
    switch (c) {
      case '&':
        markup += "&amp;";
        break;
      case '<':
        markup += "&lt;";
        break;
      default:
        markup += c;
    }
  }
  return markup;
}

std::string hash(std::string_view text) { return " 'sha256-" + sha256_base64(text) + "'"; }

// Nothing may be asked for; of scripts and styles those that stand in the page.
std::string policy(const std::string& model, std::string_view script, std::string_view style) {
  return "default-src 'none'; script-src" + hash(model) + hash(script) + "; style-src" + hash(style) +
         "; img-src data:; base-uri 'none'; form-action 'none'";
}

// Of the refits or, without any, of the cross-fitting.
std::vector<Vector> other_networks(const Model& model) {
  if (!model.training) return {};
  if (model.training->refits) return model.training->refits->weights;
  return model.training->cross_fit ? model.training->cross_fit->weights : std::vector<Vector>();
}

}  // namespace

std::string write_page(const PageSource& source) {
  const std::string model = write_network_script(source.model, other_networks(source.model));
  return filled(page_template, {{"policy", policy(model, page_script, page_style)},
                                {"title", as_markup(page_title(source.model))},
                                {"style", std::string(page_style)},
                                {"data", page_data(source)},
                                {"model", model},
                                {"script", std::string(page_script)}});
}

std::string write_page_json(const PageSource& source) { return page_data(source) + "\n"; }

}  // namespace nninterp

#include "assets.hpp"

namespace nninterp {

const std::string_view page_template =
#include "page.html.inc"
    ;
const std::string_view page_style =
#include "page.css.inc"
    ;
const std::string_view page_script =
#include "page.js.inc"
    ;

}  // namespace nninterp

#include "nninterp/io/report/text.hpp"

#include "parts.hpp"

namespace nninterp {

void EquationDocument::json(const Sink& sink) const {
  sink(finished({{"schema", "nninterp/equation/1"}, {"language", language}, {"code", code}}, *this));
}

void ExportDocument::json(const Sink& sink) const {
  sink(finished({{"schema", "nninterp/export/1"}, {"to", to}, {"text", text}}, *this));
}

}  // namespace nninterp

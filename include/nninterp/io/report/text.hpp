#pragma once

#include <string>
#include <utility>

#include "nninterp/io/report/document.hpp"

namespace nninterp {

/// What write_equation made: itself in every form but JSON.
class EquationDocument : public Document {
 public:
  EquationDocument(std::string written, std::string in) : code(std::move(written)), language(std::move(in)) {}

  std::string code, language;

  void json(const Sink& sink) const override;
  void csv(const Sink& sink) const override { sink(code); }
  std::string table(const TextStyle&) const override { return code; }
};

/// What was written for another system: itself in every form but JSON.
class ExportDocument : public Document {
 public:
  ExportDocument(std::string written, std::string for_system) : text(std::move(written)), to(std::move(for_system)) {}

  std::string text, to;

  void json(const Sink& sink) const override;
  void csv(const Sink& sink) const override { sink(text); }
  std::string table(const TextStyle&) const override { return text; }
};

}  // namespace nninterp

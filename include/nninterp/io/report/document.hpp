#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "nninterp/core/error.hpp"
#include "nninterp/io/bytes/sink.hpp"
#include "nninterp/io/report/settings.hpp"

namespace nninterp {

/// How tables for people are drawn.
struct TextStyle {
  bool unicode = true;                   ///< blocks and lines beyond ASCII
  std::size_t width = 100;               ///< columns of the page
  std::optional<std::size_t> most_rows;  ///< of tables with a line for each row of the data; none: all
};

/// An answer about one subject in its three forms. It refers to the model that it is about.
class Document {
 public:
  virtual ~Document() = default;

  Settings settings;
  std::vector<Warning> warnings;

  /// One object, its schema "nninterp/NAME/1".
  virtual void json(const Sink& sink) const = 0;
  /// RFC 4180 with a header.
  virtual void csv(const Sink& sink) const = 0;
  /// For people, within the page's width where numbers allow it.
  virtual std::string table(const TextStyle& style) const = 0;
};

}  // namespace nninterp

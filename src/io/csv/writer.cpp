#include "writer.hpp"

#include <cmath>

#include "io/bytes/rows.hpp"
#include "nninterp/core/text.hpp"

namespace nninterp {

std::string cell(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos && text == trim(text)) return text;
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"') result += '"';
    result += c;
  }
  return result + '"';
}

std::string cell(double value) { return std::isfinite(value) ? format_number(value) : ""; }
std::string cell(const std::optional<std::string>& text) { return text ? cell(*text) : ""; }
std::string cell(const std::optional<double>& value) { return value ? cell(*value) : ""; }

void append_cell(std::string& csv, double value) {
  if (std::isfinite(value)) append_number(csv, value);
}

void add_line(std::string& csv, const std::vector<std::string>& cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) csv += ',';
    csv += cells[i];
  }
  csv += '\n';
}

void append(std::vector<std::string>& to, const std::vector<std::string>& more) {
  to.insert(to.end(), more.begin(), more.end());
}

void write_lines(const std::vector<Index>& rows, const std::string& same,
                 const std::function<Matrix(Index first, Index count)>& numbers, int threads, const Sink& sink) {
  const auto text = [&](Index first, Index count) {
    const Matrix values = numbers(first, count);
    std::string csv;
    for (Index i = 0; i < count; ++i) {
      csv += std::to_string(rows[first + i]) + same;
      for (Index k = 0; k < values.cols(); ++k) {
        csv += ',';
        append_cell(csv, values(i, k));
      }
      csv += '\n';
    }
    return csv;
  };
  write_rows(static_cast<Index>(rows.size()), threads, text, sink);
}

}  // namespace nninterp

#pragma once

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numeric>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "nninterp/core/matrix.hpp"
#include "nninterp/io/bytes/files.hpp"
#include "nninterp/io/csv/reader.hpp"
#include "nninterp/model/model.hpp"
#include "support/catch.hpp"

namespace nninterp::test {

using Json = nlohmann::json;

inline std::string test_file(const std::string& name) { return std::string(NNINTERP_TEST_DATA) + "/" + name; }

inline std::string example_file(const std::string& name) { return std::string(NNINTERP_EXAMPLES) + "/" + name; }

inline Json read_json(const std::string& path) { return Json::parse(read_file(path)); }

/// Reads these columns as text.
inline CsvOptions as_categories(std::vector<std::string> columns) {
  CsvOptions options;
  options.categorical = std::move(columns);
  return options;
}

inline Table table_in(const std::string& path, const CsvOptions& options = {}) {
  return read_csv(read_file(path), std::filesystem::path(path).filename().string(), options);
}

/// The files of a folder whose names begin so, in order.
inline std::vector<std::string> files_like(const std::string& folder, const std::string& prefix) {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (entry.is_regular_file() && name.rfind(prefix, 0) == 0) files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

inline bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

inline std::size_t count_lines(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

inline Vector vector_of(const Json& json) {
  Vector values(static_cast<Index>(json.size()));
  for (Index i = 0; i < values.size(); ++i) values[i] = json[static_cast<std::size_t>(i)].get<double>();
  return values;
}

inline std::vector<Index> all_rows(const Table& table) {
  std::vector<Index> rows(static_cast<std::size_t>(table.rows()));
  std::iota(rows.begin(), rows.end(), Index{0});
  return rows;
}

/// Largest |a - b| / max(1, |b|): absolute for small numbers, relative for large ones.
inline double distance(const Vector& a, const Vector& b) {
  if (a.size() != b.size()) return std::numeric_limits<double>::infinity();
  double largest = 0;
  for (Index i = 0; i < a.size(); ++i) {
    const double gap = std::fabs(a[i] - b[i]) / std::max(1.0, std::fabs(b[i]));
    largest = gap <= largest ? largest : gap;  // NaN comes through
    if (std::isnan(gap)) return gap;
  }
  return largest;
}

inline double distance(double a, double b) { return distance(Vector::Constant(1, a), Vector::Constant(1, b)); }

inline bool warned_of(const Model& model, const std::string& code) {
  const auto& warnings = model.training->warnings;
  return std::any_of(warnings.begin(), warnings.end(), [&](const Warning& w) { return w.code == code; });
}

}  // namespace nninterp::test

#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "nninterp/data/table.hpp"

namespace nninterp {

/// The texts that mean "no value": the usual ones and those that the user adds.
class MissingValues {
 public:
  explicit MissingValues(const std::vector<std::string>& more);
  bool contains(std::string_view cell) const;

 private:
  static constexpr std::array<std::string_view, 6> usual_ = {"NA", "NaN", "nan", "null", "NULL", "N/A"};
  std::vector<std::string> more_;
};

/// What a column's cells are, and the first that are not what they should be.
class Tally {
 public:
  /// The cell's number, NaN where it is none.
  double add(std::string_view cell, std::size_t line);
  /// Numeric, text, or unclear with a reason where at least 90 % of the cells are meant as numbers.
  void decide(Column& column, bool kinds_known) const;

 private:
  struct OddCell {
    std::size_t line = 0;  // 0: there is none
    std::string text;
  };

  static void note(OddCell& first, std::size_t line, std::string_view cell);
  ColumnKind kind() const;
  void explain(Column& column, bool kinds_known) const;

  std::size_t finite_ = 0, infinite_ = 0, text_ = 0, decimal_commas_ = 0;  // the latter also count as text
  OddCell first_odd_, first_comma_;
};

/// Numbers the texts of a column as they come, and in the end sorts them.
class LevelsBuilder {
 public:
  explicit LevelsBuilder(Column& column) : column_(&column) {}

  void add(std::string_view cell);
  void add_missing() { column_->codes.push_back(-1); }
  void finish();

 private:
  struct Level {
    double value;  // 0 where not all levels are numbers
    std::string text;
    std::int32_t code;
  };
  std::vector<Level> sorted_levels() const;

  Column* column_;
  std::string key_;
  std::unordered_map<std::string, std::int32_t> codes_;
};

}  // namespace nninterp

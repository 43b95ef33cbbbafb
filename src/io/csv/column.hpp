#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "nninterp/data/table.hpp"

namespace nninterp {

/// The texts that mean "no value": the usual ones and those that the user adds.
class MissingValues {
 public:
  explicit MissingValues(const std::vector<std::string>& more);
  bool contains(std::string_view cell) const;
  /// Whether a number may mean none, as -99 does.
  bool may_be_numbers() const { return may_be_numbers_; }

 private:
  static constexpr std::array<std::string_view, 6> usual_ = {"NA", "NaN", "nan", "null", "NULL", "N/A"};
  std::vector<std::string> more_;
  bool may_be_numbers_ = false;
};

/// What a column's cells are, and the first that are not what they should be.
class Tally {
 public:
  void add_missing() { ++missing_; }
  /// The cell's number, NaN where it is none. A finite number need not be added.
  double add(std::string_view cell, std::size_t line);
  /// What was counted further down.
  void add(const Tally& below);
  /// Numeric, text, or unclear with a reason where at least 90 % of the cells are meant as numbers.
  void decide(Column& column, bool kinds_known) const;

 private:
  struct OddCell {
    std::size_t line = 0;  // 0: there is none
    std::string text;
  };

  static void note(OddCell& first, std::size_t line, std::string_view cell);
  ColumnKind kind(std::size_t rows) const;
  void explain(Column& column, bool kinds_known) const;

  std::size_t missing_ = 0, infinite_ = 0, text_ = 0, decimal_commas_ = 0;  // the latter also count as text
  OddCell first_odd_, first_comma_;
};

/// Numbers the texts of some of a column's rows as they come.
class LevelCodes {
 public:
  std::int32_t of(std::string_view cell);

 private:
  friend class LevelOrder;
  std::string key_;
  std::unordered_map<std::string, std::int32_t> codes_;
};

/// The levels of a whole column in their order: by value if all are numbers, else by bytes.
class LevelOrder {
 public:
  explicit LevelOrder(const std::vector<const LevelCodes*>& parts);
  std::vector<std::string> levels() const;
  /// The positions of a part's codes.
  std::vector<std::int32_t> ranks(const LevelCodes& part) const;

 private:
  struct Level {
    double value;  // 0 where not all levels are numbers
    std::string_view text;
    bool operator<(const Level& other) const { return std::tie(value, text) < std::tie(other.value, other.text); }
  };
  Level level(std::string_view text) const;

  bool numbers_ = true;
  std::vector<Level> sorted_;
};

}  // namespace nninterp

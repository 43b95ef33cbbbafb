#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "nninterp/data/table.hpp"
#include "spelling.hpp"

namespace nninterp {

/// The texts that mean "no value": the usual ones and those that the user adds.
class MissingValues {
 public:
  explicit MissingValues(const std::vector<std::string>& more);
  /// In a column that keeps NA the usual texts are texts. A number is compared as a number too where one is meant.
  bool contains(std::string_view cell, bool keeps_na, bool as_number) const;
  /// Whether a number may mean none, as -99 does.
  bool may_be_numbers() const { return may_be_numbers_; }
  /// Those of the user that no cell has had.
  std::vector<std::string> unused() const;

 private:
  struct Added {
    std::string text;
    std::optional<double> number;
  };
  static constexpr std::array<std::string_view, 6> usual_ = {"NA", "NaN", "nan", "null", "NULL", "N/A"};
  std::vector<Added> more_;
  std::unique_ptr<std::atomic<bool>[]> used_;
  bool may_be_numbers_ = false;
};

/// Few levels that are numbers with a mark: the first of them.
struct LevelsLikeNumbers {
  std::string text, what, way_on;
  std::size_t line;
};

/// What a column's cells are, and the first that are not what they should be.
class Tally {
 public:
  void add_missing() { ++missing_; }
  /// The cell's number, NaN where it is none. A finite number need not be added, but whole ones beyond 2^53
  /// or with zeros before them.
  double add(std::string_view cell, std::size_t line, const NumberSpelling& spelling);
  /// What was counted further down.
  void add(const Tally& below);
  bool has_decimal_commas() const { return decimal_commas_ > 0; }
  bool has_decimal_points() const { return marks_.count(decimal_point) > 0; }
  /// Numeric, text, or unclear with a reason where at least 90 % of the cells are meant as numbers.
  void decide(Column& column, bool kinds_known) const;
  /// Of a column of text whose levels are known: unclear where they are no category's, few and coming again. Told of
  /// where they are, and may be meant as numbers all the same.
  std::optional<LevelsLikeNumbers> reconsider(Column& column) const;
  /// Of a column of numbers, where some begin with zeros.
  std::optional<Warning> warn_of_codes(const Column& column) const;

 private:
  static constexpr const char* decimal_point = "has a decimal point";
  struct OddCell {
    std::size_t line = 0;  // 0: there is none
    std::string text;
  };
  struct Marked {
    std::size_t count = 0;
    OddCell first;
    std::string options;

    std::string way_on() const { return options.empty() ? "take it off" : options + " reads it"; }
  };

  static void note(OddCell& first, std::size_t line, std::string_view cell);
  void add_mark(const NumberMark& mark, std::size_t line, std::string_view cell, std::size_t count);
  ColumnKind kind(std::size_t rows) const;
  void explain(Column& column, bool kinds_known) const;
  void explain_mark(Column& column, const std::string& what, const Marked& marked) const;

  std::size_t missing_ = 0, infinite_ = 0, text_ = 0, dates_ = 0;
  std::size_t decimal_commas_ = 0, grouped_commas_ = 0;  // the latter among the former; all of them among the texts
  OddCell first_odd_, first_comma_, first_date_, first_huge_, first_padded_;
  std::map<std::string, Marked> marks_;  // of texts that are numbers otherwise
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
  bool same(const Level& a, const Level& b) const;

  bool numbers_ = true;
  std::vector<Level> sorted_;
};

}  // namespace nninterp

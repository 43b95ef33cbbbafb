#pragma once

#include <cstdint>
#include <exception>
#include <limits>
#include <memory>
#include <mutex>
#include <vector>

#include "column.hpp"
#include "nninterp/io/csv/options.hpp"
#include "records.hpp"

namespace nninterp {

/// Hands out room for numbers from a few large pieces, each of which goes when nobody has numbers in it any more.
class NumberStore {
 public:
  /// `expected`: no more are needed.
  explicit NumberStore(std::size_t expected) : expected_(expected) {}
  /// Called by several threads.
  std::shared_ptr<double> take(std::size_t count);

 private:
  static constexpr std::size_t most = std::size_t{1} << 22;  // 32 MiB: such pieces go back to the system at once

  std::size_t expected_;
  std::mutex mutex_;
  std::shared_ptr<double> piece_;
  std::size_t used_ = 0, size_ = 0;
};

/// The records that begin in a stretch of a text, and the rows of the table that they become.
struct CsvPart {
  CsvPlace begin;                         ///< of the first of them
  CsvPlace end;                           ///< of the stretch
  CsvPlace stop = {};                     ///< where the last of them ends: behind `end`, if a quoted cell goes on there
  std::size_t rows = 0;                   ///< so many are read
  std::size_t first_row = 0;              ///< of the table
  std::size_t room = 0;                   ///< for so many
  std::shared_ptr<double> numbers = {};   ///< `room` of each column, column after column
  std::vector<std::uint32_t> lines = {};  ///< where the rows begin
  std::vector<Tally> tallies = {};        ///< one a column, if there is anything to tell
  std::vector<LevelCodes> levels = {};    ///< one a column of text
  std::exception_ptr failure = {};        ///< why no more rows are read
};

/// What a table's cells are as numbers.
class NumberReader {
 public:
  /// `columns`: their names; `text_size`: of the whole text, if it is known.
  NumberReader(const std::vector<std::string>& columns, const CsvOptions& options,
               std::size_t text_size = std::numeric_limits<std::size_t>::max());

  NumberSpelling spelling;
  MissingValues missing;
  std::vector<char> keeps_na;  ///< by column
  /// From the part's begin on: all but that and its end is set. Called by several threads.
  void read(const CsvText& text, CsvPart& part);

 private:
  void read_row(CsvRecords& records, const CsvText& text, CsvPart& part) const;
  double other_number(CsvRecords& records, CsvPart& part, std::size_t column) const;

  NumberStore store_;
};

}  // namespace nninterp

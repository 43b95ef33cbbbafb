#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "io/csv/reader.hpp"
#include "nninterp/core/error.hpp"
#include "nninterp/core/random.hpp"
#include "support/catch.hpp"

using namespace nninterp;

namespace {

// All that a table is, or the message and hint of its error; NaN is one text whatever its bits.
std::string outcome_of(const std::function<Table()>& read) {
  std::ostringstream out;
  out.precision(17);
  try {
    const Table table = read();
    for (const Warning& warning : table.warnings) out << warning.code << ' ' << warning.message << '\n';
    for (const std::uint32_t line : table.lines) out << line << ' ';
    for (const Column& column : table.columns) {
      out << "\n[" << column.name << "] " << static_cast<int>(column.kind) << ' ' << column.bad_line << ' '
          << column.bad_reason << ' ' << column.bad_hint;
      for (const double number : column.numbers) out << ' ' << number;
      for (const std::string& level : column.levels) out << " <" << level << '>';
      for (const std::int32_t code : column.codes) out << ' ' << code;
    }
  } catch (const InputError& error) {
    out << error.what() << " | " << error.hint();
  }
  return out.str();
}

std::string outcome(const std::string& bytes, const CsvOptions& options, std::size_t part_size, int threads) {
  return outcome_of([&] { return read_csv(bytes, "t.csv", options, CsvWork{threads, part_size}); });
}

// The same where the text comes in blocks of whole lines and is read meanwhile.
std::string outcome_of_blocks(const std::string& bytes, const CsvOptions& options, std::size_t size, int threads) {
  return outcome_of([&] {
    EarlyReader early("t.csv", options, threads);
    for (std::size_t at = 0; at < bytes.size();) {
      const std::size_t feed = bytes.find('\n', at + std::max<std::size_t>(size, 1) - 1);
      const std::size_t end = feed == std::string::npos ? bytes.size() : feed + 1;
      early.add(std::make_shared<const std::string>(bytes, at, end - at));
      at = end;
    }
    return read_csv(bytes, "t.csv", options, CsvWork{threads}, early.finish());
  });
}

// With a cut at every line end, and at fewer, in the hands of several threads.
void check_all_cuts(const std::string& bytes, const CsvOptions& options = {}) {
  const std::string whole = outcome(bytes, options, bytes.size() + 1, 1);
  for (const std::size_t part_size : {std::size_t{1}, std::size_t{7}, bytes.size() / 3, bytes.size() / 2}) {
    for (const int threads : {1, 2, 3, 7}) {
      const std::string in_parts = outcome(bytes, options, part_size, threads);
      const std::string in_blocks = threads == 2 ? outcome_of_blocks(bytes, options, part_size, threads) : whole;
      if (in_parts == whole && in_blocks == whole) continue;
      CAPTURE(bytes, part_size, threads);
      CHECK(in_parts == whole);
      CHECK(in_blocks == whole);
      return;
    }
  }
  SUCCEED();
}

std::string repeated(const std::string& text, int times) {
  std::string result;
  for (int i = 0; i < times; ++i) result += text;
  return result;
}

// Pieces that make cells, rows, quotes over several lines and whatever else may come of them.
std::string random_text(Random& random) {
  const std::vector<std::string> pieces{",",     ",",        "\n", "\n", "\r\n", "\"", "\"",    "\"\"",
                                        "1",     "-2.5",     "x",  " ",  "NA",   "y,", "3,4\n", "\"a\nb\",5\n",
                                        "6,c\n", "\xC3\xA4", "1,5"};
  std::string text = "a,b\n";
  const auto count = static_cast<int>(random.uniform() * 40);
  for (int i = 0; i < count; ++i) {
    text += pieces[static_cast<std::size_t>(random.uniform() * static_cast<double>(pieces.size()))];
  }
  return text;
}

}  // namespace

TEST_CASE("a table is the same in any number of parts", "[csv]") {
  check_all_cuts("a,b,c\n" + repeated("1,2.5,x\n-3,NA,y\n\n,4,z z\n", 20));
  check_all_cuts("\xEF\xBB\xBF\n\na;b\r\n" + repeated("1;2\r\n\r\n \r\n3;4\r\n", 20) + "5;6");
  check_all_cuts("a,b\n" + repeated("z,1\ny,2\nx,1\n", 9) + "w,3\n");
  check_all_cuts("a\n1\n");
  check_all_cuts("a\n");
  check_all_cuts("");
}

TEST_CASE("cuts inside quoted cells are mended", "[csv]") {
  check_all_cuts("a,b\n" + repeated("\"two\nlines, \"\"quoted\"\"\r\n\n1,2\n\",7\n3,8\n", 8));
  check_all_cuts("a,b\n\"" + repeated("1,2\n", 30) + "\",1\nx,2\n");
  check_all_cuts("a,b\n" + repeated("5\" pipe,\"6\n\"\n", 10) + "\"\n\",1\n");
  check_all_cuts("\"a\nb\",\"c\n\n\"\n1,2\n3,4\n");
}

TEST_CASE("errors are the same in any number of parts", "[csv]") {
  const std::string rows = repeated("1,\"2\n2\"\n\n3,4\n", 10);
  check_all_cuts("a,b\n" + rows + "5\n" + rows + "6,7,8\n");
  check_all_cuts("a,b\n" + rows + "1,\"never closed\n" + rows);
  check_all_cuts("a,b\n" + rows + "1,\"x\" y\n" + rows);
  check_all_cuts("a,b\n" + rows + "1,\"x\n" + rows);
  check_all_cuts("a,b\n" + rows + "\xFF,1\n" + rows + std::string("1,\0\n", 4));
  check_all_cuts("a,b\n" + repeated("1,2\n", 30) + "1l,2,5\n");
  check_all_cuts("a;b\n" + repeated("1;2\n", 30) + "x;1,5\nInf;2,5\n");
}

TEST_CASE("a beginning that misleads is read again", "[csv]") {
  check_all_cuts("a\nb;c\n" + repeated("1;2\n", 30));               // its delimiter
  check_all_cuts("\"a\n1,2\nb\",c\n" + repeated("1,2\n", 30));      // its header
  check_all_cuts("\n\n\na;b\n" + repeated("1,5;2\n3,25;x\n", 30));  // its decimal mark
  check_all_cuts("sep=;\na,b;c\n" + repeated("1;2\n", 30));
}

TEST_CASE("options are the same in any number of parts", "[csv]") {
  CsvOptions options;
  options.na_strings = {"-99", "?"};
  options.categorical = {"a"};
  check_all_cuts("a,b\n" + repeated("10,1\n9,-99\n?,3\n", 20), options);
}

TEST_CASE("random texts are the same in any number of parts", "[csv]") {
  Random random(1);
  for (int i = 0; i < 500; ++i) check_all_cuts(random_text(random));
}

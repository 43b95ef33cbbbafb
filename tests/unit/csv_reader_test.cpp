#include <algorithm>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "nninterp/core/error.hpp"
#include "nninterp/io/csv/reader.hpp"
#include "support/catch.hpp"

using namespace nninterp;

namespace {

using Lines = std::vector<std::uint32_t>;
using Names = std::vector<std::string>;
using Numbers = std::vector<double>;

constexpr std::size_t mebibyte = std::size_t{1} << 20;

CsvOptions separated_by(char delimiter) {
  CsvOptions options;
  options.delimiter = delimiter;
  return options;
}

Table read(const std::string& bytes, const CsvOptions& options = {}) { return read_csv(bytes, "t.csv", options); }

// Like CHECK on vectors, but NaN equals NaN.
bool same(const Numbers& a, const Numbers& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!(a[i] == b[i] || (std::isnan(a[i]) && std::isnan(b[i])))) return false;
  }
  return true;
}

// The message and the hint of the InputError.
template <typename Action>
std::string failure_of(Action action) {
  try {
    action();
  } catch (const InputError& error) {
    return std::string(error.what()) + (error.hint().empty() ? "" : " | " + error.hint());
  }
  return "no error";
}

std::string failure(const std::string& bytes, const CsvOptions& options = {}) {
  return failure_of([&] { read(bytes, options); });
}

// As soon as the column is used.
std::string failure_at(const std::string& column, const std::string& bytes, const CsvOptions& options = {}) {
  return failure_of([&] { read(bytes, options).at(column); });
}

bool begins(const std::string& text, const std::string& start) { return text.compare(0, start.size(), start) == 0; }

// "name\n" and `count` cells.
std::string column_of(const std::string& name, std::size_t count, const std::string& cell) {
  std::string text = name + "\n";
  for (std::size_t i = 0; i < count; ++i) text += cell + "\n";
  return text;
}

const double missing = std::nan("");

}  // namespace

TEST_CASE("numbers and texts become columns", "[csv]") {
  const Table table = read("x,colour\n1.5,red\n-2e3,blue\n+0,red\n");
  CHECK(table.name == "t.csv");
  CHECK(table.names() == Names{"x", "colour"});
  CHECK(table.lines == Lines{2, 3, 4});
  CHECK(table.at("x").kind == ColumnKind::numeric);
  CHECK(same(table.at("x").numbers, {1.5, -2000, 0}));
  CHECK(table.at("x").levels.empty());
  CHECK(table.at("colour").kind == ColumnKind::text);
  CHECK(table.at("colour").levels == Names{"blue", "red"});
  CHECK(table.at("colour").codes == std::vector<std::int32_t>{1, 0, 1});
  CHECK(table.at("colour").numbers.empty());
}

TEST_CASE("empty rows above the header are skipped", "[csv]") {
  const Table table = read(",,\n\n,\" \",\na,b,c\n1,,x\n,,\n");
  CHECK(table.names() == Names{"a", "b", "c"});
  CHECK(table.lines == Lines{5, 6});
  CHECK(table.at("c").codes == std::vector<std::int32_t>{0, -1});
}

TEST_CASE("numbers are correctly rounded", "[csv]") {
  CHECK(same(read("x\n0.1\n9007199254740993.0\n1e-400\n2.2250738585072011e-308\n").at("x").numbers,
             {0.1, 9007199254740992, 0, 2.2250738585072011e-308}));
}

TEST_CASE("line ends, byte order marks and blank lines make no difference", "[csv]") {
  const auto numbers = [](const std::string& bytes) { return read(bytes).at("b").numbers; };
  CHECK(same(numbers("a,b\r\n1,2\r\n3,4\r\n"), {2, 4}));
  CHECK(same(numbers("a,b\n1,2\n3,4"), {2, 4}));
  CHECK(same(numbers("a,b\r\n1,2\r\n3,4"), {2, 4}));
  CHECK(same(numbers("\xEF\xBB\xBF"
                     "a,b\n1,2\n"),
             {2}));
  CHECK(read("\xEF\xBB\xBF\"a\",b\n1,2\n").names() == Names{"a", "b"});
  const Table table = read("\n \t \na,b\n\n1,2\n\t\r\n3,4\n\n");
  CHECK(same(table.at("b").numbers, {2, 4}));
  CHECK(table.lines == Lines{5, 7});
}

TEST_CASE("spaces around cells are trimmed, those in quotes stay in texts", "[csv]") {
  const Table table = read(" a , \"b\" ,\" c \"\n 1 ,\t x y,\" z \"\n \"2\" , \"x y\" \t, \" z \"\r\n");
  CHECK(table.names() == Names{"a", "b", "c"});
  CHECK(same(table.at("a").numbers, {1, 2}));
  CHECK(table.at("b").levels == Names{"x y"});
  CHECK(table.at("c").levels == Names{" z "});
}

TEST_CASE("quotes hold delimiters, quotes and line breaks", "[csv]") {
  const Table table =
      read("a,\"b \"\"1\"\"\",c\n\"x,y\",1,\"\"\n\"two\r\nlines, \"\"quoted\"\"\n\nmore\",2,q\nz,3,r\n");
  CHECK(table.names() == Names{"a", "b \"1\"", "c"});
  CHECK(table.at("a").levels == Names{"two\r\nlines, \"quoted\"\n\nmore", "x,y", "z"});
  CHECK(table.at("a").codes == std::vector<std::int32_t>{1, 0, 2});
  CHECK(table.at("c").codes == std::vector<std::int32_t>{-1, 0, 1});
  CHECK(table.lines == Lines{2, 3, 7});
}

TEST_CASE("a quote may close and another open on the same line", "[csv]") {
  const Table table = read("a,b\n\"1\n2\",\"3\n4\"\n5\" pipe,\"6\n\"\n");
  CHECK(table.at("a").levels == Names{"1\n2", "5\" pipe"});
  CHECK(table.at("b").levels == Names{"3\n4", "6\n"});
  CHECK(table.lines == Lines{2, 5});
}

TEST_CASE("an ordinary quote stands inside an unquoted cell", "[csv]") {
  CHECK(read("size,n\n5\",1\n6\"\"x,2\n").at("size").levels == Names{"5\"", "6\"\"x"});
}

TEST_CASE("a column name may be any text", "[csv]") {
  CHECK(read("\"two\nlines\",\"a,b\",gr\xC3\xB6\xC3\x9F"
             "e\n1,2,3\n")
            .names() == Names{"two\nlines", "a,b",
                              "gr\xC3\xB6\xC3\x9F"
                              "e"});
}

TEST_CASE("the delimiter is found", "[csv]") {
  for (const char delimiter : {',', ';', '\t', '|'}) {
    std::string bytes = "a!b!c\n1!x y!2\n3!\"q;|\t,\nr\"!4\n";
    std::replace(bytes.begin(), bytes.end(), '!', delimiter);
    CAPTURE(delimiter);
    const Table table = read(bytes);
    CHECK(table.names() == Names{"a", "b", "c"});
    CHECK(table.at("b").levels == Names{"q;|\t,\nr", "x y"});
    CHECK(same(table.at("c").numbers, {2, 4}));
  }
}

TEST_CASE("commas in cells do not hide another delimiter", "[csv]") {
  CHECK(read("a;b\n1,5;2\n2,5;3\n").names() == Names{"a", "b"});
  CHECK(read("a, unit;b\nx;1\ny;2\n").names() == Names{"a, unit", "b"});
  CHECK(read("a|b|c\nx, y|1|2\nz, w|3|4\n").names() == Names{"a", "b", "c"});
}

TEST_CASE("a table of one column has no delimiter", "[csv]") {
  const Table table = read("y\n1\n\n2\n\"\"\nNA\n");
  CHECK(same(table.at("y").numbers, {1, 2, missing, missing}));
  CHECK(table.lines == Lines{2, 4, 5, 6});
}

TEST_CASE("a delimiter that is given is used", "[csv]") {
  CHECK(read("a,b;c\n1,2;3\n", separated_by(',')).names() == Names{"a", "b;c"});
  CHECK(read("a,b;c\n1,2;3\n", separated_by(';')).names() == Names{"a,b", "c"});
  CHECK_THROWS_AS(read("a,b\n1,2\n", separated_by(':')), UsageError);
}

TEST_CASE("empty cells between tabs are cells", "[csv]") {
  const Table table = read("a\tb\tc\n1\t\t3\n\t\t\n \t2\t\n");
  CHECK(same(table.at("a").numbers, {1, missing, missing}));
  CHECK(same(table.at("b").numbers, {missing, missing, 2}));
  CHECK(same(table.at("c").numbers, {3, missing, missing}));
}

TEST_CASE("missing values have several names", "[csv]") {
  const Table table =
      read("x,t\n1,a\n,\nNA,NA\nNaN,NaN\nnan,nan\nnull,null\nNULL,NULL\nN/A,N/A\n\"\",\"\"\n\" NA \",\" \"\n");
  CHECK(table.rows() == 10);
  CHECK(table.at("x").kind == ColumnKind::numeric);
  CHECK(table.at("t").levels == Names{"a"});
  for (Index row = 0; row < 10; ++row) {
    CHECK(table.at("x").missing(row) == (row > 0));
    CHECK(table.at("t").missing(row) == (row > 0));
  }
  CHECK(read("x,t\n1,na\n").at("t").levels == Names{"na"});
}

TEST_CASE("further names of missing values can be given", "[csv]") {
  CsvOptions options;
  options.na_strings = {" ? ", "-99"};
  CHECK(same(read("x\n1\n?\n-99\n-99.0\n-98\n", options).at("x").numbers, {1, missing, missing, missing, -98}));
  options.categorical = {"x"};  // there a number is a text
  CHECK(read("x\n1\n?\n-99\n-99.0\n-98\n", options).at("x").levels == Names{"-99.0", "-98", "1"});
}

TEST_CASE("a column without any value is numeric", "[csv]") {
  const Table table = read("x,y\n1,\n2,NA\n");
  CHECK(table.at("y").kind == ColumnKind::numeric);
  CHECK(same(table.at("y").numbers, {missing, missing}));
}

TEST_CASE("a typo among numbers is an error when the column is used", "[csv]") {
  const std::string bytes = column_of("hp", 9, "110") + "\n1l0\n";
  CHECK(read(bytes).find("hp")->kind == ColumnKind::unclear);
  CHECK(
      failure_at("hp", bytes) ==
      "t.csv:12: column \"hp\": '1l0' is not a number | correct the cell, or say ⟨na-string⟩ 1l0 if it means missing, "
      "or ⟨categorical⟩ hp if the column holds categories, or ⟨drop⟩ hp to leave the column out");
  const Column column = read(bytes).columns[0];
  CHECK(column.numbers.empty());
  CHECK(column.codes.empty());
}

TEST_CASE("a column of fewer than nine numbers in ten is categorical", "[csv]") {
  CHECK(read(column_of("x", 8, "1") + "a\n").at("x").levels == Names{"1", "a"});
  CHECK(read(column_of("x", 17, "1") + "a\nb\n").at("x").kind == ColumnKind::text);
  CHECK(read(column_of("x", 18, "1") + "a\nb\n").find("x")->kind == ColumnKind::unclear);
  CHECK(read(column_of("x", 9, "1") + "NA\nNA\na\n").find("x")->kind == ColumnKind::unclear);
}

TEST_CASE("the options that the hint names help", "[csv]") {
  const std::string bytes = column_of("x", 10, "2") + "10\n?\n";
  CsvOptions options;
  options.na_strings = {"?"};
  CHECK(read(bytes, options).at("x").kind == ColumnKind::numeric);
  options = {};
  options.categorical = {"x"};
  CHECK(read(bytes, options).at("x").levels == Names{"10", "2", "?"});
}

TEST_CASE("infinite and overflowing numbers are errors when the column is used", "[csv]") {
  CHECK(failure_at("x", "x\n1\nInf\n") ==
        "t.csv:3: column \"x\": 'Inf' is not a finite number | correct the cell, or say ⟨na-string⟩ Inf if it means "
        "missing");
  CHECK(failure_at("x", "x\n1\n-Infinity\n") ==
        "t.csv:3: column \"x\": '-Infinity' is not a finite number | correct the cell, or say ⟨na-string⟩=-Infinity if "
        "it "
        "means missing");
  CHECK(begins(failure_at("x", "x\n1e400\n"), "t.csv:2: column \"x\": '1e400' is too large for a number"));
  CHECK(
      begins(failure_at("x", column_of("x", 9, "inf") + "a\n"), "t.csv:2: column \"x\": 'inf' is not a finite number"));
  CHECK(read("x\ninf\na\n").at("x").levels == Names{"a", "inf"});
}

TEST_CASE("decimal commas are errors when the column is used, where a comma may mean something else", "[csv]") {
  const std::string comma = "t.csv:3: column \"x\": '1,5' has a decimal comma";
  CHECK(failure_at("x", "x,y\n2,1\n\"1,5\",2\n\"-2,5\",3\n") ==
        comma + " | ⟨decimal⟩ , reads it, or write numbers with a decimal point, and nothing between thousands");
  CHECK(begins(failure_at("x", "x,y\n2,1\n\"1,5\",2\n"), comma));
  CHECK(begins(failure_at("x", "x;y\n2;1\n1,5;2\n3.5;3\n"), comma));
  CHECK(read("x;y\na;1\n1,5;2\n").at("x").kind == ColumnKind::text);
  CHECK(read("x;y\n1,5;1\n1,x;2\n").at("x").kind == ColumnKind::text);
}

TEST_CASE("a message shows any cell on one short line", "[csv]") {
  const std::string cell = "\"" + std::string(38, 'x') + "\n\xC3\xA4" + std::string(mebibyte, 'y') + "\"\n";
  CHECK(failure_at("a b", column_of("a b", 9, "1") + cell) ==
        "t.csv:11: column \"a b\": '" + std::string(38, 'x') +
            " ...' is not a number | correct the cell, or say ⟨na-string⟩ TEXT if it means missing, or ⟨categorical⟩ "
            "'a b' "
            "if the column holds categories, or ⟨drop⟩ 'a b' to leave the column out");
}

TEST_CASE("a column of numbers can be read as categories, in the order of the numbers", "[csv]") {
  CsvOptions options;
  options.categorical = {"x", "t"};
  const Table table = read("x,t,y\n10,b,1\n9,a,2\n-1.5,NA,3\n9,a,4\n9.0,a,5\n", options);
  CHECK(table.at("x").kind == ColumnKind::text);
  CHECK(table.at("x").levels == Names{"-1.5", "9", "10"});
  CHECK(table.at("x").codes == std::vector<std::int32_t>{2, 1, 0, 1, 1});
  CHECK(table.at("t").levels == Names{"a", "b"});
  CHECK(table.at("y").kind == ColumnKind::numeric);
  options.categorical = {"X"};
  CHECK(failure("x,y\n1,2\n", options) == "t.csv: there is no column \"X\" | did you mean 'x'?");
}

TEST_CASE("a file without rows is an error", "[csv]") {
  CHECK(failure("") == "t.csv: is empty");
  CHECK(failure("\xEF\xBB\xBF") == "t.csv: is empty");
  CHECK(failure("\n \r\n\t\n") == "t.csv: is empty");
  CHECK(failure("a,b") == "t.csv: no rows below the header");
  CHECK(failure("a,b\n\n \n") == "t.csv: no rows below the header");
}

TEST_CASE("a row of another length names its line", "[csv]") {
  CHECK(failure("a,b,c,d\n1,2,3,4\n\n1,2,3\n") == "t.csv:4: 3 cells where the header has 4");
  CHECK(failure("a,b\n\"x\ny\",2\n1\n") == "t.csv:4: 1 cell where the header has 2");
  CHECK(failure("a,b\n1,2\n3,4,\n") ==
        "t.csv:3: 3 cells where the header has 2 | there is a ',' too many at the end of the line");
  CHECK(
      failure("a,b\n1,2\n3,4,5\n") ==
      "t.csv:3: 3 cells where the header has 2 | write numbers with a decimal point, or put quotes around a cell that "
      "holds a comma");
  CHECK(
      failure("y\n1,5\n2,5\n") ==
      "t.csv:2: 2 cells where the header has 1 | write numbers with a decimal point, or put quotes around a cell that "
      "holds a comma");
  CHECK(failure("mpg,cyl\nMazda RX4,21,six\n") ==
        "t.csv:2: 3 cells where the header has 2 | row names need a column name of their own; R leaves them out "
        "with row.names = FALSE");
  CHECK(failure("a;b\n1;2,5\n", separated_by(',')) ==
        "t.csv:2: 2 cells where the header has 1 | the columns seem to be separated by ';': ⟨delimiter⟩ ';'");
  const std::string by_blanks = "the columns seem to be separated by blanks: ⟨delimiter⟩ blank";
  CHECK(failure("\"a\" \"b\" \"c\"\n\"x\" 1 2 3\n\"y\" 3 4 5\n") ==
        "t.csv:1: column 1: '\"b\" \"c\"' stands after the closing quote | " + by_blanks);
  CHECK(failure("a b  c\n1 2 3\n4 5 6\n") == "t.csv: has a single column | " + by_blanks);
  CHECK(failure("\"x\"\t\"y\"\n\"1\"\t1\t2\n\"2\"\t3\t4\n") ==
        "t.csv:2: 3 cells where the header has 2 | " + by_blanks);
  CHECK(failure("a,b\nx,y,z,w\n") ==
        "t.csv:2: 4 cells where the header has 2 | a cell that holds the delimiter itself stands in quotes");
}

TEST_CASE("column names are there, and each once", "[csv]") {
  CHECK(failure("a,b,a\n1,2,3\n") ==
        "t.csv:1: columns 1 and 3 are both called \"a\" | give every column a name of its own");
  CHECK(failure("a,\" \",b\n1,2,3\n") == "t.csv:1: column 2 has no name | give it a name");
  CHECK(failure("a,b,,\n1,2,,\n3,4,5,\n") ==
        "t.csv:3: column 3 has no name | give it a name; the last columns may go without if all of their cells are "
        "empty");
  CHECK(failure("1,2.5\n3,4\n") ==
        "t.csv:1: holds numbers instead of column names | the first line must hold the column names; ⟨no-header⟩ if "
        "the file has none");
  CHECK(read("1,y\n3,4\n").names() == Names{"1", "y"});
}

TEST_CASE("a quote left open names the line where it opened", "[csv]") {
  CHECK(failure("a,b\n1,2\n3,\"4\n5,6\n") == "t.csv:3: column \"b\": a quote is opened here and never closed");
  CHECK(failure("a,\"b\n1,2\n") == "t.csv:1: column 2: a quote is opened here and never closed");
  CHECK(failure("a,b\n\"") == "t.csv:2: column \"a\": a quote is opened here and never closed");
}

TEST_CASE("text after a closing quote is an error", "[csv]") {
  CHECK(
      failure("a,b\n1,\"x\"y \n") ==
      "t.csv:2: column \"b\": 'y ' stands after the closing quote | a quote that belongs to the text is doubled: \"\"");
  CHECK(begins(failure("a;b\n1;\"x\" \"y\"\n"), "t.csv:2: column \"b\": '\"y\"' stands after the closing quote |"));
  CHECK(begins(failure("a,b\n1,\"x\n2,\"y\"\n"),
               "t.csv:3: column \"b\": 'y\"' stands after the closing quote, which opened in line 2 |"));
}

TEST_CASE("what is no UTF-8 text is an error", "[csv]") {
  CHECK(failure(std::string("a,b\n1,\0\n", 8)) ==
        "t.csv:2: holds a NUL byte: this is no text, or it is UTF-16 | save the table as CSV, in UTF-8");
  CHECK(failure("\xFF\xFE"
                "a") == "t.csv: is UTF-16 text | save it as UTF-8");
  CHECK(failure("\xFE\xFF") == "t.csv: is UTF-16 text | save it as UTF-8");
  CHECK(failure("a,b\n1,gr\xF6\xDF"
                "e\n") == "t.csv:2: is not UTF-8 text | convert it, for example: iconv -f latin1 -t utf-8 OLD > NEW");
  CHECK(failure("a,b\r1,2\r") ==
        "t.csv: its lines end in CR alone, as on old Macs | convert it: tr '\\r' '\\n' < OLD > NEW");
  CHECK(begins(failure("PK\x03\x04..."), "t.csv: is a ZIP archive or a spreadsheet"));
  CHECK(begins(failure("\x1F\x8B\x08"), "t.csv: is compressed"));
}

TEST_CASE("a line of 16 MiB and more is an error that names it", "[csv]") {
  const std::string row(15 * mebibyte, 'x');
  CHECK(read("a\ny\n" + row + "\n" + row + "\n" + row).at("a").codes == std::vector<std::int32_t>{1, 0, 0, 0});
  CHECK(failure("a\n1\n" + row + row) == "t.csv:3: the line is longer than 16 MiB");
  CHECK(read("a\n" + std::string(16 * mebibyte - 1, 'x')).rows() == 1);
  CHECK(failure("a\n" + std::string(16 * mebibyte, 'x')) == "t.csv:2: the line is longer than 16 MiB");
  CHECK(failure("a\n1\n" + row + row + row + "\n2\n") == "t.csv:3: the line is longer than 16 MiB");
}

TEST_CASE("a table of more than 32 MiB is read to its end", "[csv]") {
  for (const std::size_t padding : {std::size_t{1}, std::size_t{2}, std::size_t{995}}) {
    std::string bytes = "i,text\n" + std::string(padding, ' ') + "\n";
    const std::string cell = std::string(990, 'x') + "\n";
    std::size_t rows = 0;
    while (bytes.size() < 33 * mebibyte) bytes += std::to_string(rows++) + "," + cell;
    bytes.pop_back();
    const Table table = read(bytes);
    REQUIRE(table.rows() == static_cast<Index>(rows));
    CHECK(table.lines.back() == rows + 2);
    CHECK(table.at("text").levels.size() == 1);
    const Numbers& numbers = table.at("i").numbers;
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < rows; ++i) wrong += numbers[i] == static_cast<double>(i) ? 0 : 1;
    CHECK(wrong == 0);
  }
}

TEST_CASE("a file that ends where a block of 16 MiB ends is read to its end", "[csv]") {
  for (const std::size_t size : {32 * mebibyte - 1, 32 * mebibyte, 32 * mebibyte + 1}) {
    std::string bytes = "a\n";
    const std::string line = std::string(1023, 'x') + "\n";
    while (bytes.size() + 2 * line.size() < size) bytes += line;
    bytes += std::string(size - bytes.size() - 3, 'y') + "\nz";
    bytes += '\n';
    REQUIRE(bytes.size() == size);
    for (int with_feed = 1; with_feed >= 0; --with_feed, bytes.pop_back()) {
      const Table table = read(bytes);
      CHECK(table.at("a").levels.size() == 3);
      CHECK(table.at("a").codes.back() == 2);
    }
  }
}

TEST_CASE("a quote that spans a hundred thousand lines is read in one go", "[csv]") {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += "line \"\"of\"\" text\n";
  const Table table = read("a,b\n1,\"" + text + "\"\n2,z\n");
  CHECK(table.lines == Lines{2, 100'003});
  CHECK(table.at("b").levels[0].size() == text.size() - 200'000);
  CHECK(failure("a,b\n1,\"" + text) == "t.csv:2: column \"b\": a quote is opened here and never closed");
}

TEST_CASE("fifty thousand columns are no burden", "[csv]") {
  std::string header = "x0", row = "0";
  for (int i = 1; i < 50'000; ++i) {
    header += ",x" + std::to_string(i);
    row += i % 2 == 0 ? ",1.5" : ",a";
  }
  const Table table = read(header + "\n" + row + "\n" + row + "\n");
  CHECK(table.columns.size() == 50'000);
  CHECK(table.columns[49'999].levels == Names{"a"});
  CHECK(failure(header + "\n" + row + "\n" + row + ",\n") ==
        "t.csv:3: 50001 cells where the header has 50000 | there is a ',' too many at the end of the line");
}

#ifdef NNINTERP_EXAMPLES
TEST_CASE("an example is read as it stands", "[csv]") {
  std::ifstream file(NNINTERP_EXAMPLES "/mtcars.csv", std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  const Table table = read_csv(bytes, "mtcars.csv");
  CHECK(table.rows() == 32);
  CHECK(table.columns.size() == 12);
  CHECK(table.at("car").levels.size() == 32);
  CHECK(table.at("mpg").numbers[1] == 21);
}
#endif

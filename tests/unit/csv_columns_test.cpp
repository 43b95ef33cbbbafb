// Columns that are not what they seem, and how a person says what they are.
#include <cmath>
#include <string>
#include <vector>

#include "nninterp/core/error.hpp"
#include "nninterp/io/csv/reader.hpp"
#include "support/catch.hpp"

using namespace nninterp;

namespace {

using Names = std::vector<std::string>;
using Numbers = std::vector<double>;

Table read(const std::string& bytes, const CsvOptions& options = {}) { return read_csv(bytes, "t.csv", options); }

// Why a column cannot be used, and the hint; "" if it can.
std::string refusal(const Table& table, const std::string& column) {
  try {
    table.at(column);
    return "";
  } catch (const InputError& error) {
    return std::string(error.what()) + " | " + error.hint();
  }
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

bool warns(const Table& table, const std::string& code) {
  for (const Warning& warning : table.warnings) {
    if (warning.code == code) return true;
  }
  return false;
}

// A column x of 40 cells made by `cell`, beside numbers.
template <typename Cell>
std::string forty(const Cell& cell, char delimiter = ',') {
  std::string bytes = std::string("x") + delimiter + "y\n";
  for (int i = 0; i < 40; ++i) bytes += cell(i) + delimiter + std::to_string(i % 7) + "\n";
  return bytes;
}

std::string number(int i) { return std::to_string(5000 + 137 * i); }

CsvOptions decimal_comma() {
  CsvOptions options;
  options.decimal = ',';
  return options;
}

}  // namespace

TEST_CASE("numbers with a mark on them are no categories, and the message says which mark", "[csv]") {
  const auto marked = [](const std::string& before, const std::string& behind) {
    return refusal(read(forty([&](int i) { return before + number(i) + behind; })), "x");
  };
  CHECK(marked("$", "") ==
        "t.csv:2: column \"x\": '$5000' is a number with '$' before it | take it off, or say "
        "⟨categorical⟩ x if the column holds categories, or ⟨drop⟩ x to leave the column out");
  CHECK(contains(marked("", "%"), "'5000%' is a number with '%' behind it"));
  CHECK(contains(marked("", " kg"), "'5000 kg' is a number with 'kg' behind it"));
  CHECK(contains(marked("<", ""), "'<5000' is a number with '<' before it"));
  CHECK(contains(marked("'", ""), "is a number with ''' before it"));
  CHECK(contains(marked("EUR ", ".50"), "is a number with 'EUR' before it"));
  CHECK(contains(marked("\xE2\x82\xAC", ""), "is a number with '\xE2\x82\xAC' before it"));
}

TEST_CASE("names and codes that hold digits stay categories", "[csv]") {
  CHECK(refusal(read(forty([](int i) { return "A" + number(i); })), "x").empty());
  CHECK(refusal(read(forty([](int i) { return number(i) + std::string(1, static_cast<char>('a' + i % 20)); })), "x")
            .empty());
  CHECK(refusal(read(forty([](int i) { return std::string(i % 2 == 0 ? "10mg" : "20mg"); })), "x").empty());
  CHECK(refusal(read(forty([](int i) { return std::string(i % 3 == 0 ? "2019-01-01" : "2020-01-01"); })), "x").empty());
}

TEST_CASE("marks between thousands are named with the option that reads them, and it does", "[csv]") {
  const auto grouped = [](const std::string& mark) {
    return forty([&](int i) { return '"' + std::to_string(5 + i) + mark + std::to_string(100 + i) + '"'; });
  };
  CHECK(contains(refusal(read(grouped(" ")), "x"), "'5 100' has a blank between thousands | ⟨thousands⟩ ' ' reads it"));
  CHECK(contains(refusal(read(grouped("'")), "x"), "has an apostrophe between thousands | ⟨thousands⟩ \"'\" reads it"));
  CHECK(contains(refusal(read(grouped(",")), "x"), "'5,100' has a comma between thousands | ⟨thousands⟩ , reads it"));
  CHECK(contains(refusal(read(forty([](int i) { return "\"60." + std::to_string(100 + i) + ",22\""; })), "x"),
                 "has points between thousands and a decimal comma | ⟨thousands⟩ . ⟨decimal⟩ , reads it"));
  for (const char mark : {' ', '\'', ','}) {
    CsvOptions options;
    options.thousands = mark;
    const Table table = read(grouped(std::string(1, mark)), options);
    REQUIRE(refusal(table, "x").empty());
    CHECK(table.at("x").numbers[3] == 8103);
  }
  CsvOptions both = decimal_comma();
  both.thousands = '.';
  CHECK(read("x;y\n60.158,22;1\n-1.000;2\n7,5;3\n", both).at("x").numbers == Numbers{60158.22, -1000, 7.5});
  CHECK(contains(refusal(read("x;y\n60.15,22;1\n1.000;2\n", both), "x"), ""));
}

TEST_CASE("decimal commas are read by themselves where nothing speaks against it, and it is said", "[csv]") {
  const Table table = read("x;y\n2;1\n1,5;2\n-2,5;3\n");
  CHECK(table.at("x").numbers == Numbers{2, 1.5, -2.5});
  CHECK(table.format.decimal == ',');
  CHECK(warns(table, "decimal_comma"));
  const Table point = read("x;y\n2;1.5\n1,5;2\n-2,5;3\n");
  CHECK(point.format.decimal == '.');
  CHECK(contains(refusal(point, "x"), "'1,5' has a decimal comma | ⟨decimal⟩ , reads it"));
  CHECK_FALSE(warns(point, "decimal_comma"));
  CHECK(contains(refusal(read("x,y\n2,1\n\"1,5\",2\n"), "x"), "has a decimal comma"));
}

TEST_CASE("a decimal comma that is asked for is read, and a point is then none", "[csv]") {
  CHECK(read("x,y\n\"1,5\",2\n\"-2,25e1\",3\n", decimal_comma()).at("x").numbers == Numbers{1.5, -22.5});
  CsvOptions point;
  point.decimal = '.';
  CHECK(contains(refusal(read("x;y\n2;1\n1,5;2\n-2,5;3\n", point), "x"), "has a decimal comma"));
  const Table mixed = read(forty([](int i) { return std::to_string(i) + ".5"; }, ';'), decimal_comma());
  CHECK(contains(refusal(mixed, "x"), "'0.5' has a decimal point | ⟨decimal⟩ . reads it"));
}

TEST_CASE("one odd text among many different numbers is an error, however often it comes", "[csv]") {
  const auto odd = [](const std::string& text, int every) {
    return refusal(read(forty([&](int i) { return i % every == 0 ? text : number(i); })), "x");
  };
  CHECK(odd("?", 4) ==
        "t.csv:2: column \"x\": '?' is not a number | correct the cell, or say ⟨na-string⟩ '?' if it "
        "means missing, or ⟨categorical⟩ x if the column holds categories, or ⟨drop⟩ x to leave the column out");
  for (const std::string text : {".", "-", "n/a", "unknown", "see note"})
    CHECK(contains(odd(text, 3), "is not a number"));
  // Beside a few numbers that come again only what stands for a missing value.
  const auto few = [](const std::string& text) {
    return refusal(read(forty([&](int i) { return i % 4 == 0 ? text : std::to_string(i % 3); })), "x");
  };
  CHECK(contains(few("?"), "'?' is not a number"));
  CHECK(few("other").empty());
}

TEST_CASE("dates and times are named, and not made categories", "[csv]") {
  const auto dated = [](const auto& cell) { return refusal(read(forty(cell)), "x"); };
  CHECK(contains(dated([](int i) { return "2020-" + std::to_string(10 + i % 2) + "-" + std::to_string(10 + i / 2); }),
                 "'2020-10-10' is a date or a time"));
  CHECK(contains(dated([](int i) { return std::to_string(1 + i % 28) + "/3/2021"; }), "is a date or a time"));
  CHECK(contains(dated([](int i) { return "12:" + std::to_string(10 + i); }), "is a date or a time"));
  CHECK(contains(dated([](int i) { return "2020-01-02T10:" + std::to_string(10 + i) + ":00Z"; }), "is a date"));
  CHECK(dated([](int i) { return "192.168.1." + std::to_string(i); }).empty());
}

TEST_CASE("whole numbers that doubles cannot tell apart are refused, and kept apart as categories", "[csv]") {
  const std::string bytes = "id,y\n9007199254740993,1\n9007199254740992,2\n9007199254740993,3\n9007199254740994,4\n";
  CHECK(contains(refusal(read(bytes), "id"), "'9007199254740993' is a whole number beyond 2^53"));
  CHECK(refusal(read("x,y\n9007199254740991,1\n1.5e300,2\n12345678901234567.5,3\n"), "x").empty());
  CsvOptions options;
  options.categorical = {"id"};
  CHECK(read(bytes, options).at("id").levels == Names{"9007199254740992", "9007199254740993", "9007199254740994"});
}

TEST_CASE("a number is one level however it is spelled", "[csv]") {
  CsvOptions options;
  options.categorical = {"x"};
  const Table table = read("x,y\n1.0,1\n01,2\n1,3\n0.0,4\n0,5\n", options);
  CHECK(table.at("x").levels == Names{"0", "1"});
  CHECK(table.at("x").codes == std::vector<std::int32_t>{1, 1, 1, 0, 0});
  CHECK(read("x,y\n01234,1\n01235,2\n01234,3\n", options).at("x").levels == Names{"01234", "01235"});
  CHECK(read("x,y\n1.0,1\n01,2\na,3\n", options).at("x").levels == Names{"01", "1.0", "a"});
}

TEST_CASE("a first column without a name holds row names", "[csv]") {
  for (const std::string bytes :
       {"\"\",x,y\nr1,1,2\nr2,3,4\n", ",x,y\nr1,1,2\nr2,3,4\n", "x,y\n\"r1\",1,2\n\"r2\",3,4\n"}) {
    const Table table = read(bytes);
    CHECK(table.names() == Names{"x", "y"});
    CHECK(table.at("y").numbers == Numbers{2, 4});
    CHECK(table.row_names);
    CHECK(warns(table, "row_names"));
  }
  CHECK_FALSE(read("x,y\n1,2\n").row_names);
}

TEST_CASE("a file without a header is found out, and can be read", "[csv]") {
  const std::string flowers = "5.1,3.5,setosa\n4.9,3.0,setosa\n7.0,3.2,versicolor\n";
  CHECK(warns(read(flowers), "header_like_data"));
  CHECK_FALSE(warns(read("a,b,setosa\n4.9,3.0,x\n7.0,3.2,versicolor\n"), "header_like_data"));
  CsvOptions options;
  options.header = false;
  const Table table = read(flowers, options);
  CHECK(table.names() == Names{"V1", "V2", "V3"});
  CHECK(table.at("V1").numbers == Numbers{5.1, 4.9, 7});
  CHECK(table.lines == std::vector<std::uint32_t>{1, 2, 3});
  CHECK_FALSE(warns(table, "header_like_data"));
}

TEST_CASE("a header that is a row is told of where every name may be a cell of its column", "[csv]") {
  const auto told = [](const std::string& bytes) { return warns(read(bytes), "header_like_data"); };
  CHECK(told("5.1,setosa\n4.9,setosa\n3.3,other\n"));
  CHECK(told("?,setosa,2\n4.9,setosa,3\n3.3,other,1\n"));
  CHECK_FALSE(told("size,setosa\n4.9,setosa\n3.3,other\n"));  // a name over numbers
  CHECK_FALSE(told("year,rank\n1990,a\n1991,b\n"));
  // The column that cannot be used says what may be wrong with the first line, and with --no-header that it is names.
  std::string bytes = "1,a\n";
  for (int i = 0; i < 12; ++i) bytes += std::to_string(i * i) + ",a\n";
  CHECK(contains(refusal(read(bytes + "1l,b\n"), "1"),
                 "| line 1 looks like data: ⟨no-header⟩ if the file has none; correct"));
  CsvOptions no_header;
  no_header.header = false;
  CHECK(contains(refusal(read("size,b\n" + bytes, no_header), "V1"),
                 "| take ⟨no-header⟩ away if line 1 holds the names; correct"));
  CHECK(refusal(read(bytes + "1l,b\n", no_header), "V1").find("take") == std::string::npos);
}

TEST_CASE("last columns of nothing are left out, and it is said", "[csv]") {
  const Table table = read("a;b;;\n1;2;;\n;;;\n3;4;;\n");
  CHECK(table.names() == Names{"a", "b"});
  CHECK(table.rows() == 3);
  CHECK(warns(table, "empty_columns"));
  CHECK(warns(table, "delimiter_found"));
  CHECK_FALSE(warns(read("a,b\n1,2\n"), "delimiter_found"));
}

TEST_CASE("few levels that are numbers with a mark are levels, and it is said", "[csv]") {
  const Table table = read(forty([](int i) { return std::to_string(10 + i % 5) + "%"; }));
  CHECK(refusal(table, "x").empty());
  CHECK(table.at("x").levels.size() == 5);
  CHECK(warns(table, "number_like_levels"));
  CHECK_FALSE(
      warns(read(forty([](int i) { return std::string(i % 2 == 0 ? "<50K" : "<40K"); })), "number_like_levels"));
  CsvOptions meant;
  meant.categorical = {"x,y"};
  const Table categories = read(forty([](int i) { return std::to_string(10 + i % 5) + "%"; }), meant);
  CHECK_FALSE(warns(categories, "number_like_levels"));
  CHECK(categories.at("y").kind == ColumnKind::text);
}

TEST_CASE("numbers with zeros before them are told of", "[csv]") {
  const auto told = [](const std::string& cells) { return warns(read("x\n" + cells), "padded_numbers"); };
  CHECK(told("1\n02\n3\n"));
  CHECK(told("00\n1\n"));
  CHECK(read("x\n007\n1\n").at("x").numbers == Numbers{7, 1});
  CHECK_FALSE(told("0\n0.5\n-1\n0e3\n10\n"));
  CHECK_FALSE(told("a\n02\nb\na\nb\na\n"));
}

TEST_CASE("blanks, comments and the line sep=; are read where they are meant", "[csv]") {
  CsvOptions blank;
  blank.delimiter = ' ';
  const Table table = read("  x   y \t z\n 1  2\t3  \r\n\n4 \"a b\" 5\n", blank);
  CHECK(table.names() == Names{"x", "y", "z"});
  CHECK(table.at("z").numbers == Numbers{3, 5});
  CHECK(table.at("y").levels == Names{"2", "a b"});
  CHECK(read("x y\n1 2 3\n2 4 5\n", blank).at("y").numbers == Numbers{3, 5});  // row names, as write.table() has them
  CsvOptions comment;
  comment.comment = '#';
  const Table noted = read("# made by hand, on paper\nx,y\n1,2\n  # and a\n3,4\n#", comment);
  CHECK(noted.at("y").numbers == Numbers{2, 4});
  CHECK(noted.lines == std::vector<std::uint32_t>{3, 5});
  const Table excel = read("\xEF\xBB\xBFsep=;\r\nx;y\r\n1;2,5\r\n");
  CHECK(excel.at("y").numbers == Numbers{2.5});
  CHECK(excel.lines == std::vector<std::uint32_t>{3});
}

TEST_CASE("NA is a text where it is kept", "[csv]") {
  CsvOptions options;
  options.keep_na = {"iso"};
  const Table table = read("iso,x\nNA,NA\nDE,2\n,3\n", options);
  CHECK(table.at("iso").levels == Names{"DE", "NA"});
  CHECK(table.at("iso").codes == std::vector<std::int32_t>{1, 0, -1});
  CHECK(std::isnan(table.at("x").numbers[0]));
}

TEST_CASE("a text for missing values that no cell has is told of", "[csv]") {
  CsvOptions options;
  options.na_strings = {"-999", "?"};
  CHECK_FALSE(warns(read("x,y\n-999.00,?\n1,2\n", options), "unused_na_string"));
  const Table table = read("x,y\n-99,?\n1,2\n", options);
  CHECK(warns(table, "unused_na_string"));
  CHECK(contains(table.warnings.front().message, "'-999'"));
}

TEST_CASE("line breaks in quotes stay as they are", "[csv]") {
  CHECK(read("\"a\r\nb\",y\r\n1,2\r\n").names() == Names{"a\r\nb", "y"});
}

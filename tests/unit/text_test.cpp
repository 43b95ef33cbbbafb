#include "nninterp/core/text.hpp"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "support/catch.hpp"

using namespace nninterp;

namespace {
constexpr double infinity = std::numeric_limits<double>::infinity();
const std::string zeros(400, '0');
}  // namespace

TEST_CASE("a number is read correctly rounded", "[text]") {
  CHECK(parse_number("0.1") == 0.1);
  CHECK(parse_number("-1e-3") == -0.001);
  CHECK(parse_number("9007199254740993") == 9007199254740992.0);
  CHECK(parse_number("9007199254740993.0000000000000000000001") == 9007199254740994.0);
  CHECK(parse_number("2.2250738585072011e-308") == 2.2250738585072011e-308);
  CHECK(parse_number(".5") == 0.5);
  CHECK(parse_number("5.") == 5.0);
  CHECK(parse_number("1E+05") == 1e5);
}

TEST_CASE("a number may have blanks around it and a plus sign", "[text]") {
  CHECK(parse_number(" \t+4.5 ") == 4.5);
  CHECK(parse_number("+0") == 0.0);
  for (const char* text : {"+-4", "++4", "+ 4", "- 4", "+", "-", "", " ", "."}) {
    CAPTURE(text);
    CHECK_FALSE(parse_number(text));
  }
}

TEST_CASE("what is more or less than a number is none", "[text]") {
  for (const char* text :
       {"0x10", "1 2", "1,5", "1e", "1e+", "4a", "nan", "NaN", "-nan", "nan(7)", "in", "1_000", "1.2.3",
        "\xC2\xA0"
        "1",
        "1d5", "TRUE"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_number(text));
  }
  CHECK_FALSE(parse_number(std::string_view("1\0", 2)));
}

TEST_CASE("an infinite or overflowing number is infinite", "[text]") {
  CHECK(parse_number("inf") == infinity);
  CHECK(parse_number("-Infinity") == -infinity);
  CHECK(parse_number("+INF") == infinity);
  CHECK(parse_number("1e400") == infinity);
  CHECK(parse_number("-1e309") == -infinity);
  CHECK(parse_number("1" + zeros) == infinity);
  CHECK(parse_number("1" + zeros + ".5e-10") == infinity);
  CHECK(parse_number("0." + zeros + "1e99999999999999999999") == infinity);
  CHECK(parse_number("1.7976931348623159e308") == infinity);
}

TEST_CASE("a number too small is zero or the smallest, with its sign", "[text]") {
  CHECK(parse_number("1e-400") == 0.0);
  CHECK(parse_number("0." + zeros + "1") == 0.0);
  CHECK(parse_number("1" + zeros + "e-99999999999999999999") == 0.0);
  CHECK(std::signbit(*parse_number("-1e-400")));
  CHECK(parse_number("5e-324") == 5e-324);
  CHECK(parse_number("3e-324") == 5e-324);
  CHECK(parse_number("2e-324") == 0.0);
  CHECK(parse_number("1e-310") == 1e-310);
  CHECK(parse_number("0." + zeros + "1e400") == 0.1);
  CHECK(parse_number("1" + zeros + "e-400") == 1.0);
  CHECK(parse_number("0e999999") == 0.0);
}

TEST_CASE("a number is written in the fewest digits that read back", "[text]") {
  CHECK(format_number(0.1) == "0.1");
  CHECK(format_number(100000) == "100000");
  CHECK(format_number(-2.5e-5) == "-0.000025");
  CHECK(format_number(1e15) == "1e+15");
  CHECK(format_number(1e-7) == "1e-07");
  CHECK(format_number(0) == "0");
  for (const double value : {1.0 / 3, 1e300, 5e-324, 123456789012345.0, -9.87654321e-5, 0.1 + 0.2}) {
    CHECK(parse_number(format_number(value)) == value);
  }
}

TEST_CASE("a number is written with as many significant digits as asked for", "[text]") {
  CHECK(format_number(3.14159265, 3) == "3.14");
  CHECK(format_number(1234567, 3) == "1.23e+06");
  CHECK(format_number(2, 6) == "2");
  CHECK(format_number(1e-300, 1000).size() < 120);
}

TEST_CASE("spaces and tabs around a text are trimmed", "[text]") {
  CHECK(trim(" \ta b\t ") == "a b");
  CHECK(trim(" \t").empty());
  CHECK(trim("").empty());
  CHECK(trim("\na") == "\na");
}

TEST_CASE("a text for a message is one line and cut between characters", "[text]") {
  CHECK(one_line("a\nb\tc\x7F") == "a b c ");
  CHECK(one_line("a\xC2\x9B"
                 "b") == "a b");
  CHECK(one_line("abcdef", 4) == "abcd...");
  CHECK(one_line("abc\xC3\xA4x", 4) == "abc...");
  CHECK(one_line("abc\xC3\xA4x", 5) == "abc\xC3\xA4...");
  CHECK(one_line(std::string(10, '\x80'), 4) == "...");
  CHECK(one_line("na\xC3\xAFve") == "na\xC3\xAFve");
}

TEST_CASE("a text is one word of a command line", "[text]") {
  CHECK(shell_word("-99") == "-99");
  CHECK(shell_word("my name") == "'my name'");
  CHECK(shell_word("") == "''");
  CHECK(shell_word("it's $1") == "\"it's \\$1\"");
}

TEST_CASE("the edit distance counts inserted, deleted and replaced bytes", "[text]") {
  CHECK(edit_distance("", "") == 0);
  CHECK(edit_distance("", "abc") == 3);
  CHECK(edit_distance("kitten", "sitting") == 3);
  CHECK(edit_distance("nmae", "name") == 2);
  CHECK(edit_distance("same", "same") == 0);
}

TEST_CASE("the nearest name is suggested, if one is near", "[text]") {
  CHECK(did_you_mean("nmae", {"age", "name", "names"}) == "did you mean 'name'?");
  CHECK(did_you_mean("x1", {"x2", "X1"}) == "did you mean 'X1'?");
  CHECK(did_you_mean("y", {"Y"}) == "did you mean 'Y'?");
  CHECK(did_you_mean("Infant.Mortalty", {"Fertility", "Infant.Mortality"}) == "did you mean 'Infant.Mortality'?");
  CHECK(did_you_mean("y", {"x", "z"}).empty());
  CHECK(did_you_mean("wt", {"vs", "am"}).empty());
  CHECK(did_you_mean("", {"a"}).empty());
  CHECK(did_you_mean("abc", {}).empty());
  CHECK(did_you_mean(std::string(1000, 'a'), {std::string(1000, 'b')}).empty());
}

TEST_CASE("things are counted in words", "[text]") {
  CHECK(count_of(1, "row") == "1 row");
  CHECK(count_of(0, "row") == "0 rows");
  CHECK(count_of(2, "class") == "2 classes");
  CHECK(count_of(3, "category") == "3 categories");
  CHECK(count_of(2, "day") == "2 days");
}

TEST_CASE("a long list names some and counts the rest", "[text]") {
  CHECK(list_some({}) == "");
  CHECK(list_some({"a"}) == "a");
  CHECK(list_some({"a", "b"}) == "a and b");
  CHECK(list_some({"a", "b", "c"}) == "a, b and c");
  CHECK(list_some({"a", "b", "c", "d", "e"}, 2) == "a, b and 3 more");
  CHECK(list_some({"a\nb"}) == "a b");
  CHECK(list_some({"a", "b"}, 0) == "2 more");
}

TEST_CASE("the first byte that is no UTF-8 is found", "[text]") {
  const auto none = std::string_view::npos;
  CHECK(find_invalid_utf8("") == none);
  CHECK(find_invalid_utf8("plain text of more than eight bytes") == none);
  CHECK(find_invalid_utf8("\xC3\xA4 \xE2\x82\xAC \xF0\x9F\x98\x80 \xED\x9F\xBF \xEE\x80\x80 \xF4\x8F\xBF\xBF") == none);
  CHECK(find_invalid_utf8("12345678\xE4"
                          "bc") == 8);
  CHECK(find_invalid_utf8("abc\x80") == 3);
  CHECK(find_invalid_utf8("\xC0\x80") == 0);          // overlong
  CHECK(find_invalid_utf8("\xC1\xBF") == 0);          // overlong
  CHECK(find_invalid_utf8("a\xE0\x9F\xBF") == 1);     // overlong
  CHECK(find_invalid_utf8("\xF0\x8F\xBF\xBF") == 0);  // overlong
  CHECK(find_invalid_utf8("\xED\xA0\x80") == 0);      // a surrogate
  CHECK(find_invalid_utf8("\xF4\x90\x80\x80") == 0);  // beyond U+10FFFF
  CHECK(find_invalid_utf8("\xF5\x80\x80\x80") == 0);
  CHECK(find_invalid_utf8("ab\xE2\x82") == 2);  // cut off
  CHECK(find_invalid_utf8("\xE2\x82x") == 0);
}

#include <set>

#include "io/text/labels.hpp"
#include "io/text/table.hpp"
#include "nninterp/core/statistics.hpp"
#include "support/catch.hpp"

using namespace nninterp;

TEST_CASE("numbers of a column share their decimals, about four digits of the typical one", "[text_table]") {
  CHECK(align_numbers({1.23456, 12.3456, 0.5}) == std::vector<std::string>{"1.235", "12.346", "0.500"});
  CHECK(align_numbers({1234.5, 99999, 2}) == std::vector<std::string>{"1234", "99999", "2"});
  CHECK(align_numbers({1, 2, 1e-9}) == std::vector<std::string>{"1.000", "2.000", "1.0e-09"});
  CHECK(align_numbers({2.5e12, 3e12}) == std::vector<std::string>{"2.500e+12", "3.000e+12"});
  CHECK(align_numbers({0, -0.0}) == std::vector<std::string>{"0", "0"});
  CHECK(align_numbers({std::nan(""), 1}) == std::vector<std::string>{"-", "1.000"});
}

TEST_CASE("widths count what a terminal shows", "[text_table]") {
  CHECK(display_width("abc") == 3);
  CHECK(display_width("größe") == 5);
  CHECK(display_width("年齢") == 4);
  CHECK(display_width("e\xCC\x81") == 1);  // a combining accent
  CHECK(fit_width("abcdefgh", 8) == "abcdefgh");
  CHECK(fit_width("abcdefghi", 8) == "abcdef..");
  CHECK(fit_width("年齢と性別", 7) == "年齢..");
  CHECK(fit_width("a\nb\tc\x1b[1m", 20) == "a b c [1m");  // nothing in a name reaches the terminal as code
}

TEST_CASE("a histogram shows where the values lie between their ends", "[text_table]") {
  const Vector values = (Vector(6) << 0, 0, 0, 0, 5, 10).finished();
  CHECK(text_bars(histogram(values, 5), true) == "█ ▂ ▂");
  CHECK(text_bars(histogram(values, 5), false) == "# : :");
  CHECK(text_bars(histogram(Vector::Constant(4, 2.5), 5), true) == "all equal");
}

TEST_CASE("a table aligns its columns and leaves no blanks at the end of a line", "[text_table]") {
  TextTable table;
  table.add_column("name", {"a", "bcd"}, true);
  table.add_column("n", {"1", "22"});
  table.add_column("note", {"x", ""}, true);
  CHECK(table.str() == "name   n  note\n--------------\na      1  x\nbcd   22\n");
  CHECK(table.width() == 14);
}

TEST_CASE("thousands are set apart", "[text_table]") {
  CHECK(with_thousands(0) == "0");
  CHECK(with_thousands(999) == "999");
  CHECK(with_thousands(1000) == "1,000");
  CHECK(with_thousands(-1234567) == "-1,234,567");
}

TEST_CASE("numbers of a row share their decimals, and the points of a column stand below each other", "[text_table]") {
  const auto columns = align_rows({{-453, 0.0178}, {-412.9, 0.0181}, {std::nan(""), 0}});
  CHECK(columns[0] == std::vector<std::string>{"-453.0   ", "0.0178"});
  CHECK(columns[1] == std::vector<std::string>{"-412.9   ", "0.0181"});
  CHECK(columns[2] == std::vector<std::string>{"-     ", "0.0000"});
  CHECK(align_rows({{1234, 2345}, {3456, 1234}})[1] == std::vector<std::string>{"3456", "1234"});
  CHECK(align_rows({{1, 1e-9}, {2, 2e-9}})[0] == std::vector<std::string>{"1.000", "1.0e-09"});
}

TEST_CASE("names that are cut stay different", "[text_table]") {
  using Names = std::vector<std::string>;
  CHECK(told_apart({"weight", "height"}, 6) == Names{"weight", "height"});
  CHECK(told_apart({"temperature", "pressure"}, 8) == Names{"temper..", "pressure"});
  CHECK(told_apart({"income of 2019", "income of 2020"}, 10) == Names{"income..19", "income..20"});
  CHECK(told_apart({"Treatment A high dose", "Treatment A low dose", "x"}, 12) ==
        Names{"..high dose", "..low dose", "x"});
  CHECK(told_apart({"aaaaaaaaaa", "aaaaaaaaaa"}, 6) == Names{"aaaa..", "aaaa.."});
  // Nothing tells these apart within eight columns.
  const Names wider = told_apart({"begin one same end of all", "begin two same end of all", "begin one same end of ALL",
                                  "begin two same end of ALL"},
                                 8);
  CHECK(std::set<std::string>(wider.begin(), wider.end()).size() == 4);
  CHECK(told_apart({"größe größe a", "größe größe b"}, 8) == Names{"größ.. a", "größ.. b"});
}

TEST_CASE("a table that is too wide cuts names, leaves out what is least needed, and is broken into blocks at last",
          "[text_table]") {
  TextTable table;
  table.add_names("name", {"a name that is long", "short"});
  table.add_column("value", {"1.2345", "2.3456"});
  table.add_column("detail", {"1", "2"}, false, Need::details);
  table.add_column("bars", {"#####", "  #  "}, true, Need::decoration);
  CHECK(table.width() == 42);
  CHECK(table.fits(42));
  CHECK_FALSE(table.fits(29));
  CHECK(table.str(42) == table.str());
  CHECK(table.str(34) ==
        "name          value  detail  bars\n"
        "----------------------------------\n"
        "a name th..  1.2345       1  #####\n"
        "short        2.3456       2    #\n");
  CHECK(table.str(24) ==
        "name       value  detail\n"
        "------------------------\n"
        "a name..  1.2345       1\n"
        "short     2.3456       2\n");
  CHECK(table.str(16) ==
        "name       value\n"
        "----------------\n"
        "a name..  1.2345\n"
        "short     2.3456\n");
  TextTable numbers;
  numbers.add_column("row", {"1", "2"});
  for (const char* name : {"x1", "x2", "x3"}) numbers.add_column(name, {"1.5", "2.5"});
  CHECK(numbers.str(13) ==
        "row   x1   x2\n-------------\n  1  1.5  1.5\n  2  2.5  2.5\n\n"
        "row   x3\n--------\n  1  1.5\n  2  2.5\n");
}

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

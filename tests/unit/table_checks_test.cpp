// What a fit says of columns whose cells are not what they seem.
#include "model/table_checks.hpp"

#include <functional>
#include <string>

#include "nninterp/data/complete_rows.hpp"
#include "nninterp/io/csv/reader.hpp"
#include "support/catch.hpp"

using namespace nninterp;

namespace {

// A column x of such cells beside a varied z, and a target that no rule speaks of.
std::string said_of(const std::string& name, int rows, const std::function<std::string(int)>& cell) {
  std::string text = name + ",z,y\n";
  for (int i = 0; i < rows; ++i) {
    text += cell(i) + "," + std::to_string(0.37 * ((i * 7) % 11) - 1) + "," + std::to_string((i * i) % 17 + 0.5) + "\n";
  }
  std::string said;
  for (const Warning& warning : check_columns(read_csv(text, "t.csv"), {{"y"}, {name, "z"}})) {
    said += warning.code + ": " + warning.message + "\n";
  }
  return said;
}

std::string number(int value) { return std::to_string(value); }

std::string hint_for_gaps(const std::string& text, MissingPolicy policy = MissingPolicy::error) {
  const Table table = read_csv(text, "t.csv");
  try {
    complete_rows(table, table.names(), policy);
  } catch (const InputError& error) {
    return error.hint();
  }
  return "no error";
}

}  // namespace

TEST_CASE("a number of the row is told of, also where rows have no value", "[table_checks]") {
  const std::string counts = "row_numbers: n counts the rows: if it means nothing else, ⟨drop⟩ n\n";
  CHECK(said_of("n", 20, number) == counts);
  CHECK(said_of("n", 20, [](int i) { return number(i + 1); }) == counts);
  CHECK(said_of("n", 20, [](int i) { return i == 7 ? number(8) : number(i); }).empty());
  CHECK(said_of("n", 9, number).empty());
  const auto scattered = [](int i) { return number(1000 + (i * 37) % 101); };
  CHECK(said_of("patient_id", 20, scattered) ==
        "row_numbers: patient_id is another number in every row, as names are: if it means nothing else, ⟨drop⟩ "
        "patient_id\n");
  CHECK(said_of("PassengerId", 20, scattered) != "");
  CHECK(said_of("acid", 20, scattered).empty());
  CHECK(said_of("n", 20, scattered).empty());
  CHECK(said_of("patient_id", 20, [](int i) { return number(1000 + i % 19); }).empty());
}

TEST_CASE("a number that stands for a missing value is told of", "[table_checks]") {
  const auto with = [](const std::string& odd, int every) {
    return [=](int i) { return i % every == 0 ? odd : number(3 + i % 20); };
  };
  CHECK(said_of("x", 40, with("-200", 2)) ==
        "placeholder: -200 comes again and is far from all other values of x (20 rows): ⟨na-string⟩=-200 if it means "
        "missing\n");
  CHECK(said_of("x", 40, with("999", 10)) ==
        "placeholder: 999 comes again and is far from all other values of x (4 rows): ⟨na-string⟩ 999 if it means "
        "missing\n");
  CHECK(said_of("x", 40, with("-9", 10)) != "");
  CHECK(said_of("x", 40, with("-1", 10)).empty());    // may be an amount
  CHECK(said_of("x", 40, with("-200", 40)).empty());  // once: a value far from the others
  CHECK(said_of("x", 40, with("30", 10)).empty());
  CHECK(said_of("x", 40, [](int i) { return number(i % 3 == 0 ? -20 : i - 20); }).empty());  // others are below 0 too
}

TEST_CASE("a category that stands for a missing value is told of", "[table_checks]") {
  const auto with = [](const std::string& odd) {
    return [=](int i) { return i % 4 == 0 ? odd : std::string(i % 2 == 0 ? "a" : "b"); };
  };
  CHECK(said_of("x", 20, with("?")) ==
        "missing_as_level: x is '?' in 5 rows, as a category of its own: ⟨na-string⟩ '?' if it means missing\n");
  CHECK(said_of("x", 20, with("-")) ==
        "missing_as_level: x is '-' in 5 rows, as a category of its own: ⟨na-string⟩=- if it means missing\n");
  CHECK(said_of("x", 20, with("none")).empty());
}

TEST_CASE("whole numbers of few values as a target, and a line of totals are told of", "[table_checks]") {
  const auto said = [](const std::string& text) {
    std::string codes;
    for (const Warning& warning : check_columns(read_csv(text, "t.csv"), {{"y"}, {"x"}})) codes += warning.code + " ";
    return codes;
  };
  std::string classes = "x,y\n", amounts = classes, sums = classes;
  for (int i = 0; i < 60; ++i) {
    classes += number(i % 7 - 3) + "," + number(1 + i % 3) + "\n";
    amounts += number(i % 7 - 3) + "," + number(i) + "\n";
    sums += number(i % 5) + ".5,2.25\n";
  }
  CHECK(said(classes) == "target_codes ");
  CHECK(said(amounts).empty());
  CHECK(said(sums).empty());
  CHECK(said(sums + "150,135\n") == "totals_line ");
  CHECK(said(sums + "150,1\n") == "totals_line ");
  CHECK(said(sums + "151,134\n").empty());
  CHECK(said("x,y\n150,135\n" + sums.substr(4)) == "totals_line ");
}

TEST_CASE("rows with gaps are told of with what leaving out keeps", "[table_checks]") {
  const std::string few = "a,b,c\n1,,3\n4,5,6\n7,8,9\n";
  CHECK(hint_for_gaps(few) == "⟨na⟩ drop leaves these rows out, which keeps 2");
  CHECK(hint_for_gaps("a,my b,c\n1,,3\n4,,6\n7,8,9\n") == "⟨drop⟩ 'my b' keeps all rows");
  CHECK(hint_for_gaps("a,b,c\n1,,3\n,,6\n7,8,9\n5,,1\n") ==
        "⟨drop⟩ b ⟨na⟩ drop keeps 3 of the rows, ⟨na⟩ drop alone 1");
  CHECK(hint_for_gaps("a,b,c\n1,,\n4,,\n7,8,9\n") == "⟨drop⟩ b,c keeps all rows");
  CHECK(hint_for_gaps("a,\"b,c\",d\n1,,\n4,,\n7,8,9\n") == "⟨drop⟩ b,c ⟨drop⟩ d keeps all rows");
  CHECK(hint_for_gaps("a,b\n1,\n2,\n,3\n", MissingPolicy::drop) ==
        "⟨drop⟩ b ⟨na⟩ drop keeps 2 of the rows, ⟨na⟩ drop alone 0");
}

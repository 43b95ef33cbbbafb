// Classes as they are predicted and as they are known.
#include "nninterp/model/classes.hpp"

#include "support/designs.hpp"
#include "support/fixtures.hpp"
#include "support/made_tables.hpp"

using namespace nninterp;
using namespace nninterp::test;

TEST_CASE("the most probable class is the largest output, or of a single output the second from a half on",
          "[classes]") {
  const Target three = categorical("s", {"a", "b", "c"}), two = categorical("s", {"a", "b"});
  const Matrix outputs = (Matrix(3, 3) << 0.2, 0.5, 0.3, 0.4, 0.4, 0.2, nninterp::nan, 1, 0).finished();
  CHECK(most_probable(three, outputs) == std::vector<Index>{1, 0, -1});
  CHECK(most_probable(two, (Vector(4) << 0.49, 0.5, 1, nninterp::nan).finished()) == std::vector<Index>{0, 1, 1, -1});
  CHECK(most_probable(categorical("s", {"a", "b"}, true), outputs.leftCols(2)) == std::vector<Index>{1, 0, -1});
}

TEST_CASE("rows without a class, and with one that the model does not know, are not counted", "[classes]") {
  const Target target = categorical("s", {"b", "a"});  // the reference need not be the first in order
  Table table = made({"x"}, (Matrix(5, 1) << 1, 2, 3, 4, 5).finished());
  CHECK(known_classes(target, table, all_rows(table)) == std::vector<Index>(5, -1));
  table.columns.push_back(text_column("s", {"a", "b", "z"}, {0, 1, 2, -1, 0}));
  CHECK(known_classes(target, table, all_rows(table)) == std::vector<Index>{1, 0, -1, -1, 1});
  CHECK(known_classes(target, table, {4, 1}) == std::vector<Index>{1, 0});
  const Confusion confusion = count_confusions(target, {1, 0, -1, -1, 1}, {1, 1, 1, 0, -1});
  CHECK(confusion.classes == std::vector<std::string>{"b", "a"});
  CHECK(confusion.counts == (Matrix(2, 2) << 0, 1, 0, 1).finished());
}

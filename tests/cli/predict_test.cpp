// The command `predict` as a user runs it.
#include "support/fitted.hpp"

using namespace nninterp;
using namespace nninterp::test;

TEST_CASE("predict takes columns by name, ignores additional ones and misses missing ones", "[cli]") {
  const Fitted f("mtcars.csv", {"-f", "mpg ~ wt + hp"});
  f.folder.write("a.csv", "wt,hp\n2.5,100\n");
  f.folder.write("b.csv", "note;hp;x;wt\nhi;100;1;2.5\n");
  f.folder.write("c.csv", "wt,HP\n2.5,100\n");
  const Json a = f.json({"predict", "--data", "a.csv"}), b = f.json({"predict", "--data", "b.csv"});
  CHECK(a["predictions"] == b["predictions"]);
  CHECK(a["rows"] == Json::array({1}));
  const Outcome missing = f.run({"predict", "--data", "c.csv"});
  CHECK(missing.code == 1);
  CHECK(contains(missing.err, "c.csv: there is no column \"hp\""));
  CHECK(contains(missing.err, "hint: did you mean 'HP'?"));
}

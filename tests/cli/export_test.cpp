// The command `export` as a user runs it.
#include "support/fitted.hpp"

using namespace nninterp;
using namespace nninterp::test;

TEST_CASE("categories leave as 0/1 inputs, which export says and the table for the way back has", "[cli]") {
  const Fitted f("toothgrowth.csv", {"-f", "len ~ supp + dose", "--decay", "0.1"});
  const Outcome exported = f.run({"export", "--to", "neuralnet", "-o", "w.csv"});
  CHECK(
      contains(exported.err,
               "note: a table for this network, in R or imported again, needs 0/1 columns for categories: supp=VC\n"));
  const Outcome numbers =
      Fitted("mtcars.csv", {"-f", "mpg ~ wt", "--decay", "0.1"}).run({"export", "--to", "neuralnet"});
  CHECK(!contains(numbers.err, "0/1"));
  REQUIRE(f.run({"import", "--from", "neuralnet", "w.csv", "--model", "back.json"}).code == 0);
  f.folder.write("t.csv", "supp,supp=VC,dose\nOJ,0,0.5\nVC,1,2\n");
  const Json ours = f.json({"predict", "--data", "t.csv"})["predictions"]["len"];
  const Json back = f.json({"predict", "--data", "t.csv", "--model", "back.json"})["predictions"]["len"];
  for (std::size_t i : {0, 1}) CHECK(ours[i].get<double>() == Approx(back[i].get<double>()).epsilon(1e-9));
}

// The command `compare` as a user runs it.
#include "support/fitted.hpp"

using namespace nninterp;
using namespace nninterp::test;

TEST_CASE("compare puts models side by side on the same rows", "[cli]") {
  const Fitted f("swiss.csv", {"-t", "Fertility", "--drop", "province", "--decay", "1"});
  f.json({"fit", "swiss.csv", "-f", "Fertility ~ Education", "--decay", "0.1", "--model", "b.json"});
  const Json json = f.json({"compare", "nninterp-model.json", "b.json"});
  CHECK(json["schema"] == "nninterp/compare/1");
  CHECK(json["rows"] == 47);
  REQUIRE(json["models"].size() == 2);
  CHECK(json["models"][0]["decay"] == 1);
  CHECK(json["models"][0]["difference"]["Fertility"] == 0);
  CHECK(json["models"][1]["difference"]["Fertility"].get<double>() > 0);
  const Json effects = f.json({"effects", "--model", "b.json"});
  CHECK(json["models"][1]["mean_slope"]["Fertility"]["Education"] == effects["effects"][0]["slope"]["mean"]);
  const Json show = f.json({"show", "--model", "b.json"});
  CHECK(json["models"][1]["quality"]["Fertility"]["r_squared"].get<double>() ==
        Approx(show["quality"]["Fertility"]["r_squared"].get<double>()).epsilon(1e-12));
  const std::string table = f.run({"compare", "nninterp-model.json", "b.json", "--format", "table"}).out;
  CHECK(contains(table, "Fertility: R-squared"));
  CHECK(contains(table, "Fertility: slope by Education"));
  CHECK(contains(f.run({"compare", "nninterp-model.json", "b.json", "--format", "csv"}).out,
                 "b.json,Fertility,mean_slope,Education,"));

  CHECK(f.run({"compare", "b.json"}).code == 2);
  CHECK(f.run({"compare", "b.json", "gone.json"}).code == 1);
  f.json({"fit", "swiss.csv", "-f", "Catholic ~ Education", "--decay", "1", "--model", "c.json"});
  const Outcome nothing = f.run({"compare", "b.json", "c.json"});
  CHECK(nothing.code == 1);
  CHECK(contains(nothing.err, "there is nothing to compare"));
}

// Intervals by refits, of every command that has them.
#include "support/fitted.hpp"

using namespace nninterp;
using namespace nninterp::test;

TEST_CASE("refits give effects their intervals, and without them the program says what to do", "[cli]") {
  const Fitted f("mtcars.csv", {"-f", "mpg ~ wt + hp", "--decay", "0.1", "--bootstrap", "60"});
  const Json model = Json::parse(read_file(f.folder.path("nninterp-model.json")));
  CHECK(model["training"]["refits"]["weights"].size() == 60);
  CHECK(Json::parse(f.fitted.out)["refits"]["count"] == 60);
  CHECK(f.json({"effects"})["interval"]["method"] == "crossfit");
  const Json effects = f.json({"effects", "--interval", "bootstrap", "--level", "0.9"});
  CHECK(effects["interval"] == Json({{"method", "bootstrap"}, {"level", 0.9}, {"replicates", 60}}));
  for (const Json& effect : effects["effects"]) {
    for (const char* of : {"shift", "slope"}) {
      CHECK(effect[of]["conf_low"] < effect[of]["conf_high"]);
      CHECK(effect[of]["std_error"] > 0);
    }
    CHECK(effect["one_number"]["verdict"].is_string());
    CHECK(effect["between_fits"]["fits"] >= 1);
  }
  CHECK(f.json({"curves", "--var", "wt"})["interval"]["method"] == "crossfit");
  const Json curve = f.json({"curves", "--var", "wt", "--interval", "bootstrap"});
  CHECK(curve["interval"]["replicates"] == 60);
  for (std::size_t i = 0; i < curve["curves"][0]["x"].size(); ++i) {
    CHECK(curve["curves"][0]["conf_low"][i] < curve["curves"][0]["conf_high"][i]);
  }
  CHECK(f.run({"curves", "--var", "wt", "--interval", "delta"}).code == 1);
  const Json pair = f.json({"interactions"})["interactions"][0];
  CHECK(pair["std_error"] > 0);
  CHECK(pair["conf_low"] < pair["conf_high"]);
  CHECK(pair["p_value"] > 0);
  CHECK(pair["p_value"] < 1);
  CHECK(pair["h_low"] >= 0);
  CHECK(pair["h_low"] < pair["h_high"]);
  const Json none = f.json({"effects", "--interval", "none"});
  CHECK(none["interval"]["method"] == "none");
  CHECK(none["effects"][0]["shift"]["std_error"].is_null());
  CHECK(f.run({"effects", "--format", "table"}).out.find("95% from") != std::string::npos);
  CHECK(f.run({"effects", "--interval", "sometimes"}).code == 2);
  CHECK(f.run({"effects", "--level", "1"}).code == 2);

  const Json predictions = f.json({"predict"});
  CHECK(predictions["interval"]["replicates"] == 60);
  for (std::size_t i = 0; i < 32; ++i) {
    CHECK(predictions["std_error"]["mpg"][i] > 0);
    CHECK(predictions["conf_low"]["mpg"][i] < predictions["conf_high"]["mpg"][i]);
  }
  CHECK(f.json({"predict", "--interval", "none"}).count("conf_low") == 0);
  const Outcome plain = f.run({"predict", "--format", "csv"});
  CHECK(plain.out.substr(0, 8) == "row,mpg\n");
  const Outcome with = f.run({"predict", "--format", "csv", "--interval", "bootstrap"});
  CHECK(contains(with.out, "row,mpg,mpg_std_error,mpg_conf_low,mpg_conf_high\n1,"));
  CHECK(contains(f.run({"predict", "--format", "table"}).out, "95% from"));

  const Fitted without("mtcars.csv", {"-f", "mpg ~ wt + hp", "--decay", "0.1"});
  CHECK(without.run({"predict"}).err.empty());
  CHECK(without.json({"predict"})["interval"]["method"] == "none");
  CHECK(without.run({"predict", "--interval", "bootstrap"}).code == 1);
  const Outcome refused = without.run({"effects", "--interval", "bootstrap"});
  CHECK(refused.code == 1);
  CHECK(refused.out.empty());
  CHECK(contains(refused.err, "hint: fit with --bootstrap 200"));
}

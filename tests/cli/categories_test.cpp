// Levels that belong together, and levels in an order.
#include "support/fitted.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

Json effect_of(const Json& effects, const std::string& variable, const std::string& level) {
  for (const Json& effect : effects["effects"]) {
    if (effect["variable"] == variable && effect["level"] == level) return effect;
  }
  return nullptr;
}

}  // namespace

TEST_CASE("inputs of a factor are moved as one once they are said to be levels of it", "[cli]") {
  const TemporaryFolder folder;
  for (const char* file : {"mm.csv", "nn.json"}) {
    fs::copy(test_file("cases/imported-factor/" + std::string(file)), folder.path(file));
  }
  const auto run = [&](const std::vector<std::string>& arguments) { return run_program(arguments, folder.path()); };
  const Json imported =
      json_of(run({"import", "--from", "nnet", "nn.json", "--data", "mm.csv", "--target", "bwt", "--levels",
                   "race=raceblack,raceother", "--reference", "race=white", "--categorical", "smoke"}));
  CHECK(imported["variables"] == Json::array({"age", "lwt", "race", "smoke", "ht"}));
  CHECK(imported["settings"]["categorical"] == Json::array({"race", "smoke"}));
  const Json effects = json_of(run({"effects", "--interval", "none"}));
  // In R, by setting the factor to each level in all rows.
  CHECK(effect_of(effects, "race", "black")["shift"]["mean"].get<double>() == Approx(-0.4283).margin(5e-5));
  CHECK(effect_of(effects, "race", "other")["shift"]["mean"].get<double>() == Approx(-0.1823).margin(5e-5));
  CHECK(effect_of(effects, "smoke", "1")["shift"]["mean"].get<double>() == Approx(-0.3026).margin(5e-5));
  CHECK(contains(run({"effects", "--format", "table"}).out, "race: black - white"));
  CHECK(json_of(run({"curves", "--var", "race"}))["curves"][0]["x"] == Json::array({"white", "black", "other"}));
  CHECK(json_of(run({"importance"}))["importance"].size() == 5);
  CHECK(contains(run({"equation"}).out, "[race = black]"));
  folder.write("new.csv", "age,lwt,race,smoke,ht\n0.1,0.2,black,1,0\n");
  folder.write("old.csv", "age,lwt,raceblack,raceother,smoke,ht\n0.1,0.2,1,0,1,0\n");
  CHECK(json_of(run({"predict", "--data", "new.csv"}))["predictions"] ==
        json_of(run({"predict", "--data", "old.csv"}))["predictions"]);
}

TEST_CASE("levels that are given in an order keep it in the model and everywhere", "[cli]") {
  const FittedCase f("ordered/ord.csv", {"--decay", "0.1", "--levels", "dose=low,medium,high"});
  CHECK(json_of(f.fitted)["settings"]["levels"] == Json::array({"dose=low,medium,high"}));
  CHECK(json_of(f.fitted)["settings"]["reference"] == Json::array({"dose=low"}));
  CHECK(f.json({"curves", "--var", "dose"})["curves"][0]["x"] == Json::array({"low", "medium", "high"}));
  const Json effects = f.json({"effects", "--var", "dose", "--interval", "none"})["effects"];
  REQUIRE(effects.size() == 2);
  CHECK(effects[0]["level"] == "medium");
  CHECK(effects[1]["level"] == "high");
  const FittedCase usual("ordered/ord.csv", {"--decay", "0.1"});
  const Json of_usual = usual.json({"effects", "--var", "dose", "--interval", "none"});
  const double other_way = effect_of(of_usual, "dose", "low")["shift"]["mean"].get<double>();  // low - high
  CHECK(effects[1]["shift"]["mean"].get<double>() == Approx(-other_way).epsilon(0.01));
  const FittedCase numbers("weighted/w.csv", {"-f", "mpg ~ wt + hp", "--decay", "0.1", "--levels", "hp=1,2"}, 1);
  CHECK(contains(numbers.fitted.err, "and --levels says 1 and 2"));
}

// The command `effects` as a user runs it, --paths with it.
#include "support/fitted.hpp"
#include "support/given.hpp"

using namespace nninterp;
using namespace nninterp::test;

TEST_CASE("effects give shift and slope with their spread, for each variable and target", "[cli]") {
  const Fitted f("swiss.csv", {"-f", "Fertility + Examination ~ Agriculture + Education"});
  const Json json = f.json({"effects", "--delta", "-2.5"});
  CHECK(json["schema"] == "nninterp/effects/1");
  CHECK(json["rows"] == 47);
  CHECK(json["interval"]["method"] == "crossfit");
  CHECK(json["interval"]["folds"] == 5);
  REQUIRE(json["effects"].size() == 4);
  const Json& effect = json["effects"][0];
  CHECK(effect["variable"] == "Agriculture");
  CHECK(effect["target"] == "Fertility");
  CHECK(effect["shift"]["delta"] == -2.5);
  for (const char* field : {"mean", "sd", "min", "q25", "median", "q75", "max", "share_positive", "mean_abs"}) {
    CHECK(effect["shift"][field].is_number());
    CHECK(effect["slope"][field].is_number());
  }
  CHECK(effect["slope"]["rms"].is_number());
  const Json none = f.json({"effects", "--delta", "-2.5", "--interval", "none"});
  CHECK(none["interval"]["method"] == "none");
  for (const char* of : {"shift", "slope"}) {
    CHECK(effect[of]["conf_low"] < effect[of]["debiased"]);
    CHECK(effect[of]["debiased"] < effect[of]["conf_high"]);
    CHECK(effect[of]["effective_rows"] > 1);
    for (const char* field : {"debiased", "std_error", "conf_low", "conf_high", "effective_rows"}) {
      CHECK(none["effects"][0][of][field].is_null());
    }
    CHECK(none["effects"][0][of]["mean"] == effect[of]["mean"]);
  }
  CHECK(effect["one_number"]["linear_std_error"] > 0);
  CHECK(effect["shift"]["out_of_range_rows"].get<int>() > 0);
  CHECK(json["warnings"][0]["code"] == "extrapolation");
  CHECK(f.json({"effects", "--var", "Education", "--target", "Examination"})["effects"].size() == 1);
  CHECK(f.json({"effects", "--var", "Education,Agriculture"})["effects"].size() == 4);
}

TEST_CASE("categories: levels against their reference, unseen ones refused, groups by any column", "[cli]") {
  const Fitted f("toothgrowth.csv", {"-t", "len"});
  const Json json = f.json({"effects", "--var", "supp"});
  CHECK(json["effects"][0]["level"] == "VC");
  CHECK(json["effects"][0]["reference"] == "OJ");
  CHECK(json["effects"][0]["slope"].is_null());
  CHECK(json["effects"][0]["shift"]["delta"].is_null());
  const Json by = f.json({"effects", "--var", "dose", "--by", "supp"});
  REQUIRE(by["effects"].size() == 2);
  CHECK(by["effects"][1]["group"] == "VC");

  const Outcome slopes = f.run({"slopes"});
  CHECK(contains(slopes.err, "supp is categorical"));
  CHECK_FALSE(Json::parse(slopes.out)["slopes"]["len"].contains("supp"));

  f.folder.write("new.csv", "supp,dose,remark\nVC,1,x\nXX,2,y\n");
  const Outcome unseen = f.run({"predict", "--data", "new.csv"});
  CHECK(unseen.code == 1);
  CHECK(unseen.out.empty());
  CHECK(contains(unseen.err, "nninterp: error: new.csv:3: column \"supp\": the model has not seen the level 'XX'"));

  const Fitted other("toothgrowth.csv", {"-t", "len", "--reference", "supp=VC"});
  CHECK(other.json({"effects", "--var", "supp"})["effects"][0]["level"] == "OJ");
}

TEST_CASE("effects --by: numbers are cut at their quantiles, several columns are crossed", "[cli]") {
  const Fitted f("mtcars.csv", {"-f", "mpg ~ wt + hp + am", "--hidden", "2", "--decay", "0.1"});
  const Json rows = f.json({"effects", "--var", "hp", "--per-row", "--interval", "none"})["effects"][0]["row_effects"];
  const std::vector<double> shifts = rows["shift"].get<std::vector<double>>();

  const Json cut = f.json({"effects", "--var", "hp", "--by", "wt", "--interval", "none"});
  REQUIRE(cut["effects"].size() == 4);
  CHECK(cut["settings"]["groups"] == 4);
  // R: quantile(mtcars$wt) is 1.513, 2.58125, 3.325, 3.61, 5.424.
  CHECK(cut["effects"][0]["group"] == "[1.513, 2.581]");
  CHECK(cut["effects"][3]["group"] == "(3.61, 5.424]");
  const std::vector<double> wt = table_in(std::string(NNINTERP_EXAMPLES) + "/mtcars.csv").at("wt").numbers;
  double sum = 0, count = 0;
  for (std::size_t i = 0; i < wt.size(); ++i) {
    if (wt[i] > 2.58125 && wt[i] <= 3.325) sum += shifts[i], ++count;
  }
  CHECK(cut["effects"][1]["rows"] == count);
  CHECK(cut["effects"][1]["shift"]["mean"].get<double>() == Approx(sum / count).epsilon(1e-12));
  CHECK(f.json({"effects", "--var", "hp", "--by", "wt", "--groups", "3"})["effects"].size() == 3);

  const Json crossed = f.json({"effects", "--var", "hp", "--by", "am,cyl", "--interval", "none"});
  REQUIRE(crossed["effects"].size() == 6);
  CHECK(crossed["effects"][0]["group"] == "0, 4");
  CHECK(crossed["effects"][5]["group"] == "1, 8");
  CHECK(crossed["effects"][5]["rows"] == 2);
  CHECK(f.json({"effects", "--var", "hp", "--by", "am", "--by", "cyl", "--interval", "none"})["effects"] ==
        crossed["effects"]);
  const Outcome useless = f.run({"effects", "--groups", "3"});
  CHECK(useless.code == 2);
  CHECK(contains(useless.err, "--groups: nothing is cut into groups"));
}

TEST_CASE("effects --paths splits each slope by hidden units, in JSON, CSV and a table", "[paths]") {
  const Given given;
  const Json json = given.json({"effects", "--paths"});
  CHECK(json["settings"]["paths"] == true);
  REQUIRE(json["paths"].size() == 2);  // group has no slope
  CHECK(json["paths"][0]["variable"] == "x");
  CHECK(json["paths"][1]["units"] == Json::array({"1layhid2"}));
  CHECK(json["paths"][0]["weight_product"].get<double>() == Approx(1.5 / 2 * 2));
  const Json& effect = json["effects"][0];
  const double sum = json["paths"][0]["part"].get<double>() + json["paths"][1]["part"].get<double>();
  CHECK(effect["path_sum"] == sum);
  CHECK(effect["slope"]["mean"].get<double>() == Approx(sum).epsilon(1e-13));
  CHECK(effect["weight_product_sum"].get<double>() == Approx((1.5 * 2 - 0.4) / 2));
  CHECK(json["effects"][1]["path_sum"].is_null());
  const auto& warnings = json["warnings"];
  CHECK(std::any_of(warnings.begin(), warnings.end(), [](const Json& w) { return w["code"] == "no_slope"; }));

  const std::string csv = given.run({"effects", "--paths", "--format", "csv"}).out;
  CHECK(csv.rfind("variable,target,group,path,part,weight_product\nx,y,,1layhid1,", 0) == 0);
  CHECK(count_lines(csv) == 3);
  const std::string table = given.run({"effects", "--paths", "--format", "table"}).out;
  CHECK(contains(table, "Paths to y"));
  CHECK(contains(table, "1layhid2"));
  CHECK_FALSE(given.json({"effects"}).contains("paths"));
}

TEST_CASE("effects --paths goes with groups, and with --per-row except in CSV", "[paths]") {
  const Given given;
  const Json json = given.json({"effects", "--paths", "--per-row", "--by", "group", "--var", "x"});
  REQUIRE(json["paths"].size() == 4);
  CHECK(json["paths"][0]["group"] == "a");
  CHECK(json["effects"][1]["path_sum"].get<double>() ==
        Approx(json["effects"][1]["slope"]["mean"].get<double>()).epsilon(1e-13));
  CHECK(given.run({"effects", "--paths", "--per-row", "--format", "csv"}).code == 2);
}

TEST_CASE("a variable of two values is moved from the one to the other unless a delta is given", "[cli]") {
  const Fitted cars("mtcars.csv", {"-f", "mpg ~ wt + hp + am", "--decay", "0.1"}, {});
  const Json usual = cars.json({"effects", "--var", "am", "--interval", "none"});
  const Json& shift = usual["effects"][0]["shift"];
  CHECK(shift["mean"].get<double>() == Approx(0.2658).margin(5e-5));
  CHECK(shift["delta"] == 1);
  CHECK(shift["between"] == Json::array({0, 1}));
  CHECK(shift["out_of_range_rows"] == 0);
  CHECK(usual["effects"][0]["slope"]["mean"].is_number());
  CHECK(usual["settings"]["between_two_values"] == true);
  CHECK(contains(cars.run({"effects", "--var", "am", "--format", "table"}).out, "\nam: 1 - 0  "));
  const Json by_one = cars.json({"effects", "--var", "am", "--delta", "1"});
  CHECK(by_one["effects"][0]["shift"]["mean"].get<double>() == Approx(0.2173).margin(5e-5));
  CHECK(by_one["effects"][0]["shift"]["between"].is_null());
  CHECK(by_one["effects"][0]["shift"]["out_of_range_rows"] == 13);
  CHECK(by_one["settings"]["between_two_values"] == false);
  const std::string csv = cars.run({"effects", "--format", "csv"}).out;
  CHECK(contains(csv, "shift_delta,shift_from,shift_to,"));
  CHECK(contains(csv, "\nam,mpg,,,,1,0,1,"));
  CHECK(contains(csv, "\nwt,mpg,,,,1,,,"));
  const FittedCase babies("two-valued/bw.csv", {"-t", "bwt", "--decay", "0.3"});
  const Json effects = babies.json({"effects", "--var", "smoke,ht", "--interval", "none"})["effects"];
  CHECK(effects[0]["shift"]["mean"].get<double>() == Approx(-412.9).margin(0.05));
  CHECK(effects[1]["shift"]["mean"].get<double>() == Approx(-620.2).margin(0.05));
}

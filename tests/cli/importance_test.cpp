// The command `importance` as a user runs it.
#include "support/fitted.hpp"
#include "support/given.hpp"

using namespace nninterp;
using namespace nninterp::test;

TEST_CASE("importance has every field that scripts rely on, in variable order", "[importance]") {
  const Given given;
  const Json json = given.json({"importance"});
  CHECK(json["schema"] == "nninterp/importance/1");
  CHECK(json["rows"] == 5);
  CHECK(json["settings"]["loss"] == Json::array({"rmse"}));
  CHECK(json["settings"]["rounds"] == 10);
  CHECK(json["settings"]["seed"] == 1);
  REQUIRE(json["importance"].size() == 2);
  const Json &x = json["importance"][0], &group = json["importance"][1];
  CHECK(x["variable"] == "x");
  CHECK(x["target"] == "y");
  CHECK(x["olden"].get<double>() == Approx(1.5 * 2 - 0.4));
  CHECK(group["olden"].get<double>() == Approx(0.3 * 2 - 0.8));
  CHECK(x["garson"].get<double>() == Approx((1.5 / 1.8 + 0.4 / 1.2) / 2));
  CHECK(x["garson"].get<double>() + group["garson"].get<double>() == Approx(1));
  for (const char* field : {"slope_mean", "slope_sd", "slope_rms", "permutation", "permutation_sd", "base_loss"}) {
    CHECK(x[field].is_number());
  }
  for (const char* field : {"std_error", "conf_low", "conf_high"}) CHECK(x[field].is_null());
  CHECK(group["slope_rms"].is_null());
  CHECK(group["permutation"].is_number());
  const Json effects = given.json({"effects", "--var", "x"});
  CHECK(x["slope_mean"] == effects["effects"][0]["slope"]["mean"]);
  CHECK(x["slope_sd"] == effects["effects"][0]["slope"]["sd"]);
  CHECK(x["slope_rms"] == effects["effects"][0]["slope"]["rms"]);
}

TEST_CASE("importance comes as CSV and as a table, strongest first", "[importance]") {
  const Given given;
  const Json json = given.json({"importance"});
  const std::string csv = given.run({"importance", "--format", "csv"}).out;
  CHECK(count_lines(csv) == 3);
  CHECK(contains(csv,
                 "variable,target,garson,olden,slope_mean,slope_sd,slope_rms,slope_rms_sd,permutation,"
                 "permutation_sd,loss,base_loss,std_error,conf_low,conf_high\nx,y,"));
  const std::string table = given.run({"importance", "--format", "table"}).out;
  CHECK(contains(table, "Importance for y, over 5 rows"));
  const bool x_first = json["importance"][0]["permutation"] > json["importance"][1]["permutation"];
  CHECK((table.find("\nx ") < table.find("\ngroup ")) == x_first);
}

TEST_CASE("importance is the same for the same seed whatever the threads, and another for another", "[importance]") {
  const Given given;
  const auto of = [&](std::vector<std::string> more) {
    more.insert(more.begin(), "importance");
    return given.json(more)["importance"];
  };
  CHECK(of({"--threads", "1"}) == of({"--threads", "3"}));
  CHECK(of({"--seed", "2"}) != of({"--seed", "1"}));
  CHECK(of({"--rounds", "1"})[0]["permutation_sd"].is_null());
  CHECK(of({"--rounds", "1"})[0]["slope_rms"] == of({})[0]["slope_rms"]);
}

TEST_CASE("without the target's values importance leaves the permutations out and says so", "[importance]") {
  const Given given;
  given.folder.write("new.csv", "x,group\n0,a\n1,b\n");
  given.folder.write("empty.csv", "x,group,y\n0,a,\n1,b,\n");
  given.folder.write("words.csv", "x,group,y\n0,a,low\n1,b,high\n");
  for (const std::string data : {"new.csv", "empty.csv", "words.csv"}) {
    INFO(data);
    const Json json = given.json({"importance"}, data);
    CHECK(json["importance"][0]["permutation"].is_null());
    CHECK(json["importance"][0]["loss"].is_null());
    CHECK(json["importance"][0]["slope_rms"].is_number());
    REQUIRE(json["warnings"].size() == 2);
    CHECK(json["warnings"][0]["code"] == "no_target");
    CHECK(given.run({"importance", "--format", "table"}, data).code == 0);
  }
  given.folder.write("gap.csv", "x,group,y\n0,a,\n1,b,3\n2,a,1\n");
  CHECK(given.run({"importance"}, "gap.csv").code == 1);
  CHECK(given.json({"importance", "--na", "drop"}, "gap.csv")["rows"] == 2);
}

TEST_CASE("importance of classes has one target a class, and all of them together", "[importance]") {
  const Given given(R"({"name": "s", "type": "categorical", "levels": ["0", "1", "2"]})",
                    "[[0, 0.1, 0.2], [1, -1, 0.5], [0.3, 0.2, -2]]", "softmax");
  given.folder.write("classes.csv", "x,group,s\n0,a,1\n1,b,2\n2,a,0\n5,b,0\n3,a,1\n");  // numbers, read as classes
  const Json json = given.json({"importance", "--target", "s"}, "classes.csv");
  REQUIRE(json["importance"].size() == 6);
  CHECK(json["importance"][0]["target"] == "s=0");
  CHECK(json["importance"][0]["loss"] == "log_loss");
  REQUIRE(json["all_classes"].size() == 2);
  CHECK(json["all_classes"][0]["target"] == "s");
  CHECK(json["all_classes"][0]["permutation"].is_number());
  CHECK(given.json({"importance"})["all_classes"].empty());  // data.csv has no column s
  CHECK(contains(given.run({"importance", "--format", "table"}, "classes.csv").out, "s (all classes)"));
}

TEST_CASE("importance refuses what cannot be meant", "[importance]") {
  const Given given;
  CHECK(given.run({"importance", "--rounds", "0"}).code == 2);
  CHECK(given.run({"importance", "--seed", "one"}).code == 2);
  const Outcome outcome = given.run({"importance", "--target", "z"});
  CHECK(outcome.code == 1);
  CHECK(outcome.out.empty());
}

// The command `shapley` and its pictures as a user runs them.
#include "support/fitted.hpp"
#include "support/given.hpp"

using namespace nninterp;
using namespace nninterp::test;

TEST_CASE("shapley divides each prediction, in JSON, CSV and tables", "[cli]") {
  const Fitted f("toothgrowth.csv", {"-t", "len"});
  const Json json = f.json({"shapley"});
  CHECK(json["schema"] == "nninterp/shapley/1");
  CHECK(json["method"] == "exact");
  CHECK(json["std_error"].is_null());
  CHECK(json["background_rows"] == 60);
  CHECK(json["targets"] == Json({"len"}));
  REQUIRE(json["rows"].size() == 60);
  CHECK(json["rows"][59] == 60);
  const Json predictions = f.json({"predict"})["predictions"]["len"];
  const double base = json["base"]["len"];
  double mean = 0;
  for (std::size_t i = 0; i < 60; ++i) {
    const Json& values = json["values"]["len"];
    const double sum = base + values["supp"][i].get<double>() + values["dose"][i].get<double>();
    CHECK(sum == Approx(predictions[i].get<double>()).epsilon(1e-12));
    CHECK(json["predictions"]["len"][i] == predictions[i]);
    mean += predictions[i].get<double>() / 60;
  }
  CHECK(base == Approx(mean).epsilon(1e-12));

  const std::string csv = f.run({"shapley", "--row", "3,17", "--format", "csv"}).out;
  CHECK(contains(csv, "row,target,base,prediction,"));
  CHECK(std::count(csv.begin(), csv.end(), '\n') == 3);
  CHECK(contains(csv, "\n17,len,"));
  const Json some = f.json({"shapley", "--row", "17", "--row", "3,17"});
  CHECK(some["rows"] == Json({17, 3}));
  CHECK(some["values"]["len"]["dose"][0].get<double>() ==
        Approx(json["values"]["len"]["dose"][16].get<double>()).epsilon(1e-12));

  const std::string row = f.run({"shapley", "--row", "17", "--format", "table"}).out;
  CHECK(contains(row, "Row 17: len is "));
  CHECK(contains(row, "dose"));
  CHECK(contains(row, "all add up to the prediction"));
  const std::string all = f.run({"shapley", "--format", "table"}).out;
  CHECK(contains(all, "Shapley values of len at 60 rows"));
  CHECK(contains(all, "mean size"));
  CHECK(widest_line(all) <= 100);
}

TEST_CASE("shapley of classes, on log-odds, sampled, by weights and beside another table", "[cli]") {
  const Fitted f("iris.csv", {"-t", "Species"});
  const Json json = f.json({"shapley", "--row", "77"});
  CHECK(json["targets"].size() == 3);
  double classes = 0;
  for (const Json& target : json["targets"]) {
    classes += json["values"][target.get<std::string>()]["Petal.Width"][0].get<double>();
  }
  CHECK(classes == Approx(0).margin(1e-13));
  const Json logit = f.json({"shapley", "--row", "77", "--on", "logit", "--target", "Species=virginica"});
  CHECK(logit["targets"] == Json({"Species=virginica"}));
  CHECK(logit["settings"]["on"] == "logit");

  const std::vector<std::string> sampled{"shapley", "--row", "1,77", "--method", "sampled", "--orders", "20"};
  const Json drawn = f.json(sampled);
  CHECK(drawn["method"] == "sampled");
  CHECK(drawn["settings"]["orders"] == 20);
  CHECK(drawn["std_error"]["Species=setosa"]["Petal.Width"].size() == 2);
  CHECK(drawn == f.json(sampled));
  std::vector<std::string> other = sampled;
  other.insert(other.end(), {"--seed", "2"});
  CHECK(f.json(other)["values"] != drawn["values"]);
  CHECK(contains(f.run({"shapley", "--method", "sampled", "--format", "csv"}).out, ",Petal.Width_std_error\n"));
  CHECK(contains(f.run({"shapley", "--row", "1", "--method", "sampled", "--format", "table"}).out, "std. error"));

  f.folder.write("new.csv", "Sepal.Length,Sepal.Width,Petal.Length,Petal.Width\n6,3,5,2\n");
  const Outcome alone = f.run({"shapley", "--data", "new.csv", "--json"});
  CHECK(contains(alone.err, "the values are beside a background of only 1 row; --background-data FILE"));
  const Json beside = f.json({"shapley", "--data", "new.csv", "--background-data", "iris.csv"});
  CHECK(beside["background_rows"] == 100);
  CHECK(beside["base"] == json["base"]);
  CHECK(std::none_of(beside["warnings"].begin(), beside["warnings"].end(),
                     [](const Json& warning) { return warning["code"] == "few_background_rows"; }));

  const Outcome one = f.run({"shapley", "--threads", "1", "--json"});
  for (const char* threads : {"2", "7"}) CHECK(f.run({"shapley", "--threads", threads, "--json"}).out == one.out);
}

TEST_CASE("shapley weighs its background and the means over rows", "[cli]") {
  const FittedCase f("weighted/w.csv", {"-t", "mpg", "--decay", "0.1", "--weights", "w"});
  const Json weighted = f.json({"shapley"});
  CHECK(weighted["settings"]["weights"] == "w");
  const Json predictions = f.json({"predict"})["predictions"]["mpg"];
  const std::vector<double> w = table_in(test_file("cases/weighted/w.csv")).at("w").numbers;
  double sum = 0, total = 0;
  for (std::size_t i = 0; i < w.size(); ++i) {
    sum += w[i] * predictions[i].get<double>();
    total += w[i];
  }
  CHECK(weighted["base"]["mpg"].get<double>() == Approx(sum / total).epsilon(1e-12));
}

TEST_CASE("shapley refuses what there is not", "[cli]") {
  const Fitted f("mtcars.csv", {"-f", "mpg ~ wt + hp"});
  check_refused(f, {{{"shapley", "--row", "33"}, 1, "--row: there is no row 33 in use"},
                    {{"shapley", "--row", "first"}, 2, "--row: 'first' is not a number"},
                    {{"shapley", "--row", "0"}, 2, "--row: 0 is less than 1"},
                    {{"shapley", "--background", "0"}, 2, "--background: 0 is less than 1"},
                    {{"shapley", "--background-data", "none.csv"}, 1, "none.csv"},
                    {{"shapley", "--orders", "5"}, 2, "--orders: come in pairs, and 5 is odd"},
                    {{"shapley", "--method", "quick"}, 2, "--method: 'quick' is none of auto, exact and sampled"},
                    {{"shapley", "--target", "MPG"}, 1, "target 'MPG': is none of the model's"},
                    {{"shapley", "--on", "logit"}, 1, "--on: logit is for probabilities"},
                    {{"plot", "shapley", "--row", "1,2"}, 2, "--row: plot shapley shows one row or all, not 2"},
                    {{"plot", "effects", "--row", "1"}, 2, "--row: is not for plot effects"},
                    {{"plot", "shapley", "--var", "wt"}, 2, "--var: is not for plot shapley"}});
}

TEST_CASE("plot shapley draws a swarm of all rows and the waterfall of one", "[cli]") {
  const Fitted f("toothgrowth.csv", {"-t", "len"});
  const std::string swarm = f.run({"plot", "shapley", "--spec"}).out;
  CHECK(contains(swarm, "Shapley values of len"));
  CHECK(contains(swarm, "base: the mean of 60 background rows"));
  CHECK(contains(swarm, "set cbtics ('low' 0, 'high' 1)"));
  const std::string waterfall = f.run({"plot", "shapley", "--row", "17", "--spec"}).out;
  CHECK(contains(waterfall, "row 17: len is "));
  CHECK(contains(waterfall, "supp = VC"));
  CHECK(contains(waterfall, "boxxyerror"));
  const std::string text = f.run({"plot", "shapley", "--row", "17", "--format", "text"}).out;
  CHECK(contains(text, "supp = VC"));
  CHECK(contains(text, "with all of them"));
  f.folder.write("none.csv", "supp,dose\n");
  CHECK(f.run({"plot", "shapley", "--data", "none.csv"}).code == 1);
  CHECK(f.run({"shapley", "--data", "none.csv"}).code == 1);
}

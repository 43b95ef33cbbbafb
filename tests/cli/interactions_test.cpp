// The command `interactions` as a user runs it.
#include "nninterp/core/random.hpp"
#include "nninterp/core/text.hpp"
#include "support/fitted.hpp"

using namespace nninterp;
using namespace nninterp::test;

TEST_CASE("interactions have every field that scripts rely on, strongest first", "[cli]") {
  const Smooth f("swiss.csv", {"-f", "Fertility + Examination ~ Agriculture + Education + Catholic"});
  const Json json = f.json({"interactions", "--delta", "sd", "--delta", "Education=2"});
  CHECK(json["schema"] == "nninterp/interactions/1");
  CHECK(json["rows"] == 47);
  CHECK(json["h_rows"] == 47);
  CHECK(json["settings"]["delta"] == "sd, Education=2");
  CHECK(json["settings"]["on"] == "response");
  CHECK(json["settings"]["rows"] == 1000);
  REQUIRE(json["interactions"].size() == 6);
  REQUIRE(json["totals"].size() == 6);
  double last = 2;
  for (const Json& pair : json["interactions"]) {
    CHECK(pair["variables"].size() == 2);
    for (const char* field : {"second_mean", "second_sd", "second_rms", "h_statistic", "h_rms"}) {
      CHECK(pair[field].is_number());
    }
    CHECK(pair["std_error"].is_null());
    CHECK(pair["p_value"] >= 0);
    CHECK(pair["p_value"] <= 1);
    for (const char* field : {"mean", "sd", "min", "max", "share_positive"}) CHECK(pair["mixed"][field].is_number());
    for (std::size_t i = 0; i < 2; ++i)
      CHECK((pair["mixed"]["delta"][i] == 2) == (pair["variables"][i] == "Education"));
    CHECK_FALSE(pair.contains("logit"));
    CHECK(pair["h_statistic"] <= last);
    last = pair["h_statistic"];
  }
  const Json second = f.json({"slopes", "--order", "2"})["second"]["Fertility"]["Agriculture:Catholic"];
  const Json chosen = f.json({"interactions", "--var", "Agriculture,Catholic", "--target", "Fertility"});
  for (const Json& pair : chosen["interactions"]) {
    CHECK(distance(pair["second_mean"], vector_of(second).mean()) < 1e-12);
  }
}

TEST_CASE("of a probability both scales are told, or the one that is asked for", "[cli]") {
  const Smooth f("infert.csv", {"-f", "case ~ age + parity + spontaneous", "--output", "logistic", "--hidden", "0"});
  const Json both = f.json({"interactions"}), logit = f.json({"interactions", "--on", "logit"});
  CHECK(both["settings"]["on"] == "response and logit");
  for (const Json& pair : both["interactions"]) {
    CHECK(pair["h_statistic"] > 1e-4);
    CHECK(pair["logit"]["h_statistic"] == 0);  // a logistic regression
    CHECK(pair["logit"]["second_rms"] == 0);
    CHECK(pair["logit"]["mixed"].contains("share_positive"));
  }
  for (const Json& total : both["totals"]) CHECK(total["logit"]["h_statistic"] == 0);
  for (const Json& pair : logit["interactions"]) {
    CHECK(pair["h_statistic"] == 0);
    CHECK_FALSE(pair.contains("logit"));
  }
  CHECK_FALSE(f.json({"interactions", "--on", "response"})["interactions"][0].contains("logit"));
  const std::string table = f.run({"interactions", "--format", "table"}).out;
  CHECK(contains(table, "H2 log-odds"));
  CHECK(contains(table, "Careful   the bounds of a probability alone make most of the interaction of"));
  CHECK(contains(f.run({"interactions", "--on", "logit", "--format", "table"}).out, "Interactions on the log-odds of"));
}

TEST_CASE("a category has H² alone, and standard error says so", "[cli]") {
  const Smooth f("toothgrowth.csv", {"-t", "len"});
  const Outcome outcome = f.run({"interactions"});
  const Json json = Json::parse(outcome.out), pair = json["interactions"][0];
  CHECK(pair["h_statistic"].is_number());
  for (const char* field : {"second_mean", "second_sd", "second_rms", "mixed"}) CHECK(pair[field].is_null());
  CHECK(contains(outcome.err, "supp is categorical"));
  CHECK(json["warnings"].back()["code"] == "no_slope");
  const std::string table = f.run({"interactions", "--format", "table"}).out;
  CHECK(contains(table, "supp : dose"));
  CHECK_FALSE(contains(table, "second  mixed"));
}

TEST_CASE("by default the shipped curve is found, and its interaction before all else among noise", "[cli]") {
  const Table table = table_in(example_file("synthetic.csv"));
  const auto &x1 = table.columns[0].numbers, &x2 = table.columns[1].numbers, &y = table.columns[2].numbers;
  const TemporaryFolder folder;
  const auto json = [&](const std::vector<std::string>& arguments) {
    return json_of(run_program(arguments, folder.path()));
  };
  Random random(11);
  std::string noisy = "x1,x2,x3,x4,y\n";
  for (std::size_t row = 0; row < x1.size(); ++row) {
    for (const double value : {x1[row], x2[row], random.normal(), random.normal()})
      noisy += std::to_string(value) + ',';
    noisy += std::to_string(y[row]) + '\n';
  }
  folder.write("noisy.csv", noisy);
  fs::copy(example_file("synthetic.csv"), folder.path("plain.csv"));
  for (const char* file : {"plain.csv", "noisy.csv"}) {
    INFO(file);
    json({"fit", file, "-t", "y", "--json"});
    const Json effect = json({"effects", "--var", "x1"})["effects"][0];
    CHECK(effect["slope"]["mean"].get<double>() == Approx(1).margin(0.1));
    CHECK(effect["one_number"]["verdict"] == "changes sign, depends on x2");
    CHECK(json({"interactions"})["interactions"][0]["variables"] == Json({"x1", "x2"}));
    const Vector slopes = vector_of(json({"slopes"})["slopes"]["y"]["x1"]);
    Vector truth(slopes.size());
    for (std::size_t row = 0; row < x1.size(); ++row) truth[static_cast<Index>(row)] = 1 + 2 * x1[row] * x2[row];
    const Vector a = slopes.array() - slopes.mean(), b = truth.array() - truth.mean();
    CHECK(a.dot(b) / (a.norm() * b.norm()) > 0.97);
  }
}

TEST_CASE("fewer rows for H² are drawn by seed, and a warning says so", "[cli]") {
  const Smooth f("synthetic.csv", {});
  const Json all = f.json({"interactions"}), some = f.json({"interactions", "--rows", "200"});
  CHECK(all["h_rows"] == 500);
  CHECK(some["h_rows"] == 200);
  CHECK(some["warnings"].back()["code"] == "sampled_rows");
  CHECK(some["interactions"] == f.json({"interactions", "--rows", "200", "--threads", "1"})["interactions"]);
  CHECK(some["interactions"] != f.json({"interactions", "--rows", "200", "--seed", "2"})["interactions"]);
  CHECK(some["interactions"][0]["second_mean"] == all["interactions"][0]["second_mean"]);
}

TEST_CASE("the CSV has a line a pair and a line a variable, the table stays within a page", "[cli]") {
  const Smooth f("diabetes.csv", {});
  const std::string csv = f.run({"interactions", "--format", "csv"}).out;
  CHECK(csv.rfind("variable_1,variable_2,target,second_mean,second_sd,second_rms,h_statistic,h_rms,mixed_mean,", 0) ==
        0);
  CHECK(count_lines(csv) == 1 + 45 + 10);
  CHECK(count_lines(f.run({"interactions", "--format", "csv", "--var", "bmi"}).out) == 1 + 9 + 1);
  CHECK(count_lines(f.run({"interactions", "--format", "csv", "--var", "bmi,s5,age"}).out) == 1 + 3 + 3);
  const std::string table = f.run({"interactions", "--format", "table"}).out;
  CHECK(contains(table, "and 25 pairs of less H2"));
  std::istringstream lines(table);
  for (std::string line; std::getline(lines, line);) CHECK(line.size() <= 100);
}

TEST_CASE("a model of a single variable has no interactions", "[cli]") {
  const Smooth f("mtcars.csv", {"-f", "mpg ~ wt"});
  const Outcome outcome = f.run({"interactions"});
  CHECK(outcome.code == 1);
  CHECK(outcome.out.empty());
  CHECK(contains(outcome.err, "the model: has the single variable 'wt', and an interaction needs two"));
  CHECK(f.json({"slopes", "--order", "2"})["second"]["mpg"].size() == 1);
}

TEST_CASE("pairs that go together are told of, since H² then speaks of rows that there are none of", "[cli]") {
  const TemporaryFolder folder;
  Random random(5);
  std::string csv = "x1,x2,x3,y\n";
  for (int i = 0; i < 100; ++i) {
    const double x1 = random.normal(), x2 = x1 + 0.1 * random.normal(), x3 = random.normal();
    csv += format_number(x1) + "," + format_number(x2) + "," + format_number(x3) + "," + format_number(x1 * x3) + "\n";
  }
  folder.write("d.csv", csv);
  REQUIRE(run_program({"fit", "d.csv", "--hidden", "2", "--decay", "0.01", "--rep", "1"}, folder.path()).code == 0);
  const auto warnings = [&](const std::string& pair) {
    return json_of(run_program({"interactions", "--var", pair}, folder.path()))["warnings"].dump();
  };
  CHECK(contains(warnings("x1,x2"), "correlated_variables"));
  CHECK(contains(warnings("x1,x2"),
                 "x1 is correlated with x2 (0.99): H-squared asks for combinations that the data "
                 "hardly have, and can exceed 1"));
  CHECK_FALSE(contains(warnings("x1,x3"), "correlated"));
}

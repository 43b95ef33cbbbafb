// The command `effects` where it tells more than differences and slopes at the rows as they are.
#include "support/fitted.hpp"
#include "support/programs.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

const std::vector<std::string> two_of_mtcars{"-f", "mpg ~ wt + hp", "--hidden", "3", "--decay", "0.1"};

std::vector<double> numbers_in(const std::string& text) {
  std::istringstream lines(text);
  std::vector<double> numbers;
  for (double number = 0; lines >> number;) numbers.push_back(number);
  return numbers;
}

}  // namespace

TEST_CASE("elasticities, ratios and odds ratios are what R makes of the written network", "[cli]") {
  if (missing("Rscript")) return;
  const Fitted f("mtcars.csv", two_of_mtcars);
  const auto write = [&](const Fitted& of, const std::string& file, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"equation", "--language", "r", "-o", file});
    REQUIRE(of.run(arguments).code == 0);
  };
  write(f, "predict.R", {});
  write(f, "slope.R", {"--derivative", "wt"});
  // As marginaleffects has eyex, eydx, dyex, ratio (averaged: of the means) and lnor.
  f.folder.write("reference.R", R"(
options(digits = 17)
source('predict.R'); source('slope.R')
d <- read.csv('mtcars.csv')
f <- predict_nn(d)[[1]]
s <- slope_nn(d)[[1]]
at <- transform(d, hp = mean(hp))
up <- predict_nn(transform(d, wt = wt + 1))[[1]]
heavy <- d$wt > 3
numbers <- c(mean(s * d$wt / f), mean(s / f), mean(s * d$wt), mean(up) / mean(f), min(up / f),
             mean(slope_nn(at)[[1]] * at$wt / predict_nn(at)[[1]]), mean((s / f)[d$am == 1]) - mean((s / f)[d$am == 0]))
cat(sprintf('%.17g\n', numbers), sep = '')
)");
  const Outcome r = run_shell("Rscript --vanilla reference.R", f.folder.path());
  INFO(r.err);
  const std::vector<double> expected = numbers_in(r.out);
  REQUIRE(expected.size() == 7);
  const auto slope = [&](const std::string& kind, std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"effects", "--var", "wt", "--interval", "none", "--slope", kind});
    return f.json(more);
  };
  const auto mean = [](const Json& json) { return json["effects"][0]["slope"]["mean"].get<double>(); };
  CHECK(mean(slope("eyex")) == Approx(expected[0]).epsilon(1e-9));
  CHECK(mean(slope("eydx")) == Approx(expected[1]).epsilon(1e-9));
  CHECK(mean(slope("dyex")) == Approx(expected[2]).epsilon(1e-9));
  const Json ratio = f.json({"effects", "--var", "wt", "--as", "ratio", "--interval", "none"})["effects"][0]["shift"];
  CHECK(ratio["mean"].get<double>() == Approx(expected[3]).epsilon(1e-12));
  CHECK(ratio["min"].get<double>() == Approx(expected[4]).epsilon(1e-12));
  CHECK(mean(slope("eyex", {"--at", "hp=mean"})) == Approx(expected[5]).epsilon(1e-9));
  const Json compared = slope("eydx", {"--by", "am", "--compare"});
  CHECK(compared["comparisons"][0]["slope"]["estimate"].get<double>() == Approx(expected[6]).epsilon(1e-9));

  const Fitted classes("mtcars.csv", {"-f", "am ~ wt + hp", "--categorical", "am", "--hidden", "2", "--decay", "0.1"});
  write(classes, "predict.R", {});
  classes.folder.write("reference.R", R"(
source('predict.R')
d <- read.csv('mtcars.csv')
p <- mean(predict_nn(d)[[1]]); q <- mean(predict_nn(transform(d, hp = hp + 20))[[1]])
cat(sprintf('%.17g\n', c(q / (1 - q) / (p / (1 - p)), q / p)), sep = '')
)");
  const std::vector<double> odds = numbers_in(run_shell("Rscript --vanilla reference.R", classes.folder.path()).out);
  REQUIRE(odds.size() == 2);
  const auto told = [&](const std::string& kind) {
    return classes.json({"effects", "--var", "hp", "--delta", "20", "--as", kind})["effects"][0]["shift"];
  };
  CHECK(told("odds-ratio")["mean"].get<double>() == Approx(odds[0]).epsilon(1e-12));
  CHECK(told("ratio")["mean"].get<double>() == Approx(odds[1]).epsilon(1e-12));
  for (const char* kind : {"odds-ratio", "ratio"}) {
    const Json shift = told(kind);
    CHECK(shift["conf_low"] > 0);
    CHECK(shift["conf_low"] < shift["debiased"]);
    CHECK(shift["conf_high"] > shift["debiased"]);
    const double middle = std::sqrt(shift["conf_low"].get<double>() * shift["conf_high"].get<double>());
    CHECK(middle == Approx(shift["debiased"].get<double>()).epsilon(1e-9));  // on the logarithm
  }
}

TEST_CASE("effects say elasticities, ratios and what is held in words", "[cli]") {
  const Fitted f("mtcars.csv", two_of_mtcars);
  const std::string eyex = f.run({"effects", "--var", "wt", "--slope", "eyex", "--format", "table"}).out;
  CHECK(contains(eyex, "per 1 % more wt, mpg falls by 0."));
  CHECK(contains(eyex, " % ["));
  CHECK(contains(f.run({"effects", "--var", "wt", "--slope", "eydx", "--format", "table"}).out,
                 "per 1 more wt, mpg falls by 1"));
  CHECK(contains(f.run({"effects", "--var", "wt", "--slope", "dyex", "--format", "table"}).out,
                 "per 1 % more wt, mpg falls by 0."));
  const std::string ratio =
      f.run({"effects", "--var", "wt", "--delta", "0.5", "--as", "ratio", "--at", "hp=120", "--format", "table"}).out;
  CHECK(contains(ratio, "ratio of +0.5"));
  CHECK(contains(ratio, "moving wt by 0.5 multiplies mpg by 0."));
  CHECK(contains(ratio, "Held      hp=120 in every row"));
}

TEST_CASE("effects --compare: groups differ by intervals of their own, from the same refits", "[cli]") {
  const Fitted f("mtcars.csv", {"-f", "mpg ~ wt + hp", "--hidden", "3", "--decay", "0.1", "--bootstrap", "40"});
  const Json json = f.json({"effects", "--var", "wt", "--by", "am", "--compare", "--interval", "bootstrap"});
  REQUIRE(json["comparisons"].size() == 1);
  const Json& comparison = json["comparisons"][0];
  CHECK(comparison["group"] == "1");
  CHECK(comparison["against"] == "0");
  const Json &first = json["effects"][0]["slope"], &second = json["effects"][1]["slope"];
  const double difference = second["mean"].get<double>() - first["mean"].get<double>();
  CHECK(comparison["slope"]["estimate"].get<double>() == Approx(difference).epsilon(1e-12));
  CHECK(comparison["slope"]["conf_low"] < comparison["slope"]["conf_high"]);
  // Not what two intervals of independent averages would say.
  const auto error = [](const Json& of) { return of["std_error"].get<double>(); };
  CHECK(error(comparison["slope"]) != Approx(std::hypot(error(first), error(second))).epsilon(0.01));
  CHECK(comparison["slope"]["p_value"].is_null());

  const Json unseen = f.json({"effects", "--var", "wt", "--by", "am", "--compare"})["comparisons"][0]["shift"];
  CHECK(unseen["conf_low"] < unseen["debiased"]);
  CHECK(unseen["p_value"].get<double>() > 0);
  const std::string table = f.run({"effects", "--by", "cyl", "--compare", "--format", "table"}).out;
  CHECK(contains(table, "Differences between groups on mpg"));
  CHECK(widest_line(table) <= 100);
  const std::string csv = f.run({"effects", "--by", "cyl", "--compare", "--format", "csv"}).out;
  CHECK(contains(csv, "variable,target,level,reference,group,against,shift_estimate,"));
  CHECK(std::count(csv.begin(), csv.end(), '\n') == 5);  // two variables, groups 6 and 8
}

TEST_CASE("effects --contrast compares levels in their order", "[cli]") {
  const FittedCase f("ordered/ord.csv",
                     {"-t", "y", "--reference", "dose=low", "--levels", "dose=low,medium,high", "--decay", "0.1"});
  const auto labels = [&](const std::string& contrast) {
    std::vector<std::string> result;
    const Json json = f.json({"effects", "--var", "dose", "--contrast", contrast});
    for (const Json& effect : json["effects"]) {
      result.push_back(effect["level"].get<std::string>() + " - " + effect["reference"].get<std::string>());
      CHECK(effect["shift"]["conf_low"] < effect["shift"]["conf_high"]);
    }
    return result;
  };
  CHECK(labels("reference") == std::vector<std::string>{"medium - low", "high - low"});
  CHECK(labels("sequential") == std::vector<std::string>{"medium - low", "high - medium"});
  CHECK(labels("pairwise") == std::vector<std::string>{"medium - low", "high - low", "high - medium"});
  const auto mean = [&](std::size_t i) {
    const Json pairs = f.json({"effects", "--var", "dose", "--contrast", "pairwise", "--interval", "none"});
    return pairs["effects"][i]["shift"]["mean"].get<double>();
  };
  CHECK(mean(0) + mean(2) == Approx(mean(1)).epsilon(1e-12));
  CHECK(mean(2) == Approx(2.89).epsilon(0.01));
  // y goes through 0.
  const Json ratio = f.json({"effects", "--var", "dose", "--as", "ratio", "--interval", "none"});
  CHECK(std::any_of(ratio["warnings"].begin(), ratio["warnings"].end(),
                    [](const Json& warning) { return warning["code"] == "prediction_not_positive"; }));
}

TEST_CASE("effects --at mean is the effect at the row of means", "[cli]") {
  const Fitted f("mtcars.csv", two_of_mtcars);
  f.folder.write("mean.csv", "wt,hp\n3.21725,146.6875\n");
  const Json at = f.json({"effects", "--at", "mean"}), row = f.json({"effects", "--data", "mean.csv"});
  CHECK(at["settings"]["at"] == Json({"wt=3.21725", "hp=146.6875"}));
  for (std::size_t i = 0; i < 2; ++i) {
    for (const char* of : {"shift", "slope"}) {
      CHECK(at["effects"][i][of]["mean"].get<double>() ==
            Approx(row["effects"][i][of]["mean"].get<double>()).epsilon(1e-12));
    }
    CHECK(at["effects"][i]["slope"]["conf_low"] < at["effects"][i]["slope"]["conf_high"]);
    CHECK(at["effects"][i]["one_number"]["verdict"] == "at one point");
  }
  const Json rows = f.json({"effects", "--at", "wt=3", "--var", "hp", "--per-row"})["effects"][0]["row_effects"];
  CHECK(rows["slope"].size() == 32);
  std::string csv = "wt,hp\n";
  const std::vector<double> hp = table_in(std::string(NNINTERP_EXAMPLES) + "/mtcars.csv").at("hp").numbers;
  for (const double x : hp) csv += "3," + Json(x).dump() + "\n";
  f.folder.write("at.csv", csv);
  CHECK(f.json({"effects", "--data", "at.csv", "--var", "hp", "--per-row"})["effects"][0]["row_effects"]["slope"] ==
        rows["slope"]);
}

TEST_CASE("effects refuse what there is not", "[cli]") {
  const Fitted f("mtcars.csv", two_of_mtcars);
  check_refused(f, {{{"effects", "--compare"}, 2, "--compare: there are no groups to compare"},
                    {{"effects", "--as", "odds-ratio"}, 1, "--as: odds-ratio is for probabilities"},
                    {{"effects", "--as", "ratios"}, 2, "--as: 'ratios' is none of difference, ratio"},
                    {{"effects", "--slope", "xyex"}, 2, "--slope: 'xyex' is none of dydx, eyex"},
                    {{"effects", "--contrast", "pairs"}, 2, "--contrast: 'pairs' is none of reference, pairwise"},
                    {{"effects", "--at", "WT=3"}, 1, "variable 'WT': is none of the model's"},
                    {{"effects", "--at", "wt=heavy"}, 1, "--at wt=heavy: is no number"},
                    {{"effects", "--at", "heavy"}, 1, "--at heavy: is not NAME=VALUE"},
                    {{"effects", "--at", "wt=3", "--at", "wt=4"}, 1, "--at wt=4: wt is held at another value already"},
                    {{"effects", "--at", "mean", "--at", "q10"}, 1, "--at q10: the others are held at their mean"},
                    {{"effects", "--slope", "eyex", "--paths"}, 2, "--paths: split slopes as they are"},
                    {{"effects", "--by", "am", "--compare", "--per-row", "--format", "csv"},
                     2,
                     "--compare: and --per-row are two tables"}});
}

// What holds for the program as a whole: exit codes, both streams, files, and the way from a model to its numbers.
#include "nninterp/core/text.hpp"
#include "support/fitted.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

std::size_t widest_line(const std::string& text) {
  std::size_t widest = 0, width = 0;
  for (const char c : text) {
    const bool continues = (static_cast<unsigned char>(c) & 0xc0) == 0x80;  // within a UTF-8 character
    width = c == '\n' ? 0 : width + (continues ? 0 : 1);
    widest = std::max(widest, width);
  }
  return widest;
}

}  // namespace

TEST_CASE("effects give shift and slope with their spread, for each variable and target", "[cli]") {
  const Fitted f("swiss.csv", {"-f", "Fertility + Examination ~ Agriculture + Education"});
  const Json json = f.json({"effects", "--delta", "-2.5"});
  CHECK(json["schema"] == "nninterp/effects/1");
  CHECK(json["rows"] == 47);
  CHECK(json["interval"]["method"] == "none");
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
  for (const char* field : {"std_error", "conf_low", "conf_high"}) {
    CHECK(effect["shift"][field].is_null());
    CHECK(effect["slope"][field].is_null());
  }
  CHECK(effect["shift"]["out_of_range_rows"].get<int>() > 0);
  CHECK(json["warnings"][0]["code"] == "extrapolation");
  CHECK(f.json({"effects", "--var", "Education", "--target", "Examination"})["effects"].size() == 1);
  CHECK(f.json({"effects", "--var", "Education,Agriculture"})["effects"].size() == 4);
}

TEST_CASE("slopes agree with central differences of predictions", "[cli]") {
  for (const std::string scale : {"none", "standardize", "minmax"}) {
    INFO(scale);
    Fitted f("mtcars.csv", {"-f", "mpg ~ wt + drat", "--scale", scale, "--activation", "tanh"});
    const auto shifted = [&](double by) {
      std::string csv = "wt,drat\n";
      const Table table = read_table(f.folder.path("mtcars.csv"));
      for (Index i = 0; i < table.rows(); ++i) {
        const auto row = static_cast<std::size_t>(i);
        csv +=
            format_number(table.at("wt").numbers[row] + by) + "," + format_number(table.at("drat").numbers[row]) + "\n";
      }
      f.folder.write("shifted.csv", csv);
      return vector_of(f.json({"predict", "--data", "shifted.csv"})["predictions"]["mpg"]);
    };
    const double h = 1.0 / 8192;
    const Vector difference = (shifted(h) - shifted(-h)) / (2 * h);
    const Vector slope = vector_of(f.json({"slopes"})["slopes"]["mpg"]["wt"]);
    CHECK((slope - difference).lpNorm<Eigen::Infinity>() < 1e-6 * slope.lpNorm<Eigen::Infinity>());
  }
}

TEST_CASE("every number of threads gives the same bytes", "[cli]") {
  const auto run = [](const std::string& threads) {
    const Fitted f("diabetes.csv", {"--threads", threads, "--rep", "3"});
    std::string all = f.fitted.out + slurp(f.folder.path("nninterp-model.json"));
    for (const std::string command : {"slopes", "predict", "effects"})
      all += f.run({command, "--threads", threads}).out;
    return all;
  };
  CHECK(run("1") == run("2"));
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

TEST_CASE("rows that were dropped in the fit are dropped again, and numbered as in the table", "[cli]") {
  const Fitted f("airquality.csv", {"-f", "Ozone ~ Solar.R + Wind + Temp", "--na", "drop"});
  REQUIRE(f.fitted.code == 0);
  const Json json = f.json({"predict"});
  CHECK(json["rows"].size() == 111);
  CHECK(json["rows"][4] == 7);  // rows 5 and 6 have gaps
  CHECK(f.json({"effects"})["rows"] == 111);
}

TEST_CASE("a model tells when its table is gone or has changed", "[cli]") {
  const Fitted f("mtcars.csv", {"-f", "mpg ~ wt"});
  std::string bytes = slurp(f.folder.path("mtcars.csv"));
  f.folder.write("mtcars.csv", bytes + "\n");
  const Outcome changed = f.run({"effects"});
  CHECK(changed.code == 1);
  CHECK(contains(changed.err, "has changed since"));
  CHECK(contains(changed.err, "hint: "));
  CHECK(f.run({"effects", "--data", "mtcars.csv"}).code == 0);
  fs::remove(f.folder.path("mtcars.csv"));
  const Outcome gone = f.run({"effects"});
  CHECK(gone.code == 1);
  CHECK(contains(gone.err, "is gone"));
}

TEST_CASE("the table may be looked for beside the model", "[cli]") {
  const Fitted f("mtcars.csv", {"-f", "mpg ~ wt"});
  const TemporaryFolder elsewhere;
  CHECK(run_program({"effects", "--model", f.folder.path("nninterp-model.json")}, elsewhere.path()).code == 0);
}

TEST_CASE("standard input is a table too", "[cli]") {
  const TemporaryFolder folder;
  const std::string csv = slurp(example_file("mtcars.csv"));
  REQUIRE(run_program({"fit", "-", "-f", "mpg ~ wt", "--rep", "1"}, folder.path(), csv).code == 0);
  const Outcome without = run_program({"effects"}, folder.path());
  CHECK(without.code == 1);
  CHECK(contains(without.err, "standard input"));
  CHECK(run_program({"effects", "--data", "-"}, folder.path(), csv).code == 0);
}

TEST_CASE("numbers that are not finite are null, and warned of by how many there are", "[cli]") {
  const TemporaryFolder folder;
  folder.write("m.json", R"({"schema": "nninterp/model/1", "inputs": [{"name": "x", "type": "numeric"}],
    "targets": [{"name": "y", "type": "numeric"}],
    "network": {"activation": "linear", "output": "linear", "weights": [[[0], [1e200]], [[0], [1e200]]]}})");
  folder.write("d.csv", "x\n0\n1\n2\n5\n");
  const auto run = [&](std::vector<std::string> arguments, const std::string& format) {
    arguments.insert(arguments.end(), {"--model", "m.json", "--data", "d.csv", "--format", format});
    return run_program(arguments, folder.path());
  };
  CHECK(json_of(run({"predict"}, "json"))["predictions"]["y"] == Json::array({0, nullptr, nullptr, nullptr}));
  const std::vector<std::pair<std::vector<std::string>, std::string>> commands{
      {{"predict"}, "the prediction is not finite at 3 of 4 rows"},
      {{"slopes"}, "a slope is not finite at 4 of 4 rows"},
      {{"effects"}, "an effect or a slope is not finite at 4 of 4 rows"},
      {{"curves", "--var", "x"}, "the curve is not finite at 20 of 21 points"},
      {{"curves", "--var", "x", "--kind", "ale"}, "the curve is not finite at 4 of 4 points"},
      {{"curves", "--var", "x", "--kind", "ice"}, "the curve is not finite at 80 of 84 points"}};
  for (const auto& [command, message] : commands) {
    INFO(message);
    const Json warnings = json_of(run(command, "json"))["warnings"];
    const auto said = std::find_if(warnings.begin(), warnings.end(),
                                   [](const Json& warning) { return warning["code"] == "not_finite"; });
    REQUIRE(said != warnings.end());
    CHECK(contains((*said)["message"], message));
    const Outcome table = run(command, "table");
    CHECK(table.code == 0);
    CHECK(contains(table.err, "nninterp: warning: " + message));
    CHECK_FALSE(contains(table.out, "all equal"));
    CHECK_FALSE(contains(table.out, "nan"));
  }
  CHECK(contains(run({"effects"}, "table").out, "not finite"));
}

TEST_CASE("a model of a table that came through a pipe or device needs it again, and does not wait for it", "[cli]") {
  const TemporaryFolder folder;
  fs::copy(example_file("mtcars.csv"), folder.path("d.csv"));
  const std::string fit = " -f 'mpg ~ wt' --rep 1 --quiet -o /dev/null; timeout 20 $NNINTERP effects";
  const std::vector<std::string> lines{
      "mkfifo p; cat d.csv > p & $NNINTERP fit p" + fit, "cat d.csv | $NNINTERP fit /dev/stdin" + fit + " < /dev/null",
      "$NNINTERP fit /dev/stdin < d.csv" + fit + " < d.csv", "$NNINTERP fit <(cat d.csv)" + fit + " 63< d.csv"};
  for (const std::string& line : lines) {
    const Outcome outcome = run_shell(line, folder.path());
    INFO(line << "\n" << outcome.err);
    CHECK(outcome.code == 1);
    CHECK(contains(outcome.err, "the model was trained on what came through this pipe or device, which is gone"));
    CHECK(contains(outcome.err, "hint: give the table again: --data FILE"));
  }
  CHECK(run_shell("$NNINTERP effects --data d.csv", folder.path()).code == 0);
}

TEST_CASE("a model written by hand is enough for every command with --data", "[cli]") {
  const TemporaryFolder folder;
  folder.write("m.json", R"({"schema": "nninterp/model/1", "inputs": [{"name": "x", "type": "numeric"}],
    "targets": [{"name": "y", "type": "numeric"}],
    "network": {"activation": "logistic", "output": "linear", "weights": [[[1], [2]]]}})");
  folder.write("d.csv", "x\n0\n1\n3\n");
  const auto run = [&](const std::string& command) {
    return run_program({command, "--model", "m.json", "--data", "d.csv"}, folder.path());
  };
  CHECK(Json::parse(run("predict").out)["predictions"]["y"] == Json::array({1, 3, 7}));
  CHECK(Json::parse(run("slopes").out)["slopes"]["y"]["x"] == Json::array({2, 2, 2}));
  CHECK(Json::parse(run("effects").out)["effects"][0]["shift"]["out_of_range_rows"] == 1);
  const Json shown = Json::parse(run_program({"show", "--model", "m.json"}, folder.path()).out);
  CHECK(shown["steps"].is_null());
  CHECK(shown["data"].is_null());
  const Outcome without = run_program({"effects", "--model", "m.json"}, folder.path());
  CHECK(without.code == 1);
  CHECK(contains(without.err, "--data FILE"));
}

TEST_CASE("tables fit 100 columns and standard output stays JSON in a pipe", "[cli]") {
  const Fitted f("diabetes.csv");
  for (const std::string command : {"effects", "show"}) {
    const Outcome table = f.run({command, "--format", "table"});
    CHECK(table.code == 0);
    CHECK(widest_line(table.out) <= 100);
    CHECK(f.run({command}).out.front() == '{');
  }
  CHECK(widest_line(
            run_program({"fit", "diabetes.csv", "--format", "table", "--stepmax", "50"}, f.folder.path()).out) <= 100);
  CHECK(contains(f.run({"effects", "--format", "table"}).out, "bmi"));
}

TEST_CASE("CSV has a header and a line a row, an effect, a weight", "[cli]") {
  const Fitted f("iris.csv");
  const std::string predictions = f.run({"predict", "--format", "csv"}).out;
  CHECK(predictions.rfind("row,Species=setosa,Species=versicolor,Species=virginica\n", 0) == 0);
  CHECK(count_lines(predictions) == 151);
  CHECK(count_lines(f.run({"slopes", "--format", "csv"}).out) == 1 + 3 * 150);
  CHECK(count_lines(f.run({"effects", "--format", "csv"}).out) == 1 + 3 * 4);
  CHECK(count_lines(f.run({"effects", "--format", "csv", "--per-row", "--var", "Sepal.Width"}).out) == 1 + 3 * 150);
  CHECK(count_lines(f.run({"show", "--format", "csv"}).out) == 1 + 5 * 4 + 5 * 3);
}

TEST_CASE("names with commas, quotes and blanks come through CSV, formula and JSON", "[cli]") {
  const TemporaryFolder folder;
  std::string csv = "\"a,b\",\"say \"\"hi\"\"\",x y\n";
  for (int i = 0; i < 20; ++i)
    csv += std::to_string(i % 7) + "," + std::to_string(i % 3) + "," + std::to_string(i) + "\n";
  folder.write("d.csv", csv);
  REQUIRE(run_program({"fit", "d.csv", "-f", "`x y` ~ `a,b` + `say \"hi\"`", "--rep", "1"}, folder.path()).code == 0);
  const Outcome slopes = run_program({"slopes", "--format", "csv"}, folder.path());
  CHECK(slopes.out.rfind("row,target,\"a,b\",\"say \"\"hi\"\"\"\n", 0) == 0);
  const Outcome one = run_program({"effects", "--var", "a,b"}, folder.path());
  CHECK(Json::parse(one.out)["effects"].size() == 1);
}

TEST_CASE("the result can go to a file, which is written whole", "[cli]") {
  const Fitted f("mtcars.csv", {"-f", "mpg ~ wt"});
  const Outcome outcome = f.run({"effects", "-o", "effects.json"});
  CHECK(outcome.code == 0);
  CHECK(outcome.out.empty());
  CHECK(read_json(f.folder.path("effects.json"))["schema"] == "nninterp/effects/1");
}

TEST_CASE("no result goes over the model or the table that it was trained on", "[cli]") {
  const Fitted f("mtcars.csv", {"-f", "mpg ~ wt"});
  const std::string table = slurp(f.folder.path("mtcars.csv")), model = slurp(f.folder.path("nninterp-model.json"));
  const std::vector<std::vector<std::string>> commands{{"show"},
                                                       {"predict"},
                                                       {"slopes"},
                                                       {"effects"},
                                                       {"curves", "--var", "wt"},
                                                       {"importance"},
                                                       {"interactions"},
                                                       {"equation"},
                                                       {"plot", "network", "--format", "svg"},
                                                       {"plot", "importance", "--format", "svg"},
                                                       {"export", "--to", "neuralnet"}};
  for (const std::string file : {"mtcars.csv", "./mtcars.csv", "nninterp-model.json"}) {
    for (std::vector<std::string> arguments : commands) {
      INFO(arguments.front() << " " << file);
      arguments.insert(arguments.end(), {"-o", file});
      const Outcome outcome = f.run(arguments);
      CHECK(outcome.code == 2);
      CHECK(contains(outcome.err, "-o: " + file + " is the table, the model or a file of weights, and would be lost"));
    }
  }
  CHECK(slurp(f.folder.path("mtcars.csv")) == table);
  CHECK(slurp(f.folder.path("nninterp-model.json")) == model);
}

TEST_CASE("no output goes over a file that the command reads, by whatever name, and none is read first", "[cli]") {
  const TemporaryFolder folder;
  const std::vector<std::string> fit{"fit",       "d.csv",  "--validation",       "v.csv", "--start-weights", "s.json",
                                     "--exclude", "e.json", "--constant-weights", "c.json"};
  const std::vector<std::string> import{"import", "--from", "neuralnet", "n.csv", "--data", "d.csv"};
  const std::vector<std::string> predict{"predict", "--model", "m.json", "--data", "d.csv"};
  const auto check = [&](std::vector<std::string> arguments, const std::string& option, const std::string& input) {
    folder.write(input, "neither a table nor weights");
    fs::remove_all(folder.path("links"));
    fs::create_directory(folder.path("links"));
    fs::create_symlink("../" + input, folder.path("links/soft"));
    fs::create_hard_link(folder.path(input), folder.path("links/hard"));
    for (const std::string& output : {input, std::string("links/soft"), std::string("links/hard")}) {
      std::vector<std::string> with_output = arguments;
      with_output.insert(with_output.end(), {option, output});
      const Outcome outcome = run_program(with_output, folder.path());
      INFO(arguments.front() << " " << option << " " << output << " " << input << "\n" << outcome.err);
      CHECK(outcome.code == 2);
      CHECK(contains(outcome.err, option + ": " + output + " is the table, the model or a file of weights"));
      CHECK(slurp(folder.path(input)) == "neither a table nor weights");
    }
  };
  for (const std::string option : {"--model", "-o"}) {
    for (const std::string input : {"d.csv", "v.csv", "s.json", "e.json", "c.json"}) check(fit, option, input);
    for (const std::string input : {"d.csv", "n.csv"}) check(import, option, input);
  }
  for (const std::string input : {"d.csv", "m.json"}) check(predict, "-o", input);
  CHECK(run_shell("$NNINTERP fit - --model d.csv < d.csv", folder.path()).code == 2);
}

TEST_CASE("--quiet leaves standard error empty", "[cli]") {
  CHECK(contains(Fitted("mtcars.csv", {"-f", "mpg ~ wt", "--stepmax", "3"}).fitted.err, "did not converge"));
  CHECK(Fitted("mtcars.csv", {"-f", "mpg ~ wt", "--stepmax", "3", "--quiet"}).fitted.err.empty());
}

TEST_CASE("the environment names the model file", "[cli]") {
  const TemporaryFolder folder;
  const Outcome outcome = run_shell("export NNINTERP_MODEL=m.json; $NNINTERP fit '" + example_file("mtcars.csv") +
                                        "' -f 'mpg ~ wt' --rep 1 -o /dev/null && $NNINTERP effects",
                                    folder.path());
  CHECK(outcome.code == 0);
  CHECK(folder.names() == std::vector<std::string>{"m.json"});
}

TEST_CASE("a reader that closes the pipe is no error", "[cli]") {
  const Fitted f("diabetes.csv");
  const Outcome outcome =
      run_shell("set -o pipefail; $NNINTERP slopes --quiet | head -c 10 > /dev/null", f.folder.path());
  CHECK(outcome.code == 0);
  CHECK(outcome.err.empty());
}

TEST_CASE("on the log-odds, slopes and effects are those of log(p / (1 - p))", "[cli]") {
  Fitted f("iris.csv", {"-t", "Species", "--decay", "0.1"});
  const Json p = f.json({"predict"})["predictions"], odds = f.json({"slopes", "--on", "logit"});
  const Json response = f.json({"slopes"});
  CHECK(odds["settings"]["on"] == "logit");
  CHECK(response["settings"]["on"] == "response");
  for (const auto& [target, by_variable] : odds["slopes"].items()) {
    for (const auto& [variable, slope] : by_variable.items()) {
      const Vector chance = vector_of(p[target]), plain = vector_of(response["slopes"][target][variable]);
      const Vector expected = plain.array() / (chance.array() * (1 - chance.array()));
      CHECK(distance(vector_of(slope), expected) < 1e-8);
    }
  }
  const Json effect = f.json({"effects", "--var", "Petal.Width", "--delta", "minmax", "--on", "logit"})["effects"][0];
  CHECK(effect["shift"]["mean"].get<double>() < -2);  // setosa: beyond what a probability can differ by
  CHECK(contains(f.run({"effects", "--on", "logit", "--format", "table"}).out, "Effects on the log-odds of"));
}

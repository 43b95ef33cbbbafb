// Pictures as a user makes them: by the real gnuplot and Graphviz where they are installed.
#include <array>
#include <cmath>
#include <map>
#include <sstream>

#include "support/fitted.hpp"
#include "support/programs.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

const std::vector<std::string> hostile{"a\"b",
                                       "`touch x`",
                                       "$(touch x)",
                                       "x|y",
                                       "<b>&",
                                       "&alpha; &#65;#165",
                                       "{/Symbol a}",
                                       "it's 100 %d",
                                       "two\nlines",
                                       "back\\",
                                       "@x ^y_z",
                                       "\\N\\G",
                                       "中文",
                                       "العربية",
                                       "';system \"touch x\"#",
                                       "'.system(\"touch x\").'"};

std::string cell(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) result += std::string(c == '"' ? 2 : 1, c);
  return result + '"';
}

// A table whose columns have these names, and a class target.
std::string table_of(const std::vector<std::string>& names, int rows) {
  std::string csv;
  for (const std::string& name : names) csv += cell(name) + ',';
  csv += "kind\n";
  for (int row = 0; row < rows; ++row) {
    for (std::size_t k = 0; k < names.size(); ++k) {
      csv += std::to_string((row * 37 + static_cast<int>(k) * 101) % (97 + static_cast<int>(k))) + ',';
    }
    csv += row % 3 == 0 ? "one\n" : row % 3 == 1 ? "two<\n" : "three\n";
  }
  return csv;
}

TemporaryFolder& hostile_folder() {
  static TemporaryFolder folder;
  if (!fs::exists(folder.path("nninterp-model.json"))) {
    folder.write("t.csv", table_of(hostile, 60));
    run_program({"fit", "t.csv", "-t", "kind", "--decay", "1", "--rep", "1", "--hidden", "3"}, folder.path());
  }
  return folder;
}

// Without entities, so that names stand in it as they are but for their line breaks.
std::string plain_text(std::string svg) {
  const std::vector<std::pair<std::string, std::string>> entities{{"&lt;", "<"},  {"&gt;", ">"},  {"&quot;", "\""},
                                                                  {"&#39;", "'"}, {"&#45;", "-"}, {"&amp;", "&"}};
  for (const auto& [entity, sign] : entities) {
    for (std::size_t at = 0; (at = svg.find(entity, at)) != std::string::npos; ++at) {
      svg.replace(at, entity.size(), sign);
    }
  }
  return svg;
}

std::string on_one_line(std::string name) {
  std::replace(name.begin(), name.end(), '\n', ' ');
  return name;
}

// What each picture of `picture` needs beside its name.
std::vector<std::string> call(const std::string& picture, const std::string& variable) {
  std::vector<std::string> arguments{"plot", picture};
  if (picture == "effects" || picture == "curves" || picture == "gw")
    arguments.insert(arguments.end(), {"--var", variable});
  return arguments;
}

const std::vector<std::string> pictures{"network", "effects", "curves", "importance", "interactions", "gw"};

}  // namespace

TEST_CASE("every picture comes in every format", "[plot]") {
  if (missing("gnuplot") || missing("dot")) return;
  const Fitted f("diabetes.csv", {"-t", "target", "--categorical", "sex", "--decay", "1"});
  const std::vector<std::pair<std::string, std::string>> beginnings{
      {"svg", "<?xml"}, {"png", "\x89PNG"}, {"pdf", "%PDF"}};
  for (const std::string& picture : pictures) {
    for (const auto& [format, beginning] : beginnings) {
      INFO(picture << " " << format);
      std::vector<std::string> arguments = call(picture, "bmi");
      arguments.insert(arguments.end(), {"-o", picture + "." + format, "--quiet"});
      const Outcome outcome = f.run(arguments);
      CHECK(outcome.code == 0);
      CHECK(outcome.out + outcome.err == "");
      CHECK(slurp(f.folder.path(picture + "." + format)).substr(0, beginning.size()) == beginning);
    }
    std::vector<std::string> arguments = call(picture, "bmi");
    arguments.insert(arguments.end(), {"--format", "text"});
    const Outcome text = f.run(arguments);
    CHECK(text.code == 0);
    CHECK(contains(text.out, "bmi"));
  }
  for (const std::string kind : {"pdp", "ice", "ale", "lek"}) {
    CHECK(contains(f.run({"plot", "curves", "--var", "bmi", "--kind", kind}).out, "<svg"));
  }
  for (const std::string picture : {"effects", "curves"}) CHECK(f.run(call(picture, "sex")).code == 0);
  CHECK(f.run(call("gw", "sex")).code == 1);
}

TEST_CASE("names are data: right on the picture, and nothing is run", "[plot]") {
  const TemporaryFolder& folder = hostile_folder();
  const bool draws = !missing("gnuplot") && !missing("dot");
  for (const std::string& picture : pictures) {
    for (const std::string& name : hostile) {
      INFO(picture << " " << name);
      std::vector<std::string> arguments = call(picture, name);
      if (draws) {
        const Outcome drawn = run_program(arguments, folder.path());
        INFO(drawn.err);
        CHECK(drawn.code == 0);
        CHECK(contains(plain_text(drawn.out), on_one_line(name)));
      }
      arguments.push_back("--spec");
      const Outcome spec = run_program(arguments, folder.path());
      CHECK(spec.code == 0);
      CHECK(spec.out == run_program(arguments, folder.path()).out);
      if (call(picture, name).size() == 2) break;  // one picture for all names
    }
  }
  CHECK(folder.names() == std::vector<std::string>{"nninterp-model.json", "t.csv"});
}

TEST_CASE("without the programs there is one line that says what to install, and --spec works", "[plot]") {
  const TemporaryFolder& folder = hostile_folder();
  for (const auto& [picture, package] : {std::pair("network", "graphviz"), std::pair("importance", "gnuplot-nox")}) {
    const Outcome outcome =
        run_shell("PATH=/nowhere; \"$NNINTERP\" plot --quiet -o p.svg " + std::string(picture), folder.path());
    CHECK(outcome.code == 1);
    CHECK(outcome.out.empty());
    CHECK(count_lines(outcome.err) == 1);
    CHECK(contains(outcome.err, std::string("is not installed: apt-get install ") + package));
    CHECK_FALSE(fs::exists(folder.path("p.svg")));
    const Outcome spec =
        run_shell("PATH=/nowhere; \"$NNINTERP\" plot --quiet --spec " + std::string(picture), folder.path());
    CHECK(spec.code == 0);
    CHECK(contains(spec.out, picture == std::string("network") ? "digraph network {" : "set terminal svg"));
  }
}

TEST_CASE("a program that fails leaves a file as it was", "[plot]") {
  const TemporaryFolder& folder = hostile_folder();
  const TemporaryFolder bin;
  bin.write("dot", "#!/bin/sh\necho 'no can do' >&2\nexit 3\n");
  fs::permissions(bin.path("dot"), fs::perms::owner_all);
  const TemporaryFolder out;
  out.write("p.svg", "before");
  const Outcome outcome =
      run_shell("PATH=" + bin.path() + ":$PATH; \"$NNINTERP\" plot network -o " + out.path("p.svg"), folder.path());
  CHECK(outcome.code == 1);
  CHECK(contains(outcome.err, "dot drew nothing: no can do"));
  CHECK(slurp(out.path("p.svg")) == "before");
}

TEST_CASE("many rows are thinned, and the picture says so", "[plot]") {
  const TemporaryFolder folder;
  folder.write("t.csv", table_of({"a", "b"}, 20000));
  run_program({"fit", "t.csv", "-t", "kind", "--decay", "1", "--rep", "1", "--stepmax", "30"}, folder.path());
  const Outcome spec = run_program({"plot", "effects", "--var", "a", "--spec"}, folder.path());
  CHECK(contains(spec.out, "(2,000 of 20,000 rows)"));
  CHECK(count_lines(spec.out) < 2200);
}

// Each block of numbers of a script for gnuplot.
std::vector<std::vector<double>> block_of(const std::string& script, const std::string& name) {
  std::istringstream lines(script.substr(script.find("$" + name + " << EOD")));
  std::vector<std::vector<double>> rows;
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line) && line != "EOD") {
    std::istringstream words(line);
    rows.emplace_back();
    for (double value; words >> value;) rows.back().push_back(value);
  }
  return rows;
}

TEST_CASE("rows that return in turn are all among those drawn", "[plot]") {
  const TemporaryFolder folder;
  std::string csv = "site,x,y\n";
  for (int i = 0; i < 10000; ++i) {
    const int x = i * 7 % 101;
    csv += "s" + std::to_string(i % 5) + "," + std::to_string(x) + "," + std::to_string((i % 5) * x) + "\n";
  }
  folder.write("t.csv", csv);
  run_program({"fit", "t.csv", "--decay", "1", "--rep", "1", "--stepmax", "30"}, folder.path());
  const Outcome spec = run_program({"plot", "effects", "--var", "site", "--spec"}, folder.path());
  std::map<long, int> sites;
  for (const auto& row : block_of(spec.out, "points")) ++sites[std::lround(row[0])];
  REQUIRE(sites.size() == 5);
  for (const auto& [site, count] : sites) CHECK(count > 300);  // of 2,000
}

TEST_CASE("curves of a table's rows are drawn however many rows it has", "[plot]") {
  const TemporaryFolder folder;
  std::string csv = "x\n";
  for (int i = 0; i < 250'000; ++i) csv += std::to_string(i % 997) + "\n";
  folder.write("t.csv", csv);
  folder.write("m.json", R"({"schema": "nninterp/model/1", "inputs": [{"name": "x", "type": "numeric"}],
    "targets": [{"name": "y", "type": "numeric"}],
    "network": {"activation": "logistic", "output": "linear", "weights": [[[1], [2]]]}})");
  const Outcome spec =
      run_program({"plot", "curves", "--var", "x", "--kind", "ice", "--model", "m.json", "--data", "t.csv", "--spec"},
                  folder.path());
  INFO(spec.err);
  CHECK(spec.code == 0);
  CHECK(contains(spec.out, "(100 of 250,000 curves)"));
  CHECK(block_of(spec.out, "curve100").size() == 21);
}

TEST_CASE("equal effects are one bar of the histogram, where they are", "[plot]") {
  const Fitted f("mtcars.csv", {"-f", "mpg ~ wt + hp", "--hidden", "0"});
  const auto bars = block_of(f.run({"plot", "effects", "--var", "wt", "--spec"}).out, "histogram");
  REQUIRE(bars.size() == 1);
  const double effect = f.json({"effects", "--var", "wt"})["effects"][0]["shift"]["mean"];
  CHECK(bars[0][1] == Approx(effect));
  CHECK(2 * bars[0][0] == 32);
}

TEST_CASE("numbers that only their last bits tell apart are drawn too", "[plot]") {
  const TemporaryFolder folder;
  std::string csv = "x,y\n";
  for (int i = 0; i < 20; ++i)
    csv += std::to_string(100000000000000000 + 16L * (i % 3)) + ".0," + std::to_string(i) + "\n";
  folder.write("t.csv", csv);
  run_program({"fit", "t.csv", "--decay", "1", "--rep", "1", "--hidden", "0", "--quiet"}, folder.path());
  for (const std::string picture : {"effects", "curves", "gw"}) {
    CHECK(run_program({"plot", picture, "--var", "x", "--spec"}, folder.path()).code == 0);
  }
}

// The labels of a network's weights as they stand in DOT: middle, width and height in points.
std::vector<std::array<double, 4>> weight_labels(const std::string& dot) {
  std::vector<std::array<double, 4>> boxes;
  std::istringstream lines(dot);
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("  w_", 0) != 0) continue;
    const auto after = [&](const std::string& word) { return line.substr(line.find(word) + word.size()); };
    const std::string at = after("pos=\"");
    boxes.push_back({std::stod(at), std::stod(at.substr(at.find(',') + 1)), 72 * std::stod(after(" width=")),
                     72 * std::stod(after(" height="))});
  }
  return boxes;
}

TEST_CASE("weights that are written on their lines cover none of each other", "[plot]") {
  for (const std::string formula : {"mpg ~ wt + hp", "mpg ~ wt + hp + qsec", "mpg + hp ~ wt + qsec"}) {
    for (const std::string hidden : {"2", "3", "2,2"}) {
      INFO(formula << " " << hidden);
      const Fitted f("mtcars.csv", {"-f", formula, "--hidden", hidden, "--decay", "0.1", "--rep", "1"});
      const auto boxes = weight_labels(f.run({"plot", "network", "--spec"}).out);
      CHECK(boxes.size() == f.json({"show"})["weights"].size());
      int overlaps = 0;
      for (std::size_t i = 0; i < boxes.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
          const bool across = std::fabs(boxes[i][0] - boxes[j][0]) < (boxes[i][2] + boxes[j][2]) / 2;
          overlaps += across && std::fabs(boxes[i][1] - boxes[j][1]) < (boxes[i][3] + boxes[j][3]) / 2 ? 1 : 0;
        }
      }
      CHECK(overlaps == 0);
    }
  }
}

TEST_CASE("the ending of the file says the format, and the environment says nothing", "[plot]") {
  if (missing("gnuplot")) return;
  const Fitted f("swiss.csv", {"-f", "Fertility ~ Education + Catholic"});
  CHECK(f.run({"plot", "importance", "-o", "p.PNG"}).code == 0);
  CHECK(slurp(f.folder.path("p.PNG")).substr(1, 3) == "PNG");
  CHECK(f.run({"plot", "interactions", "-o", "p.txt"}).code == 0);
  CHECK(contains(slurp(f.folder.path("p.txt")), "H-squared"));
  const Outcome outcome =
      run_shell("GNUTERM=nonsense \"$NNINTERP\" plot gw --var Education --format svg", f.folder.path());
  CHECK(outcome.code == 0);
  CHECK(contains(outcome.out, "<svg"));
}

TEST_CASE("of many classes as many are drawn as colours tell apart", "[plot]") {
  const TemporaryFolder folder;
  std::string csv = "x,kind\n";
  for (int i = 0; i < 120; ++i) csv += std::to_string(i % 17) + ",k" + std::to_string(i % 12) + "\n";
  folder.write("t.csv", csv);
  run_program({"fit", "t.csv", "--decay", "1", "--rep", "1"}, folder.path());
  const Outcome spec = run_program({"plot", "curves", "--var", "x", "--spec"}, folder.path());
  CHECK(contains(spec.err, "the picture shows 8 of 12 targets"));
  CHECK(contains(spec.out, "$curve8 <<"));
  CHECK_FALSE(contains(spec.out, "$curve9 <<"));
}

TEST_CASE("what makes no picture is refused", "[plot]") {
  const Fitted f("toothgrowth.csv", {"-t", "len"});
  const std::vector<Misuse> misuses{
      {{"plot"}, 2, "PICTURE: is missing"},
      {{"plot", "effect"}, 2, "did you mean 'effects'?"},
      {{"plot", "effects"}, 2, "--var: is missing"},
      {{"plot", "network", "--var", "dose"}, 2, "--var: is not for plot network"},
      {{"plot", "gw", "--var", "dose", "--kind", "ale"}, 2, "--kind: is not for plot gw"},
      {{"plot", "effects", "--var", "dose,supp"}, 2, "one variable, not 2"},
      {{"plot", "effects", "--var", "dos"}, 1, "did you mean 'dose'?"},
      {{"plot", "importance", "--target", "width"}, 1, "'width' is no target of the model"},
      {{"plot", "network", "--format", "csv"}, 2, "--format"},
      {{"plot", "network", "--size", "7"}, 2, "--size"},
      {{"plot", "network", "-o", "nninterp-model.json"}, 2, "-o"},
      {{"plot", "network", "-o", "p.jpg"}, 2, "and not with .jpg"},
      {{"plot", "network", "--data", "t.csv"}, 2, "--data: is not for plot network"},
      {{"plot", "gw", "--var", "dose", "--format", "text", "--size", "2000,50"}, 2, "1000 characters"},
  };
  check_refused(f, misuses);
}

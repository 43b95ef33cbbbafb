// Pictures as a user makes them: by the real gnuplot and Graphviz where they are installed.
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <sstream>

#include "support/drawn_csv.hpp"
#include "support/fitted.hpp"
#include "support/programs.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

using Strings = std::vector<std::string>;

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
  for (const Strings& more : {Strings{}, Strings{"--var", "bmi,s5"}, Strings{"--var", "bmi,sex"},
                              Strings{"--by", "sex"}, Strings{"--kind", "ice"}, Strings{"--at", "mean"}}) {
    for (const std::string format : {"svg", "png", "pdf", "text"}) {
      Strings arguments{"plot", "curves", "--quiet", "--format", format};
      arguments.insert(arguments.end(), more.begin(), more.end());
      const Outcome drawn = f.run(arguments);
      INFO(format << " " << drawn.err);
      CHECK(drawn.code == 0);
      CHECK(drawn.err.empty());
    }
  }
  for (const std::string format : {"svg", "png", "pdf", "text"}) {
    CHECK(f.run({"plot", "effects", "--delta", "sd", "--format", format}).code == 0);
  }
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
  for (const std::string picture : {"effects", "curves"}) {
    if (!draws) continue;
    const std::string svg = plain_text(run_program({"plot", picture}, folder.path()).out);
    for (const std::string& name : hostile) CHECK(contains(svg, on_one_line(name)));
  }
  for (const std::string& name : hostile) {
    const Outcome titled =
        run_program({"plot", "effects", "--title", name, "--xlab", name, "--ylab", name, draws ? "--quiet" : "--spec"},
                    folder.path());
    CHECK(titled.code == 0);
    if (draws) CHECK(times(plain_text(titled.out), on_one_line(name)) >= 3);
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
      {{"plot", "gw"}, 2, "--var: is missing"},
      {{"plot", "curves", "--var", "dose,supp,dose"}, 2, "one variable, two, or without this option all, not 3"},
      {{"plot", "curves", "--var", "dose,supp", "--kind", "lek"}, 2, "lek is along one variable"},
      {{"plot", "curves", "--var", "dose", "--by", "dose"}, 2, "--by dose: is the variable itself"},
      {{"plot", "curves", "--var", "dose", "--at", "dose=1"}, 2, "the curve is along this variable"},
      {{"plot", "curves", "--xlab", "x"}, 2, "--xlab: each panel has the name of its variable"},
      {{"plot", "curves", "--grid", "1,2"}, 2, "--points 1,2 are points themselves"},
      {{"plot", "effects", "--by", "supp"}, 2, "--by: is not for plot effects"},
      {{"plot", "network", "--var", "dose"}, 2, "--var: is not for plot network"},
      {{"plot", "gw", "--var", "dose", "--kind", "ale"}, 2, "--kind: is not for plot gw"},
      {{"plot", "gw", "--var", "dose,supp"}, 2, "one variable, not 2"},
      {{"plot", "effects", "--var", "dos"}, 1, "did you mean 'dose'?"},
      {{"plot", "importance", "--target", "width"}, 1, "'width' is no target of the model"},
      {{"plot", "network", "--format", "csv"}, 2, "--format"},
      {{"plot", "network", "--size", "7"}, 2, "--size"},
      {{"plot", "network", "-o", "nninterp-model.json"}, 2, "-o"},
      {{"plot", "network", "-o", "p.jpg"}, 2, "and not with .jpg"},
      {{"plot", "network", "--data", "t.csv"}, 2, "--data: is not for plot network"},
      {{"plot", "gw", "--var", "dose", "--format", "text", "--size", "2000,50"}, 2, "1000 characters"},
      {{"plot", "effects", "--no-bias"}, 2, "--no-bias: is not for plot effects"},
      {{"plot", "network", "--xlab", "x"}, 2, "--xlab: is not for plot network"},
      {{"plot", "network", "--dpi", "300"}, 2, "--dpi: is for PNG; svg has no pixels"},
      {{"plot", "effects", "--dpi", "300", "-o", "p.pdf"}, 2, "--dpi: is for PNG; pdf"},
      {{"plot", "effects", "--dpi", "5", "-o", "p.png"}, 2, "--dpi"},
      {{"plot", "effects", "--dpi", "1200", "--size", "4000,200", "-o", "p.png"}, 2, "20,000 pixels"},
      {{"plot", "effects", "--format", "text", "--ylab", "y"}, 2, "has no axes as text"},
      {{"plot", "effects", "--var", "dose,supp", "--format", "text", "--xlab", "x"}, 2, "has no axes as text"},
      {{"plot", "importance", "--title", "\xff", "-o", "p.svg"}, 2, "--title: is not UTF-8"},
  };
  check_refused(f, misuses);
}

TEST_CASE("a forest plot has what effects says, with the regression beside it", "[plot]") {
  const Fitted f("mtcars.csv", {"-f", "mpg ~ wt + hp + am", "--hidden", "2", "--decay", "0.1", "--categorical", "am"});
  const std::string script = f.run({"plot", "effects", "--delta", "sd", "--spec"}).out;
  const auto network = block_of(script, "network"), own = block_of(script, "own"),
             regression = block_of(script, "regression");
  const Json effects = f.json({"effects", "--delta", "sd"})["effects"];
  REQUIRE(network.size() == effects.size());
  REQUIRE(own.size() == effects.size());
  REQUIRE(regression.size() == effects.size());
  for (std::size_t i = 0; i < effects.size(); ++i) {
    const Json &shift = effects[i]["shift"], &one = effects[i]["one_number"];
    CHECK(network[i][0] == Approx(shift["debiased"].get<double>()));
    CHECK(network[i][2] == Approx(shift["conf_low"].get<double>()));
    CHECK(network[i][3] == Approx(shift["conf_high"].get<double>()));
    CHECK(own[i][0] == Approx(shift["mean"].get<double>()));
    const double step = shift["delta"].is_null() ? 1 : shift["delta"].get<double>();
    const double coefficient = step * one["linear_coefficient"].get<double>();
    CHECK(regression[i][0] == Approx(coefficient));
    const double half = 1.959963984540054 * step * one["linear_std_error"].get<double>();
    CHECK(regression[i][2] == Approx(coefficient - half));
    CHECK(regression[i][3] == Approx(coefficient + half));
    CHECK(network[i][1] > regression[i][1]);
    if (i > 0) CHECK(network[i][1] < regression[i - 1][1]);
  }
  CHECK(contains(script, "average effect of +1 sd, 32 rows, 95\\045 intervals by cross-fitting"));
  CHECK(contains(script, "set arrow from 0, graph 0 to 0, graph 1 nohead"));
  for (const char* entry : {"'network, debiased'", "'network itself'", "'linear regression'"}) {
    CHECK(contains(script, std::string("title ") + entry));
  }
}

TEST_CASE("effects of several variables are a forest plot of these, of one its rows", "[plot]") {
  const Fitted f("mtcars.csv", {"-f", "mpg ~ wt + hp + qsec", "--hidden", "2", "--decay", "0.1"});
  CHECK(block_of(f.run({"plot", "effects", "--var", "qsec,wt", "--spec"}).out, "network").size() == 2);
  CHECK(contains(f.run({"plot", "effects", "--var", "wt", "--spec"}).out, "$points <<"));
  const Outcome text = run_shell("PATH=/nowhere; \"$NNINTERP\" plot effects --format text --quiet", f.folder.path());
  CHECK(text.code == 0);
  for (const char* part : {"effects on mpg", "average effect of +1, 32 rows", "wt ", "hp ", "qsec ", "regression",
                           "x the linear regression", "o the network's own average", "*"}) {
    INFO(part);
    CHECK(contains(text.out, part));
  }
  CHECK(widest_line(text.out) <= 100);
}

TEST_CASE("a forest plot grows with its lines, and levels with long names stay different", "[plot]") {
  const TemporaryFolder folder;
  std::string csv = "the place where the patient was found,y\n";
  for (int i = 0; i < 200; ++i) {
    csv += "somewhere on the road to level " + std::to_string(i % 25) + "," + std::to_string(i % 7) + "\n";
  }
  folder.write("t.csv", csv);
  run_program({"fit", "t.csv", "-t", "y", "--decay", "1", "--rep", "1", "--hidden", "1", "--crossfit", "none"},
              folder.path());
  const Outcome spec = run_program({"plot", "effects", "--spec", "--size", "300,200"}, folder.path());
  INFO(spec.err);
  const auto lines = block_of(spec.out, "network");
  REQUIRE(lines.size() == 24);
  const std::string tics = spec.out.substr(spec.out.find("set ytics ("));
  std::set<std::string> names;
  std::istringstream parts(tics.substr(11, tics.find(")\n") - 11));
  for (std::string part; std::getline(parts, part, ',');) names.insert(part.substr(0, part.rfind('"')));
  CHECK(names.size() == 24);
  const std::string size = spec.out.substr(spec.out.find("size 300,") + 9);
  CHECK(std::stoi(size) > 24 * 20);
}

TEST_CASE("titles and labels are as asked for, and empty ones are left out", "[plot]") {
  const Fitted f("mtcars.csv", {"-f", "mpg ~ wt + hp", "--hidden", "2", "--decay", "0.1"});
  const Strings labels{"--title", "Miles; `touch x`", "--xlab", "weight (1000 lb)", "--ylab", "miles %d"};
  for (const Strings& picture :
       {Strings{"effects"}, Strings{"effects", "--var", "wt"}, Strings{"curves", "--var", "wt"}, Strings{"importance"},
        Strings{"interactions"}, Strings{"gw", "--var", "wt"}}) {
    INFO(picture.front());
    Strings arguments{"plot"};
    arguments.insert(arguments.end(), picture.begin(), picture.end());
    arguments.push_back("--spec");
    const std::string own = f.run(arguments).out;
    CHECK(contains(own, "32 rows"));
    Strings empty = arguments;
    empty.insert(empty.end(), {"--title", "", "--xlab", "", "--ylab", ""});
    const std::string without = f.run(empty).out;
    CHECK(contains(without, "set xlabel \"\"\nset ylabel \"\""));
    CHECK_FALSE(contains(without, "32 rows"));
    arguments.insert(arguments.end(), labels.begin(), labels.end());
    const std::string asked = f.run(arguments).out;
    CHECK(contains(asked, "title \"Miles\\073 \\140touch x\\140\""));
    CHECK(contains(asked, "set xlabel \"weight (1000 lb)\"\nset ylabel \"miles \\045d\""));
    CHECK(contains(asked, "32 rows"));
  }
  CHECK(contains(f.run({"plot", "network", "--title", "a \"net\"", "--spec"}).out, "title [label=\"a \\\"net\\\"\""));
  CHECK(f.run({"plot", "network", "--title", "A net", "--format", "text"}).out.rfind("A net\n\n", 0) == 0);
}

TEST_CASE("letters, lines and pixels grow with size and density", "[plot]") {
  const Fitted f("mtcars.csv", {"-f", "mpg ~ wt + hp", "--hidden", "2", "--decay", "0.1"});
  const auto terminal = [&](Strings more) {
    more.insert(more.begin(), {"plot", "importance", "--spec", "--format", "png"});
    const std::string out = f.run(more).out;
    return out.substr(0, out.find('\n'));
  };
  CHECK(contains(terminal({}), "size 720,480 background '#ffffff' font 'sans,12'"));
  CHECK(contains(terminal({"--size", "1440,960"}), "size 1440,960 background '#ffffff' font 'sans,24' linewidth 2"));
  CHECK(contains(terminal({"--dpi", "192"}),
                 "size 1440,960 background '#ffffff' font 'sans,24' linewidth 2 pointscale 2"));
  CHECK(contains(terminal({"--size", "300,200"}), "size 300,200 background '#ffffff' font 'sans,8.4' linewidth 0.7"));
  CHECK(contains(f.run({"plot", "network", "--spec", "--format", "png", "--dpi", "300"}).out, ", dpi=300];"));
  if (missing("gnuplot")) return;
  CHECK(f.run({"plot", "importance", "--dpi", "300", "-o", "p.png"}).code == 0);
  const std::string png = slurp(f.folder.path("p.png"));
  CHECK(png.substr(16, 8) == std::string("\0\0\x08\xca\0\0\x05\xdc", 8));  // 2250 by 1500
}

TEST_CASE("axes of probabilities name the class", "[plot]") {
  const Fitted iris("iris.csv", {"-t", "Species", "--decay", "0.1"});
  const auto spec = [](const Fitted& f, Strings arguments) {
    arguments.insert(arguments.begin(), "plot");
    arguments.insert(arguments.end(), {"--spec", "--quiet"});
    return f.run(arguments).out;
  };
  const std::string all = spec(iris, {"curves", "--var", "Petal.Length"});
  CHECK(contains(all, "set ylabel \"probability of Species\""));
  CHECK(contains(all, "title \"setosa\""));
  const Strings one{"curves", "--var", "Petal.Length", "--target", "Species=virginica"};
  CHECK(contains(spec(iris, one), "set ylabel \"probability of virginica\""));
  Strings odds = one;
  odds.insert(odds.end(), {"--on", "logit"});
  CHECK(contains(spec(iris, odds), "set ylabel \"log-odds of virginica\""));
  CHECK(contains(spec(iris, {"effects"}), "set xlabel \"effect on the probability of setosa\""));
  CHECK(contains(spec(iris, {"gw", "--var", "Petal.Length"}), "set ylabel \"slope of the log-odds of setosa\""));
  const Fitted cars("mtcars.csv", {"-f", "am ~ wt + hp", "--categorical", "am", "--decay", "0.1"});
  CHECK(contains(spec(cars, {"effects", "--var", "wt"}), "set ylabel \"effect on the probability of am = 1\""));
}

TEST_CASE("importance has bars of every class, and of one that is named", "[plot]") {
  const Fitted f("iris.csv", {"-t", "Species", "--decay", "0.1"});
  const Outcome spec = f.run({"plot", "importance", "--spec"});
  CHECK_FALSE(contains(spec.err, "names another"));
  const Json told = f.json({"importance"});
  for (const char* title : {"\"all classes\"", "\"setosa\"", "\"versicolor\"", "\"virginica\""}) {
    CHECK(contains(spec.out, std::string("title ") + title));
  }
  const auto all = block_of(spec.out, "bars1"), setosa = block_of(spec.out, "bars2");
  REQUIRE(setosa.size() == 4);
  for (std::size_t i = 1; i < all.size(); ++i) CHECK(all[i][0] <= all[i - 1][0]);
  std::set<double> drawn, known;
  for (const auto& bar : setosa) drawn.insert(bar[0]);
  for (const Json& one : told["importance"]) {
    if (one["target"] == "Species=setosa") known.insert(one["permutation"].get<double>());
  }
  CHECK(drawn == known);
  CHECK(f.run({"plot", "importance", "--target", "Species", "--spec"}).out == spec.out);
  const std::string one = f.run({"plot", "importance", "--target", "Species=virginica", "--spec"}).out;
  CHECK(contains(one, "$bars <<"));
  CHECK(contains(one, "importance for virginica"));
  const std::string text = f.run({"plot", "importance", "--format", "text"}).out;
  for (const char* head : {"all classes ", "setosa ", "versicolor ", "virginica "}) CHECK(contains(text, head));
}

TEST_CASE("zero is white on the map of interactions, and undefined cells are none of the scale", "[plot]") {
  const Fitted f("mtcars.csv", {"-f", "mpg ~ wt + hp + qsec", "--hidden", "0"});
  const std::string spec = f.run({"plot", "interactions", "--spec", "--quiet"}).out;
  CHECK(contains(spec, "set palette defined (0 '#ffffff'"));
  CHECK(contains(spec, "set cbrange [0:"));
  CHECK(block_of(spec, "diagonal").size() == 3);
  const std::size_t undefined = block_of(spec, "undefined").size();
  CHECK(undefined + block_of(spec, "pairs").size() == 6);
  if (undefined > 0) CHECK(contains(spec, "$undefined using 1:2:(0.49):(0.49) with boxxyerror fillstyle solid 1"));
}

TEST_CASE("the network has a key of signs, and widths by what is no bias", "[plot]") {
  const TemporaryFolder folder;
  folder.write("m.json", R"({"schema": "nninterp/model/1", "inputs": [{"name": "x", "type": "numeric"}],
    "targets": [{"name": "y", "type": "numeric"}],
    "network": {"activation": "logistic", "output": "linear", "weights": [[[100], [2]], [[-50], [1]]]}})");
  const auto dot = [&](const Strings& more) {
    Strings arguments{"plot", "network", "--model", "m.json", "--spec", "--quiet"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_program(arguments, folder.path()).out;
  };
  const std::string with = dot({}), without = dot({"--no-bias"});
  CHECK(contains(with, "n0_1:e -> n1_1:w [color=\"#0072B2\", penwidth=4]"));
  CHECK(contains(with, "b0_0:e -> n1_1:w [color=\"#0072B2\", penwidth=4]"));
  CHECK(contains(with, "n1_1:e -> n2_1:w [color=\"#0072B2\", penwidth=2.3]"));
  CHECK(contains(without, "n1_1:e -> n2_1:w [color=\"#0072B2\", penwidth=2.3]"));
  for (const char* word : {"label=\"positive\"", "label=\"negative\""}) CHECK(contains(without, word));
  for (const char* bias : {"b0_0", "b1_0", "-50"}) {
    CHECK(contains(with, bias));
    CHECK_FALSE(contains(without, bias));
  }
  const Strings text{"plot", "network", "--model", "m.json", "--format", "text", "--quiet", "--no-bias"};
  CHECK_FALSE(contains(run_program(text, folder.path()).out, "100"));
}

TEST_CASE("curves of all variables are panels that share an axis, one curve a group", "[plot]") {
  const Fitted f("mtcars.csv", {"-f", "mpg ~ wt + hp + cyl", "--hidden", "2", "--decay", "0.1"});
  const std::string spec = f.run({"plot", "curves", "--spec", "--quiet"}).out;
  for (const char* name : {"\"wt\"", "\"hp\"", "\"cyl\""}) CHECK(times(spec, std::string("set xlabel ") + name) == 1);
  const std::size_t at = spec.find("set yrange ");
  const std::string range = spec.substr(at, spec.find('\n', at) - at);
  CHECK(times(spec, range) == 3);
  const std::string by = f.run({"plot", "curves", "--by", "cyl", "--spec", "--quiet"}).out;
  CHECK_FALSE(contains(by, "set xlabel \"cyl\""));
  for (const char* group : {"\"cyl 4\"", "\"cyl 6\"", "\"cyl 8\""}) CHECK(contains(by, std::string("title ") + group));
  const std::string ice = f.run({"plot", "curves", "--var", "wt", "--kind", "ice", "--spec", "--quiet"}).out;
  CHECK(times(ice, "title \"mean of these\"") == 1);
  CHECK(ice.rfind("title \"mean of these\"") > ice.rfind("linewidth 0.7"));  // in front
  const auto mean = block_of(ice, "curve33");
  const Json told = f.json({"curves", "--var", "wt"})["curves"][0]["y"];
  REQUIRE(mean.size() == told.size());
  for (std::size_t i = 0; i < mean.size(); ++i) CHECK(mean[i][1] == Approx(told[i].get<double>()));
}

TEST_CASE("a surface is bands between round numbers, pale where no rows are", "[plot]") {
  const Fitted f("mtcars.csv", {"-f", "mpg ~ wt + hp + am", "--categorical", "am", "--hidden", "2", "--decay", "0.1"});
  for (const Strings& kind : {Strings{"--kind", "pdp"}, Strings{"--kind", "ale"}, Strings{"--at", "am=1"}}) {
    Strings arguments{"plot", "curves", "--var", "wt,hp", "--spec", "--quiet"};
    arguments.insert(arguments.end(), kind.begin(), kind.end());
    const std::string spec = f.run(arguments).out;
    const auto boxes = block_of(spec, "boxes"), pale = block_of(spec, "pale");
    CHECK(block_of(spec, "rows").size() == 32);
    std::set<double> bands;
    for (const auto& box : boxes) bands.insert(box[6]);
    CHECK(bands.size() > 3);
    CHECK(bands.size() <= 12);
    for (const auto& row : block_of(spec, "rows")) {
      for (const auto& box : pale) {
        const bool inside = row[0] > box[2] && row[0] < box[3] && row[1] > box[4] && row[1] < box[5];
        CHECK_FALSE(inside);
      }
    }
  }
  const auto levels = block_of(f.run({"plot", "curves", "--var", "am,wt", "--spec", "--quiet"}).out, "boxes");
  for (const auto& box : levels) CHECK(box[3] - box[2] == 1);
  const std::string text = f.run({"plot", "curves", "--var", "wt,hp", "--format", "text", "--quiet"}).out;
  CHECK(contains(text, "upwards: hp; across: wt"));
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) CHECK(line.size() <= 100);
}

TEST_CASE("lek's quantiles have colours in their order", "[plot]") {
  const Fitted f("mtcars.csv", {"-f", "mpg ~ wt + hp", "--hidden", "2", "--decay", "0.1"});
  const std::string spec = f.run({"plot", "curves", "--var", "wt", "--kind", "lek", "--spec", "--quiet"}).out;
  std::size_t at = 0;
  for (const char* entry : {"'#9BD93C' dashtype 1 title \"0\\045\"", "'#3FBC73'", "'#21918C'", "'#31688E'", "'#443983'",
                            "'#440154' dashtype 1 title \"100\\045\""}) {
    INFO(entry);
    at = spec.find(entry, at);
    REQUIRE(at != std::string::npos);
  }
}

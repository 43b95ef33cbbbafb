// How tables and help fit the eye: the page's width, labels that can be told apart, rows that a terminal has lines for.
#include <regex>
#include <set>
#include <sstream>

#include "support/fitted.hpp"
#include "support/given.hpp"
#include "support/terminal.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

// What a command shows on a page of so many columns.
std::string on_page(const Fitted& fitted, const std::string& arguments, int columns) {
  const Outcome outcome = run_shell(
      "COLUMNS=" + std::to_string(columns) + " $NNINTERP " + arguments + " --format table", fitted.folder.path());
  INFO(arguments << "\n" << outcome.err);
  REQUIRE(outcome.code == 0);
  return outcome.out;
}

const std::vector<std::string> readings{"show",
                                        "show --weights --level 0.9",
                                        "predict",
                                        "predict --class",
                                        "slopes --order 2",
                                        "effects",
                                        "effects --delta sd --paths",
                                        "effects --by Species",
                                        "curves --var Sepal.Width",
                                        "curves --var Sepal.Width --kind lek",
                                        "importance",
                                        "interactions",
                                        "compare nninterp-model.json nninterp-model.json"};

}  // namespace

TEST_CASE("every table keeps within the page", "[page]") {
  const Fitted f("iris.csv");
  for (const std::string& reading : readings) {
    for (const int columns : {60, 80, 200}) {
      INFO(reading << " " << columns);
      CHECK(widest_line(on_page(f, reading, columns)) <= static_cast<std::size_t>(columns));
    }
  }
}

TEST_CASE("a width that is none leaves the page as it is", "[page]") {
  const Fitted f("mtcars.csv", {"-t", "mpg"});
  const std::string usual = f.run({"effects", "--format", "table"}).out;
  for (const std::string columns : {"", "0", "19", "501", "wide", "-80"}) {
    const Outcome outcome = run_shell("COLUMNS='" + columns + "' $NNINTERP effects --format table", f.folder.path());
    INFO(columns);
    CHECK(outcome.out == usual);
  }
  CHECK(on_page(f, "effects", 100) == usual);
  CHECK(run_on_terminal({"effects"}, f.folder.path(), 60, 50) == on_page(f, "effects", 60));
}

TEST_CASE("on a narrow page no name of what an effect depends on is lost", "[page]") {
  const Fitted f("diabetes.csv");
  const std::string question = "effects --interval none";  // what the network says of itself, tested or not
  const Json effects = f.json({"effects", "--interval", "none"})["effects"];
  std::size_t told = 0;
  for (const int columns : {60, 80, 100, 200}) {
    std::string text = on_page(f, question, columns);
    text = std::regex_replace(text, std::regex("\\s+"), " ");
    for (const Json& effect : effects) {
      const Json& number = effect["one_number"];
      const std::string verdict = number["verdict"], on = "depends on ";
      const std::size_t at = verdict.find(on);
      if (at == std::string::npos) continue;
      ++told;
      INFO(columns << " " << verdict << "\n" << text);
      CHECK(contains(text, "on " + verdict.substr(at + on.size())));
      if (columns == 60) CHECK(contains(text, ": " + verdict));
      if (columns == 200) CHECK(contains(text, verdict));
    }
  }
  CHECK(told > 0);
}

TEST_CASE("groups whose names begin alike stay apart", "[page]") {
  const TemporaryFolder folder;
  std::string csv = "x,arm,y\n";
  const std::vector<std::string> arms{"Treatment A high dose", "Treatment A low dose", "Treatment B high dose"};
  for (int i = 0; i < 60; ++i) {
    csv +=
        std::to_string(i) + "," + arms[static_cast<std::size_t>(i % 3)] + "," + std::to_string((1 + i % 3) * i) + "\n";
  }
  folder.write("arms.csv", csv);
  REQUIRE(run_program({"fit", "arms.csv", "--decay", "0.1", "--hidden", "2", "--rep", "1"}, folder.path()).code == 0);
  const std::string by_arm = "$NNINTERP effects --var x --by arm --interval none --format table --quiet";
  for (const std::string& arm : arms) CHECK(contains(run_shell(by_arm, folder.path()).out, arm));
  std::set<std::string> labels;
  const std::vector<std::string> lines = lines_of(run_shell("COLUMNS=50 " + by_arm, folder.path()).out);
  for (const std::string& line : lines) {
    CHECK(line.size() <= 50);
    std::smatch found;
    if (std::regex_search(line, found, std::regex("^x +(.*?)  "))) labels.insert(found[1]);
  }
  CHECK(labels.size() == 3);
}

TEST_CASE("a terminal shows as many rows as it has lines for, and says how to get all", "[page]") {
  const Fitted f("swiss.csv", {"-t", "Fertility"});
  for (const std::string command : {"predict", "slopes"}) {
    INFO(command);
    const std::string shown = run_on_terminal({command}, f.folder.path(), 100, 24);
    CHECK(count_lines(shown) <= 23);
    CHECK(contains(shown, "The first 15 of 47 rows are shown; --output-file FILE.csv or --format csv has them all."));
    CHECK(contains(run_on_terminal({command}, f.folder.path(), 100, 200), "\n 47 "));
    CHECK(contains(f.run({command, "--format", "table"}).out, "\n 47 "));
  }
}

TEST_CASE("the file's ending says the format, unless one is asked for", "[page]") {
  const Fitted f("mtcars.csv", {"-t", "mpg"});
  const std::string csv = f.run({"effects", "--format", "csv"}).out, json = f.run({"effects", "--json"}).out;
  const auto written = [&](const std::string& file, const std::vector<std::string>& more) {
    std::vector<std::string> arguments{"effects", "-o", file};
    arguments.insert(arguments.end(), more.begin(), more.end());
    CHECK(f.run(arguments).code == 0);
    return slurp(f.folder.path(file));
  };
  CHECK(written("x.csv", {}) == csv);
  CHECK(written("x.json", {}) == json);
  CHECK(written("x.tsv", {}) == json);
  CHECK(written("x.csv", {"--json"}) == json);
  CHECK(written("x.json", {"--format", "csv"}) == csv);
  CHECK(f.run({"equation", "-o", "eq.json"}).code == 0);
  CHECK(read_json(f.folder.path("eq.json"))["schema"] == "nninterp/equation/1");
}

TEST_CASE("nninterp alone, and help as a word, are --help", "[page]") {
  const std::string help = run_program({"--help"}, "/").out, of_fit = run_program({"fit", "--help"}, "/").out;
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{}, {"help"}}) {
    const Outcome outcome = run_program(arguments, "/");
    CHECK(outcome.code == 0);
    CHECK(outcome.out == help);
    CHECK(outcome.err.empty());
  }
  CHECK(run_program({"help", "fit"}, "/").out == of_fit);
  const Outcome unknown = run_program({"help", "fti"}, "/");
  CHECK(unknown.code == 2);
  CHECK(contains(unknown.err, "fti: there is no such command"));
  CHECK(contains(run_program({"fit", "-o"}, "/").err, "-o: a value is missing"));
}

TEST_CASE("help fits 80 columns but for code to be copied", "[page]") {
  for (const std::string command : {"--help", "fit", "show", "predict", "slopes", "effects", "curves", "importance",
                                    "interactions", "compare", "equation", "plot", "import", "export"}) {
    const std::string help =
        run_program(
            command == "--help" ? std::vector<std::string>{command} : std::vector<std::string>{command, "--help"}, "/")
            .out;
    bool code = false;
    for (const std::string& line : lines_of(help)) {
      code = (code || line.rfind("In R", 0) == 0 || line.rfind("In Python", 0) == 0) && line.rfind("Usage", 0) != 0;
      INFO(command << ": " << line);
      CHECK((code || line.size() <= 80));
    }
    const std::string unbroken = std::regex_replace(help, std::regex("\\s+"), " ");
    CHECK(contains(unbroken, "delta or none") == (command == "effects"));
  }
}

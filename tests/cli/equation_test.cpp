// Equations as a user asks for them: the formula itself, and code in the hands of those who run it.
#include <set>
#include <sstream>

#include "nninterp/io/model/model_file.hpp"
#include "support/fitted.hpp"
#include "support/programs.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

// A regression y ~ x + c, whose categories look like numbers.
const Fitted& numbers_as_levels() {
  static Fitted* fitted = nullptr;
  if (fitted != nullptr) return *fitted;
  fitted = new Fitted("toothgrowth.csv", {"-t", "len"});
  std::string csv = "x,c,y\n";
  const std::vector<std::string> levels{"1", "10", "100000"};
  for (int i = 0; i < 30; ++i) {
    csv += std::to_string(i * 7 % 10) + "," + levels[static_cast<std::size_t>(i % 3)] + "," +
           std::to_string(i * 7 % 10 + 10 * (i % 3)) + "\n";
  }
  fitted->folder.write("t.csv", csv);
  fitted->run({"fit", "t.csv", "-t", "y", "--categorical", "c", "--hidden", "0", "--decay", "0", "--quiet"});
  return *fitted;
}

}  // namespace

TEST_CASE("LaTeX of many classes stays on the page", "[equation]") {
  const TemporaryFolder folder;
  std::string csv = "x,a rather long name of a column,kind\n";
  for (int i = 0; i < 160; ++i) {
    csv += std::to_string(i % 17) + "," + std::to_string(i * i % 31) + ",class " + std::to_string(i % 16) + "\n";
  }
  folder.write("t.csv", csv);
  run_program({"fit", "t.csv", "--decay", "1", "--rep", "1", "--quiet"}, folder.path());
  for (const std::vector<std::string>& more : {std::vector<std::string>{}, {"--derivative", "x"}}) {
    std::vector<std::string> arguments{"equation", "--language", "latex"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const std::string text = run_program(arguments, folder.path()).out;
    CHECK(contains(text, "T &="));
    if (missing("pdflatex")) return;
    folder.write("t.tex",
                 "\\documentclass{article}\n\\usepackage{amsmath}\n\\begin{document}\n" + text + "\\end{document}\n");
    const Outcome outcome = run_shell("pdflatex -interaction=nonstopmode -halt-on-error t.tex", folder.path());
    CHECK(outcome.code == 0);
    CHECK_FALSE(contains(outcome.out, "Overfull"));
  }
}

TEST_CASE("SQL knows levels that are numbers, and missing numbers in text are missing", "[equation]") {
  if (missing("sqlite3")) return;
  const Fitted& f = numbers_as_levels();
  f.folder.write("q.csv", "x,c\n2,1\n2,10\n2,100000\nNA,1\n,1\n2,5\n");
  f.folder.write("q.sql",
                 ".mode csv\n.import q.csv data\n.nullvalue none\n" + f.run({"equation", "--language", "sql"}).out);
  const Outcome outcome = run_shell("sqlite3 < q.sql | cut -c1-5 | tr -d '\\r' | paste -s -d' '", f.folder.path());
  INFO(outcome.out << outcome.err);
  std::istringstream words(outcome.out);
  for (const double y : {2, 12, 22}) {
    double value = 0;
    words >> value;
    CHECK(value == Approx(y).epsilon(1e-3));
  }
  for (std::string word; words >> word;) CHECK(word == "none");
}

TEST_CASE("R takes a category that the data hold as numbers", "[equation]") {
  if (missing("Rscript")) return;
  const Fitted& f = numbers_as_levels();
  f.folder.write("model.R", f.run({"equation", "--language", "r"}).out);
  const Outcome outcome =
      run_shell("Rscript -e 'source(\"model.R\"); cat(round(predict_nn(data.frame(x = 2, c = c(1, 1e5, NA)))$y, 6))'",
                f.folder.path());
  INFO(outcome.err);
  CHECK(outcome.out == "2 22 NA");
}

TEST_CASE("JavaScript knows a column that is not there, whatever its name", "[equation]") {
  if (missing("node")) return;
  const TemporaryFolder folder;
  folder.write("t.csv", "constructor,y\n1,2\n2,3\n3,5\n4,4\n");
  run_program({"fit", "t.csv", "--hidden", "0", "--decay", "0", "--quiet"}, folder.path());
  folder.write("m.js", run_program({"equation", "--language", "javascript"}, folder.path()).out);
  CHECK(contains(run_shell("node -e 'require(\"./m.js\").predict({})'", folder.path()).err,
                 "there is no column constructor"));
  CHECK(run_shell("node -e 'console.log(require(\"./m.js\").predict({constructor: \" \"}).y)'", folder.path()).out ==
        "NaN\n");
}

TEST_CASE("C has no warnings, also for a slope that is a number", "[equation]") {
  if (missing("cc")) return;
  const Fitted& f = numbers_as_levels();
  f.folder.write("m.c", f.run({"equation", "--language", "c", "--derivative", "x"}).out);
  const Outcome outcome = run_shell("cc -std=c99 -Wall -Wextra -pedantic -Werror -c m.c -o m.o", f.folder.path());
  INFO(outcome.err);
  CHECK(outcome.code == 0);
}

TEST_CASE("linear units collapse to the regression equation", "[equation]") {
  for (const std::string hidden : {"0", "3", "4,3"}) {
    const Fitted f("mtcars.csv", {"-f", "mpg ~ wt + hp", "--activation", "linear", "--hidden", hidden, "--decay", "0"},
                   {});
    const std::string text = f.run({"equation", "--digits", "9"}).out;
    CHECK(text == "mpg = 37.2272701 - 3.87783074 * wt - 0.031772947 * hp\n");
    CHECK(f.run({"equation", "--derivative", "wt", "--digits", "9"}).out == "d mpg / d wt = -3.87783074\n");
  }
  for (const std::string scale : {"standardize", "minmax"}) {  // however badly the layers are conditioned
    std::set<std::string> texts;
    for (const std::string hidden : {"0", "3", "4,3", "3,3,3"}) {
      const Fitted f("mtcars.csv",
                     {"-f", "mpg + disp ~ wt + hp + qsec", "--activation", "linear", "--hidden", hidden, "--decay", "0",
                      "--scale", scale},
                     {});
      texts.insert(f.run({"equation", "--digits", "9"}).out);
    }
    INFO(*texts.begin() << *texts.rbegin());
    CHECK(texts.size() == 1);
  }
}

TEST_CASE("the formula has plain weights for the table's units, its derivative the chain rule", "[equation]") {
  const Fitted f("mtcars.csv", {"-f", "mpg ~ wt + hp", "--hidden", "1", "--scale", "none"});
  Model model = read_model(read_file(f.folder.path("nninterp-model.json")), "m.json");
  model.network.weights = (Vector(5) << -1, 0.5, 0, 2, -3).finished();
  f.folder.write("nninterp-model.json", write_model(model));
  CHECK(f.run({"equation"}).out ==
        "h1 = logistic(-1 + 0.5 * wt)\nmpg = 2 - 3 * h1\n\nlogistic(z) = 1 / (1 + exp(-z))\n");
  CHECK(f.run({"equation", "--derivative", "wt"}).out ==
        "h1 = logistic(-1 + 0.5 * wt)\ndh1 = h1 * (1 - h1) * 0.5\nd mpg / d wt = -3 * dh1\n\n"
        "logistic(z) = 1 / (1 + exp(-z))\n");
  const Json json = f.json({"equation", "--json", "--language", "python"});
  CHECK(json["schema"] == "nninterp/equation/1");
  CHECK(json["language"] == "python");
  CHECK(json["code"] == f.run({"equation", "--language", "python"}).out);
  f.run({"equation", "-o", "eq.txt"});
  CHECK(slurp(f.folder.path("eq.txt")) == f.run({"equation"}).out);
}

TEST_CASE("what no equation can be made of is refused", "[equation]") {
  const Fitted f("toothgrowth.csv", {"-t", "len"});
  const std::vector<Misuse> misuses{
      {{"equation", "--language", "fortran"}, 2, "--language"},
      {{"equation", "--digits", "0"}, 2, "--digits"},
      {{"equation", "--digits", "18"}, 2, "--digits"},
      {{"equation", "--format", "csv"}, 2, "an equation is no table"},
      {{"equation", "--derivative", "supp"}, 1, "'supp' is categorical and has no slope"},
      {{"equation", "--derivative", "dos"}, 1, "did you mean 'dose'?"},
      {{"equation", "--target", "width"}, 1, "width"},
  };
  check_refused(f, misuses);
}

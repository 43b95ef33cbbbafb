// The command `curves` as a user runs it.
#include "support/fitted.hpp"
#include "support/programs.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

// y = 1 + 2 x + 3 [g = b], and the chance of three classes by x.
struct Drawn {
  TemporaryFolder folder;

  Drawn() {
    folder.write("y.json", R"({"schema": "nninterp/model/1",
      "inputs": [{"name": "x", "type": "numeric"}, {"name": "g", "type": "categorical", "levels": ["a", "b"]}],
      "targets": [{"name": "y", "type": "numeric"}],
      "network": {"activation": "logistic", "output": "linear", "weights": [[[1], [2], [3]]]}})");
    folder.write("k.json", R"({"schema": "nninterp/model/1", "inputs": [{"name": "x", "type": "numeric"}],
      "targets": [{"name": "k", "type": "categorical", "levels": ["p", "q", "r"]}],
      "network": {"activation": "logistic", "output": "softmax", "weights": [[[0, 1, 2], [1, 0, -1]]]}})");
    folder.write("d.csv", "x,g\n4,a\n0,b\n1,a\n2,a\n");
  }

  Outcome run(std::vector<std::string> arguments, const std::string& model = "y.json") const {
    arguments.insert(arguments.begin(), {"curves", "--model", model, "--data", "d.csv"});
    return run_program(arguments, folder.path());
  }
  Json json(const std::vector<std::string>& arguments, const std::string& model = "y.json") const {
    return json_of(run(arguments, model));
  }
};

}  // namespace

TEST_CASE("curves: JSON has every field that scripts rely on", "[cli]") {
  const Drawn d;
  const Json json = d.json({"--var", "x", "--grid", "3"});
  CHECK(json["schema"] == "nninterp/curves/1");
  CHECK(json["kind"] == "pdp");
  CHECK(json["variable"] == "x");
  CHECK(json["target"] == "y");
  CHECK(json["targets"] == Json::array({"y"}));
  CHECK(json["rows"] == 4);
  CHECK(json["rug"].size() == 11);
  CHECK(json["rug"][5] == 1.5);
  CHECK(json["interval"]["method"] == "none");
  REQUIRE(json["curves"].size() == 1);
  const Json& curve = json["curves"][0];
  CHECK(curve["label"] == "y");
  CHECK(curve["target"] == "y");
  CHECK(curve["x"] == Json::array({0, 2, 4}));
  CHECK(curve["y"] == Json::array({1.75, 5.75, 9.75}));
  CHECK(curve["rows"] == Json::array({1, 2, 1}));
  CHECK(curve["conf_low"] == Json::array({nullptr, nullptr, nullptr}));
  CHECK(curve["conf_high"] == curve["conf_low"]);
  const Json& settings = json["settings"];
  CHECK(settings["kind"] == "pdp");
  CHECK(settings["grid"] == 3);
  CHECK(settings["center"] == false);
  CHECK(settings["on"] == "response");
  CHECK(json["warnings"][0]["code"] == "no_intervals");
  CHECK(d.json({"--var", "x"})["curves"][0]["x"] == Json::array({0, 1, 2, 4}));
  CHECK(d.json({"--var", "x", "--kind", "ale"})["curves"][0]["x"] == Json::array({0, 1, 2, 4}));
}

TEST_CASE("curves: rows of ice are labelled as in the table, those with gaps left out on demand", "[cli]") {
  const Drawn d;
  d.folder.write("gaps.csv", "x,g\nNA,a\n0,b\n1,\n2,a\n");
  const Json json = d.json({"--var", "x", "--kind", "ice", "--data", "gaps.csv", "--na", "drop", "--grid", "2"});
  REQUIRE(json["curves"].size() == 3);
  CHECK(json["curves"][2]["label"] == "mean");
  CHECK(json["curves"][2]["y"] == Json::array({2.5, 6.5}));
  CHECK(json["curves"][0]["label"] == "2");
  CHECK(json["curves"][0]["y"] == Json::array({4, 8}));
  CHECK(json["curves"][1]["label"] == "4");
  CHECK(json["curves"][1]["y"] == Json::array({1, 5}));
  CHECK(json["warnings"][0]["code"] == "rows_dropped");
  CHECK(json["rows"] == 2);
  const Json some = d.json({"--var", "x", "--kind", "ice", "--rows", "2"});
  REQUIRE(some["curves"].size() == 3);
  CHECK(some["curves"][0]["label"] == "2");
  CHECK(some["curves"][1]["label"] == "4");
  CHECK(some["rows"] == 4);
  CHECK(some["settings"]["rows"] == 2);
}

TEST_CASE("curves: every spelling of --center takes the first value off", "[cli]") {
  const Drawn d;
  for (const std::string option : {"--center", "--centre", "--centered", "--centred"}) {
    const Json json = d.json({"--var", "x", "--kind", "ice", "--grid", "3", option});
    for (const Json& curve : json["curves"]) {
      CHECK(curve["y"] == Json::array({0, 4, 8}));
    }
  }
}

TEST_CASE("curves: a category has a point a level, named", "[cli]") {
  const Drawn d;
  const Json json = d.json({"--var", "g"});
  CHECK(json["curves"][0]["x"] == Json::array({"a", "b"}));
  CHECK(json["curves"][0]["y"] == Json::array({4.5, 7.5}));
  CHECK(json["curves"][0]["rows"] == Json::array({3, 1}));
  CHECK(json["rug"].is_null());
  CHECK(d.json({"--var", "g", "--kind", "lek"})["curves"].size() == 6);
  const std::string table = d.run({"--var", "g", "--format", "table"}).out;
  CHECK(contains(table, "\na  "));
  CHECK(contains(table, "\nb  "));
}

TEST_CASE("curves: each class is a target, and the curves say whose they are", "[cli]") {
  const Drawn d;
  const Json json = d.json({"--var", "x", "--kind", "pdp", "--grid", "3"}, "k.json");
  CHECK(json["target"].is_null());
  CHECK(json["targets"] == Json::array({"k=p", "k=q", "k=r"}));
  REQUIRE(json["curves"].size() == 3);
  CHECK(json["curves"][1]["target"] == "k=q");
  for (std::size_t i = 0; i < 3; ++i) {
    double sum = 0;
    for (const Json& curve : json["curves"]) sum += curve["y"][i].get<double>();
    CHECK(sum == Approx(1));
  }
  CHECK(d.json({"--var", "x", "--target", "k"}, "k.json")["curves"].size() == 3);
  const Json one = d.json({"--var", "x", "--target", "k=r", "--on", "logit", "--grid", "3"}, "k.json");
  CHECK(one["target"] == "k=r");
  REQUIRE(one["curves"].size() == 1);
  CHECK(one["curves"][0]["y"][0].get<double>() == Approx(2 - std::log(1 + std::exp(1))));
  const std::string table = d.run({"--var", "x", "--format", "table"}, "k.json").out;
  CHECK(contains(table, "Partial dependence of k=p by x"));
  CHECK(contains(table, "Partial dependence of k=r by x"));
}

TEST_CASE("curves: CSV has a line a point, and CSV, JSON and threads agree", "[cli]") {
  const Drawn d;
  CHECK(d.run({"--var", "x", "--grid", "3", "--format", "csv"}).out ==
        "kind,variable,target,label,x,y,conf_low,conf_high,rows,std_error,debiased,group,mean\n"
        "pdp,x,y,y,0,1.75,,,1,,,,5.75\npdp,x,y,y,2,5.75,,,2,,,,5.75\npdp,x,y,y,4,9.75,,,1,,,,5.75\n");
  CHECK(count_lines(d.run({"--var", "g", "--kind", "lek", "--format", "csv"}).out) == 1 + 6 * 2);
  CHECK(contains(d.run({"--var", "g", "--kind", "ice", "--format", "csv"}).out, "\nice,g,y,2,b,4,,,1,,,,1.75\n"));
  CHECK(d.run({"--var", "x", "--threads", "1"}).out == d.run({"--var", "x", "--threads", "3"}).out);
}

TEST_CASE("curves: a table draws the curve, one line a point", "[cli]") {
  const Drawn d;
  const auto table = [&](const std::string& kind) {
    const std::string command = "LC_ALL=C $NNINTERP curves --model y.json --data d.csv --var x --grid 3 --format table";
    return run_shell(command + " --kind " + kind, d.folder.path()).out;
  };
  const std::string blanks(24, ' ');
  CHECK(contains(table("pdp"), "\n0.000     1  1.750  o\n2.000     2  5.750  " + blanks + "o\n"));
  for (const std::string kind : {"pdp", "ice", "ale", "lek"}) {
    const std::string drawn = table(kind);
    INFO(drawn);
    CHECK(contains(drawn, " y by x, "));
    CHECK(contains(drawn, kind == "lek" ? "\na to f " : kind == "ale" ? "\neffect " : "\nmean "));
    std::istringstream text(drawn);
    for (std::string line; std::getline(text, line);) CHECK(line.size() <= 100);
  }
}

TEST_CASE("curves: a variable of few values has a point a value", "[cli]") {
  const Fitted f("mtcars.csv", {"-f", "mpg ~ wt + hp + am + cyl", "--decay", "0.1"});
  CHECK(f.json({"curves", "--var", "am"})["curves"][0]["x"] == Json::array({0, 1}));
  CHECK(f.json({"curves", "--var", "am"})["curves"][0]["rows"] == Json::array({19, 13}));
  CHECK(f.json({"curves", "--var", "cyl", "--kind", "lek"})["curves"][0]["x"] == Json::array({4, 6, 8}));
  CHECK(f.json({"curves", "--var", "wt"})["curves"][0]["x"].size() == 21);
}

TEST_CASE("curves: named points, groups and held values stand in JSON, CSV, table and settings", "[cli]") {
  const Drawn d;
  const Json json = d.json({"--var", "x", "--points", "3,1", "--by", "g"});
  CHECK(json["settings"]["points"] == Json::array({"3", "1"}));
  CHECK(json["settings"]["grid"].is_null());
  CHECK(json["settings"]["by"] == "g");
  CHECK(json["settings"]["groups"] == 4);
  REQUIRE(json["curves"].size() == 2);
  const Json& second = json["curves"][1];
  CHECK(second["label"] == "b");
  CHECK(second["group"] == "b");
  CHECK(second["target"] == "y");
  CHECK(second["x"] == Json::array({1, 3}));
  CHECK(second["y"] == Json::array({6, 10}));
  CHECK(second["rows"] == Json::array({1, 0}));
  CHECK(second["mean"] == 6);
  CHECK_FALSE(d.json({"--var", "x"})["curves"][0].contains("group"));
  const std::string csv = d.run({"--var", "x", "--points", "1", "--by", "g", "--format", "csv"}).out;
  CHECK(contains(csv, "\npdp,x,y,b,1,6,,,1,,,b,6\n"));
  const std::string table = d.run({"--var", "x", "--points", "1,3", "--by", "g", "--format", "table"}).out;
  CHECK(contains(table, "a: a    b: b"));
  CHECK(contains(table, "mean over the rows: a: a 5.667, b: b 6\n"));
  CHECK(contains(d.run({"--var", "x", "--by", "g", "--kind", "ice", "--format", "table"}).out, "by x, g = b, "));
  const Json held = d.json({"--var", "x", "--points", "1", "--at", "g=b"});
  CHECK(held["settings"]["at"] == Json::array({"g=b"}));
  CHECK(held["curves"][0]["y"] == Json::array({6}));
  CHECK(d.json({"--var", "x", "--points", "1", "--at", "mean"})["curves"][0]["y"] == Json::array({3}));
  CHECK(d.json({"--var", "g", "--points", "b"})["curves"][0]["x"] == Json::array({"b"}));
}

TEST_CASE("curves: two variables are a surface, in JSON, CSV and table", "[cli]") {
  const Drawn d;
  const Json json = d.json({"--var", "x,g"});
  CHECK(json["schema"] == "nninterp/curves/1");
  CHECK(json["variable"].is_null());
  CHECK(json["variables"] == Json::array({"x", "g"}));
  CHECK(json["curves"] == Json::array());
  CHECK(json["settings"]["grid"] == 15);
  REQUIRE(json["surfaces"].size() == 1);
  const Json& surface = json["surfaces"][0];
  CHECK(surface["target"] == "y");
  CHECK(surface["x"] == Json::array({0, 1, 2, 4}));
  CHECK(surface["y"] == Json::array({"a", "b"}));
  CHECK(surface["z"] == Json::parse("[[1, 4], [3, 6], [5, 8], [9, 12]]"));
  CHECK(surface["rows"] == Json::parse("[[0, 1], [1, 0], [1, 0], [1, 0]]"));
  CHECK(surface["mean"] == 5.25);
  CHECK(contains(d.run({"--var", "x,g", "--format", "csv"}).out,
                 "kind,variable_x,variable_y,target,group,x,y,z,rows\npdp,x,g,y,,0,a,1,0\npdp,x,g,y,,0,b,4,1\n"));
  const std::string table = d.run({"--var", "x,g", "--format", "table"}).out;
  INFO(table);
  CHECK(contains(table, "Partial dependence of y by x (down) and g (across), 4 rows"));
  CHECK(contains(table, "(1.000)    4.000"));
}

TEST_CASE("curves: groups have intervals of their own, by cross-fitting and by refits", "[cli]") {
  const Fitted f("mtcars.csv", {"-f", "mpg ~ wt + hp", "--decay", "0.1", "--bootstrap", "20"});
  for (const std::string method : {"crossfit", "bootstrap"}) {
    for (const std::string kind : {"pdp", "ale"}) {
      INFO(method << " " << kind);
      const Json all = f.json({"curves", "--var", "wt", "--grid", "4", "--kind", kind, "--interval", method});
      const Json by =
          f.json({"curves", "--var", "wt", "--grid", "4", "--kind", kind, "--interval", method, "--by", "am"});
      REQUIRE(by["curves"].size() == 2);
      CHECK(by["interval"] == all["interval"]);
      for (const Json& curve : by["curves"]) {
        std::size_t known = 0;
        for (std::size_t i = 0; i < curve["x"].size(); ++i) {
          if (curve["conf_low"][i].is_null()) continue;
          ++known;
          CHECK(curve["conf_low"][i] < curve["conf_high"][i]);
        }
        CHECK(known > 0);
      }
      CHECK(by["curves"][0]["conf_low"] != by["curves"][1]["conf_low"]);
    }
  }
  const Json all = f.json({"curves", "--var", "wt", "--grid", "4"});
  const Json held = f.json({"curves", "--var", "wt", "--grid", "4", "--at", "hp=q50"});
  CHECK(held["interval"]["method"] == "crossfit");
  CHECK(held["curves"][0]["conf_low"] != all["curves"][0]["conf_low"]);
}

TEST_CASE("curves: levels in an order have accumulated effects with intervals", "[cli]") {
  TemporaryFolder folder;
  std::string csv = "dose,x,y\n";
  const std::vector<std::string> levels{"low", "medium", "high"};
  for (int i = 0; i < 60; ++i) {
    csv += levels[static_cast<std::size_t>(i % 3)] + ',' + std::to_string(i % 7) + ',' +
           std::to_string((i % 3) * 2 + 0.1 * (i % 7) + 0.05 * (i % 5)) + '\n';
  }
  folder.write("d.csv", csv);
  REQUIRE(run_program({"fit", "d.csv", "-t", "y", "--levels", "dose=low,medium,high", "--decay", "0.1"}, folder.path())
              .code == 0);
  const auto ale = [&](const std::string& variable) {
    return json_of(run_program({"curves", "--var", variable, "--kind", "ale"}, folder.path()));
  };
  const Json curve = ale("dose")["curves"][0];
  CHECK(curve["x"] == Json::array({"low", "medium", "high"}));
  CHECK(curve["rows"] == Json::array({20, 20, 20}));
  CHECK(curve["y"][2].get<double>() - curve["y"][0].get<double>() == Approx(4).margin(0.3));
  CHECK(curve["conf_low"][0] < curve["conf_high"][0]);
  CHECK(ale("x,dose")["surfaces"][0]["y"] == Json::array({"low", "medium", "high"}));
}

namespace {

// Apley and Zhu's second-order effects of two numeric variables in the steps of ALEPlot 1.1, and two-way means.
const std::string surfaces_in_r = R"(
options(digits = 17)
source('predict.R')
d <- read.csv('mtcars.csv')
f <- function(x1, x2) { X <- d; X$wt <- x1; X$hp <- x2; predict_nn(X)[[1]] }
ends <- function(x, K) unique(c(min(x), as.numeric(quantile(x, seq(0, 1, length.out = K + 1)[-1], type = 1))))
z1 <- ends(d$wt, 6); z2 <- ends(d$hp, 6)
K1 <- length(z1) - 1; K2 <- length(z2) - 1
a1 <- as.numeric(cut(d$wt, breaks = z1, include.lowest = TRUE)); a2 <- as.numeric(cut(d$hp, breaks = z2, include.lowest = TRUE))
change <- (f(z1[a1 + 1], z2[a2 + 1]) - f(z1[a1], z2[a2 + 1])) - (f(z1[a1 + 1], z2[a2]) - f(z1[a1], z2[a2]))
F1 <- factor(a1, levels = 1:K1); F2 <- factor(a2, levels = 1:K2)
Delta <- as.matrix(tapply(change, list(F1, F2), mean)); b <- as.matrix(table(F1, F2))
m1 <- (z1[-1] + z1[-(K1 + 1)]) / 2 / diff(range(z1)); m2 <- (z2[-1] + z2[-(K2 + 1)]) / 2 / diff(range(z2))
full <- which(!is.na(Delta), arr.ind = TRUE)
for (j in which(is.na(Delta))) {
  r <- row(Delta)[j]; c <- col(Delta)[j]
  n <- which.min((m1[full[, 1]] - m1[r])^2 + (m2[full[, 2]] - m2[c])^2)
  Delta[j] <- Delta[full[n, 1], full[n, 2]]
}
fJ <- apply(t(apply(Delta, 1, cumsum)), 2, cumsum)
fJ <- cbind(0, rbind(0, fJ))
b1 <- rowSums(b); b2 <- colSums(b)
D <- fJ[-1, ] - fJ[-(K1 + 1), ]
fJ1 <- c(0, cumsum(rowSums(b * (D[, 1:K2] + D[, 2:(K2 + 1)]) / 2) / b1))
D <- fJ[, -1] - fJ[, -(K2 + 1)]
fJ2 <- c(0, cumsum(colSums(b * (D[1:K1, ] + D[2:(K1 + 1), ]) / 2) / b2))
fJ <- fJ - outer(fJ1, rep(1, K2 + 1)) - outer(rep(1, K1 + 1), fJ2)
fJ <- fJ - sum(b * (fJ[1:K1, 1:K2] + fJ[1:K1, -1] + fJ[-1, 1:K2] + fJ[-1, -1]) / 4) / sum(b)
cat(sprintf('%.17g', t(fJ)), sep = '\n')
for (x in seq(min(d$wt), max(d$wt), length.out = 5)) {
  for (y in seq(min(d$hp), max(d$hp), length.out = 5)) cat(sprintf('%.17g', mean(f(x, y))), sep = '\n')
}
)";

const std::string surfaces_in_python = R"(
import csv, json
import numpy as np
from sklearn.inspection import partial_dependence
scope = {}
exec(open('predict.py').read(), scope)
rows = list(csv.DictReader(open('mtcars.csv')))
class Network:
    _estimator_type = 'regressor'
    def __init__(self): self.fitted_ = True
    def fit(self, X, y): return self
    def predict(self, X):
        return np.array([scope['predict'](dict(zip(('wt', 'hp', 'drat'), map(float, x))))['mpg'] for x in X])
X = np.array([[float(row[name]) for name in ('wt', 'hp', 'drat')] for row in rows])
got = partial_dependence(Network(), X, [0, 1], grid_resolution=5, percentiles=(0, 1), kind='average', method='brute')
print('\n'.join(repr(float(z)) for z in got['average'][0].ravel()))
)";

// Every z of a surface, row by row.
std::vector<double> heights(const Json& document) {
  std::vector<double> z;
  for (const Json& row : document["surfaces"][0]["z"]) {
    for (const Json& number : row) z.push_back(number.get<double>());
  }
  return z;
}

void check_same(const std::string& theirs, const std::vector<double>& ours) {
  std::istringstream numbers(theirs);
  std::size_t compared = 0;
  for (double number = 0; numbers >> number; ++compared) {
    INFO(compared);
    REQUIRE(compared < ours.size());
    CHECK(std::fabs(number - ours[compared]) < 1e-11 * (1 + std::fabs(number)));
  }
  CHECK(compared == ours.size());
}

}  // namespace

TEST_CASE("curves: surfaces are what R and scikit-learn make of the network", "[cli]") {
  const Fitted f("mtcars.csv", {"-f", "mpg ~ wt + hp + drat", "--decay", "0.01"});
  const std::vector<double> means = heights(f.json({"curves", "--var", "wt,hp", "--grid", "5"}));
  if (!missing("Rscript")) {
    f.folder.write("predict.R", f.run({"equation", "--language", "r"}).out);
    f.folder.write("surfaces.R", surfaces_in_r);
    const Outcome r = run_shell("Rscript --vanilla surfaces.R", f.folder.path());
    INFO(r.err);
    std::vector<double> ours = heights(f.json({"curves", "--var", "wt,hp", "--kind", "ale", "--grid", "6"}));
    ours.insert(ours.end(), means.begin(), means.end());
    check_same(r.out, ours);
  }
  if (run_shell("python3 -c 'import sklearn'", f.folder.path()).code != 0) {
    WARN("scikit-learn is not installed: what needs it is not tested");
    return;
  }
  f.folder.write("predict.py", f.run({"equation", "--language", "python"}).out);
  f.folder.write("surfaces.py", surfaces_in_python);
  const Outcome python = run_shell("python3 surfaces.py", f.folder.path());
  INFO(python.err);
  check_same(python.out, means);
}

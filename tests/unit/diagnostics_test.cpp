// What a fit warns of.
#include "model/diagnostics.hpp"

#include "nninterp/model/fit.hpp"
#include "support/designs.hpp"
#include "support/fixtures.hpp"
#include "support/quick_fits.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

// A start at which the first unit has this bias and nothing but a small weight comes in and goes out.
FitOptions started_at(double bias, Activation activation) {
  FitOptions options = quick("Fertility ~ Education + Catholic");
  options.network.activation = activation;
  options.starts.weights.assign(4 * 3 + 5, 0.1);
  options.starts.weights[0] = bias;
  options.train.stepmax = 1;
  return options;
}

Table with_column(Table table, const std::string& name, double offset, double factor) {
  for (Column& column : table.columns) {
    if (column.name != name) continue;
    for (double& value : column.numbers) value = offset + factor * value;
  }
  return table;
}

}  // namespace

TEST_CASE("a plain fit has no warnings", "[fit]") {
  FitOptions options = quick("Fertility ~ Education + Catholic");
  options.starts.repetitions = 5;
  options.train.stepmax = 20'000;
  options.choice.decay = 0.1;
  CHECK(fit(example("swiss.csv"), options).training->warnings.empty());
}

TEST_CASE("each warning comes when it should and not when it should not", "[fit]") {
  const Table swiss = example("swiss.csv"), infert = example("infert.csv"), tooth = example("toothgrowth.csv");
  const Table infert_class = example("infert.csv", as_categories({"case"}));
  const FitOptions plain = quick("Fertility ~ Education + Catholic");
  const auto changed = [&](const auto& change) {
    FitOptions options = plain;
    change(options);
    return options;
  };
  struct Case {
    const char* code;
    const Table &bad_table, &good_table;
    FitOptions bad, good;
  };
  const Table constant = with_column(swiss, "Catholic", 3.5, 0), narrow = with_column(swiss, "Fertility", 1e9, 1);
  const Table shares = with_column(swiss, "Fertility", 0, 0.01);
  const auto small_steps = [](FitOptions& o) { o.train.stepmax = 3; };
  const auto enough_steps = [](FitOptions& o) { o.train.stepmax = 20'000; };
  const auto bounded = [](FitOptions& o) {
    o.network.output = Activation::logistic;
    o.network.error = ErrorFunction::sse;
  };
  const std::vector<Case> cases{
      {"not_converged", swiss, swiss, changed(small_steps), changed(enough_steps)},
      {"more_weights_than_rows", swiss, swiss, changed([](FitOptions& o) { o.network.hidden = {30}; }), plain},
      {"constant_column", constant, swiss, plain, plain},
      {"many_levels", swiss, tooth, quick("Fertility ~ province + Education"), quick("len ~ supp + dose")},
      {"target_barely_varies", narrow, swiss, plain, plain},
      {"target_out_of_reach", swiss, shares, changed(bounded), changed(bounded)},
      {"binary_target", infert, infert_class, quick("case ~ parity"), quick("case ~ parity")},
      {"few_values", infert, tooth, quick("age ~ parity + induced"), quick("len ~ supp")},
      {"saturated_units", swiss, swiss, started_at(50, Activation::logistic), started_at(0, Activation::logistic)},
      {"saturated_units", swiss, swiss, started_at(-30, Activation::tanh), started_at(0, Activation::tanh)},
      {"dead_units", swiss, swiss, started_at(-50, Activation::relu), started_at(50, Activation::relu)},
      {"dead_units", swiss, swiss, changed([](FitOptions& o) { o.choice.decay = 1000; }), plain},
      {"twin_units", swiss, swiss, started_at(0, Activation::logistic), plain},  // the three other units start alike
  };
  for (const Case& one : cases) {
    INFO(one.code);
    CHECK(warned_of(fit(one.bad_table, one.bad), one.code));
    CHECK_FALSE(warned_of(fit(one.good_table, one.good), one.code));
  }
}

TEST_CASE("a unit that rows and weights both show to be dead is named once, and not as saturated", "[fit]") {
  for (const double bias : {-50.0, 0.0, 50.0}) {
    INFO(bias);
    FitOptions options = started_at(bias, Activation::logistic);
    options.starts.exclude = {2, 3};  // all that comes into the first unit
    const Model model = fit(example("swiss.csv"), options);
    CHECK_FALSE(warned_of(model, "saturated_units"));
    int named = 0;
    for (const Warning& warning : model.training->warnings) {
      if (warning.code == "dead_units") named += contains(warning.message, "1layhid1 is dead") ? 1 : 100;
    }
    CHECK(named == 1);
  }
}

namespace {

// y by x, trained to the end: nothing to warn of.
struct Fine {
  Model model;
  Matrix inputs = Vector::LinSpaced(40, -1, 1), targets = 0.5 * inputs;

  Fine() {
    model.design = {{number("x")}, {numeric("y", 0, 1)}};
    model.network = {{{1, 1, 1}, Activation::tanh, Activation::linear}, (Vector(4) << 0, 1, 0, 0.6).finished()};
    model.training = TrainingRecord{};
    model.training->threshold = 0.01;
    model.training->decay = 0;
    model.training->repetitions = {Repetition{true, StopReason::threshold, 6, 30, 0.005, 1, 0, false, {}}};
  }

  std::vector<std::string> codes(Index parameters = 4) const {
    std::vector<std::string> codes;
    for (const Warning& warning : diagnose(model, inputs, targets, parameters)) codes.push_back(warning.code);
    return codes;
  }
  Repetition& best() { return model.training->repetitions[0]; }
};

using Codes = std::vector<std::string>;

}  // namespace

TEST_CASE("a training that did not converge says why, and what may help", "[diagnostics]") {
  struct Case {
    StopReason stopped;
    bool diverged;
    std::optional<Algorithm> algorithm;
    const char* why;
  };
  for (const Case& one :
       std::vector<Case>{{StopReason::stepmax, false, Algorithm::rprop_plus, "it stopped at stepmax after 36 steps"},
                         {StopReason::stalled, false, Algorithm::rprop_plus, "the best weights may be infinite"},
                         {StopReason::stalled, true, Algorithm::rprop_plus, "grew beyond all bounds"},
                         {StopReason::stalled, true, Algorithm::backprop, "a smaller"}}) {
    Fine fine;
    fine.best().converged = false;
    fine.best().stopped = one.stopped;
    fine.best().diverged = one.diverged;
    fine.model.training->algorithm = one.algorithm;
    INFO(one.why);
    CHECK(fine.codes() == Codes{"not_converged"});
    CHECK(contains(diagnose(fine.model, fine.inputs, fine.targets, 4)[0].message, one.why));
  }
  CHECK(Fine().codes().empty());
}

TEST_CASE("an interrupt is told, also where the best start had converged before it", "[diagnostics]") {
  Fine fine;
  fine.model.training->repetitions.push_back({false, StopReason::interrupted, 3, 0, 1, 9, 0, false, {}});
  CHECK(fine.codes() == Codes{"interrupted"});
  std::swap(fine.model.training->repetitions[0], fine.model.training->repetitions[1]);
  CHECK(fine.codes() == Codes{"interrupted", "not_converged"});
}

TEST_CASE("as many weights as there are numbers to fit are no more than those", "[diagnostics]") {
  const Fine fine;
  CHECK(fine.codes(40).empty());
  CHECK(fine.codes(41) == Codes{"more_weights_than_rows"});
}

TEST_CASE("copies are counted, unless a column says which rows belong together", "[diagnostics]") {
  Fine fine;
  for (Index row = 0; row < 40; ++row) fine.model.training->clusters.push_back(row / 2);
  CHECK(fine.codes() == Codes{"duplicate_rows"});
  CHECK(contains(diagnose(fine.model, fine.inputs, fine.targets, 4)[0].message, "20 of 40 rows are copies"));
  fine.model.data = DataSource{};
  CHECK(fine.codes() == Codes{"duplicate_rows"});
  fine.model.data->cluster = "person";
  CHECK(fine.codes().empty());
}

TEST_CASE("a decay at either end of those tried is told, one between them is not", "[diagnostics]") {
  Fine fine;
  CrossValidation cv;
  for (const Index units : {1, 2}) {
    for (const double decay : {0.01, 0.1, 1.0}) cv.path.push_back({{units}, decay, 1, 0.1});
  }
  for (std::size_t chosen = 0; chosen < 6; ++chosen) {
    INFO(chosen);
    cv.chosen = chosen;
    cv.floor.reset();
    fine.model.training->cross_validation = cv;
    CHECK(fine.codes().empty());  // without a floor the user gave the decays
    fine.model.training->cross_validation->floor = 0.01;
    const std::vector<Warning> warnings = diagnose(fine.model, fine.inputs, fine.targets, 4);
    const std::vector<std::string> ends{"the least that is tried", "", "the largest that is tried"};
    const std::string& end = ends[chosen % 3];  // of its own size
    REQUIRE(warnings.size() == (end.empty() ? 0 : 1));
    if (!end.empty()) CHECK(warnings[0].code == "decay_at_end");
    if (!end.empty()) CHECK(contains(warnings[0].message, end));
  }
}

TEST_CASE("a class of a handful of rows is told of, five are no handful", "[diagnostics]") {
  for (const Index ones : {4, 5, 35, 36}) {
    INFO(ones);
    Fine fine;
    fine.model.design.targets = {categorical("kind", {"no", "yes"})};
    fine.model.network.architecture.output = Activation::logistic;
    fine.targets = Matrix::Zero(40, 1);
    fine.targets.topRows(ones).setOnes();
    CHECK(fine.codes() == (ones == 4 || ones == 36 ? Codes{"target_barely_varies"} : Codes{}));
  }
}

TEST_CASE("whole numbers of three to five values may be names, two and six may not", "[fit]") {
  Table table = example("mtcars.csv");
  const auto messages = [&](const std::string& formula) {
    std::vector<std::string> found;
    const Model model = fit(table, quick(formula));
    for (const Warning& warning : model.training->warnings) {
      if (warning.code == "few_values") found.push_back(warning.message);
    }
    return found;
  };
  CHECK(messages("mpg ~ wt + gear") ==
        std::vector<std::string>{"gear has only 3 values; ⟨categorical⟩ gear makes it a category if they are names"});
  CHECK(messages("mpg ~ wt + gear + cyl") ==
        std::vector<std::string>{
            "gear and cyl have only 3 values; ⟨categorical⟩ NAME makes one a category if they are names"});
  CHECK(messages("mpg ~ am + carb + wt").empty());
  table = with_column(table, "gear", 0.5, 1);
  CHECK(messages("mpg ~ gear").empty());
}

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
  options.activation = activation;
  options.start_weights.assign(4 * 3 + 5, 0.1);
  options.start_weights[0] = bias;
  options.stepmax = 1;
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
  options.repetitions = 5;
  options.stepmax = 20'000;
  options.decay = 0.1;
  CHECK(fit(example("swiss.csv"), options).training->warnings.empty());
}

TEST_CASE("each warning comes when it should and not when it should not", "[fit]") {
  const Table swiss = example("swiss.csv"), infert = example("infert.csv"), tooth = example("toothgrowth.csv");
  const Table infert_class = example("infert.csv", {{}, {}, {"case"}});
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
  const auto small_steps = [](FitOptions& o) { o.stepmax = 3; };
  const auto enough_steps = [](FitOptions& o) { o.stepmax = 20'000; };
  const auto bounded = [](FitOptions& o) {
    o.output = Activation::logistic;
    o.error = ErrorFunction::sse;
  };
  const std::vector<Case> cases{
      {"not_converged", swiss, swiss, changed(small_steps), changed(enough_steps)},
      {"more_weights_than_rows", swiss, swiss, changed([](FitOptions& o) { o.hidden = {30}; }), plain},
      {"constant_column", constant, swiss, plain, plain},
      {"many_levels", swiss, tooth, quick("Fertility ~ province + Education"), quick("len ~ supp + dose")},
      {"target_barely_varies", narrow, swiss, plain, plain},
      {"target_out_of_reach", swiss, shares, changed(bounded), changed(bounded)},
      {"binary_target", infert, infert_class, quick("case ~ parity"), quick("case ~ parity")},
      {"saturated_units", swiss, swiss, started_at(50, Activation::logistic), started_at(0, Activation::logistic)},
      {"saturated_units", swiss, swiss, started_at(-30, Activation::tanh), started_at(0, Activation::tanh)},
      {"dead_units", swiss, swiss, started_at(-50, Activation::relu), started_at(50, Activation::relu)},
      {"dead_units", swiss, swiss, changed([](FitOptions& o) { o.decay = 1000; }), plain},
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
    options.exclude = {2, 3};  // all that comes into the first unit
    const Model model = fit(example("swiss.csv"), options);
    CHECK_FALSE(warned_of(model, "saturated_units"));
    int named = 0;
    for (const Warning& warning : model.training->warnings) {
      if (warning.code == "dead_units") named += contains(warning.message, "1layhid1 is dead") ? 1 : 100;
    }
    CHECK(named == 1);
  }
}

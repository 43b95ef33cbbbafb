// Options that contradict each other, and the presets.
#include "nninterp/model/fit_options.hpp"

#include "support/catch.hpp"

using namespace nninterp;

namespace {

template <typename Change>
FitOptions changed(const Change& change) {
  FitOptions options;
  change(options);
  return options;
}

}  // namespace

TEST_CASE("backprop needs a learning rate, and the others have none", "[fit_options]") {
  for (const Algorithm algorithm : values_of<Algorithm>()) {
    INFO(name_of(algorithm));
    const FitOptions without = changed([&](FitOptions& o) { o.train.step.algorithm = algorithm; });
    FitOptions with = without;
    with.train.step.learning_rate = 0.01;
    if (algorithm == Algorithm::backprop) {
      CHECK_THROWS_AS(check_options(without), UsageError);
      CHECK_NOTHROW(check_options(with));
    } else {
      CHECK_NOTHROW(check_options(without));
      CHECK_THROWS_AS(check_options(with), UsageError);
    }
  }
}

TEST_CASE("a formula or targets and what is dropped, not both", "[fit_options]") {
  CHECK_NOTHROW(check_options(changed([](FitOptions& o) { o.columns.formula = "y ~ ."; })));
  CHECK_NOTHROW(check_options(changed([](FitOptions& o) {
    o.columns.targets = {"y"};
    o.columns.drop = {"x"};
  })));
  CHECK_THROWS_AS(check_options(changed([](FitOptions& o) {
                    o.columns.formula = "y ~ .";
                    o.columns.targets = {"y"};
                  })),
                  UsageError);
  CHECK_THROWS_AS(check_options(changed([](FitOptions& o) {
                    o.columns.formula = "y ~ .";
                    o.columns.drop = {"x"};
                  })),
                  UsageError);
}

TEST_CASE("the defaults and the preset contradict nothing, and the preset says that it is one", "[fit_options]") {
  CHECK_NOTHROW(check_options(FitOptions{}));
  CHECK_NOTHROW(check_options(neuralnet_preset()));
  CHECK_FALSE(FitOptions{}.preset);
  CHECK(neuralnet_preset().preset == std::string("neuralnet"));
}

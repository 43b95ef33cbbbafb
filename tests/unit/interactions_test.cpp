// Mixed differences and H²: known answers and properties.
#include "nninterp/analysis/interactions.hpp"

#include "nninterp/analysis/predict.hpp"
#include "nninterp/analysis/slopes.hpp"
#include "support/designs.hpp"
#include "support/fixtures.hpp"
#include "support/networks.hpp"
#include "support/random_models.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

// The definition, run by run: variables of `held` from row i, the others from row r, averaged over r.
Vector plain_dependence(const Model& model, const Matrix& data, const std::vector<Index>& held, Index output,
                        OutputScale scale) {
  Vector means(data.rows());
  for (Index i = 0; i < data.rows(); ++i) {
    Matrix mixed = data;
    for (const Index v : held) mixed.col(v).setConstant(data(i, v));
    means[i] = mean(predict(model, mixed, 1, scale).col(output));
  }
  return means;
}

double plain_h(Vector whole, Vector a, Vector b) {
  for (Vector* part : {&whole, &a, &b}) part->array() -= mean(*part);
  return (whole - a - b).squaredNorm() / whole.squaredNorm();
}

InteractionOptions on(OutputScale scale) {
  InteractionOptions options;
  options.scale = scale;
  return options;
}

}  // namespace

TEST_CASE("scales and the order of the variables asked for do not matter to what is told", "[interactions]") {
  Random random(3);
  Model model = random_model({{2, 3, 1}, Activation::tanh, Activation::linear}, random);
  const Matrix data = random_matrix(12, 2, random);
  const SecondDerivatives raw = second_derivatives(model, data, {0, 1});
  const Interactions plain = interactions(model, data, {});
  model.design.variables[0].center = 10;
  model.design.variables[0].scale = 4;
  model.design.variables[1].scale = 0.5;
  model.design.targets[0] = numeric("y1", 100, 3);
  Matrix scaled = data;
  scaled.col(0) = (data.col(0).array() * 4 + 10).matrix();
  scaled.col(1) *= 0.5;
  const SecondDerivatives second = second_derivatives(model, scaled, {1, 0});
  CHECK(second.pairs == raw.pairs);
  CHECK(distance(second.by_output[0].col(0), raw.by_output[0].col(0) * 3 / 16) < 1e-12);
  CHECK(distance(second.by_output[0].col(1), raw.by_output[0].col(1) * 3 / 2) < 1e-12);
  CHECK(distance(second.by_output[0].col(2), raw.by_output[0].col(2) * 12) < 1e-12);
  InteractionOptions options;
  options.deltas = {{"x1", {Delta::Kind::number, 4}}, {"x2", {Delta::Kind::number, 0.5}}};
  const Interaction pair = interactions(model, scaled, options).pairs.at(0);
  CHECK(pair.delta == std::array<double, 2>{4, 0.5});
  CHECK(distance(*pair.strength.h.value, *plain.pairs[0].strength.h.value) < 1e-12);
  CHECK(distance(pair.strength.h.rms, plain.pairs[0].strength.h.rms * 3) < 1e-12);
  CHECK(distance(pair.strength.mixed->mean, plain.pairs[0].strength.mixed->mean * 3) < 1e-12);
}

TEST_CASE("H² and mixed differences are what their definitions say for every kind of network", "[interactions]") {
  for_all_networks([](const Model& model, const Matrix& data, OutputScale scale) {
    const Interactions ours = interactions(model, data, on(scale));
    REQUIRE(ours.pairs.size() == 6);
    for (const Interaction& pair : ours.pairs) {
      const auto a = static_cast<Index>(model.design.variable_index(pair.variables[0]));
      const auto b = static_cast<Index>(model.design.variable_index(pair.variables[1]));
      const Index output = pair.target == "y1" ? 0 : 1;
      const auto pd = [&](const std::vector<Index>& held) {
        return plain_dependence(model, data, held, output, scale);
      };
      const auto f = [&](double by_a, double by_b) {
        Matrix x = data;
        x.col(a).array() += by_a;
        x.col(b).array() += by_b;
        return Vector(predict(model, x, 1, scale).col(output));
      };
      if (pair.strength.h.value) CHECK(distance(*pair.strength.h.value, plain_h(pd({a, b}), pd({a}), pd({b}))) < 1e-9);
      const Summary mixed = summarize(f(1, 1) - f(1, 0) - f(0, 1) + f(0, 0));
      CHECK(distance(pair.strength.mixed->mean, mixed.mean) < 1e-12);
      CHECK(distance(pair.strength.mixed->min, mixed.min) < 1e-12);
    }
    for (const TotalInteraction& total : ours.totals) {
      const auto v = static_cast<Index>(model.design.variable_index(total.variable));
      const Index output = total.target == "y1" ? 0 : 1;
      const auto pd = [&](const std::vector<Index>& held) {
        return plain_dependence(model, data, held, output, scale);
      };
      if (total.h.value) {
        CHECK(distance(*total.h.value, plain_h(pd({0, 1, 2}), pd({v}), pd({(v + 1) % 3, (v + 2) % 3}))) < 1e-9);
      }
    }
  });
}

TEST_CASE("an additive network has no interaction at all", "[interactions]") {
  Random random(4);
  const Model model = random_model({{4, 1}, Activation::logistic, Activation::linear}, random);
  const Interactions ours = interactions(model, random_matrix(300, 4, random), {});
  for (const Interaction& pair : ours.pairs) {
    CHECK(pair.strength.h.value == 0.0);
    CHECK(pair.strength.h.rms == 0);
    CHECK(pair.strength.second->min == 0);
    CHECK(pair.strength.second->max == 0);
    CHECK(std::fabs(pair.strength.mixed->mean) < 1e-14);
    CHECK_FALSE(pair.logit.has_value());
  }
  for (const TotalInteraction& total : ours.totals) CHECK(total.h.value == 0.0);
}

TEST_CASE("variables without an effect have no H²", "[interactions]") {
  Model model = model_of({{{3, 1}, Activation::logistic, Activation::linear}, (Vector(4) << 1, 2, 0, 0).finished()});
  Random random(4);
  Interactions ours = interactions(model, random_matrix(30, 3, random), {});
  CHECK(ours.pairs[0].strength.h.value == 0.0);
  CHECK_FALSE(ours.pairs[2].strength.h.value.has_value());  // x2 and x3
  sort_by_strength(ours);
  CHECK_FALSE(ours.pairs.back().strength.h.value.has_value());
}

TEST_CASE("a logistic regression interacts on probabilities and not on their log-odds", "[interactions]") {
  Random random(6);
  const Model model =
      model_of({{{3, 1}, Activation::logistic, Activation::logistic}, (Vector(4) << -1, 2, 1, -1).finished()});
  const Interactions ours = interactions(model, random_matrix(200, 3, random), {});
  for (const Interaction& pair : ours.pairs) {
    CHECK(*pair.strength.h.value > 0.01);
    CHECK(pair.strength.second->rms > 0.01);
    REQUIRE(pair.logit.has_value());
    CHECK(pair.logit->h.value == 0.0);
    CHECK(pair.logit->second->rms == 0);
    CHECK(std::fabs(pair.logit->mixed->max) < 1e-14);
  }
  const Interactions logit = interactions(model, random_matrix(200, 3, random), on(OutputScale::logit));
  CHECK(logit.pairs[0].strength.h.value == 0.0);
  CHECK_FALSE(logit.pairs[0].logit.has_value());
}

TEST_CASE("with two variables their H² is that of each with all others", "[interactions]") {
  Random random(7);
  const Model model = random_model({{2, 4, 1}, Activation::tanh, Activation::linear}, random);
  const Interactions ours = interactions(model, random_matrix(40, 2, random), {});
  for (const TotalInteraction& total : ours.totals) {
    CHECK(distance(*total.h.value, *ours.pairs[0].strength.h.value) < 1e-12);
  }
}

TEST_CASE("the order of the rows does not matter to H², repeated rows neither", "[interactions]") {
  Random random(8);
  const Model model = random_model({{3, 4, 2}, Activation::logistic, Activation::softmax}, random);
  Matrix data = random_matrix(50, 3, random);
  data.col(1) = data.col(1).array().round();  // few values
  const Interactions ours = interactions(model, data, {}), turned = interactions(model, data.colwise().reverse(), {});
  const Interactions twice = interactions(model, data.replicate(2, 1), {});
  for (std::size_t i = 0; i < ours.pairs.size(); ++i) {
    CHECK(distance(*ours.pairs[i].strength.h.value, *turned.pairs[i].strength.h.value) < 1e-12);
    CHECK(distance(*ours.pairs[i].logit->h.value, *turned.pairs[i].logit->h.value) < 1e-12);
    CHECK(distance(*ours.pairs[i].strength.h.value, *twice.pairs[i].strength.h.value) < 1e-12);
  }
  for (std::size_t i = 0; i < ours.totals.size(); ++i) {
    CHECK(distance(*ours.totals[i].h.value, *turned.totals[i].h.value) < 1e-12);
    CHECK(distance(*ours.totals[i].h.value, *twice.totals[i].h.value) < 1e-12);
  }
}

TEST_CASE("interactions are the same bits for every number of threads", "[interactions]") {
  Random random(9);
  const Model model = random_model({{4, 5, 3, 3}, Activation::tanh, Activation::softmax}, random);
  const Matrix data = random_matrix(700, 4, random);
  InteractionOptions options;
  options.rows = 150;
  options.threads = 1;
  const Interactions one = interactions(model, data, options);
  options.threads = 3;
  const Interactions three = interactions(model, data, options);
  REQUIRE(one.pairs.size() == three.pairs.size());
  for (std::size_t i = 0; i < one.pairs.size(); ++i) {
    CHECK(one.pairs[i].strength.h.value == three.pairs[i].strength.h.value);
    CHECK(one.pairs[i].logit->second->sd == three.pairs[i].logit->second->sd);
    CHECK(one.pairs[i].strength.mixed->sd == three.pairs[i].strength.mixed->sd);
  }
  for (std::size_t i = 0; i < one.totals.size(); ++i) CHECK(one.totals[i].logit->rms == three.totals[i].logit->rms);
}

TEST_CASE("H² comes from rows drawn by seed where there are more than asked for", "[interactions]") {
  Random random(10);
  const Model model = random_model({{3, 4, 1}, Activation::tanh, Activation::linear}, random);
  const Matrix data = random_matrix(2000, 3, random);
  InteractionOptions options;
  options.rows = 500;
  const Interactions some = interactions(model, data, options), again = interactions(model, data, options);
  options.seed = 2;
  const Interactions other = interactions(model, data, options);
  options.rows = 2000;
  const Interactions all = interactions(model, data, options);
  CHECK(some.h_rows == 500);
  CHECK(some.rows == 2000);
  REQUIRE(some.warnings.size() == 3);
  CHECK(some.warnings.back().code == "sampled_rows");
  CHECK(all.warnings.size() == 2);
  CHECK(some.pairs[0].strength.h.value == again.pairs[0].strength.h.value);
  CHECK(some.pairs[0].strength.h.value != other.pairs[0].strength.h.value);
  CHECK(std::fabs(*some.pairs[0].strength.h.value - *all.pairs[0].strength.h.value) < 0.05);
  CHECK(some.pairs[0].strength.second->mean == all.pairs[0].strength.second->mean);
}

TEST_CASE("a category takes part in H² with all of its levels", "[interactions]") {
  Model model;
  model.design = {{{}, {}, {}}, {numeric("y")}};
  model.design.variables[0].name = "x";
  model.design.variables[1].name = "group";
  model.design.variables[1].categorical = true;
  model.design.variables[1].levels = {"a", "b", "c"};
  model.design.variables[2].name = "z";
  Random random(11);
  model.network = {{{4, 3, 1}, Activation::tanh, Activation::linear}, random_matrix(19, 1, random)};
  Matrix data = random_matrix(30, 3, random);
  for (Index i = 0; i < 30; ++i) data(i, 1) = static_cast<double>(i % 3);
  const Interactions ours = interactions(model, data, {});
  const Interaction& pair = ours.pairs[0];
  CHECK(pair.variables == std::array<std::string, 2>{"x", "group"});
  CHECK_FALSE(pair.strength.second.has_value());
  CHECK_FALSE(pair.strength.mixed.has_value());
  CHECK_FALSE(pair.delta.has_value());
  const auto pd = [&](const std::vector<Index>& held) {
    return plain_dependence(model, data, held, 0, OutputScale::response);
  };
  CHECK(distance(*pair.strength.h.value, plain_h(pd({0, 1}), pd({0}), pd({1}))) < 1e-9);
  CHECK(ours.pairs[1].strength.mixed.has_value());  // x and z
  CHECK(ours.warnings.back().code == "no_slope");
}

TEST_CASE("pairs are those among the chosen variables, or of one with every other", "[interactions]") {
  Random random(12);
  const Model model = random_model({{4, 3, 2}, Activation::tanh, Activation::linear}, random);
  const Matrix data = random_matrix(10, 4, random);
  InteractionOptions options;
  options.variables = {"x4", "x1", "x2"};
  options.targets = {"y2"};
  const Interactions among = interactions(model, data, options);
  REQUIRE(among.pairs.size() == 3);
  CHECK(among.pairs[1].variables == std::array<std::string, 2>{"x1", "x4"});
  CHECK(among.totals.size() == 3);
  options.variables = {"x2"};
  CHECK(interactions(model, data, options).pairs.size() == 3);
  CHECK(interactions(model, data, options).totals.size() == 1);
  options.variables = {"x5"};
  CHECK_THROWS_AS(interactions(model, data, options), InputError);
  options.variables = {};
  options.deltas = {{"x9", {}}};
  CHECK_THROWS_AS(interactions(model, data, options), InputError);
  options.deltas = {};
  options.delta.kind = Delta::Kind::sd;
  CHECK_THROWS_AS(interactions(model, data.topRows(1), options), InputError);
  CHECK_THROWS_AS(interactions(model, data, on(OutputScale::logit)), InputError);
  const Model single = random_model({{1, 3, 1}, Activation::tanh, Activation::linear}, random);
  CHECK_THROWS_AS(interactions(single, data.leftCols(1), {}), InputError);
}

#include "nninterp/analysis/importance.hpp"

#include "nninterp/analysis/predict.hpp"
#include "nninterp/core/random.hpp"
#include "nninterp/io/model/model_file.hpp"
#include "support/designs.hpp"
#include "support/fixtures.hpp"
#include "support/networks.hpp"
#include "support/peers.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

// Inputs x, group=b, group=c; two units; outputs of the given targets.
Model mixed_model(std::vector<Target> targets, Activation output, std::uint32_t seed) {
  Model model;
  model.design = {{number("x"), category("group", {"a", "b", "c"})}, std::move(targets)};
  model.network.architecture = {{3, 2, model.design.outputs()}, Activation::tanh, output};
  Random random(seed);
  model.network.weights = random_matrix(model.network.architecture.weight_count(), 1, random);
  return model;
}

Matrix mixed_data(Index rows) {
  Random random(11);
  Matrix data = random_matrix(rows, 2, random);
  for (Index row = 0; row < rows; ++row) data(row, 1) = static_cast<double>(row % 3);
  return data;
}

Matrix shuffled(Matrix data, Index column, const std::vector<std::size_t>& order) {
  const Vector before = data.col(column);
  for (Index i = 0; i < data.rows(); ++i)
    data(i, column) = before[static_cast<Index>(order[static_cast<std::size_t>(i)])];
  return data;
}

double rmse(const Matrix& a, const Matrix& b) {
  return std::sqrt((a - b).squaredNorm() / static_cast<double>(a.rows()));
}

const Importance& of(const Importances& all, const std::string& variable, const std::string& target) {
  for (const Importance& one : all.importances) {
    if (one.variable == variable && one.target == target) return one;
  }
  throw std::runtime_error("none of " + variable);
}

Importances importances_of(const Model& model, const Matrix& data) {
  Matrix unknown(data.rows(), model.design.outputs());
  unknown.setConstant(std::numeric_limits<double>::quiet_NaN());
  return importances(model, data, unknown, {});
}

// Each number against the largest.
double gap(const Vector& ours, const Vector& theirs) {
  return (ours - theirs).lpNorm<Eigen::Infinity>() / theirs.lpNorm<Eigen::Infinity>();
}

}  // namespace

TEST_CASE("Garson's and Olden's importance agree with the reference, one hidden layer and several",
          "[importance][reference]") {
  std::size_t garsons = 0, oldens = 0;
  for (const std::string& file : files_like(test_file("reference"), "interp-")) {
    INFO(file);
    const Json reference = read_json(file);
    const Model model = read_model(reference["model"].dump(), file);
    const WeightImportance ours = weight_importance(model.design, model.network);
    CHECK(ours.garson.has_value() == !reference["garson"].empty());
    const std::vector<std::string> targets = model.design.output_names();
    for (std::size_t k = 0; k < targets.size(); ++k) {
      for (std::size_t v = 0; v < model.design.variables.size(); ++v) {
        const std::string& name = model.design.variables[v].name;
        const auto row = static_cast<Index>(v), column = static_cast<Index>(k);
        INFO(targets[k] << " by " << name);
        CHECK(ours.olden(row, column) == Approx(reference["olden"][targets[k]][name].get<double>()).epsilon(1e-11));
        ++oldens;
        if (!ours.garson) continue;
        CHECK((*ours.garson)(row, column) ==
              Approx(reference["garson"][targets[k]][name].get<double>()).epsilon(1e-12));
        ++garsons;
      }
    }
  }
  CHECK(garsons >= 30);
  CHECK(oldens >= 40);
}

TEST_CASE("Garson's and Olden's importance agree with NeuralNetTools, excluded weights and several outputs among them",
          "[importance][reference]") {
  std::size_t garsons = 0;
  for (const std::string& file : files_like(test_file("reference/peers"), "interp-")) {
    INFO(file);
    const Json reference = read_json(file);
    const Model model = model_of_peer(reference);
    const WeightImportance ours = weight_importance(model.design, model.network);
    const Json& theirs = reference["importance"];
    if (!theirs.is_object()) continue;  // NeuralNetTools refuses networks without a hidden layer
    for (std::size_t k = 0; k < theirs["olden"].size(); ++k) {
      CHECK(gap(ours.olden.col(static_cast<Index>(k)), vector_of(theirs["olden"][k]["importance"])) < 1e-12);
    }
    if (!theirs.contains("garson")) continue;
    REQUIRE(ours.garson);
    CHECK(gap(ours.garson->col(0), vector_of(theirs["garson"])) < 1e-12);
    ++garsons;
  }
  CHECK(garsons >= 10);
}

TEST_CASE("a categorical variable has the sum of its inputs", "[importance]") {
  Model model = mixed_model({numeric("y")}, Activation::linear, 1);
  model.network.weights << 9, 1, -2, 3, 9, 4, 5, -1, 9, 10, -100;  // biases 9
  const WeightImportance ours = weight_importance(model.design, model.network);
  CHECK(ours.olden(0, 0) == 1 * 10 - 4 * 100);
  CHECK(ours.olden(1, 0) == (-2 + 3) * 10 - (5 - 1) * 100);
  CHECK((*ours.garson)(0, 0) == Approx((1.0 / 6 + 4.0 / 10) / 2).epsilon(1e-15));
  CHECK((*ours.garson)(1, 0) == Approx((5.0 / 6 + 6.0 / 10) / 2).epsilon(1e-15));
}

TEST_CASE("a unit that the output does not use has no share in Garson's importance", "[importance]") {
  Model model = mixed_model({numeric("y")}, Activation::linear, 1);
  model.network.weights << 9, 1, -2, 3, 9, 4, 5, -1, 9, 10, 0;
  CHECK((*weight_importance(model.design, model.network).garson)(0, 0) == Approx(1.0 / 6).epsilon(1e-15));
  model.network.weights[9] = 0;
  CHECK(std::isnan((*weight_importance(model.design, model.network).garson)(0, 0)));
}

TEST_CASE("without a hidden layer Garson's importance is the share in the absolute weights", "[importance]") {
  Model model;
  model.design = {{number("x"), category("group", {"a", "b", "c"})}, {numeric("y")}};
  model.network = {{{3, 1}, Activation::logistic, Activation::linear}, (Vector(4) << 7, 2, 3, -5).finished()};
  const Importances all = importances_of(model, mixed_data(6));
  CHECK(*of(all, "x", "y").garson == Approx(0.2));
  CHECK(*of(all, "group", "y").garson == Approx(0.8));
  CHECK(of(all, "group", "y").olden == -2);
  CHECK(of(all, "x", "y").slope->rms == 2);
  CHECK(of(all, "x", "y").slope->sd == 0);
  const Vector x = mixed_data(6).col(0);
  CHECK(*of(all, "x", "y").slope_rms_sd == Approx(2 * standard_deviation(x)).epsilon(1e-15));
  CHECK_FALSE(of(all, "group", "y").slope.has_value());
  CHECK_FALSE(of(all, "x", "y").permutation.has_value());  // the truth was not known
}

TEST_CASE("permutation importance is the rise of the RMSE over R's samples, a category moving whole", "[importance]") {
  const Model model = mixed_model({numeric("y", 10, 4), numeric("z")}, Activation::linear, 5);
  const Matrix data = mixed_data(20);
  Random noise(3);
  const Matrix truth = predict(model, data) + 0.3 * random_matrix(20, 2, noise);
  ImportanceOptions options;
  options.rounds = 3;
  options.seed = 42;
  const Importances all = importances(model, data, truth, options);
  Random random(42);
  Matrix rises(3, 4);  // x and group on y, x and group on z
  for (Index round = 0; round < 3; ++round) {
    const std::vector<std::size_t> order = random.permutation(20);
    for (Index v = 0; v < 2; ++v) {
      const Matrix moved = predict(model, shuffled(data, v, order)), base = predict(model, data);
      for (Index k = 0; k < 2; ++k) {
        rises(round, 2 * k + v) = rmse(moved.col(k), truth.col(k)) - rmse(base.col(k), truth.col(k));
      }
    }
  }
  REQUIRE(all.importances.size() == 4);
  CHECK(all.classes.empty());
  for (std::size_t i = 0; i < 4; ++i) {
    const LossRise& ours = *all.importances[i].permutation;
    CHECK(ours.measure == "rmse");
    CHECK(ours.base < 1);
    CHECK(ours.mean == Approx(rises.col(static_cast<Index>(i)).mean()).epsilon(1e-12));
    CHECK(ours.sd == Approx(standard_deviation(rises.col(static_cast<Index>(i)))).epsilon(1e-12));
  }
}

TEST_CASE("classes are judged by their log-loss, one by one and together", "[importance]") {
  const Model model = mixed_model({categorical("s", {"u", "v", "w"})}, Activation::softmax, 8);
  const Matrix data = mixed_data(12);
  Matrix truth = Matrix::Zero(12, 3);
  for (Index row = 0; row < 12; ++row) truth(row, (row / 2) % 3) = 1;
  ImportanceOptions options;
  options.rounds = 1;
  const Importances all = importances(model, data, truth, options);
  const Matrix moved = predict(model, shuffled(data, 0, Random(1).permutation(12))), base = predict(model, data);
  const auto log_loss = [&](const Matrix& p) { return -(truth.array() * p.array().log()).sum() / 12; };
  const auto class_loss = [&](const Vector& p, const Vector& y) {
    return -(y.array() * p.array().log() + (1 - y.array()) * (1 - p.array()).log()).sum() / 12;
  };
  const LossRise& one = *of(all, "x", "s=v").permutation;
  CHECK(one.measure == "log_loss");
  CHECK(one.base == Approx(class_loss(base.col(1), truth.col(1))).epsilon(1e-12));
  CHECK(one.mean ==
        Approx(class_loss(moved.col(1), truth.col(1)) - class_loss(base.col(1), truth.col(1))).epsilon(1e-11));
  CHECK(std::isnan(one.sd));
  REQUIRE(all.classes.size() == 2);
  CHECK(all.classes[0].target == "s");
  CHECK(all.classes[0].permutation.base == Approx(log_loss(base)).epsilon(1e-12));
  CHECK(all.classes[0].permutation.mean == Approx(log_loss(moved) - log_loss(base)).epsilon(1e-11));
  options.targets = {"s=v"};
  CHECK(importances(model, data, truth, options).classes.empty());
}

TEST_CASE("a target that is not known leaves the others their permutation importance", "[importance]") {
  const Model model = mixed_model({numeric("y"), numeric("z")}, Activation::linear, 5);
  const Matrix data = mixed_data(9);
  Matrix truth = predict(model, data);
  truth.col(0).setConstant(std::numeric_limits<double>::quiet_NaN());
  const Importances all = importances(model, data, truth, {});
  CHECK_FALSE(of(all, "x", "y").permutation.has_value());
  CHECK(of(all, "x", "z").permutation->base == 0);
  CHECK(of(all, "x", "z").permutation->mean > 0);
}

TEST_CASE("importance does not depend on the number of threads", "[importance]") {
  const Model model = mixed_model({numeric("y")}, Activation::linear, 5);
  const Matrix data = mixed_data(20000);
  const Matrix truth = predict(model, data);
  ImportanceOptions options;
  options.rounds = 2;
  options.threads = 1;
  const Importances one = importances(model, data, truth, options);
  options.threads = 3;
  const Importances three = importances(model, data, truth, options);
  for (std::size_t i = 0; i < one.importances.size(); ++i) {
    CHECK(one.importances[i].permutation->mean == three.importances[i].permutation->mean);
    CHECK(one.importances[i].permutation->sd == three.importances[i].permutation->sd);
  }
}

#include "nninterp/analysis/shapley.hpp"

#include <numeric>

#include "nninterp/analysis/predict.hpp"
#include "nninterp/core/random.hpp"
#include "nninterp/core/statistics.hpp"
#include "support/designs.hpp"
#include "support/fixtures.hpp"
#include "support/networks.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

// Numbers and one category of three levels in the middle, all at random, in units of their own.
struct Case {
  Model model;
  Matrix data;
  ShapleyBackground background;

  Case(std::size_t variables, Activation hidden, Activation output, std::vector<Index> layers = {4}) {
    Random random(3);
    Index inputs = 0;
    for (std::size_t v = 0; v < variables; ++v) {
      const std::string name = "x" + std::to_string(v + 1);
      model.design.variables.push_back(v == 2 ? category(name, {"a", "b", "c"}, 1) : number(name, 0.5, 2));
      inputs += model.design.variables.back().inputs();
    }
    model.design.targets = {output == Activation::softmax    ? categorical("y", {"p", "q", "r"})
                            : output == Activation::logistic ? numeric("y")
                                                             : numeric("y", 3, 7)};
    layers.insert(layers.begin(), inputs);
    layers.push_back(model.design.outputs());
    model.network = random_network(layers, hidden, output, random);
    data = rows(random, 9, variables);
    background.rows = rows(random, 13, variables);
    background.weights = (Vector(13) << 1, 2, 0, 3, 1, 1, 1, 5, 1, 0.5, 1, 1, 2).finished();
  }

  static Matrix rows(Random& random, Index count, std::size_t variables) {
    Matrix result = 2 * random_matrix(count, static_cast<Index>(variables), random);
    for (Index i = 0; i < count && variables > 2; ++i) result(i, 2) = static_cast<double>(i % 3);
    return result;
  }

  ShapleyValues values(const ShapleyOptions& options = {}) const {
    return shapley_values(model, data, background, options);
  }
};

// The mean of f over the background with some variables at a row's values.
Matrix mean_with(const Case& c, Index row, const std::vector<std::size_t>& held, OutputScale scale) {
  Matrix rows = c.background.rows;
  for (const std::size_t v : held) {
    rows.col(static_cast<Index>(v)).setConstant(c.data(row, static_cast<Index>(v)));
  }
  const Matrix f = predict(c.model, rows, 1, scale);
  return (c.background.weights.transpose() * f / c.background.weights.sum());
}

// By definition: what each variable adds when it comes, averaged over all orders.
Matrix by_orders(const Case& c, Index row, OutputScale scale = OutputScale::response) {
  std::vector<std::size_t> order(c.model.design.variables.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  Matrix sums = Matrix::Zero(static_cast<Index>(order.size()), c.model.design.outputs());
  double orders = 0;
  do {
    Matrix before = mean_with(c, row, {}, scale);
    for (std::size_t i = 0; i < order.size(); ++i) {
      const Matrix after =
          mean_with(c, row, {order.begin(), order.begin() + static_cast<std::ptrdiff_t>(i) + 1}, scale);
      sums.row(static_cast<Index>(order[i])) += after - before;
      before = after;
    }
    ++orders;
  } while (std::next_permutation(order.begin(), order.end()));
  return sums / orders;
}

void check_sums(const ShapleyValues& values) {
  for (std::size_t k = 0; k < values.outputs.size(); ++k) {
    const auto output = static_cast<Index>(k);
    const Vector sums = values.values[k].rowwise().sum().array() + values.base[output];
    CHECK((sums - values.predictions.col(output)).lpNorm<Eigen::Infinity>() < 1e-10);
  }
}

}  // namespace

TEST_CASE("Shapley values are what each variable adds, averaged over all orders", "[shapley]") {
  for (const Activation output : {Activation::linear, Activation::logistic, Activation::softmax}) {
    for (const Activation hidden : {Activation::logistic, Activation::tanh, Activation::relu}) {
      const Case c(6, hidden, output);
      const ShapleyValues values = c.values();
      CHECK(values.method == ShapleyMethod::exact);
      CHECK(values.std_error.empty());
      check_sums(values);
      const Matrix expected = by_orders(c, 4);
      for (std::size_t k = 0; k < values.outputs.size(); ++k) {
        const Vector difference = values.values[k].row(4).transpose() - expected.col(static_cast<Index>(k));
        CHECK(difference.lpNorm<Eigen::Infinity>() < 1e-12);
      }
      if (output == Activation::softmax) {
        const Matrix all_classes = values.values[0] + values.values[1] + values.values[2];
        CHECK(all_classes.lpNorm<Eigen::Infinity>() < 1e-13);
        CHECK(values.base.sum() == Approx(1));
      }
    }
  }
}

TEST_CASE("Shapley values of log-odds, several layers, none, and of one target", "[shapley]") {
  ShapleyOptions logit;
  logit.scale = OutputScale::logit;
  const Case p(4, Activation::logistic, Activation::logistic, {3, 3});
  const ShapleyValues values = p.values(logit);
  check_sums(values);
  CHECK((values.values[0].row(2).transpose() - by_orders(p, 2, OutputScale::logit).col(0)).norm() < 1e-12);
  CHECK_THROWS_AS(Case(4, Activation::logistic, Activation::linear).values(logit), InputError);

  const Case line(4, Activation::logistic, Activation::linear, {});
  const ShapleyValues of_line = line.values();
  check_sums(of_line);
  // Of a line the coefficient times the distance from the background's mean.
  const Vector x = line.background.rows.col(0);
  const double mean = x.dot(line.background.weights) / line.background.weights.sum();
  const double slope = 7 * line.model.network.weights[1] / 2;
  for (Index row = 0; row < 9; ++row) {
    CHECK(of_line.values[0](row, 0) == Approx(slope * (line.data(row, 0) - mean)).epsilon(1e-10));
  }

  const Case classes(3, Activation::tanh, Activation::softmax);
  ShapleyOptions one;
  one.targets = {"y=q"};
  const ShapleyValues of_one = classes.values(one);
  CHECK(of_one.outputs == std::vector<Index>{1});
  CHECK(of_one.values[0] == classes.values().values[1]);
  CHECK(of_one.predictions.col(0) == predict(classes.model, classes.data, 1).col(1));
}

TEST_CASE("Shapley values of an additive network are its centred terms", "[shapley]") {
  Case c(3, Activation::tanh, Activation::linear, {4});
  // One unit an input: nothing acts together.
  Matrix w = Matrix::Zero(5, 4);
  w.bottomRows(4).diagonal() << 0.7, -1.2, 0.4, 2;
  w.row(0) << 0.1, 0.2, -0.3, 0.4;
  c.model.network.weights.head(20) = w.reshaped();
  const ShapleyValues values = c.values();
  for (Index row = 0; row < 9; ++row) {
    for (std::size_t v = 0; v < 3; ++v) {
      const double term =
          (mean_with(c, row, {v}, OutputScale::response) - mean_with(c, row, {}, OutputScale::response))(0, 0);
      CHECK(values.values[0](row, static_cast<Index>(v)) == Approx(term).margin(1e-12));
    }
  }
}

TEST_CASE("sampled Shapley values add up, and lie within 3 standard errors of the exact ones", "[shapley]") {
  const Case c(7, Activation::tanh, Activation::softmax, {5, 3});
  const ShapleyValues exact = c.values();
  ShapleyOptions options;
  options.method = ShapleyMethod::sampled;
  options.orders = 60;
  double near = 0, all = 0;
  for (const std::uint32_t seed : {1u, 2u, 3u}) {
    options.seed = seed;
    const ShapleyValues sampled = c.values(options);
    CHECK(sampled.method == ShapleyMethod::sampled);
    check_sums(sampled);
    for (std::size_t k = 0; k < 3; ++k) {
      const auto far = (sampled.values[k] - exact.values[k]).array().abs() > 3 * sampled.std_error[k].array() + 1e-14;
      near += static_cast<double>((!far).count());
      all += static_cast<double>(far.size());
    }
    // The more orders, the nearer.
    options.orders = 600;
    CHECK(c.values(options).std_error[0].mean() < 0.5 * sampled.std_error[0].mean());
    options.orders = 60;
  }
  CHECK(near / all >= 0.95);
}

TEST_CASE("Shapley values do not depend on threads, nor on which rows are asked for together", "[shapley]") {
  Case c(6, Activation::logistic, Activation::linear);
  Random random(8);
  c.data = Case::rows(random, 300, 6);
  ShapleyOptions options;
  for (const ShapleyMethod method : {ShapleyMethod::exact, ShapleyMethod::sampled}) {
    options.method = method;
    options.orders = 8;
    options.threads = 1;
    const ShapleyValues one = c.values(options);
    for (const int threads : {2, 7}) {
      options.threads = threads;
      CHECK(c.values(options).values[0] == one.values[0]);
    }
    Case few = c;
    few.data = c.data.middleRows(100, 5);
    CHECK((few.values(options).values[0] - one.values[0].middleRows(100, 5)).lpNorm<Eigen::Infinity>() < 1e-13);
  }
}

TEST_CASE("weights of the background count its rows", "[shapley]") {
  Case c(4, Activation::tanh, Activation::linear), twice = c;
  c.background.weights.setOnes();
  c.background.weights[3] = 2;
  twice.background.weights.resize(0);
  twice.background.rows.conservativeResize(14, Eigen::NoChange);
  twice.background.rows.row(13) = c.background.rows.row(3);
  CHECK((c.values().values[0] - twice.values().values[0]).lpNorm<Eigen::Infinity>() < 1e-13);
}

TEST_CASE("Shapley values warn of few background rows, of what goes together, and refuse too many sets", "[shapley]") {
  Case c(4, Activation::tanh, Activation::linear);
  CHECK(c.values().warnings.empty());
  c.background.rows.col(1) = 2 * c.background.rows.col(0);
  REQUIRE(c.values().warnings.size() == 1);
  CHECK(c.values().warnings[0].code == "correlated_variables");
  c.background.rows.conservativeResize(2, Eigen::NoChange);
  c.background.weights.resize(0);
  CHECK(c.values().warnings[0].code == "few_background_rows");
  c.data(0, 0) = 1e308;
  c.model.design.variables[0].scale = 1e-5;
  CHECK_NOTHROW(c.values());

  ShapleyOptions exact;
  exact.method = ShapleyMethod::exact;
  CHECK_THROWS_AS(Case(17, Activation::tanh, Activation::linear).values(exact), InputError);
  CHECK(Case(13, Activation::tanh, Activation::linear).values({}).method == ShapleyMethod::sampled);
}

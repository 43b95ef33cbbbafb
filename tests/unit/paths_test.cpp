#include "nninterp/analysis/paths.hpp"

#include "nninterp/analysis/slopes.hpp"
#include "nninterp/core/statistics.hpp"
#include "nninterp/io/model/model_file.hpp"
#include "support/designs.hpp"
#include "support/fixtures.hpp"
#include "support/networks.hpp"
#include "support/peers.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

double mean_slope(const Slopes& slopes, const PathSplit& split, const Design& design) {
  const std::vector<std::string> targets = design.output_names();
  for (std::size_t k = 0; k < targets.size(); ++k) {
    for (std::size_t i = 0; i < slopes.variables.size(); ++i) {
      const std::string& name = design.variables[slopes.variables[i]].name;
      if (targets[k] == split.target && name == split.variable) {
        return mean(slopes.by_output[k].col(static_cast<Index>(i)));
      }
    }
  }
  throw std::runtime_error("no slope of " + split.variable);
}

// The sums of all parts are the average slopes; how many there were.
std::size_t check_sums(const Model& model, const Matrix& data, OutputScale scale = OutputScale::response) {
  EffectOptions options;
  options.scale = scale;
  const Paths split = paths(model, data, options);
  const Slopes expected = slopes(model, data, 0, scale);
  for (const PathSplit& one : split.splits) {
    INFO(one.target << " by " << one.variable);
    const double slope = mean_slope(expected, one, model.design);
    double largest = std::fabs(slope);
    for (const Path& path : one.paths) largest = std::max(largest, std::fabs(path.part));
    CHECK(std::fabs(one.path_sum - slope) <= 1e-12 * largest);
  }
  return split.splits.size();
}

Matrix data_of(const Model& model, const std::string& file) {
  const Table table = table_in(test_file(file));
  return gather_variables(model.design, table, all_rows(table));
}

Model random_model(std::vector<Index> units, Activation hidden, Activation output, Random& random) {
  Model model;
  for (Index i = 0; i < units.front(); ++i) {
    Variable& variable = model.design.variables.emplace_back();
    variable.name = "x" + std::to_string(i + 1);
    variable.center = 0.3;
    variable.scale = 1.5 + static_cast<double>(i);
  }
  if (output == Activation::softmax) {
    model.design.targets = {categorical("s", {"u", "v", "w"})};
  } else {
    const bool scaled = output == Activation::linear;
    for (Index k = 0; k < units.back(); ++k) {
      model.design.targets.push_back(numeric("y" + std::to_string(k), scaled ? 2 : 0, scaled ? 5 : 1));
    }
  }
  model.network.architecture = {std::move(units), hidden, output};
  model.network.weights = random_matrix(model.network.architecture.weight_count(), 1, random);
  return model;
}

// d tanh at each row, rows × units.
Matrix tanh_slopes(const Matrix& activations) { return (1 - activations.array().square()).matrix(); }

}  // namespace

TEST_CASE("paths add up to the average slopes of every reference network", "[paths][reference]") {
  std::size_t splits = 0;
  for (const std::string& file : files_like(test_file("reference"), "interp-")) {
    INFO(file);
    const Json reference = read_json(file);
    const Model model = read_model(reference["model"].dump(), file);
    const Matrix data = data_of(model, "reference/data/" + reference["data"].get<std::string>());
    splits += check_sums(model, data);
    if (gives_probabilities(model.network.architecture.output)) splits += check_sums(model, data, OutputScale::logit);
  }
  for (const std::string& file : files_like(test_file("reference/peers"), "interp-")) {
    INFO(file);
    const Json reference = read_json(file);
    const Model model = model_of_peer(reference);
    splits += check_sums(model, data_of(model, "reference/peers/" + reference["data"].get<std::string>()));
  }
  for (const std::string& file : files_like(test_file("reference"), "fit-")) {
    INFO(file);
    const Json reference = read_json(file);
    const Model model =
        model_of_parts(reference["inputs"], reference["hidden"], reference["outputs"], reference["activation"],
                       reference["output_activation"], reference["result"]["weights"]);
    splits += check_sums(model, data_of(model, "reference/data/" + reference["data"].get<std::string>()));
  }
  CHECK(splits >= 200);
}

TEST_CASE("paths add up for all activations, numbers of layers and outputs, on both scales", "[paths]") {
  Random random(4);
  for (const Activation hidden : hidden_activations) {
    for (const Activation output : output_activations) {
      for (std::vector<Index> units : {std::vector<Index>{2, 3}, {3, 4, 3}, {2, 3, 2, 3}, {2, 2, 3, 2, 3}}) {
        const Model model = random_model(units, hidden, output, random);
        const Matrix data = random_matrix(40, units.front(), random);
        INFO(name_of(hidden) << ", " << name_of(output) << ", " << units.size() << " layers");
        CHECK(check_sums(model, data) == static_cast<std::size_t>(units.front() * 3));
        if (gives_probabilities(output)) check_sums(model, data, OutputScale::logit);
      }
    }
  }
}

TEST_CASE("each part is its weights times the slopes of its units, averaged", "[paths]") {
  Random random(9);
  const Model model = random_model({2, 3, 2, 3}, Activation::tanh, Activation::softmax, random);
  const Matrix data = random_matrix(7, 2, random);
  const auto weights = [&](std::size_t layer) {
    const auto w = layer_weights(model.network.architecture, model.network.weights, layer);
    return std::make_pair(Vector(w.row(0).transpose()), Matrix(w.bottomRows(w.rows() - 1)));
  };
  const auto [b1, w1] = weights(0);
  const auto [b2, w2] = weights(1);
  const auto [b3, w3] = weights(2);
  const Matrix x = encode_inputs(model.design, data);
  const Matrix h1 = ((x * w1).rowwise() + b1.transpose()).array().tanh();
  const Matrix h2 = ((h1 * w2).rowwise() + b2.transpose()).array().tanh();
  Matrix p = ((h2 * w3).rowwise() + b3.transpose()).array().exp();
  for (Index row = 0; row < 7; ++row) p.row(row) /= p.row(row).sum();
  const Matrix s1 = tanh_slopes(h1), s2 = tanh_slopes(h2);

  EffectOptions options;
  options.variables = {"x2"};
  options.targets = {"s=w"};
  const PathSplit split = paths(model, data, options).splits.at(0);
  REQUIRE(split.paths.size() == 6);
  for (const Path& path : split.paths) {
    const Index u = path.units.at(0), v = path.units.at(1);
    double part = 0;
    for (Index row = 0; row < 7; ++row) {
      double last = 0;  // the slope of the third class by the unit v of the second layer
      for (Index m = 0; m < 3; ++m) last += w3(v, m) * p(row, 2) * ((m == 2 ? 1 : 0) - p(row, m));
      part += w1(1, u) / 2.5 * s1(row, u) * w2(u, v) * s2(row, v) * last / 7;
    }
    CHECK(path.part == Approx(part).epsilon(1e-12));
    CHECK(path.weight_product == Approx(w1(1, u) / 2.5 * w2(u, v) * w3(v, 2)).epsilon(1e-14));
  }
  CHECK(split.paths[3].units == std::vector<Index>{1, 1});
}

TEST_CASE("in a linear network the products of weights are the slope", "[paths]") {
  Random random(2);
  for (std::vector<Index> units : {std::vector<Index>{3, 1}, {3, 4, 1}, {3, 4, 2, 2}}) {
    const Model model = random_model(units, Activation::linear, Activation::linear, random);
    for (const PathSplit& split : paths(model, random_matrix(16, 3, random), {}).splits) {
      CHECK(split.weight_product_sum == Approx(split.path_sum).epsilon(1e-14));
      for (const Path& path : split.paths) CHECK(path.part == Approx(path.weight_product).epsilon(1e-14));
    }
  }
}

TEST_CASE("groups have the paths of their own rows", "[paths]") {
  Random random(6);
  const Model model = random_model({1, 3, 1}, Activation::logistic, Activation::linear, random);
  const Matrix data = random_matrix(5, 1, random);
  const Grouping grouping{"side", {"left", "none", "right"}, {2, 0, 2, 0, 2}};
  const Paths split = paths(model, data, {}, grouping);
  REQUIRE(split.splits.size() == 2);  // a group without rows is left out
  CHECK(split.splits[0].group == "left");
  const Matrix left = (Matrix(2, 1) << data(1, 0), data(3, 0)).finished();
  CHECK(split.splits[0].path_sum == Approx(paths(model, left, {}).splits.at(0).path_sum).epsilon(1e-14));
}

TEST_CASE("a categorical variable has no paths, and a warning says so", "[paths]") {
  Model model;
  Variable number, group;
  number.name = "x";
  group.name = "group";
  group.categorical = true;
  group.levels = {"a", "b"};
  model.design = {{group, number}, {numeric("y")}};
  model.network = {{{2, 1}, Activation::logistic, Activation::linear}, (Vector(3) << 1, 2, 3).finished()};
  const Paths split = paths(model, (Matrix(2, 2) << 0, 5, 1, 7).finished(), {});
  REQUIRE(split.splits.size() == 1);
  CHECK(split.splits[0].variable == "x");
  CHECK(split.splits[0].path_sum == 3);
  CHECK(split.splits[0].paths.at(0).units.empty());
  REQUIRE(split.warnings.size() == 1);
  CHECK(split.warnings[0].code == "no_slope");
}

TEST_CASE("more paths than can be listed are refused, with what to do", "[paths]") {
  Random random(1);
  const Model model = random_model({2, 50, 50, 30, 1}, Activation::tanh, Activation::linear, random);
  const Matrix data = random_matrix(3, 2, random);
  CHECK_THROWS_AS(paths(model, data, {}), InputError);
  EffectOptions one;
  one.variables = {"x1"};
  CHECK(paths(model, data, one).splits.at(0).paths.size() == 75000);
}

TEST_CASE("paths do not depend on the number of threads", "[paths]") {
  Random random(3);
  const Model model = random_model({2, 5, 3, 1}, Activation::softplus, Activation::linear, random);
  const Matrix data = random_matrix(1000, 2, random);
  EffectOptions options;
  options.threads = 1;
  const Paths one = paths(model, data, options);
  options.threads = 4;
  const Paths four = paths(model, data, options);
  for (std::size_t i = 0; i < one.splits[0].paths.size(); ++i) {
    CHECK(one.splits[0].paths[i].part == four.splits[0].paths[i].part);
  }
}

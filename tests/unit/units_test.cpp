#include "nninterp/model/units.hpp"

#include "nninterp/nn/forward.hpp"
#include "support/fixtures.hpp"
#include "support/networks.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

using Groups = std::vector<std::vector<Index>>;
using Units = std::vector<Index>;

// Two inputs, one hidden layer, one output; for each hidden unit its bias, its two weights, and what leads on.
using Unit = std::array<double, 4>;

Network network_of(const std::vector<Unit>& units, Activation hidden = Activation::logistic) {
  const auto count = static_cast<Index>(units.size());
  Network network{{{2, count, 1}, hidden, Activation::linear}, Vector::Zero(4 * count + 1)};
  for (Index unit = 0; unit < count; ++unit) {
    const Unit& weights = units[static_cast<std::size_t>(unit)];
    for (Index i = 0; i < 3; ++i) network.weights[3 * unit + i] = weights[static_cast<std::size_t>(i)];
    network.weights[3 * count + 1 + unit] = weights[3];
  }
  return network;
}

SurplusUnits::Layer only_layer(const std::vector<Unit>& units, Activation hidden = Activation::logistic) {
  const SurplusUnits surplus = surplus_units(network_of(units, hidden));
  REQUIRE(surplus.layers.size() == 1);
  return surplus.layers[0];
}

const Unit one{0.5, 1, -2, 3}, other{-1, 2, 0.25, 0.75}, mirrored{-0.5, -1, 2, -1};

std::string only_message(const std::vector<Warning>& warnings, const std::string& code) {
  REQUIRE(warnings.size() == 1);
  CHECK(warnings[0].code == code);
  return warnings[0].message;
}

}  // namespace

TEST_CASE("units with equal incoming weights are twins, whatever leads on", "[units]") {
  const SurplusUnits::Layer layer = only_layer({one, other, {0.5, 1, -2, -7}});
  CHECK(layer.twins == Groups{{0, 2}});
  CHECK(layer.dead.empty());
  CHECK(layer.enough() == 2);
}

TEST_CASE("opposite weights make twins of logistic, tanh and linear units, not of relu and softplus", "[units]") {
  for (const Activation activation : hidden_activations) {
    INFO(name_of(activation));
    const bool mirrors = activation != Activation::relu && activation != Activation::softplus;
    CHECK(only_layer({one, other, mirrored}, activation).twins == (mirrors ? Groups{{0, 2}} : Groups{}));
    CHECK(only_layer({one, other, one}, activation).twins == Groups{{0, 2}});
  }
}

TEST_CASE("without the surplus units a network of the size that would do predicts the same", "[units]") {
  Random random(5);
  const Matrix inputs = random_matrix(20, 2, random);
  const Unit dead{2, 0, 0, 4};
  for (const Activation activation : {Activation::logistic, Activation::tanh, Activation::linear}) {
    INFO(name_of(activation));
    const Network large = network_of({one, other, mirrored, dead}, activation);
    const Index enough = surplus_units(large).layers[0].enough();
    Unit merged = one;
    merged[3] -= mirrored[3];
    Network small = network_of({merged, other}, activation);
    REQUIRE(small.architecture.units[1] == enough);
    // What logistic twins and dead units add is the same at every row.
    const Matrix gap = run_network(large, inputs, 1) - run_network(small, inputs, 1);
    CHECK((gap.array() - gap(0, 0)).abs().maxCoeff() <= 1e-13);
  }
}

TEST_CASE("twins need equal biases too, and weights equal to a thousandth", "[units]") {
  CHECK(only_layer({one, {0.6, 1, -2, 3}}).twins.empty());
  CHECK(only_layer({one, {-0.5, 1, -2, 3}}).twins.empty());  // opposite in the bias alone
  CHECK(only_layer({one, {0.5001, 1.0002, -2.0003, 3}}).twins.size() == 1);
  CHECK(only_layer({one, {0.5, 1.01, -2, 3}}).twins.empty());
}

TEST_CASE("three twins are one group, two pairs are two", "[units]") {
  const SurplusUnits::Layer three = only_layer({mirrored, other, one, one});
  CHECK(three.twins == Groups{{0, 2, 3}});
  CHECK(three.enough() == 2);
  const SurplusUnits::Layer pairs = only_layer({one, other, other, one});
  CHECK(pairs.twins == Groups{{0, 3}, {1, 2}});
  CHECK(pairs.enough() == 2);
}

TEST_CASE("a unit is dead where next to nothing comes in beside the bias, or next to nothing leads on", "[units]") {
  for (const double nothing : {0.0, 1e-12, 1e-6, -1e-6}) {
    INFO(nothing);
    CHECK(only_layer({one, {3, nothing, -nothing, 2}, other}).dead == Units{1});
    CHECK(only_layer({one, {3, 1, 1, nothing}, other}).dead == Units{1});
  }
  CHECK(only_layer({one, {3, 0.01, 0, 2}, other}).dead.empty());
  CHECK(only_layer({one, {3, 1, 1, 0.01}, other}).dead.empty());
}

TEST_CASE("small weights before a unit are made up for by large ones behind it", "[units]") {
  CHECK(only_layer({one, {0.1, 1e-4, 2e-4, 3e4}}, Activation::relu).dead.empty());
  CHECK(only_layer({one, {0.1, 1e4, 2e4, 3e-4}}, Activation::relu).dead.empty());
}

TEST_CASE("where all weights are next to nothing all units are dead", "[units]") {
  const SurplusUnits::Layer layer =
      only_layer({{0.4, 1e-13, 2e-13, 1e-13}, {-1.2, 3e-15, 1e-14, 6e-15}, {0.4, 0, 0, 0}});
  CHECK(layer.dead == Units{0, 1, 2});
  CHECK(layer.twins.empty());
  CHECK(layer.enough() == 0);
  CHECK(only_layer({{1, 0, 0, 1}}).dead == Units{0});
}

TEST_CASE("dead units are no twins", "[units]") {
  const SurplusUnits::Layer layer = only_layer({{1, 0, 0, 2}, one, {1, 0, 0, 2}, {0.5, 1, -2, 0}});
  CHECK(layer.dead == Units{0, 2, 3});
  CHECK(layer.twins.empty());
  CHECK(layer.enough() == 1);
}

TEST_CASE("the units that inputs and outputs are measured in do not matter", "[units]") {
  // The second input has tiny values, or huge ones: units that differ by its weight alone differ all the same.
  for (const double scale : {1e-5, 1.0, 1e5}) {
    INFO(scale);
    CHECK(only_layer({{0.5, 1, -2 * scale, 3}, {0.5, 1, 2 * scale, 3}, {-1, 2, 0.25 * scale, 0.75}}).twins.empty());
    CHECK(only_layer({{2, 1 * scale, -2 * scale, 3 * scale}, {2, -1 * scale, 2 * scale, scale}}).dead.empty());
    CHECK(only_layer({{2, 1 * scale, -2 * scale, 3 * scale}, {2, -1 * scale, 2 * scale, scale}}).twins.empty());
  }
  // Two targets, of which the second is tiny: the second unit serves it alone.
  Network network{{{1, 2, 2}, Activation::tanh, Activation::linear}, Vector(10)};
  network.weights << 0.1, 1, 0.2, 1.5, /* first target */ 0, 1, 0, /* second target */ 0, 1e-5, 1e-5;
  CHECK(surplus_units(network).layers[0].dead.empty());
}

TEST_CASE("an input that the training left nothing of keeps no twins apart", "[units]") {
  CHECK(only_layer({{0.5, 1, 3e-9, 3}, {0.5, 1, -2e-9, 3}, {-1, 2, 1e-9, 1}}).twins == Groups{{0, 1}});
  CHECK(only_layer({{1e-9, 1, 2, 3}, {2e-9, -1, -2, 3}, {0, 2, 1, 1}}, Activation::tanh).twins == Groups{{0, 1}});
}

TEST_CASE("units of a second hidden layer are told apart from those of the first", "[units]") {
  Network network{{{1, 2, 3, 1}, Activation::tanh, Activation::linear}, Vector(4 + 9 + 4)};
  network.weights << 0.1, 1, -0.4, 2,                // first layer
      0.3, 1, -1, /**/ 0.7, 0, 0, /**/ -0.3, -1, 1,  // second
      0, 1, 2, 3;
  const SurplusUnits surplus = surplus_units(network);
  REQUIRE(surplus.layers.size() == 2);
  CHECK(surplus.layers[0].twins.empty());
  CHECK(surplus.layers[0].dead.empty());
  CHECK(surplus.layers[1].twins == Groups{{0, 2}});
  CHECK(surplus.layers[1].dead == Units{1});
  const std::vector<Warning> warnings = warn_of_surplus(surplus);
  REQUIRE(warnings.size() == 2);
  CHECK(contains(warnings[0].message, "2layhid2 is dead: "));
  CHECK(warnings[1].message ==
        "2layhid1 and 2layhid3 are twins: they compute the same up to sign; hidden layers of 2 and 1 units would do "
        "the same");
}

TEST_CASE("warnings name the units and the size that would do", "[units]") {
  const auto warned = [](const std::vector<Unit>& units) { return warn_of_surplus(surplus_units(network_of(units))); };
  CHECK(only_message(warned({one, other, mirrored, {3, 0, 1, 1}}), "twin_units") ==
        "1layhid1 and 1layhid3 are twins: they compute the same up to sign; 3 hidden units would do the same");
  CHECK(only_message(warned({one, one, one}), "twin_units") ==
        "1layhid1, 1layhid2 and 1layhid3 are twins: they compute the same up to sign; 1 hidden unit would do the same");
  CHECK(only_message(warned({one, other, other, one}), "twin_units") ==
        "1layhid1 and 1layhid4 are twins, so are 1layhid2 and 1layhid3: they compute the same up to sign; 2 hidden "
        "units would do the same");
  CHECK(only_message(warned({one, {1, 0, 0, 1}, {2, 0, 0, 1}}), "dead_units") ==
        "1layhid2 and 1layhid3 are dead: what passes through does not change from row to row, and nothing would be "
        "lost without");
  CHECK(warned({one, other}).empty());
}

TEST_CASE("a unit that is found dead otherwise is no twin any more", "[units]") {
  SurplusUnits::Layer layer = only_layer({one, other, mirrored, one});
  layer.add_dead(3);
  layer.add_dead(3);
  CHECK(layer.twins == Groups{{0, 2}});
  CHECK(layer.enough() == 2);
  layer.add_dead(0);
  CHECK(layer.twins.empty());
  CHECK(layer.dead == Units{0, 3});
  CHECK(layer.enough() == 2);
}

TEST_CASE("a network without hidden layers has no surplus units, nor has a random one", "[units]") {
  Random random(3);
  const auto random_network = [&](const std::vector<Index>& units, Activation hidden) {
    const Architecture architecture{units, hidden, Activation::linear};
    return Network{architecture, random_matrix(architecture.weight_count(), 1, random)};
  };
  const SurplusUnits none = surplus_units(random_network({3, 2}, Activation::logistic));
  CHECK(none.layers.empty());
  CHECK(warn_of_surplus(none).empty());
  for (const Activation activation : hidden_activations) {
    CHECK(warn_of_surplus(surplus_units(random_network({3, 6, 5, 2}, activation))).empty());
  }
}

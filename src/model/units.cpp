#include "nninterp/model/units.hpp"

#include <algorithm>

#include "nninterp/core/text.hpp"

namespace nninterp {

namespace {

constexpr double twin_tolerance = 1e-3, dead_share = 1e-4;
// A row of weights this far below the largest, or below this, is what the training left of nothing: it is no measure.
constexpr double least_share = 1e-3, least_weight = 1e-6;
constexpr std::size_t most_named = 8;

// Each row divided by its largest weight.
Matrix measured(const Matrix& weights) {
  const Vector largest = weights.cwiseAbs().rowwise().maxCoeff();
  const double least = std::max(least_weight, least_share * largest.maxCoeff());
  return largest.cwiseMax(least).cwiseInverse().asDiagonal() * weights;
}

std::vector<Index> dead_units(const Matrix& incoming, const Matrix& outgoing) {
  const Matrix in = measured(incoming), out = measured(outgoing.transpose());
  const Vector strength =
      in.cwiseAbs().colwise().maxCoeff().cwiseProduct(out.cwiseAbs().colwise().maxCoeff()).transpose();
  // Where all are next to nothing none of them is a measure.
  const double least = dead_share * std::max(strength.maxCoeff(), dead_share);
  std::vector<Index> dead;
  for (Index unit = 0; unit < strength.size(); ++unit) {
    if (strength[unit] <= least) dead.push_back(unit);
  }
  return dead;
}

bool has_mirror(Activation activation) {
  return activation == Activation::logistic || activation == Activation::tanh || activation == Activation::linear;
}

bool are_twins(const Vector& a, const Vector& b, bool mirrored) {
  const double near = twin_tolerance * std::max(a.norm(), b.norm());
  return (a - b).norm() <= near || (mirrored && (a + b).norm() <= near);
}

void drop_single(std::vector<std::vector<Index>>& groups) {
  const auto is_single = [](const std::vector<Index>& group) { return group.size() < 2; };
  groups.erase(std::remove_if(groups.begin(), groups.end(), is_single), groups.end());
}

// `incoming` with the biases; each unit joins the first whose twin it is.
std::vector<std::vector<Index>> twin_groups(const Matrix& incoming, Activation activation,
                                            const SurplusUnits::Layer& layer) {
  const Matrix weights = measured(incoming);
  std::vector<std::vector<Index>> groups;
  for (Index unit = 0; unit < weights.cols(); ++unit) {
    if (layer.is_dead(unit)) continue;
    const auto group = std::find_if(groups.begin(), groups.end(), [&](const std::vector<Index>& others) {
      return are_twins(weights.col(others.front()), weights.col(unit), has_mirror(activation));
    });
    group == groups.end() ? groups.push_back({unit}) : group->push_back(unit);
  }
  drop_single(groups);
  return groups;
}

std::vector<std::string> names_of(std::size_t layer, const std::vector<Index>& units) {
  std::vector<std::string> names;
  for (const Index unit : units) names.push_back(hidden_unit_name(layer, unit));
  return names;
}

// "3 hidden units", of several layers "hidden layers of 3 and 2 units".
std::string enough_text(const SurplusUnits& surplus) {
  if (surplus.layers.size() == 1) {
    return count_of(static_cast<std::size_t>(surplus.layers.front().enough()), "hidden unit");
  }
  std::vector<std::string> sizes;
  for (const SurplusUnits::Layer& layer : surplus.layers) sizes.push_back(std::to_string(layer.enough()));
  return "hidden layers of " + list_some(sizes, sizes.size()) + " units";
}

// "a and b are twins, so are c, d and e".
std::string twins_text(const std::vector<std::vector<std::string>>& groups) {
  std::string text = list_some(groups.front(), most_named) + " are twins";
  for (std::size_t i = 1; i < std::min(groups.size(), most_named); ++i) {
    text += ", so are " + list_some(groups[i], most_named);
  }
  if (groups.size() > most_named) text += ", and so on in " + count_of(groups.size(), "group");
  return text;
}

}  // namespace

bool SurplusUnits::Layer::is_dead(Index unit) const { return std::binary_search(dead.begin(), dead.end(), unit); }

void SurplusUnits::Layer::add_dead(Index unit) {
  if (is_dead(unit)) return;
  dead.insert(std::lower_bound(dead.begin(), dead.end(), unit), unit);
  for (std::vector<Index>& group : twins) group.erase(std::remove(group.begin(), group.end(), unit), group.end());
  drop_single(twins);
}

Index SurplusUnits::Layer::enough() const {
  auto surplus = static_cast<Index>(dead.size());
  for (const std::vector<Index>& group : twins) surplus += static_cast<Index>(group.size()) - 1;
  return units - surplus;
}

SurplusUnits surplus_units(const Network& network) {
  const Architecture& architecture = network.architecture;
  SurplusUnits surplus;
  for (std::size_t l = 0; l + 1 < architecture.layers(); ++l) {
    const auto incoming = layer_weights(architecture, network.weights, l);
    const auto outgoing = layer_weights(architecture, network.weights, l + 1);
    SurplusUnits::Layer& layer = surplus.layers.emplace_back();
    layer.units = incoming.cols();
    layer.dead = dead_units(incoming.bottomRows(incoming.rows() - 1), outgoing.bottomRows(outgoing.rows() - 1));
    layer.twins = twin_groups(incoming, architecture.hidden, layer);
  }
  return surplus;
}

std::vector<Warning> warn_of_surplus(const SurplusUnits& surplus) {
  std::vector<std::string> dead;
  std::vector<std::vector<std::string>> twins;
  for (std::size_t l = 0; l < surplus.layers.size(); ++l) {
    for (const std::string& name : names_of(l, surplus.layers[l].dead)) dead.push_back(name);
    for (const std::vector<Index>& group : surplus.layers[l].twins) twins.push_back(names_of(l, group));
  }
  std::vector<Warning> warnings;
  if (!dead.empty()) {
    warnings.push_back({"dead_units", list_some(dead, most_named) + (dead.size() == 1 ? " is" : " are") +
                                          " dead: what passes through does not change from row to row, and nothing "
                                          "would be lost without"});
  }
  if (!twins.empty()) {
    warnings.push_back({"twin_units", twins_text(twins) + ": they compute the same up to sign; " +
                                          enough_text(surplus) + " would do the same"});
  }
  return warnings;
}

std::string hidden_unit_name(std::size_t layer, Index unit) {
  return std::to_string(layer + 1) + "layhid" + std::to_string(unit + 1);
}

}  // namespace nninterp

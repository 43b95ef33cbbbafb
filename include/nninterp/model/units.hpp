#pragma once

#include <string>
#include <vector>

#include "nninterp/core/error.hpp"
#include "nninterp/nn/network.hpp"

namespace nninterp {

/// Hidden units that a network could do without. Layers and units count from 0.
struct SurplusUnits {
  struct Layer {
    Index units = 0;
    /// Groups of at least two that compute the same up to sign, in order.
    std::vector<std::vector<Index>> twins;
    /// Units that pass on nothing that changes, in order; none of them is a twin as well.
    std::vector<Index> dead;

    bool is_dead(Index unit) const;
    /// Counts a unit that was found out otherwise as dead too.
    void add_dead(Index unit);
    /// How many units would do: one of each group of twins, and none that is dead.
    Index enough() const;
  };
  std::vector<Layer> layers;  ///< hidden ones; none of a network without
};

/// By the weights alone, so it can be had of any network. Twins: incoming weights, bias included, that are equal to a
/// thousandth of their norm, or opposite where a(-z) is -a(z) or 1 - a(z) (tanh, linear, logistic). Dead: the largest
/// incoming weight (no bias) times the largest outgoing one is below 1/10000 of the same of the layer's strongest unit;
/// the product, since small weights before a unit are made up for by large ones behind it. Weights of one input are
/// measured by its largest in the layer, those that lead to one unit likewise: units of measure are not known.
SurplusUnits surplus_units(const Network& network);

/// dead_units and twin_units, where there are some.
std::vector<Warning> warn_of_surplus(const SurplusUnits& surplus);

/// "1layhid3": neuralnet's name of the third unit of the first hidden layer; both arguments count from 0.
std::string hidden_unit_name(std::size_t layer, Index unit);

}  // namespace nninterp

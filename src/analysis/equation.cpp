#include "nninterp/analysis/equation.hpp"

#include <algorithm>

#include "selection.hpp"

namespace nninterp {

namespace {

using Kind = Equation::Kind;
using Step = Equation::Step;
using Term = Equation::Term;
using Names = std::vector<std::string>;

// What the steps are made from.
struct Chain {
  struct Layer {
    Matrix weights;  // 1 + inputs × units: first row the biases
    Activation activation;
  };
  // center + scale * the unit of the last layer.
  struct Output {
    std::string name;
    double center, scale;
    std::size_t unit;
  };
  std::vector<Equation::Input> inputs;
  std::vector<Layer> layers;
  std::vector<Output> outputs;

  bool ends_in(Activation activation) const { return layers.back().activation == activation; }
};

// Linear units z = b1 + W1 x, fed into b2 + W2 z: (b2 + W2 b1) + (W2 W1) x.
Matrix multiplied(const Matrix& first, const Matrix& second) {
  Matrix product = first * second.bottomRows(second.rows() - 1);
  product.row(0) += second.row(0);
  return product;
}

std::vector<Equation::Input> inputs_of(const Design& design) {
  std::vector<Equation::Input> inputs;
  for (std::size_t v = 0; v < design.variables.size(); ++v) {
    const Variable& variable = design.variables[v];
    if (!variable.categorical) inputs.push_back({v, {}, variable.center, variable.scale});
    for (std::size_t level = 0; level < variable.levels.size(); ++level) {
      if (variable.categorical && level != variable.reference) inputs.push_back({v, level, 0, 1});
    }
  }
  return inputs;
}

std::vector<Chain::Output> outputs_of(const Design& design) {
  std::vector<Chain::Output> outputs;
  const Names names = design.output_names();
  for (const Target& target : design.targets) {
    for (Index k = 0; k < target.outputs(); ++k) {
      outputs.push_back({names[outputs.size()], target.center, target.scale, outputs.size()});
    }
  }
  return outputs;
}

Chain chain_of(const Model& model, const std::vector<Index>& chosen) {
  const Architecture& architecture = model.network.architecture;
  Chain chain{inputs_of(model.design), {}, {}};
  for (std::size_t l = 0; l < architecture.layers(); ++l) {
    Matrix weights = layer_weights(architecture, model.network.weights, l);
    if (!chain.layers.empty() && chain.ends_in(Activation::linear)) {
      weights = multiplied(chain.layers.back().weights, weights);
      chain.layers.pop_back();
    }
    chain.layers.push_back({std::move(weights), architecture.activation(l)});
  }
  const std::vector<Chain::Output> outputs = outputs_of(model.design);
  for (const Index output : chosen) chain.outputs.push_back(outputs[output]);
  if (chain.ends_in(Activation::softmax)) return chain;
  // Units that no output needs go.
  Matrix& last = chain.layers.back().weights;
  last = Matrix(last(Eigen::all, chosen));
  for (std::size_t k = 0; k < chosen.size(); ++k) chain.outputs[k].unit = k;
  return chain;
}

// All scales worked into the first layer and, if the last one is linear, into that. Centers as well, unless kept.
void use_plain_units(Chain& chain, bool keep_centers) {
  Matrix &first = chain.layers.front().weights, &last = chain.layers.back().weights;
  Index row = 0;
  for (Equation::Input& input : chain.inputs) {
    first.row(++row) /= input.scale;
    input.scale = 1;
    if (keep_centers || input.center == 0) continue;
    first.row(0) -= input.center * first.row(row);
    input.center = 0;
  }
  if (!chain.ends_in(Activation::linear)) return;
  Index unit = 0;
  for (Chain::Output& output : chain.outputs) {
    last.col(unit) *= output.scale;
    last(0, unit++) += output.center;
    output.scale = 1;
    output.center = 0;
  }
}

class StepMaker {
 public:
  StepMaker(const Chain& chain, bool short_names) : chain_(chain), layers_(chain.layers.size()) {
    names_.push_back(numbered("u", chain.inputs.size()));
    for (std::size_t l = 1; l <= layers_; ++l) {
      std::string letter = short_names ? "h" : "h" + std::to_string(l) + "_";
      if (l == layers_) letter = by_softmax() ? "s" : "o";
      names_.push_back(numbered(letter, static_cast<std::size_t>(chain.layers[l - 1].weights.cols())));
    }
    if (by_softmax()) names_.push_back(numbered("p", names_.back().size()));
  }

  std::vector<Step> predictions() const {
    std::vector<Step> steps = values(layers_);
    for (const Chain::Output& output : chain_.outputs) {
      std::vector<Term> sum{{output.scale, {names_.back()[output.unit]}}};
      if (output.center != 0 || output.scale != 1) sum.insert(sum.begin(), {output.center, {}});
      steps.push_back({Kind::result, layers_ + 1, output.name, sum});
    }
    return steps;
  }

  // By the chain rule, a layer's from those of the layer before. A linear layer's slopes need no values.
  std::vector<Step> slopes(std::size_t input) const {
    std::vector<Step> steps = values(chain_.ends_in(Activation::linear) ? layers_ - 1 : layers_);
    for (std::size_t l = 1; l <= layers_; ++l) {
      const Activation activation = chain_.layers[l - 1].activation;
      const bool constant = activation == Activation::linear || activation == Activation::softmax;
      for (std::size_t unit = 0; unit < names_[l].size(); ++unit) {
        const std::vector<Term> sum = l > 1 ? terms(l, unit, "d") : std::vector<Term>{{weight(l, input + 1, unit), {}}};
        const std::string& value = names_[l][unit];
        steps.push_back({Kind::slope, l, "d" + value, sum, activation, constant ? "" : value});
      }
    }
    if (by_softmax()) add_share_slopes(steps);
    for (const Chain::Output& output : chain_.outputs) {
      const double unit = output.scale / chain_.inputs[input].scale;
      steps.push_back({Kind::result, layers_ + 1, output.name, {{unit, {"d" + names_.back()[output.unit]}}}});
    }
    return steps;
  }

 private:
  static Names numbered(const std::string& letter, std::size_t count) {
    Names names;
    for (std::size_t i = 1; i <= count; ++i) names.push_back(letter + std::to_string(i));
    return names;
  }

  bool by_softmax() const { return chain_.ends_in(Activation::softmax); }

  double weight(std::size_t l, std::size_t row, std::size_t unit) const {
    return chain_.layers[l - 1].weights(static_cast<Index>(row), static_cast<Index>(unit));
  }

  // What feeds a unit, or with "d" its slope, without the bias.
  std::vector<Term> terms(std::size_t l, std::size_t unit, const std::string& prefix) const {
    std::vector<Term> terms;
    const Names& from = names_[l - 1];
    for (std::size_t i = 0; i < from.size(); ++i) terms.push_back({weight(l, i + 1, unit), {prefix + from[i]}});
    return terms;
  }

  // The units of the first `layers` layers, and softmax's shares.
  std::vector<Step> values(std::size_t layers) const {
    std::vector<Step> steps;
    for (std::size_t i = 0; i < chain_.inputs.size() && layers > 0; ++i) {
      steps.push_back({Kind::input, 0, names_[0][i], {}, Activation::linear, "", chain_.inputs[i]});
    }
    for (std::size_t l = 1; l <= layers; ++l) {
      for (std::size_t unit = 0; unit < names_[l].size(); ++unit) {
        std::vector<Term> sum = terms(l, unit, "");
        sum.insert(sum.begin(), {weight(l, 0, unit), {}});
        steps.push_back({Kind::unit, l, names_[l][unit], sum, chain_.layers[l - 1].activation});
      }
    }
    std::vector<Term> sums;
    for (const std::string& sum : names_[layers_]) sums.push_back({1, {sum}});
    for (std::size_t k = 0; k < sums.size() && by_softmax(); ++k) {
      steps.push_back({Kind::share, layers_, names_.back()[k], sums, Activation::softmax, sums[k].factors[0]});
    }
    return steps;
  }

  void add_share_slopes(std::vector<Step>& steps) const {
    const Names &sums = names_[layers_], &shares = names_.back();
    std::vector<Term> terms;
    for (std::size_t k = 0; k < sums.size(); ++k) terms.push_back({1, {shares[k], "d" + sums[k]}});
    for (const std::string& share : shares) {
      steps.push_back({Kind::share_slope, layers_, "d" + share, terms, Activation::softmax, share});
    }
  }

  const Chain& chain_;
  std::size_t layers_;
  std::vector<Names> names_;  // of the inputs, of each layer's units, and of softmax's shares
};

std::size_t derivative_variable(const Design& design, const std::string& name) {
  const std::size_t v = design.variable_index(name);
  if (design.variables[v].categorical) {
    throw InputError("'" + name + "' is categorical and has no slope",
                     "nninterp effects ⟨var⟩ tells what its levels do");
  }
  return v;
}

}  // namespace

Equation equation_of(const Model& model, EquationForm form, const std::vector<std::string>& targets,
                     const std::optional<std::string>& derivative) {
  Chain chain = chain_of(model, chosen_outputs(model.design, targets));
  const bool plain = form == EquationForm::plain, regression = chain.layers.size() == 1;
  // A regression has plain weights in either form; exact ones are those of x - center.
  if (plain || regression) use_plain_units(chain, !plain);
  const StepMaker maker(chain, plain && chain.layers.size() == 2);
  Equation equation{model.design.variables, maker.predictions(), {}, {}};
  if (derivative) {
    equation.derivative = derivative_variable(model.design, *derivative);
    equation.slopes = maker.slopes(static_cast<std::size_t>(model.design.first_inputs()[*equation.derivative]));
  }
  return equation;
}

}  // namespace nninterp

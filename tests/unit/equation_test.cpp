// The steps of an equation, carried out one by one as a language would, give what the program gives.
#include "nninterp/analysis/equation.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "nninterp/analysis/predict.hpp"
#include "nninterp/analysis/slopes.hpp"
#include "support/designs.hpp"
#include "support/equations.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

using Kind = Equation::Kind;
using Step = Equation::Step;

double activated(Activation activation, double z) {
  Matrix value = Matrix::Constant(1, 1, z);
  if (activation != Activation::softmax) activate(activation, value);
  return value(0, 0);
}

double logistic(double z) { return 1 / (1 + std::exp(-z)); }

double slope_at(Activation activation, double z) {
  switch (activation) {
    case Activation::logistic:
      return logistic(z) * logistic(-z);
    case Activation::tanh:
      return 4 * logistic(2 * z) * logistic(-2 * z);
    case Activation::relu:
      return z > 0 ? 1 : 0;
    case Activation::softplus:
      return logistic(z);
    default:
      return 1;
  }
}

class Machine {
 public:
  explicit Machine(Eigen::RowVectorXd row) : row_(std::move(row)) {}

  /// The results, in order.
  std::vector<double> run(const std::vector<Step>& steps) {
    std::vector<double> results;
    for (const Step& step : steps) {
      const double value = of(step);
      if (step.kind == Kind::unit) sums_[step.name] = sum_of(step);
      if (step.kind == Kind::result) {
        results.push_back(value);
      } else {
        known_[step.name] = value;
      }
    }
    return results;
  }

 private:
  double of(const Step& step) const {
    const double sum = sum_of(step);
    switch (step.kind) {
      case Kind::input: {
        const double value = row_[static_cast<Index>(step.input.variable)];
        if (step.input.level) return value == static_cast<double>(*step.input.level) ? 1 : 0;
        return (value - step.input.center) / step.input.scale;
      }
      case Kind::unit:
        return activated(step.activation, sum);
      case Kind::share: {
        double others = 0;
        for (const Equation::Term& term : step.terms) others += std::exp(product(term) - known_.at(step.of));
        return 1 / others;
      }
      case Kind::slope:
        return step.of.empty() ? sum : slope_at(step.activation, sums_.at(step.of)) * sum;
      case Kind::share_slope: {
        const auto is_own = [&](const Equation::Term& term) { return term.factors[0] == step.of; };
        const double own = known_.at(std::find_if(step.terms.begin(), step.terms.end(), is_own)->factors[1]);
        double others = 0;
        for (const Equation::Term& term : step.terms) {
          others += known_.at(term.factors[0]) * (own - known_.at(term.factors[1]));
        }
        return known_.at(step.of) * others;
      }
      default:
        return sum;
    }
  }

  double sum_of(const Step& step) const {
    double sum = 0;
    for (const Equation::Term& term : step.terms) sum += product(term);
    return sum;
  }

  double product(const Equation::Term& term) const {
    double value = term.coefficient;
    for (const std::string& factor : term.factors) value *= known_.at(factor);
    return value;
  }

  Eigen::RowVectorXd row_;
  std::map<std::string, double> known_, sums_;
};

// The largest gap between what the steps give and the truth, in units of the truth's largest.
double gap(const Example& example, const std::vector<Step>& steps, const Matrix& truth) {
  double most = 0;
  for (Index row = 0; row < truth.rows(); ++row) {
    const std::vector<double> results = Machine(example.data.row(row)).run(steps);
    REQUIRE(static_cast<Index>(results.size()) == truth.cols());
    for (Index k = 0; k < truth.cols(); ++k) {
      const double size = std::max(1e-280, truth.col(k).cwiseAbs().maxCoeff());
      const double here = std::fabs(results[static_cast<std::size_t>(k)] - truth(row, k)) / size;
      most = std::isnan(here) ? here : std::max(most, here);
    }
  }
  return most;
}

Matrix slopes_by(const Example& example, const std::string& variable) {
  const Slopes all = slopes(example.model, example.data, 1);
  const std::size_t v = example.model.design.variable_index(variable);
  const auto at = std::find(all.variables.begin(), all.variables.end(), v) - all.variables.begin();
  Matrix result(example.data.rows(), example.model.design.outputs());
  for (Index k = 0; k < result.cols(); ++k) result.col(k) = all.by_output[static_cast<std::size_t>(k)].col(at);
  return result;
}

// Each step needs only those before it, and none of its own kind and layer.
void check_order(const std::vector<Step>& steps) {
  std::map<std::string, const Step*> known;
  for (const Step& step : steps) {
    std::set<std::string> needed;
    if (!step.of.empty()) needed.insert(step.of);
    for (const Equation::Term& term : step.terms) needed.insert(term.factors.begin(), term.factors.end());
    for (const std::string& name : needed) {
      REQUIRE(known.count(name) == 1);
      const Step& other = *known.at(name);
      CHECK((other.kind != step.kind || other.layer < step.layer));
    }
    if (step.kind != Kind::result) CHECK(known.emplace(step.name, &step).second);
  }
}

std::vector<std::string> names_of(const std::vector<Step>& steps) {
  std::vector<std::string> names;
  for (const Step& step : steps) names.push_back(step.name);
  return names;
}

}  // namespace

TEST_CASE("an equation's steps give the predictions and slopes of the network", "[equation]") {
  for (const Example& example : equation_examples()) {
    INFO(example.name);
    for (const EquationForm form : {EquationForm::exact, EquationForm::plain}) {
      const double tolerance = form == EquationForm::exact ? 1e-10 : 1e-6;  // b - w center loses digits
      for (const std::string& by : derived(example)) {
        const Equation equation = equation_of(example.model, form, {}, by);
        check_order(equation.predictions);
        check_order(equation.slopes);
        CHECK(gap(example, equation.predictions, predict(example.model, example.data, 1)) < tolerance);
        CHECK(gap(example, equation.slopes, slopes_by(example, by)) < tolerance);
      }
    }
  }
}

TEST_CASE("an equation has no more steps than its targets need", "[equation]") {
  Model model;
  model.design.variables = {number("x", 2, 3)};
  model.design.targets = {numeric("y", 5, 7), numeric("z", 6, 8)};
  model.network.architecture = {{1, 2, 2}, Activation::tanh, Activation::linear};
  model.network.weights = Vector::LinSpaced(10, 1, 10);
  using Names = std::vector<std::string>;
  const Equation exact = equation_of(model, EquationForm::exact, {"z"}, "x");
  CHECK(names_of(exact.predictions) == Names{"u1", "h1_1", "h1_2", "o1", "z"});
  CHECK(names_of(exact.slopes) == Names{"u1", "h1_1", "h1_2", "dh1_1", "dh1_2", "do1", "z"});
  CHECK(exact.predictions.back().terms.size() == 2);
  const Equation plain = equation_of(model, EquationForm::plain, {"z"}, "x");
  CHECK(names_of(plain.predictions) == Names{"u1", "h1", "h2", "o1", "z"});
  CHECK(plain.predictions[0].input.scale == 1);
  CHECK(plain.predictions.back().terms.size() == 1);
  model.network.architecture.hidden = Activation::linear;
  CHECK(names_of(equation_of(model, EquationForm::plain).predictions) == Names{"u1", "o1", "o2", "y", "z"});
  CHECK(names_of(equation_of(model, EquationForm::plain, {}, "x").slopes) == Names{"do1", "do2", "y", "z"});
}

// Equations as a SELECT: each step of the computation is a table expression of its own, so that no value is computed
// twice and no name of a column meets one of ours.
#include <algorithm>
#include <cmath>
#include <map>

#include "languages.hpp"

namespace nninterp {

namespace {

using Kind = Equation::Kind;
using Step = Equation::Step;
using Term = Equation::Term;

// Text in these quotes, which stand for themselves doubled.
std::string quoted(const std::string& text, char quote) {
  return quote + replaced(text, {quote}, {quote, quote}) + quote;
}

bool is_number(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789-") == std::string::npos;
}

// Unqualified, some databases would take a column that is not there for a text.
std::string column_of(const Variable& variable) { return "data." + quoted(variable.name, '"'); }

// 1, 0, or NULL for what is no level; numbers as texts of either form.
std::string indicator(const Variable& variable, std::size_t level) {
  const auto any_of = [&](const std::vector<std::string>& levels) {
    std::string list;
    for (const std::string& one : levels) {
      list += (list.empty() ? "" : ", ") + quoted(one, '\'');
      const bool other = std::count(variable.levels.begin(), variable.levels.end(), one + ".0") > 0;
      if (is_number(one) && !other) list += ", " + quoted(one + ".0", '\'');
    }
    return "CAST(" + column_of(variable) + " AS TEXT) IN (" + list + ")";
  };
  return "CASE WHEN " + any_of({variable.levels[level]}) + " THEN 1.0 WHEN " + any_of(variable.levels) +
         " THEN 0.0 END";
}

// NULL also for the texts that stand for missing numbers, which some databases would count as 0.
std::string number(const Variable& variable) {
  const std::string name = column_of(variable);
  return "CASE WHEN CAST(" + name + " AS TEXT) IN ('', 'NA') THEN NULL ELSE " + name + " END";
}

std::string logistic(const std::string& z) {
  return "CASE WHEN " + z + " < -709.7 THEN 0.0 ELSE 1.0 / (1.0 + exp(-" + z + ")) END";
}

std::string activated(Activation activation, const std::string& z) {
  const std::string tail = "exp(-abs(" + z + "))";
  switch (activation) {
    case Activation::logistic:
      return logistic(z);
    case Activation::tanh:
      return "CASE WHEN abs(" + z + ") < 1.0 THEN tanh(" + z + ") WHEN " + z + " > 20.0 THEN 1.0 WHEN " + z +
             " < -20.0 THEN -1.0 WHEN " + z + " > 0.0 THEN 1.0 - 2.0 / (exp(2.0 * " + z +
             ") + 1.0) ELSE 2.0 / (exp(-2.0 * " + z + ") + 1.0) - 1.0 END";
    case Activation::relu:
      return "CASE WHEN " + z + " < 0.0 THEN 0.0 ELSE " + z + " END";
    case Activation::softplus:  // ln(1 + t) as Kahan has it, which keeps the digits of a small t
      return "CASE WHEN " + z + " < 0.0 THEN 0.0 ELSE " + z + " END + CASE WHEN 1.0 + " + tail + " = 1.0 THEN " + tail +
             " ELSE ln(1.0 + " + tail + ") * " + tail + " / ((1.0 + " + tail + ") - 1.0) END";
    default:
      return z;
  }
}

// 1 / (1 + sum of e^(other - own))
std::string share(const std::vector<Term>& sums, const std::string& own) {
  std::string text = "1.0 / (1.0 + (";
  for (std::size_t k = 0; k < sums.size(); ++k) {
    if (k > 0) text += k % most_terms == 0 ? ") + (" : " + ";
    const std::string& other = sums[k].factors[0];
    const std::string ahead = other + " - " + own;
    text += other == own ? "0.0" : "exp(CASE WHEN " + ahead + " > 700.0 THEN 700.0 ELSE " + ahead + " END)";
  }
  return text + "))";
}

std::string logistic_slope(const std::string& z) { return logistic(z) + " * " + logistic("(-(" + z + "))"); }

// By the unit's sum, with all its digits where it is saturated; of relu by its value `a`.
std::string slope_of(Activation activation, const std::string& a) {
  const std::string z = replaced(a, "nn_a", "nn_z");
  if (activation == Activation::logistic) return logistic_slope(z);
  if (activation == Activation::tanh) return "4.0 * " + logistic_slope("(2.0 * " + z + ")");
  if (activation == Activation::softplus) return logistic(z);
  return "CASE WHEN " + a + " > 0.0 THEN 1.0 WHEN " + a + " <= 0.0 THEN 0.0 END";
}

class SqlWriter {
 public:
  SqlWriter(const Equation& equation, const Numbers& numbers) : equation_(equation), numbers_(numbers) {}

  std::string select() {
    for (const Step& step : steps()) add(step);
    std::string text = "-- needs exp, ln and tanh; where AS MATERIALIZED is not known, leave out the second word\n";
    std::string last = "data";
    for (std::size_t i = 0; i < tables_.size(); ++i) {
      const std::string name = "nn_" + std::to_string(i + 1);
      text += (i == 0 ? "WITH " : ",\n") + name + " AS MATERIALIZED (\n  SELECT\n";
      text += (i == 0 ? "" : "    " + last + ".*,\n") + tables_[i].columns + "\n  FROM " + last + "\n)";
      last = name;
    }
    return text + "\nSELECT\n" + results_ + "\nFROM " + last + ";\n";
  }

 private:
  // What the table expression before has, and these columns, nn_NAME1, nn_NAME2, ..
  struct Table {
    std::string name, columns;
    int count = 0;
  };

  // All values and, with a derivative, behind a layer's values its slopes.
  std::vector<Step> steps() const {
    if (!equation_.derivative) return equation_.predictions;
    std::vector<Step> steps;
    for (const Step& step : equation_.predictions) {
      if (step.kind != Kind::result) steps.push_back(step);
    }
    for (const Step& step : equation_.slopes) {
      if (step.kind >= Kind::slope) steps.push_back(step);
    }
    std::stable_sort(steps.begin(), steps.end(), [](const Step& a, const Step& b) { return a.layer < b.layer; });
    return steps;
  }

  std::string column(const std::string& table, const std::string& expression) {
    const auto has_name = [&](const Table& one) { return one.name == table; };
    auto at = std::find_if(tables_.begin(), tables_.end(), has_name);
    if (at == tables_.end()) at = tables_.insert(at, {table, ""});
    std::string name = "nn_" + table + std::to_string(++at->count);
    at->columns += (at->count == 1 ? "    " : ",\n    ") + expression + " AS " + name;
    return name;
  }

  void add(Step step) {
    if (!step.of.empty()) step.of = columns_.at(step.of);
    for (Term& term : step.terms) {
      for (std::string& factor : term.factors) factor = columns_.at(factor);
    }
    if (step.kind == Kind::result) {
      results_ += (results_.empty() ? "  " : ",\n  ") + result(step.terms) + " AS " + quoted(step.name, '"');
    } else {
      columns_[step.name] = value(step);
    }
  }

  // The column that has it, or where it is needed once its expression.
  std::string value(const Step& step) {
    const std::string layer = std::to_string(step.layer) + "_";
    switch (step.kind) {
      case Kind::input:
        return column("u", input(step.input));
      case Kind::unit: {
        const std::string z = column("z" + layer, numbers_.sum(step.terms));
        const bool shared = step.activation == Activation::softmax;  // the shares are the layer's values
        return shared ? z : column("a" + layer, activated(step.activation, z));
      }
      case Kind::share:
        return column("a" + layer, share(step.terms, step.of));
      case Kind::slope:
        return column("d" + layer, slope(step));
      default:
        return share_slope(step);
    }
  }

  std::string input(const Equation::Input& input) const {
    const Variable& variable = equation_.variables[input.variable];
    std::string value = input.level ? indicator(variable, *input.level) : number(variable) + " * 1.0";
    if (!input.level && input.center != 0) {
      value = number(variable) + (input.center < 0 ? " + " : " - ") + numbers_.in_code(std::fabs(input.center));
    }
    return input.scale == 1 ? value : "(" + value + ") / " + numbers_.in_code(input.scale);
  }

  std::string slope(const Step& step) const {
    const std::string sum = "(" + numbers_.sum(step.terms) + ")";
    return step.of.empty() ? sum : slope_of(step.activation, step.of) + " * " + sum;
  }

  std::string result(const std::vector<Term>& terms) const {
    const std::string& value = terms.back().factors[0];
    if (equation_.derivative) return "(" + value + ") * " + numbers_.in_code(terms.back().coefficient);
    return terms.size() == 1 ? value : numbers_.sum(terms);
  }

  const Equation& equation_;
  const Numbers& numbers_;
  std::vector<Table> tables_;
  std::string results_;
  std::map<std::string, std::string> columns_;  // by the names of steps
};

}  // namespace

std::string write_sql(const Equation& equation, const Numbers& numbers) {
  return SqlWriter(equation, numbers).select();
}

}  // namespace nninterp

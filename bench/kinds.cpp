// How often 95 % intervals by cross-fitting cover the truth where effects are told as elasticities and ratios, at held
// values and as differences between groups: tables drawn from two known processes, each fitted with all defaults. A
// line a question: coverage, and the mean width over the spread of the debiased answer from table to table.
//
//   nninterp_kinds [TABLES] [ROWS]
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <numeric>
#include <string>
#include <vector>

#include "nninterp/analysis/effects.hpp"
#include "nninterp/core/parallel.hpp"
#include "nninterp/core/random.hpp"
#include "nninterp/core/statistics.hpp"
#include "nninterp/model/fit.hpp"
#include "tables.hpp"

namespace nninterp {

namespace {

using Mean = std::function<double(const Vector& x)>;

// Of x1, around 3 and above 0, x2 and x3, normal; of every two inputs the correlation is 0.3.
Vector draw_inputs(Random& random) {
  const double common = random.normal();
  Vector x(3);
  for (double& one : x) one = std::sqrt(0.3) * common + std::sqrt(0.7) * random.normal();
  x[0] = std::exp(1 + 0.3 * x[0]);
  return x;
}

double number_mean(const Vector& x) { return 10 + 2 * x[0] + x[0] * x[1] / 2 + std::sin(x[2]); }

double event_mean(const Vector& x) { return 1 / (1 + std::exp(1.5 - 0.4 * x[0] - 0.5 * x[1] - 0.3 * x[0] * x[1])); }

double slope_of(const Mean& f, Vector x) {
  constexpr double step = 1e-5;
  x[0] += step;
  const double up = f(x);
  x[0] -= 2 * step;
  return (up - f(x)) / (2 * step);
}

Vector moved(Vector x, double by) {
  x[0] += by;
  return x;
}

Vector with(Vector x, Index input, double value) {
  x[input] = value;
  return x;
}

double odds(double p) { return p / (1 - p); }

// What is asked, of x1, and the number that it is about.
struct Question {
  std::string name;
  std::function<void(EffectOptions& options)> ask;
  std::vector<std::string> at;
  std::function<Interval(const Effects& result)> interval;
  std::function<double(const Mean& f, const std::vector<Vector>& draws)> truth;
};

double mean_over(const std::vector<Vector>& draws, const Mean& of) {
  double sum = 0;
  for (const Vector& x : draws) sum += of(x);
  return sum / static_cast<double>(draws.size());
}

// Where x2 is above 0, less where it is not.
double between_groups(const std::vector<Vector>& draws, const Mean& of) {
  double sums[2] = {0, 0}, counts[2] = {0, 0};
  for (const Vector& x : draws) {
    const int group = x[1] > 0 ? 1 : 0;
    sums[group] += of(x);
    counts[group] += 1;
  }
  return sums[1] / counts[1] - sums[0] / counts[0];
}

Question of_slope(SlopeKind kind, const std::string& name, const std::function<double(double, double, double)>& told) {
  return {name,
          [kind](EffectOptions& options) { options.slope = kind; },
          {},
          [](const Effects& result) { return result.effects[0].slope_interval; },
          [told](const Mean& f, const std::vector<Vector>& draws) {
            return mean_over(draws, [&](const Vector& x) { return told(slope_of(f, x), x[0], f(x)); });
          }};
}

Question of_shift(ShiftKind kind, const std::string& name, const std::function<double(double, double)>& told) {
  return {name,
          [kind](EffectOptions& options) { options.shift = kind; },
          {},
          [](const Effects& result) { return result.effects[0].shift_interval; },
          [told](const Mean& f, const std::vector<Vector>& draws) {
            return told(mean_over(draws, [&](const Vector& x) { return f(moved(x, 0.5)); }), mean_over(draws, f));
          }};
}

Question at_held(const std::string& name, const std::vector<std::string>& at,
                 const std::function<Vector(Vector)>& held) {
  return {name, [](EffectOptions&) {}, at, [](const Effects& result) { return result.effects[0].slope_interval; },
          [held](const Mean& f, const std::vector<Vector>& draws) {
            return mean_over(draws, [&](const Vector& x) { return slope_of(f, held(x)); });
          }};
}

std::vector<Question> questions(bool probability) {
  std::vector<Question> all;
  const double mean_x1 = std::exp(1 + 0.045);
  if (!probability) {
    all.push_back(of_slope(SlopeKind::eyex, "eyex", [](double s, double x, double f) { return s * x / f; }));
    all.push_back(of_slope(SlopeKind::eydx, "eydx", [](double s, double, double f) { return s / f; }));
    all.push_back(of_slope(SlopeKind::dyex, "dyex", [](double s, double x, double) { return s * x; }));
  } else {
    all.push_back(of_shift(ShiftKind::odds_ratio, "odds ratio of +0.5",
                           [](double to, double from) { return odds(to) / odds(from); }));
  }
  all.push_back(of_shift(ShiftKind::ratio, "ratio of +0.5", [](double to, double from) { return to / from; }));
  all.push_back(at_held("slope at x2=0.5", {"x2=0.5"}, [](const Vector& x) { return with(x, 1, 0.5); }));
  all.push_back(at_held("slope at the others' means", {"x2=mean", "x3=mean"},
                        [](const Vector& x) { return with(with(x, 1, 0), 2, 0); }));
  all.push_back(at_held("slope at the mean", {"mean"},
                        [mean_x1](const Vector&) { return Vector((Vector(3) << mean_x1, 0, 0).finished()); }));
  const auto difference = [](const Effects& result) { return result.comparisons.at(0); };
  all.push_back({"slope where x2 > 0, less where not",
                 [](EffectOptions& options) { options.compare = true; },
                 {},
                 [difference](const Effects& result) { return difference(result).slope->interval; },
                 [](const Mean& f, const std::vector<Vector>& draws) {
                   return between_groups(draws, [&](const Vector& x) { return slope_of(f, x); });
                 }});
  all.push_back({"+0.5 where x2 > 0, less where not",
                 [](EffectOptions& options) { options.compare = true; },
                 {},
                 [difference](const Effects& result) { return difference(result).shift.interval; },
                 [](const Mean& f, const std::vector<Vector>& draws) {
                   return between_groups(draws, [&](const Vector& x) { return f(moved(x, 0.5)) - f(x); });
                 }});
  return all;
}

Interval asked(const Question& question, const Model& model, const Table& table) {
  std::vector<Index> all(table.lines.size());
  std::iota(all.begin(), all.end(), Index{0});
  const Matrix data = gather_variables(model.design, table, all);
  EffectOptions options;
  options.variables = {"x1"};
  options.interval.training_rows = true;
  options.interval.targets = encode_targets(model.design, table, all);
  options.delta = {Delta::Kind::number, 0.5};
  options.threads = 1;
  options.at = plan_holds(model.design, data, {}, question.at);
  question.ask(options);
  std::optional<Grouping> grouping;
  if (options.compare) {
    grouping = Grouping{"x2", {"low", "high"}, {}};
    for (Index row = 0; row < data.rows(); ++row) grouping->codes.push_back(data(row, 1) > 0 ? 1 : 0);
  }
  return question.interval(effects(model, data, options, grouping));
}

void measure(const char* name, const Mean& mean, bool probability, std::size_t tables, Index rows) {
  std::vector<Vector> draws;
  Random random(99);
  for (int i = 0; i < 200'000; ++i) draws.push_back(draw_inputs(random));
  const std::vector<Question> all = questions(probability);
  std::vector<std::vector<Interval>> intervals(tables);
  parallel_for(tables, 0, [&](std::size_t number) {
    Random of_table(static_cast<std::uint32_t>(1000 + number));
    const Table table = table_of_rows(
        number, rows, [&] { return draw_inputs(of_table); },
        [&](const Vector& x) -> double {
          return probability ? (of_table.uniform() < mean(x) ? 1 : 0) : mean(x) + of_table.normal();
        });
    FitOptions options;
    options.threads = 1;
    if (probability) options.network.output = Activation::logistic;
    const Model model = fit(table, options);
    for (const Question& question : all) intervals[number].push_back(asked(question, model, table));
  });
  std::printf("\n%s, %d rows, %zu tables\n\n| | truth | covered | width |\n| --- | ---: | ---: | ---: |\n", name,
              static_cast<int>(rows), tables);
  for (std::size_t k = 0; k < all.size(); ++k) {
    const double truth = all[k].truth(mean, draws);
    Vector covered(static_cast<Index>(tables)), width = covered, answer = covered;
    for (std::size_t i = 0; i < tables; ++i) {
      const Interval& one = intervals[i][k];
      const auto at = static_cast<Index>(i);
      covered[at] = one.conf_low <= truth && truth <= one.conf_high ? 1 : 0;
      width[at] = one.conf_high - one.conf_low;
      answer[at] = one.debiased;
    }
    std::printf("| %s | %.3f | %.3f | %.2f |\n", all[k].name.c_str(), truth, covered.mean(),
                width.mean() / (2 * 1.96 * standard_deviation(answer)));
  }
}

}  // namespace

}  // namespace nninterp

int main(int count, char** arguments) {
  const auto number = [&](int at, long usual) { return count > at ? std::atol(arguments[at]) : usual; };
  const auto tables = static_cast<std::size_t>(number(1, 100));
  const auto rows = static_cast<nninterp::Index>(number(2, 300));
  nninterp::measure("10 + 2 x1 + x1 x2/2 + sin(x3), noise 1", nninterp::number_mean, false, tables, rows);
  nninterp::measure("events, log-odds -1.5 + 0.4 x1 + x2/2 + 0.3 x1 x2", nninterp::event_mean, true, tables, rows);
}

// How often 95 % intervals of averages cover the truth, and how often verdicts are said: tables drawn from known
// processes, each fitted with all defaults. A line a process and kind of average, a number an effect: coverage by
// cross-fitting, its mean width over the spread of the network's own average from table to table, and with refits the
// coverage and width by the bootstrap beside it. Then the coverage of partial dependence at five points from the least
// to the largest value, and a line a verdict: the share of the tables that say it.
//
//   nninterp_averages [TABLES] [ROWS] [REFITS] [DECAY] [FIRST] [LAST]
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <mutex>
#include <numeric>
#include <string>
#include <vector>

#include "nninterp/analysis/curves.hpp"
#include "nninterp/analysis/effects.hpp"
#include "nninterp/core/parallel.hpp"
#include "nninterp/core/random.hpp"
#include "nninterp/core/statistics.hpp"
#include "nninterp/model/fit.hpp"
#include "tables.hpp"

namespace nninterp {

namespace {

double logistic(double z) { return 1 / (1 + std::exp(-z)); }

struct Process {
  std::string name;
  Index inputs;
  double correlation;  // of every two inputs, which are normal
  bool probability;    // a 0/1 target
  std::function<double(const Vector& x)> mean;
  std::function<double(const Vector& x, Random& random)> noise;
  std::function<double(double x)> marginal = {};  // what an input is made of its normal draw
  Index levels = 0;                               // of the last input, a category that its draw is cut into
};

std::function<double(const Vector&, Random&)> normal_noise(double sd) {
  return [sd](const Vector&, Random& random) { return sd * random.normal(); };
}

double student_3(Random& random) {
  double squares = 0;
  for (int i = 0; i < 3; ++i) squares += std::pow(random.normal(), 2);
  return random.normal() / std::sqrt(squares / 3);
}

const std::vector<Process> processes{
    {"2 x1 - x2 + x3/2, correlation 0.5, noise 1", 3, 0.5, false,
     [](const Vector& x) { return 2 * x[0] - x[1] + 0.5 * x[2]; }, normal_noise(1)},
    {"tanh(1.5 x1) + x2/2 + 0.3 x3^2, correlation 0.9, noise 0.5", 3, 0.9, false,
     [](const Vector& x) { return std::tanh(1.5 * x[0]) + 0.5 * x[1] + 0.3 * x[2] * x[2]; }, normal_noise(0.5)},
    {"sin(1.5 x1) + x2^2/2 + x3, correlation 0.5, noise 0.5", 3, 0.5, false,
     [](const Vector& x) { return std::sin(1.5 * x[0]) + 0.5 * x[1] * x[1] + x[2]; }, normal_noise(0.5)},
    {"x1 + x3 + x1^2 x2, noise 0.5", 3, 0, false, [](const Vector& x) { return x[0] + x[2] + x[0] * x[0] * x[1]; },
     normal_noise(0.5)},
    {"tanh(2 x1) + x2, correlation 0.5, noise t(3) / 2", 3, 0.5, false,
     [](const Vector& x) { return std::tanh(2 * x[0]) + x[1]; },
     [](const Vector&, Random& random) { return 0.5 * student_3(random); }},
    {"x1 + x2^2/2 + 0.3 x3, correlation 0.5, noise 0.3 + 0.7 |x1|", 3, 0.5, false,
     [](const Vector& x) { return x[0] + 0.5 * x[1] * x[1] + 0.3 * x[2]; },
     [](const Vector& x, Random& random) { return (0.3 + 0.7 * std::fabs(x[0])) * random.normal(); }},
    {"half events, log-odds sin(1.5 x1) + x2^2/2 - 1/2 + x3, correlation 0.5",
     3,
     0.5,
     true,
     [](const Vector& x) { return logistic(std::sin(1.5 * x[0]) + 0.5 * x[1] * x[1] - 0.5 + x[2]); },
     {}},
    {"1 in 20 events, log-odds -3.75 + x1 + 0.7 x2 + x1 x2/2, correlation 0.5",
     3,
     0.5,
     true,
     [](const Vector& x) { return logistic(-3.75 + x[0] + 0.7 * x[1] + 0.5 * x[0] * x[1]); },
     {}},
    {"log(x1) + x2/2 + x3/5, log-normal inputs, noise 0.5", 3, 0.5, false,
     [](const Vector& x) { return std::log(x[0]) + 0.5 * x[1] + 0.2 * x[2]; }, normal_noise(0.5),
     [](double x) { return std::exp(0.7 * x); }},
    {"x1 x2/2 + x2 + (0, 1, -1/2) of x3's levels + x1 at the third, correlation 0.5, noise 1",
     3,
     0.5,
     false,
     [](const Vector& x) {
       return 0.5 * x[0] * x[1] + x[1] + (x[2] == 1 ? 1 : x[2] == 2 ? x[0] - 0.5 : 0);
     },
     normal_noise(1),
     {},
     3},
    {"x1 + x2 + 0.3 x1 x2, correlation 0.5, noise 1", 3, 0.5, false,
     [](const Vector& x) { return x[0] + x[1] + 0.3 * x[0] * x[1]; }, normal_noise(1)},
    {"x1 + tanh(x2) + x3 x4/2, four more without effect, correlation 0.3, noise 1", 8, 0.3, false,
     [](const Vector& x) { return x[0] + std::tanh(x[1]) + 0.5 * x[2] * x[3]; }, normal_noise(1)},
};

bool is_category(const Process& process, Index input) { return process.levels > 0 && input + 1 == process.inputs; }

Vector draw_inputs(const Process& process, Random& random) {
  const double common = random.normal();
  Vector x(process.inputs);
  for (Index k = 0; k < x.size(); ++k) {
    x[k] = std::sqrt(process.correlation) * common + std::sqrt(1 - process.correlation) * random.normal();
    if (process.marginal) x[k] = process.marginal(x[k]);
    if (!is_category(process, k)) continue;
    const double share = 0.5 * std::erfc(-x[k] / std::sqrt(2.0));
    x[k] = std::min(std::floor(share * static_cast<double>(process.levels)), static_cast<double>(process.levels - 1));
  }
  return x;
}

// In the order of effects(): a numeric input by 1, a category to each level from the first.
struct Moved {
  Index input;
  double level;  // NaN of a numeric one
};

std::vector<Moved> moves_of(const Process& process) {
  std::vector<Moved> moves;
  for (Index k = 0; k < process.inputs; ++k) {
    if (!is_category(process, k)) moves.push_back({k, nan});
    for (Index level = 1; is_category(process, k) && level < process.levels; ++level) {
      moves.push_back({k, static_cast<double>(level)});
    }
  }
  return moves;
}

// Average slopes, 0 of a category, then average shifts.
Vector truth_of(const Process& process) {
  constexpr int draws = 400'000;
  constexpr double step = 1e-5;
  Random random(99);
  const std::vector<Moved> moves = moves_of(process);
  const auto count = static_cast<Index>(moves.size());
  Vector sum = Vector::Zero(2 * count);
  for (int i = 0; i < draws; ++i) {
    const Vector x = draw_inputs(process, random);
    const auto at = [&](Index k, double value) {
      Vector other = x;
      other[k] = value;
      return process.mean(other);
    };
    for (Index m = 0; m < count; ++m) {
      const auto [k, level] = moves[static_cast<std::size_t>(m)];
      if (std::isnan(level)) {
        sum[m] += (at(k, x[k] + step) - at(k, x[k] - step)) / (2 * step);
        sum[count + m] += at(k, x[k] + 1) - process.mean(x);
      } else {
        sum[count + m] += at(k, level) - at(k, 0);
      }
    }
  }
  return sum / draws;
}

Table draw_table(const Process& process, std::size_t number, Index rows) {
  Random random(static_cast<std::uint32_t>(1000 + number));
  Table table = table_of_rows(
      number, rows, [&] { return draw_inputs(process, random); },
      [&](const Vector& x) -> double {
        const double mean = process.mean(x);
        return process.probability ? (random.uniform() < mean ? 1 : 0) : mean + process.noise(x, random);
      });
  if (process.levels == 0) return table;
  Column& category = table.columns[static_cast<std::size_t>(process.inputs - 1)];
  category.kind = ColumnKind::text;
  for (const double code : category.numbers) category.codes.push_back(static_cast<std::int32_t>(code));
  for (Index level = 0; level < process.levels; ++level) {
    category.levels.emplace_back(1, static_cast<char>('a' + level));
  }
  category.numbers.clear();
  return table;
}

// Of one table, in the order of the truth.
struct Averages {
  Vector own, covered, width;
  std::vector<std::string> verdicts;  // an effect
  Matrix curves_covered;              // points × numeric inputs
};

Averages averages_of(const Model& model, const Table& table, const Vector& truth, IntervalMethod method) {
  std::vector<Index> all(table.lines.size());
  std::iota(all.begin(), all.end(), Index{0});
  EffectOptions options;
  options.interval.method = method;
  options.interval.training_rows = true;
  options.interval.targets = encode_targets(model.design, table, all);
  options.delta = {Delta::Kind::number, 1};
  options.threads = 1;
  const Effects result = effects(model, gather_variables(model.design, table, all), options);
  const Index count = truth.size() / 2;
  Averages averages{Vector(truth.size()), Vector(truth.size()), Vector(truth.size()), {}, {}};
  for (Index k = 0; k < truth.size(); ++k) {
    const Effect& effect = result.effects[static_cast<std::size_t>(k % count)];
    const bool slope = k < count;
    const Interval& interval = slope ? effect.slope_interval : effect.shift_interval;
    averages.own[k] = !slope ? effect.shift_summary.mean : effect.slope_summary ? effect.slope_summary->mean : nan;
    averages.covered[k] = interval.conf_low <= truth[k] && truth[k] <= interval.conf_high ? 1 : 0;
    averages.width[k] = interval.conf_high - interval.conf_low;
    if (slope) averages.verdicts.push_back(effect.one_number.verdict);
  }
  return averages;
}

constexpr int curve_points = 5;

// E f with one input at a value, by draws that are the same for each table.
double partial_dependence_of(const Process& process, const Matrix& draws, Index input, double value) {
  double sum = 0;
  for (Index i = 0; i < draws.rows(); ++i) {
    Vector x = draws.row(i);
    x[input] = value;
    sum += process.mean(x);
  }
  return sum / static_cast<double>(draws.rows());
}

Matrix curves_covered(const Process& process, const Matrix& draws, const Model& model, const Table& table) {
  std::vector<Index> all(table.lines.size());
  std::iota(all.begin(), all.end(), Index{0});
  const Index numeric = process.inputs - (process.levels > 0 ? 1 : 0);
  Matrix covered(curve_points, numeric);
  for (Index input = 0; input < numeric; ++input) {
    CurveOptions options;
    options.variable = "x" + std::to_string(input + 1);
    options.grid = curve_points;
    options.interval.training_rows = true;
    options.interval.targets = encode_targets(model.design, table, all);
    options.threads = 1;
    const Curves result = curves(model, gather_variables(model.design, table, all), options);
    for (Index point = 0; point < curve_points; ++point) {
      const Interval& interval = result.curves.front().intervals[static_cast<std::size_t>(point)];
      const double x = result.plan.x[static_cast<std::size_t>(point)];
      const double truth = partial_dependence_of(process, draws, input, x);
      const bool known = !std::isnan(interval.conf_low);
      covered(point, input) = !known ? nan : interval.conf_low <= truth && truth <= interval.conf_high ? 1 : 0;
    }
  }
  return covered;
}

// Over the tables that have an interval at the point.
void print_curves(const std::vector<Averages>& tables) {
  std::printf("| pdp |");
  for (Index input = 0; input < tables.front().curves_covered.cols(); ++input) {
    for (Index point = 0; point < curve_points; ++point) {
      double known = 0, covered = 0;
      for (const Averages& table : tables) {
        const double one = table.curves_covered(point, input);
        known += std::isnan(one) ? 0 : 1;
        covered += std::isnan(one) ? 0 : one;
      }
      if (known > 0) std::printf(" %.2f", covered / known);
      if (known == 0) std::printf(" -");
    }
    std::printf(" |");
  }
  std::printf("\n");
}

void print(const char* kind, const std::vector<Averages>& by_cross_fit, const std::vector<Averages>& by_refits,
           Index first, Index count) {
  std::printf("| %s |", kind);
  const auto tables = static_cast<Index>(by_cross_fit.size());
  for (Index k = first; k < first + count; ++k) {
    Vector own(tables), covered(tables), width(tables), refits_covered(tables), refits_width(tables);
    for (Index i = 0; i < tables; ++i) {
      own[i] = by_cross_fit[i].own[k];
      covered[i] = by_cross_fit[i].covered[k];
      width[i] = by_cross_fit[i].width[k];
      if (by_refits.empty()) continue;
      refits_covered[i] = by_refits[i].covered[k];
      refits_width[i] = by_refits[i].width[k];
    }
    if (own.hasNaN()) {
      std::printf(" - |");
      continue;
    }
    std::printf(" %.3f (%.2f)", covered.mean(), width.mean() / (2 * 1.96 * standard_deviation(own)));
    if (!by_refits.empty()) std::printf(" / %.3f (%.2f)", refits_covered.mean(), width.mean() / refits_width.mean());
    std::printf(" |");
  }
  std::printf("\n");
}

// Of each effect the share of the tables whose verdict says this.
void print_share(const std::string& said, const std::vector<Averages>& tables) {
  std::vector<double> shares(tables.front().verdicts.size());
  for (const Averages& table : tables) {
    for (std::size_t k = 0; k < shares.size(); ++k) {
      shares[k] += table.verdicts[k].find(said) != std::string::npos ? 1 : 0;
    }
  }
  if (std::all_of(shares.begin(), shares.end(), [](double share) { return share == 0; })) return;
  std::printf("| %s |", said.c_str());
  for (const double share : shares) std::printf(" %.3f |", share / static_cast<double>(tables.size()));
  std::printf("\n");
}

std::string name_of(const Moved& moved) {
  const std::string name = "x" + std::to_string(moved.input + 1);
  return std::isnan(moved.level) ? name : name + " " + static_cast<char>('a' + static_cast<int>(moved.level));
}

void measure(const Process& process, std::size_t tables, Index rows, FitOptions options) {
  const Vector truth = truth_of(process);
  const std::vector<Moved> moves = moves_of(process);
  if (process.probability) options.network.output = Activation::logistic;
  Random random(98);
  Matrix draws(20'000, process.inputs);
  for (Index i = 0; i < draws.rows(); ++i) draws.row(i) = draw_inputs(process, random);
  std::vector<Averages> by_cross_fit(tables), by_refits(options.refits.count > 0 ? tables : 0);
  parallel_for(tables, 0, [&](std::size_t number) {
    const Table table = draw_table(process, number, rows);
    const Model model = fit(table, options);
    by_cross_fit[number] = averages_of(model, table, truth, IntervalMethod::cross_fit);
    by_cross_fit[number].curves_covered = curves_covered(process, draws, model, table);
    if (!by_refits.empty()) by_refits[number] = averages_of(model, table, truth, IntervalMethod::bootstrap);
  });
  std::printf("\n%s, %d rows\n\n|  |", process.name.c_str(), static_cast<int>(rows));
  for (const Moved& moved : moves) std::printf(" %s |", name_of(moved).c_str());
  std::printf("\n| --- |");
  for (std::size_t k = 0; k < moves.size(); ++k) std::printf(" ---: |");
  std::printf("\n");
  const auto count = static_cast<Index>(moves.size());
  print("slope", by_cross_fit, by_refits, 0, count);
  print("+ 1", by_cross_fit, by_refits, count, count);
  print_curves(by_cross_fit);
  for (const char* said : {"none", "linear", "bends", "depends", "varies", "changes sign"}) {
    print_share(said, by_cross_fit);
  }
  for (Index k = 0; k < process.inputs; ++k) print_share("depends on x" + std::to_string(k + 1), by_cross_fit);
  std::fflush(stdout);
}

}  // namespace

}  // namespace nninterp

int main(int argc, char** argv) {
  const long tables = argc > 1 ? std::atol(argv[1]) : 500, rows = argc > 2 ? std::atol(argv[2]) : 300;
  nninterp::FitOptions options;
  options.threads = 1;
  options.refits.count = argc > 3 ? std::atoi(argv[3]) : 0;
  if (argc > 4 && std::atof(argv[4]) > 0) options.choice.decay = std::atof(argv[4]);
  const std::size_t count = nninterp::processes.size();
  const std::size_t first = argc > 5 ? static_cast<std::size_t>(std::atol(argv[5])) : 1;
  const std::size_t last = argc > 6 ? static_cast<std::size_t>(std::atol(argv[6])) : count;
  for (std::size_t k = first; k <= std::min(last, count); ++k) {
    nninterp::measure(nninterp::processes[k - 1], static_cast<std::size_t>(tables), rows, options);
  }
}

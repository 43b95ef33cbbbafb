// How often 95 % intervals of averages cover the truth: tables drawn from known processes, each fitted with all
// defaults. A line a process and kind of average, a number a variable: coverage by cross-fitting, its mean width over
// the spread of the network's own average from table to table, and with refits the coverage and width by the bootstrap
// beside it.
//
//   nninterp_averages [TABLES] [ROWS] [REFITS] [DECAY]
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <mutex>
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

double logistic(double z) { return 1 / (1 + std::exp(-z)); }

struct Process {
  std::string name;
  Index inputs;
  double correlation;  // of every two inputs, which are normal
  bool probability;    // a 0/1 target
  std::function<double(const Vector& x)> mean;
  std::function<double(const Vector& x, Random& random)> noise;
  std::function<double(double x)> marginal = {};  // what an input is made of its normal draw
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
    {"x1 + tanh(x2) + x3 x4/2, four more without effect, correlation 0.3, noise 1", 8, 0.3, false,
     [](const Vector& x) { return x[0] + std::tanh(x[1]) + 0.5 * x[2] * x[3]; }, normal_noise(1)},
};

Vector draw_inputs(const Process& process, Random& random) {
  const double common = random.normal();
  Vector x(process.inputs);
  for (double& value : x) {
    value = std::sqrt(process.correlation) * common + std::sqrt(1 - process.correlation) * random.normal();
    if (process.marginal) value = process.marginal(value);
  }
  return x;
}

// Average slopes, then average shifts by 1.
Vector truth_of(const Process& process) {
  constexpr int draws = 400'000;
  constexpr double step = 1e-5;
  Random random(99);
  Vector sum = Vector::Zero(2 * process.inputs);
  for (int i = 0; i < draws; ++i) {
    const Vector x = draw_inputs(process, random);
    const auto moved = [&](Index k, double by) {
      Vector other = x;
      other[k] += by;
      return process.mean(other);
    };
    for (Index k = 0; k < x.size(); ++k) {
      sum[k] += (moved(k, step) - moved(k, -step)) / (2 * step);
      sum[process.inputs + k] += moved(k, 1) - process.mean(x);
    }
  }
  return sum / draws;
}

Table draw_table(const Process& process, std::size_t number, Index rows) {
  Random random(static_cast<std::uint32_t>(1000 + number));
  return table_of_rows(
      number, rows, [&] { return draw_inputs(process, random); },
      [&](const Vector& x) -> double {
        const double mean = process.mean(x);
        return process.probability ? (random.uniform() < mean ? 1 : 0) : mean + process.noise(x, random);
      });
}

// Of one table, in the order of the truth.
struct Averages {
  Vector own, covered, width;
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
  const Index inputs = truth.size() / 2;
  Averages averages{Vector(truth.size()), Vector(truth.size()), Vector(truth.size())};
  for (Index k = 0; k < truth.size(); ++k) {
    const Effect& effect = result.effects[static_cast<std::size_t>(k % inputs)];
    const Interval& interval = k < inputs ? effect.slope_interval : effect.shift_interval;
    averages.own[k] = k < inputs ? effect.slope_summary->mean : effect.shift_summary.mean;
    averages.covered[k] = interval.conf_low <= truth[k] && truth[k] <= interval.conf_high ? 1 : 0;
    averages.width[k] = interval.conf_high - interval.conf_low;
  }
  return averages;
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
    std::printf(" %.3f (%.2f)", covered.mean(), width.mean() / (2 * 1.96 * standard_deviation(own)));
    if (!by_refits.empty()) std::printf(" / %.3f (%.2f)", refits_covered.mean(), width.mean() / refits_width.mean());
    std::printf(" |");
  }
  std::printf("\n");
}

void measure(const Process& process, std::size_t tables, Index rows, FitOptions options) {
  const Vector truth = truth_of(process);
  if (process.probability) options.network.output = Activation::logistic;
  std::vector<Averages> by_cross_fit(tables), by_refits(options.refits.count > 0 ? tables : 0);
  parallel_for(tables, 0, [&](std::size_t number) {
    const Table table = draw_table(process, number, rows);
    const Model model = fit(table, options);
    by_cross_fit[number] = averages_of(model, table, truth, IntervalMethod::cross_fit);
    if (!by_refits.empty()) by_refits[number] = averages_of(model, table, truth, IntervalMethod::bootstrap);
  });
  std::printf("\n%s, %d rows\n\n|  |", process.name.c_str(), static_cast<int>(rows));
  for (Index k = 0; k < process.inputs; ++k) std::printf(" x%d |", static_cast<int>(k + 1));
  std::printf("\n| --- |");
  for (Index k = 0; k < process.inputs; ++k) std::printf(" ---: |");
  std::printf("\n");
  print("slope", by_cross_fit, by_refits, 0, process.inputs);
  print("+ 1", by_cross_fit, by_refits, process.inputs, process.inputs);
  std::fflush(stdout);
}

}  // namespace

}  // namespace nninterp

int main(int argc, char** argv) {
  const long tables = argc > 1 ? std::atol(argv[1]) : 500, rows = argc > 2 ? std::atol(argv[2]) : 300;
  nninterp::FitOptions options;
  options.threads = 1;
  options.refits.count = argc > 3 ? std::atoi(argv[3]) : 0;
  if (argc > 4) options.choice.decay = std::atof(argv[4]);
  for (const nninterp::Process& process : nninterp::processes) {
    nninterp::measure(process, static_cast<std::size_t>(tables), rows, options);
  }
}

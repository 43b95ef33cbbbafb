// How often 95 % intervals of average slopes cover the truth: tables drawn from known processes, each fitted with all
// defaults and refitted on resampled rows with several shares of the decay.
//
//   nninterp_coverage [TABLES] [REFITS]
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <string>
#include <vector>

#include "nninterp/analysis/effects.hpp"
#include "nninterp/core/parallel.hpp"
#include "nninterp/core/random.hpp"
#include "nninterp/model/fit.hpp"
#include "tables.hpp"

namespace nninterp {

namespace {

constexpr Index rows = 300;

struct Process {
  const char* name;
  Index inputs;
  bool probability;
  double (*mean)(const Vector& x);
};

double logistic(double z) { return 1 / (1 + std::exp(-z)); }

const std::vector<Process> processes{
    {"sin(1.5 x1) x2 + 0.7 x2 + 0.5 x3, noise 0.5", 3, false,
     [](const Vector& x) { return std::sin(1.5 * x[0]) * x[1] + 0.7 * x[1] + 0.5 * x[2]; }},
    {"x1 - x2 + x1^2 x2, x3 and x4 without effect, noise 1", 4, false,
     [](const Vector& x) { return x[0] - x[1] + x[0] * x[0] * x[1]; }},
    {"probability, log-odds 0.8 x1 - x2 + 1.2 x1 x2 + 0.6 |x3|", 3, true,
     [](const Vector& x) { return logistic(0.8 * x[0] - x[1] + 1.2 * x[0] * x[1] + 0.6 * std::fabs(x[2])); }},
};

// Normal, every two inputs with correlation 0.5.
Vector draw_inputs(const Process& process, Random& random) {
  const double common = random.normal();
  Vector x(process.inputs);
  for (double& value : x) value = std::sqrt(0.5) * (common + random.normal());
  return x;
}

Vector true_slopes(const Process& process) {
  constexpr int draws = 400'000;
  constexpr double step = 1e-5;
  Random random(99);
  Vector sum = Vector::Zero(process.inputs);
  for (int i = 0; i < draws; ++i) {
    const Vector x = draw_inputs(process, random);
    for (Index k = 0; k < x.size(); ++k) {
      Vector above = x, below = x;
      above[k] += step;
      below[k] -= step;
      sum[k] += (process.mean(above) - process.mean(below)) / (2 * step);
    }
  }
  return sum / draws;
}

Table draw_table(const Process& process, std::size_t number) {
  Random random(static_cast<std::uint32_t>(1000 + number));
  return table_of_rows(
      number, rows, [&] { return draw_inputs(process, random); },
      [&](const Vector& x) -> double {
        const double mean = process.mean(x), noise = process.inputs == 3 ? 0.5 : 1;
        return process.probability ? (random.uniform() < mean ? 1 : 0) : mean + noise * random.normal();
      });
}

struct Tally {
  Vector covered, width;
};

Tally tally_of(const Model& model, const Matrix& data, const Vector& truth, bool resample) {
  EffectOptions options;
  options.interval.method = IntervalMethod::bootstrap;
  options.interval.training_rows = resample;
  options.threads = 1;
  Tally tally{Vector::Zero(truth.size()), Vector::Zero(truth.size())};
  const Effects result = effects(model, data, options);
  for (Index k = 0; k < truth.size(); ++k) {
    const Interval& interval = result.effects[static_cast<std::size_t>(k)].slope_interval;
    tally.covered[k] = interval.conf_low <= truth[k] && truth[k] <= interval.conf_high ? 1 : 0;
    tally.width[k] = interval.conf_high - interval.conf_low;
  }
  return tally;
}

// One line a way of making the interval: coverage and mean width for each variable.
void measure(const Process& process, std::size_t tables, int refits) {
  const Vector truth = true_slopes(process);
  struct Way {
    const char* name;
    double share;  // of the fit's decay
    bool resample;
    BootstrapStart start = BootstrapStart::warm;
  };
  const std::vector<Way> ways{{"all of the decay, rows held fixed", 1, false},
                              {"all of the decay", 1, true},
                              {"0.5 of the decay", 0.5, true},
                              {"0.25 of the decay (default)", 0.25, true},
                              {"0.25 of the decay, from new starts", 0.25, true, BootstrapStart::fresh},
                              {"0.1 of the decay", 0.1, true}};
  std::vector<Tally> sums(ways.size(), Tally{Vector::Zero(truth.size()), Vector::Zero(truth.size())});
  std::mutex adding;
  parallel_for(tables, 0, [&](std::size_t number) {
    const Table table = draw_table(process, number);
    FitOptions options;
    options.threads = 1;
    if (process.probability) options.network.output = Activation::logistic;
    options.choice.decay = *fit(table, options).training->decay;  // by cross-validation
    options.refits.count = refits;
    std::vector<Index> all(rows);
    for (Index row = 0; row < rows; ++row) all[static_cast<std::size_t>(row)] = row;
    for (std::size_t way = 0; way < ways.size(); ++way) {
      options.refits.decay = ways[way].share * *options.choice.decay;
      options.refits.start = ways[way].start;
      const Model model = fit(table, options);
      const Tally tally = tally_of(model, gather_variables(model.design, table, all), truth, ways[way].resample);
      const std::lock_guard<std::mutex> lock(adding);
      sums[way].covered += tally.covered;
      sums[way].width += tally.width;
    }
  });
  std::printf("\n%s\n\n| refits with |", process.name);
  for (Index k = 0; k < truth.size(); ++k) std::printf(" x%d |", static_cast<int>(k + 1));
  std::printf("\n| --- |");
  for (Index k = 0; k < truth.size(); ++k) std::printf(" ---: |");
  const auto count = static_cast<double>(tables);
  for (std::size_t way = 0; way < ways.size(); ++way) {
    std::printf("\n| %s |", ways[way].name);
    for (Index k = 0; k < truth.size(); ++k) {
      std::printf(" %.3f (%.2f) |", sums[way].covered[k] / count, sums[way].width[k] / count);
    }
  }
  std::printf("\n");
  std::fflush(stdout);
}

}  // namespace

}  // namespace nninterp

int main(int argc, char** argv) {
  const long tables = argc > 1 ? std::atol(argv[1]) : 500;
  const int refits = argc > 2 ? std::atoi(argv[2]) : 200;
  for (const nninterp::Process& process : nninterp::processes) {
    nninterp::measure(process, static_cast<std::size_t>(tables), refits);
  }
}

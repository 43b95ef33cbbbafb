#include <memory>

#include <CLI/CLI.hpp>

#include "commands.hpp"
#include "nninterp/analysis/intervals.hpp"
#include "nninterp/analysis/predict.hpp"
#include "nninterp/model/reading.hpp"
#include "session.hpp"

namespace nninterp::cli {

namespace {

struct PredictCommand {
  OutputOptions output;
  SourceOptions source;
  IntervalOptions interval;

  // Without refits, predictions that nobody asked to be sure of are fine as they are.
  std::size_t refits_asked_for(const Model& model, std::vector<Warning>& warnings) const {
    const bool none = !model.training || !model.training->refits;
    return interval.method == IntervalMethod::automatic && none ? 0 : choose_refits(model, interval, warnings);
  }

  int run() const {
    Session session = open_session(source, output.file, output.threads);
    const auto predictions = [&](Index first, Index count) {
      return predict(session.model, session.variables.middleRows(first, count), 1);
    };
    ReportFrame frame{session.settings, session.warnings};
    PredictionReport report;
    report.rows = session.take_row_numbers();
    report.predictions = predictions;
    report.threads = output.threads;
    report.level = interval.level;
    report.replicates = refits_asked_for(session.model, frame.warnings);
    report.intervals_in_csv = interval.method == IntervalMethod::bootstrap;
    report.intervals = [&](Index first, Index count) {
      return prediction_intervals(session.model, session.variables.middleRows(first, count), interval.level, 1);
    };
    add_interval_settings(interval, frame.settings);
    for (const Warning& warning : warn_of_extrapolation(session.model.design, session.variables)) {
      frame.warnings.push_back(warning);
    }
    append_unsaid(warn_of_reading(session.model), frame.warnings);
    deliver(output, frame.warnings,
            LongDocument{[&](const Sink& sink) { predict_json(session.model, report, frame, sink); },
                         [&](const Sink& sink) { predict_csv(session.model, report, sink); },
                         [&] { return predict_text(session.model, report); }});
    return exit_done;
  }
};

}  // namespace

void add_predict(CLI::App& app, Action& action) {
  auto command = std::make_shared<PredictCommand>();
  CLI::App* predict = app.add_subcommand("predict", "f(x), the prediction for each row");
  predict->footer(
      "Examples:\n  nninterp predict --data new.csv --format csv\n"
      "  grep -v '^#' raw.csv | nninterp predict --data - --json | jq .predictions");
  add_interval_options(*predict, command->interval);
  add_source_options(*predict, command->source);
  add_output_options(*predict, command->output);
  predict->callback([command, &action] { action = [command] { return command->run(); }; });
}

}  // namespace nninterp::cli

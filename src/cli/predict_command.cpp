#include <memory>

#include <CLI/CLI.hpp>

#include "commands.hpp"
#include "nninterp/analysis/predict.hpp"
#include "session.hpp"

namespace nninterp::cli {

namespace {

struct PredictCommand {
  OutputOptions output;
  SourceOptions source;

  int run() const {
    check_output("-o", output.file, {source.model, source.data.value_or("")});
    const Session session = open_session(source, output.threads);
    const auto predictions = [&](Index first, Index count) {
      return predict(session.model, session.variables.middleRows(first, count), 1);
    };
    const PredictionReport report{session.row_numbers(), predictions, output.threads};
    ReportFrame frame{session.settings, session.warnings};
    for (const Warning& warning : warn_of_extrapolation(session.model.design, session.variables)) {
      frame.warnings.push_back(warning);
    }
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
  add_source_options(*predict, command->source);
  add_output_options(*predict, command->output);
  predict->callback([command, &action] { action = [command] { return command->run(); }; });
}

}  // namespace nninterp::cli

#include <memory>
#include <numeric>

#include <CLI/CLI.hpp>

#include "commands.hpp"
#include "nninterp/analysis/predict.hpp"
#include "nninterp/analysis/slopes.hpp"
#include "nninterp/model/reading.hpp"
#include "session.hpp"

namespace nninterp::cli {

namespace {

struct SlopesCommand {
  OutputOptions output;
  SourceOptions source;
  OutputScale scale = OutputScale::response;
  long order = 1;

  int run() const {
    Session session = open_session(source, output.file, output.threads);
    check_scale(session.model, scale);
    const auto slopes = [&](Index k, Index first, Index count) {
      return output_slopes(session.model, session.variables.middleRows(first, count), k, 1, scale);
    };
    const std::vector<Warning> reading = warn_of_reading(session, output.threads);
    SlopeReport report{session.take_row_numbers(), slopes, scale, {}, output.threads};
    if (order == 2) {
      report.second = [&](const std::vector<std::size_t>& among, Index first, Index count) {
        return second_derivatives(session.model, session.variables.middleRows(first, count), among, 1, scale);
      };
    }
    ReportFrame frame{session.settings, session.warnings};
    frame.settings.emplace_back("order", static_cast<std::int64_t>(order));
    frame.settings.emplace_back("on", name_of(scale));
    std::vector<std::size_t> all(session.model.design.variables.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    const char* consequence = " and without a slope; nninterp effects compares the levels";
    for (const Warning& warning : warn_of_categorical(session.model.design, all, consequence)) {
      frame.warnings.push_back(warning);
    }
    append_unsaid(reading, frame.warnings);
    deliver(output, frame.warnings,
            LongDocument{[&](const Sink& sink) { slopes_json(session.model, report, frame, sink); },
                         [&](const Sink& sink) { slopes_csv(session.model, report, sink); },
                         [&] { return slopes_text(session.model, report); }});
    return exit_done;
  }
};

}  // namespace

void add_slopes(CLI::App& app, Action& action) {
  auto command = std::make_shared<SlopesCommand>();
  CLI::App* slopes = app.add_subcommand("slopes", "The slope of each target by each variable at each row, exact");
  slopes->footer(
      "Examples:\n  nninterp slopes --format csv > slopes.csv\n"
      "  nninterp slopes --on logit --json   # generalized weights\n"
      "  nninterp slopes --order 2 --json | jq .second");
  slopes
      ->add_option_function<std::string>(
          "--order", [command](const std::string& text) { command->order = integer_option("--order", text, 1, 2); },
          "2: also the second derivatives by each pair of variables (default: 1)")
      ->type_name("ORDER");
  add_scale_option(*slopes, command->scale);
  add_source_options(*slopes, command->source);
  add_output_options(*slopes, command->output);
  slopes->callback([command, &action] { action = [command] { return command->run(); }; });
}

}  // namespace nninterp::cli

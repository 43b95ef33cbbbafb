#include "show.hpp"

#include "cli/output.hpp"
#include "cli/session.hpp"
#include "commands.hpp"
#include "nninterp/analysis/inference.hpp"
#include "nninterp/model/reading.hpp"

namespace nninterp::cli {

namespace {

class Show : public Command {
 public:
  Help help() const override {
    return {"show", "The fitted model: layers, training record, weights",
            "Examples:\n  nninterp show --weights --level 0.95\n"
            "  nninterp show --json | jq '.weights_table[] | select(.value > 10)'"};
  }
  void declare(OptionSet& options) override;
  int run() override;

 private:
  void infer(const Session& session, ShowDocument& document) const;

  OutputOptions output;
  SourceOptions source;
  std::optional<double> level;
  bool weights_alone = false;
};

void Show::declare(OptionSet& options) {
  options.parsed(
      "--level", "NUMBER", [this](const std::string& text) { level = level_option(text); },
      "Standard errors and intervals of the weights that hold the truth in this share of cases, as 0.95; from the "
      "table that --data names, which is not read without");
  options.flag("--weights", weights_alone, "The table: nothing but the weights");
  source.declare(options);
  source.weighs = true;
  output.declare(options);
}

void Show::infer(const Session& session, ShowDocument& document) const {
  const Matrix targets = encode_targets(session.model.design, session.table, session.at.rows);
  const std::vector<Index> clusters =
      clusters_of_rows(session.model, session.variables().rows(), session.at.training_rows);
  const WeightCovariance covariance =
      weight_covariance(session.model, session.variables(), targets, output.threads, clusters, session.weights);
  document.inference =
      WeightInference{session.at.rows.size(), weight_intervals(session.model, covariance, *level), covariance.nic};
  document.settings = settings_of(source, session);
  document.settings.emplace_back("level", *level);
  for (const auto& warnings : {session.at.warnings, covariance.warnings}) append_unsaid(warnings, document.warnings);
}

int Show::run() {
  Session session;
  if (level) {
    session = open_session(source, output, RowsWanted::trained_on);
  } else {
    session.model = load_model(source.model, output.file);
  }
  const std::unique_ptr<ShowDocument> document = shown(session.model, source.model);
  document->weights_alone = weights_alone;
  if (level) infer(session, *document);
  append_unsaid(warn_of_units(session.model), document->warnings);
  deliver(output, *document);
  return exit_done;
}

}  // namespace

std::unique_ptr<ShowDocument> shown(const Model& model, const std::string& file) {
  auto document = std::make_unique<ShowDocument>(model);
  document->settings = {{"model", file}, {"data", {}}, {"level", {}}};
  document->warnings = warn_of_fit(model);
  return document;
}

std::unique_ptr<Command> make_show() { return std::make_unique<Show>(); }

}  // namespace nninterp::cli

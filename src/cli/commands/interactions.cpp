#include "nninterp/analysis/interactions.hpp"

#include "cli/question.hpp"
#include "commands.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/io/report/interactions.hpp"

namespace nninterp::cli {

namespace {

class InteractionsQuestion : public Question {
 public:
  Help help() const override {
    return {"interactions", "Which pairs of variables act together, strongest first",
            "Examples:\n  nninterp interactions\n  nninterp interactions --var X1,X2 --delta sd --format table\n"
            "  nninterp interactions | jq '.interactions[0]'"};
  }

 protected:
  void declare_own(OptionSet& options) override;
  std::unique_ptr<Document> answer(const Session& session) override;

 private:
  void parse_delta(const std::string& text);
  std::string delta_text() const;

  InteractionOptions interaction;
  std::vector<std::string> variables;
  std::string delta = "1";              // as it was asked for
  std::vector<std::string> own_deltas;  // NAME=DELTA
};

// NAME=DELTA for one variable, DELTA for all others.
void InteractionsQuestion::parse_delta(const std::string& text) {
  const std::size_t equals = text.rfind('=');
  if (equals == std::string::npos) {
    interaction.delta = delta_option(text, false);
    delta = text;
  } else {
    interaction.deltas.emplace_back(trim(text.substr(0, equals)), delta_option(text.substr(equals + 1), false));
    own_deltas.push_back(text);
  }
}

void InteractionsQuestion::declare_own(OptionSet& options) {
  options.texts("--var", variables,
                "Pairs among these variables, as A,B; a single one with every other (default: every pair)");
  options.each(
      "--delta", "DELTA", [this](const std::string& text) { parse_delta(text); },
      "Move both variables by a NUMBER, or by their sd or iqr, in mixed differences; NAME=DELTA for one of them "
      "(repeatable; default: 1)");
  options.texts("--target", interaction.targets, "Targets (repeatable; default: all)");
  declare_scale(options, interaction.scale,
                "Scale of the prediction: response or logit, the log-odds (default: response; for probabilities both)");
  declare_weights(options, source);
  options.whole("--rows", interaction.rows, 2, 100'000, "COUNT",
                "H-squared from at most so many rows (default: 1000); the time grows with their square");
  options.whole("--seed", interaction.seed, 0, 4294967295, "NUMBER",
                "Of the draw of those rows, where there are more (default: 1)");
  declare_interval(options, interaction.interval);
}

std::string InteractionsQuestion::delta_text() const {
  std::string text = delta;
  for (const std::string& one : own_deltas) text += ", " + one;
  return text;
}

std::unique_ptr<Document> InteractionsQuestion::answer(const Session& session) {
  InteractionOptions options = interaction;
  options.variables = split_names(variables, session.model.design.variable_names());
  options.weights = session.weights;
  options.threads = output.threads;
  options.interval = interval_options(interaction.interval, session);
  Interactions measured = interactions(session.model, session.variables(), options);
  sort_by_strength(measured);
  return std::make_unique<InteractionsDocument>(session.model, interaction, delta_text(), std::move(measured));
}

}  // namespace

std::unique_ptr<Question> make_interactions() { return std::make_unique<InteractionsQuestion>(); }

}  // namespace nninterp::cli

#include "nninterp/analysis/importance.hpp"

#include <algorithm>

#include "cli/question.hpp"
#include "commands.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/io/report/importance.hpp"

namespace nninterp::cli {

namespace {

class ImportanceQuestion : public Question {
 public:
  Help help() const override {
    return {"importance", "Which variables matter: permutation, slopes, and what the weights say",
            "Examples:\n  nninterp importance\n  nninterp importance --data new.csv --rounds 50 --seed 7\n"
            "  nninterp importance --json | jq '.importance[] | {variable, permutation}'"};
  }

 protected:
  void declare_own(OptionSet& options) override;
  RowsWanted rows_wanted() const override { return RowsWanted::with_known_targets; }
  std::unique_ptr<Document> answer(Session& session) override;

 private:
  ImportanceOptions importance;
};

void ImportanceQuestion::declare_own(OptionSet& options) {
  declare_interval(options, importance.interval);
  options.texts("--target", importance.targets, "Targets (repeatable; default: all)");
  options.whole("--rounds", importance.rounds, 1, 100'000, "COUNT",
                "How often each variable is shuffled (default: 10)");
  options.whole("--seed", importance.seed, -2147483647L, 2147483647L, "NUMBER", "Of the shuffling (default: 1)");
}

// What cannot be told without the true values.
std::vector<Warning> warn_of_unknown(const Importances& importances) {
  std::vector<std::string> names;
  for (const Importance& one : importances.importances) {
    const bool listed = std::find(names.begin(), names.end(), one.target) != names.end();
    if (!one.permutation && !listed) names.push_back(one.target);
  }
  if (names.empty()) return {};
  return {{"no_target", "the data do not have " + list_some(names, 8) +
                            ": without true values there is no error, and no permutation importance"}};
}

// The loss of each target, once where they agree.
std::vector<std::string> losses_of(const Importances& importances) {
  std::vector<std::string> losses;
  for (const Importance& one : importances.importances) {
    if (!one.permutation) continue;
    const std::string& measure = one.permutation->measure;
    if (std::find(losses.begin(), losses.end(), measure) == losses.end()) losses.push_back(measure);
  }
  return losses;
}

std::unique_ptr<Document> ImportanceQuestion::answer(Session& session) {
  ImportanceOptions options = importance;
  options.threads = output.threads;
  options.interval = interval_options(importance.interval, session);
  auto document = std::make_unique<ImportanceDocument>(session.model);
  document->rows = session.at.rows.size();
  document->importances = importances(session.model, session.variables(),
                                      known_targets(session.model, session.table, session.at.rows), options);
  document->level = options.interval.level;
  document->settings = {{"loss", losses_of(document->importances)},
                        {"rounds", setting_of(options.rounds)},
                        {"seed", setting_of(options.seed)}};
  add_interval_settings(options.interval, document->settings);
  document->warnings = warn_of_unknown(document->importances);
  const std::vector<Warning>& more = document->importances.warnings;
  document->warnings.insert(document->warnings.end(), more.begin(), more.end());
  return document;
}

}  // namespace

std::unique_ptr<Command> make_importance() { return std::make_unique<ImportanceQuestion>(); }

}  // namespace nninterp::cli

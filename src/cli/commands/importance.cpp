#include "nninterp/analysis/importance.hpp"

#include "cli/question.hpp"
#include "commands.hpp"
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
  std::unique_ptr<Document> answer(const Session& session) override;

 private:
  ImportanceOptions importance;
};

void ImportanceQuestion::declare_own(OptionSet& options) {
  declare_interval(options, importance.interval);
  options.texts("--target", importance.targets, "Targets (repeatable; default: all)");
  declare_weights(options, source);
  options.whole("--rounds", importance.rounds, 1, 100'000, "COUNT",
                "How often each variable is shuffled (default: 10)");
  options.whole("--seed", importance.seed, -2147483647L, 2147483647L, "NUMBER", "Of the shuffling (default: 1)");
}

std::unique_ptr<Document> ImportanceQuestion::answer(const Session& session) {
  ImportanceOptions options = importance;
  options.weights = session.weights;
  options.threads = output.threads;
  options.interval = interval_options(importance.interval, session);
  const Matrix truth = known_targets(session.model, session.table, session.at.rows);
  auto document = std::make_unique<ImportanceDocument>(session.model, importance,
                                                       importances(session.model, session.variables(), truth, options));
  document->rows = session.at.rows.size();
  return document;
}

}  // namespace

std::unique_ptr<Question> make_importance() { return std::make_unique<ImportanceQuestion>(); }

}  // namespace nninterp::cli

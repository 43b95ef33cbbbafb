#include "nninterp/analysis/predict.hpp"

#include <algorithm>

#include "cli/question.hpp"
#include "commands.hpp"
#include "nninterp/analysis/intervals.hpp"
#include "nninterp/core/error.hpp"
#include "nninterp/io/report/predict.hpp"
#include "nninterp/model/reading.hpp"

namespace nninterp::cli {

namespace {

class PredictQuestion : public Question {
 public:
  Help help() const override {
    return {"predict", "f(x), the prediction for each row",
            "Examples:\n  nninterp predict --data new.csv --format csv\n"
            "  grep -v '^#' raw.csv | nninterp predict --data - --json | jq .predictions"};
  }

 protected:
  void declare_own(OptionSet& options) override {
    options.flag("--class", classes, "The most probable class too, and how it compares with the true one");
    options.texts("--keep", source.kept, "Columns of the data to carry along, as A,B (repeatable)");
    declare_interval(options, interval);
  }
  // Rows to be predicted may be few and far from the others.
  std::vector<Warning> warn_of(const Session& session) const override { return warn_of_reading(session.model); }
  std::unique_ptr<Document> answer(const Session& session) override;

 private:
  // Without refits, predictions that nobody asked to be sure of are fine as they are.
  std::size_t refits_asked_for(const Model& model, std::vector<Warning>& warnings) const {
    const bool none = !model.training || !model.training->refits;
    return interval.method == IntervalMethod::automatic && none ? 0 : choose_refits(model, interval, warnings);
  }

  IntervalOptions interval;
  bool classes = false;
};

std::unique_ptr<Document> PredictQuestion::answer(const Session& session) {
  auto document = std::make_unique<PredictDocument>(session.model, session.variables());
  document->rows = session.row_numbers();
  document->threads = output.threads;
  document->level = interval.level;
  document->replicates = refits_asked_for(session.model, document->warnings);
  document->intervals_in_csv = interval.method == IntervalMethod::bootstrap;
  document->classes = classes;
  const std::vector<Target>& targets = session.model.design.targets;
  if (classes && std::none_of(targets.begin(), targets.end(), [](const Target& one) { return one.categorical; })) {
    throw InputError("--class: the model predicts numbers, and no classes",
                     "fit ⟨categorical⟩ " + targets.front().name + " makes its target a class");
  }
  if (classes) document->confusions = confusions(session.model, session.table, session.at, output.threads);
  for (const std::string& name : session.kept) document->kept.push_back(&session.table.at(name));
  document->settings = with_intervals({{"class", classes}, {"keep", session.kept}}, interval);
  for (const Warning& warning : warn_of_extrapolation(session.model.design, session.variables())) {
    document->warnings.push_back(warning);
  }
  append_unsaid(warn_of_predictions(session.model, session.variables(), output.threads), document->warnings);
  return document;
}

}  // namespace

std::unique_ptr<Question> make_predict() { return std::make_unique<PredictQuestion>(); }

}  // namespace nninterp::cli

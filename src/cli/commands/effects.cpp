#include "nninterp/analysis/effects.hpp"

#include <utility>

#include "cli/groups.hpp"
#include "cli/question.hpp"
#include "commands.hpp"
#include "nninterp/analysis/paths.hpp"
#include "nninterp/core/error.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/io/report/effects.hpp"
#include "nninterp/model/reading.hpp"

namespace nninterp::cli {

namespace {

class EffectsQuestion : public Question {
 public:
  Help help() const override {
    return {"effects", "What moving a variable does to the prediction, on average and by row",
            "Examples:\n  nninterp effects\n  nninterp effects --var X1 --delta 1 | jq '.effects[0].shift.mean'\n"
            "  nninterp effects --delta sd --by sex --compare --format table\n  nninterp effects --var X1 --slope eyex "
            "--at "
            "X2=5"};
  }
  void check(const OptionSet& options) override;

 protected:
  void declare_own(OptionSet& options) override;
  std::vector<std::string> also_needed() const override { return groups.by; }
  std::unique_ptr<Document> answer(const Session& session) override;

 private:
  EffectOptions effect;
  std::vector<std::string> variables;
  std::string delta = "1";  // as it was asked for
  std::vector<std::string> at;
  GroupOptions groups;
  bool per_row = false, by_paths = false;
};

void EffectsQuestion::declare_own(OptionSet& options) {
  options.texts("--var", variables, "Variables, as A,B (default: every variable)");
  options.parsed(
      "--delta", "DELTA",
      [this](const std::string& text) {
        effect.delta = delta_option(text, true);
        delta = text;
      },
      "Move by a NUMBER, or by the sd, iqr or minmax of the rows used (default: 1, and from the one to the other of "
      "two values)");
  options.word("--as", effect.shift,
               "What f(x moved) and f(x) are compared by: difference (default), ratio or odds-ratio of their means",
               values_of<ShiftKind>(), "KIND");
  options.word("--slope", effect.slope,
               "Slopes as dydx (default), or elasticities: eyex (per cent per 1 %), eydx (a share per 1) or dyex (per "
               "100 %)",
               values_of<SlopeKind>(), "KIND");
  options.word("--contrast", effect.contrast,
               "Levels of a category each with the reference (default), pairwise, or sequential: each with the one "
               "before",
               values_of<Contrast>(), "KIND");
  options.texts("--target", effect.targets, "Targets (repeatable; default: all)");
  declare_at(options, at);
  declare_scale(options, effect.scale);
  declare_interval(options, effect.interval, IntervalsFrom::all);
  declare_weights(options, source);
  groups.declare(options, "Means");
  options.flag("--compare", effect.compare,
               "Also by how much each group of --by differs from the first (CSV: a line a difference)");
  options.flag("--per-row", per_row, "Each row's effect too (JSON and CSV)");
  options.flag("--paths", by_paths, "The average slope split by paths through the hidden units (CSV: a line a path)");
}

void EffectsQuestion::check(const OptionSet& options) {
  groups.check(options);
  if (effect.compare && groups.by.empty()) {
    throw UsageError("--compare: there are no groups to compare", "--by names a column");
  }
  if (by_paths && effect.slope != SlopeKind::dydx) {
    throw UsageError("--paths: split slopes as they are, and not --slope " + std::string(name_of(effect.slope)));
  }
  std::vector<std::string> tables;
  for (const auto& [name, asked] :
       {std::pair{"--per-row", per_row}, {"--paths", by_paths}, {"--compare", effect.compare}}) {
    if (asked) tables.emplace_back(name);
  }
  if (tables.size() > 1 && output.chosen() == Format::csv) {
    throw UsageError(tables[1] + ": and " + tables[0] + " are two tables, and CSV holds one", "--json holds both");
  }
}

std::unique_ptr<Document> EffectsQuestion::answer(const Session& session) {
  EffectOptions options = effect;
  options.variables = split_names(variables, session.model.design.variable_names());
  options.weights = session.weights;
  options.threads = output.threads;
  options.at = plan_holds(session.model.design, session.variables(), session.weights, at);
  const std::optional<Grouping> grouping = groups.of(session);

  auto document = std::make_unique<EffectsDocument>(session.model, session.variables(), options, delta);
  Paths split;
  if (by_paths) {
    split = paths(session.model, session.variables(), options, grouping);
    document->paths = std::move(split.splits);
  }
  options.interval = interval_options(effect.interval, session);
  document->rows = session.row_numbers();
  document->effects = effects(session.model, session.variables(), options, grouping);
  document->per_row = per_row;
  document->settings = with_intervals({{"delta", delta},
                                       {"between_two_values", effect.delta.kind == Delta::Kind::usual},
                                       {"by", groups.by_setting(grouping)},
                                       {"groups", groups.groups_setting()},
                                       {"compare", effect.compare},
                                       {"contrast", setting_of(effect.contrast)},
                                       {"at", hold_texts(session.model.design, options.at)},
                                       {"slope", setting_of(effect.slope)},
                                       {"as", setting_of(effect.shift)},
                                       {"on", setting_of(effect.scale)},
                                       {"paths", by_paths}},
                                      effect.interval);
  document->warnings = document->effects.warnings;
  document->warnings.insert(document->warnings.end(), split.warnings.begin(), split.warnings.end());
  if (by_paths) append_unsaid(warn_of_units(session.model), document->warnings);
  append_unsaid(warn_of_regression(session.model), document->warnings);
  return document;
}

}  // namespace

std::unique_ptr<Question> make_effects() { return std::make_unique<EffectsQuestion>(); }

}  // namespace nninterp::cli

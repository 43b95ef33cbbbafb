#include "nninterp/analysis/curves.hpp"

#include "cli/groups.hpp"
#include "cli/question.hpp"
#include "commands.hpp"
#include "nninterp/core/error.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/io/report/curves.hpp"
#include "nninterp/io/report/surfaces.hpp"

namespace nninterp::cli {

namespace {

class CurvesQuestion : public Question {
 public:
  Help help() const override {
    return {"curves", "How the prediction changes along one variable, or two together",
            "Examples:\n  nninterp curves --var X1\n  nninterp curves --var X1 --kind ale --grid 10 --format csv\n"
            "  nninterp curves --var X1 --points 2,3,4 --by X2 --at X3=mean\n  nninterp curves --var X1,X2\n"
            "  nninterp curves --var X1 --kind ice --centered --json | jq '.curves[0]'"};
  }
  void check(const OptionSet& options) override {
    check_options(curve);
    groups.check(options);
  }

 protected:
  void declare_own(OptionSet& options) override;
  std::vector<std::string> also_needed() const override { return groups.by; }
  std::unique_ptr<Document> answer(const Session& session) override;

 private:
  Settings settings_of_curves(const Design& design, const CurveOptions& options,
                              const std::optional<Grouping>& grouping) const;

  CurveOptions curve;
  std::vector<std::string> variables, at;
  GroupOptions groups;
};

void CurvesQuestion::declare_own(OptionSet& options) {
  options.texts("--var", variables, "The variable along which to draw; A,B: the joint surface of two (pdp, ale)");
  options.require("--var");
  options.word("--kind", curve.kind,
               "pdp (default: partial dependence), ice (a curve a row), ale (accumulated local effects) or lek (others "
               "at their quantiles)",
               values_of<CurveKind>(), "KIND");
  options.texts("--target", curve.targets, "Targets (repeatable; default: all)");
  declare_points(options, curve);
  groups.declare(options, "A curve");
  declare_at(options, at);
  options.flag("--center,--centre,--centered,--centred", curve.center,
               "Each curve less its first value (pdp, ice, lek)");
  options.flag("--derivative", curve.derivative, "ale: by exact slopes in place of differences");
  options.whole("--rows", curve.rows, 1, 1'000'000'000, "N",
                "ice: draw only N rows, evenly spaced (default: every row)");
  declare_weights(options, source);
  declare_scale(options, curve.scale);
  declare_interval(options, curve.interval, IntervalsFrom::means);
}

Settings CurvesQuestion::settings_of_curves(const Design& design, const CurveOptions& options,
                                            const std::optional<Grouping>& grouping) const {
  const bool named = !options.points.empty();
  return with_intervals({{"kind", setting_of(options.kind)},
                         {"grid", named ? SettingValue() : setting_of(options.grid.value_or(options.usual))},
                         {"points", named ? SettingValue(split_names(options.points, {})) : SettingValue()},
                         {"by", groups.by_setting(grouping)},
                         {"groups", groups.groups_setting()},
                         {"at", hold_texts(design, options.at)},
                         {"center", options.center},
                         {"derivative", options.derivative},
                         {"rows", options.rows > 0 ? setting_of(options.rows) : SettingValue()},
                         {"on", setting_of(options.scale)}},
                        curve.interval);
}

std::unique_ptr<Document> CurvesQuestion::answer(const Session& session) {
  const Design& design = session.model.design;
  CurveOptions options = curve;
  const std::vector<std::string> names = split_names(variables, design.variable_names());
  if (names.size() > 2) {
    throw UsageError("--var: takes one variable, or two for their joint surface, not " + std::to_string(names.size()),
                     "one call a variable: nninterp curves --var " + names.front());
  }
  options.variable = names.front();
  options.weights = session.weights;
  options.interval = interval_options(curve.interval, session);
  options.threads = output.threads;
  options.at = beside(design, names, plan_holds(design, session.variables(), session.weights, named_beside(at, names)));
  const std::optional<Grouping> grouping = groups.of(session, names);
  if (names.size() == 2) {
    options.usual = usual_surface_grid;
    auto document = std::make_unique<SurfacesDocument>(session.model);
    document->rows = static_cast<std::size_t>(session.variables().rows());
    document->surfaces = surfaces(session.model, session.variables(), options, names[1], grouping);
    document->settings = settings_of_curves(design, options, grouping);
    document->warnings = document->surfaces.warnings;
    return document;
  }
  auto document = std::make_unique<CurvesDocument>(session.model, options);
  document->rows = session.row_numbers();
  document->curves = curves(session.model, session.variables(), options, grouping);
  document->settings = settings_of_curves(design, options, grouping);
  document->warnings = document->curves.warnings;
  return document;
}

}  // namespace

std::unique_ptr<Question> make_curves() { return std::make_unique<CurvesQuestion>(); }

}  // namespace nninterp::cli

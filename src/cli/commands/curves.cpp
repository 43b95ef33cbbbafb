#include "nninterp/analysis/curves.hpp"

#include "cli/question.hpp"
#include "commands.hpp"
#include "nninterp/io/report/curves.hpp"

namespace nninterp::cli {

namespace {

class CurvesQuestion : public Question {
 public:
  Help help() const override {
    return {"curves", "How the prediction changes along one variable",
            "Examples:\n  nninterp curves --var X1\n  nninterp curves --var X1 --kind ale --grid 10 --format csv\n"
            "  nninterp curves --var X1 --kind ice --centered --json | jq '.curves[0]'"};
  }
  void check(const OptionSet&) override { check_options(curve); }

 protected:
  void declare_own(OptionSet& options) override;
  std::unique_ptr<Document> answer(const Session& session) override;

 private:
  CurveOptions curve;
  std::vector<std::string> variables;
};

void CurvesQuestion::declare_own(OptionSet& options) {
  options.texts("--var", variables, "The variable along which to draw");
  options.require("--var");
  options.word("--kind", curve.kind,
               "pdp (default: partial dependence), ice (a curve a row), ale (accumulated local effects) or lek (others "
               "at their quantiles)",
               values_of<CurveKind>(), "KIND");
  options.texts("--target", curve.targets, "Targets (repeatable; default: all)");
  options.whole("--grid", curve.grid, 1, 10'000, "N",
                "Points from the least to the largest value; ale: quantile intervals (default: 21)");
  options.flag("--center,--centre,--centered,--centred", curve.center,
               "Each curve less its first value (pdp, ice, lek)");
  options.flag("--derivative", curve.derivative, "ale: by exact slopes in place of differences");
  options.whole("--rows", curve.rows, 1, 1'000'000'000, "N",
                "ice: draw only N rows, evenly spaced (default: every row)");
  declare_weights(options, source);
  declare_scale(options, curve.scale);
  declare_interval(options, curve.interval, IntervalsFrom::means);
}

std::unique_ptr<Document> CurvesQuestion::answer(const Session& session) {
  CurveOptions options = curve;
  options.variable =
      one_name(session.model.design, variables, "takes one variable", "one call a variable: nninterp curves --var ");
  options.weights = session.weights;
  options.interval = interval_options(curve.interval, session);
  options.threads = output.threads;
  auto document = std::make_unique<CurvesDocument>(session.model, options);
  document->rows = session.row_numbers();
  document->curves = curves(session.model, session.variables(), options);
  document->warnings = document->curves.warnings;
  return document;
}

}  // namespace

std::unique_ptr<Question> make_curves() { return std::make_unique<CurvesQuestion>(); }

}  // namespace nninterp::cli

// What a network is worth beside what is simpler, at the same rows left out.
#include "model/verdict.hpp"

#include "nninterp/model/baseline.hpp"
#include "nninterp/model/fit.hpp"
#include "support/fixtures.hpp"
#include "support/made_tables.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

// The losses 1, 2, .., n in some order, plus a constant.
HeldOutLoss losses(Index rows, double more, int rounds = 1) {
  Vector sums(rows);
  for (Index row = 0; row < rows; ++row) sums[row] = rounds * (static_cast<double>((row * 7) % rows) + 1 + more);
  return {sums, rounds};
}

HeldOutLoss plus(HeldOutLoss loss, const Vector& more) {
  loss.sums += loss.rounds * more;
  return loss;
}

// Three inputs and a target.
Sample sample_of(const Table& table) {
  Matrix values(static_cast<Index>(table.lines.size()), 4);
  for (std::size_t k = 0; k < 4; ++k) {
    values.col(static_cast<Index>(k)) = Eigen::Map<const Vector>(table.columns[k].numbers.data(), values.rows());
  }
  return {values.leftCols(3), values.rightCols(1)};
}

std::vector<std::vector<Index>> alone(Index rows) { return members({}, rows); }

// Alternating numbers: mean 0, standard deviation about 1.
Vector alternating(Index rows) {
  Vector result(rows);
  for (Index row = 0; row < rows; ++row) result[row] = row % 2 == 0 ? 1 : -1;
  return result;
}

}  // namespace

TEST_CASE("the gain is over the best rival, paired by row, with its standard error", "[verdict]") {
  const HeldOutLoss network = losses(100, 0, 3), linear = plus(losses(100, 0.5), alternating(100));
  const Verdict verdict = judge_by_loss(network,
                                        {{BaselineKind::linear, linear},
                                         {BaselineKind::penalised, losses(100, 0.7)},
                                         {BaselineKind::null, losses(100, 50)}},
                                        ErrorFunction::sse, alone(100));
  CHECK(verdict.baseline == BaselineKind::linear);
  CHECK(verdict.gain == Approx(0.5));
  CHECK(verdict.std_error == Approx(std::sqrt(100.0 / 99) / 10));
  CHECK(verdict.code == VerdictCode::better_than_linear);
  CHECK(verdict.rounds == 3);
}

TEST_CASE("a gain of less than two standard errors is none", "[verdict]") {
  const auto code = [](double gain) {
    const HeldOutLoss linear = plus(losses(100, gain), alternating(100));
    return judge_by_loss(losses(100, 0), {{BaselineKind::linear, linear}, {BaselineKind::null, losses(100, 50)}},
                         ErrorFunction::sse, alone(100))
        .code;
  };
  CHECK(code(-0.1) == VerdictCode::no_better_than_linear);
  CHECK(code(0.15) == VerdictCode::no_better_than_linear);
  CHECK(code(0.25) == VerdictCode::better_than_linear);
}

TEST_CASE("a single row of a huge loss hides no gain of all others", "[verdict]") {
  Vector gain = Vector::Constant(200, 0.5) + 0.5 * alternating(200);
  gain[17] = 190;
  const HeldOutLoss linear = plus(losses(200, 0), gain);
  const Verdict verdict =
      judge_by_loss(losses(200, 0), {{BaselineKind::linear, linear}, {BaselineKind::null, losses(200, 99)}},
                    ErrorFunction::sse, alone(200));
  CHECK(verdict.gain < 2 * verdict.std_error);
  CHECK(verdict.code == VerdictCode::better_than_linear);
  // A huge log-loss is a confident mistake, and counts.
  CHECK(judge_by_loss(losses(200, 0), {{BaselineKind::linear, linear}, {BaselineKind::null, losses(200, 99)}},
                      ErrorFunction::ce, alone(200))
            .code == VerdictCode::no_better_than_linear);
}

TEST_CASE("nothing is predicted where nothing is told apart from the mean", "[verdict]") {
  const HeldOutLoss null = plus(losses(100, 0.1), alternating(100));
  CHECK(judge_by_loss(losses(100, 0), {{BaselineKind::linear, losses(100, 0.2)}, {BaselineKind::null, null}},
                      ErrorFunction::sse, alone(100))
            .code == VerdictCode::predicts_nothing);
  CHECK(judge_by_loss(losses(100, 0.3), {{BaselineKind::linear, losses(100, -5)}, {BaselineKind::null, null}},
                      ErrorFunction::sse, alone(100))
            .code == VerdictCode::no_better_than_linear);
}

TEST_CASE("rows of a cluster are one", "[verdict]") {
  const Vector numbers = (Vector(4) << 1, 1, -1, -1).finished();
  CHECK(mean_of_rows(numbers, alone(4)).std_error == Approx(std::sqrt(4.0 / 3 * 4) / 4));
  CHECK(mean_of_rows(numbers, {{0, 1}, {2, 3}}).std_error == Approx(std::sqrt(2.0 * 8) / 4));
}

TEST_CASE("independent noise predicts nothing, a line no more than a line, a bend more", "[verdict]") {
  int nothing = 0;
  for (std::uint32_t seed = 1; seed <= 10; ++seed) {
    const auto zero = [](double, double, double) { return 0.0; };
    nothing += fit(drawn(150, 1, seed, zero), {}).training->verdict->code == VerdictCode::predicts_nothing ? 1 : 0;
  }
  CHECK(nothing >= 9);
  const Model line = fit(drawn(200, 1, 1, [](double a, double b, double) { return 2 * a - b; }), {});
  CHECK(line.training->verdict->code == VerdictCode::no_better_than_linear);
  CHECK(warned_of(line, "no_better_than_linear"));
  const Model bend = fit(drawn(200, 0.5, 1, bent_product), {});
  CHECK(bend.training->verdict->code == VerdictCode::better_than_linear);
  CHECK_FALSE(warned_of(bend, "no_better_than_linear"));
}

TEST_CASE("the coefficients say the same only where the average effects agree with them", "[verdict]") {
  const Table table = drawn(300, 1, 1, [](double a, double b, double) { return 2 * a - b; });
  const Model near = fit(table, {});
  CHECK(near.training->verdict->same_effects);
  FitOptions options;
  options.choice.decay = 30;  // pulls the slopes to half
  options.choice.folds = 5;
  const Model pulled = fit(table, options);
  CHECK_FALSE(pulled.training->verdict->same_effects);
  CHECK(contains(verdict_text(*near.training->verdict), "coefficients say the same"));
  CHECK_FALSE(contains(verdict_text(*pulled.training->verdict), "coefficients say the same"));
}

TEST_CASE("copies of rows do not make the effects differ from the regression's", "[verdict]") {
  const Table table = drawn(60, 1, 1, [](double a, double b, double) { return 2 * a - b; });
  const Sample sample = sample_of(table);
  const Network regression{Architecture{{3, 1}}, least_squares(sample.inputs, sample.targets)};
  // A slope 1.5 standard errors away, whose unit is 1 / sqrt(60).
  Network moved = regression;
  moved.weights[1] += 1.5 / std::sqrt(60.0);
  CHECK(same_effects(moved, regression, sample, alone(60), ErrorFunction::sse, 1));

  const Sample copied{sample.inputs.replicate(4, 1), sample.targets.replicate(4, 1)};
  std::vector<std::vector<Index>> clusters;
  for (Index row = 0; row < 60; ++row) clusters.push_back({row, row + 60, row + 120, row + 180});
  CHECK(same_effects(moved, regression, copied, clusters, ErrorFunction::sse, 1));
  CHECK_FALSE(same_effects(moved, regression, copied, alone(240), ErrorFunction::sse, 1));
}

TEST_CASE("a verdict's code is a word, and only one that is not better is warned of", "[verdict]") {
  for (const VerdictCode code :
       {VerdictCode::better_than_linear, VerdictCode::no_better_than_linear, VerdictCode::predicts_nothing}) {
    CHECK(named<VerdictCode>(name_of(code)) == code);
    const std::vector<Warning> warnings = warn_of_verdict({code, BaselineKind::linear, 0.1, 0.2, 5});
    CHECK(warnings.empty() == (code == VerdictCode::better_than_linear));
    if (!warnings.empty()) CHECK(warnings.front().code == name_of(code));
  }
  CHECK_FALSE(named<VerdictCode>("good"));
}

TEST_CASE("a network that knows nothing ranks nothing: its area under the curve is a half, fold by fold", "[verdict]") {
  Table table = drawn(200, 1, 6, [](double, double, double) { return 0.0; });
  std::vector<int> codes(200, 0);
  for (std::size_t row = 0; row < 200; row += 20) codes[row] = 1;
  table.columns.back() = text_column("y", {"no", "yes"}, codes);
  FitOptions options;
  options.choice.decay = 1e7;
  options.choice.folds = 5;
  const Model model = fit(table, options);
  CHECK(*model.training->cv_quality.at("y").auc == Approx(0.5).margin(0.02));
  CHECK(*model.training->cv_baselines.null.at("y").auc == 0.5);
}

// Predictions, slopes and shift effects of given networks, as R and exact differentiation computed them.
#include "nninterp/analysis/effects.hpp"
#include "nninterp/analysis/predict.hpp"
#include "nninterp/analysis/slopes.hpp"
#include "nninterp/io/model_file.hpp"
#include "support/fixtures.hpp"
#include "support/peers.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

struct Case {
  Model model;
  Matrix data;
};

Case load(const Json& reference, const std::string& file) {
  Case result;
  result.model = read_model(reference["model"].dump(), file);
  const Table table = read_table(test_file("reference/data/" + reference["data"].get<std::string>()));
  result.data = gather_variables(result.model.design, table, all_rows(table));
  return result;
}

Delta delta_of(const std::string& option) {
  if (option == "sd") return {Delta::Kind::sd, 0};
  if (option == "iqr") return {Delta::Kind::iqr, 0};
  if (option == "minmax") return {Delta::Kind::minmax, 0};
  return {Delta::Kind::number, std::stod(option)};
}

// Relative to the largest of the numbers: a slope of nothing among slopes of 1 has no digits of its own.
double gap(const Vector& ours, const Vector& theirs) {
  return (ours - theirs).lpNorm<Eigen::Infinity>() / std::max(1e-300, theirs.lpNorm<Eigen::Infinity>());
}

void check_summary(const Summary& ours, const Json& theirs, double tolerance) {
  const double size = std::max({1.0, std::fabs(ours.min), std::fabs(ours.max)});
  const auto near = [&](double a, const char* name) {
    return std::fabs(a - theirs[name].get<double>()) < tolerance * size;
  };
  CHECK(near(ours.mean, "mean"));
  CHECK(near(ours.sd, "sd"));
  CHECK(near(ours.min, "min"));
  CHECK(near(ours.q25, "q25"));
  CHECK(near(ours.median, "median"));
  CHECK(near(ours.q75, "q75"));
  CHECK(near(ours.max, "max"));
  CHECK(near(ours.share_positive, "share_positive"));
  if (theirs.contains("rms")) CHECK(near(ours.rms, "rms"));
}

}  // namespace

TEST_CASE("predictions and slopes agree with R and automatic differentiation", "[reference]") {
  for (const std::string& file : files_like(test_file("reference"), "interp-")) {
    INFO(file);
    const Json reference = read_json(file);
    const Case c = load(reference, file);
    const Matrix predictions = predict(c.model, c.data);
    const Slopes ours = slopes(c.model, c.data);
    const std::vector<std::string> outputs = c.model.design.output_names();
    for (std::size_t k = 0; k < outputs.size(); ++k) {
      CHECK(gap(predictions.col(static_cast<Index>(k)), vector_of(reference["predictions"][outputs[k]])) < 1e-12);
      for (std::size_t v = 0; v < ours.variables.size(); ++v) {
        const std::string& name = c.model.design.variables[ours.variables[v]].name;
        const Vector slope = ours.by_output[k].col(static_cast<Index>(v));
        const Json& expected = reference["slopes"][outputs[k]][name];
        INFO(outputs[k] << " by " << name);
        CHECK(gap(slope, vector_of(expected)) < 1e-9);
        for (Index i = 0; i < slope.size(); ++i) {
          const double theirs = expected[static_cast<std::size_t>(i)];
          CHECK(std::fabs(slope[i] - theirs) <= 1e-9 * std::fabs(theirs) + 1e-15);
        }
      }
    }
  }
}

TEST_CASE("shift effects and their spread agree with R for every kind of delta", "[reference]") {
  for (const std::string& file : files_like(test_file("reference"), "interp-")) {
    const Json reference = read_json(file);
    const Case c = load(reference, file);
    for (const Json& expected : reference["shift"]) {
      INFO(file << ": " << expected["variable"] << " by " << expected["delta_option"] << " on " << expected["target"]);
      EffectOptions options;
      options.variables = {expected["variable"].get<std::string>()};
      options.targets = {expected["target"].get<std::string>()};
      options.delta = delta_of(expected["delta_option"].get<std::string>());
      const Effects ours = effects(c.model, c.data, options);
      REQUIRE(ours.effects.size() == 1);
      const Effect& effect = ours.effects[0];
      CHECK(distance(*effect.delta, expected["delta"]) < 1e-12);
      check_summary(effect.shift_summary, expected, 1e-10);
      if (expected.contains("out_of_range_rows")) {
        CHECK(effect.out_of_range_rows == expected["out_of_range_rows"].get<std::size_t>());
      }
      check_summary(
          *effect.slope_summary,
          reference["slope_summary"][expected["target"].get<std::string>()][expected["variable"].get<std::string>()],
          1e-9);
    }
  }
}

TEST_CASE("slopes of a second set of networks agree, several layers, outputs and activations among them",
          "[reference]") {
  for (const std::string& file : files_like(test_file("reference/peers"), "interp-")) {
    INFO(file);
    const Json reference = read_json(file);
    const Model model = model_of_peer(reference);
    const Table table = read_table(test_file("reference/peers/" + reference["data"].get<std::string>()));
    const std::vector<Index> rows = all_rows(table);
    const Matrix data = gather_variables(model.design, table, rows);
    const Slopes ours = slopes(model, data);
    for (std::size_t k = 0; k < ours.by_output.size(); ++k) {
      const Json& expected = reference["derivatives_by_output"][k]["derivatives"];
      REQUIRE(expected.size() == rows.size());
      for (std::size_t i = 0; i < rows.size(); ++i) {
        const Vector row = ours.by_output[k].row(static_cast<Index>(i)).transpose();
        CHECK((row - vector_of(expected[i])).lpNorm<Eigen::Infinity>() <=
              1e-9 * std::max(1e-6, vector_of(expected[i]).lpNorm<Eigen::Infinity>()));
      }
    }
    for (const Json& shift : reference["shift_effects"]) {
      EffectOptions options;
      options.variables = {shift["input"].get<std::string>()};
      options.delta.number = shift["delta"].get<double>();
      const Effects moved = effects(model, data, options);
      for (std::size_t k = 0; k < moved.effects.size(); ++k) {
        CHECK(distance(moved.effects[k].shift_summary.mean, shift["mean_effect"][k]) < 1e-10);
        CHECK(distance(moved.effects[k].shift_summary.sd, shift["sd_effect"][k]) < 1e-10);
      }
    }
  }
}

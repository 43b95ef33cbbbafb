// Predictions, slopes and shift effects of given networks, as R and exact differentiation computed them.
#include "nninterp/analysis/effects.hpp"
#include "nninterp/analysis/interactions.hpp"
#include "nninterp/analysis/predict.hpp"
#include "nninterp/analysis/slopes.hpp"
#include "nninterp/io/model/model_file.hpp"
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
  const Table table = table_in(test_file("reference/data/" + reference["data"].get<std::string>()));
  result.data = gather_variables(result.model.design, table, all_rows(table));
  return result;
}

Case load_peer(const Json& reference) {
  Case result{model_of_peer(reference), {}};
  const Table table = table_in(test_file("reference/peers/" + reference["data"].get<std::string>()));
  result.data = gather_variables(result.model.design, table, all_rows(table));
  return result;
}

std::vector<std::size_t> every_variable(const Model& model) {
  std::vector<std::size_t> all(model.design.variables.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  return all;
}

std::size_t position(const Json& list, const std::string& name) {
  return static_cast<std::size_t>(std::find(list.begin(), list.end(), name) - list.begin());
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

// Relative, and absolute below 1: what H² has to agree by.
void check_h(const HStatistic& ours, double expected) {
  CHECK(std::fabs(ours.value.value_or(0) - expected) < 1e-6 * std::max(1e-3, expected));
}

Interactions all_interactions(const Model& model, const Matrix& data) {
  InteractionOptions options;
  options.scale = OutputScale::response;
  return interactions(model, data, options);
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
      CHECK(distance(*effect.move.delta, expected["delta"]) < 1e-12);
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
    const Case c = load_peer(reference);
    const Slopes ours = slopes(c.model, c.data);
    for (std::size_t k = 0; k < ours.by_output.size(); ++k) {
      const Json& expected = reference["derivatives_by_output"][k]["derivatives"];
      REQUIRE(expected.size() == static_cast<std::size_t>(c.data.rows()));
      for (std::size_t i = 0; i < expected.size(); ++i) {
        const Vector row = ours.by_output[k].row(static_cast<Index>(i)).transpose();
        // R's a (1 - a) of an output that is all but 1 is off by 1e-16, times weights of up to 100.
        CHECK((row - vector_of(expected[i])).lpNorm<Eigen::Infinity>() <=
              1e-9 * vector_of(expected[i]).lpNorm<Eigen::Infinity>() + 2e-14);
      }
    }
    for (const Json& shift : reference["shift_effects"]) {
      EffectOptions options;
      options.variables = {shift["input"].get<std::string>()};
      options.delta.number = shift["delta"].get<double>();
      const Effects moved = effects(c.model, c.data, options);
      for (std::size_t k = 0; k < moved.effects.size(); ++k) {
        CHECK(distance(moved.effects[k].shift_summary.mean, shift["mean_effect"][k]) < 1e-10);
        CHECK(distance(moved.effects[k].shift_summary.sd, shift["sd_effect"][k]) < 1e-10);
      }
    }
  }
}

TEST_CASE("second derivatives and H² agree with automatic differentiation and the plain double sum", "[reference]") {
  for (const std::string& file : files_like(test_file("reference"), "interp-")) {
    const Json reference = read_json(file);
    const Case c = load(reference, file);
    const std::vector<std::string> outputs = c.model.design.output_names();
    const std::vector<std::size_t> all = every_variable(c.model);
    const SecondDerivatives ours = second_derivatives(c.model, c.data, all);
    for (std::size_t k = 0; k < outputs.size(); ++k) {
      REQUIRE(ours.pairs.size() == reference["second"][outputs[k]].size());
      for (std::size_t i = 0; i < ours.pairs.size(); ++i) {
        const std::string name = pair_name(c.model.design, ours.pairs[i]);
        INFO(file << ": " << outputs[k] << " by " << name);
        const Vector second = ours.by_output[k].col(static_cast<Index>(i));
        const Vector expected = vector_of(reference["second"][outputs[k]][name]);
        CHECK((second - expected).lpNorm<Eigen::Infinity>() <= 1e-10 * expected.lpNorm<Eigen::Infinity>());
      }
    }
    if (!reference.contains("h_squared")) continue;
    const Interactions pairs = all_interactions(c.model, c.data);
    REQUIRE(pairs.pairs.size() == outputs.size() * all.size() * (all.size() - 1) / 2);
    for (const Interaction& pair : pairs.pairs) {
      INFO(file << ": " << pair.target << " by " << pair.variables[0] << ":" << pair.variables[1]);
      check_h(pair.strength.h, reference["h_squared"][pair.target][pair.variables[0] + ":" + pair.variables[1]]);
    }
  }
}

TEST_CASE("Hessians of the second set agree with NeuralSens", "[reference]") {
  for (const std::string& file : files_like(test_file("reference/peers"), "interp-")) {
    INFO(file);
    const Json reference = read_json(file);
    const Case c = load_peer(reference);
    const SecondDerivatives second = second_derivatives(c.model, c.data, every_variable(c.model));
    for (std::size_t k = 0; k < second.by_output.size(); ++k) {
      const Json& expected = reference["derivatives_by_output"][k];
      for (std::size_t i = 0; i < second.pairs.size(); ++i) {
        const auto [a, b] = second.pairs[i];
        const Vector ours = second.by_output[k].col(static_cast<Index>(i));
        const Summary summary = summarize(ours);
        const double size = std::max(1e-8, ours.lpNorm<Eigen::Infinity>());
        CHECK(std::fabs(summary.mean - expected["hessian_mean"][a][b].get<double>()) < 1e-9 * size);
        CHECK(std::fabs(summary.sd - expected["hessian_sd"][a][b].get<double>()) < 1e-9 * size);
        CHECK(std::fabs(summary.rms - expected["hessian_rms"][a][b].get<double>()) < 1e-9 * size);
        for (std::size_t r = 0; r < expected["hessian_rows"].size(); ++r) {
          const Index row = expected["hessian_rows"][r].get<Index>() - 1;
          // As with slopes above: 1e-16 times products of weights of up to 10,000.
          CHECK(std::fabs(ours[row] - expected["hessians"][r][a][b].get<double>()) < 1e-9 * size + 1e-12);
        }
      }
    }
  }
}

TEST_CASE("H² of pairs and of a variable with all others agree with hstats", "[reference]") {
  for (const std::string& file : files_like(test_file("reference/peers"), "interp-")) {
    const Json reference = read_json(file);
    const Json &h = reference["hstats"], &outputs = reference["outputs"];
    if (h.is_null()) continue;
    const Case c = load_peer(reference);
    const auto expected = [&](const char* measure, const std::string& name, const std::string& target) {
      return h[measure]["values"][position(h[measure]["names"], name)][position(outputs, target)].get<double>();
    };
    const Interactions ours = all_interactions(c.model, c.data);
    for (const Interaction& pair : ours.pairs) {
      const std::string name = pair.variables[0] + ":" + pair.variables[1];
      INFO(file << ": " << pair.target << " by " << name);
      check_h(pair.strength.h, expected("h2_pairwise", name, pair.target));
      CHECK(distance(std::pow(pair.strength.h.rms, 2), expected("h2_pairwise_unnormalised", name, pair.target)) < 1e-9);
    }
    for (const TotalInteraction& total : ours.totals) {
      INFO(file << ": " << total.target << " by " << total.variable);
      check_h(total.h, expected("h2_overall", total.variable, total.target));
      CHECK(distance(std::pow(total.h.rms, 2), expected("h2_overall_unnormalised", total.variable, total.target)) <
            1e-9);
    }
  }
}

TEST_CASE("mixed differences of the second set agree", "[reference]") {
  for (const std::string& file : files_like(test_file("reference/peers"), "interp-")) {
    INFO(file);
    const Json reference = read_json(file);
    const Case c = load_peer(reference);
    const Json& mixed = reference["shift_effect_two_inputs"];
    InteractionOptions options;
    options.rows = 10;  // of H², not of these
    for (std::size_t i = 0; i < 2; ++i) {
      options.variables.push_back(mixed["inputs"][i]);
      options.deltas.push_back({mixed["inputs"][i], {Delta::Kind::number, mixed["deltas"][i]}});
    }
    const Interactions moved = interactions(c.model, c.data, options);
    REQUIRE(moved.pairs.size() == reference["outputs"].size());
    for (std::size_t k = 0; k < moved.pairs.size(); ++k) {
      CHECK(distance(moved.pairs[k].strength.mixed->mean, mixed["interaction_excess_mean"][k]) < 1e-10);
    }
  }
}

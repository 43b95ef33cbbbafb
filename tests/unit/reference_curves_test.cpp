// Partial dependence, ICE, ALE and Lek's profiles of given networks, as R computed them.
#include "nninterp/analysis/curves.hpp"
#include "nninterp/io/model/model_file.hpp"
#include "support/fixtures.hpp"
#include "support/peers.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

Matrix data_of(const Design& design, const std::string& file) {
  const Table table = table_in(test_file(file));
  return gather_variables(design, table, all_rows(table));
}

CurveOptions options_of(CurveKind kind, const std::string& variable, std::size_t grid) {
  CurveOptions options;
  options.kind = kind;
  options.variable = variable;
  options.grid = static_cast<int>(grid);
  return options;
}

// Relative to the largest of the numbers.
bool close(const Vector& ours, const Vector& theirs) {
  REQUIRE(ours.size() == theirs.size());
  return (ours - theirs).lpNorm<Eigen::Infinity>() <= 1e-10 * theirs.lpNorm<Eigen::Infinity>();
}

Vector x_of(const Curves& curves) {
  return Eigen::Map<const Vector>(curves.plan.x.data(), static_cast<Index>(curves.plan.x.size()));
}

Vector column_of(const Json& rows, std::size_t column) {
  Vector values(static_cast<Index>(rows.size()));
  for (std::size_t i = 0; i < rows.size(); ++i) values[static_cast<Index>(i)] = rows[i][column].get<double>();
  return values;
}

// ALEPlot's seq(1/K, 1, length.out = K) rounds some k/K up that others round down, and so ends some intervals one row
// earlier or later: its ends are taken over.
void take_ends(CurvePlan& plan, const Matrix& data, const Vector& ends) {
  REQUIRE(ends.size() == static_cast<Index>(plan.x.size()));
  plan.x.assign(ends.begin(), ends.end());
  plan.rows_at_x.assign(plan.x.size(), 0);
  for (Index i = 0; i < data.rows(); ++i) {
    std::size_t end = 1;
    while (data(i, static_cast<Index>(plan.variable)) > plan.x[end] + 1e-12) ++end;
    ++plan.rows_at_x[end];
  }
}

}  // namespace

TEST_CASE("partial dependence and accumulated local effects agree with R", "[reference]") {
  std::size_t compared = 0;
  for (const std::string& file : files_like(test_file("reference"), "interp-")) {
    const Json reference = read_json(file);
    const Model model = read_model(reference["model"].dump(), file);
    const Matrix data = data_of(model.design, "reference/data/" + reference["data"].get<std::string>());
    for (const auto& [kind, grid, name] :
         {std::tuple(CurveKind::pdp, 11, "pdp"), std::tuple(CurveKind::ale, 10, "ale")}) {
      for (const auto& [target, by_variable] : reference[name].items()) {
        for (const auto& [variable, expected] : by_variable.items()) {
          INFO(file << ": " << name << " of " << target << " by " << variable);
          CurveOptions options = options_of(kind, variable, grid);
          options.targets = {target};
          const Curves ours = curves(model, data, options);
          REQUIRE(ours.curves.size() == 1);
          CHECK(close(x_of(ours), vector_of(expected["x"])));
          CHECK(close(ours.curves[0].y, vector_of(expected["y"])));
          ++compared;
        }
      }
    }
  }
  CHECK(compared > 80);
}

TEST_CASE("curves of a second set of networks agree with ALEPlot and NeuralNetTools", "[reference]") {
  for (const std::string& file : files_like(test_file("reference/peers"), "interp-")) {
    INFO(file);
    const Json reference = read_json(file);
    const Model model = model_of_peer(reference);
    const Matrix data = data_of(model.design, "reference/peers/" + reference["data"].get<std::string>());
    for (const Json& expected : reference["pdp"]) {
      INFO("pdp by " << expected["input"]);
      CurveOptions options = options_of(CurveKind::pdp, expected["input"], expected["grid"].size());
      const Curves means = curves(model, data, options);
      CHECK(close(x_of(means), vector_of(expected["grid"])));
      for (std::size_t k = 0; k < means.curves.size(); ++k) {
        CHECK(close(means.curves[k].y, column_of(expected["pd"], k)));
      }
      options.kind = CurveKind::ice;
      const Curves rows = curves(model, data, options);
      for (std::size_t i = 0; i < expected["ice_rows"].size(); ++i) {
        const auto row = expected["ice_rows"][i].get<std::size_t>() - 1;
        CHECK(close(rows.curves.at(row).y, vector_of(expected["ice_output1"][i])));
      }
    }
    for (const Json& expected : reference["ale_output1"]) {
      INFO("ale by " << expected["input"]);
      CurvePlan plan =
          plan_curves(model.design, data, options_of(CurveKind::ale, expected["input"], expected["K_requested"]));
      take_ends(plan, data, vector_of(expected["x"]));
      CHECK(close(curve_values(model, plan).col(0), vector_of(expected["f"])));
    }
    for (const Json& expected : reference["lek"]["profiles"]) {
      INFO("lek by " << expected["input"]);
      const Curves ours = curves(model, data, options_of(CurveKind::lek, expected["input"], reference["lek"]["steps"]));
      REQUIRE(ours.curves.size() == 6 * model.design.targets.size());
      for (std::size_t c = 0; c < ours.curves.size(); ++c) {
        CHECK(close(ours.curves[c].y, column_of(expected["groups"][c % 6], c / 6)));
      }
    }
  }
}

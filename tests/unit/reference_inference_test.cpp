// Hessians, standard errors, intervals and NIC of given networks, as R and numerical differentiation computed them.
#include "nninterp/analysis/inference.hpp"
#include "nninterp/nn/curvature.hpp"
#include "support/fixtures.hpp"
#include "support/peers.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

struct Case {
  Model model;
  Matrix variables, targets;
};

Case on_table(Model model, const std::string& file) {
  const Table table = table_in(test_file(file));
  const std::vector<Index> rows = all_rows(table);
  Matrix variables = gather_variables(model.design, table, rows);
  Matrix targets = encode_targets(model.design, table, rows);
  return {std::move(model), std::move(variables), std::move(targets)};
}

Matrix matrix_of(const Json& rows) {
  Matrix matrix(static_cast<Index>(rows.size()), static_cast<Index>(rows[0].size()));
  for (Index i = 0; i < matrix.rows(); ++i) matrix.row(i) = vector_of(rows[static_cast<std::size_t>(i)]).transpose();
  return matrix;
}

double gap(const Matrix& ours, const Matrix& theirs) {
  REQUIRE(ours.size() == theirs.size());
  return (ours - theirs).cwiseAbs().maxCoeff() / theirs.cwiseAbs().maxCoeff();
}

// Each number against its own size.
double relative(const Vector& ours, const Vector& theirs) {
  REQUIRE(ours.size() == theirs.size());
  return ((ours - theirs).array() / theirs.array()).abs().maxCoeff();
}

void check_intervals(const Case& c, double nic, const Json& lower, const Json& upper) {
  const WeightCovariance covariance = weight_covariance(c.model, c.variables, c.targets, 1);
  REQUIRE(covariance.nic);
  const WeightIntervals ours = weight_intervals(c.model, covariance, 0.95);
  CHECK(std::fabs(*covariance.nic / nic - 1) < 1e-6);
  CHECK(relative(ours.conf_low, vector_of(lower)) < 1e-6);
  CHECK(relative(ours.conf_high, vector_of(upper)) < 1e-6);
}

}  // namespace

TEST_CASE("Hessians, gradients' products, standard errors and NIC agree with R's of the true Hessian", "[reference]") {
  std::size_t hessians = 0, sandwiches = 0;
  for (const std::string& file : files_like(test_file("reference/peers"), "interp-")) {
    const Json reference = read_json(file);
    const Json& expected = reference["inference"];
    if (!expected.is_object()) continue;
    INFO(file);
    Case c = on_table(model_of_peer(reference), "reference/peers/" + reference["data"].get<std::string>());
    const Json fitted = read_json(test_file("reference/peers/" + reference["from_case"].get<std::string>()));
    c.model.error = *named<ErrorFunction>(fitted["settings"]["err_fct"].get<std::string>());

    const Curvature ours = measure_curvature(c.model.network, c.variables, c.targets, c.model.error, 1);
    const auto rows = static_cast<double>(c.variables.rows());
    CHECK((ours.gradient - vector_of(expected["error_gradient"])).cwiseAbs().maxCoeff() < 1e-10);
    CHECK(gap(ours.hessian, matrix_of(expected["error_hessian"])) < 1e-6);
    CHECK(gap(ours.gradients / rows, matrix_of(expected["B_mean_outer_gradient"])) < 1e-6);
    ++hessians;

    const WeightCovariance covariance = weight_covariance(c.model, c.variables, c.targets, 1);
    if (!expected.contains("white_sandwich")) {  // R found a negative eigenvalue
      CHECK_FALSE(covariance.covariance);
      REQUIRE(covariance.warnings.size() == 1);
      CHECK(covariance.warnings[0].code == "singular_information");
      continue;
    }
    const Json& sandwich = expected["white_sandwich"];
    const Vector errors = weight_intervals(c.model, covariance, 0.95).std_error;
    CHECK(relative(errors, vector_of(sandwich["se"])) < 1e-6);
    check_intervals(c, sandwich["nic"], sandwich["lower"], sandwich["upper"]);
    ++sandwiches;
  }
  CHECK(hessians >= 11);
  CHECK(sandwiches >= 7);
}

TEST_CASE("without a hidden layer intervals and NIC are those of neuralnet's confidence.interval", "[reference]") {
  std::size_t compared = 0;
  for (const std::string& file : files_like(test_file("reference"), "fit-")) {
    const Json reference = read_json(file);
    const Json& expected = reference["result"];
    if (reference["hidden"] != Json::array({0}) || !expected.contains("ci_lower")) continue;
    INFO(file);
    Case c = on_table(model_of_parts(reference["inputs"], reference["hidden"], reference["outputs"],
                                     reference["activation"], reference["output_activation"], expected["weights"]),
                      "reference/data/" + reference["data"].get<std::string>());
    c.model.error = *named<ErrorFunction>(reference["error_function"].get<std::string>());
    check_intervals(c, expected["nic"], expected["ci_lower"], expected["ci_upper"]);
    ++compared;
  }
  for (const std::string& file : files_like(test_file("reference/peers"), "")) {
    if (file.find(".json") == std::string::npos) continue;
    const Json reference = read_json(file);
    if (!reference.is_object() || reference.value("format", "") != "nninterp-parity-1") continue;
    const Json& settings = reference["settings"];
    const Json& result = reference["results"][0];
    const Json intervals = result.value("ci", Json());
    if (settings["hidden"] != Json::array({0}) || !intervals.is_object() || !intervals.contains("lower")) continue;
    INFO(file);
    const Json output = settings["linear_output"].get<bool>() ? Json("linear") : settings["output_act_fct"];
    Case c = on_table(model_of_parts(reference["predictors"], settings["hidden"], reference["targets"],
                                     settings["act_fct"], output, result["weights"]),
                      "reference/peers/" + reference["data"].get<std::string>());
    c.model.error = *named<ErrorFunction>(settings["err_fct"].get<std::string>());
    check_intervals(c, intervals["nic"], intervals["lower"], intervals["upper"]);
    ++compared;
  }
  CHECK(compared == 2);
}

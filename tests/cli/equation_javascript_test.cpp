#include "support/equations.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

// The inputs in the variables' own units: a number, or 0 and 1 for the levels without the reference.
Json inputs_of(const Example& example) {
  Json rows = Json::array();
  for (Index row = 0; row < example.data.rows(); ++row) {
    Json x = Json::array();
    for (std::size_t v = 0; v < example.model.design.variables.size(); ++v) {
      const Variable& variable = example.model.design.variables[v];
      const double value = example.data(row, static_cast<Index>(v));
      if (!variable.categorical) x.push_back(value);
      for (std::size_t level = 0; level < variable.levels.size(); ++level) {
        if (variable.categorical && level != variable.reference)
          x.push_back(static_cast<double>(level) == value ? 1 : 0);
      }
    }
    rows.push_back(x);
  }
  return rows;
}

std::string between(const std::string& text, const std::string& begin, const std::string& end) {
  const std::size_t from = text.find(begin) + begin.size();
  return text.substr(from, text.find(end, from) - from);
}

}  // namespace

TEST_CASE("JavaScript gives what the program gives", "[equation]") {
  if (missing("node")) return;
  const EquationRun run(Language::javascript, ".js");
  run.write_rows();
  std::string script;
  for (std::size_t i = 0; i < run.examples.size(); ++i) {
    for (const std::string& file : run.files(i)) {
      script += "{ const out = require('./d" + std::to_string(i) + ".json').map(require('./" + file + ".js')." +
                (file[0] == 'p' ? "predict" : "slope") +
                "); for (const k of Object.keys(out[0])) console.log(out.map(o => o[k]).join(' ')); }\n";
    }
  }
  run.folder.write("all.js", script);
  run.check("node all.js");
}

TEST_CASE("the network for a page gives what the program gives", "[equation][report]") {
  if (missing("node")) return;
  const EquationRun run(Language::javascript, ".js");
  std::string all;
  for (std::size_t i = 0; i < run.examples.size(); ++i) {
    const Example& example = run.examples[i];
    const std::string number = std::to_string(i);
    run.folder.write("n" + number + ".js", write_network_script(example.model, {}) + "module.exports = network;\n");
    run.folder.write("x" + number + ".json", inputs_of(example).dump());
    std::string functions = "[(x) => n.predict(x, n.own)";
    for (const std::string& name : derived(example)) {
      functions += ", n.slopes[" + std::to_string(example.model.design.variable_index(name)) + "]";
    }
    all += "{ const n = require('./n" + number + ".js'), rows = require('./x" + number + ".json'); for (const f of " +
           functions + "]) { const out = rows.map((x) => f(x)); for (const k of out[0].keys()) " +
           "console.log(out.map((y) => y[k]).join(' ')); } }\n";
  }
  run.folder.write("all.js", all);
  run.check("node all.js");
}

TEST_CASE("other networks for a page are told by their constants", "[equation][report]") {
  for (const Example& example : equation_examples()) {
    INFO(example.name);
    Model other = example.model;
    other.network.weights *= -0.5;
    const std::string script =
        write_network_script(example.model, {other.network.weights, example.model.network.weights});
    const std::string own = between(script, "own: ", ",\n"), others = between(script, "others: [\n", "\n],\n};");
    CHECK(others == between(write_network_script(other, {}), "own: ", ",\n") + ",\n" + own);
  }
}

#include "support/equations.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

std::string doubled(const std::string& text, char quote) {
  std::string result(1, quote);
  for (const char c : text) result += std::string(c == quote ? 2 : 1, c);
  return result + quote;
}

// The rows as the table `data`.
std::string table_of(const Example& example) {
  std::string names, rows;
  const std::vector<Variable>& variables = example.model.design.variables;
  for (std::size_t v = 0; v < variables.size(); ++v) names += (v == 0 ? "" : ", ") + doubled(variables[v].name, '"');
  for (Index row = 0; row < example.data.rows(); ++row) {
    rows += "INSERT INTO data VALUES (";
    for (std::size_t v = 0; v < variables.size(); ++v) {
      const Json value = cell(example, row, v);
      rows += (v == 0 ? "" : ", ") + (value.is_string() ? doubled(value, '\'') : value.dump());
    }
    rows += ");\n";
  }
  return "DROP TABLE IF EXISTS data;\nCREATE TABLE data (" + names + ");\nBEGIN;\n" + rows + "COMMIT;\n";
}

}  // namespace

TEST_CASE("SQL gives what the program gives", "[equation]") {
  if (missing("sqlite3")) return;
  const EquationRun run(Language::sql, ".sql");
  std::string script;
  for (std::size_t i = 0; i < run.examples.size(); ++i) {
    script += table_of(run.examples[i]);
    for (const std::string& file : run.files(i)) {
      std::string select = slurp(run.folder.path(file + ".sql"));
      select.erase(select.rfind(';'));
      for (const std::string& name : run.examples[i].model.design.output_names()) {
        script += "SELECT printf('%!.17g', " + doubled(name, '"') + ") FROM (" + select + ");\n";
      }
    }
  }
  run.folder.write("all.sql", script);
  run.check("sqlite3 -bail :memory: < all.sql");
}

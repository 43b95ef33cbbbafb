#include "support/equations.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

// The rows as a data frame, `data`.
std::string data_frame(const Example& example) {
  std::string columns, names;
  const std::vector<Variable>& variables = example.model.design.variables;
  for (std::size_t v = 0; v < variables.size(); ++v) {
    columns += "data[[" + std::to_string(v + 1) + "]] <- c(";
    for (Index row = 0; row < example.data.rows(); ++row) {
      columns += (row == 0 ? "" : ", ") + cell(example, row, v).dump(-1, ' ', true);
    }
    columns += ")\n";
    names += (v == 0 ? "" : ", ") + Json(variables[v].name).dump(-1, ' ', true);
  }
  return "data <- list()\n" + columns + "data <- as.data.frame(data)\nnames(data) <- c(" + names + ")\n";
}

}  // namespace

TEST_CASE("R gives what the program gives", "[equation]") {
  if (missing("Rscript")) return;
  const EquationRun run(Language::r, ".R");
  // To compile functions that run once takes R most of the time.
  std::string script = "options(digits = 17, keep.source = FALSE)\ninvisible(compiler::enableJIT(0))\n";
  for (std::size_t i = 0; i < run.examples.size(); ++i) {
    script += data_frame(run.examples[i]);
    for (const std::string& file : run.files(i)) {
      script += "source('" + file + ".R', encoding = 'UTF-8')\nfor (column in " +
                (file[0] == 'p' ? "predict" : "slope") + "_nn(data)) cat(sprintf('%.17g', column), '\\n')\n";
    }
  }
  run.folder.write("all.R", script);
  run.check("Rscript --vanilla all.R");
}

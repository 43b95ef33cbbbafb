#include <set>
#include <sstream>

#include "support/equations.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

// The rows as nn_predict takes them: numbers as they are, categories as 0/1.
std::string rows_of(const Example& example, const std::string& name) {
  Model unscaled = example.model;
  for (Variable& variable : unscaled.design.variables) variable.center = 0, variable.scale = 1;
  const Matrix plain = encode_inputs(unscaled.design, example.data);
  std::ostringstream text;
  text.precision(17);
  text << "static const double " << name << "[][" << plain.cols() << "] = {";
  for (Index row = 0; row < plain.rows(); ++row) {
    text << "{";
    for (Index k = 0; k < plain.cols(); ++k) text << plain(row, k) << ",";
    text << "},\n";
  }
  return text.str() + "};\n";
}

// The file, with names of its own for all that it defines or calls, so that many can be compiled as one.
std::string included(const std::string& file, const std::string& code) {
  std::set<std::string> names;
  for (std::size_t at = code.find("nn_"); at != std::string::npos; at = code.find("nn_", at + 1)) {
    names.insert(code.substr(at, code.find_first_not_of("abcdefghijklmnopqrstuvwxyz_", at) - at));
  }
  std::string before, after;
  for (const std::string& name : names) {
    before += "#define " + name + " " + file + name + "\n";
    after += "#undef " + name + "\n";
  }
  return before + "#include \"" + file + ".c\"\n" + after;
}

}  // namespace

TEST_CASE("C gives what the program gives", "[equation]") {
  if (missing("cc")) return;
  const EquationRun run(Language::c, ".c");
  std::string equations, calls;
  for (std::size_t i = 0; i < run.examples.size(); ++i) {
    const Example& example = run.examples[i];
    const std::string rows = "rows" + std::to_string(i);
    equations += rows_of(example, rows);
    for (const std::string& file : run.files(i)) {
      const std::string function = file + (file[0] == 'p' ? "nn_predict" : "nn_slope");
      equations += included(file, slurp(run.folder.path(file + ".c")));
      const std::string outputs = std::to_string(example.model.design.outputs());
      calls += "  for (int k = 0; k < " + outputs + "; ++k)\n    for (int row = 0; row < " +
               std::to_string(example.data.rows()) + "; ++row) {\n      double y[" + outputs + "];\n      " + function +
               "(" + rows + "[row], y);\n      printf(\"%.17g \", y[k]);\n    }\n";
    }
  }
  run.folder.write("all.c", equations + "#include <stdio.h>\nint main(void) {\n" + calls + "  return 0;\n}\n");
  run.check("cc -std=c99 -Wall -Werror -Wno-unused-function -o all all.c -lm && ./all");
}

#include "support/equations.hpp"

using namespace nninterp;
using namespace nninterp::test;

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

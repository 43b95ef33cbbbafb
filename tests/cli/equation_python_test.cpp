#include "support/equations.hpp"

using namespace nninterp;
using namespace nninterp::test;

TEST_CASE("Python gives what the program gives", "[equation]") {
  if (missing("python3")) return;
  const EquationRun run(Language::python, ".py");
  run.write_rows();
  std::string script = "import json\n";
  for (std::size_t i = 0; i < run.examples.size(); ++i) {
    script += "rows = json.load(open('d" + std::to_string(i) + ".json'))\n";
    for (const std::string& file : run.files(i)) {
      script += "code = {}\nexec(open('" + file + ".py').read(), code)\nout = [code['" +
                (file[0] == 'p' ? "predict" : "slope") +
                "'](row) for row in rows]\nfor k in out[0]: print(*[repr(o[k]) for o in out])\n";
    }
  }
  run.folder.write("all.py", script);
  run.check("python3 all.py");
}

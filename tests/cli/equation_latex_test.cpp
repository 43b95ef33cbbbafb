#include <algorithm>

#include "support/equations.hpp"

using namespace nninterp;
using namespace nninterp::test;

TEST_CASE("LaTeX takes every equation", "[equation]") {
  if (missing("pdflatex")) return;
  const TemporaryFolder folder;
  std::string document = "\\documentclass{article}\n\\usepackage{amsmath}\n\\begin{document}\n";
  for (const Example& example : equation_examples()) {
    for (const std::optional<std::string>& by :
         {std::optional<std::string>(), std::optional(derived(example).front())}) {
      const std::string text = code_of(example, Language::latex, by);
      const bool latin = std::all_of(text.begin(), text.end(), [](char c) { return (c & 0x80) == 0; });
      if (latin) document += text + "\n\n";
    }
  }
  folder.write("all.tex", document + "\\end{document}\n");
  const Outcome outcome =
      run_shell("pdflatex -no-shell-escape -interaction=nonstopmode -halt-on-error all.tex", folder.path());
  INFO(outcome.out.substr(outcome.out.size() < 2000 ? 0 : outcome.out.size() - 2000));
  CHECK(outcome.code == 0);
  CHECK_FALSE(contains(outcome.out, "Overfull"));
  CHECK_FALSE(fs::exists(folder.path("x")));
}

// nninterp inside another program: fits a network to a table and prints how the target changes with each variable.
//
//     embed DATA.csv [TARGET]        without TARGET, the last column is predicted
//
// CMakeLists.txt:  find_package(nninterp REQUIRED)
//                  target_link_libraries(embed PRIVATE nninterp::nninterp)

#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include <nninterp/analysis/effects.hpp>
#include <nninterp/core/error.hpp>
#include <nninterp/io/csv/reader.hpp>
#include <nninterp/model/fit.hpp>
#include <nninterp/model/rows.hpp>

namespace {

void print_warnings(const std::vector<nninterp::Warning>& warnings) {
  for (const auto& warning : warnings) std::fprintf(stderr, "warning: %s\n", warning.message.c_str());
}

void run(const std::string& path, const nninterp::FitOptions& options) {
  const nninterp::Table table = nninterp::read_table(path);
  const nninterp::Model model = nninterp::fit(table, options);
  if (model.training) print_warnings(model.training->warnings);

  const nninterp::Effects result = nninterp::effects(model, nninterp::variables_trained_on(model, table), {});
  print_warnings(result.warnings);

  for (const auto& effect : result.effects) {
    if (effect.slope_summary) {
      std::printf("%s by %s: slope %.4g on average, sd %.4g over the rows\n", effect.target.c_str(),
                  effect.variable.c_str(), effect.slope_summary->mean, effect.slope_summary->sd);
    } else {
      std::printf("%s by %s: %s instead of %s changes it by %.4g on average\n", effect.target.c_str(),
                  effect.variable.c_str(), effect.level->c_str(), effect.reference->c_str(), effect.shift_summary.mean);
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2 || argc > 3) {
    std::fprintf(stderr, "usage: embed DATA.csv [TARGET]\n");
    return 2;
  }
  nninterp::FitOptions options;
  options.columns.missing = nninterp::MissingPolicy::drop;
  if (argc == 3) options.columns.targets = {argv[2]};
  try {
    run(argv[1], options);
    return 0;
  } catch (const nninterp::Error& error) {  // something that the user can put right
    std::fprintf(stderr, "error: %s\n", error.what());
    if (!error.hint().empty()) std::fprintf(stderr, "hint: %s\n", error.hint().c_str());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "internal error: %s\n", error.what());
  }
  return 1;
}

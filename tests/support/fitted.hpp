#pragma once

#include <string>
#include <vector>

#include "support/fixtures.hpp"
#include "support/process.hpp"

// Models as a user makes and asks them.
namespace nninterp::test {

/// What a command that has to succeed writes.
inline Json json_of(const Outcome& outcome) {
  INFO(outcome.err);
  REQUIRE(outcome.code == 0);
  return Json::parse(outcome.out);
}

/// A folder with one of the examples and a model fitted to it.
struct Fitted {
  TemporaryFolder folder;
  Outcome fitted;

  explicit Fitted(const std::string& example, std::vector<std::string> options = {},
                  const std::vector<std::string>& effort = {"--rep", "2", "--stepmax", "400"}) {
    fs::copy(example_file(example), folder.path(example));
    std::vector<std::string> arguments{"fit", example};
    arguments.insert(arguments.end(), effort.begin(), effort.end());
    arguments.insert(arguments.end(), options.begin(), options.end());
    fitted = run_program(arguments, folder.path());
  }

  Outcome run(const std::vector<std::string>& arguments) const { return run_program(arguments, folder.path()); }
  Json json(const std::vector<std::string>& arguments) const { return json_of(run(arguments)); }
};

/// Arguments that are refused, with what exit code and message.
struct Misuse {
  std::vector<std::string> arguments;
  int code;
  std::string message;
};

inline void check_refused(const Fitted& fitted, const std::vector<Misuse>& misuses) {
  for (const Misuse& misuse : misuses) {
    const Outcome outcome = fitted.run(misuse.arguments);
    INFO(misuse.message << "\n" << outcome.err);
    CHECK(outcome.code == misuse.code);
    CHECK(outcome.out.empty());
    CHECK(contains(outcome.err, misuse.message));
  }
}

}  // namespace nninterp::test

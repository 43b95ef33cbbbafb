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

/// A table of tests/cases, fitted with all the effort of the default.
struct FittedCase {
  TemporaryFolder folder;
  Outcome fitted;

  FittedCase(const std::string& file, const std::vector<std::string>& options, int code = 0) {
    fs::copy(test_file("cases/" + file), folder.path("data.csv"));
    std::vector<std::string> arguments{"fit", "data.csv"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    fitted = run_program(arguments, folder.path());
    INFO(fitted.err);
    REQUIRE(fitted.code == code);
  }

  Outcome run(const std::vector<std::string>& arguments) const { return run_program(arguments, folder.path()); }
  Json json(const std::vector<std::string>& arguments) const { return json_of(run(arguments)); }
};

/// One whose training ends at a minimum, so that second derivatives mean something.
struct Smooth : Fitted {
  Smooth(const std::string& example, const std::vector<std::string>& options)
      : Fitted(example, options, {"--rep", "2", "--decay", "0.01"}) {
    REQUIRE(fitted.code == 0);
  }
};

/// The widest line, in characters.
inline std::size_t widest_line(const std::string& text) {
  std::size_t widest = 0, width = 0;
  for (const char c : text) {
    const bool continues = (static_cast<unsigned char>(c) & 0xc0) == 0x80;  // within a UTF-8 character
    width = c == '\n' ? 0 : width + (continues ? 0 : 1);
    widest = std::max(widest, width);
  }
  return widest;
}

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

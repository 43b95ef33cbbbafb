#pragma once

#include <string>

#include "option_set.hpp"

namespace nninterp::cli {

constexpr int exit_done = 0, exit_input = 1, exit_usage = 2, exit_not_converged = 3, exit_internal = 70,
              exit_interrupted = 130;

struct Help {
  std::string name, about, examples;
};

/// One command. Setting it up and parsing its options opens nothing; running does.
class Command {
 public:
  virtual ~Command() = default;

  virtual Help help() const = 0;
  virtual void declare(OptionSet& options) = 0;
  /// After the options are parsed and before anything is opened: UsageError where they do not go together.
  virtual void check(const OptionSet&) {}
  /// The exit code.
  virtual int run() = 0;
};

}  // namespace nninterp::cli

#pragma once

#include <string>

#include "catch.hpp"
#include "process.hpp"

namespace nninterp::test {

/// Whether there is no such program, which a warning then says.
inline bool missing(const std::string& program) {
  if (run_shell("command -v " + program, "/").code == 0) return false;
  WARN(program << " is not installed: what needs it is not tested");
  return true;
}

}  // namespace nninterp::test

#pragma once

namespace nninterp::cli {

/// The whole program: parses, runs one command, and turns what goes wrong into one line and an exit code.
int run(int argc, char** argv);

}  // namespace nninterp::cli

#include "app.hpp"

int main(int argc, char** argv) { return nninterp::cli::run(argc, argv); }

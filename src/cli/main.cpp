#include <cstdlib>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "app.hpp"

int main(int argc, char** argv) {
#ifdef __GLIBC__
  // Matrices of some hundred kilobytes come and go: pages that were given back would be faulted in again each time.
  mallopt(M_MMAP_THRESHOLD, 1 << 20);
  mallopt(M_TRIM_THRESHOLD, 8 << 20);
#endif
  return nninterp::cli::run(argc, argv);
}

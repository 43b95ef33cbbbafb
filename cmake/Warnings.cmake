# Flags for our own code alone; nothing of this reaches those who use the library.
add_library(nninterp_strict INTERFACE)
target_compile_options(nninterp_strict INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Wcast-qual
  $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>  # GCC 12 with -O3: false alarms for temporaries of braced lists
  -ffp-contract=off  # a multiply-add here and none there would make equal input give unequal output
  $<$<BOOL:${NNINTERP_WERROR}>:-Werror>)
if(NNINTERP_SANITIZE)
  target_compile_options(nninterp_strict INTERFACE -fsanitize=${NNINTERP_SANITIZE} -fno-omit-frame-pointer
                                                   -fno-sanitize-recover=all)
  target_link_options(nninterp_strict INTERFACE -fsanitize=${NNINTERP_SANITIZE})
endif()
if(NNINTERP_FUZZ)
  target_compile_options(nninterp_strict INTERFACE -fsanitize=fuzzer-no-link)
  target_link_options(nninterp_strict INTERFACE -fsanitize=fuzzer-no-link)
endif()

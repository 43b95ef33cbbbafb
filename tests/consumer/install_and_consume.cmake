# Installs the build into a folder of its own, builds another project against it, and runs that and the program.
# Expects BUILD, SOURCE, CONFIG, GENERATOR, COMPILER, FLAGS and BINDIR.
set(work ${BUILD}/install_and_consume)
set(prefix ${work}/prefix)
file(REMOVE_RECURSE ${work})

function(run expected)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT result EQUAL 0 OR NOT output MATCHES "${expected}")
    string(JOIN " " command ${ARGN})
    message(FATAL_ERROR "${command}\nended with ${result}, expected output like \"${expected}\":\n${output}")
  endif()
endfunction()

run("" ${CMAKE_COMMAND} --install ${BUILD} --prefix ${prefix} --config "${CONFIG}")

# What is installed can be moved: it names no folder of the build.
file(GLOB_RECURSE package_files ${prefix}/*.cmake)
foreach(package_file IN LISTS package_files)
  file(READ ${package_file} text)
  foreach(folder ${SOURCE} ${BUILD})
    string(FIND "${text}" "${folder}/" position)
    if(NOT position EQUAL -1)
      message(FATAL_ERROR "${package_file} names ${folder}")
    endif()
  endforeach()
endforeach()

run("" ${CMAKE_COMMAND} -S ${SOURCE}/tests/consumer -B ${work}/build -G ${GENERATOR} -DCMAKE_BUILD_TYPE=${CONFIG}
    -DCMAKE_PREFIX_PATH=${prefix} -DCMAKE_CXX_COMPILER=${COMPILER} -DCMAKE_CXX_FLAGS=${FLAGS})
run("" ${CMAKE_COMMAND} --build ${work}/build --config "${CONFIG}")
run("len by supp: VC instead of OJ .*len by dose: slope " ${work}/build/embed ${SOURCE}/examples/toothgrowth.csv len)
run("nninterp [0-9]+\\.[0-9]+\\.[0-9]+" ${prefix}/${BINDIR}/nninterp --version)

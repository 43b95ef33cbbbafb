# Library, headers and program, and a CMake package so that find_package(nninterp) gives nninterp::nninterp.
include(CMakePackageConfigHelpers)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/nninterp)

install(TARGETS nninterp EXPORT nninterpTargets)
install(TARGETS nninterp_program)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/nninterp DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT nninterpTargets NAMESPACE nninterp:: DESTINATION ${package_dir})

configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/nninterpConfig.cmake.in
                              ${PROJECT_BINARY_DIR}/nninterpConfig.cmake INSTALL_DESTINATION ${package_dir})
# Before 1.0 a new minor version may change the interface.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/nninterpConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/nninterpConfig.cmake ${PROJECT_BINARY_DIR}/nninterpConfigVersion.cmake
        DESTINATION ${package_dir})

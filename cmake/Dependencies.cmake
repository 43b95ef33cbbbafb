# Each library is taken from the system (Debian's package) where it is installed, else fetched at a pinned version.
# Threads and OpenSSL (for SHA-256) come from the system alone. To try a fallback: -DCMAKE_DISABLE_FIND_PACKAGE_CLI11=ON.
include(FetchContent)

find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED)

# What the fetched projects would build besides; normal variables count even where their option() is older than that.
set(CMAKE_POLICY_DEFAULT_CMP0077 NEW)
set(BUILD_TESTING OFF)
set(EIGEN_BUILD_DOC OFF)
set(EIGEN_BUILD_TESTING OFF)
set(EIGEN_BUILD_PKGCONFIG OFF)
set(CLI11_INSTALL OFF)

FetchContent_Declare(Eigen3 GIT_REPOSITORY https://gitlab.com/libeigen/eigen.git GIT_TAG 3.4.0 GIT_SHALLOW ON SYSTEM
                     FIND_PACKAGE_ARGS 3.4)
FetchContent_Declare(nlohmann_json GIT_REPOSITORY https://github.com/nlohmann/json.git GIT_TAG v3.11.3 GIT_SHALLOW ON
                     SYSTEM FIND_PACKAGE_ARGS 3.10)
FetchContent_Declare(CLI11 GIT_REPOSITORY https://github.com/CLIUtils/CLI11.git GIT_TAG v2.4.2 GIT_SHALLOW ON SYSTEM
                     FIND_PACKAGE_ARGS 2.1)
FetchContent_MakeAvailable(Eigen3 nlohmann_json CLI11)

set(HWY_ENABLE_TESTS OFF)
set(HWY_ENABLE_EXAMPLES OFF)
FetchContent_Declare(hwy GIT_REPOSITORY https://github.com/google/highway.git GIT_TAG 1.0.7 GIT_SHALLOW ON SYSTEM
                     FIND_PACKAGE_ARGS 1.0)
FetchContent_MakeAvailable(hwy)
if(NOT TARGET hwy::hwy)  # its own build has the plain name
  add_library(hwy::hwy ALIAS hwy)
endif()

# A header alone; Debian's libfccp-dev has it in a folder of that name.
find_path(FCCP_INCLUDE_DIR libfccp/csv.h)
if(NOT FCCP_INCLUDE_DIR)
  FetchContent_Declare(fccp GIT_REPOSITORY https://github.com/ben-strasser/fast-cpp-csv-parser.git
                       GIT_TAG 574a9fe4d323ba63416877a4a5fe59088d37aa34)
  FetchContent_MakeAvailable(fccp)
  file(COPY ${fccp_SOURCE_DIR}/csv.h DESTINATION ${fccp_BINARY_DIR}/include/libfccp)
  set(FCCP_INCLUDE_DIR ${fccp_BINARY_DIR}/include)
endif()
add_library(nninterp_fccp INTERFACE)
target_include_directories(nninterp_fccp SYSTEM INTERFACE ${FCCP_INCLUDE_DIR})

set(ZLIB_BUILD_EXAMPLES OFF)
FetchContent_Declare(ZLIB GIT_REPOSITORY https://github.com/madler/zlib.git GIT_TAG v1.3.1 GIT_SHALLOW ON SYSTEM
                     FIND_PACKAGE_ARGS)
set(ZSTD_BUILD_PROGRAMS OFF)
FetchContent_Declare(zstd GIT_REPOSITORY https://github.com/facebook/zstd.git GIT_TAG v1.5.6 GIT_SHALLOW ON SYSTEM
                     SOURCE_SUBDIR build/cmake FIND_PACKAGE_ARGS)
FetchContent_MakeAvailable(ZLIB zstd)
if(NOT TARGET ZLIB::ZLIB)
  target_include_directories(zlibstatic INTERFACE ${zlib_SOURCE_DIR} ${zlib_BINARY_DIR})
  add_library(ZLIB::ZLIB ALIAS zlibstatic)
endif()
# The package has targets of this name space, its own build has not.
foreach(target zstd::libzstd_shared zstd::libzstd_static libzstd_shared libzstd_static)
  if(NOT NNINTERP_ZSTD AND TARGET ${target})
    set(NNINTERP_ZSTD ${target})
  endif()
endforeach()

# Debian 12 has Catch2 2.13, others 3: both serve (tests/support/catch.hpp), so no version is asked for.
if(NNINTERP_BUILD_TESTS)
  FetchContent_Declare(Catch2 GIT_REPOSITORY https://github.com/catchorg/Catch2.git GIT_TAG v3.7.1 GIT_SHALLOW ON SYSTEM
                       FIND_PACKAGE_ARGS)
  FetchContent_MakeAvailable(Catch2)
endif()

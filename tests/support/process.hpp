#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace nninterp::test {

namespace fs = std::filesystem;

/// A folder of its own for each test, gone at the end.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (fs::temp_directory_path() / "nninterp-test-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp");
    path_ = pattern;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::string path(const std::string& name = "") const {
    return name.empty() ? path_.string() : (path_ / name).string();
  }

  std::string write(const std::string& name, const std::string& bytes) const {
    std::ofstream(path(name), std::ios::binary) << bytes;
    return path(name);
  }

  std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(path_)) names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
  }

 private:
  fs::path path_;
};

inline std::string slurp(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

struct Outcome {
  int code;  ///< exit code, or 128 + signal
  std::string out, err;
  std::size_t peak;  ///< of its memory, in bytes
};

/// Runs the program as a user does, in `folder`, with standard input from `input`. Both streams are files, no terminal.
inline Outcome run_program(const std::vector<std::string>& arguments, const std::string& folder,
                           const std::string& input = "", const std::string& program = NNINTERP_PROGRAM) {
  const TemporaryFolder streams;
  streams.write("in", input);
  const pid_t child = fork();
  if (child == 0) {
    const auto attach = [&](const char* name, int flags, int to) {
      const int file = open(streams.path(name).c_str(), flags, 0600);
      if (file < 0 || dup2(file, to) < 0) _exit(126);
    };
    attach("in", O_RDONLY, STDIN_FILENO);
    attach("out", O_WRONLY | O_CREAT, STDOUT_FILENO);
    attach("err", O_WRONLY | O_CREAT, STDERR_FILENO);
    if (chdir(folder.c_str()) != 0) _exit(126);
    for (const char* name : {"NNINTERP_MODEL", "COLUMNS"}) unsetenv(name);
    std::vector<char*> argv{const_cast<char*>(program.c_str())};
    for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    execv(program.c_str(), argv.data());
    _exit(127);
  }
  int status = 0;
  struct rusage used;
  wait4(child, &status, 0, &used);
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return {code, slurp(streams.path("out")), slurp(streams.path("err")),
          static_cast<std::size_t>(used.ru_maxrss) * 1024};
}

/// A line for the shell, with $NNINTERP as the program.
inline Outcome run_shell(const std::string& line, const std::string& folder) {
  const std::string with_program = "NNINTERP='" + std::string(NNINTERP_PROGRAM) + "'; " + line;
  return run_program({"-c", with_program}, folder, "", "/bin/bash");
}

}  // namespace nninterp::test

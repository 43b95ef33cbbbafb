#pragma once

#include <string>
#include <vector>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/process.hpp"

namespace nninterp::test {

/// What the program shows on a terminal of this size, in `folder`; standard error goes nowhere.
inline std::string run_on_terminal(const std::vector<std::string>& arguments, const std::string& folder,
                                   unsigned short columns, unsigned short lines) {
  const int ours = posix_openpt(O_RDWR | O_NOCTTY);
  if (ours < 0 || grantpt(ours) != 0 || unlockpt(ours) != 0) throw std::runtime_error("posix_openpt");
  const int theirs = open(ptsname(ours), O_RDWR | O_NOCTTY);
  const winsize size{lines, columns, 0, 0};
  if (theirs < 0 || ioctl(theirs, TIOCSWINSZ, &size) != 0) throw std::runtime_error("TIOCSWINSZ");
  const pid_t child = fork();
  if (child == 0) {
    const int nowhere = open("/dev/null", O_RDWR);
    if (dup2(nowhere, STDIN_FILENO) < 0 || dup2(theirs, STDOUT_FILENO) < 0 || dup2(nowhere, STDERR_FILENO) < 0) {
      _exit(126);
    }
    close(ours);
    if (chdir(folder.c_str()) != 0) _exit(126);
    for (const char* name : {"NNINTERP_MODEL", "COLUMNS"}) unsetenv(name);
    std::vector<char*> argv{const_cast<char*>(NNINTERP_PROGRAM)};
    for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    execv(NNINTERP_PROGRAM, argv.data());
    _exit(127);
  }
  close(theirs);
  std::string shown;
  char bytes[4096];
  for (ssize_t count; (count = read(ours, bytes, sizeof bytes)) > 0;)
    shown.append(bytes, static_cast<std::size_t>(count));
  close(ours);
  waitpid(child, nullptr, 0);
  shown.erase(std::remove(shown.begin(), shown.end(), '\r'), shown.end());  // a terminal's line feeds
  return shown;
}

}  // namespace nninterp::test

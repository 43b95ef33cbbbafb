// Runs the programs that draw: no shell, files without a name for their input and output.
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "nninterp/core/error.hpp"
#include "nninterp/core/text.hpp"
#include "picture_parts.hpp"

extern char** environ;

namespace nninterp {

namespace {

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

File unnamed_file() {
  File file(std::tmpfile(), std::fclose);
  if (!file) throw InputError(std::string("a temporary file: ") + std::strerror(errno));
  return file;
}

std::string contents(std::FILE* file) {
  std::string bytes;
  std::rewind(file);
  char buffer[1 << 16];
  for (std::size_t count; (count = std::fread(buffer, 1, sizeof buffer, file)) > 0;) bytes.append(buffer, count);
  return bytes;
}

// Starts the program; empty if there is none of that name.
pid_t start(const Picture& picture, const File& in, const File& out, const File& err) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, fileno(in.get()), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, fileno(out.get()), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, fileno(err.get()), STDERR_FILENO);
  std::vector<std::string> words{picture.program};
  words.insert(words.end(), picture.arguments.begin(), picture.arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  pid_t child = 0;
  const int error = posix_spawnp(&child, picture.program.c_str(), &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error == 0) return child;
  if (error != ENOENT) throw InputError(picture.program + ": " + std::strerror(error));
  throw InputError(picture.program + " is not installed: apt-get install " + picture.package +
                   " (or --spec, which prints what it would draw from)");
}

}  // namespace

std::string draw(const Picture& picture) {
  const File in = unnamed_file(), out = unnamed_file(), err = unnamed_file();
  const bool written = std::fwrite(picture.script.data(), 1, picture.script.size(), in.get()) == picture.script.size();
  if (!written || std::fflush(in.get()) != 0)
    throw InputError(std::string("a temporary file: ") + std::strerror(errno));
  std::rewind(in.get());
  const pid_t child = start(picture, in, out, err);
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) throw InputError(picture.program + ": " + std::strerror(errno));
  }
  std::string bytes = contents(out.get());
  if (!WIFEXITED(status) || WEXITSTATUS(status) == 127 || WEXITSTATUS(status) != 0 || bytes.empty()) {
    const std::string words = std::string(trim(one_line(contents(err.get()), 200)));
    throw InputError(picture.program + " drew nothing" + (words.empty() ? "" : ": " + words));
  }
  return bytes;
}

}  // namespace nninterp

// Runs the programs that draw: no shell, files without a name for their input and output.
#include "nninterp/io/picture/draw.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <map>
#include <memory>
#include <optional>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "io/text/table.hpp"
#include "nninterp/core/error.hpp"
#include "nninterp/core/text.hpp"
#include "parts.hpp"

extern char** environ;  // NOLINT(readability-redundant-declaration): not every system declares it

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

// Starts the program; none if there is none of that name.
std::optional<pid_t> start(const Picture& picture, const File& in, const File& out, const File& err) {
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
  std::vector<char*> environment;  // gnuplot would take its terminal from there
  for (char** entry = environ; *entry != nullptr; ++entry) {
    if (std::strncmp(*entry, "GNUTERM=", 8) != 0) environment.push_back(*entry);
  }
  environment.push_back(nullptr);
  pid_t child = 0;
  const int error = posix_spawnp(&child, picture.program.c_str(), &actions, nullptr, argv.data(), environment.data());
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0 && error != ENOENT) throw InputError(picture.program + ": " + std::strerror(error));
  return error == 0 ? std::optional<pid_t>(child) : std::nullopt;
}

struct Run {
  bool succeeded;
  std::string bytes, complaint;  // standard output, and the first words on standard error
};

// None if the program is not installed.
std::optional<Run> run(const Picture& picture) {
  const File in = unnamed_file(), out = unnamed_file(), err = unnamed_file();
  const bool written = std::fwrite(picture.script.data(), 1, picture.script.size(), in.get()) == picture.script.size();
  if (!written || std::fflush(in.get()) != 0) {
    throw InputError(std::string("a temporary file: ") + std::strerror(errno));
  }
  std::rewind(in.get());
  const std::optional<pid_t> child = start(picture, in, out, err);
  if (!child) return {};
  int status = 0;
  while (waitpid(*child, &status, 0) < 0) {
    if (errno != EINTR) throw InputError(picture.program + ": " + std::strerror(errno));
  }
  return Run{WIFEXITED(status) && WEXITSTATUS(status) == 0, contents(out.get()),
             std::string(trim(one_line(contents(err.get()), 200)))};
}

// Whether a font of this machine has the sign, as far as fontconfig can tell.
bool has_glyph(char32_t code) {
  char name[24];
  std::snprintf(name, sizeof name, ":charset=%x", static_cast<unsigned>(code));
  const std::optional<Run> found = run({"fc-list", "fontconfig", {name, "family"}, ""});
  return !found || !found->succeeded || !found->bytes.empty();
}

// In the place of a sign that no font has, gnuplot would draw a box twenty times as large as the letters.
std::string without_missing_signs(const std::string& script, std::vector<std::string>& missing) {
  std::string result;
  std::map<char32_t, bool> known;
  for (std::size_t at = 0; at < script.size();) {
    const std::size_t begin = at;
    const char32_t code = next_code_point(script, at);
    const std::string sign = script.substr(begin, at - begin);
    const bool invisible = (code >= 0x200b && code <= 0x200f) || (code >= 0xfe00 && code <= 0xfe0f);
    const bool sure = code < 0x250 || invisible;  // Latin letters are in every font
    if (!sure && known.count(code) == 0) {
      known[code] = has_glyph(code);
      if (!known[code]) missing.push_back(sign);
    }
    result += sure || known[code] ? sign : "?";
  }
  return result;
}

}  // namespace

std::string draw(const Picture& picture, std::vector<Warning>& warnings) {
  if (picture.program.empty()) return picture.script;
  Picture drawn = picture;
  std::vector<std::string> missing;
  if (picture.draws_glyphs) drawn.script = without_missing_signs(picture.script, missing);
  if (!missing.empty()) {
    warnings.push_back({"no_font", "no font of this machine has " + list_some(missing, 8) +
                                       ": '?' stands for it; an SVG leaves fonts to its readers"});
  }
  std::optional<Run> done = run(drawn);
  if (!done) {
    throw InputError(picture.program + " is not installed: apt-get install " + picture.package +
                     " (or ⟨spec⟩, which prints what it would draw from)");
  }
  if (!done->succeeded || done->bytes.empty()) {
    throw InputError(picture.program + " drew nothing" + (done->complaint.empty() ? "" : ": " + done->complaint));
  }
  if (done->bytes.front() == '\f') done->bytes.erase(0, 1);  // of gnuplot's text
  return std::move(done->bytes);
}

}  // namespace nninterp

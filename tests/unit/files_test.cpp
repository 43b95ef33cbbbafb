#include "nninterp/io/bytes/files.hpp"

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "nninterp/core/error.hpp"
#include "nninterp/io/bytes/checksum.hpp"
#include "nninterp/io/bytes/output_file.hpp"
#include "support/catch.hpp"

using namespace nninterp;
namespace fs = std::filesystem;

namespace {

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (fs::temp_directory_path() / "nninterp-test-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  std::string operator/(const std::string& name) const { return (path_ / name).string(); }
  std::size_t entries() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(path_), fs::directory_iterator()));
  }

 private:
  fs::path path_;
};

void put(const std::string& path, const std::string& bytes) { std::ofstream(path, std::ios::binary) << bytes; }

mode_t mode_of(const std::string& path) {
  struct stat status;
  REQUIRE(::stat(path.c_str(), &status) == 0);
  return status.st_mode & 07777;
}

struct Refusal {
  std::string message, hint;
};

template <typename Action>
Refusal refusal_of(const Action& action) {
  try {
    action();
  } catch (const InputError& error) {
    return {error.what(), error.hint()};
  }
  return {"no error", ""};
}

bool is_root() { return ::geteuid() == 0; }

}  // namespace

TEST_CASE("read_file gives back every byte") {
  const TemporaryFolder folder;
  std::string bytes;
  for (int i = 0; i < 3'000'000; ++i) bytes += static_cast<char>(i * 7);
  for (const std::string& content : {std::string(), std::string("a\r\n\0b", 5), bytes}) {
    put(folder / "x", content);
    CHECK((read_file(folder / "x") == content));
  }
}

TEST_CASE("large files are mapped, and their bytes stay what they are when memory is let go") {
  const TemporaryFolder folder;
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{5}, (std::size_t{1} << 20) - 1, (std::size_t{5} << 19) + 7}) {
    std::string content(size, 'a');
    for (std::size_t i = 0; i < size; ++i) content[i] = static_cast<char>((i * i) >> 7);
    put(folder / "x", content);
    const FileBytes bytes(folder / "x");
    CHECK((std::string_view(bytes) == content));
    bytes.release(std::string_view(bytes).substr(size / 3));
    bytes.release(bytes);
    CHECK((std::string_view(bytes) == content));
    CHECK(sha256(bytes) == sha256(content));
  }
}

TEST_CASE("read_file reads a pipe to its end") {
  const TemporaryFolder folder;
  const std::string pipe = folder / "pipe", bytes(300'000, 'x');
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  std::thread writer([&] { put(pipe, bytes); });
  const std::string read = read_file(pipe);
  writer.join();
  CHECK((read == bytes));
}

TEST_CASE("read_file reads standard input for a dash") {
  const TemporaryFolder folder;
  put(folder / "x", "from standard input");
  const int saved = ::dup(STDIN_FILENO), fd = ::open((folder / "x").c_str(), O_RDONLY);
  ::dup2(fd, STDIN_FILENO);
  const std::string read = read_file("-");
  ::dup2(saved, STDIN_FILENO);
  ::close(saved);
  ::close(fd);
  CHECK(read == "from standard input");
}

TEST_CASE("read_file refuses with the system's reason and a hint") {
  const TemporaryFolder folder;
  put(folder / "cars.csv", "x");
  SECTION("a missing file with a similar one beside it") {
    const Refusal refusal = refusal_of([&] { read_file(folder / "cras.csv"); });
    CHECK(refusal.message == (folder / "cras.csv") + ": No such file or directory");
    CHECK(refusal.hint == "did you mean 'cars.csv'?");
  }
  SECTION("a missing file with nothing like it") {
    CHECK(refusal_of([&] { read_file(folder / "something-else.json"); }).hint.empty());
  }
  SECTION("a missing folder") {
    const Refusal refusal = refusal_of([&] { read_file(folder / "no/cars.csv"); });
    CHECK(refusal.message == (folder / "no/cars.csv") + ": No such file or directory");
    CHECK(refusal.hint == "there is no folder '" + (folder / "no") + "'");
  }
  SECTION("a folder") {
    CHECK(refusal_of([&] { read_file(folder / ""); }).message == (folder / "") + ": Is a directory");
  }
  SECTION("an empty name") {
    CHECK(refusal_of([] { read_file(""); }).message == "'': No such file or directory");
  }
  SECTION("a file that may not be read") {
    if (is_root()) return;
    ::chmod((folder / "cars.csv").c_str(), 0);
    CHECK(refusal_of([&] { read_file(folder / "cars.csv"); }).message == (folder / "cars.csv") + ": Permission denied");
  }
}

TEST_CASE("write_file makes a file with the usual permissions and leaves nothing beside it") {
  const TemporaryFolder folder;
  const mode_t umask_before = ::umask(027);
  write_file(folder / "x", "content");
  ::umask(umask_before);
  CHECK(read_file(folder / "x") == "content");
  CHECK(mode_of(folder / "x") == 0640);
  CHECK(folder.entries() == 1);
}

TEST_CASE("write_file replaces a file and keeps its permissions") {
  const TemporaryFolder folder;
  put(folder / "x", "something much longer than what follows");
  for (const mode_t mode : {0600U, 0666U, 0755U}) {
    ::chmod((folder / "x").c_str(), mode);
    write_file(folder / "x", "new");
    CHECK(read_file(folder / "x") == "new");
    CHECK(mode_of(folder / "x") == mode);
  }
  write_file(folder / "x", "");
  CHECK(read_file(folder / "x").empty());
  CHECK(folder.entries() == 1);
}

TEST_CASE("write_file works in the current folder and with names as long as they may be") {
  const TemporaryFolder folder;
  const fs::path before = fs::current_path();
  fs::current_path(folder / "");
  write_file("plain", "1");
  write_file(std::string(255, 'n'), "2");
  fs::current_path(before);
  CHECK(read_file(folder / "plain") == "1");
  CHECK(read_file(folder / std::string(255, 'n')) == "2");
}

TEST_CASE("write_file follows symbolic links to the file they mean") {
  const TemporaryFolder folder;
  fs::create_directory(folder / "real");
  put(folder / "real/x", "old");
  fs::create_symlink("real/x", folder / "relative");
  fs::create_symlink(folder / "relative", folder / "absolute");
  write_file(folder / "absolute", "new");
  CHECK(read_file(folder / "real/x") == "new");
  CHECK(fs::is_symlink(folder / "absolute"));
  CHECK(fs::is_symlink(folder / "relative"));

  fs::create_symlink("real/not-yet", folder / "dangling");
  write_file(folder / "dangling", "made");
  CHECK(fs::is_symlink(folder / "dangling"));
  CHECK(read_file(folder / "real/not-yet") == "made");

  fs::create_symlink("circle", folder / "circle");
  const Refusal refusal = refusal_of([&] { write_file(folder / "circle", "x"); });
  CHECK(refusal.message == (folder / "circle") + ": Too many levels of symbolic links");
}

TEST_CASE("write_file writes devices and pipes directly") {
  const TemporaryFolder folder;
  write_file("/dev/null", "gone");
  CHECK(fs::is_character_file("/dev/null"));
  CHECK(refusal_of([] { write_file("/dev/full", "x"); }).message == "/dev/full: No space left on device");

  const std::string pipe = folder / "pipe", bytes(300'000, 'x');
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  std::string read;
  std::thread reader([&] { read = read_file(pipe); });
  write_file(pipe, bytes);
  reader.join();
  CHECK((read == bytes));
  CHECK(fs::is_fifo(pipe));
}

TEST_CASE("write_file goes on where a named descriptor stands") {
  const TemporaryFolder folder;
  put(folder / "log", "before ");
  const int fd = ::open((folder / "log").c_str(), O_WRONLY | O_APPEND);
  const std::string name = "/dev/fd/" + std::to_string(fd);
  check_writable(name);
  write_file(name, "after");
  ::close(fd);
  CHECK(read_file(folder / "log") == "before after");
  CHECK(refusal_of([&] { check_writable(name); }).message == name + ": Bad file descriptor");
}

TEST_CASE("a write that fails leaves the old file and nothing else") {
  const TemporaryFolder folder;
  put(folder / "x", "old");
  struct rlimit before;
  REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const struct rlimit small { 1000, before.rlim_max };
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
  const Refusal refusal = refusal_of([&] { write_file(folder / "x", std::string(5000, 'x')); });
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  CHECK(refusal.message == (folder / "x") + ": File too large");
  CHECK(read_file(folder / "x") == "old");
  CHECK(folder.entries() == 1);
}

TEST_CASE("a staged file takes bytes in pieces, and becomes the file when all are there") {
  const TemporaryFolder folder;
  put(folder / "x", "old");
  {
    StagedFile given_up(folder / "x");
    given_up.write("never");
  }
  CHECK(read_file(folder / "x") == "old");
  CHECK(folder.entries() == 1);
  StagedFile file(folder / "x");
  file.write("one ");
  file.sync();
  file.write("two");
  CHECK(read_file(folder / "x") == "old");
  file.commit();
  CHECK(read_file(folder / "x") == "one two");
  CHECK(folder.entries() == 1);
}

TEST_CASE("nothing is left of a staged file by a program that is killed, and nobody sees it before it is there") {
  const TemporaryFolder folder;
  const int unnamed = ::open((folder / "").c_str(), O_WRONLY | O_TMPFILE, 0600);
  if (unnamed < 0) return;  // not on this file system
  ::close(unnamed);
  put(folder / "old", "old");
  for (const std::string name : {"old", "new"}) {
    const pid_t child = ::fork();
    if (child == 0) {
      StagedFile file(folder / name);
      file.write("something");
      file.sync();
      ::raise(SIGKILL);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(WIFSIGNALED(status));
    CHECK(folder.entries() == 1);
  }
  CHECK(read_file(folder / "old") == "old");
}

TEST_CASE("of two that make the same new file the later one's bytes stand there") {
  const TemporaryFolder folder;
  StagedFile first(folder / "x"), second(folder / "x");
  first.write("first");
  second.write("second");
  first.commit();
  second.commit();
  CHECK(read_file(folder / "x") == "second");
  CHECK(folder.entries() == 1);
}

TEST_CASE("check_writable and write_file refuse the same, and check_writable leaves nothing behind") {
  const TemporaryFolder folder;
  const auto both = [](const std::string& path) {
    const Refusal refusal = refusal_of([&] { check_writable(path); });
    CHECK(refusal_of([&] { write_file(path, "x"); }).message == refusal.message);
    return refusal;
  };
  put(folder / "x", "old");
  SECTION("what can be written") {
    check_writable(folder / "x");
    check_writable(folder / "new");
    check_writable("/dev/null");
    CHECK(read_file(folder / "x") == "old");
    CHECK(folder.entries() == 1);
  }
  SECTION("a missing folder") {
    const Refusal refusal = both(folder / "no/x");
    CHECK(refusal.message == (folder / "no/x") + ": No such file or directory");
    CHECK(refusal.hint == "there is no folder '" + (folder / "no") + "'");
  }
  SECTION("a folder") { CHECK(both(folder / "").message == (folder / "") + ": Is a directory"); }
  SECTION("a file where a folder should be") {
    CHECK(both(folder / "x/y").message == (folder / "x/y") + ": Not a directory");
  }
  SECTION("an empty name") { CHECK(both("").message == "'': No such file or directory"); }
  SECTION("a name that is too long") {
    const std::string path = folder / std::string(256, 'n');
    CHECK(both(path).message == path + ": File name too long");
  }
  SECTION("what is not permitted") {
    if (is_root()) return;
    ::chmod((folder / "x").c_str(), 0400);
    CHECK(both(folder / "x").message == (folder / "x") + ": Permission denied");
    ::chmod((folder / "").c_str(), 0500);
    CHECK(both(folder / "new").message == (folder / "new") + ": Permission denied");
    ::chmod((folder / "").c_str(), 0700);
  }
}

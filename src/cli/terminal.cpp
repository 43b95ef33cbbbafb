#include "terminal.hpp"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

#include "nninterp/core/error.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/io/bytes/output_file.hpp"
#include "nninterp/io/report/progress.hpp"

namespace nninterp::cli {

void occupy_standard_streams() {
  for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; ++stream) {
    if (fcntl(stream, F_GETFD) >= 0) continue;
    // The lowest free number is this one. Reading from it, or writing to it, is refused as for a closed one.
    [[maybe_unused]] const int opened = open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);
  }
}

namespace {

extern "C" void report_lost_bytes(int) {
  constexpr char message[] = "nninterp: error: the end of the table could not be read, or was cut off meanwhile\n";
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, message, sizeof message - 1);
  _exit(1);
}

}  // namespace

void watch_mapped_files() {
  struct sigaction action {};
  action.sa_handler = report_lost_bytes;
  sigaction(SIGBUS, &action, nullptr);
}

bool stdout_is_terminal() { return isatty(STDOUT_FILENO) == 1; }
bool stderr_is_terminal() { return isatty(STDERR_FILENO) == 1; }

TextStyle text_style() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    const std::string locale = value;
    return {locale.find("UTF-8") != std::string::npos || locale.find("utf8") != std::string::npos};
  }
  return {false};
}

void write_stdout(std::string_view text) {
  const int error = write_to_end(STDOUT_FILENO, text);
  if (error != 0 && error != EPIPE) throw InputError(std::string("standard output: ") + std::strerror(error));
}

void say(std::string_view kind, std::string_view text) {
  std::string line = "nninterp: " + std::string(kind) + ": " + std::string(text) + "\n";
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    if (static_cast<unsigned char>(line[i]) < 0x20) line[i] = ' ';
  }
  if (kind == "hint") line.erase(0, std::strlen("nninterp: "));
  // Nothing can be done if standard error is gone.
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, line.data(), line.size());
}

namespace {

volatile std::sig_atomic_t interrupt_seen = 0;
struct sigaction previous_action;

extern "C" void remember_interrupt(int) {
  if (interrupt_seen != 0) _exit(130);
  interrupt_seen = 1;
}

}  // namespace

InterruptWatch::InterruptWatch() {
  struct sigaction action {};
  action.sa_handler = remember_interrupt;
  sigaction(SIGINT, &action, &previous_action);
}

InterruptWatch::~InterruptWatch() { sigaction(SIGINT, &previous_action, nullptr); }

bool InterruptWatch::interrupted() { return interrupt_seen != 0; }

ProgressLine::~ProgressLine() {
  if (drawn_) [[maybe_unused]]
    const ssize_t written = write(STDERR_FILENO, "\r\x1b[K", 4);
}

FitObserver ProgressLine::observer() {
  return [this](const FitProgress& progress) {
    if (live_) draw(progress);
    return !InterruptWatch::interrupted();
  };
}

// Any thread may draw, but at most ten times a second, and none waits for another.
void ProgressLine::draw(const FitProgress& progress) {
  const Clock::time_point now = Clock::now();
  if (now < next_.load(std::memory_order_relaxed)) return;
  const std::unique_lock<std::mutex> lock(drawing_, std::try_to_lock);
  if (!lock) return;
  next_ = now + std::chrono::milliseconds(100);
  drawn_ = true;
  const double seconds = std::chrono::duration<double>(now - began_).count();
  const std::string line = "\r\x1b[K" + progress_text(progress, seconds);
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace nninterp::cli

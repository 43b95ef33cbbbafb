#include "terminal.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <optional>

#include <fcntl.h>
#include <sys/ioctl.h>
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

namespace {

constexpr std::size_t usual_width = 100;

// Of the terminal that a stream is; nothing where it is none or does not tell.
std::optional<winsize> size_of(int stream) {
  winsize size{};
  if (isatty(stream) != 1 || ioctl(stream, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return std::nullopt;
  return size;
}

std::optional<std::size_t> columns_asked_for() {
  const char* text = std::getenv("COLUMNS");
  const std::optional<double> columns = text == nullptr ? std::nullopt : parse_number(text);
  if (!columns || *columns < 20 || *columns > 500) return std::nullopt;
  return static_cast<std::size_t>(*columns);
}

std::size_t width_of(const std::optional<winsize>& terminal) {
  if (terminal) return std::clamp<std::size_t>(terminal->ws_col, 20, 500);
  return columns_asked_for().value_or(usual_width);
}

bool shows_unicode() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    const std::string locale = value;
    return locale.find("UTF-8") != std::string::npos || locale.find("utf8") != std::string::npos;
  }
  return false;
}

// Of a table and what stands around it, the prompt among it, as many rows as the terminal shows at once.
std::size_t rows_that_fit(const std::optional<winsize>& terminal) {
  constexpr std::size_t usual = 20, least = 10, around = 9;
  if (!terminal || terminal->ws_row == 0) return usual;
  return std::max<std::size_t>(least, terminal->ws_row - std::min<std::size_t>(terminal->ws_row, around));
}

}  // namespace

TextStyle text_style(bool to_stdout) {
  const std::optional<winsize> terminal = to_stdout ? size_of(STDOUT_FILENO) : std::nullopt;
  TextStyle style{shows_unicode(), width_of(terminal), std::nullopt};
  if (to_stdout && stdout_is_terminal()) style.most_rows = rows_that_fit(terminal);
  return style;
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
  std::string line = progress_text(progress, seconds);  // in ASCII, and cut: a second line would stay
  line = "\r\x1b[K" + line.substr(0, width_of(size_of(STDERR_FILENO)) - 1);
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace nninterp::cli

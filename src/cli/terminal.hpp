#pragma once

#include <atomic>
#include <chrono>
#include <mutex>
#include <string>
#include <string_view>

#include "nninterp/io/report/document.hpp"
#include "nninterp/model/fit_options.hpp"

namespace nninterp::cli {

/// Puts something that fails in the place of standard streams that are closed, so that no file takes their number.
void occupy_standard_streams();

/// A file that is cut short while it is read, or that the disk fails to give, ends the program with a message and 1.
void watch_mapped_files();

bool stdout_is_terminal();
bool stderr_is_terminal();

/// How tables are drawn on standard output, or in a file. The width is the terminal's, else $COLUMNS (20 to 500), else
/// 100; a terminal shows as many rows of the data as it has lines for. Characters beyond ASCII: by the locale.
TextStyle text_style(bool to_stdout);

/// Writes to standard output. A reader that has gone away is no error; anything else that fails is an InputError.
void write_stdout(std::string_view text);

/// A line on standard error: "nninterp: KIND: TEXT" (errors, warnings, hints). Line breaks become blanks.
void say(std::string_view kind, std::string_view text);

/// While it lives, the first Ctrl-C is remembered and a second one leaves the program at once with 130.
class InterruptWatch {
 public:
  InterruptWatch();
  ~InterruptWatch();
  InterruptWatch(const InterruptWatch&) = delete;
  InterruptWatch& operator=(const InterruptWatch&) = delete;

  static bool interrupted();
};

/// An observer that ends the training at Ctrl-C and, if `live`, keeps one line on standard error up to date.
class ProgressLine {
 public:
  explicit ProgressLine(bool live) : live_(live) {}
  ~ProgressLine();
  FitObserver observer();

 private:
  using Clock = std::chrono::steady_clock;
  void draw(const FitProgress& progress);

  const bool live_;
  std::mutex drawing_;
  const Clock::time_point began_ = Clock::now();
  std::atomic<Clock::time_point> next_{began_ + std::chrono::milliseconds(200)};
  bool drawn_ = false;
};

}  // namespace nninterp::cli

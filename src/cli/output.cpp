#include "output.hpp"

#include <filesystem>

#include "nninterp/core/error.hpp"
#include "nninterp/io/bytes/files.hpp"
#include "terminal.hpp"

namespace nninterp::cli {

namespace fs = std::filesystem;

void check_output(const std::string& option, const std::string& file, const std::vector<std::string>& others) {
  if (file.empty()) return;
  std::error_code ignored;
  const fs::path path = fs::weakly_canonical(fs::absolute(file, ignored), ignored);
  for (const std::string& named : others) {
    if (named.empty()) continue;
    const std::string other = named == "-" ? "/dev/stdin" : named;  // which may be a file
    const bool same =
        fs::equivalent(file, other, ignored) || fs::weakly_canonical(fs::absolute(other, ignored), ignored) == path;
    if (same && !fs::is_other(file, ignored)) {
      throw UsageError(option + ": " + file + " is the table, the model or a file of weights, and would be lost");
    }
  }
  check_writable(file);
}

void write_result(const std::string& file, const std::function<void(const Sink&)>& write) {
  if (file.empty()) return write(write_stdout);
  StagedFile staged(file);
  write([&](std::string_view bytes) { staged.write(bytes); });
  staged.commit();
}

void say_warnings(const std::vector<Warning>& warnings) {
  for (const Warning& warning : warnings) say("warning", warning.message);
}

void deliver(const OutputOptions& options, const Document& document) { deliver(options, document, document.warnings); }

void deliver(const OutputOptions& options, const Document& document, const std::vector<Warning>& warnings) {
  write_result(options.file, [&](const Sink& sink) {
    const Format format = options.chosen();
    if (format == Format::table) return sink(document.table(text_style()));
    format == Format::csv ? document.csv(sink) : document.json(sink);
  });
  if (!options.quiet) say_warnings(warnings);
}

}  // namespace nninterp::cli

#include "output.hpp"

#include "nninterp/core/error.hpp"
#include "nninterp/io/bytes/output_file.hpp"
#include "terminal.hpp"

namespace nninterp::cli {

void check_output(const std::string& option, const std::string& file, const std::vector<std::string>& others) {
  if (file.empty()) return;
  for (const std::string& other : others) {
    if (!same_file(file, other)) continue;
    throw UsageError(option + ": " + file + " is the table, the model or a file of weights, and would be lost");
  }
  check_writable(file);
}

void write_result(const std::string& file, const std::function<void(const Sink&)>& write) {
  if (file.empty()) return write(write_stdout);
  StagedFile staged(file);
  write([&](std::string_view bytes) { staged.write(bytes); });
  staged.commit();
}

void spell_options(std::vector<Warning>& warnings) {
  for (Warning& warning : warnings) warning.message = with_dashes(warning.message);
}

void say_warnings(const std::vector<Warning>& warnings) {
  for (const Warning& warning : warnings) say("warning", with_dashes(warning.message));
}

void deliver(const OutputOptions& options, Document& document) { deliver(options, document, document.warnings); }

void deliver(const OutputOptions& options, Document& document, const std::vector<Warning>& warnings) {
  spell_options(document.warnings);
  write_result(options.file, [&](const Sink& sink) {
    const Format format = options.chosen();
    if (format == Format::table) return sink(document.table(text_style(options.file.empty())));
    format == Format::csv ? document.csv(sink) : document.json(sink);
  });
  if (!options.quiet) say_warnings(warnings);
}

}  // namespace nninterp::cli

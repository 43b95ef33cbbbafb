#include "cli/output.hpp"
#include "cli/session.hpp"
#include "cli/terminal.hpp"
#include "commands.hpp"
#include "equation.hpp"
#include "nninterp/core/error.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/io/page/page.hpp"
#include "nninterp/model/reading.hpp"
#include "show.hpp"

namespace nninterp::cli {

namespace {

/// The page, or what is on it for scripts.
enum class PageFormat { html, json };
constexpr Words<PageFormat, 2> words_of(PageFormat) {
  return {{{PageFormat::html, "html"}, {PageFormat::json, "json"}}};
}

class Report : public Command {
 public:
  Help help() const override {
    return {"report", "One page to send: verdict, effects, curves, and a profiler to play with",
            "Examples:\n  nninterp report -o report.html\n  nninterp report --model cars.json -o cars.html"};
  }
  void declare(OptionSet& options) override;
  void check(const OptionSet& options) override;
  int run() override;

 private:
  using Words = std::vector<std::string>;
  using Make = std::unique_ptr<Question> (*)();

  std::string line(const Words& words) const;
  std::optional<std::string> fit_line(const Model& model) const;
  PageAnswer ask(Make make, const Words& words, const Session& session) const;
  PageAnswer show(const Model& model) const;
  PageAnswer equation(const Model& model) const;
  PageQuestion of_variables(const std::string& name, const Words& words, const Session& session) const;
  std::vector<PageQuestion> questions(const Session& session, const Session& with_targets) const;

  OutputOptions output;  // but for its format
  std::optional<PageFormat> format;
  SourceOptions source;
  std::string as_asked;  // the options of the source, as they stand on the command line
};

void Report::declare(OptionSet& options) {
  source.declare(options);
  declare_weights(options, source);
  options.group("Output");
  options.word("--format", format,
               "html, or json: all that is on the page, for scripts (default: by the file's ending, else html)",
               values_of<PageFormat>(), "TEXT");
  options.flag(
      "--json", [this] { format = PageFormat::json; }, "Same as --format json");
  options.in_order({"--format", "--json"});
  options.text("-o,--output-file", output.file, "FILE", "Write the page there instead of standard output");
  options.flag("--quiet", output.quiet, "No warnings on standard error");
  options.whole("--threads", output.threads, 1, 1024, "COUNT",
                "Threads to use (default: every core); the page does not depend on it");
}

void Report::check(const OptionSet& options) {
  if (!format) format = output.chosen(Format::table) == Format::json ? PageFormat::json : PageFormat::html;
  if (output.file.empty() && stdout_is_terminal()) {
    throw UsageError("-o: is missing", "nninterp report -o report.html");
  }
  as_asked =
      options.typed({"--format", "--json", "-o", "--quiet", "--threads"}).substr(std::string("nninterp report").size());
}

std::string Report::line(const Words& words) const {
  std::string text = "nninterp";
  for (const std::string& word : words) text += ' ' + shell_word(word);
  return text + as_asked;
}

// `words`: the name of the command, and its own options.
PageAnswer Report::ask(Make make, const Words& words, const Session& session) const {
  return {line(words), make()->ask({words.begin() + 1, words.end()}, source, session, output.threads)};
}

PageAnswer Report::show(const Model& model) const {
  std::unique_ptr<ShowDocument> document = shown(model, source.model);
  append_unsaid(warn_of_units(model), document->warnings);
  spell_options(document->warnings);
  return {line({"show"}), std::move(document)};
}

PageAnswer Report::equation(const Model& model) const {
  constexpr int digits = 5;
  EquationOptions options;
  options.digits = digits;
  std::unique_ptr<EquationDocument> document = written_out(model, options, source.model);
  spell_options(document->warnings);
  return {line({"equation", "--digits", std::to_string(digits)}), std::move(document)};
}

// A curve a variable; accumulated effects of numbers alone.
PageQuestion Report::of_variables(const std::string& name, const Words& words, const Session& session) const {
  PageQuestion question{name, true, {}};
  for (const Variable& variable : session.model.design.variables) {
    Words asked = words;
    asked.push_back("--var=" + variable.name);
    const bool none = variable.categorical && name == "ale";
    question.answers.push_back(none ? PageAnswer{line(asked), nullptr} : ask(make_curves, asked, session));
  }
  return question;
}

std::vector<PageQuestion> Report::questions(const Session& session, const Session& with_targets) const {
  std::vector<PageQuestion> all;
  const auto add = [&](const std::string& name, PageAnswer answer) {
    all.push_back({name, false, {}});
    all.back().answers.push_back(std::move(answer));
  };
  add("show", show(session.model));
  add("effects", ask(make_effects, {"effects"}, session));
  add("effects_sd", ask(make_effects, {"effects", "--delta", "sd"}, session));
  all.push_back(of_variables("pdp", {"curves"}, session));
  all.push_back(of_variables("ale", {"curves", "--kind", "ale"}, session));
  const bool pairs = session.model.design.variables.size() > 1;
  const Words together{"interactions"};
  add("interactions", pairs ? ask(make_interactions, together, session) : PageAnswer{line(together), nullptr});
  add("importance", ask(make_importance, {"importance"}, with_targets));
  add("equation", equation(session.model));
  for (const char* by_row : {"predict", "slopes"}) add(by_row, {line({by_row}), nullptr});
  add("report", {line({"report", "-o", "report.html"}), nullptr});
  return all;
}

std::optional<std::string> Report::fit_line(const Model& model) const {
  if (!model.training || !model.training->command) return std::nullopt;
  const bool usual = source.model == "nninterp-model.json";
  return *model.training->command + (usual ? "" : " --model " + shell_word(source.model));
}

int Report::run() {
  const Session session = open_session(source, output);
  if (session.at.rows.empty()) throw InputError(session.data + ": no row is complete");
  // Of the training's own table the usual rows have their targets.
  const std::optional<Session> others =
      source.data ? std::optional(open_session(source, output, RowsWanted::with_known_targets)) : std::nullopt;
  const Session& with_targets = others ? *others : session;
  const PageSource page{"nninterp " NNINTERP_VERSION,
                        session.model,
                        session.variables(),
                        session.row_numbers(),
                        session.weights,
                        known_targets(session.model, session.table, session.at.rows),
                        fit_line(session.model),
                        questions(session, with_targets)};
  write_result(output.file,
               [&](const Sink& sink) { sink(format == PageFormat::json ? write_page_json(page) : write_page(page)); });
  if (!output.quiet) say_warnings(page.questions[0].answers[0].document->warnings);
  return exit_done;
}

}  // namespace

std::unique_ptr<Command> make_report() { return std::make_unique<Report>(); }

}  // namespace nninterp::cli

#include "app.hpp"

#include <algorithm>
#include <csignal>
#include <memory>
#include <new>
#include <sstream>

#include <CLI/CLI.hpp>

#include "cli/commands/commands.hpp"
#include "io/text/page.hpp"
#include "nninterp/core/error.hpp"
#include "nninterp/core/text.hpp"
#include "output.hpp"
#include "terminal.hpp"

namespace nninterp::cli {

namespace {

int fail(int code, const std::string& message, const std::string& hint = {}) {
  say("error", with_dashes(message));
  if (!hint.empty()) say("hint", with_dashes(hint));
  return code;
}

const CLI::App& parsed_command(const CLI::App& app) {
  const auto commands = app.get_subcommands();
  return commands.empty() ? app : *commands.front();
}

// The nearest of the options or commands that could have been meant.
std::string suggest(const CLI::App& app, const std::string& word) {
  std::vector<std::string> candidates;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) candidates.push_back("--" + name);
  }
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    candidates.push_back(command->get_name());
  }
  const std::string suggestion = did_you_mean(word.substr(0, word.find('=')), candidates);
  const std::string help = app.get_parent() == nullptr ? "nninterp --help" : "nninterp " + app.get_name() + " --help";
  return suggestion.empty() ? help + " lists what there is" : suggestion;
}

using Arguments = std::vector<std::string>;

// An option by the name that stands on the command line, the last time.
std::string as_typed(const CLI::App& command, const std::string& name, const Arguments& words) {
  const CLI::Option* option = command.get_option_no_throw(name);
  const auto is_name = [&](const std::string& word) { return option != nullptr && option->check_name(word); };
  const auto found = std::find_if(words.rbegin(), words.rend(), is_name);
  return found == words.rend() ? name : *found;
}

// CLI11's sentences as "WHERE: WHAT".
std::string reworded(const CLI::ParseError& error, const CLI::App& command, const Arguments& words) {
  std::string text = error.what();
  const std::size_t colon = text.find(": "), equals = text.find(" = "), required = text.rfind(" is required");
  if (dynamic_cast<const CLI::ConversionError*>(&error) != nullptr && colon < equals && equals != std::string::npos) {
    return text.substr(colon + 2, equals - colon - 2) + ": '" + text.substr(equals + 3) + "' is not understood";
  }
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr && colon != std::string::npos) {
    return as_typed(command, text.substr(0, colon), words) + ": a value is missing";
  }
  if (required != std::string::npos) return text.substr(0, required) + ": is missing";
  return text;
}

int refuse(const CLI::App& app, const CLI::ParseError& error, const Arguments& words) {
  const CLI::App& command = parsed_command(app);
  const std::vector<std::string> extras = app.remaining(true);
  if (!extras.empty()) {
    const std::string& word = extras.front();
    if (word.size() > 1 && word[0] == '-') {
      return fail(exit_usage, word + ": there is no such option", suggest(command, word));
    }
    if (&command == &app) return fail(exit_usage, word + ": there is no such command", suggest(app, word));
    return fail(exit_usage, word + ": nothing more is expected here", suggest(command, ""));
  }
  if (&command == &app) return fail(exit_usage, "a command is missing", suggest(app, ""));
  return fail(exit_usage, reworded(error, command, words), suggest(command, ""));
}

int guarded(const std::function<int()>& work) {
  try {
    return work();
  } catch (const UsageError& error) {
    return fail(exit_usage, error.what(), error.hint());
  } catch (const InputError& error) {
    return fail(exit_input, error.what(), error.hint());
  } catch (const std::bad_alloc&) {
    return fail(exit_input, "there is not enough memory for this");
  } catch (const CLI::Error&) {
    throw;
  } catch (const std::exception& error) {
    return fail(exit_internal, std::string("internal error, please report: ") + error.what());
  }
}

// Examples first: they are what most people look for. All but these within a page.
class HelpFormatter : public CLI::Formatter {
 public:
  std::string make_description(const CLI::App* app) const override {
    return wrapped("", app->get_description(), 0, width);
  }
  std::string make_option(const CLI::Option* option, bool positional) const override {
    return in_page(CLI::Formatter::make_option(option, positional));
  }
  std::string make_subcommand(const CLI::App* command) const override {
    return in_page(CLI::Formatter::make_subcommand(command));
  }
  std::string make_usage(const CLI::App* app, std::string name) const override {
    return app->get_footer() + "\n\n" + CLI::Formatter::make_usage(app, std::move(name));
  }
  std::string make_footer(const CLI::App*) const override { return ""; }

 private:
  static constexpr std::size_t width = 80;

  // What an option does stands in a column behind its name.
  std::string in_page(const std::string& text) const {
    const std::size_t column = get_column_width();
    std::string result;
    for (const std::string& line : split(text, '\n')) {
      if (line.empty()) continue;
      const std::size_t name = line.size() > width ? column : line.size();
      result += wrapped(line.substr(0, name), line.substr(name), column, width);
    }
    return result;
  }
};

// `nninterp` alone and `nninterp help` are its --help, `nninterp help COMMAND` is the command's.
Arguments with_help_asked_for(const CLI::App& app, Arguments words) {
  if (words.empty()) return {"--help"};
  if (words.front() != "help") return words;
  words.erase(words.begin());
  const auto is_meant = [&](const CLI::App* command) { return words.empty() || command->get_name() == words.front(); };
  if (!app.get_subcommands(is_meant).empty()) words.emplace_back("--help");
  return words;
}

template <typename... Makes>
std::vector<std::unique_ptr<Command>> made(Makes... makes) {
  std::vector<std::unique_ptr<Command>> commands;
  (commands.push_back(makes()), ...);
  return commands;
}

std::vector<std::unique_ptr<Command>> all_commands() {
  return made(make_fit, make_show, make_predict, make_slopes, make_effects, make_curves, make_importance,
              make_interactions, make_shapley, make_compare, make_equation, make_plot, make_report, make_import,
              make_export);
}

void add_command(Command& command, CLI::App& app, Command*& chosen) {
  const Help help = command.help();
  CLI::App* added = app.add_subcommand(help.name, help.about);
  added->footer(help.examples);
  OptionSet options(*added);
  command.declare(options);
  added->callback([&command, &chosen, options] {
    command.check(options);
    chosen = &command;
  });
}

int parse_and_run(int argc, char** argv) {
  CLI::App app(
      "Fits a small neural network to a table and says what it means: slopes, effects, and how far to trust them.",
      "nninterp");
  app.set_version_flag("--version", "nninterp " NNINTERP_VERSION);
  app.formatter(std::make_shared<HelpFormatter>());
  app.require_subcommand(1);
  app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);  // the last one counts
  app.footer(
      "Examples:\n  nninterp fit data.csv\n  nninterp effects --var X1 --delta 1\n"
      "  nninterp effects --var X1 --delta 1 | jq .\n  nninterp help effects");
  Command* chosen = nullptr;
  const std::vector<std::unique_ptr<Command>> commands = all_commands();
  for (const auto& command : commands) add_command(*command, app, chosen);
  return guarded([&] {
    const Arguments words = with_help_asked_for(app, {argv + std::min(argc, 1), argv + argc});
    try {
      app.parse(Arguments(words.rbegin(), words.rend()));
    } catch (const CLI::Success& wanted) {  // --help, --version
      std::ostringstream text;
      app.exit(wanted, text, text);
      write_stdout(text.str());
      return exit_done;
    } catch (const CLI::ParseError& error) {
      return refuse(app, error, words);
    }
    return chosen->run();
  });
}

}  // namespace

int run(int argc, char** argv) {
  occupy_standard_streams();
  watch_mapped_files();
  std::signal(SIGPIPE, SIG_IGN);  // a reader that has gone away shows as EPIPE,
  std::signal(SIGXFSZ, SIG_IGN);  // and a file that may not grow as EFBIG
  return parse_and_run(argc, argv);
}

}  // namespace nninterp::cli

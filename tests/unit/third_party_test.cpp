// Sentences of other libraries that the program takes apart by position: if an update words one of them differently,
// what is said here has to be looked at.
#include <algorithm>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "io/json/json.hpp"
#include "nninterp/core/error.hpp"
#include "support/fixtures.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

// What CLI11 throws at these words, with options of every kind that the program has.
template <typename Error>
std::string cli11_says(std::vector<std::string> words) {
  CLI::App app("a program", "program");
  app.require_subcommand(1);
  CLI::App& command = *app.add_subcommand("fit", "a command");
  std::string data, text, needed;
  std::vector<std::string> names;
  bool flag = false;
  command.add_option("DATA", data)->required();
  command.add_option("-t,--text", text)->type_name("WORD");
  command.add_option_function<std::string>("--parsed", [](const std::string&) {})->type_name("N[,N...]");
  command.add_option("--names", names)->type_name("NAME")->expected(1)->allow_extra_args(false);
  command.add_option("--needed", needed)->required();
  command.add_flag("--flag", flag);
  command.add_flag_callback("--act", [] {});
  std::reverse(words.begin(), words.end());  // as CLI11 takes them
  try {
    app.parse(words);
  } catch (const Error& error) {
    return error.what();
  }
  return "no such error";
}

std::string nlohmann_says(const std::string& bytes) {
  try {
    return nlohmann::json::parse(bytes).dump();
  } catch (const nlohmann::json::exception& error) {
    return error.what();
  }
}

std::size_t byte_of(const std::string& bytes) {
  try {
    return nlohmann::json::parse(bytes).size();
  } catch (const nlohmann::json::parse_error& error) {
    return error.byte;
  }
}

std::string we_say(const std::string& bytes) {
  try {
    return parse_json(bytes, "f").dump();
  } catch (const InputError& error) {
    return error.what();
  }
}

bool begins(const std::string& text, const std::string& start) { return text.rfind(start, 0) == 0; }

bool ends(const std::string& text, const std::string& end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

}  // namespace

TEST_CASE("CLI11 words its errors as the program takes them apart", "[third_party]") {
  INFO("src/cli/app.cpp, reworded(), rests on the form of CLI11's sentences, version " CLI11_VERSION);
  // "...: NAME = VALUE"
  for (const std::string flag : {"--flag", "--act"}) {
    const std::string said = cli11_says<CLI::ConversionError>({"fit", "d.csv", "--needed", "x", flag + "=maybe"});
    INFO(said);
    CHECK(ends(said, ": " + flag + " = maybe"));
    CHECK(said.find(": ") + 2 == said.find(flag));
    CHECK(said.find(" = ") == said.find(flag) + flag.size());
  }
  // "NAME: ..."
  for (const std::string option : {"--text", "--parsed", "--names"}) {
    for (const std::string& last : {option, option + "="}) {
      const std::string said = cli11_says<CLI::ArgumentMismatch>({"fit", "d.csv", "--needed", "x", last});
      INFO(said);
      CHECK(begins(said, option + ": "));
    }
  }
  // "NAME is required", nothing behind it
  CHECK(cli11_says<CLI::RequiredError>({"fit"}) == "DATA is required");
  CHECK(cli11_says<CLI::RequiredError>({"fit", "d.csv"}) == "--needed is required");
}

TEST_CASE("nlohmann's JSON words its errors as ours take them apart", "[third_party]") {
  INFO("src/io/json/json.cpp rests on the form of nlohmann's sentences, version "
       << NLOHMANN_JSON_VERSION_MAJOR << "." << NLOHMANN_JSON_VERSION_MINOR << "." << NLOHMANN_JSON_VERSION_PATCH);
  struct Case {
    std::string bytes, reason;
  };
  // reason_of(): "... - WHAT", perhaps with "; last read" behind it, and no " - " before
  for (const auto& [bytes, reason] : std::vector<Case>{{"{\"a\" 1}", "unexpected number literal; expected ':'"},
                                                       {"[1] 2", "unexpected number literal; expected end of input"},
                                                       {"{\"a - b\": x}", "invalid literal"},
                                                       {"[\"\xFF\"]", "invalid string: ill-formed UTF-8 byte"}}) {
    const std::string said = nlohmann_says(bytes);
    INFO(said);
    const std::size_t dash = said.find(" - ");
    REQUIRE(dash != std::string::npos);
    const std::string behind = said.substr(dash + 3);
    CHECK((behind == reason || begins(behind, reason + "; last read: ")));
    CHECK(we_say(bytes) == "f:1: not valid JSON: " + reason);
  }
  // refuse_syntax(): the place counts bytes from 1, and where the text ends it is one more than there are
  CHECK(byte_of("[1,\n x]") == 6);
  for (const std::string cut : {"[1,\n", "{\"a\": \"b", "[1, 2"}) {
    INFO(cut);
    CHECK(byte_of(cut) == cut.size() + 1);
    CHECK(contains(we_say(cut), "the file ends too early"));
  }
  // refuse_number(): no parse_error, and the number alone stands between the first and the last quote
  for (const std::string number : {"1e999", "-1e999"}) {
    CHECK_THROWS_AS(nlohmann::json::parse("[" + number + "]"), nlohmann::json::out_of_range);
    const std::string said = nlohmann_says("[1,\n" + number + "]");
    INFO(said);
    CHECK(ends(said, " '" + number + "'"));
    CHECK(std::count(said.begin(), said.end(), '\'') == 2);
    CHECK(we_say("[1,\n" + number + "]") == "f:2: the number " + number + " is too large");
  }
}

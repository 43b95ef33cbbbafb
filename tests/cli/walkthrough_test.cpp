// The walk-through and some of docs/ show what the program really says: each command of each console block is run, in
// a folder with the example tables, and compared. With NNINTERP_UPDATE_WALKTHROUGH set, what the program says now is
// written into the document instead.
#include <cctype>
#include <cmath>
#include <regex>

#include "nninterp/core/text.hpp"
#include "support/fixtures.hpp"
#include "support/process.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

struct Command {
  std::string line;                 // for the shell
  std::vector<std::string> source;  // as the document has it: "$ ...", then "> ..." for lines that go on
  std::string output;               // as the document shows it
};

// Text and console blocks by turns, so that they put together again are the document.
struct Section {
  std::string text;
  std::vector<Command> commands;
};

bool begins(const std::string& text, const std::string& start) { return text.rfind(start, 0) == 0; }

void add_block_line(std::vector<Command>& commands, const std::string& line) {
  if (begins(line, "$ ")) {
    commands.push_back({line.substr(2), {line}, ""});
    return;
  }
  REQUIRE_FALSE(commands.empty());
  Command& command = commands.back();
  if (begins(line, "> ") && command.output.empty()) {
    command.line += "\n" + line.substr(2);
    command.source.push_back(line);
  } else {
    command.output += line + "\n";
  }
}

std::vector<Section> read_sections(const std::string& document) {
  std::vector<Section> sections(1);
  std::istringstream lines(document);
  bool in_block = false;
  for (std::string line; std::getline(lines, line);) {
    if (in_block && line == "```") {
      in_block = false;
      sections.push_back({line + "\n", {}});
    } else if (in_block) {
      add_block_line(sections.back().commands, line);
    } else {
      in_block = line == "```console";
      sections.back().text += line + "\n";
    }
  }
  REQUIRE_FALSE(in_block);
  return sections;
}

std::string written(const std::vector<Section>& sections) {
  std::string document;
  for (const Section& section : sections) {
    document += section.text;
    for (const Command& command : section.commands) {
      for (const std::string& line : command.source) document += line + "\n";
      document += command.output;
    }
  }
  return document;
}

// Both streams in the order in which a terminal would show them.
std::string run(const std::string& line, const std::string& folder) {
  const std::string programs = fs::path(NNINTERP_PROGRAM).parent_path().string();
  const std::string environment =
      "export LANG=C.UTF-8 LC_ALL=C.UTF-8 PATH='" + programs + "':\"$PATH\"; unset COLUMNS\n";
  return run_shell("exec 2>&1; " + environment + line, folder).out;
}

// The first tool that the block needs and that is not installed.
std::string missing_tool(const Section& section) {
  for (const std::string tool : {"jq", "awk", "paste", "python3"}) {
    const std::regex word("(^|[^\\w.-])" + tool + "($|[^\\w.-])");
    for (const Command& command : section.commands) {
      if (std::regex_search(command.line, word) && run("command -v " + tool, ".").empty()) return tool;
    }
  }
  return "";
}

struct Number {
  double value;
  bool percent;
};

// Words with # for each number, and the numbers. Rulers and bars of histograms are left out.
struct Reading {
  std::string words;
  std::vector<Number> numbers;
};

bool is_decoration(const std::string& token) {
  const bool ruler = token.size() > 2 && token.find_first_not_of('-') == std::string::npos;
  return ruler || begins(token, "\xe2\x96");  // U+2581 to U+2588, blocks
}

Number number_of(std::string digits, char next) {
  digits.erase(std::remove(digits.begin(), digits.end(), ','), digits.end());
  return {std::stod(digits), next == '%'};
}

void read_token(const std::string& token, Reading& reading) {
  static const std::regex number("[-+]?[0-9]+(,[0-9]{3})*(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
  auto rest = token.cbegin();
  for (std::sregex_iterator at(token.begin(), token.end(), number), end; at != end; ++at) {
    reading.words.append(rest, (*at)[0].first);
    reading.words += '#';
    rest = (*at)[0].second;
    reading.numbers.push_back(number_of(at->str(), rest == token.end() ? ' ' : *rest));
  }
  reading.words.append(rest, token.cend());
  reading.words += ' ';
}

// How a single training went, and what a candidate that was not chosen lost: hundreds of steps magnify the last bit of
// exp, which other C libraries round differently, so these lines are not compared.
bool is_of_one_training(const std::string& line) {
  static const std::regex training(
      "[* ] [0-9]+ +(threshold|stalled|stepmax) .*|Result .*|.*the training did not converge.*| +[0-9.e-]+( "
      "+[0-9.]+){2,}");
  return std::regex_match(line, training);
}

Reading read_output(const std::string& output) {
  Reading reading;
  std::istringstream lines(output);
  for (std::string line; std::getline(lines, line);) {
    if (is_of_one_training(line)) continue;
    std::istringstream tokens(line);
    for (std::string token; tokens >> token;) {
      if (!is_decoration(token)) read_token(token, reading);
    }
  }
  return reading;
}

// What is left of that in what the best network means: 5 % or 0.02, and two units of a rounded percentage.
bool near(const Number& shown, const Number& now) {
  const double allowed = std::max({0.02, 0.05 * std::fabs(shown.value), shown.percent ? 2.0 : 0.0});
  return std::fabs(shown.value - now.value) <= allowed * (1 + 1e-9);
}

bool same(const std::string& shown, const std::string& now) {
  const Reading a = read_output(shown), b = read_output(now);
  return a.words == b.words && a.numbers.size() == b.numbers.size() &&
         std::equal(a.numbers.begin(), a.numbers.end(), b.numbers.begin(), near);
}

void copy_examples(const TemporaryFolder& folder) {
  for (const auto& entry : fs::directory_iterator(NNINTERP_EXAMPLES)) {
    if (entry.path().extension() == ".csv") fs::copy(entry.path(), folder.path(entry.path().filename().string()));
  }
}

void check(const Section& section, const std::string& folder) {
  const std::string tool = missing_tool(section);
  if (!tool.empty()) {
    WARN("a block is skipped, " << tool << " is not installed: $ " << section.commands.front().line);
    return;
  }
  for (const Command& command : section.commands) {
    const std::string now = run(command.line, folder);
    INFO("$ " << command.line << "\nThe document shows:\n" << command.output << "\nThe program says:\n" << now);
    CHECK(same(command.output, now));
  }
}

std::vector<Section> updated(std::vector<Section> sections, const std::string& folder) {
  for (Section& section : sections) {
    for (Command& command : section.commands) command.output = run(command.line, folder);
  }
  return sections;
}

#ifdef __OPTIMIZE__
constexpr bool quick = true;
#else
constexpr bool quick = false;
#endif

}  // namespace

TEST_CASE("outputs are compared by words exactly, by numbers nearly", "[walkthrough]") {
  CHECK(same("x1   0.9180  ▁▂█ ▁  77%\n----\n", "x1 0.9181 █ 78%\n"));
  CHECK(same("steps 13,152", "steps 13,200"));
  CHECK_FALSE(same("steps 13,152", "steps 14,200"));
  CHECK_FALSE(same("x1 0.89", "x1 0.95"));
  CHECK_FALSE(same("x1 0.918", "x2 0.918"));
  CHECK_FALSE(same("converged", "did not converge"));
  CHECK_FALSE(same("1 2", "1 2 3"));
  CHECK_FALSE(same("70%", "79%"));
  CHECK(same("* 2  threshold  6  332\nend", "* 4  stalled  6  99\nend"));
  CHECK_FALSE(same("* 1  0.5019  0.0174", "* 1  0.6  0.0174"));
}

TEST_CASE("documents show what the program says", "[walkthrough]") {
  const std::string source = NNINTERP_SOURCE_DIR;
  std::vector<std::string> documents = files_like(source + "/docs", "");
  documents.push_back(source + "/examples/walkthrough.md");
  for (const std::string& path : documents) {
    INFO(path);
    const std::string document = read_file(path);
    const std::vector<Section> sections = read_sections(document);
    REQUIRE(written(sections) == document);
    if (sections.size() == 1) continue;  // no console block
    if (!quick) {
      WARN("the commands of " << path << " are not run, they take too long without optimisation");
      continue;
    }
    const TemporaryFolder folder;
    copy_examples(folder);
    if (std::getenv("NNINTERP_UPDATE_WALKTHROUGH") != nullptr) {
      std::ofstream(path, std::ios::binary) << written(updated(sections, folder.path()));
      continue;
    }
    for (const Section& section : sections) {
      if (!section.commands.empty()) check(section, folder.path());
    }
  }
}

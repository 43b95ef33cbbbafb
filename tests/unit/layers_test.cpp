// The house's rules, held against the sources themselves: which room may include which, that no modules need each
// other, where other libraries are, that a function is defined where its header says, and how long a file may be.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "support/catch.hpp"

namespace fs = std::filesystem;

namespace {

using Texts = std::map<std::string, std::string>;  // by path below include/nninterp/ or src/

/// For each room the rooms it may include besides itself.
const std::map<std::string, std::set<std::string>> allowed = {
    {"core", {}},
    {"data", {"core"}},
    {"nn", {"core"}},
    {"model", {"core", "data", "nn"}},
    {"analysis", {"core", "data", "nn", "model"}},
    {"io/bytes", {"core"}},
    {"io/text", {"core"}},
    {"io/json", {"core", "io/bytes"}},
    {"io/csv", {"core", "data", "io/bytes"}},
    {"io/model", {"core", "data", "nn", "model", "io/bytes", "io/csv", "io/json"}},
    {"io/exchange", {"core", "data", "nn", "model", "io/csv", "io/json", "io/model"}},
    {"io/equation", {"core", "data", "nn", "model", "analysis", "io/text"}},
    {"io/picture", {"core", "data", "nn", "model", "analysis", "io/text"}},
    {"io/report", {"core", "data", "nn", "model", "analysis", "io/bytes", "io/csv", "io/json", "io/model", "io/text"}},
    {"io/page",
     {"core", "data", "nn", "model", "analysis", "io/bytes", "io/equation", "io/json", "io/report", "io/text"}},
    {"cli",
     {"core", "data", "nn", "model", "analysis", "io/bytes", "io/csv", "io/equation", "io/exchange", "io/model",
      "io/page", "io/picture", "io/report", "io/text"}},
};

/// Where the headers of other libraries may be included.
const std::map<std::string, std::vector<std::string>> homes = {
    {"CLI", {"cli/option_set.cpp", "cli/app.cpp"}},
    {"nlohmann", {"io/json/json.hpp"}},
    {"openssl", {"io/bytes/checksum.cpp"}},
    {"hwy", {"nn/kernel"}},
};

const std::set<std::string> streams = {"iostream", "fstream", "ostream", "istream", "sstream",
                                       "cstdio",   "stdio.h", "iosfwd",  "iomanip"};

constexpr std::size_t most_lines = 400, most_lines_of_function = 60;
const std::set<std::string> longer = {"nn/kernel_block.cpp"};  // one thing

struct Include {
  std::string path;
  bool quoted;
};

std::vector<Include> includes_of(const std::string& text) {
  static const std::regex directive(R"(^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"])");
  std::vector<Include> found;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::smatch match;
    if (std::regex_search(line, match, directive)) found.push_back({match[2], match[1] == "\""});
  }
  return found;
}

bool begins(const std::string& text, const std::string& start) { return text.rfind(start, 0) == 0; }

std::string folder_of(const std::string& path) { return fs::path(path).parent_path().generic_string(); }

/// "io/csv" of io/csv/reader.hpp, "cli" of cli/commands/fit.cpp.
std::string room_of(const std::string& path) {
  const std::size_t first = path.find('/');
  if (first == std::string::npos) return "";
  if (!begins(path, "io/")) return path.substr(0, first);
  const std::size_t second = path.find('/', first + 1);
  return second == std::string::npos ? "io" : path.substr(0, second);
}

/// Header and source of one stem are one module, public and private headers too.
std::string module_of(const std::string& path) {
  std::string stem = path.substr(0, path.rfind('.'));
  if (stem.size() > 4 && stem.substr(stem.size() - 4) == "-inl") stem.resize(stem.size() - 4);
  return stem;
}

/// The path below include/nninterp/ or src/ that an include leads to; empty if it is none of ours.
std::string target_of(const std::string& path, const Include& include) {
  if (begins(include.path, "nninterp/")) return include.path.substr(9);
  if (!include.quoted) return "";
  return include.path.find('/') == std::string::npos ? folder_of(path) + "/" + include.path : include.path;
}

/// What is wrong with the includes of one file.
std::vector<std::string> violations(const std::string& path, const std::string& text) {
  const std::string room = room_of(path);
  if (allowed.count(room) == 0) return {path + ": lies in no room of the house"};
  std::vector<std::string> found;
  for (const Include& include : includes_of(text)) {
    const auto complain = [&](const std::string& why) { found.push_back(path + ": " + include.path + " " + why); };
    const auto home = homes.find(include.path.substr(0, include.path.find('/')));
    if (home != homes.end()) {
      const auto is_home = [&](const std::string& place) { return begins(path, place); };
      if (std::none_of(home->second.begin(), home->second.end(), is_home)) complain("is not at home here");
    } else if (streams.count(include.path) > 0) {
      if (!begins(room, "io/") && room != "cli") complain("below io");
    } else if (const std::string to = target_of(path, include); !to.empty()) {
      const std::string other = room_of(to);
      if (other != room && allowed.at(room).count(other) == 0) complain("is not for " + room);
    }
  }
  return found;
}

/// Modules that need each other, each ring of them once.
std::vector<std::string> rings(const Texts& files) {
  std::map<std::string, std::set<std::string>> needs;
  for (const auto& [path, text] : files) {
    for (const Include& include : includes_of(text)) {
      const std::string to = target_of(path, include);
      if (!to.empty() && module_of(to) != module_of(path)) needs[module_of(path)].insert(module_of(to));
    }
  }
  std::vector<std::string> found, way;
  std::set<std::string> done;
  const std::function<void(const std::string&)> visit = [&](const std::string& module) {
    const auto seen = std::find(way.begin(), way.end(), module);
    if (seen != way.end()) {
      std::string ring;
      for (auto at = seen; at != way.end(); ++at) ring += *at + " > ";
      found.push_back(ring + module);
      return;
    }
    if (!done.insert(module).second) return;
    way.push_back(module);
    for (const std::string& next : needs[module]) visit(next);
    way.pop_back();
  };
  for (const auto& entry : std::map<std::string, std::set<std::string>>(needs)) visit(entry.first);
  return found;
}

/// The text without raw strings and without what stands in unnamed namespaces at the left margin.
std::string seen_by_others(const std::string& text) {
  std::istringstream lines(text);
  std::string result;
  bool raw = false, unnamed = false;
  for (std::string line; std::getline(lines, line);) {
    if (raw) {
      raw = line.find(")\"") == std::string::npos;
      continue;
    }
    const std::size_t opened = line.find("R\"(");
    if (opened != std::string::npos) raw = line.find(")\"", opened) == std::string::npos;
    if (line == "namespace {") unnamed = true;
    if (!unnamed) result += line + '\n';
    if (line == "}  // namespace") unnamed = false;
  }
  return result;
}

/// Functions that a source defines for others: free ones by their name, members by that of their class.
std::set<std::string> definitions(const std::string& text) {
  static const std::regex definition(
      R"((^|\n)(?!using|return|template|static|extern|struct|class|enum|namespace|constexpr|#|//|\})[A-Za-z_][\w:<>,&\* ]*[ &\*]((\w+)::)?([A-Za-z_]\w*)\()");
  const std::string visible = seen_by_others(text);
  std::set<std::string> names;
  for (std::sregex_iterator at(visible.begin(), visible.end(), definition), end; at != end; ++at) {
    names.insert((*at)[3].matched ? (*at)[3].str() : (*at)[4].str());
  }
  return names;
}

/// Functions whose header is another module's. Commands and languages have one header for all; the kernel's namespaces
/// are Highway's.
std::vector<std::string> strays(const Texts& headers, const Texts& sources) {
  std::vector<std::string> found;
  for (const auto& [path, text] : sources) {
    if (begins(path, "nn/kernel") || begins(path, "cli/commands/") || path == "cli/main.cpp") continue;
    const auto header = headers.find(module_of(path));
    for (const std::string& name : definitions(text)) {
      const bool listed = path == "io/equation/" + name.substr(name.find('_') + 1) + ".cpp" && begins(name, "write_");
      const bool declared =
          listed || (header != headers.end() && std::regex_search(header->second, std::regex("\\b" + name + "\\b")));
      if (!declared) found.push_back(path + ": " + name + " is declared elsewhere, or nowhere");
    }
  }
  return found;
}

/// Options as people type them, in texts below the command line: there they are ⟨names⟩.
std::vector<std::string> typed_options(const std::string& path, const std::string& text) {
  static const std::regex literal(R"re("(?:[^"\\\n]|\\.)*--[a-z](?:[^"\\\n]|\\.)*")re");
  std::vector<std::string> found;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::smatch match;
    if (!begins(path, "cli/") && std::regex_search(line, match, literal)) found.push_back(path + ": " + match.str());
  }
  return found;
}

/// Functions that are too long, by their first line. What begins in the first or third column ends there.
std::vector<std::string> long_functions(const std::string& path, const std::string& text) {
  static const std::regex no_function(
      "^ *(namespace|struct|class|enum|union|extern|constexpr [^(]*=|const [^(]*=|HWY_).*");
  std::vector<std::string> found, begun;
  std::vector<std::size_t> since;
  std::istringstream lines(text);
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    const std::size_t column = line.find_first_not_of(' ');
    if (column != 0 && column != 2) continue;
    if (line[column] == '}') {
      while (!since.empty() && begun.back().find_first_not_of(' ') >= column) {
        const bool one = begun.back().find_first_not_of(' ') == column && !std::regex_match(begun.back(), no_function);
        if (one && number - since.back() + 1 > most_lines_of_function) found.push_back(path + ": " + begun.back());
        begun.pop_back();
        since.pop_back();
      }
    } else if (line.back() == '{') {
      begun.push_back(line);
      since.push_back(number);
    }
  }
  return found;
}

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// Every file of this ending; public and private headers of one path are one text.
Texts files_of(const std::set<std::string>& endings) {
  Texts found;
  for (const char* root : {"include/nninterp", "src"}) {
    const fs::path top = fs::path(NNINTERP_SOURCE_DIR) / root;
    for (const auto& entry : fs::recursive_directory_iterator(top)) {
      if (endings.count(entry.path().extension().string()) == 0) continue;
      found[fs::relative(entry.path(), top).generic_string()] += read(entry.path());
    }
  }
  return found;
}

Texts headers_by_module() {
  Texts headers;
  for (const auto& [path, text] : files_of({".hpp"})) headers[module_of(path)] += text;
  return headers;
}

void check_empty(const std::vector<std::string>& complaints) {
  for (const std::string& complaint : complaints) {
    UNSCOPED_INFO(complaint);
    CHECK(complaint.empty());
  }
}

}  // namespace

TEST_CASE("a room includes only itself and what stands below it", "[layers]") {
  const Texts files = files_of({".hpp", ".cpp"});
  REQUIRE(files.size() > 100);
  for (const auto& [path, text] : files) check_empty(violations(path, text));
}

TEST_CASE("no modules need each other", "[layers]") { check_empty(rings(files_of({".hpp", ".cpp"}))); }

TEST_CASE("what a header declares its own source defines", "[layers]") {
  check_empty(strays(headers_by_module(), files_of({".cpp"})));
}

TEST_CASE("no file is too long to be read, and no room holds a quarter of all", "[layers]") {
  std::map<std::string, std::size_t> by_room;
  std::size_t all = 0;
  for (const auto& [path, text] : files_of({".hpp", ".cpp"})) {
    const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    INFO(path << " has " << lines << " lines");
    CHECK((lines <= most_lines || longer.count(path) > 0));
    by_room[room_of(path)] += lines;
    all += lines;
  }
  for (const auto& [room, lines] : by_room) {
    INFO(room << " holds " << lines << " of " << all << " lines");
    CHECK(4 * lines < all);
  }
}

TEST_CASE("no function is too long for a screen", "[layers]") {
  for (const auto& [path, text] : files_of({".hpp", ".cpp"})) check_empty(long_functions(path, text));
}

TEST_CASE("the command line alone knows how options are typed", "[layers]") {
  for (const auto& [path, text] : files_of({".hpp", ".cpp"})) check_empty(typed_options(path, text));
}

TEST_CASE("the check of the rooms sees what it has to see", "[layers]") {
  const auto count = [](const char* path, const char* text) { return violations(path, text).size(); };
  CHECK(count("core/a.hpp", "#include <vector>\n#include <Eigen/Core>\n") == 0);
  CHECK(count("core/a.hpp", "#include \"nninterp/data/table.hpp\"\n") == 1);
  CHECK(count("data/a.cpp", "#include \"nninterp/nn/network.hpp\"\n") == 1);
  CHECK(count("nn/a.cpp", "#include <nninterp/data/table.hpp>\n") == 1);
  CHECK(count("nn/a.cpp", "  #  include \"model/starts.hpp\"\n") == 1);
  CHECK(count("model/a.cpp", "#include \"starts.hpp\"\n#include \"nninterp/nn/network.hpp\"\n") == 0);
  CHECK(count("analysis/a.cpp", "#include <sstream>\n#include <cstdio>\n#include <nlohmann/json.hpp>\n") == 3);
  CHECK(count("analysis/a.cpp", "// #include <sstream>\n") == 0);
  CHECK(count("io/json/json.hpp", "#include <nlohmann/json.hpp>\n") == 0);
  CHECK(count("io/report/a.cpp", "#include <nlohmann/json.hpp>\n#include <fstream>\n") == 1);
  CHECK(count("io/picture/a.cpp", "#include \"nninterp/io/report/document.hpp\"\n") == 1);
  CHECK(count("io/report/a.cpp", "#include <CLI/CLI.hpp>\n#include \"cli/options.hpp\"\n") == 2);
  CHECK(count("cli/option_set.cpp", "#include <CLI/CLI.hpp>\n") == 0);
  CHECK(count("cli/commands/a.cpp", "#include <CLI/CLI.hpp>\n#include \"io/json/json.hpp\"\n") == 2);
  CHECK(count("attic/a.cpp", "") == 1);
  CHECK(count("io/a.cpp", "") == 1);
}

TEST_CASE("the checks of modules see what they have to see", "[layers]") {
  const Texts apart{{"nn/a.hpp", ""}, {"nn/a.cpp", "#include \"nninterp/nn/b.hpp\"\n"}, {"nn/b.hpp", ""}};
  CHECK(rings(apart).empty());
  Texts ring = apart;
  ring["nn/b.cpp"] = "#include \"a.hpp\"\n";
  CHECK(rings(ring).size() == 1);

  const Texts headers{{"nn/a", "int f();\nclass C {\n};\n"}};
  CHECK(strays(headers, {{"nn/a.cpp", "namespace {\n\nint g() {\n}\n\n}  // namespace\n\nint f() {\n}\n"}}).empty());
  CHECK(strays(headers, {{"nn/a.cpp", "int C::value() const {\n}\n"}}).empty());
  CHECK(strays(headers, {{"nn/a.cpp", "int g() {\n}\n"}}).size() == 1);
  CHECK(strays(headers, {{"nn/b.cpp", "int f() {\n}\n"}}).size() == 1);
}

TEST_CASE("the checks of texts and lengths see what they have to see", "[layers]") {
  CHECK(typed_options("model/a.cpp", "  say(\"a larger --decay may help\");\n").size() == 1);
  CHECK(typed_options("model/a.cpp", "  say(\"a \\\"larger\\\" --decay\");\n").size() == 1);
  CHECK(typed_options("model/a.cpp", "  say(\"a larger ⟨decay⟩\"); --left; // --decay\n").empty());
  CHECK(typed_options("cli/a.cpp", "  say(\"a larger --decay\");\n").empty());

  const auto body = [](std::size_t lines) {
    std::string text;
    for (std::size_t i = 0; i < lines; ++i) text += "    ++i;\n";
    return text;
  };
  CHECK(long_functions("nn/a.cpp", "int f(int i) {\n" + body(58) + "}\n").empty());
  CHECK(long_functions("nn/a.cpp", "int f(int i) {\n" + body(59) + "}\n").size() == 1);
  CHECK(long_functions("nn/a.cpp", "class C {\n  int f() {\n" + body(59) + "  }\n};\n").size() == 1);
  CHECK(long_functions("nn/a.cpp", "class C {\n" + body(99) + "};\n").empty());
  CHECK(long_functions("nn/a.cpp", "int f() {\n  if (a) {\n" + body(70) + "  }\n}\n").size() == 2);
}

// The house's rules, held against the sources themselves: who may include whom, and which headers stay where.

#include <algorithm>
#include <filesystem>
#include <fstream>
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

/// For each folder the folders it may include besides itself.
const std::map<std::string, std::set<std::string>> allowed = {
    {"core", {}},
    {"data", {"core"}},
    {"nn", {"core"}},
    {"model", {"core", "data", "nn"}},
    {"analysis", {"core", "data", "nn", "model"}},
    {"io", {"core", "data", "nn", "model", "analysis"}},
    {"cli", {"core", "data", "nn", "model", "analysis", "io"}},
};

const std::set<std::string> streams = {"iostream", "fstream", "ostream", "istream", "sstream",
                                       "cstdio",   "stdio.h", "iosfwd",  "iomanip"};

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

bool starts_with(const std::string& text, const std::string& start) { return text.rfind(start, 0) == 0; }

/// The folder that a file of ours belongs to, from its path below include/nninterp/ or src/.
std::string first_folder(const std::string& path) {
  const auto slash = path.find('/');
  return slash == std::string::npos ? "" : path.substr(0, slash);
}

/// The folder that an include leads to: "" if it is none of ours.
std::string included_folder(const std::string& folder, const Include& include) {
  if (starts_with(include.path, "nninterp/")) return first_folder(include.path.substr(9));
  if (!include.quoted) return "";
  const std::string named = first_folder(include.path);
  return named.empty() ? folder : named;  // "starts.hpp" is a neighbour, "io/json.hpp" counts from src/
}

/// What is wrong with the includes of one file; `path` counts from include/nninterp/ or src/.
std::vector<std::string> violations(const std::string& path, const std::string& text) {
  const std::string folder = first_folder(path);
  if (allowed.count(folder) == 0) return {path + ": lies in no folder of the house"};
  const bool below_io = folder != "io" && folder != "cli";
  const bool source = path.size() > 4 && path.compare(path.size() - 4, 4, ".cpp") == 0;

  std::vector<std::string> found;
  for (const Include& include : includes_of(text)) {
    const auto complain = [&](const std::string& why) { found.push_back(path + ": " + include.path + " " + why); };
    if (starts_with(include.path, "nlohmann/")) {
      if (below_io) complain("below io");
      if (!source && path != "io/json.hpp") complain("in a header");
    } else if (starts_with(include.path, "CLI/")) {
      if (folder != "cli") complain("outside cli");
    } else if (streams.count(include.path) > 0) {
      if (below_io) complain("below io");
    } else if (include.quoted || starts_with(include.path, "nninterp/")) {
      const std::string to = included_folder(folder, include);
      if (to != folder && allowed.at(folder).count(to) == 0) complain("is not for " + folder);
    }
  }
  return found;
}

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// Every source file, as its path below include/nninterp/ or src/, with its text.
std::vector<std::pair<std::string, std::string>> sources() {
  std::vector<std::pair<std::string, std::string>> found;
  for (const char* root : {"include/nninterp", "src"}) {
    const fs::path top = fs::path(NNINTERP_SOURCE_DIR) / root;
    for (const auto& entry : fs::recursive_directory_iterator(top)) {
      const std::string extension = entry.path().extension().string();
      if (extension != ".cpp" && extension != ".hpp") continue;
      found.emplace_back(fs::relative(entry.path(), top).generic_string(), read(entry.path()));
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace

TEST_CASE("a folder includes only itself and what stands below it", "[layers]") {
  const auto files = sources();
  REQUIRE(files.size() > 20);
  for (const auto& [path, text] : files) {
    for (const std::string& violation : violations(path, text)) {
      UNSCOPED_INFO(violation);
      CHECK(violation.empty());
    }
  }
}

TEST_CASE("the check of the layers sees what it has to see", "[layers]") {
  const auto count = [](const char* path, const char* text) { return violations(path, text).size(); };
  CHECK(count("core/a.hpp", "#include <vector>\n#include <Eigen/Core>\n") == 0);
  CHECK(count("core/a.hpp", "#include \"nninterp/data/table.hpp\"\n") == 1);
  CHECK(count("data/a.cpp", "#include \"nninterp/nn/network.hpp\"\n") == 1);
  CHECK(count("nn/a.cpp", "#include <nninterp/data/table.hpp>\n") == 1);
  CHECK(count("nn/a.cpp", "  #  include \"model/starts.hpp\"\n") == 1);
  CHECK(count("model/a.cpp", "#include \"starts.hpp\"\n#include \"nninterp/nn/network.hpp\"\n") == 0);
  CHECK(count("model/a.cpp", "#include \"../io/json.hpp\"\n") == 1);
  CHECK(count("analysis/a.cpp", "#include <sstream>\n#include <cstdio>\n#include <nlohmann/json.hpp>\n") == 3);
  CHECK(count("analysis/a.cpp", "// #include <sstream>\n") == 0);
  CHECK(count("io/json.hpp", "#include <nlohmann/json.hpp>\n") == 0);
  CHECK(count("io/report.hpp", "#include <nlohmann/json.hpp>\n") == 1);
  CHECK(count("io/a.cpp", "#include <nlohmann/json.hpp>\n#include <fstream>\n") == 0);
  CHECK(count("io/a.cpp", "#include <CLI/CLI.hpp>\n#include \"cli/options.hpp\"\n") == 2);
  CHECK(count("cli/a.cpp", "#include <CLI/CLI.hpp>\n#include \"io/json.hpp\"\n#include <nlohmann/json.hpp>\n") == 0);
  CHECK(count("attic/a.cpp", "") == 1);
}

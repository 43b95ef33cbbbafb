// Every code of a warning stands in docs/warnings.md, and no other.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

#include "nninterp/model/model.hpp"
#include "support/catch.hpp"

namespace fs = std::filesystem;
using namespace nninterp;

namespace {

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::set<std::string> matches(const std::string& text, const std::regex& pattern) {
  std::set<std::string> found;
  for (std::sregex_iterator at(text.begin(), text.end(), pattern), end; at != end; ++at) found.insert((*at)[1]);
  return found;
}

// As warnings are made: {"code", ...}. Measures and programs are made alike.
std::set<std::string> codes_in_sources() {
  std::set<std::string> codes;
  for (const std::string room : {"data", "model", "analysis", "io/csv", "io/picture"}) {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(NNINTERP_SOURCE_DIR) / "src" / room)) {
      if (entry.path().extension() == ".cpp")
        codes.merge(matches(read(entry.path()), std::regex(R"re(\{"([a-z_]+)",)re")));
    }
  }
  for (const char* other : {"rmse", "log_loss", "gnuplot", "dot"}) CHECK(codes.erase(other) == 1);
  for (const VerdictCode code : {VerdictCode::no_better_than_linear, VerdictCode::predicts_nothing}) {
    codes.insert(std::string(name_of(code)));
  }
  return codes;
}

// In the first column of the tables.
std::set<std::string> codes_in_documents() {
  std::set<std::string> codes;
  const std::string text = read(fs::path(NNINTERP_SOURCE_DIR) / "docs" / "warnings.md");
  const std::regex cell(R"re((?:^|\n)\| (`[^|]*`) \|)re");
  for (const std::string& first : matches(text, cell)) codes.merge(matches(first, std::regex("`([a-z_]+)`")));
  return codes;
}

}  // namespace

TEST_CASE("the documents list every code of a warning, and no other", "[warnings]") {
  const std::set<std::string> documented = codes_in_documents();
  CHECK(documented.size() > 30);
  CHECK(documented == codes_in_sources());
}

// Any text is a formula or a UsageError, and any formula gives roles or an InputError.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "nninterp/core/error.hpp"
#include "nninterp/data/formula.hpp"

namespace {

using namespace nninterp;

void require(bool condition) {
  if (!condition) std::abort();
}

Table table_of(const std::vector<std::string>& names) {
  Table table;
  table.name = "fuzz.csv";
  table.lines = {2};
  for (const std::string& name : names) {
    table.columns.emplace_back();
    table.columns.back().name = name;
    table.columns.back().numbers = {0};
  }
  return table;
}

void check_message(const Error& error) {
  for (const std::string& text : {std::string(error.what()), error.hint()}) {
    require(text.find('\n') == std::string::npos && text.size() < 2000);
  }
}

void check_roles(const Roles& roles) {
  require(!roles.targets.empty() && !roles.variables.empty());
  for (const std::string& target : roles.targets) {
    require(std::count(roles.targets.begin(), roles.targets.end(), target) == 1);
    require(std::count(roles.variables.begin(), roles.variables.end(), target) == 0);
  }
  for (const std::string& variable : roles.variables) {
    require(std::count(roles.variables.begin(), roles.variables.end(), variable) == 1);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Table table = table_of({"id", "X1", "X2", "my x", ".", "Y"});
  const std::string text(data, data + size);
  try {
    const Formula formula = parse_formula(text);
    require(!formula.targets.empty());
    check_roles(resolve_roles(formula, table));
  } catch (const Error& error) {
    check_message(error);
  }
  return 0;
}

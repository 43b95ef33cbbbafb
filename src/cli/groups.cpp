#include "groups.hpp"

#include <algorithm>

#include "nninterp/core/error.hpp"
#include "nninterp/core/text.hpp"

namespace nninterp::cli {

namespace {

constexpr std::size_t max_groups = 50;

}  // namespace

void GroupOptions::declare(OptionSet& options, const std::string& what) {
  options.texts("--by", by,
                what +
                    " for each value of this column, as A,B for each combination of several; a column of more than "
                    "12 numbers is cut at its quantiles");
  options.whole("--groups", groups, 2, static_cast<long>(max_groups), "COUNT",
                "Groups that --by cuts a column of numbers into (default: 4)");
}

void GroupOptions::check(const OptionSet& options) const {
  if (options.given("--groups") && by.empty()) {
    throw UsageError("--groups: nothing is cut into groups", "--by names a column");
  }
}

std::optional<Grouping> GroupOptions::of(const Session& session, const std::vector<std::string>& looked_at) const {
  const std::vector<std::string> columns = split_names(by, session.table.names());
  for (const std::string& name : columns) {
    if (std::find(looked_at.begin(), looked_at.end(), name) == looked_at.end()) continue;
    throw UsageError("--by " + one_line(name) + ": is the variable itself", "--by takes another column");
  }
  if (columns.empty()) return std::nullopt;
  return grouping_of(session.table, columns, session.at.rows, groups, max_groups);
}

SettingValue GroupOptions::by_setting(const std::optional<Grouping>& grouping) const {
  return grouping ? SettingValue(grouping->name) : SettingValue();
}

SettingValue GroupOptions::groups_setting() const { return by.empty() ? SettingValue() : setting_of(groups); }

}  // namespace nninterp::cli

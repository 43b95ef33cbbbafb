#pragma once

#include <optional>
#include <string>
#include <vector>

#include "nninterp/analysis/selection.hpp"
#include "nninterp/io/model/session.hpp"
#include "nninterp/io/report/settings.hpp"
#include "option_set.hpp"

namespace nninterp::cli {

/// --by and --groups: the rows by the values of columns.
struct GroupOptions {
  std::vector<std::string> by;
  std::size_t groups = 4;

  /// `what` there is of each group: "Means".
  void declare(OptionSet& options, const std::string& what);
  void check(const OptionSet& options) const;
  /// None without --by. UsageError where it names one of the columns that are looked at in each group.
  std::optional<Grouping> of(const Session& session, const std::vector<std::string>& looked_at = {}) const;
  /// "by" and "groups" of a document's settings.
  SettingValue by_setting(const std::optional<Grouping>& grouping) const;
  SettingValue groups_setting() const;
};

}  // namespace nninterp::cli

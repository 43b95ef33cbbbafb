#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "nninterp/analysis/intervals.hpp"
#include "nninterp/core/words.hpp"

namespace nninterp {

using SettingValue = std::variant<std::monostate, bool, std::int64_t, double, std::string, std::vector<std::string>,
                                  std::vector<double>>;
/// Every choice that shaped the numbers of a document, by name.
using Settings = std::vector<std::pair<std::string, SettingValue>>;

/// A choice as documents tell it: words of enumerations, whole numbers of any size; what is optional may be none.
template <typename Value>
SettingValue setting_of(const Value& value) {
  if constexpr (std::is_enum_v<Value>) {
    return std::string(name_of(value));
  } else if constexpr (std::is_integral_v<Value> && !std::is_same_v<Value, bool>) {
    return static_cast<std::int64_t>(value);
  } else {
    return value;
  }
}
template <typename Value>
SettingValue setting_of(const std::optional<Value>& value) {
  return value ? setting_of(*value) : SettingValue();
}

/// The settings with those of intervals after them.
inline Settings with_intervals(Settings settings, const IntervalOptions& options) {
  settings.emplace_back("interval", setting_of(options.method));
  settings.emplace_back("level", options.level);
  return settings;
}

}  // namespace nninterp

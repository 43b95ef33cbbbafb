#include "parts.hpp"

#include "io/csv/writer.hpp"

namespace nninterp {

namespace {

Json setting(const SettingValue& value) {
  return std::visit(
      [](const auto& held) -> Json {
        using Held = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<Held, std::monostate>)
          return nullptr;
        else if constexpr (std::is_same_v<Held, double>)
          return json_number(held);
        else
          return held;
      },
      value);
}

}  // namespace

std::string finished(Json body, const Document& document) {
  body["settings"] = Json::object();
  for (const auto& [name, value] : document.settings) body["settings"][name] = setting(value);
  body["warnings"] = json_warnings(document.warnings);
  return pretty(body) + "\n";
}

Json optional_number(const std::optional<double>& value) { return value ? json_number(*value) : Json(nullptr); }

Json interval_json(IntervalMethod method, double level, std::size_t replicates) {
  const bool known = method != IntervalMethod::none, refits = method == IntervalMethod::bootstrap;
  return {{"method", name_of(method)},
          {"level", known ? Json(level) : Json(nullptr)},
          {"replicates", refits ? Json(replicates) : Json(nullptr)}};
}

Json interval_json(std::size_t refits, double level) {
  return interval_json(refits > 0 ? IntervalMethod::bootstrap : IntervalMethod::none, level, refits);
}

StreamedLists::Numbers row_numbers(const std::vector<Index>& rows) {
  return [&rows](Index first, Index count) {
    Vector numbers(count);
    for (Index i = 0; i < count; ++i) numbers[i] = static_cast<double>(rows[first + i]);
    return numbers;
  };
}

}  // namespace nninterp

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "json.hpp"

namespace nninterp {

/// A number of a struct by the name that it has in every document; a list of them writes JSON and heads CSV.
template <typename Struct>
struct Field {
  const char* name;
  double Struct::*member;
};

/// null where a number is not finite.
template <typename Struct, std::size_t Count>
void add_fields(nlohmann::ordered_json& to, const Struct& from, const Field<Struct> (&fields)[Count]) {
  for (const Field<Struct>& field : fields) to[field.name] = json_number(from.*field.member);
}

/// null for all of what is not there.
template <typename Struct, std::size_t Count>
void add_fields(nlohmann::ordered_json& to, const std::optional<Struct>& from, const Field<Struct> (&fields)[Count]) {
  if (from) return add_fields(to, *from, fields);
  for (const Field<Struct>& field : fields) to[field.name] = nullptr;
}

/// The names, each behind the prefix.
template <typename Struct, std::size_t Count>
std::vector<std::string> names_of(const Field<Struct> (&fields)[Count], const std::string& prefix = {}) {
  std::vector<std::string> names;
  for (const Field<Struct>& field : fields) names.push_back(prefix + field.name);
  return names;
}

}  // namespace nninterp

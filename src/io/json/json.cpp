#include "json.hpp"

#include <algorithm>
#include <cmath>

#include "io/bytes/rows.hpp"
#include "nninterp/core/error.hpp"
#include "nninterp/core/text.hpp"

namespace nninterp {

using nlohmann::ordered_json;

namespace {

constexpr std::size_t max_line = 200, max_members = 16;
constexpr int max_depth = 100;

bool is_scalar(const ordered_json& value) { return !value.is_structured(); }

bool is_flat(const ordered_json& value) {
  return is_scalar(value) || (value.is_array() && std::all_of(value.begin(), value.end(), is_scalar));
}

// An object that one line may hold: few members, and these flat and short.
bool is_small(const ordered_json& value) {
  return value.is_object() && value.size() <= max_members &&
         std::all_of(value.begin(), value.end(), [](const ordered_json& member) {
           return (is_scalar(member) || member.size() <= max_members) && is_flat(member);
         });
}

std::string quote(const std::string& text) {
  return ordered_json(text).dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

}  // namespace

void append_json_number(std::string& out, double number) {
  if (!std::isfinite(number)) {
    out += "null";
  } else if (number == 0 && std::signbit(number)) {
    out += "-0.0";  // "-0" would be read as an integer and lose its sign
  } else {
    append_number(out, number);
  }
}

namespace {

void append_line(std::string& out, const ordered_json& value) {
  if (value.is_number_float()) return append_json_number(out, value.get<double>());
  if (value.is_string()) {
    out += quote(value.get_ref<const std::string&>());
    return;
  }
  if (is_scalar(value)) {
    out += value.is_binary() ? std::string(1, '\0') : value.dump();
    return;
  }
  const char* separator = "";
  out += value.is_object() ? '{' : '[';
  for (const auto& [key, member] : value.items()) {
    out += separator;
    if (value.is_object()) out += quote(key) + ": ";
    append_line(out, member);
    separator = ", ";
  }
  out += value.is_object() ? '}' : ']';
}

void append_indented(std::string& out, const ordered_json& value, std::size_t indent);

void append_element(std::string& out, const ordered_json& element, std::size_t indent) {
  if (is_small(element)) {
    std::string line;
    append_line(line, element);
    if (indent + line.size() <= max_line) {
      out += line;
      return;
    }
  }
  append_indented(out, element, indent);
}

void append_indented(std::string& out, const ordered_json& value, std::size_t indent) {
  if (is_flat(value) || value.empty()) return append_line(out, value);
  const std::string margin = "\n" + std::string(indent + 2, ' ');
  const char* separator = "";
  out += value.is_object() ? '{' : '[';
  if (value.is_object()) {
    for (const auto& [key, member] : value.items()) {
      out += separator + margin + quote(key) + ": ";
      append_indented(out, member, indent + 2);
      separator = ",";
    }
  } else {
    for (const ordered_json& element : value) {
      out += separator + margin;
      append_element(out, element, indent + 2);
      separator = ",";
    }
  }
  out += "\n" + std::string(indent, ' ') + (value.is_object() ? '}' : ']');
}

std::string line_at(std::string_view bytes, std::size_t position) {
  const auto end = bytes.begin() + static_cast<std::ptrdiff_t>(std::min(position, bytes.size()));
  return std::to_string(1 + std::count(bytes.begin(), end, '\n'));
}

// Before the parser sees the bytes: it takes a NUL for their end, and depth costs memory out of proportion.
void check_text(std::string_view bytes, const std::string& name) {
  if (bytes.find_first_not_of(" \t\r\n") == std::string_view::npos) throw InputError(name + ": the file is empty");
  const std::size_t nul = bytes.find('\0');
  if (nul != std::string_view::npos) {
    throw InputError(name + ":" + line_at(bytes, nul) + ": not valid JSON: it holds NUL bytes",
                     "a UTF-16 file must be saved as UTF-8; a file full of NULs was lost in a crash");
  }
  int depth = 0;
  bool in_text = false;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const char c = bytes[i];
    if (in_text) {
      if (c == '\\') ++i;
      if (c == '"') in_text = false;
    } else if (c == '"') {
      in_text = true;
    } else if (c == '[' || c == '{') {
      if (++depth > max_depth) {
        throw InputError(name + ":" + line_at(bytes, i) + ": more than " + std::to_string(max_depth) +
                         " brackets inside each other");
      }
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
}

// "[json.exception...] parse error at line 1, column 2: syntax error while parsing object - WHAT; last read: '...'"
std::string reason_of(const std::string& message) {
  std::size_t begin = message.find(" - ");
  begin = begin == std::string::npos ? message.find(": ") + 2 : begin + 3;
  return message.substr(begin, message.find("; last read", begin) - begin);
}

[[noreturn]] void refuse_syntax(std::string_view bytes, const std::string& name,
                                const nlohmann::json::parse_error& error) {
  const std::string where = name + ":" + line_at(bytes, error.byte > 0 ? error.byte - 1 : 0) + ": ";
  if (error.byte > bytes.size()) {
    throw InputError(where + "the file ends too early", "was the disk full, or a copy interrupted?");
  }
  throw InputError(where + "not valid JSON: " + reason_of(error.what()));
}

// Where the digits stand as a number, and not within a string.
std::size_t place_of_number(std::string_view bytes, const std::string& digits) {
  bool in_string = false;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (in_string && bytes[i] == '\\') {
      ++i;
    } else if (bytes[i] == '"') {
      in_string = !in_string;
    } else if (!in_string && bytes.compare(i, digits.size(), digits) == 0) {
      return i;
    }
  }
  return std::string_view::npos;
}

// The one other thing that the parser refuses, and without a place: "number overflow parsing '1e999'".
[[noreturn]] void refuse_number(std::string_view bytes, const std::string& name, const std::string& message) {
  const std::size_t begin = message.find('\'') + 1;
  const std::string number = message.substr(begin, message.rfind('\'') - begin);
  throw InputError(name + ":" + line_at(bytes, place_of_number(bytes, number)) + ": the number " + one_line(number) +
                   " is too large");
}

}  // namespace

std::string pretty(const ordered_json& value) {
  std::string out;
  append_indented(out, value, 0);
  return out;
}

ordered_json StreamedLists::add(Index size, Numbers numbers) {
  lists_.emplace_back(size, [numbers = std::move(numbers)](Index first, Index count) {
    std::string list;
    for (const double number : numbers(first, count)) {
      if (!list.empty()) list += ", ";
      append_json_number(list, number);
    }
    return list;
  });
  return ordered_json::binary({});
}

ordered_json StreamedLists::add_texts(Index size, Texts texts) {
  lists_.emplace_back(size, [texts = std::move(texts)](Index first, Index count) {
    std::string list;
    for (const std::optional<std::string>& text : texts(first, count)) {
      if (!list.empty()) list += ", ";
      list += text ? quote(*text) : "null";
    }
    return list;
  });
  return ordered_json::binary({});
}

void StreamedLists::write(std::string_view text, int threads, const Sink& sink) const {
  for (const auto& [size, items] : lists_) {
    const std::size_t place = text.find('\0');
    sink(std::string(text.substr(0, place)) + '[');
    const auto part = [&items = items](Index first, Index count) {
      return (first > 0 ? ", " : "") + items(first, count);
    };
    write_rows(size, threads, part, sink);
    sink("]");
    text.remove_prefix(place + 1);
  }
  sink(text);
}

nlohmann::json parse_json(std::string_view bytes, const std::string& name) {
  check_text(bytes, name);
  try {
    return nlohmann::json::parse(bytes.begin(), bytes.end());
  } catch (const nlohmann::json::parse_error& error) {
    refuse_syntax(bytes, name, error);
  } catch (const nlohmann::json::exception& error) {
    refuse_number(bytes, name, error.what());
  }
}

ordered_json json_number(double number) { return std::isfinite(number) ? ordered_json(number) : ordered_json(nullptr); }

ordered_json json_numbers(const Vector& numbers) {
  ordered_json list = ordered_json::array();
  for (const double number : numbers) list.push_back(json_number(number));
  return list;
}

ordered_json json_warnings(const std::vector<Warning>& warnings) {
  ordered_json array = ordered_json::array();
  for (const Warning& warning : warnings) array.push_back({{"code", warning.code}, {"message", warning.message}});
  return array;
}

void append_member(ordered_json& object, const std::string& key, ordered_json value) {
  object.get_ref<ordered_json::object_t&>().emplace_back(key, std::move(value));
}

}  // namespace nninterp

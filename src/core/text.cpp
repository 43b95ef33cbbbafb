#include "nninterp/core/text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <numeric>
#include <system_error>

namespace nninterp {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// The exponent behind the 'e', held within what no number of digits can make up for.
long long exponent_of(std::string_view text) {
  const auto e = text.find_first_of("eE");
  if (e == std::string_view::npos) return 0;
  constexpr long long most = std::numeric_limits<long long>::max() / 20;
  long long exponent = 0;
  for (const char c : text.substr(e + 1)) {
    if (is_digit(c)) exponent = std::min(most, 10 * exponent + (c - '0'));
  }
  return text.substr(e + 1, 1) == "-" ? -exponent : exponent;
}

// std::from_chars says "out of range" both of huge numbers and of tiny ones. Out of range a number is huge if its first
// significant digit stands left of the decimal point once the exponent has moved it.
bool is_huge(std::string_view text) {
  const std::string_view digits = text.substr(0, text.find_first_of("eE"));
  const auto first = std::min(digits.find_first_of("123456789"), digits.size());
  const auto point = std::min(digits.find('.'), digits.size());
  const auto places = static_cast<long long>(point) - static_cast<long long>(first);
  return places + exponent_of(text) > 0;
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), [](char c) { return lower(c); });
  return result;
}

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

std::string plural(std::string_view noun) {
  const std::string word(noun);
  for (const char* end : {"s", "x", "ch", "sh"}) {
    if (ends_with(noun, end)) return word + "es";
  }
  const bool vowel_before = noun.size() > 1 && std::strchr("aeiou", noun[noun.size() - 2]) != nullptr;
  if (ends_with(noun, "y") && !vowel_before) return word.substr(0, word.size() - 1) + "ies";
  return word + "s";
}

unsigned byte_at(std::string_view text, std::size_t i) { return static_cast<unsigned char>(text[i]); }

bool is_continuation(unsigned byte) { return (byte & 0xC0U) == 0x80U; }

// The length of the valid UTF-8 character of more than one byte at `i`, or 0. The second byte's range keeps out
// overlong forms, surrogates and what lies beyond U+10FFFF (table 3-7 of the Unicode standard).
std::size_t character_length(std::string_view text, std::size_t i) {
  const unsigned lead = byte_at(text, i);
  if (lead < 0xC2 || lead > 0xF4) return 0;
  const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (text.size() - i < length) return 0;
  const unsigned low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const unsigned high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  const unsigned second = byte_at(text, i + 1);
  if (second < low || second > high) return 0;
  for (std::size_t k = 2; k < length; ++k) {
    if (!is_continuation(byte_at(text, i + k))) return 0;
  }
  return length;
}

bool eight_ascii_bytes_at(std::string_view text, std::size_t i) {
  if (text.size() - i < 8) return false;
  std::uint64_t word;
  std::memcpy(&word, text.data() + i, sizeof word);
  return (word & 0x8080808080808080U) == 0;
}

}  // namespace

std::optional<double> parse_number(std::string_view text) {
  text = trim(text);
  if (!text.empty() && text.front() == '+') {
    text.remove_prefix(1);
    if (!text.empty() && text.front() == '-') return std::nullopt;
  }
  double value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error == std::errc::invalid_argument || stop != end || std::isnan(value)) return std::nullopt;
  if (error != std::errc::result_out_of_range) return value;
  const double magnitude = is_huge(text) ? std::numeric_limits<double>::infinity() : 0.0;
  return text.front() == '-' ? -magnitude : magnitude;
}

std::string format_number(double value) {
  std::string text;
  append_number(text, value);
  return text;
}

void append_number(std::string& text, double value) {
  const double magnitude = std::abs(value);
  const bool plain = magnitude == 0 || (magnitude >= 1e-5 && magnitude < 1e15);
  std::array<char, 64> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                 plain ? std::chars_format::fixed : std::chars_format::scientific);
  text.append(buffer.data(), end.ptr);
}

std::string format_number(double value, int digits) {
  std::array<char, 128> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::general,
                                 std::clamp(digits, 1, 100));
  return {buffer.data(), end.ptr};
}

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string one_line(std::string_view text, std::size_t limit) {
  const bool cut = text.size() > limit;
  if (cut) {
    while (limit > 0 && is_continuation(byte_at(text, limit))) --limit;
    text = text.substr(0, limit);
  }
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const unsigned byte = byte_at(text, i);
    const bool c1_control = byte == 0xC2 && i + 1 < text.size() && byte_at(text, i + 1) < 0xA0;
    if (c1_control) ++i;
    result += byte < 0x20 || byte == 0x7F || c1_control ? ' ' : text[i];
  }
  return cut ? result + "..." : result;
}

// Row by row of the classic table: cell j is the distance of a's first i bytes to b's first j.
std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == separator) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

std::vector<std::string> split_names(const std::vector<std::string>& lists, const std::vector<std::string>& known) {
  std::vector<std::string> names;
  for (const std::string& list : lists) {
    const bool whole = std::find(known.begin(), known.end(), list) != known.end();
    for (const std::string& name : whole ? std::vector<std::string>{list} : split(list, ',')) {
      names.emplace_back(trim(name));
    }
  }
  return names;
}

std::string with_dashes(const std::string& message) {
  constexpr std::string_view opening = "⟨", closing = "⟩", letters = "abcdefghijklmnopqrstuvwxyz-";
  std::string spelled;
  std::size_t done = 0;
  for (std::size_t at = message.find(opening); at != std::string::npos; at = message.find(opening, at + 1)) {
    const std::size_t name = at + opening.size(),
                      end = std::min(message.find_first_not_of(letters, name), message.size());
    if (end == name || message.compare(end, closing.size(), closing) != 0) continue;
    spelled += message.substr(done, at - done) + "--" + message.substr(name, end - name);
    done = end + closing.size();
  }
  return spelled + message.substr(done);
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

std::string did_you_mean(std::string_view name, const std::vector<std::string>& candidates) {
  constexpr std::size_t longest = 200;
  if (name.size() > longest) return {};
  const std::string wanted = lower(name);
  std::size_t allowed = std::min<std::size_t>(3, name.size() / 2);
  const std::string* best = nullptr;
  for (const std::string& candidate : candidates) {
    const std::size_t length = candidate.size();
    if (length == 0 || length > name.size() + allowed || name.size() > length + allowed) continue;
    const std::size_t distance = edit_distance(wanted, lower(candidate));
    if (distance > allowed || (best != nullptr && distance == allowed)) continue;
    best = &candidate;
    allowed = distance;
  }
  return best == nullptr ? "" : "did you mean '" + one_line(*best, longest) + "'?";
}

std::string count_of(std::size_t count, std::string_view noun) {
  return std::to_string(count) + " " + (count == 1 ? std::string(noun) : plural(noun));
}

std::string list_some(const std::vector<std::string>& words, std::size_t limit) {
  const std::size_t shown = std::min(words.size(), limit);
  std::string list;
  for (std::size_t i = 0; i < shown; ++i) {
    const bool last = i + 1 == words.size();
    if (i > 0) list += last ? " and " : ", ";
    list += one_line(words[i], std::string_view::npos);
  }
  if (shown == words.size()) return list;
  return list + (shown > 0 ? " and " : "") + std::to_string(words.size() - shown) + " more";
}

std::size_t find_invalid_utf8(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size()) {
    if (eight_ascii_bytes_at(text, i)) {
      i += 8;
    } else if (byte_at(text, i) < 0x80) {
      ++i;
    } else {
      const std::size_t length = character_length(text, i);
      if (length == 0) return i;
      i += length;
    }
  }
  return std::string_view::npos;
}

std::string shell_word(const std::string& text) {
  constexpr const char* plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/=,:";
  if (!text.empty() && text.find_first_not_of(plain) == std::string::npos) return text;
  if (text.find('\'') == std::string::npos) return "'" + text + "'";
  std::string word = "\"";
  for (const char c : text) {
    if (std::string_view("\"$`\\").find(c) != std::string_view::npos) word += '\\';
    word += c;
  }
  return word + "\"";
}

std::string with_value(const std::string& option, const std::string& value) {
  return option + (starts_with(value, "-") ? "=" : " ") + shell_word(value);
}

bool stands_for_missing(std::string_view text) {
  constexpr std::array<std::string_view, 14> words{"?",    ".",   "-",    "--",     "---",     "*",       "**",
                                                   "n.a.", "n/a", "#n/a", "#null!", "#value!", "#div/0!", "missing"};
  std::string lower(trim(text));
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
  return std::find(words.begin(), words.end(), lower) != words.end();
}

}  // namespace nninterp

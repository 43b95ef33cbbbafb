#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nninterp {

/// A whole cell or argument as a number, correctly rounded; surrounding spaces and a leading '+' are allowed.
/// An infinite or overflowing number comes back as ±infinity, so that callers can name it; nothing if it is no number
/// ("nan" is none). Never depends on the locale.
std::optional<double> parse_number(std::string_view text);

/// The shortest text that reads back as the same double; or it behind another text.
std::string format_number(double value);
void append_number(std::string& text, double value);

/// At most `digits` significant digits, as printf's %g.
std::string format_number(double value, int digits);

/// `text` without surrounding spaces and tabs.
std::string_view trim(std::string_view text);

/// What stands before, between and after the separators.
std::vector<std::string> split(const std::string& text, char separator);

/// Names out of lists of them: "A,B" means two unless one that is known is called so.
std::vector<std::string> split_names(const std::vector<std::string>& lists, const std::vector<std::string>& known);

inline bool starts_with(std::string_view text, std::string_view start) { return text.substr(0, start.size()) == start; }

/// `text` fit for a message: control characters as spaces, cut after at most `limit` bytes ("..."), never inside a
/// character.
std::string one_line(std::string_view text, std::size_t limit = 40);

/// The text as one word of a shell's command line, in quotes where it needs them.
std::string shell_word(const std::string& text);

/// An option and its value as a shell takes them; joined by "=" where the value would look like an option.
std::string with_value(const std::string& option, const std::string& value);

/// Whether a text, whatever its case, is what tables have in place of a value: ?, ., -, #N/A and the like. Words that
/// may be categories as well, as none and unknown, are not among them.
bool stands_for_missing(std::string_view text);

/// A message as people type its options: ⟨decay⟩ becomes --decay.
std::string with_dashes(const std::string& message);

/// Levenshtein distance in bytes.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// "did you mean 'NAME'?" for the candidate that is nearest to a mistyped name, empty if none is near.
std::string did_you_mean(std::string_view name, const std::vector<std::string>& candidates);

/// "1 row", "2 rows".
std::string count_of(std::size_t count, std::string_view noun);

/// "a, b and 3 more": at most `limit` of the words.
std::string list_some(const std::vector<std::string>& words, std::size_t limit = 5);

/// Position of the first byte that is not valid UTF-8, or npos.
std::size_t find_invalid_utf8(std::string_view text);

}  // namespace nninterp

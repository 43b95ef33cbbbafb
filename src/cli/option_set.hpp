#pragma once

#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "nninterp/core/text.hpp"
#include "nninterp/core/words.hpp"

namespace CLI {
class App;
}

namespace nninterp::cli {

// The form of an option's text: what fails is a UsageError that names the option.
double number_option(const std::string& option, const std::string& text, double min, double max);
long integer_option(const std::string& option, const std::string& text, long min, long max);
/// UsageError with a suggestion if `text` is none of the words.
void check_word(const std::string& option, const std::string& text, const std::vector<std::string>& words);
template <typename Value>
Value word_option(const std::string& option, const std::string& text, const std::vector<Value>& values) {
  check_word(option, text, names_of(values));
  return *named<Value>(text);
}

/// Value itself, of an optional one what it holds.
template <typename Value>
Value held(const Value&);
template <typename Value>
Value held(const std::optional<Value>&);
template <typename Value>
using Held = decltype(held(std::declval<Value>()));

constexpr double any_size = std::numeric_limits<double>::max();

/// The options of one command, each with where its value goes. `names` are as "-t,--target", of which the last stands
/// in messages; `value` is what help calls the value. The value is written when the option is parsed, and what it
/// held before is the default.
class OptionSet {
 public:
  using Parse = std::function<void(const std::string& text)>;

  explicit OptionSet(CLI::App& app) : app_(app) {}

  /// Help lists the options that follow under this heading.
  void group(const std::string& heading) { group_ = heading; }

  void positional(const std::string& name, std::string& value, const std::string& help);
  void positional(const std::string& name, std::vector<std::string>& values, const std::string& help);
  /// A word among a few.
  void positional(const std::string& name, const Parse& parse, const std::string& help);

  void flag(const std::string& names, bool& value, const std::string& help);
  void flag(const std::string& names, const std::function<void()>& act, const std::string& help);

  void text(const std::string& names, std::string& value, const std::string& what, const std::string& help);
  void text(const std::string& names, std::optional<std::string>& value, const std::string& what,
            const std::string& help);
  /// May be given several times, each adding one value.
  void texts(const std::string& names, std::vector<std::string>& values, const std::string& help);

  void parsed(const std::string& names, const std::string& what, const Parse& parse, const std::string& help);
  /// The same, several times.
  void each(const std::string& names, const std::string& what, const Parse& parse, const std::string& help);

  // A number's or a word's value may be optional: none is then the default.
  template <typename Value>
  void whole(const std::string& names, Value& value, long min, long max, const std::string& what,
             const std::string& help) {
    const auto parse = [option = in_messages(names), &value, min, max](const std::string& text) {
      value = static_cast<Held<Value>>(integer_option(option, text, min, max));
    };
    parsed(names, what, parse, help);
  }

  template <typename Value>
  void word(const std::string& names, Value& value, const std::string& help,
            const std::vector<Held<Value>>& values = values_of<Held<Value>>(), const std::string& what = "NAME") {
    const auto parse = [option = in_messages(names), &value, values](const std::string& text) {
      value = word_option(option, text, values);
    };
    parsed(names, what, parse, help);
  }

  /// Options that write the same value: of several the last one counts.
  void in_order(const std::vector<std::string>& names);
  /// The option of this name must be given.
  void require(const std::string& name);
  /// Whether it was given, once the command line is parsed.
  bool given(const std::string& name) const;
  /// What was given, as a shell would take it: in the order in which options are declared, without those named here.
  std::string typed(const std::vector<std::string>& without) const;

 private:
  static std::string in_messages(const std::string& names);

  CLI::App& app_;
  std::string group_ = "Options";
};

/// Declares options for the occasion, sets them by the words of a command line, and checks them.
void set_options(const std::vector<std::string>& words, const std::function<void(OptionSet&)>& declare,
                 const std::function<void(const OptionSet&)>& check);

}  // namespace nninterp::cli

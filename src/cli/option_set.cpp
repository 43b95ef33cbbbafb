#include "option_set.hpp"

#include <algorithm>
#include <cmath>

#include <CLI/CLI.hpp>

#include "nninterp/core/error.hpp"
#include "nninterp/core/text.hpp"

namespace nninterp::cli {

double number_option(const std::string& option, const std::string& text, double min, double max) {
  const std::optional<double> value = parse_number(text);
  if (!value) throw UsageError(option + ": '" + text + "' is not a number");
  if (!std::isfinite(*value)) throw UsageError(option + ": '" + text + "' is not a finite number");
  if (*value < min) throw UsageError(option + ": " + text + " is less than " + format_number(min));
  if (*value > max) throw UsageError(option + ": " + text + " is more than " + format_number(max));
  return *value;
}

long integer_option(const std::string& option, const std::string& text, long min, long max) {
  const double value = number_option(option, text, static_cast<double>(min), static_cast<double>(max));
  if (value != std::floor(value)) throw UsageError(option + ": '" + text + "' is not a whole number");
  return static_cast<long>(value);
}

void check_word(const std::string& option, const std::string& text, const std::vector<std::string>& words) {
  if (std::find(words.begin(), words.end(), text) != words.end()) return;
  throw UsageError(option + ": '" + text + "' is none of " + list_some(words, words.size()), did_you_mean(text, words));
}

std::string OptionSet::in_messages(const std::string& names) { return names.substr(names.rfind(',') + 1); }

void OptionSet::positional(const std::string& name, std::string& value, const std::string& help) {
  app_.add_option(name, value, help)->required();
}

void OptionSet::positional(const std::string& name, std::vector<std::string>& values, const std::string& help) {
  app_.add_option(name, values, help)->required();
}

void OptionSet::positional(const std::string& name, const Parse& parse, const std::string& help) {
  app_.add_option_function<std::string>(name, parse, help)->required();
}

void OptionSet::flag(const std::string& names, bool& value, const std::string& help) {
  app_.add_flag(names, value, help)->group(group_);
}

void OptionSet::flag(const std::string& names, const std::function<void()>& act, const std::string& help) {
  app_.add_flag_callback(names, act, help)->group(group_);
}

void OptionSet::text(const std::string& names, std::string& value, const std::string& what, const std::string& help) {
  app_.add_option(names, value, help)->type_name(what)->group(group_);
}

void OptionSet::text(const std::string& names, std::optional<std::string>& value, const std::string& what,
                     const std::string& help) {
  app_.add_option(names, value, help)->type_name(what)->group(group_);
}

void OptionSet::texts(const std::string& names, std::vector<std::string>& values, const std::string& help) {
  app_.add_option(names, values, help)
      ->type_name("NAME")
      ->expected(1)
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->group(group_);
}

void OptionSet::parsed(const std::string& names, const std::string& what, const Parse& parse, const std::string& help) {
  app_.add_option_function<std::string>(names, parse, help)->type_name(what)->group(group_);
}

void OptionSet::each(const std::string& names, const std::string& what, const Parse& parse, const std::string& help) {
  const auto parse_all = [parse](const std::vector<std::string>& texts) {
    for (const std::string& text : texts) parse(text);
  };
  app_.add_option_function<std::vector<std::string>>(names, parse_all, help)
      ->type_name(what)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->expected(1)
      ->allow_extra_args(false)
      ->group(group_);
}

void OptionSet::in_order(const std::vector<std::string>& names) {
  for (const std::string& name : names) app_.get_option(name)->trigger_on_parse();
}

void OptionSet::require(const std::string& name) { app_.get_option(name)->required(); }

bool OptionSet::given(const std::string& name) const { return app_.count(name) > 0; }

std::string OptionSet::typed(const std::vector<std::string>& without) const {
  std::string text = "nninterp " + app_.get_name();
  for (const CLI::Option* option : app_.get_options()) {
    const auto named = [&](const std::string& name) { return option->check_name(name); };
    if (option->count() == 0 || std::any_of(without.begin(), without.end(), named)) continue;
    const bool flag = option->get_items_expected_max() == 0, positional = option->nonpositional() == false;
    for (const std::string& value : option->results()) {
      if (!positional) text += ' ' + option->get_name();
      if (!flag) text += ' ' + shell_word(value);
    }
  }
  return text;
}

void set_options(const std::vector<std::string>& words, const std::function<void(OptionSet&)>& declare,
                 const std::function<void(const OptionSet&)>& check) {
  CLI::App app;
  OptionSet options(app);
  declare(options);
  app.parse(std::vector<std::string>(words.rbegin(), words.rend()));
  check(options);
}

}  // namespace nninterp::cli

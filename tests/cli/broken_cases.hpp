#pragma once

// What the files of broken inputs share: a case, good and bad content, and short ways to write a case down.

#include <initializer_list>
#include <map>
#include <string>
#include <vector>

namespace nninterp::test {

using Strings = std::vector<std::string>;
using Files = std::map<std::string, std::string>;

// In every case's folder stand good_table() as d.csv and good_model as nninterp-model.json as well.
struct Case {
  std::string name;
  Files files;
  Strings arguments;
  std::string message;    ///< what follows "nninterp: error: ", with "..." for any text
  std::string hint = "";  ///< part of the line "hint: ...\n"; empty: whatever it says, if anything
  int code = 1;
  std::string input = "";
  bool warned = false;  ///< warnings may stand before the error
};

// ---- Good and bad content ----

std::string rows_of(int count, const std::string& end = "");
std::string good_table();
extern const std::string good_model;
std::string model_with(const std::string& patch);
std::string model_of_weights(const std::string& weights);
std::string replaced(std::string text, const std::string& from, const std::string& to);
std::string joined(const Strings& words, const std::string& between);
std::string repeated(const std::string& text, std::size_t count);
std::string bytes_of(std::initializer_list<int> codes);
std::string random_bytes();
std::string utf16(const std::string& text);
std::string levels_table(int levels);
std::string wide_table(int columns);

// ---- A case in a line ----

Case fit(const std::string& csv, const std::string& message, const std::string& hint = "", const Strings& more = {});
Case model(const std::string& json, const std::string& message, const std::string& hint = "");
Case new_data(const std::string& csv, const std::string& message, const std::string& hint = "");
Case formula(const std::string& text, int code, const std::string& message, const std::string& hint = "");
Case usage(const Strings& arguments, const std::string& message, const std::string& hint = "", int code = 2);
Case option(const Strings& options, const std::string& message, const std::string& hint = "", int code = 2);
Case effects(const Strings& options, const std::string& message, const std::string& hint = "", int code = 1);
Case curves(const Strings& options, const std::string& message, const std::string& hint = "", int code = 1,
            const Files& files = {});
Case interactions(const Strings& options, const std::string& message, const std::string& hint = "", int code = 1);
Case level(const Strings& options, const std::string& message, const std::string& hint = "",
           const std::string& csv = "");
Case weights(const std::string& name, const std::string& json, int code, const std::string& message,
             const std::string& hint = "");
Case warned(Case broken);
Case reading(const std::string& input, const Strings& arguments, const std::string& message);

// ---- The cases ----

std::vector<Case> broken_tables();
std::vector<Case> broken_models();
std::vector<Case> broken_imports();
std::vector<Case> broken_new_data();
std::vector<Case> broken_interactions();
std::vector<Case> broken_formulas();
std::vector<Case> broken_usage();
std::vector<Case> bad_numbers();
std::vector<Case> bad_words();
std::vector<Case> broken_weights();
std::vector<Case> no_place_to_write();

}  // namespace nninterp::test

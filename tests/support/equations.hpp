#pragma once

#include <string>
#include <vector>

#include "nninterp/io/equation/equation.hpp"
#include "support/fixtures.hpp"
#include "support/programs.hpp"

// Equations of networks of every form, in the hands of a language's interpreter or compiler.
namespace nninterp::test {

struct Example {
  std::string name;
  Model model;
  Matrix data;  ///< rows × variables, categories as positions of their levels
};

/// The reference networks, and made ones whose columns, levels and targets have names that would do harm as code.
std::vector<Example> equation_examples();

/// The variables whose slopes are tried: the first number, and the last.
std::vector<std::string> derived(const Example& example);

/// The equation in full, with a derivative the slope's.
std::string code_of(const Example& example, Language language, const std::optional<std::string>& derivative = {});

/// A variable's value as the table has it: a number, or the level's text.
Json cell(const Example& example, Index row, std::size_t variable);

/// The equations of all examples in one language, to be run in one go.
class EquationRun {
 public:
  TemporaryFolder folder;
  std::vector<Example> examples = equation_examples();

  /// Writes a file for each equation of each example, files(example)[k] + ending.
  EquationRun(Language language, const std::string& ending);

  /// "p3", which predicts, then "s3_0" and "s3_1" with the slopes by the variables that are tried.
  std::vector<std::string> files(std::size_t example) const;

  /// Writes the rows of each example as JSON, "d3.json".
  void write_rows() const;

  /// What the command prints, run in the folder, is for each file column by column what the program computes, to 1e-12
  /// of a column's largest; and no name was run as code.
  void check(const std::string& command) const;
};

}  // namespace nninterp::test

#pragma once

#include <memory>

#include "cli/command.hpp"
#include "cli/question.hpp"

namespace nninterp::cli {

// One file a command.
std::unique_ptr<Command> make_fit();
std::unique_ptr<Command> make_show();
std::unique_ptr<Question> make_predict();
std::unique_ptr<Question> make_slopes();
std::unique_ptr<Question> make_effects();
std::unique_ptr<Question> make_curves();
std::unique_ptr<Question> make_importance();
std::unique_ptr<Question> make_interactions();
std::unique_ptr<Question> make_shapley();
std::unique_ptr<Command> make_compare();
std::unique_ptr<Command> make_equation();
std::unique_ptr<Command> make_plot();
std::unique_ptr<Command> make_report();
std::unique_ptr<Command> make_import();
std::unique_ptr<Command> make_export();

}  // namespace nninterp::cli

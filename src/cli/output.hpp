#pragma once

#include <functional>
#include <string>
#include <vector>

#include "nninterp/io/report/document.hpp"
#include "options.hpp"

namespace nninterp::cli {

/// Before the work: UsageError if a file to be written is one of `others`, InputError if it cannot be written.
/// Nothing for an empty name, standard output.
void check_output(const std::string& option, const std::string& file, const std::vector<std::string>& others);

/// What `write` gives to its sink, to the file or to standard output.
void write_result(const std::string& file, const std::function<void(const Sink&)>& write);

/// The messages with their options as they are typed here.
void spell_options(std::vector<Warning>& warnings);

/// Each on standard error.
void say_warnings(const std::vector<Warning>& warnings);

/// The document in its chosen form to the file or to standard output, then its warnings, or those given, to standard
/// error unless quiet.
void deliver(const OutputOptions& options, Document& document);
void deliver(const OutputOptions& options, Document& document, const std::vector<Warning>& warnings);

}  // namespace nninterp::cli

#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "nninterp/core/matrix.hpp"
#include "nninterp/io/bytes/sink.hpp"

namespace nninterp {

// CSV after RFC 4180: what does not exist, or is not finite, is an empty cell.

/// Quoted where it has to be.
std::string cell(const std::string& text);
/// The shortest that reads back the same.
std::string cell(double value);
std::string cell(const std::optional<std::string>& text);
std::string cell(const std::optional<double>& value);
void append_cell(std::string& csv, double value);

/// Cells with commas between, and a line end.
void add_line(std::string& csv, const std::vector<std::string>& cells);

void append(std::vector<std::string>& to, const std::vector<std::string>& more);

/// A line a row: its number, a text that is the same for all, its numbers.
void write_lines(const std::vector<Index>& rows, const std::string& same,
                 const std::function<Matrix(Index first, Index count)>& numbers, int threads, const Sink& sink);

}  // namespace nninterp

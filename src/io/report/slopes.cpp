#include "nninterp/io/report/slopes.hpp"

#include <algorithm>

#include "io/csv/writer.hpp"
#include "parts.hpp"
#include "row_table.hpp"
#include "words.hpp"

namespace nninterp {

Matrix SlopesDocument::slopes(Index output, Index first, Index count) const {
  return output_slopes(model, variables.middleRows(first, count), output, 1, scale);
}

SecondDerivatives SlopesDocument::second(const std::vector<std::size_t>& among, Index first, Index count) const {
  return second_derivatives(model, variables.middleRows(first, count), among, 1, scale);
}

void SlopesDocument::json(const Sink& sink) const {
  Json body{{"schema", "nninterp/slopes/1"}};
  StreamedLists lists;
  const auto size = static_cast<Index>(rows.size());
  std::vector<std::string> names;
  for (const std::size_t v : numeric_variables(model.design)) names.push_back(model.design.variables[v].name);
  const std::vector<std::string> targets = model.design.output_names();
  body["variables"] = names;
  body["targets"] = targets;
  body["rows"] = lists.add(size, row_numbers(rows));
  body["slopes"] = Json::object();
  for (std::size_t k = 0; k < targets.size(); ++k) {
    Json& of_target = body["slopes"][targets[k]] = Json::object();
    for (std::size_t v = 0; v < names.size(); ++v) {
      of_target[names[v]] = lists.add(size, [this, k, v](Index first, Index count) -> Vector {
        return slopes(static_cast<Index>(k), first, count).col(v);
      });
    }
  }
  for (std::size_t k = 0; second_order && k < targets.size(); ++k) {
    Json& of_target = body["second"][targets[k]] = Json::object();
    for (const auto& pair : pairs_among(numeric_variables(model.design))) {
      of_target[pair_name(model.design, pair)] = lists.add(size, [this, k, pair](Index first, Index count) -> Vector {
        const SecondDerivatives of_two = second({pair[0], pair[1]}, first, count);
        const auto at = std::find(of_two.pairs.begin(), of_two.pairs.end(), pair) - of_two.pairs.begin();
        return of_two.by_output[k].col(at);
      });
    }
  }
  lists.write(finished(std::move(body), *this), threads, sink);
}

void SlopesDocument::csv(const Sink& sink) const {
  std::string header = "row,target";
  for (const std::size_t v : numeric_variables(model.design)) header += ',' + cell(model.design.variables[v].name);
  const std::vector<std::size_t> numeric = numeric_variables(model.design);
  if (second_order) {
    for (const auto& pair : pairs_among(numeric)) header += ',' + cell(pair_name(model.design, pair));
  }
  sink(header + '\n');
  const std::vector<std::string> targets = model.design.output_names();
  for (std::size_t k = 0; k < targets.size(); ++k) {
    const auto derivatives = [&](Index first, Index count) -> Matrix {
      Matrix of_rows = slopes(static_cast<Index>(k), first, count);
      if (!second_order) return of_rows;
      const Matrix of_pairs = second(numeric, first, count).by_output[k];
      Matrix both(count, of_rows.cols() + of_pairs.cols());
      both << of_rows, of_pairs;
      return both;
    };
    write_lines(rows, ',' + cell(targets[k]), derivatives, threads, sink);
  }
}

std::string SlopesDocument::table(const TextStyle& style) const {
  const Index size = rows_shown(rows, style);
  std::vector<std::string> names;
  for (const std::size_t v : numeric_variables(model.design)) names.push_back(model.design.variables[v].name);
  const std::vector<std::string> targets = model.design.output_names();
  std::string text;
  for (std::size_t k = 0; k < targets.size(); ++k) {
    text += (k > 0 ? "\n" : "") + ("Slopes of " + on_scale(scale, targets[k]) + " at each row\n\n");
    text += row_table(rows, names, slopes(static_cast<Index>(k), 0, size), style);
  }
  if (!second_order) return text + rows_left_out(rows, style);
  std::vector<std::string> pairs;
  const SecondDerivatives of_pairs = second(numeric_variables(model.design), 0, size);
  for (const auto& pair : of_pairs.pairs) pairs.push_back(pair_name(model.design, pair));
  for (std::size_t k = 0; k < targets.size(); ++k) {
    text += "\nSecond derivatives of " + on_scale(scale, targets[k]) + " at each row\n\n";
    text += row_table(rows, pairs, of_pairs.by_output[k], style);
  }
  return text + rows_left_out(rows, style);
}

}  // namespace nninterp

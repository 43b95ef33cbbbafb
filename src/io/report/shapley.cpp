#include "nninterp/io/report/shapley.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "io/csv/writer.hpp"
#include "io/text/page.hpp"
#include "io/text/table.hpp"
#include "nninterp/core/statistics.hpp"
#include "nninterp/core/text.hpp"
#include "parts.hpp"
#include "words.hpp"

namespace nninterp {

namespace {

constexpr std::size_t most_single_rows = 5;

bool is_sampled(const ShapleyDocument& document) { return document.shapley.method == ShapleyMethod::sampled; }

std::string target_of(const ShapleyDocument& document, std::size_t k) {
  return document.model.design.output_names()[static_cast<std::size_t>(document.shapley.outputs[k])];
}

// By target, then variable.
Json lists_of(const ShapleyDocument& document, const std::vector<Matrix>& by_output, StreamedLists& lists) {
  Json body = Json::object();
  const std::vector<std::string> names = document.model.design.variable_names();
  for (std::size_t k = 0; k < by_output.size(); ++k) {
    Json& of_target = body[target_of(document, k)] = Json::object();
    for (std::size_t v = 0; v < names.size(); ++v) {
      const auto column = by_output[k].col(static_cast<Index>(v));
      of_target[names[v]] = lists.add(
          column.size(), [column](Index first, Index count) -> Vector { return column.segment(first, count); });
    }
  }
  return body;
}

}  // namespace

void ShapleyDocument::json(const Sink& sink) const {
  Json body{{"schema", "nninterp/shapley/1"}};
  StreamedLists lists;
  const auto size = static_cast<Index>(rows.size());
  Json targets = Json::array(), base = Json::object();
  for (std::size_t k = 0; k < shapley.outputs.size(); ++k) {
    const auto output = static_cast<Index>(k);
    targets.push_back(target_of(*this, k));
    base[target_of(*this, k)] = json_number(shapley.base[output]);
  }
  body["targets"] = std::move(targets);
  body["base"] = std::move(base);
  body["rows"] = lists.add(size, row_numbers(rows));
  body["predictions"] = Json::object();
  for (std::size_t k = 0; k < shapley.outputs.size(); ++k) {
    const auto output = static_cast<Index>(k);
    body["predictions"][target_of(*this, k)] = lists.add(size, [this, output](Index first, Index count) -> Vector {
      return shapley.predictions.col(output).segment(first, count);
    });
  }
  body["values"] = lists_of(*this, shapley.values, lists);
  body["std_error"] = is_sampled(*this) ? lists_of(*this, shapley.std_error, lists) : Json(nullptr);
  body["background_rows"] = background_rows;
  body["method"] = std::string(name_of(shapley.method));
  lists.write(finished(std::move(body), *this), threads, sink);
}

void ShapleyDocument::csv(const Sink& sink) const {
  std::string header = "row,target,base,prediction";
  for (const std::string& name : model.design.variable_names()) header += ',' + cell(name);
  for (const std::string& name : model.design.variable_names()) {
    if (is_sampled(*this)) header += ',' + cell(name + "_std_error");
  }
  sink(header + '\n');
  for (std::size_t k = 0; k < shapley.outputs.size(); ++k) {
    const auto output = static_cast<Index>(k);
    const auto numbers = [&](Index first, Index count) -> Matrix {
      const Matrix& values = shapley.values[k];
      Matrix line(count, 2 + (is_sampled(*this) ? 2 : 1) * values.cols());
      line.col(0).setConstant(shapley.base[output]);
      line.col(1) = shapley.predictions.col(output).segment(first, count);
      line.middleCols(2, values.cols()) = values.middleRows(first, count);
      if (is_sampled(*this)) line.rightCols(values.cols()) = shapley.std_error[k].middleRows(first, count);
      return line;
    };
    write_lines(rows, ',' + cell(target_of(*this, k)), numbers, threads, sink);
  }
}

// ---- tables for people ----

namespace {

// Positions from the largest size to the least; of equals in their order.
std::vector<std::size_t> by_size(const std::vector<double>& sizes) {
  std::vector<std::size_t> order(sizes.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return std::fabs(sizes[a]) > std::fabs(sizes[b]); });
  return order;
}

std::string own_value(const Variable& variable, double value) {
  return variable.categorical ? fit_width(variable.levels[static_cast<std::size_t>(value)], 20)
                              : format_number(value, 6);
}

std::string row_text(const ShapleyDocument& document, std::size_t k, Index row, const TextStyle& style) {
  const ShapleyValues& shapley = document.shapley;
  const std::vector<Variable>& variables = document.model.design.variables;
  const Vector of_row = shapley.values[k].row(row);
  std::vector<double> values, errors;
  std::vector<std::string> names, own;
  for (const std::size_t v : by_size({of_row.begin(), of_row.end()})) {
    const auto column = static_cast<Index>(v);
    names.push_back(variables[v].name);
    own.push_back(own_value(variables[v], document.variables(row, column)));
    values.push_back(of_row[column]);
    if (is_sampled(document)) errors.push_back(shapley.std_error[k](row, column));
  }
  TextTable table;
  table.add_names("variable", names);
  table.add_column("is", own);
  table.add_column("gives", align_numbers(values));
  if (is_sampled(document)) table.add_column("std. error", align_numbers(errors), false, Need::details);
  table.add_column("", signed_bars(values, style.unicode), true, Need::decoration);
  const auto output = static_cast<Index>(k);
  const double above = shapley.predictions(row, output) - shapley.base[output];
  const std::string target = on_scale(document.scale, fit_width(target_of(document, k), 40));
  return title("Row " + std::to_string(document.rows[static_cast<std::size_t>(row)]) + ": " + target + " is " +
                   format_number(shapley.predictions(row, output), 6) + ", " + format_number(std::fabs(above), 4) +
                   (above < 0 ? " below" : " above") + " the base " + format_number(shapley.base[output], 6),
               style.width) +
         table.str(style.width) + '\n';
}

std::string summary_text(const ShapleyDocument& document, std::size_t k, const TextStyle& style) {
  const Matrix& values = document.shapley.values[k];
  const std::vector<std::string> all_names = document.model.design.variable_names();
  std::vector<double> sizes;
  for (Index v = 0; v < values.cols(); ++v) sizes.push_back(mean(values.col(v).cwiseAbs(), document.weights));
  std::vector<std::string> names, bars;
  std::vector<double> size, least, largest;
  double total = std::accumulate(sizes.begin(), sizes.end(), 0.0);
  std::vector<double> shares;
  for (const std::size_t v : by_size(sizes)) {
    const auto of_variable = values.col(static_cast<Index>(v));
    names.push_back(all_names[v]);
    size.push_back(sizes[v]);
    least.push_back(of_variable.minCoeff());
    largest.push_back(of_variable.maxCoeff());
    shares.push_back(total > 0 ? sizes[v] / total : 0);
    const bool known = of_variable.allFinite();
    bars.push_back(known ? text_bars(histogram(of_variable, 9), style.unicode) : "not finite");
  }
  std::vector<std::string> percents;
  for (const double share : shares) percents.push_back(percent(share));
  TextTable table;
  table.add_names("variable", names);
  const auto cells = align_rows({size, least, largest});
  table.add_column("mean size", cells[0]);
  table.add_column("of all", percents, false, Need::details);
  table.add_column("least", cells[1]);
  table.add_column("largest", cells[2]);
  table.add_column("least..largest", bars, true, Need::decoration);
  const std::string target = on_scale(document.scale, fit_width(target_of(document, k), 40));
  return title("Shapley values of " + target + " at " +
                   rows_text(document.rows.size(), document.model.network.architecture) + "; base " +
                   format_number(document.shapley.base[static_cast<Index>(k)], 6),
               style.width) +
         table.str(style.width) + '\n';
}

}  // namespace

std::string ShapleyDocument::table(const TextStyle& style) const {
  const bool single = rows.size() <= most_single_rows;
  std::string text;
  for (std::size_t k = 0; k < shapley.outputs.size(); ++k) {
    if (!single) text += summary_text(*this, k, style);
    for (Index row = 0; single && row < static_cast<Index>(rows.size()); ++row) text += row_text(*this, k, row, style);
  }
  const Paragraphs paragraph(style.width);
  text += paragraph("base", "the mean prediction of " + count_of(background_rows, "background row"));
  text += paragraph(single ? "gives" : "values",
                    std::string("what the variable's own value adds to it beside values of the others, some the row's "
                                "and some the background's; ") +
                        (is_sampled(*this) ? "over orders that were drawn" : "over all sets of them") +
                        "; all add up to the prediction");
  return text + paragraph("not", "what would happen if the variable were changed: nninterp effects tells that");
}

}  // namespace nninterp

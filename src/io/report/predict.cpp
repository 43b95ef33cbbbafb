#include "nninterp/io/report/predict.hpp"

#include <algorithm>
#include <cmath>

#include "confusion.hpp"
#include "io/bytes/rows.hpp"
#include "io/csv/writer.hpp"
#include "io/model/training_json.hpp"
#include "io/text/labels.hpp"
#include "io/text/page.hpp"
#include "io/text/table.hpp"
#include "nninterp/analysis/predict.hpp"
#include "nninterp/core/text.hpp"
#include "parts.hpp"
#include "row_table.hpp"

namespace nninterp {

Matrix PredictDocument::predictions(Index first, Index count) const {
  return predict(model, variables.middleRows(first, count), 1);
}

PredictionIntervals PredictDocument::intervals(Index first, Index count) const {
  return prediction_intervals(model, variables.middleRows(first, count), level, 1);
}

// ---- columns beside the numbers ----

namespace {

// Every text is a number that a double holds as it stands: no 007, and no longer than 15 digits.
bool are_numbers(const std::vector<std::string>& texts) {
  return std::all_of(texts.begin(), texts.end(), [](const std::string& text) {
    const std::string_view bare = std::string_view(text).substr(text.rfind('-', 0) == 0 ? 1 : 0);
    const auto digits = std::count_if(bare.begin(), bare.end(), [](char c) { return c >= '0' && c <= '9'; });
    const bool padded = bare.size() > 1 && bare[0] == '0' && bare[1] != '.';
    const std::optional<double> number = parse_number(text);
    return number && std::isfinite(*number) && !padded && digits > 0 && digits <= 15 &&
           text.find('+') == std::string::npos;
  });
}

std::optional<std::string> text_of(const Column& column, Index row) {
  if (column.missing(row)) return std::nullopt;
  return column.kind == ColumnKind::numeric ? format_number(column.numbers[row]) : column.levels[column.codes[row]];
}

}  // namespace

std::vector<PredictDocument::TextColumn> PredictDocument::most_probable_classes() const {
  std::vector<TextColumn> columns;
  Index output = 0;
  for (const Target& target : model.design.targets) {
    const Index begin = output;
    output += target.outputs();
    if (!classes || !target.categorical) continue;
    columns.push_back({target.name, false, [this, &target, begin](Index first, Index count) {
                         std::vector<std::optional<std::string>> texts;
                         const Matrix of_target = predictions(first, count).middleCols(begin, target.outputs());
                         for (const Index best : most_probable(target, of_target)) {
                           texts.push_back(best < 0 ? std::nullopt : std::make_optional(target.levels[best]));
                         }
                         return texts;
                       }});
  }
  return columns;
}

std::vector<PredictDocument::TextColumn> PredictDocument::columns_along() const {
  std::vector<TextColumn> columns;
  for (const Column* column : kept) {
    const bool numbers = column->kind == ColumnKind::numeric || are_numbers(column->levels);
    columns.push_back({column->name, numbers, [this, column](Index first, Index count) {
                         std::vector<std::optional<std::string>> texts;
                         for (Index i = first; i < first + count; ++i) texts.push_back(text_of(*column, rows[i] - 1));
                         return texts;
                       }});
  }
  return columns;
}

std::vector<PredictDocument::TextColumn> PredictDocument::text_columns() const {
  std::vector<TextColumn> columns = most_probable_classes();
  std::vector<std::string> taken = model.design.output_names();
  taken.emplace_back("row");
  for (const TextColumn& column : columns) taken.push_back(column.name);
  for (TextColumn& column : columns_along()) {
    while (std::find(taken.begin(), taken.end(), column.name) != taken.end()) column.name += "_data";
    taken.push_back(column.name);
    columns.push_back(std::move(column));
  }
  return columns;
}

void PredictDocument::json(const Sink& sink) const {
  Json body{{"schema", "nninterp/predict/1"}};
  StreamedLists lists;
  const auto size = static_cast<Index>(rows.size());
  const std::vector<std::string> targets = model.design.output_names();
  body["targets"] = targets;
  body["rows"] = lists.add(size, row_numbers(rows));
  body["predictions"] = Json::object();
  for (std::size_t k = 0; k < targets.size(); ++k) {
    body["predictions"][targets[k]] =
        lists.add(size, [this, k](Index first, Index count) -> Vector { return predictions(first, count).col(k); });
  }
  const auto add_columns = [&](const char* name, const std::vector<TextColumn>& columns) {
    for (const TextColumn& column : columns) {
      const auto numbers = [texts = column.texts](Index first, Index count) {
        Vector values(count);
        Index i = 0;
        for (const auto& text : texts(first, count)) values[i++] = text ? *parse_number(*text) : nan;
        return values;
      };
      body[name][column.name] = column.numbers ? lists.add(size, numbers) : lists.add_texts(size, column.texts);
    }
  };
  add_columns("classes", most_probable_classes());
  for (const auto& [target, confusion] : confusions) body["confusion"][target] = json_confusion(confusion);
  add_columns("kept", columns_along());
  body["interval"] = interval_json(replicates, level);
  const auto add = [&](const char* name, const Matrix PredictionIntervals::*numbers) {
    for (std::size_t k = 0; k < targets.size(); ++k) {
      body[name][targets[k]] = lists.add(size, [this, numbers, k](Index first, Index count) -> Vector {
        return (intervals(first, count).*numbers).col(k);
      });
    }
  };
  if (replicates > 0) {
    add("std_error", &PredictionIntervals::std_error);
    add("conf_low", &PredictionIntervals::conf_low);
    add("conf_high", &PredictionIntervals::conf_high);
  }
  lists.write(finished(std::move(body), *this), threads, sink);
}

void PredictDocument::csv(const Sink& sink) const {
  std::vector<std::string> header{"row"};
  for (const std::string& name : model.design.output_names()) header.push_back(cell(name));
  for (const char* end : {"std_error", "conf_low", "conf_high"}) {
    if (!intervals_in_csv) break;
    for (const std::string& name : model.design.output_names()) header.push_back(cell(name + '_' + end));
  }
  const std::vector<TextColumn> columns = text_columns();
  for (const TextColumn& column : columns) header.push_back(cell(column.name));
  std::string first_line;
  add_line(first_line, header);
  sink(first_line);
  const auto numbers = [&](Index first, Index count) -> Matrix {
    if (!intervals_in_csv) return predictions(first, count);
    const PredictionIntervals at = intervals(first, count);
    Matrix all(count, 4 * model.design.outputs());
    all << predictions(first, count), at.std_error, at.conf_low, at.conf_high;
    return all;
  };
  const auto lines = [&](Index first, Index count) {
    const Matrix values = numbers(first, count);
    std::vector<std::vector<std::optional<std::string>>> texts;
    for (const TextColumn& column : columns) texts.push_back(column.texts(first, count));
    std::string csv;
    for (Index i = 0; i < count; ++i) {
      csv += std::to_string(rows[first + i]);
      for (Index k = 0; k < values.cols(); ++k) append_cell(csv += ',', values(i, k));
      for (const auto& column : texts) csv += ',' + cell(column[i]);
      csv += '\n';
    }
    return csv;
  };
  write_rows(static_cast<Index>(rows.size()), threads, lines, sink);
}

// ---- for people ----

std::string PredictDocument::row_table(const std::vector<std::string>& names, const Matrix& values,
                                       const TextStyle& style) const {
  TextTable table;
  add_row_numbers(table, rows, values.rows());
  add_number_columns(table, names, values, style);
  const std::vector<TextColumn> columns = text_columns();
  std::vector<std::string> headers;
  for (const TextColumn& column : columns) headers.push_back(column.name);
  headers = told_apart(headers, label_width);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    std::vector<std::string> cells;
    for (const auto& text : columns[i].texts(0, values.rows())) cells.push_back(text.value_or("-"));
    columns[i].numbers ? table.add_column(headers[i], cells) : table.add_names(headers[i], cells);
  }
  return table.str(style.width);
}

std::string PredictDocument::interval_tables(const Matrix& predicted, const TextStyle& style) const {
  const std::vector<std::string> targets = model.design.output_names();
  const PredictionIntervals at = intervals(0, predicted.rows());
  std::string text;
  for (std::size_t k = 0; k < targets.size(); ++k) {
    const auto output = static_cast<Index>(k);
    Matrix columns(predicted.rows(), 4);
    columns << predicted.col(output), at.std_error.col(output), at.conf_low.col(output), at.conf_high.col(output);
    text +=
        (k > 0 ? "\n" : "") + row_table({targets[k], "std error", level_text(level) + " from", "to"}, columns, style);
  }
  return text;
}

std::string PredictDocument::table(const TextStyle& style) const {
  const Index size = rows_shown(rows, style);
  const std::vector<std::string> targets = model.design.output_names();
  const Matrix predicted = predictions(0, size);
  std::string text = replicates == 0 ? row_table(targets, predicted, style) : interval_tables(predicted, style);
  text += rows_left_out(rows, style);
  for (const auto& [target, confusion] : confusions) {
    const std::string of_classes = confusion_table(target, confusion, "rows of each class", style.width);
    if (!of_classes.empty()) text += '\n' + of_classes;
  }
  if (replicates == 0) return text;
  return text + '\n' +
         Paragraphs(style.width)(level_text(level), "interval of f(x), the mean at such a row, from " +
                                                        std::to_string(replicates) +
                                                        " refits on resampled rows; an observation varies around it");
}

}  // namespace nninterp

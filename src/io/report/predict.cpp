#include "nninterp/io/report/predict.hpp"

#include "io/csv/writer.hpp"
#include "io/text/page.hpp"
#include "nninterp/analysis/predict.hpp"
#include "parts.hpp"
#include "row_table.hpp"

namespace nninterp {

Matrix PredictDocument::predictions(Index first, Index count) const {
  return predict(model, variables.middleRows(first, count), 1);
}

PredictionIntervals PredictDocument::intervals(Index first, Index count) const {
  return prediction_intervals(model, variables.middleRows(first, count), level, 1);
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
  std::string header = "row";
  for (const std::string& name : model.design.output_names()) header += ',' + cell(name);
  if (!intervals_in_csv) {
    sink(header + '\n');
    return write_lines(
        rows, "", [this](Index first, Index count) { return predictions(first, count); }, threads, sink);
  }
  for (const char* end : {"std_error", "conf_low", "conf_high"}) {
    for (const std::string& name : model.design.output_names()) header += ',' + cell(name + '_' + end);
  }
  sink(header + '\n');
  const auto with_intervals = [&](Index first, Index count) -> Matrix {
    const PredictionIntervals at = intervals(first, count);
    Matrix all(count, 4 * model.design.outputs());
    all << predictions(first, count), at.std_error, at.conf_low, at.conf_high;
    return all;
  };
  write_lines(rows, "", with_intervals, threads, sink);
}

std::string PredictDocument::table(const TextStyle&) const {
  const auto size = static_cast<Index>(rows.size());
  const std::vector<std::string> targets = model.design.output_names();
  if (replicates == 0) return row_table(rows, targets, predictions(0, size));
  const Matrix predicted = predictions(0, size);
  const PredictionIntervals at = intervals(0, size);
  std::string text;
  for (std::size_t k = 0; k < targets.size(); ++k) {
    const auto output = static_cast<Index>(k);
    Matrix columns(size, 4);
    columns << predicted.col(output), at.std_error.col(output), at.conf_low.col(output), at.conf_high.col(output);
    text +=
        (k > 0 ? "\n" : "") + row_table(rows, {targets[k], "std error", level_text(level) + " from", "to"}, columns);
  }
  return text + '\n' +
         paragraph(level_text(level), "interval of f(x), the mean at such a row, from " + std::to_string(replicates) +
                                          " refits on resampled rows; an observation varies around it");
}

}  // namespace nninterp

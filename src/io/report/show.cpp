#include "nninterp/io/report/show.hpp"

#include "io/csv/writer.hpp"
#include "io/text/page.hpp"
#include "io/text/table.hpp"
#include "model_parts.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/io/model/weight_names.hpp"

namespace nninterp {

void ShowDocument::json(const Sink& sink) const {
  Json body{{"schema", "nninterp/show/1"}};
  add_model(body, model);
  const auto of = [&](const Vector WeightIntervals::*numbers, Index weight) {
    return inference ? json_number((inference->intervals.*numbers)[weight]) : Json(nullptr);
  };
  Json table = Json::array();
  for (const std::string& name : weight_names(model)) {
    const auto i = static_cast<Index>(table.size());
    table.push_back({{"name", name},
                     {"value", json_number(model.network.weights[i])},
                     {"std_error", of(&WeightIntervals::std_error, i)},
                     {"conf_low", of(&WeightIntervals::conf_low, i)},
                     {"conf_high", of(&WeightIntervals::conf_high, i)}});
  }
  body["weights_table"] = std::move(table);
  body["interval"] = {{"method", "none"}, {"level", nullptr}, {"rows", nullptr}};
  body["nic"] = nullptr;
  if (inference) {
    body["interval"] = {{"method", "sandwich"}, {"level", inference->intervals.level}, {"rows", inference->rows}};
    if (inference->nic) body["nic"] = json_number(*inference->nic);
  }
  sink(finished(std::move(body), *this));
}

void ShowDocument::csv(const Sink& sink) const {
  std::string csv = "name,value,std_error,conf_low,conf_high\n";
  const std::vector<std::string> names = weight_names(model);
  for (std::size_t k = 0; k < names.size(); ++k) {
    const auto i = static_cast<Index>(k);
    std::vector<std::string> cells{cell(names[k]), cell(model.network.weights[i]), "", "", ""};
    if (inference) {
      const WeightIntervals& intervals = inference->intervals;
      cells[2] = cell(intervals.std_error[i]);
      cells[3] = cell(intervals.conf_low[i]);
      cells[4] = cell(intervals.conf_high[i]);
    }
    add_line(csv, cells);
  }
  sink(csv);
}

namespace {

std::vector<double> list_of(const Vector& numbers) { return {numbers.begin(), numbers.end()}; }

std::string inference_text(const WeightInference& inference, std::size_t page) {
  const Paragraphs paragraph(page);
  return paragraph("std.error", "by White's sandwich H^-1 (sum g g') H^-1 on " +
                                    with_thousands(static_cast<long>(inference.rows)) +
                                    " rows, - where there is none; low and high: the " +
                                    format_number(100 * inference.intervals.level, 6) + "% interval") +
         paragraph("NIC", (inference.nic ? format_number(*inference.nic, 6) : "-") +
                              std::string(", the network information criterion E + trace(H^-1 sum g g')"));
}

std::string weights_table(const Model& model, const std::optional<WeightInference>& inference, std::size_t page) {
  TextTable table;
  table.add_names("weight", weight_names(model));
  table.add_column("value", align_numbers(list_of(model.network.weights)));
  if (!inference) return table.str(page);
  const WeightIntervals& intervals = inference->intervals;
  table.add_column("std.error", align_numbers(list_of(intervals.std_error)));
  table.add_column("low", align_numbers(list_of(intervals.conf_low)));
  table.add_column("high", align_numbers(list_of(intervals.conf_high)));
  return table.str(page) + inference_text(*inference, page);
}

}  // namespace

std::string ShowDocument::table(const TextStyle& style) const {
  const std::string weights = weights_table(model, inference, style.width);
  return weights_alone ? weights : describe(model, style.width) + '\n' + weights;
}

}  // namespace nninterp

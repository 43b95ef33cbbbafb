#include "nninterp/io/report/importance.hpp"

#include "analysis/entries.hpp"
#include "io/csv/writer.hpp"
#include "io/text/page.hpp"
#include "io/text/table.hpp"
#include "nninterp/core/text.hpp"
#include "parts.hpp"
#include "strength.hpp"
#include "words.hpp"

namespace nninterp {

// ---- JSON ----

namespace {

constexpr Field<Summary> slope_fields[] = {
    {"slope_mean", &Summary::mean}, {"slope_sd", &Summary::sd}, {"slope_rms", &Summary::rms}};
constexpr Field<LossRise> rise_fields[] = {{"permutation", &LossRise::mean}, {"permutation_sd", &LossRise::sd}};

void add_permutation(Json& body, const std::optional<LossRise>& rise) {
  add_fields(body, rise, rise_fields);
  body["loss"] = rise ? Json(rise->measure) : Json(nullptr);
  body["base_loss"] = rise ? json_number(rise->base) : Json(nullptr);
}

Json importance_entry(const Importance& importance) {
  Json body{{"variable", importance.variable}, {"target", importance.target}};
  body["garson"] = optional_number(importance.garson);
  body["olden"] = json_number(importance.olden);
  add_fields(body, importance.slope, slope_fields);
  body["slope_rms_sd"] = optional_number(importance.slope_rms_sd);
  add_permutation(body, importance.permutation);
  add_fields(body, importance.slope_rms, interval_fields);
  return body;
}

}  // namespace

ImportanceDocument::ImportanceDocument(const Model& of, const ImportanceOptions& options, Importances measured)
    : model(of), importances(std::move(measured)), level(options.interval.level) {
  settings = with_intervals(
      {{"loss", losses_of(importances)}, {"rounds", setting_of(options.rounds)}, {"seed", setting_of(options.seed)}},
      options.interval);
  warnings = importances.warnings;
}

void ImportanceDocument::json(const Sink& sink) const {
  Json body{{"schema", "nninterp/importance/1"}, {"rows", rows}};
  body["interval"] = interval_json(importances.replicates, level);
  body["importance"] = Json::array();
  for (const Importance& one : importances.importances) body["importance"].push_back(importance_entry(one));
  body["all_classes"] = Json::array();
  for (const ClassesImportance& one : importances.classes) {
    Json entry{{"variable", one.variable}, {"target", one.target}};
    add_permutation(entry, one.permutation);
    body["all_classes"].push_back(std::move(entry));
  }
  sink(finished(std::move(body), *this));
}

// ---- CSV ----

namespace {

std::vector<std::string> permutation_cells(const std::optional<LossRise>& rise) {
  std::vector<std::string> cells = cells_of(rise, rise_fields);
  append(cells, {rise ? rise->measure : "", rise ? cell(rise->base) : ""});
  return cells;
}

}  // namespace

void ImportanceDocument::csv(const Sink& sink) const {
  std::vector<std::string> header{"variable", "target", "garson", "olden"};
  append(header, names_of(slope_fields));
  append(header, {"slope_rms_sd"});
  append(header, names_of(rise_fields));
  append(header, {"loss", "base_loss"});
  append(header, names_of(interval_fields));
  std::string csv;
  add_line(csv, header);
  for (const Importance& one : importances.importances) {
    std::vector<std::string> cells{cell(one.variable), cell(one.target), cell(one.garson), cell(one.olden)};
    append(cells, cells_of(one.slope, slope_fields));
    cells.push_back(cell(one.slope_rms_sd));
    append(cells, permutation_cells(one.permutation));
    append(cells, cells_of(std::optional(one.slope_rms), interval_fields));
    add_line(csv, cells);
  }
  for (const ClassesImportance& one : importances.classes) {
    std::vector<std::string> cells{cell(one.variable), cell(one.target), "", "", "", "", "", ""};
    append(cells, permutation_cells(one.permutation));
    append(cells, {"", "", ""});
    add_line(csv, cells);
  }
  sink(csv);
}

// ---- tables for people ----

namespace {

void add_permutation(TextTable& table, const std::vector<LossRise>& rises) {
  std::vector<double> means, spreads;
  for (const LossRise& rise : rises) {
    means.push_back(rise.mean);
    spreads.push_back(rise.sd);
  }
  table.add_column("shuffled", align_numbers(means));
  table.add_column("+-", align_numbers(spreads), false, Need::details);
}

std::string importance_table(const std::vector<const Importance*>& entries, std::size_t page) {
  std::vector<std::string> labels;
  std::vector<LossRise> rises;
  std::vector<double> per_sd, means, spreads, garson, olden;
  for (const Importance* one : entries) {
    labels.push_back(one->variable);
    if (one->permutation) rises.push_back(*one->permutation);
    per_sd.push_back(one->slope_rms_sd.value_or(nan));
    means.push_back(one->slope ? one->slope->mean : nan);
    spreads.push_back(one->slope ? one->slope->sd : nan);
    garson.push_back(one->garson.value_or(nan));
    olden.push_back(one->olden);
  }
  TextTable table;
  table.add_names("variable", labels);
  if (!rises.empty()) add_permutation(table, rises);
  table.add_column("slope per sd", align_numbers(per_sd));
  table.add_column("slope", align_numbers(means));
  table.add_column("its sd", align_numbers(spreads), false, Need::details);
  if (entries.front()->garson) table.add_column("Garson", align_numbers(garson), false, Need::decoration);
  table.add_column("Olden", align_numbers(olden), false, Need::decoration);
  return table.str(page);
}

std::string classes_table(const std::vector<const ClassesImportance*>& entries, std::size_t page) {
  std::vector<std::string> labels;
  std::vector<LossRise> rises;
  for (const ClassesImportance* one : entries) {
    labels.push_back(one->variable);
    rises.push_back(one->permutation);
  }
  TextTable table;
  table.add_names("variable", labels);
  add_permutation(table, rises);
  return table.str(page);
}

std::string heading(const std::string& target, std::size_t rows, const Architecture& architecture, std::size_t page) {
  return title("Importance for " + fit_width(target, 50) + ", over " + rows_text(rows, architecture), page);
}

std::string loss_name(const LossRise& rise) { return rise.measure == "log_loss" ? "log-loss" : "RMSE"; }

// "RMSE", "log-loss", or both where targets differ; empty where none is known.
std::string loss_names(const std::vector<Importance>& importances) {
  std::vector<std::string> names;
  for (const Importance& one : importances) {
    if (one.permutation) names.push_back(loss_name(*one.permutation));
  }
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return joined(names, " or ");
}

std::string explanations(const std::vector<Importance>& importances, std::size_t page) {
  const Paragraphs paragraph(page);
  const std::string losses = loss_names(importances);
  std::string text;
  if (!losses.empty()) {
    text += paragraph("shuffled", "by how much the " + losses +
                                      " rises when the variable's values are shuffled among the rows; mean and sd "
                                      "over the rounds");
  }
  text += paragraph("per sd", "root mean square of the slopes, for a step of one standard deviation of the variable");
  text += paragraph("slope", "mean over the rows, and its standard deviation there; a category has none");
  if (importances.front().garson) text += paragraph("Garson", "shares in the absolute weights; they know no direction");
  text += paragraph("Olden", "products of the weights, summed, which leaves out how steep the units are at the rows");
  return text;
}

std::string base_text(const LossRise& rise) {
  return loss_name(rise) + " unshuffled: " + format_number(rise.base, 4) + "\n";
}

}  // namespace

std::string ImportanceDocument::table(const TextStyle& style) const {
  const Architecture& architecture = model.network.architecture;
  const auto rise_of = [](const Importance& one) { return one.permutation ? one.permutation->mean : nan; };
  std::string text;
  for (const std::string& target : model.design.output_names()) {
    std::vector<const Importance*> entries = of_target(importances.importances, target);
    if (entries.empty()) continue;
    sort_by_strength(entries, [&](const Importance& one) {
      return one.permutation ? rise_of(one) : one.slope_rms_sd.value_or(nan);
    });
    text += (text.empty() ? "" : "\n") + heading(target, rows, architecture, style.width) +
            importance_table(entries, style.width);
    if (entries.front()->permutation) text += base_text(*entries.front()->permutation);
  }
  for (const Target& target : model.design.targets) {
    std::vector<const ClassesImportance*> entries = of_target(importances.classes, target.name);
    if (entries.empty()) continue;
    sort_by_strength(entries, [](const ClassesImportance& one) { return one.permutation.mean; });
    text += "\n" + heading(target.name + " (all classes)", rows, architecture, style.width) +
            classes_table(entries, style.width) + base_text(entries.front()->permutation);
  }
  return text + '\n' + explanations(importances.importances, style.width);
}

}  // namespace nninterp

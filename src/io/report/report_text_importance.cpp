// Tables of importance, and of the paths that slopes are made of.
#include <algorithm>
#include <cmath>

#include "analysis/entries.hpp"
#include "io/text/page.hpp"
#include "io/text/table.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/io/report/report.hpp"
#include "words.hpp"

namespace nninterp {

namespace {

constexpr std::size_t most_paths = 10;

// Strongest first; what has no number comes last, in its own order.
template <typename Entry, typename Strength>
void sort_by_strength(std::vector<const Entry*>& entries, const Strength& strength) {
  std::stable_sort(entries.begin(), entries.end(), [&](const Entry* a, const Entry* b) {
    const double of_a = strength(*a), of_b = strength(*b);
    return std::isnan(of_b) ? !std::isnan(of_a) : of_a > of_b;
  });
}

void add_permutation(TextTable& table, const std::vector<LossRise>& rises) {
  std::vector<double> means, spreads;
  for (const LossRise& rise : rises) {
    means.push_back(rise.mean);
    spreads.push_back(rise.sd);
  }
  table.add_column("shuffled", align_numbers(means));
  table.add_column("+-", align_numbers(spreads));
}

std::string importance_table(const std::vector<const Importance*>& entries) {
  std::vector<std::string> labels;
  std::vector<LossRise> rises;
  std::vector<double> per_sd, means, spreads, garson, olden;
  for (const Importance* one : entries) {
    labels.push_back(fit_width(one->variable, label_width));
    if (one->permutation) rises.push_back(*one->permutation);
    per_sd.push_back(one->slope_rms_sd.value_or(nan));
    means.push_back(one->slope ? one->slope->mean : nan);
    spreads.push_back(one->slope ? one->slope->sd : nan);
    garson.push_back(one->garson.value_or(nan));
    olden.push_back(one->olden);
  }
  TextTable table;
  table.add_column("variable", labels, true);
  if (!rises.empty()) add_permutation(table, rises);
  table.add_column("slope per sd", align_numbers(per_sd));
  table.add_column("slope", align_numbers(means));
  table.add_column("its sd", align_numbers(spreads));
  if (entries.front()->garson) table.add_column("Garson", align_numbers(garson));
  table.add_column("Olden", align_numbers(olden));
  return table.str();
}

std::string classes_table(const std::vector<const ClassesImportance*>& entries) {
  std::vector<std::string> labels;
  std::vector<LossRise> rises;
  for (const ClassesImportance* one : entries) {
    labels.push_back(fit_width(one->variable, label_width));
    rises.push_back(one->permutation);
  }
  TextTable table;
  table.add_column("variable", labels, true);
  add_permutation(table, rises);
  return table.str();
}

std::string heading(const std::string& target, std::size_t rows, const Architecture& architecture) {
  return "Importance for " + fit_width(target, 50) + ", over " + with_thousands(static_cast<long>(rows)) + " rows (" +
         architecture_text(architecture) + ")\n\n";
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

std::string explanations(const std::vector<Importance>& importances) {
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

struct PathRow {
  std::string variable, through;
  double part, product;
};

double off(const PathRow& row) { return row.part == 0 ? nan : row.product / row.part; }

// The strongest paths of one split, the others together, and their sum.
std::vector<PathRow> rows_of(const PathSplit& split) {
  std::vector<const Path*> paths;
  for (const Path& path : split.paths) paths.push_back(&path);
  sort_by_strength(paths, [](const Path& path) { return std::fabs(path.part); });
  const std::string label = split.variable + (split.group ? " [" + *split.group + "]" : "");
  const std::size_t shown = paths.size() > most_paths + 1 ? most_paths : paths.size();
  std::vector<PathRow> rows;
  for (std::size_t i = 0; i < shown; ++i) {
    const std::string name = path_name(*paths[i]);
    rows.push_back(
        {rows.empty() ? label : "", name.empty() ? "directly" : name, paths[i]->part, paths[i]->weight_product});
  }
  PathRow others{"", count_of(paths.size() - shown, "other path"), 0, 0};
  for (std::size_t i = shown; i < paths.size(); ++i) {
    others.part += paths[i]->part;
    others.product += paths[i]->weight_product;
  }
  if (shown < paths.size()) rows.push_back(others);
  rows.push_back({"", "sum", split.path_sum, split.weight_product_sum});
  return rows;
}

std::string path_table(const std::vector<const PathSplit*>& splits) {
  std::vector<std::string> variables, through, ratios;
  std::vector<double> parts, products;
  for (const PathSplit* split : splits) {
    for (const PathRow& row : rows_of(*split)) {
      variables.push_back(fit_width(row.variable, label_width));
      through.push_back(fit_width(row.through, 40));
      parts.push_back(row.part);
      products.push_back(row.product);
      ratios.push_back(std::isnan(off(row)) ? "-" : format_number(off(row), 3));
    }
  }
  TextTable table;
  table.add_column("variable", variables, true);
  table.add_column("through", through, true);
  table.add_column("part of slope", align_numbers(parts));
  table.add_column("weights alone", align_numbers(products));
  table.add_column("ratio", ratios);
  return table.str();
}

}  // namespace

std::string importance_text(const Model& model, const ImportanceReport& report) {
  const Architecture& architecture = model.network.architecture;
  const auto rise_of = [](const Importance& one) { return one.permutation ? one.permutation->mean : nan; };
  std::string text;
  for (const std::string& target : model.design.output_names()) {
    std::vector<const Importance*> entries = of_target(report.importances.importances, target);
    if (entries.empty()) continue;
    sort_by_strength(entries, [&](const Importance& one) {
      return one.permutation ? rise_of(one) : one.slope_rms_sd.value_or(nan);
    });
    text += (text.empty() ? "" : "\n") + heading(target, report.rows, architecture) + importance_table(entries);
    if (entries.front()->permutation) text += base_text(*entries.front()->permutation);
  }
  for (const Target& target : model.design.targets) {
    std::vector<const ClassesImportance*> entries = of_target(report.importances.classes, target.name);
    if (entries.empty()) continue;
    sort_by_strength(entries, [](const ClassesImportance& one) { return one.permutation.mean; });
    text += "\n" + heading(target.name + " (all classes)", report.rows, architecture) + classes_table(entries) +
            base_text(entries.front()->permutation);
  }
  return text + '\n' + explanations(report.importances.importances);
}

std::string paths_text(const EffectReport& report) {
  std::vector<std::string> targets;
  for (const PathSplit& split : *report.paths) {
    if (targets.empty() || targets.back() != split.target) targets.push_back(split.target);
  }
  std::string text;
  for (const std::string& target : targets) {
    text += "Paths to " + on_scale(report.scale, fit_width(target, 50)) +
            ": the slope of each variable, split by the hidden units that it goes through\n\n" +
            path_table(of_target(*report.paths, target)) + '\n';
  }
  return text +
         paragraph("part",
                   "the weights along the path times the slopes of its units, averaged over the rows; the "
                   "parts add up to the slope") +
         paragraph("alone", "the product of the weights, in the variables' units, as if every unit had slope 1") +
         paragraph("ratio", "weights alone / part: how far the product of weights is off");
}

}  // namespace nninterp

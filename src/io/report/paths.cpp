#include "paths.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/entries.hpp"
#include "io/csv/writer.hpp"
#include "io/text/page.hpp"
#include "io/text/table.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/model/units.hpp"
#include "strength.hpp"
#include "words.hpp"

namespace nninterp {

using Json = nlohmann::ordered_json;

namespace {

constexpr std::size_t most_paths = 10;

bool of_effect(const PathSplit& split, const Effect& effect) {
  return split.variable == effect.variable && split.target == effect.target && split.group == effect.group;
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

std::string path_table(const std::vector<const PathSplit*>& splits, std::size_t page) {
  std::vector<std::string> variables, through, ratios;
  std::vector<double> parts, products;
  for (const PathSplit* split : splits) {
    for (const PathRow& row : rows_of(*split)) {
      variables.push_back(row.variable);
      through.push_back(row.through);
      parts.push_back(row.part);
      products.push_back(row.product);
      ratios.push_back(std::isnan(off(row)) ? "-" : format_number(off(row), 3));
    }
  }
  TextTable table;
  table.add_names("variable", variables);
  table.add_names("through", through);
  table.add_column("part of slope", align_numbers(parts));
  table.add_column("weights alone", align_numbers(products));
  table.add_column("ratio", ratios);
  return table.str(page);
}

}  // namespace

// null for a categorical variable.
void add_path_sums(Json& body, const Effect& effect, const std::vector<PathSplit>& splits) {
  const auto split =
      std::find_if(splits.begin(), splits.end(), [&](const PathSplit& one) { return of_effect(one, effect); });
  const bool found = split != splits.end();
  body["path_sum"] = found ? json_number(split->path_sum) : Json(nullptr);
  body["weight_product_sum"] = found ? json_number(split->weight_product_sum) : Json(nullptr);
}

Json paths_json(const std::vector<PathSplit>& splits) {
  Json list = Json::array();
  for (const PathSplit& split : splits) {
    for (const Path& path : split.paths) {
      Json body{{"variable", split.variable}, {"target", split.target}};
      if (split.group) body["group"] = *split.group;
      body["units"] = Json::array();
      for (std::size_t l = 0; l < path.units.size(); ++l) body["units"].push_back(hidden_unit_name(l, path.units[l]));
      body["part"] = json_number(path.part);
      body["weight_product"] = json_number(path.weight_product);
      list.push_back(std::move(body));
    }
  }
  return list;
}

std::string paths_csv(const std::vector<PathSplit>& splits) {
  std::string csv = "variable,target,group,path,part,weight_product\n";
  for (const PathSplit& split : splits) {
    for (const Path& path : split.paths) {
      add_line(csv, {cell(split.variable), cell(split.target), cell(split.group), cell(path_name(path)),
                     cell(path.part), cell(path.weight_product)});
    }
  }
  return csv;
}

std::string paths_text(const std::vector<PathSplit>& splits, OutputScale scale, std::size_t page) {
  const Paragraphs paragraph(page);
  std::vector<std::string> targets;
  for (const PathSplit& split : splits) {
    if (targets.empty() || targets.back() != split.target) targets.push_back(split.target);
  }
  std::string text;
  for (const std::string& target : targets) {
    text += title("Paths to " + on_scale(scale, fit_width(target, 50)) +
                      ": the slope of each variable, split by the hidden units that it goes through",
                  page) +
            path_table(of_target(splits, target), page) + '\n';
  }
  return text +
         paragraph("part",
                   "the weights along the path times the slopes of its units, averaged over the rows; the "
                   "parts add up to the slope") +
         paragraph("alone", "the product of the weights, in the variables' units, as if every unit had slope 1") +
         paragraph("ratio", "weights alone / part: how far the product of weights is off");
}

}  // namespace nninterp

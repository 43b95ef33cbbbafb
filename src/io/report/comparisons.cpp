#include "comparisons.hpp"

#include <cmath>
#include <vector>

#include "effects_table.hpp"
#include "io/csv/writer.hpp"
#include "io/text/page.hpp"
#include "io/text/table.hpp"
#include "nninterp/core/text.hpp"
#include "parts.hpp"
#include "words.hpp"

namespace nninterp {

namespace {

constexpr Field<Difference> difference_fields[] = {{"estimate", &Difference::estimate},
                                                   {"p_value", &Difference::p_value}};
constexpr Field<Interval> interval_fields_of_difference[] = {{"debiased", &Interval::debiased},
                                                             {"std_error", &Interval::std_error},
                                                             {"conf_low", &Interval::conf_low},
                                                             {"conf_high", &Interval::conf_high}};

Json difference_json(const Difference& difference) {
  Json body;
  add_fields(body, difference, difference_fields);
  add_fields(body, difference.interval, interval_fields_of_difference);
  return body;
}

std::vector<std::string> difference_cells(const std::optional<Difference>& difference) {
  std::vector<std::string> cells = cells_of(difference, difference_fields);
  append(cells,
         cells_of(difference ? std::optional(difference->interval) : std::nullopt, interval_fields_of_difference));
  return cells;
}

std::string p_text(double p) {
  if (std::isnan(p)) return "-";
  return p < 0.001 ? "<0.001" : format_number(p, 2);
}

// A shift's or a slope's columns.
struct Columns {
  std::vector<double> estimate, low, high;
  std::vector<std::string> p;

  void add(const std::optional<Difference>& difference) {
    const Interval interval = difference ? difference->interval : no_interval();
    const double own = difference ? difference->estimate : nan;
    estimate.push_back(std::isnan(interval.debiased) ? own : interval.debiased);
    low.push_back(interval.conf_low);
    high.push_back(interval.conf_high);
    p.push_back(difference ? p_text(difference->p_value) : "-");
  }
  void add_to(TextTable& table, const std::string& name, const std::string& level, Need need) const {
    if (!any_known(estimate)) return;
    const auto cells = align_rows({estimate, low, high});
    table.add_column(name, cells[0], false, need);
    if (any_known(low)) {
      table.add_column(level + " from", cells[1], false, need);
      table.add_column("to", cells[2], false, need);
    }
    bool any_p = false;
    for (const std::string& one : p) any_p = any_p || one != "-";
    if (any_p) table.add_column("p", p, false, need);
  }
};

}  // namespace

Json comparisons_json(const Effects& effects) {
  Json list = Json::array();
  for (const GroupComparison& comparison : effects.comparisons) {
    const Effect& effect = effects.effects[comparison.effect];
    Json body{{"variable", effect.variable}, {"target", effect.target}};
    if (effect.level) body["level"] = *effect.level;
    if (effect.reference) body["reference"] = *effect.reference;
    body["group"] = *effect.group;
    body["against"] = *effects.effects[comparison.against].group;
    body["shift"] = difference_json(comparison.shift);
    body["slope"] = comparison.slope ? difference_json(*comparison.slope) : Json(nullptr);
    list.push_back(std::move(body));
  }
  return list;
}

std::string comparisons_csv(const Effects& effects) {
  std::vector<std::string> header{"variable", "target", "level", "reference", "group", "against"};
  for (const char* of : {"shift_", "slope_"}) {
    append(header, names_of(difference_fields, of));
    append(header, names_of(interval_fields_of_difference, of));
  }
  std::string csv;
  add_line(csv, header);
  for (const GroupComparison& comparison : effects.comparisons) {
    const Effect& effect = effects.effects[comparison.effect];
    std::vector<std::string> cells{cell(effect.variable), cell(effect.target),
                                   cell(effect.level),    cell(effect.reference),
                                   cell(effect.group),    cell(effects.effects[comparison.against].group)};
    append(cells, difference_cells(comparison.shift));
    append(cells, difference_cells(comparison.slope));
    add_line(csv, cells);
  }
  return csv;
}

std::string comparisons_text(const Design& design, const Effects& effects, const EffectOptions& options,
                             std::size_t page) {
  const bool ratios = options.shift != ShiftKind::difference;
  const std::string level = level_text(options.interval.level);
  std::string text;
  for (const std::string& target : design.output_names()) {
    std::vector<std::string> labels, groups, against;
    Columns shifts, slopes;
    for (const GroupComparison& comparison : effects.comparisons) {
      const Effect& effect = effects.effects[comparison.effect];
      if (effect.target != target) continue;
      labels.push_back(effect.label);
      groups.push_back(*effect.group);
      against.push_back(*effects.effects[comparison.against].group);
      shifts.add(comparison.shift);
      slopes.add(comparison.slope);
    }
    if (labels.empty()) continue;
    TextTable table;
    table.add_names("variable", labels);
    table.add_names("group", groups);
    table.add_names(ratios ? "by" : "less", against);
    shifts.add_to(table, ratios ? "ratio" : "effect", level, Need::always);
    slopes.add_to(table, slope_name(options.slope), level, Need::context);
    text += title("Differences between groups on " + on_scale(options.scale, fit_width(target, 50)), page) +
            table.str(page) + '\n';
  }
  if (text.empty()) return text;
  return text +
         Paragraphs(page)(ratios ? "by" : "less",
                          std::string("the group's average ") +
                              (ratios ? "by the first group's (of slopes less that)" : "less the first group's") +
                              ", each with an interval of its own: both come from the same networks, so two "
                              "intervals that overlap say little of it");
}

}  // namespace nninterp

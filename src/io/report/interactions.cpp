#include "nninterp/io/report/interactions.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "analysis/entries.hpp"
#include "io/csv/writer.hpp"
#include "io/text/labels.hpp"
#include "io/text/page.hpp"
#include "io/text/table.hpp"
#include "nninterp/core/text.hpp"
#include "parts.hpp"
#include "words.hpp"

namespace nninterp {

// ---- JSON ----

namespace {

constexpr Field<Summary> second_fields[] = {
    {"second_mean", &Summary::mean}, {"second_sd", &Summary::sd}, {"second_rms", &Summary::rms}};
constexpr Field<Summary> mixed_fields[] = {{"mean", &Summary::mean},
                                           {"sd", &Summary::sd},
                                           {"min", &Summary::min},
                                           {"max", &Summary::max},
                                           {"share_positive", &Summary::share_positive}};

constexpr Field<Interval> h_interval_fields[] = {{"h_low", &Interval::conf_low}, {"h_high", &Interval::conf_high}};

void add_strength(Json& to, const PairStrength& strength) {
  add_fields(to, strength.second, second_fields);
  to["h_statistic"] = optional_number(strength.h.value);
}

Json mixed_json(const Interaction& pair, const PairStrength& strength) {
  if (!strength.mixed) return nullptr;
  Json mixed{{"delta", {json_number((*pair.delta)[0]), json_number((*pair.delta)[1])}}};
  add_fields(mixed, *strength.mixed, mixed_fields);
  return mixed;
}

Json interaction_json(const Interaction& pair) {
  Json body{{"variables", pair.variables}, {"target", pair.target}};
  add_strength(body, pair.strength);
  add_fields(body, pair.second_interval, interval_fields);
  add_fields(body, pair.h_interval, h_interval_fields);
  add_fields(body, pair.test, test_fields);
  body["h_rms"] = json_number(pair.strength.h.rms);
  body["mixed"] = mixed_json(pair, pair.strength);
  if (!pair.logit) return body;
  Json& logit = body["logit"];
  add_strength(logit, *pair.logit);
  logit["h_rms"] = json_number(pair.logit->h.rms);
  logit["mixed"] = mixed_json(pair, *pair.logit);
  return body;
}

Json total_json(const TotalInteraction& total) {
  const auto add = [](Json& to, const HStatistic& h) {
    to["h_statistic"] = optional_number(h.value);
    to["h_rms"] = json_number(h.rms);
  };
  Json body{{"variable", total.variable}, {"target", total.target}};
  add(body, total.h);
  body["depends_on"] = total.depends_on ? Json(*total.depends_on) : Json(nullptr);
  add_fields(body, total.depends, test_fields);
  body["share_of_networks"] = json_number(total.share_of_networks);
  if (total.logit) add(body["logit"], *total.logit);
  return body;
}

}  // namespace

InteractionsDocument::InteractionsDocument(const Model& of, const InteractionOptions& options, std::string asked_delta,
                                           Interactions measured)
    : model(of),
      interactions(std::move(measured)),
      delta(std::move(asked_delta)),
      scale(options.scale.value_or(OutputScale::response)),
      level(options.interval.level) {
  const bool both = interactions.pairs.front().logit.has_value();
  settings = with_intervals({{"delta", delta},
                             {"on", both ? SettingValue(std::string("response and logit")) : setting_of(scale)},
                             {"rows", setting_of(options.rows)},
                             {"seed", setting_of(options.seed)}},
                            options.interval);
  warnings = interactions.warnings;
}

void InteractionsDocument::json(const Sink& sink) const {
  Json body{{"schema", "nninterp/interactions/1"}, {"rows", interactions.rows}, {"h_rows", interactions.h_rows}};
  body["interval"] = interval_json(interactions.replicates, level);
  body["interactions"] = Json::array();
  for (const Interaction& pair : interactions.pairs) body["interactions"].push_back(interaction_json(pair));
  body["totals"] = Json::array();
  for (const TotalInteraction& total : interactions.totals) body["totals"].push_back(total_json(total));
  sink(finished(std::move(body), *this));
}

// ---- CSV ----

namespace {

std::vector<std::string> strength_header(const std::string& prefix) {
  std::vector<std::string> header = names_of(second_fields, prefix);
  append(header, {prefix + "h_statistic", prefix + "h_rms"});
  append(header, names_of(mixed_fields, prefix + "mixed_"));
  return header;
}

std::vector<std::string> strength_cells(const std::optional<PairStrength>& strength) {
  if (!strength) return std::vector<std::string>(strength_header("").size());
  std::vector<std::string> cells = cells_of(strength->second, second_fields);
  append(cells, {cell(strength->h.value), cell(strength->h.rms)});
  append(cells, cells_of(strength->mixed, mixed_fields));
  return cells;
}

}  // namespace

void InteractionsDocument::csv(const Sink& sink) const {
  std::string csv;
  std::vector<std::string> header{"variable_1", "variable_2", "target"};
  append(header, strength_header(""));
  append(header, names_of(interval_fields));
  append(header, names_of(h_interval_fields));
  append(header, names_of(test_fields));
  append(header, {"mixed_delta_1", "mixed_delta_2"});
  append(header, strength_header("logit_"));
  append(header, {"depends_on", "share_of_networks"});
  add_line(csv, header);
  for (const Interaction& pair : interactions.pairs) {
    std::vector<std::string> cells{cell(pair.variables[0]), cell(pair.variables[1]), cell(pair.target)};
    append(cells, strength_cells(pair.strength));
    append(cells, cells_of(std::optional(pair.second_interval), interval_fields));
    append(cells, cells_of(std::optional(pair.h_interval), h_interval_fields));
    append(cells, cells_of(std::optional(pair.test), test_fields));
    append(cells, {pair.delta ? cell((*pair.delta)[0]) : "", pair.delta ? cell((*pair.delta)[1]) : ""});
    append(cells, strength_cells(pair.logit));
    append(cells, {"", ""});
    add_line(csv, cells);
  }
  for (const TotalInteraction& total : interactions.totals) {
    std::vector<std::string> cells{cell(total.variable), "", cell(total.target)};
    append(cells, strength_cells(PairStrength{{}, total.h, {}}));
    append(cells, std::vector<std::string>(std::size(interval_fields) + std::size(h_interval_fields)));
    append(cells, cells_of(std::optional(total.depends), test_fields));
    append(cells, {"", ""});
    append(cells, total.logit ? strength_cells(PairStrength{{}, *total.logit, {}}) : strength_cells({}));
    append(cells, {cell(total.depends_on), cell(total.share_of_networks)});
    add_line(csv, cells);
  }
  sink(csv);
}

// ---- tables for people ----

namespace {

constexpr std::size_t most_pairs = 20;

std::string pair_label(const Interaction& pair) {
  return fit_width(pair.variables[0], 50) + " : " + fit_width(pair.variables[1], 50);
}

// H² runs from 0 to about 1: what is below a millionth is nothing.
double share(const HStatistic& h) {
  if (!h.value) return nan;
  return *h.value < 1e-6 ? 0 : *h.value;
}

// Both names of each pair, cut where they would not stand beside numbers of this width.
std::vector<std::string> pair_labels(const std::vector<const Interaction*>& pairs, std::size_t page,
                                     std::size_t numbers) {
  const std::string between = " : ";
  const std::size_t beside = page - std::min(page, numbers + 2 + between.size());
  std::vector<std::string> names, labels;
  for (const Interaction* pair : pairs) names.insert(names.end(), pair->variables.begin(), pair->variables.end());
  names = told_apart(names, std::max(beside / 2, page * 14 / 100));
  for (std::size_t i = 0; i < names.size(); i += 2) labels.push_back(names[i] + between + names[i + 1]);
  return labels;
}

// Three decimals; what is below them is told as such.
std::string p_text(double p) {
  if (std::isnan(p)) return "-";
  if (p < 0.0005) return "<0.001";
  std::array<char, 16> digits{};
  std::snprintf(digits.data(), digits.size(), "%.3f", p);
  return digits.data();
}

TextTable pair_numbers(const std::vector<const Interaction*>& pairs, double level) {
  std::vector<std::string> positive, p;
  bool tested = false;
  std::vector<double> h, h_low, h_high, h_logit, rms, second, mixed, low, high;
  for (const Interaction* pair : pairs) {
    const PairStrength& strength = pair->strength;
    h.push_back(share(strength.h));
    if (pair->logit) h_logit.push_back(share(pair->logit->h));
    rms.push_back(strength.h.rms);
    second.push_back(strength.second ? strength.second->mean : nan);
    p.push_back(p_text(pair->test.p_value));
    tested = tested || !std::isnan(pair->test.p_value);
    h_low.push_back(pair->h_interval.conf_low);
    h_high.push_back(pair->h_interval.conf_high);
    mixed.push_back(strength.mixed ? strength.mixed->mean : nan);
    low.push_back(strength.mixed ? strength.mixed->min : nan);
    high.push_back(strength.mixed ? strength.mixed->max : nan);
    positive.push_back(strength.mixed ? percent(strength.mixed->share_positive) : "-");
  }
  TextTable table;
  table.add_column("H2", align_numbers(h));
  if (any_known(h_low)) {
    table.add_column(level_text(level) + " from", align_numbers(h_low), false, Need::details);
    table.add_column("to", align_numbers(h_high), false, Need::details);
  }
  if (!h_logit.empty()) table.add_column("H2 log-odds", align_numbers(h_logit));
  table.add_column("makes", align_numbers(rms));
  if (tested) table.add_column("p", p);
  if (!any_known(second)) return table;  // pairs of categories
  table.add_column("second", align_numbers(second));
  table.add_column("mixed", align_numbers(mixed));
  table.add_column("min", align_numbers(low), false, Need::decoration);
  table.add_column("max", align_numbers(high), false, Need::decoration);
  table.add_column("> 0", positive, false, Need::details);
  return table;
}

std::string pair_table(const std::vector<const Interaction*>& pairs, double level, std::size_t page) {
  const TextTable numbers = pair_numbers(pairs, level);
  TextTable table;
  table.add_column("pair", pair_labels(pairs, page, numbers.width()), true);
  table.add_columns_of(numbers);
  return table.str(page);
}

std::string total_table(const std::vector<const TotalInteraction*>& totals, std::size_t page) {
  std::vector<std::string> labels, partners;
  std::vector<double> h, h_logit, rms;
  bool tested = false;
  for (const TotalInteraction* total : totals) {
    labels.push_back(total->variable);
    tested = tested || !std::isnan(total->depends.p_value);
    partners.push_back(!total->depends.rejects() ? "-" : fit_width(total->depends_on.value_or("several"), 30));
    h.push_back(share(total->h));
    if (total->logit) h_logit.push_back(share(*total->logit));
    rms.push_back(total->h.rms);
  }
  TextTable table;
  table.add_names("variable with all others", labels);
  table.add_column("H2", align_numbers(h));
  if (!h_logit.empty()) table.add_column("H2 log-odds", align_numbers(h_logit));
  table.add_column("makes", align_numbers(rms));
  if (tested) table.add_column("depends on", partners, true);
  return table.str(page);
}

// Pairs that act together on the probability and hardly on its log-odds.
std::string caution_of_link(const std::vector<const Interaction*>& pairs, const Paragraphs& paragraph) {
  std::vector<std::string> names;
  for (const Interaction* pair : pairs) {
    const double h = pair->strength.h.value.value_or(0);
    if (pair->logit && h > 0.001 && pair->logit->h.value.value_or(0) < h / 10) names.push_back(pair_label(*pair));
  }
  if (names.empty()) return "";
  return paragraph("Careful", "the bounds of a probability alone make most of the interaction of " +
                                  list_some(names, 8) + ": on the log-odds it is less than a tenth");
}

std::string explanations(const InteractionsDocument& document, const Paragraphs& paragraph) {
  const bool logit = document.scale == OutputScale::logit, both = document.interactions.pairs.front().logit.has_value();
  std::string text =
      paragraph("H2",
                "Friedman's: what a pair makes of the prediction beyond the sum of what each makes alone, beside all "
                "that it makes; no share where it is above 1, and nothing of how much the pair makes at all") +
      paragraph("makes", "the size (rms) of that part, in units of the " + std::string(logit ? "log-odds" : "target")) +
      paragraph("second", "the exact derivative by both variables, averaged over the rows") +
      paragraph("mixed",
                "f(both moved) - f(first moved) - f(second moved) + f(x), averaged; min, max and share > 0 by row; "
                "moved by: " +
                    document.delta);
  const std::vector<Interaction>& pairs = document.interactions.pairs;
  if (std::any_of(pairs.begin(), pairs.end(), [](const Interaction& pair) { return !std::isnan(pair.test.p_value); })) {
    text +=
        paragraph("p", "of the two not acting together at all, by what networks that have not seen a row say of it") +
        paragraph("depends",
                  "its strongest partner among the pairs whose p, adjusted for their number, is at "
                  "most 0.05");
  }
  if (logit) text += paragraph("f(x)", "the log-odds here, log(p / (1 - p))");
  if (both) text += paragraph("log-odds", "the same of log(p / (1 - p)), where the bounds 0 and 1 bend nothing");
  return text;
}

}  // namespace

std::string InteractionsDocument::table(const TextStyle& style) const {
  const Paragraphs paragraph(style.width);
  const Interactions& all = interactions;
  std::string text;
  for (const std::string& target : model.design.output_names()) {
    std::vector<const Interaction*> pairs = of_target(all.pairs, target);
    if (pairs.empty()) continue;
    const std::size_t left_out = pairs.size() - std::min(pairs.size(), most_pairs);
    pairs.resize(pairs.size() - left_out);
    if (!text.empty()) text += '\n';
    text += title("Interactions on " + on_scale(scale, fit_width(target, 50)) + ", over " +
                      rows_text(static_cast<std::size_t>(all.rows), model.network.architecture),
                  style.width) +
            pair_table(pairs, level, style.width);
    if (left_out > 0)
      text += "and " + count_of(left_out, "pair") + with_dashes(" of less H2, which ⟨format⟩ csv lists\n");
    text += '\n' + total_table(of_target(all.totals, target), style.width) + '\n' + caution_of_link(pairs, paragraph);
  }
  return text + explanations(*this, paragraph);
}

}  // namespace nninterp

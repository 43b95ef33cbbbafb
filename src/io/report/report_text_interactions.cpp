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

constexpr std::size_t most_pairs = 20;

std::string pair_label(const Interaction& pair) {
  return fit_width(pair.variables[0], 14) + " : " + fit_width(pair.variables[1], 14);
}

// H² runs from 0 to about 1: what is below a millionth is nothing.
double share(const HStatistic& h) {
  if (!h.value) return nan;
  return *h.value < 1e-6 ? 0 : *h.value;
}

std::string pair_table(const std::vector<const Interaction*>& pairs) {
  std::vector<std::string> labels, positive;
  std::vector<double> h, h_logit, rms, second, p, mixed, low, high;
  for (const Interaction* pair : pairs) {
    const PairStrength& strength = pair->strength;
    labels.push_back(pair_label(*pair));
    h.push_back(share(strength.h));
    if (pair->logit) h_logit.push_back(share(pair->logit->h));
    rms.push_back(strength.h.rms);
    second.push_back(strength.second ? strength.second->mean : nan);
    p.push_back(pair->p_value);
    mixed.push_back(strength.mixed ? strength.mixed->mean : nan);
    low.push_back(strength.mixed ? strength.mixed->min : nan);
    high.push_back(strength.mixed ? strength.mixed->max : nan);
    positive.push_back(strength.mixed ? percent(strength.mixed->share_positive) : "-");
  }
  TextTable table;
  table.add_column("pair", labels, true);
  table.add_column("H2", align_numbers(h));
  if (!h_logit.empty()) table.add_column("H2 log-odds", align_numbers(h_logit));
  table.add_column("makes", align_numbers(rms));
  if (!any_known(second)) return table.str();  // pairs of categories
  table.add_column("second", align_numbers(second));
  if (any_known(p)) table.add_column("p", align_numbers(p));
  table.add_column("mixed", align_numbers(mixed));
  table.add_column("min", align_numbers(low));
  table.add_column("max", align_numbers(high));
  table.add_column("> 0", positive);
  return table.str();
}

std::string total_table(const std::vector<const TotalInteraction*>& totals) {
  std::vector<std::string> labels;
  std::vector<double> h, h_logit, rms;
  for (const TotalInteraction* total : totals) {
    labels.push_back(fit_width(total->variable, label_width));
    h.push_back(share(total->h));
    if (total->logit) h_logit.push_back(share(*total->logit));
    rms.push_back(total->h.rms);
  }
  TextTable table;
  table.add_column("variable with all others", labels, true);
  table.add_column("H2", align_numbers(h));
  if (!h_logit.empty()) table.add_column("H2 log-odds", align_numbers(h_logit));
  table.add_column("makes", align_numbers(rms));
  return table.str();
}

// Pairs that act together on the probability and hardly on its log-odds.
std::string caution_of_link(const std::vector<const Interaction*>& pairs) {
  std::vector<std::string> names;
  for (const Interaction* pair : pairs) {
    const double h = pair->strength.h.value.value_or(0);
    if (pair->logit && h > 0.001 && pair->logit->h.value.value_or(0) < h / 10) names.push_back(pair_label(*pair));
  }
  if (names.empty()) return "";
  return paragraph("Careful", "the bounds of a probability alone make most of the interaction of " +
                                  list_some(names, 8) + ": on the log-odds it is less than a tenth");
}

std::string explanations(const InteractionReport& report) {
  const bool logit = report.scale == OutputScale::logit, both = report.interactions.pairs.front().logit.has_value();
  std::string text =
      paragraph("H2",
                "Friedman's: the share of what a pair makes of the prediction that is not the sum of what each "
                "makes alone; it says nothing of how much the pair makes at all") +
      paragraph("makes", "the size (rms) of that part, in units of the " + std::string(logit ? "log-odds" : "target")) +
      paragraph("second", "the exact derivative by both variables, averaged over the rows") +
      paragraph("mixed",
                "f(both moved) - f(first moved) - f(second moved) + f(x), averaged; min, max and share > 0 by row; "
                "moved by: " +
                    report.delta);
  if (report.interactions.replicates > 0) {
    text += paragraph("p", "of the average second derivative being 0, by its standard error over " +
                               std::to_string(report.interactions.replicates) + " refits on resampled rows");
  }
  if (logit) text += paragraph("f(x)", "the log-odds here, log(p / (1 - p))");
  if (both) text += paragraph("log-odds", "the same of log(p / (1 - p)), where the bounds 0 and 1 bend nothing");
  return text;
}

}  // namespace

std::string interactions_text(const Model& model, const InteractionReport& report) {
  const Interactions& all = report.interactions;
  std::string text;
  for (const std::string& target : model.design.output_names()) {
    std::vector<const Interaction*> pairs = of_target(all.pairs, target);
    if (pairs.empty()) continue;
    const std::size_t left_out = pairs.size() - std::min(pairs.size(), most_pairs);
    pairs.resize(pairs.size() - left_out);
    if (!text.empty()) text += '\n';
    text += "Interactions on " + on_scale(report.scale, fit_width(target, 50)) + ", over " +
            with_thousands(static_cast<long>(all.rows)) + " rows (" + architecture_text(model.network.architecture) +
            ")\n\n" + pair_table(pairs);
    if (left_out > 0) text += "and " + count_of(left_out, "pair") + " of less H2, which --format csv lists\n";
    text += '\n' + total_table(of_target(all.totals, target)) + '\n' + caution_of_link(pairs);
  }
  return text + explanations(report);
}

}  // namespace nninterp

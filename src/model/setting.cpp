#include "setting.hpp"

#include <algorithm>
#include <cmath>

#include "candidates.hpp"
#include "choices.hpp"
#include "decays.hpp"
#include "nninterp/core/statistics.hpp"

namespace nninterp {

bool may_arrange(const FitOptions& options) {
  const bool given =
      !options.starts.weights.empty() || !options.starts.exclude.empty() || !options.starts.exclude_triples.empty();
  const bool regression = options.network.activation == Activation::linear ||
                          (options.network.hidden.empty() && !options.network.choose_hidden);
  return options.train.polish != Polish::none && !given && !regression;
}

namespace {

// A fold must not be lost to poor starts: it may have up to ten, of which those of the fit are the first.
FitOptions with_fold_starts(FitOptions options) {
  if (options.starts.weights.empty())
    options.starts.repetitions = std::max(options.starts.repetitions, max_fold_starts);
  return options;
}

void arrange_sample(const FitOptions& options, const Design& design, Setting& setting) {
  const bool moves = may_arrange(options);
  setting.arrangement = moves ? arrange(design, setting.sample) : as_they_are(setting.sample);
  setting.arranged = moves ? arranged(setting.sample, setting.arrangement) : setting.sample;
  for (const Index row : setting.arrangement.rows) {
    if (!setting.clusters.empty()) {
      setting.arranged_clusters.push_back(setting.clusters[row]);
    }
  }
}

// Of whole numbers as of copies of rows, which they stand for.
double rounded_mean(const Vector& weights) {
  const double mean = mean_weight(weights);
  return as_counts(weights) == weights ? std::round(mean) : mean;
}

}  // namespace

Setting set_up(const Table& table, const Selection& selection, const FitOptions& options, Model& model) {
  model.design = design_of(table, selection, options);
  model.error = choose_error(options, selection.output);
  check_inputs(table.name, model.design.inputs());
  Setting setting;
  setting.sample = gather(model.design, table, selection.rows, options.columns.weights);
  if (model.error == ErrorFunction::ce) check_ce_targets(table, model.design, setting.sample.targets);
  const Index rows = setting.sample.inputs.rows();
  setting.clusters = find_clusters(table, selection.rows, options, setting.sample);
  arrange_sample(options, model.design, setting);
  const Index different = cluster_count(setting.clusters, rows);
  if (!options.columns.cluster) setting.copies = std::round(static_cast<double>(rows) / static_cast<double>(different));
  setting.copies *= rounded_mean(setting.sample.weights);
  setting.decays = options.choice.decay ? std::vector<double>{*options.choice.decay}
                                        : decay_grid(different, model.design.inputs(), setting.copies);
  for (const std::vector<Index>& hidden : choose_sizes(options, rows)) {
    const Architecture architecture = choose_architecture(model.design, options, hidden, selection.output);
    const FixedWeights fixed = fixed_weights(architecture, options);
    setting.starts.push_back(start_weights(architecture, fixed, with_fold_starts(options)));
    setting.sizes.push_back({architecture, model.error, options.choice.decay.value_or(0), fixed});
  }
  setting.training = options.train;
  const Vector& weights = setting.sample.weights;
  const Index counting = weights.size() > 0 ? (weights.array() > 0).count() : rows;
  setting.training.threshold = choose_threshold(options, counting, mean_weight(weights));
  return setting;
}

}  // namespace nninterp

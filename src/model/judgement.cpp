#include "judgement.hpp"

#include <utility>

#include "nninterp/core/statistics.hpp"
#include "nninterp/model/baseline.hpp"
#include "nninterp/model/quality.hpp"
#include "nninterp/nn/forward.hpp"
#include "verdict.hpp"

namespace nninterp {

namespace {

QualityByTarget measure(const Design& design, Activation output, Matrix predictions, Matrix truth,
                        const Vector& weights) {
  decode_outputs(design, predictions);
  decode_outputs(design, truth);
  return measure_quality(design, output, predictions, truth, weights);
}

// Inputs of the rows that count.
Matrix counting_inputs(const Sample& sample) {
  return sample.weights.size() > 0 ? rows_of(sample.inputs, rows_that_count(sample.weights)) : sample.inputs;
}

// The regressions of the training rows that the network is compared with.
struct Regressions {
  std::optional<LinearModel> linear;
  std::optional<Network> penalised;
  Eigen::RowVectorXd means;
};

Regressions fit_regressions(const Model& model, const Setting& setting, int threads) {
  const Activation output = model.network.architecture.output;
  const Sample& sample = setting.sample;
  Regressions result{fit_linear(model.design, output, sample.inputs, sample.targets, sample.weights),
                     {},
                     column_means(sample.targets, sample.weights)};
  if (result.linear && model.training->penalised_decay) {
    const UntrainedNetwork untrained = without_hidden_units(setting.sizes.front());
    Objective objective(untrained.architecture, packed(sample), untrained.error, *model.training->penalised_decay, {},
                        threads);
    const Vector start = Vector::Zero(untrained.architecture.weight_count());
    result.penalised = Network{untrained.architecture, train(objective, start, setting.training).weights};
  }
  return result;
}

}  // namespace

void judge(Model& model, const Setting& setting, const Sample* unseen, int threads) {
  TrainingRecord& record = *model.training;
  const Regressions simpler = fit_regressions(model, setting, threads);
  if (simpler.linear) {
    record.undetermined = why_undetermined(model.design, counting_inputs(setting.sample), *simpler.linear);
    if (!record.undetermined) record.linear_model = as_network(*simpler.linear);
  }
  record.support = learn_support(setting.sample.inputs);
  const auto judge_on = [&](const Sample& rows, QualityByTarget& quality, Baselines& baselines) {
    const auto measured = [&](Matrix predictions) {
      return measure(model.design, model.network.architecture.output, std::move(predictions), rows.targets,
                     rows.weights);
    };
    quality = measured(run_network(model.network, rows.inputs, threads));
    if (simpler.linear) baselines.linear = measured(predict_linear(*simpler.linear, rows.inputs));
    if (simpler.penalised) baselines.penalised = measured(run_network(*simpler.penalised, rows.inputs, threads));
    baselines.null = measured(simpler.means.replicate(rows.inputs.rows(), 1));
  };
  judge_on(setting.sample, record.quality, record.baselines);
  if (record.verdict && record.linear_model) {
    const bool logistic = record.linear_model->architecture.output == Activation::logistic;
    record.verdict->same_effects = same_effects(model.network, *record.linear_model, setting.sample,
                                                members(setting.clusters, setting.sample.inputs.rows()),
                                                logistic ? ErrorFunction::ce : ErrorFunction::sse, threads);
  }
  if (unseen == nullptr) return;
  record.validation->rows = static_cast<std::size_t>(unseen->inputs.rows());
  judge_on(*unseen, record.validation->quality, record.validation->baselines);
}

}  // namespace nninterp

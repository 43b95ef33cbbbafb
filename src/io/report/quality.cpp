#include "quality.hpp"

#include "confusion.hpp"
#include "io/text/page.hpp"
#include "io/text/table.hpp"
#include "nninterp/core/text.hpp"

namespace nninterp {

std::string measured(const QualityByTarget& by_target, const std::string& target, const Measure& measure) {
  const auto quality = by_target.find(target);
  const bool known = quality != by_target.end() && (quality->second.*measure.value).has_value();
  return known ? format_number(*(quality->second.*measure.value), 4) : "-";
}

std::string baseline_name(const Model& model) {
  const QualityByTarget& quality = model.training->quality;
  const bool classes = !quality.empty() && quality.begin()->second.log_loss;
  return classes ? "logistic regression" : "linear regression";
}

namespace {

// The network beside what is simpler, on one kind of rows.
struct QualityBlock {
  std::string rows;
  const QualityByTarget& network;
  const Baselines& simpler;
};

std::vector<QualityBlock> quality_blocks(const TrainingRecord& record) {
  std::vector<QualityBlock> blocks{{"trained on", record.quality, record.baselines}};
  if (!record.cv_quality.empty()) blocks.push_back({"left out (CV)", record.cv_quality, record.cv_baselines});
  if (record.validation) blocks.push_back({"held out", record.validation->quality, record.validation->baselines});
  return blocks;
}

std::string quality_legend(const Model& model, std::size_t page) {
  const Paragraphs paragraph(page);
  const TrainingRecord& record = *model.training;
  std::string text;
  if (!record.cv_quality.empty()) text += paragraph("CV", "on each part of the rows by a network trained without it");
  if (record.validation) {
    const bool kept_back = record.validation->source == "holdout";
    text += paragraph("held out", count_of(record.validation->rows, "row") +
                                      (kept_back ? " kept back" : " of " + record.validation->source));
  }
  if (!record.baselines.linear.empty()) text += paragraph("linear", baseline_name(model));
  if (record.penalised_decay) {
    text += paragraph("penalised", "the same with a ridge penalty of " + format_number(*record.penalised_decay, 3) +
                                       ", chosen as the network's decay is");
  }
  const bool classes = baseline_name(model) == "logistic regression";
  if (!record.baselines.null.empty()) text += paragraph("null", classes ? "the shares of the classes" : "the mean");
  return text;
}

}  // namespace

// A target of several classes as a whole; its classes one by one are in the JSON.
std::string quality_table(const Model& model, std::size_t page) {
  const TrainingRecord& record = *model.training;
  std::vector<std::string> rows, targets, names;
  std::array<std::vector<std::string>, 4> cells;
  for (const QualityBlock& block : quality_blocks(record)) {
    bool first = true;
    for (const Target& target : model.design.targets) {
      for (const Measure& measure : measures) {
        if (measured(record.quality, target.name, measure) == "-") continue;
        rows.push_back(first ? block.rows : "");
        first = false;
        targets.push_back(target.name);
        names.emplace_back(measure.name);
        std::size_t column = 0;
        for (const QualityByTarget* quality :
             {&block.network, &block.simpler.linear, &block.simpler.penalised, &block.simpler.null}) {
          cells[column++].push_back(measured(*quality, target.name, measure));
        }
      }
    }
  }
  TextTable table;
  table.add_column("rows", rows, true);
  if (model.design.targets.size() > 1) table.add_names("target", targets);
  table.add_column("quality", names, true);
  const char* const headers[] = {"network", "linear", "penalised", "null"};
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const bool known = std::any_of(cells[i].begin(), cells[i].end(), [](const std::string& c) { return c != "-"; });
    if (i == 0 || known) table.add_column(headers[i], cells[i]);
  }
  return table.str(page) + quality_legend(model, page);
}

std::string confusion_tables(const Model& model, std::size_t page) {
  const TrainingRecord& record = *model.training;
  const bool held_out = !record.cv_quality.empty();
  std::string text;
  for (const auto& [target, quality] : held_out ? record.cv_quality : record.quality) {
    if (!quality.confusion) continue;
    const std::string of_classes =
        confusion_table(target, *quality.confusion, held_out ? "rows left out (CV)" : "rows trained on", page);
    if (!of_classes.empty()) text += '\n' + of_classes + '\n';
  }
  return text;
}

}  // namespace nninterp

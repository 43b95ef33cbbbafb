#include "nninterp/analysis/shapley.hpp"

#include <algorithm>

#include "cli/question.hpp"
#include "commands.hpp"
#include "nninterp/core/error.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/io/report/shapley.hpp"

namespace nninterp::cli {

namespace {

class ShapleyQuestion : public Question {
 public:
  Help help() const override {
    return {"shapley", "Each row's prediction divided among its variables",
            "Examples:\n  nninterp shapley --row 17\n  nninterp shapley --format csv > shapley.csv\n"
            "  nninterp shapley --data new.csv --background-data data.csv --json | jq .values"};
  }
  void check(const OptionSet& options) override;

 protected:
  void declare_own(OptionSet& options) override;
  std::unique_ptr<Document> answer(const Session& session) override;

 private:
  ShapleyOptions shapley;
  ShapleyRows asked;
  std::optional<std::string> background_data;
};

void ShapleyQuestion::declare_own(OptionSet& options) {
  declare_shapley_rows(options, asked);
  options.text("--background-data", background_data, "FILE",
               "Take the background from this table (default: from the rows that are asked about)");
  options.word("--method", shapley.method,
               "exact, sampled, or auto (default): exact of at most 12 variables, else over some orders of them",
               values_of<ShapleyMethod>(), "METHOD");
  options.whole("--orders", shapley.orders, 4, 1'000'000, "COUNT",
                "sampled: orders of the variables, each second one the reverse of that before (default: 200)");
  options.whole("--seed", shapley.seed, 0, 2147483647L, "NUMBER", "Of the orders (default: 1)");
  options.texts("--target", shapley.targets, "Targets (repeatable; default: all)");
  declare_scale(options, shapley.scale);
  declare_weights(options, source);
}

void ShapleyQuestion::check(const OptionSet&) {
  if (shapley.orders % 2 != 0)
    throw UsageError("--orders: come in pairs, and " + std::to_string(shapley.orders) + " is odd");
}

std::unique_ptr<Document> ShapleyQuestion::answer(const Session& session) {
  ShapleyOptions options = shapley;
  options.threads = output.threads;
  std::optional<Session> other;
  if (background_data) {
    SourceOptions from = source;
    from.data = background_data;
    other = open_session(from, output);
  }
  const Session& behind = other ? *other : session;
  const std::vector<Index> rows = positions_of(asked.rows, session);
  auto document = std::make_unique<ShapleyDocument>(session.model, session.variables()(rows, Eigen::all));
  for (const Index row : rows) document->rows.push_back(session.row_numbers()[static_cast<std::size_t>(row)]);
  if (session.weights.size() > 0) document->weights = session.weights(rows);
  const ShapleyBackground background = background_of(behind, asked.background);
  document->shapley = shapley_values(session.model, document->variables, background, options);
  document->background_rows = static_cast<std::size_t>(background.rows.rows());
  document->scale = options.scale;
  document->threads = options.threads;
  const bool sampled = document->shapley.method == ShapleyMethod::sampled;
  document->settings = {{"background", setting_of(asked.background)},
                        {"background_data", setting_of(background_data)},
                        {"method", setting_of(shapley.method)},
                        {"orders", sampled ? setting_of(shapley.orders) : SettingValue()},
                        {"seed", sampled ? setting_of(shapley.seed) : SettingValue()},
                        {"on", setting_of(shapley.scale)}};
  document->warnings = document->shapley.warnings;
  return document;
}

}  // namespace

std::unique_ptr<Question> make_shapley() { return std::make_unique<ShapleyQuestion>(); }

}  // namespace nninterp::cli

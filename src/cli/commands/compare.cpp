#include "nninterp/analysis/compare.hpp"

#include "cli/output.hpp"
#include "cli/session.hpp"
#include "commands.hpp"
#include "nninterp/core/error.hpp"
#include "nninterp/io/report/compare.hpp"
#include "nninterp/model/case_weights.hpp"
#include "nninterp/model/reading.hpp"

namespace nninterp::cli {

namespace {

class Compare : public Command {
 public:
  Help help() const override {
    return {"compare", "Models side by side on the same rows",
            "Examples:\n  nninterp compare small.json large.json\n"
            "  nninterp compare a.json b.json --data new.csv --json | jq '.models[].quality'"};
  }
  void declare(OptionSet& options) override {
    options.positional("MODEL", files, "Model files, two or more");
    source.declare_data(options);
    source.weighs = true;
    output.declare(options);
  }
  void check(const OptionSet&) override {
    if (files.size() < 2) throw UsageError("compare: needs two models or more", "nninterp compare A.json B.json");
  }
  int run() override;

 private:
  std::vector<Session> sessions() const;

  OutputOptions output;
  SourceOptions source;
  std::vector<std::string> files;
};

// Of each model, all with rows of the same table.
std::vector<Session> Compare::sessions() const {
  check_output("-o", output.file, files);
  std::vector<Model> models;
  for (const std::string& file : files) models.push_back(load_model(file, output.file));
  check_comparable(models, files);
  check_output("-o", output.file, {source.data.value_or("")});
  std::vector<Session> opened;
  for (std::size_t i = 0; i < files.size(); ++i) {
    Source of_model = source;
    of_model.model = files[i];
    opened.push_back(
        nninterp::open_session(std::move(models[i]), of_model, RowsWanted::with_targets, {}, output.threads));
    if (source.data || opened[i].model.data->sha256 == opened[0].model.data->sha256) continue;
    throw InputError(files[i] + ": was trained on another table than " + files.front(),
                     "say which rows to compare them on: --data FILE");
  }
  return opened;
}

int Compare::run() {
  const std::vector<Session> opened = sessions();
  const std::vector<Index> rows = common_rows(opened);
  const std::optional<std::string>& column = opened.front().weights_column;  // those of the first, for all
  const Vector weights = column ? case_weights(opened.front().table, *column, rows) : Vector();
  std::vector<ModelOnRows> on_rows;
  for (const Session& session : opened) {
    on_rows.push_back({session.model, gather_variables(session.model.design, session.table, rows),
                       encode_targets(session.model.design, session.table, rows), weights});
  }
  CompareDocument document(on_rows);
  document.files = files;
  document.rows = rows.size();
  document.comparisons = compare(on_rows, output.threads);
  document.settings = settings_of(source, opened.front());
  document.settings.front() = {"models", files};
  document.warnings = opened.front().at.warnings;
  for (std::size_t i = 0; i < files.size(); ++i) {
    for (const auto& [code, message] : warn_of_reading(opened[i].model)) {
      document.warnings.push_back({code, files[i] + ": " + message});
    }
  }
  deliver(output, document);
  return exit_done;
}

}  // namespace

std::unique_ptr<Command> make_compare() { return std::make_unique<Compare>(); }

}  // namespace nninterp::cli

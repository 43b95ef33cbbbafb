#include <algorithm>
#include <iterator>
#include <memory>

#include <CLI/CLI.hpp>

#include "commands.hpp"
#include "nninterp/analysis/compare.hpp"
#include "nninterp/core/error.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/io/bytes/files.hpp"
#include "nninterp/model/reading.hpp"
#include "session.hpp"

namespace nninterp::cli {

namespace {

std::vector<std::string> target_names(const Model& model) {
  std::vector<std::string> names;
  for (const Target& target : model.design.targets) names.push_back(target.name);
  return names;
}

struct CompareCommand {
  OutputOptions output;
  SourceOptions source;
  std::vector<std::string> files;

  int run() const;
};

void check_targets(const std::vector<Model>& models, const std::vector<std::string>& files) {
  const std::vector<std::string> first = target_names(models.front());
  for (std::size_t i = 1; i < models.size(); ++i) {
    const std::vector<std::string> names = target_names(models[i]);
    const bool shared = std::any_of(names.begin(), names.end(), [&](const std::string& name) {
      return std::find(first.begin(), first.end(), name) != first.end();
    });
    if (shared) continue;
    throw InputError(files[i] + ": predicts " + list_some(names) + ", and " + files.front() + " " + list_some(first) +
                     ": there is nothing to compare");
  }
}

// Rows in which no model misses anything.
std::vector<Index> common_rows(const std::vector<Session>& sessions) {
  std::vector<Index> rows = sessions.front().rows;
  for (const Session& session : sessions) {
    std::vector<Index> both;
    std::set_intersection(rows.begin(), rows.end(), session.rows.begin(), session.rows.end(), std::back_inserter(both));
    rows = std::move(both);
  }
  if (rows.empty()) throw InputError(sessions.front().table.name + ": no row is complete for every model");
  return rows;
}

int CompareCommand::run() const {
  if (files.size() < 2) throw UsageError("compare: needs two models or more", "nninterp compare A.json B.json");
  check_output("-o", output.file, files);
  std::vector<Model> models;
  for (const std::string& file : files) models.push_back(load_model(file, output.file));
  check_targets(models, files);

  std::vector<Session> sessions;
  for (std::size_t i = 0; i < files.size(); ++i) {
    SourceOptions of_model = source;
    of_model.model = files[i];
    sessions.push_back(open_session(of_model, output.file, output.threads, {}, SessionRows::with_targets));
    const bool same = source.data || (models[i].data->sha256 == models[0].data->sha256);
    if (same) continue;
    throw InputError(files[i] + ": was trained on another table than " + files.front(),
                     "say which rows to compare them on: --data FILE");
  }
  const std::vector<Index> rows = common_rows(sessions);
  std::vector<ModelOnRows> on_rows;
  for (const Session& session : sessions) {
    on_rows.push_back({session.model, gather_variables(session.model.design, session.table, rows),
                       encode_targets(session.model.design, session.table, rows)});
  }
  const CompareReport report{files, models, rows.size(), compare(on_rows, output.threads)};
  ReportFrame frame{sessions.front().settings, sessions.front().warnings};
  frame.settings.front() = {"models", files};
  for (std::size_t i = 0; i < files.size(); ++i) {
    for (const auto& [code, message] : warn_of_reading(models[i])) {
      frame.warnings.push_back({code, files[i] + ": " + message});
    }
  }
  deliver(output, frame.warnings,
          {[&] { return compare_json(report, frame); }, [&] { return compare_csv(report); },
           [&] { return compare_text(report); }});
  return exit_done;
}

}  // namespace

void add_compare(CLI::App& app, Action& action) {
  auto command = std::make_shared<CompareCommand>();
  CLI::App* compare = app.add_subcommand("compare", "Models side by side on the same rows");
  compare->footer(
      "Examples:\n  nninterp compare small.json large.json\n"
      "  nninterp compare a.json b.json --data new.csv --json | jq '.models[].quality'");
  compare->add_option("MODEL", command->files, "Model files, two or more")->required();
  add_data_options(*compare, command->source);
  add_output_options(*compare, command->output);
  compare->callback([command, &action] { action = [command] { return command->run(); }; });
}

}  // namespace nninterp::cli

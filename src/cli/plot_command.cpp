#include <algorithm>
#include <cctype>
#include <filesystem>
#include <memory>

#include <CLI/CLI.hpp>

#include "commands.hpp"
#include "nninterp/analysis/slopes.hpp"
#include "nninterp/core/error.hpp"
#include "nninterp/core/parallel.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/io/files.hpp"
#include "nninterp/io/pictures.hpp"
#include "nninterp/model/reading.hpp"
#include "session.hpp"
#include "terminal.hpp"

namespace nninterp::cli {

namespace fs = std::filesystem;

namespace {

const std::vector<std::string> picture_words{"network", "effects", "curves", "importance", "interactions", "gw"};
constexpr std::size_t most_targets = 8;  // that colours tell apart
const std::vector<std::string> format_words{"svg", "png", "pdf", "text"};

struct PlotCommand {
  SourceOptions source;
  std::string picture, file;
  std::optional<PictureFormat> format;
  std::optional<PictureSize> size;
  bool spec = false, quiet = false;
  int threads = 0;
  std::vector<std::string> variables, targets;
  std::string delta = "1";
  CurveOptions curve;
  OutputScale scale = OutputScale::response;

  PictureFormat chosen_format() const;
  PictureSize chosen_size() const;
  bool as_text() const { return chosen_format() == PictureFormat::text && !spec; }
  std::string shown(const Picture& made, std::vector<Warning>& warnings) const {
    return spec ? made.script : draw(made, warnings);
  }
  std::string one_variable(const Design& design) const;
  Index one_output(const Design& design, std::vector<Warning>& warnings) const;

  std::string effects_picture(const Session& session, std::vector<Warning>& warnings) const;
  std::string weights_picture(const Session& session, std::vector<Warning>& warnings) const;
  std::string curve_picture(const Session& session, std::vector<Warning>& warnings) const;
  std::string importance(const Session& session, std::vector<Warning>& warnings) const;
  std::string pairs(const Session& session, std::vector<Warning>& warnings) const;
  std::string made(const Session& session, std::vector<Warning>& warnings) const;
  void check_options(const CLI::App& app) const;
  int run() const;
};

// As asked for, else by the file's ending, else text for a terminal and SVG for a pipe.
PictureFormat PlotCommand::chosen_format() const {
  if (format) return *format;
  std::string ending = fs::path(file).extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(), [](unsigned char c) { return std::tolower(c); });
  if (ending == ".txt") return PictureFormat::text;
  for (std::size_t i = 0; i < format_words.size(); ++i) {
    if (ending == "." + format_words[i]) return static_cast<PictureFormat>(i);
  }
  if (spec || ending.empty() || fs::is_other(file)) {
    return file.empty() && stdout_is_terminal() ? PictureFormat::text : PictureFormat::svg;
  }
  throw UsageError("-o: pictures end with .svg, .png, .pdf or .txt, and not with " + ending, "or --format says which");
}

PictureSize PlotCommand::chosen_size() const {
  if (size && chosen_format() == PictureFormat::text && std::max(size->width, size->height) > 1000) {
    throw UsageError("--size: text has at most 1000 characters a line, and 1000 lines");
  }
  if (size) return *size;
  return chosen_format() == PictureFormat::text ? PictureSize{100, 32} : PictureSize{720, 480};
}

std::string PlotCommand::one_variable(const Design& design) const {
  const std::vector<std::string> names = split_names(design, variables);
  if (names.size() == 1) return design.variables[design.variable_index(names.front())].name;
  throw UsageError("--var: plot " + picture + " shows one variable, not " + std::to_string(names.size()));
}

// The one asked for; else the first, and a warning if there are more.
Index PlotCommand::one_output(const Design& design, std::vector<Warning>& warnings) const {
  const std::vector<std::string> names = design.output_names();
  if (targets.empty()) {
    if (names.size() > 1) {
      warnings.push_back({"first_target", "the picture shows " + one_line(names.front()) + "; --target names another"});
    }
    return 0;
  }
  const auto found = std::find(names.begin(), names.end(), targets.front());
  if (targets.size() == 1 && found != names.end()) return found - names.begin();
  throw InputError("--target: '" + one_line(targets.front()) + "' is no target of the model",
                   "it has " + list_some(names, 8));
}

// The variable that acts most strongly together with this one.
std::optional<std::size_t> strongest_partner(const Session& session, std::size_t variable, const std::string& target,
                                             int threads) {
  const Design& design = session.model.design;
  if (design.variables.size() < 2) return {};
  InteractionOptions options;
  options.variables = {design.variables[variable].name};
  options.targets = {target};
  options.rows = 300;
  options.scale = OutputScale::response;
  options.interval.method = IntervalMethod::none;
  options.threads = threads;
  const Interactions found = interactions(session.model, session.variables, options);
  const Interaction* best = nullptr;
  for (const Interaction& pair : found.pairs) {
    if (pair.strength.h.value && (best == nullptr || pair.strength.h.rms > best->strength.h.rms)) best = &pair;
  }
  if (best == nullptr || !(best->strength.h.rms > 0)) return {};
  const bool first = best->variables[0] == design.variables[variable].name;
  return design.variable_index(best->variables[first ? 1 : 0]);
}

void colour_by(const Session& session, std::optional<std::size_t> partner, RowsPicture& rows) {
  if (!partner) return;
  const Variable& other = session.model.design.variables[*partner];
  rows.colour_name = other.name;
  rows.colour = session.variables.col(static_cast<Index>(*partner));
  if (other.categorical) rows.colour_levels = other.levels;
}

// Row effects; of a category those of its first level other than the reference.
std::string PlotCommand::effects_picture(const Session& session, std::vector<Warning>& warnings) const {
  const Design& design = session.model.design;
  EffectOptions options;
  options.variables = {one_variable(design)};
  options.targets = {design.output_names()[static_cast<std::size_t>(one_output(design, warnings))]};
  options.delta = delta_option(delta, true);
  options.scale = scale;
  options.interval.method = IntervalMethod::none;
  options.threads = threads;
  const Effects found = effects(session.model, session.variables, options);
  warnings.insert(warnings.end(), found.warnings.begin(), found.warnings.end());
  const std::size_t v = design.variable_index(options.variables.front());
  const Variable& variable = design.variables[v];
  RowsPicture rows;
  rows.x_name = variable.name;
  rows.x = session.variables.col(static_cast<Index>(v));
  const Effect& effect = found.effects.front();
  rows.y.resize(session.variables.rows());
  parallel_blocks(rows.y.size(), threads, [&](Index first, Index count) {
    rows.y.segment(first, count) =
        row_shifts(session.model, session.variables.middleRows(first, count), effect.move, effect.output, scale);
  });
  rows.histogram = true;
  rows.caption = verdict_caption(session.model);
  const std::string target = scale == OutputScale::logit ? "log-odds" : options.targets.front();
  if (variable.categorical) {
    rows.levels = variable.levels;
    rows.title = one_line(*effect.level, 30) + " in place of " + one_line(*effect.reference, 30) + ", by row";
    rows.y_name = "effect on " + target;
  } else {
    const std::string by = *effect.move.delta >= 0 ? "+" : "";
    rows.title = "effect of " +
                 (delta == "minmax" ? "least to largest " : by + format_number(*effect.move.delta, 4) + " ") +
                 one_line(variable.name, 60) + ", by row";
    rows.y_name = "effect on " + target;
  }
  colour_by(session, strongest_partner(session, v, options.targets.front(), threads), rows);
  return shown(rows_picture(rows, chosen_format(), chosen_size()), warnings);
}

// Generalized weights: slopes of the log-odds of probabilities, of other outputs their slopes.
std::string PlotCommand::weights_picture(const Session& session, std::vector<Warning>& warnings) const {
  const Design& design = session.model.design;
  const std::size_t v = design.variable_index(one_variable(design));
  const Index output = one_output(design, warnings);
  const Activation activation = session.model.network.architecture.output;
  const bool odds = activation == Activation::logistic || activation == Activation::softmax;
  const std::vector<std::size_t> numeric = numeric_variables(design);
  const auto column = std::find(numeric.begin(), numeric.end(), v);
  if (column == numeric.end()) {
    throw InputError("'" + one_line(design.variables[v].name) + "' is categorical and has no generalized weights",
                     "nninterp plot effects shows what its levels do");
  }
  RowsPicture rows;
  rows.x_name = design.variables[v].name;
  rows.caption = verdict_caption(session.model);
  rows.y_name = odds ? "slope of the log-odds" : "slope";
  rows.title = (odds ? "generalized weights for " : "slopes for ") +
               one_line(design.output_names()[static_cast<std::size_t>(output)], 40);
  rows.x = session.variables.col(static_cast<Index>(v));
  rows.y = output_slopes(session.model, session.variables, output, threads,
                         odds ? OutputScale::logit : OutputScale::response)
               .col(column - numeric.begin());
  return shown(rows_picture(rows, chosen_format(), chosen_size()), warnings);
}

std::string PlotCommand::curve_picture(const Session& session, std::vector<Warning>& warnings) const {
  const Design& design = session.model.design;
  CurveOptions options = curve;
  options.variable = one_variable(design);
  options.targets = targets;
  options.scale = scale;
  options.threads = threads;
  if (options.kind == CurveKind::ice) options.drawn = rows_of_curves(session.variables.rows());
  if (options.kind == CurveKind::ice || options.kind == CurveKind::lek) {
    options.targets = {design.output_names()[static_cast<std::size_t>(one_output(design, warnings))]};
  }
  const std::vector<std::string> all = design.output_names();
  if (targets.empty() && options.targets.empty() && all.size() > most_targets) {
    options.targets.assign(all.begin(), all.begin() + most_targets);
    warnings.push_back({"first_targets", "the picture shows " + std::to_string(most_targets) + " of " +
                                             count_of(all.size(), "target") + "; --target names others"});
  }
  const Curves found = curves(session.model, session.variables, options);
  for (const Warning& warning : found.warnings) {
    if (warning.code != "no_intervals") warnings.push_back(warning);
  }
  const Vector values = session.variables.col(static_cast<Index>(found.plan.variable));
  const std::string caption = verdict_caption(session.model);
  return shown(curves_picture(design, found, values, caption, chosen_format(), chosen_size()), warnings);
}

std::string PlotCommand::importance(const Session& session, std::vector<Warning>& warnings) const {
  const Design& design = session.model.design;
  ImportanceOptions options;
  options.targets = {design.output_names()[static_cast<std::size_t>(one_output(design, warnings))]};
  options.interval.method = IntervalMethod::none;
  options.threads = threads;
  const Importances found = importances(session.model, session.variables, known_targets(session), options);
  const std::string caption = verdict_caption(session.model);
  if (as_text()) return importance_text(found, options.targets.front(), caption);
  return shown(importance_picture(found, options.targets.front(), caption, chosen_format(), chosen_size()), warnings);
}

std::string PlotCommand::pairs(const Session& session, std::vector<Warning>& warnings) const {
  const Design& design = session.model.design;
  InteractionOptions options;
  options.targets = {design.output_names()[static_cast<std::size_t>(one_output(design, warnings))]};
  options.scale = scale;
  options.interval.method = IntervalMethod::none;
  options.threads = threads;
  const Interactions found = interactions(session.model, session.variables, options);
  for (const Warning& warning : found.warnings) {
    if (warning.code == "sampled_rows") warnings.push_back(warning);  // the others tell of moves, which are not drawn
  }
  const std::string caption = verdict_caption(session.model);
  if (as_text()) return interactions_text(found, options.targets.front(), caption);
  return shown(interactions_picture(found, options.targets.front(), caption, chosen_format(), chosen_size()), warnings);
}

std::string PlotCommand::made(const Session& session, std::vector<Warning>& warnings) const {
  if (picture == "effects") return effects_picture(session, warnings);
  if (picture == "gw") return weights_picture(session, warnings);
  if (picture == "curves") return curve_picture(session, warnings);
  if (picture == "importance") return importance(session, warnings);
  return pairs(session, warnings);
}

int PlotCommand::run() const {
  std::vector<Warning> warnings;
  std::string bytes;
  if (picture == "network") {
    const Model model = load_model(source.model, file);
    const std::string caption = verdict_caption(model);
    bytes = as_text() ? network_text(model, caption)
                      : shown(network_picture(model, caption, chosen_format(), size), warnings);
    append_unsaid(warn_of_reading(model), warnings);
    add_unit_warnings(model, warnings);
  } else {
    const bool needs_targets = picture == "importance";
    const Session session =
        open_session(source, file, threads, {}, needs_targets ? SessionRows::with_known_targets : SessionRows::usual);
    warnings = session.warnings;
    bytes = made(session, warnings);
    append_unsaid(warn_of_reading(session, threads), warnings);
  }
  OutputOptions output;
  output.file = file;
  output.quiet = quiet;
  output.format = Format::table;
  deliver(output, warnings, Document{{}, {}, [&] { return bytes; }});
  return exit_done;
}

// Options that the picture would not heed.
void PlotCommand::check_options(const CLI::App& app) const {
  const auto refuse = [&](const std::string& option, const std::vector<std::string>& pictures) {
    if (app.count(option) == 0 || std::find(pictures.begin(), pictures.end(), picture) != pictures.end()) return;
    throw UsageError(option + ": is not for plot " + picture, "it is for " + list_some(pictures));
  };
  refuse("--var", {"effects", "curves", "gw"});
  refuse("--target", {"effects", "curves", "importance", "interactions", "gw"});
  refuse("--delta", {"effects"});
  refuse("--data", {"effects", "curves", "importance", "interactions", "gw"});
  for (const char* option : {"--kind", "--grid", "--center"}) refuse(option, {"curves"});
  refuse("--on", {"effects", "curves", "interactions"});
  const bool of_variable = picture == "effects" || picture == "curves" || picture == "gw";
  if (of_variable && variables.empty()) throw UsageError("--var: is missing", "nninterp plot " + picture + " --var X1");
}

PictureSize parsed_size(const std::string& text) {
  const std::vector<std::string> parts = split(text, ',');
  if (parts.size() != 2) throw UsageError("--size: '" + text + "' is not WIDTH,HEIGHT", "as 720,480");
  return {static_cast<int>(integer_option("--size", parts[0], 20, 10000)),
          static_cast<int>(integer_option("--size", parts[1], 10, 10000))};
}

void add_picture_options(CLI::App& plot, PlotCommand& c) {
  add_repeatable(plot, "--var", c.variables, "The variable (effects, curves, gw)", "Options");
  add_repeatable(plot, "--target", c.targets, "The target (default: the first; curves: all)", "Options");
  plot.add_option("--delta", c.delta, "effects: move by a NUMBER, or by the sd, iqr or minmax (default: 1)")
      ->type_name("DELTA");
  plot.add_option_function<std::string>(
          "--kind",
          [&c](const std::string& name) {
            c.curve.kind = static_cast<CurveKind>(word_option("--kind", name, curve_kind_names()));
          },
          "curves: pdp (default), ice, ale or lek")
      ->type_name("KIND");
  plot.add_option_function<std::string>(
          "--grid",
          [&c](const std::string& text) { c.curve.grid = static_cast<int>(integer_option("--grid", text, 1, 10'000)); },
          "curves: points, of ale intervals (default: 21)")
      ->type_name("N");
  plot.add_flag("--center,--centre,--centered,--centred", c.curve.center, "curves: each less its first value");
  add_scale_option(plot, c.scale);
}

void add_drawing_options(CLI::App& plot, PlotCommand& c) {
  const char* group = "Output";
  plot.add_option("-o,--output-file", c.file, "Write the picture there instead of standard output")
      ->type_name("FILE")
      ->group(group);
  plot.add_option_function<std::string>(
          "--format",
          [&c](const std::string& name) {
            c.format = static_cast<PictureFormat>(word_option("--format", name, format_words));
          },
          "svg, png, pdf or text (default: by the file's ending; else text on a terminal, SVG in a pipe)")
      ->type_name("NAME")
      ->group(group);
  plot.add_option_function<std::string>(
          "--size", [&c](const std::string& text) { c.size = parsed_size(text); },
          "Pixels, of text characters and lines (default: 720,480 and 100,32)")
      ->type_name("W,H")
      ->group(group);
  plot.add_flag("--spec", c.spec, "Print what gnuplot or dot would draw from, and draw nothing")->group(group);
  plot.add_flag("--quiet", c.quiet, "No warnings on standard error")->group(group);
  plot.add_option_function<std::string>(
          "--threads",
          [&c](const std::string& text) { c.threads = static_cast<int>(integer_option("--threads", text, 1, 1024)); },
          "Threads to use (default: every core); pictures do not depend on it")
      ->type_name("COUNT")
      ->group(group);
}

}  // namespace

void add_plot(CLI::App& app, Action& action) {
  auto command = std::make_shared<PlotCommand>();
  CLI::App* plot = app.add_subcommand("plot", "Pictures, by Graphviz and gnuplot");
  plot->footer(
      "Examples:\n  nninterp plot network -o network.svg\n  nninterp plot effects --var X1 -o effects.png\n"
      "  nninterp plot curves --var X1 --kind ale\n  nninterp plot network --spec | dot -n2 -Tpng > network.png");
  plot->add_option_function<std::string>(
          "PICTURE",
          [c = command.get()](const std::string& word) {
            word_option("PICTURE", word, picture_words);
            c->picture = word;
          },
          "network, effects, curves, importance, interactions or gw (generalized weights)")
      ->required();
  add_picture_options(*plot, *command);
  add_source_options(*plot, command->source);
  add_drawing_options(*plot, *command);
  plot->callback([command, plot, &action] {
    command->check_options(*plot);
    action = [command] { return command->run(); };
  });
}

}  // namespace nninterp::cli

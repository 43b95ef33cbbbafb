#include <algorithm>
#include <filesystem>

#include "cli/groups.hpp"
#include "cli/options.hpp"
#include "cli/output.hpp"
#include "cli/session.hpp"
#include "cli/terminal.hpp"
#include "commands.hpp"
#include "nninterp/core/error.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/io/picture/compose.hpp"
#include "nninterp/io/picture/draw.hpp"
#include "nninterp/model/reading.hpp"

namespace nninterp::cli {

namespace fs = std::filesystem;

namespace {

class Plot : public Command {
 public:
  Help help() const override {
    return {"plot", "Pictures, by Graphviz and gnuplot",
            "Examples:\n  nninterp plot network -o network.svg\n  nninterp plot effects --delta sd -o effects.pdf\n"
            "  nninterp plot effects --var X1 -o x1.png --dpi 300\n  nninterp plot curves --var X1 --kind ale\n"
            "  nninterp plot network --spec | dot -n2 -Tpng > network.png"};
  }
  void declare(OptionSet& options) override;
  void check(const OptionSet& options) override;
  int run() override;

 private:
  void declare_picture(OptionSet& options);
  void declare_drawing(OptionSet& options);
  void check_looks(const OptionSet& options);
  void choose_variables(const Design& design, PictureRequest& asked) const;
  void choose_explained(const Session& session, PictureRequest& asked) const;
  bool has_axis_labels() const { return request.x_label || request.y_label; }
  PictureFormat chosen_format() const;
  Picture of_network(std::vector<Warning>& warnings) const;
  Picture of_rows(std::vector<Warning>& warnings) const;

  SourceOptions source;
  OutputOptions output;  // but for its format
  std::optional<PictureFormat> format;
  bool spec = false;
  std::vector<std::string> variables, at;
  GroupOptions groups;
  PictureRequest request;
  ShapleyRows explained;
};

PictureSize parsed_size(const std::string& text) {
  const std::vector<std::string> parts = split(text, ',');
  if (parts.size() != 2) throw UsageError("--size: '" + text + "' is not WIDTH,HEIGHT", "as 720,480");
  return {static_cast<int>(integer_option("--size", parts[0], 20, 10000)),
          static_cast<int>(integer_option("--size", parts[1], 10, 10000))};
}

// What is written upon a picture: any text but bytes that are none.
std::string label_option(const std::string& option, const std::string& text) {
  if (find_invalid_utf8(text) != std::string::npos) throw UsageError(option + ": is not UTF-8");
  return text;
}

// Where the words of a picture are a table, there are no axes.
[[noreturn]] void refuse_axes(const std::string& name) {
  throw UsageError("--xlab, --ylab: plot " + name + " has no axes as text", "--format svg, png or pdf has");
}

void Plot::declare_picture(OptionSet& options) {
  options.texts(
      "--var", variables,
      "The variable (gw); curves: along it, of A,B the joint surface (default: a panel each of all); effects: "
      "row by row, and of several A,B averages (default: of all)");
  options.texts("--target", request.targets, "The target (default: the first; curves: all; importance: all classes)");
  options.parsed(
      "--delta", "DELTA", [this](const std::string& text) { request.delta = delta_option(text, true); },
      "effects: move by a NUMBER, or by the sd, iqr or minmax (default: 1)");
  options.word("--kind", request.curve.kind, "curves: pdp (default), ice, ale or lek", values_of<CurveKind>(), "KIND");
  declare_points(options, request.curve, "curves: ");
  groups.declare(options, "curves: one");
  declare_at(options, at);
  options.flag("--center,--centre,--centered,--centred", request.curve.center, "curves: each less its first value");
  declare_shapley_rows(options, explained);
  options.flag(
      "--no-bias", [this] { request.biases = false; }, "network: leave out the biases");
  declare_scale(options, request.scale);
}

void Plot::declare_drawing(OptionSet& options) {
  options.group("Output");
  options.text("-o,--output-file", output.file, "FILE", "Write the picture there instead of standard output");
  options.word("--format", format,
               "svg, png, pdf or text (default: by the file's ending; else text on a terminal, SVG in a pipe)");
  options.parsed(
      "--size", "W,H", [this](const std::string& text) { request.size = parsed_size(text); },
      "Pixels, of text characters and lines (default: 720,480 and 100,32)");
  options.whole("--dpi", request.dpi, 24, 1200, "N",
                "png: pixels in place of 96, so of --size times N / 96 (default: 96)");
  const auto label = [&](const std::string& option, std::optional<std::string>& value, const std::string& help) {
    options.parsed(
        option, "TEXT", [option, &value](const std::string& text) { value = label_option(option, text); }, help);
  };
  label("--title", request.title, "In place of the picture's own title; '' leaves it out");
  label("--xlab", request.x_label, "The same of the x axis");
  label("--ylab", request.y_label, "The same of the y axis");
  options.flag("--spec", spec, "Print what gnuplot or dot would draw from, and draw nothing");
  options.flag("--quiet", output.quiet, "No warnings on standard error");
  options.whole("--threads", output.threads, 1, 1024, "COUNT",
                "Threads to use (default: every core); pictures do not depend on it");
}

void Plot::declare(OptionSet& options) {
  options.positional(
      "PICTURE",
      [this](const std::string& word) { request.kind = word_option("PICTURE", word, values_of<PictureKind>()); },
      "network, effects, curves, importance, interactions, shapley or gw (generalized weights)");
  declare_picture(options);
  source.declare(options);
  source.weighs = true;
  declare_drawing(options);
}

// Options that the picture would not heed.
void Plot::check(const OptionSet& options) {
  const std::string name(name_of(request.kind));
  const auto refuse = [&](const std::string& option, const std::vector<PictureKind>& kinds) {
    if (!options.given(option) || std::find(kinds.begin(), kinds.end(), request.kind) != kinds.end()) return;
    throw UsageError(option + ": is not for plot " + name, "it is for " + list_some(names_of(kinds)));
  };
  using Kind = PictureKind;
  const std::vector<Kind> of_rows{Kind::effects,      Kind::curves,  Kind::importance,
                                  Kind::interactions, Kind::shapley, Kind::gw};
  refuse("--var", {Kind::effects, Kind::curves, Kind::gw});
  refuse("--target", of_rows);
  refuse("--delta", {Kind::effects});
  refuse("--data", of_rows);
  for (const char* option : {"--kind", "--grid", "--points", "--center", "--by", "--groups", "--at"}) {
    refuse(option, {Kind::curves});
  }
  for (const char* option : {"--xlab", "--ylab"}) refuse(option, of_rows);
  refuse("--no-bias", {Kind::network});
  for (const char* option : {"--row", "--background"}) refuse(option, {Kind::shapley});
  refuse("--on", {Kind::effects, Kind::curves, Kind::interactions, Kind::shapley});
  if (request.kind == Kind::gw && variables.empty()) {
    throw UsageError("--var: is missing", "nninterp plot " + name + " --var X1");
  }
  if (request.kind == Kind::curves) check_options(request.curve);
  groups.check(options);
  request.format = chosen_format();
  request.threads = output.threads;
  check_looks(options);
}

// What the format would not heed.
void Plot::check_looks(const OptionSet& options) {
  const bool text = request.format == PictureFormat::text;
  if (request.size && text && std::max(request.size->width, request.size->height) > 1000) {
    throw UsageError("--size: text has at most 1000 characters a line, and 1000 lines");
  }
  if (options.given("--dpi") && request.format != PictureFormat::png) {
    throw UsageError("--dpi: is for PNG; " + std::string(name_of(request.format)) + " has no pixels of its own",
                     "--format png, or a file .png");
  }
  const PictureSize size = request.size.value_or(PictureSize{720, 480});
  if (const long most = 20'000;
      !text && std::max(size.width, size.height) * static_cast<long>(request.dpi) > most * usual_dpi) {
    throw UsageError("--dpi: a picture has at most 20,000 pixels a side");
  }
  request.plain = text && !spec;
  const bool table = request.kind == PictureKind::importance || request.kind == PictureKind::interactions ||
                     (request.kind == PictureKind::effects && variables.empty()) ||
                     (request.kind == PictureKind::shapley && !explained.rows.empty());
  if (request.plain && table && has_axis_labels()) refuse_axes(std::string(name_of(request.kind)));
}

// As asked for, else by the file's ending, else text for a terminal and SVG for a pipe.
PictureFormat Plot::chosen_format() const {
  if (format) return *format;
  if (const auto by_ending = format_of_file(output.file)) return *by_ending;
  const fs::path ending = fs::path(output.file).extension();
  std::error_code ignored;
  if (!spec && !ending.empty() && !fs::is_other(output.file, ignored)) {
    throw UsageError("-o: pictures end with .svg, .png, .pdf or .txt, and not with " + ending.string(),
                     "or --format says which");
  }
  return output.file.empty() && stdout_is_terminal() ? PictureFormat::text : PictureFormat::svg;
}

Picture Plot::of_network(std::vector<Warning>& warnings) const {
  const Model model = load_model(source.model, output.file);
  append_unsaid(warn_of_reading(model), warnings);
  append_unsaid(warn_of_units(model), warnings);
  return compose_network(model, request);
}

// Of effects one variable means its rows, none and several mean averages.
void Plot::choose_variables(const Design& design, PictureRequest& asked) const {
  if (request.kind == PictureKind::gw) asked.variable = one_name(design, variables, "plot gw shows one variable");
  asked.variables = split_names(variables, design.variable_names());
  if (request.kind == PictureKind::curves) {
    if (asked.variables.size() <= 2) return;
    throw UsageError("--var: a picture of curves is along one variable, two, or without this option all, not " +
                     std::to_string(asked.variables.size()));
  }
  if (request.kind != PictureKind::effects) return;
  if (asked.variables.size() == 1) {
    asked.variable = asked.variables.front();
  } else if (asked.plain && has_axis_labels()) {
    refuse_axes("effects of several variables");
  }
}

void Plot::choose_explained(const Session& session, PictureRequest& asked) const {
  if (request.kind != PictureKind::shapley) return;
  asked.background = background_of(session, explained.background);
  if (explained.rows.empty()) return;
  const std::vector<Index> rows = positions_of(explained.rows, session);
  if (rows.size() > 1) throw UsageError("--row: plot shapley shows one row or all, not " + std::to_string(rows.size()));
  asked.row = rows.front();
  asked.row_number = session.row_numbers()[static_cast<std::size_t>(rows.front())];
}

Picture Plot::of_rows(std::vector<Warning>& warnings) const {
  const bool needs_targets = request.kind == PictureKind::importance;
  const Session session =
      open_session(source, output, needs_targets ? RowsWanted::with_known_targets : RowsWanted::usual, groups.by);
  PictureRequest asked = request;
  choose_variables(session.model.design, asked);
  choose_explained(session, asked);
  asked.weights = session.weights;
  if (request.kind == PictureKind::curves) {
    asked.by = groups.of(session, asked.variables);
    asked.curve.at =
        plan_holds(session.model.design, session.variables(), session.weights, named_beside(at, asked.variables));
  }
  asked.interval = interval_options(asked.interval, session);
  warnings = session.at.warnings;
  const Matrix truth = needs_targets ? known_targets(session.model, session.table, session.at.rows) : Matrix();
  Picture picture = compose(session.model, session.variables(), truth, asked, warnings);
  append_unsaid(warn_of_reading(session, output.threads), warnings);
  return picture;
}

int Plot::run() {
  std::vector<Warning> warnings;
  const Picture picture = request.kind == PictureKind::network ? of_network(warnings) : of_rows(warnings);
  const std::string bytes = spec ? picture.script : draw(picture, warnings);
  write_result(output.file, [&](const Sink& sink) { sink(bytes); });
  if (!output.quiet) say_warnings(warnings);
  return exit_done;
}

}  // namespace

std::unique_ptr<Command> make_plot() { return std::make_unique<Plot>(); }

}  // namespace nninterp::cli

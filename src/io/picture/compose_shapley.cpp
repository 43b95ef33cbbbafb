#include "compose_shapley.hpp"

#include <algorithm>

#include "captions.hpp"
#include "compose_parts.hpp"
#include "io/text/labels.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/io/picture/shapley.hpp"
#include "nninterp/model/reading.hpp"
#include "parts.hpp"

namespace nninterp {

namespace {

// From the least of a variable's values, 0, to the largest, 1; of levels in their order.
Matrix places_of(const Design& design, const Matrix& variables) {
  Matrix places(variables.rows(), variables.cols());
  for (Index v = 0; v < variables.cols(); ++v) {
    const Variable& variable = design.variables[static_cast<std::size_t>(v)];
    const double low = variable.categorical ? 0 : variables.col(v).minCoeff();
    const double high =
        variable.categorical ? static_cast<double>(variable.levels.size() - 1) : variables.col(v).maxCoeff();
    places.col(v) =
        high > low ? Vector((variables.col(v).array() - low) / (high - low)) : Vector::Constant(variables.rows(), 0.5);
  }
  return places;
}

// "bmi = 30.3": names are cut here, so that the values stay.
std::vector<std::string> named_values(const Design& design, const Eigen::RowVectorXd& row) {
  const std::vector<std::string> names = told_apart(design.variable_names(), 15);
  std::vector<std::string> result;
  for (std::size_t v = 0; v < names.size(); ++v) {
    const Variable& variable = design.variables[v];
    const double value = row[static_cast<Index>(v)];
    result.push_back(names[v] + " = " +
                     (variable.categorical ? shortened(variable.levels[static_cast<std::size_t>(value)], 8)
                                           : format_number(value, 4)));
  }
  return result;
}

std::string caption_of(const ShapleyValues& found, const ShapleyBackground& background, const ShapleyOptions& options) {
  const std::string base = "base: the mean of " +
                           count_of(static_cast<std::size_t>(background.rows.rows()), "background row") + ", " +
                           format_number(found.base[0], 4);
  return found.method == ShapleyMethod::exact ? base : base + "; over " + std::to_string(options.orders) + " orders";
}

}  // namespace

Picture compose_shapley(const Model& model, const Matrix& variables, const PictureRequest& request,
                        std::vector<Warning>& warnings) {
  const Index output = one_output(model.design, request, warnings);
  ShapleyOptions options;
  options.targets = {model.design.output_names()[static_cast<std::size_t>(output)]};
  options.scale = request.scale;
  options.threads = request.threads;
  const Matrix rows = request.row ? Matrix(variables.row(*request.row)) : variables;
  const ShapleyValues found = shapley_values(model, rows, request.background, options);
  append_unsaid(found.warnings, warnings);
  const std::string of = with_article(predicted(model, output, request.scale));
  const std::vector<std::string> names = model.design.variable_names();
  const std::string caption = caption_of(found, request.background, options);
  if (!request.row) {
    const PictureTexts texts = asked_texts(model, request,
                                           {"Shapley values of " + of,
                                            {"a point a row, " + rows_text(rows.rows(), {}) + "; " + caption},
                                            "what the variable adds to " + of,
                                            ""});
    return swarm_picture({texts, names, found.values[0], places_of(model.design, rows)}, looks_of(request));
  }
  WaterfallPicture waterfall{{}, named_values(model.design, rows.row(0)), {}, found.base[0]};
  for (std::size_t v = 0; v < names.size(); ++v) {
    waterfall.values.push_back(found.values[0](0, static_cast<Index>(v)));
  }
  waterfall.texts =
      asked_texts(model, request,
                  {"row " + std::to_string(request.row_number) + ": " + predicted(model, output, request.scale) +
                       " is " + format_number(found.predictions(0, 0), 4),
                   {caption},
                   of,
                   ""});
  if (request.plain) return plain_picture(waterfall_text(waterfall));
  return waterfall_picture(waterfall, looks_of(request));
}

}  // namespace nninterp

#include "code.hpp"

namespace nninterp {

namespace {

class R : public Dialect {
 public:
  std::string helpers() const override {
    return R"(nn_number <- function(data, name) {
  if (!name %in% names(data)) stop("there is no column ", name)
  values <- data[[name]]
  as.numeric(if (is.factor(values)) as.character(values) else values)
}
nn_level <- function(data, name, levels) {
  if (!name %in% names(data)) stop("there is no column ", name)
  column <- data[[name]]
  values <- as.character(column)
  whole <- is.numeric(column) & !is.na(column)
  if (any(whole)) whole <- whole & column == round(column) & abs(column) < 1e15
  values[whole] <- sprintf("%.0f", column[whole])
  position <- match(values, levels)
  unknown <- is.na(position) & !is.na(values)
  if (any(unknown)) stop("column ", name, ": unknown level ", values[unknown][1])
  position
}
nn_is <- function(position, level) as.numeric(position == level)
nn_exp <- function(z) exp(z)
nn_logistic <- function(z) 1 / (1 + nn_exp(-z))
nn_tanh <- function(z) ifelse(abs(z) < 1, tanh(z), sign(z) * (1 - 2 / (nn_exp(2 * abs(z)) + 1)))
nn_logistic_slope <- function(z) nn_logistic(z) * nn_logistic(-z)
nn_tanh_slope <- function(z) 4 * nn_logistic_slope(2 * z)
nn_relu <- function(z) ifelse(z < 0, 0, z)
nn_relu_slope <- function(a) ifelse(a > 0, 1, 0)
nn_softplus <- function(z) pmax(z, 0) + log1p(exp(-abs(z)))
nn_softplus_slope <- function(z) nn_logistic(z)
nn_larger <- function(a, b) pmax(a, b)
nn_frame <- function(data, names, values) {
  values <- lapply(values, rep_len, nrow(data))
  structure(values, names = names, row.names = seq_len(nrow(data)), class = "data.frame")
}
)";
  }
  std::string assign(const std::string& name, const std::string& expression) const override {
    return name + " <- " + expression;
  }
  std::string row() const override { return "data"; }
  std::string list(const std::string& members) const override { return "c(" + members + ")"; }
  std::string function(bool slope, const std::vector<std::string>& body, const std::vector<std::string>& names,
                       const std::vector<std::string>& results) const override {
    return (slope ? "slope_nn" : "predict_nn") + std::string(" <- function(data) {\n  ") + joined(body, "\n  ") +
           "\n  nn_frame(data, " + list(texts(names)) + ", list(" + joined(results, ", ") + "))\n}\n";
  }
};

}  // namespace

std::string write_r(const Equation& equation, const Numbers& numbers) { return write_code(equation, numbers, R()); }

}  // namespace nninterp

# Does the choice of decay shrink average slopes? On made tables whose average slope is known: the decay of least
# smoothed cross-validated error (what nninterp takes) against the largest decay within one standard error of it.
#
#     Rscript bench/shrinkage.R [PROGRAM] [TABLES]

arguments <- commandArgs(TRUE)
program <- normalizePath(if (length(arguments) > 0) arguments[1] else "build/release/nninterp")
tables <- if (length(arguments) > 1) as.integer(arguments[2]) else 8
work <- tempfile("shrinkage")
dir.create(work)
setwd(work)

# The response without noise, and the slope by X1 averaged over the rows
surfaces <- list(
  line = function(x) list(y = x[, 1] - x[, 2], slope = 1),
  bend = function(x) list(y = 2 * x[, 1] - x[, 2] + 0.5 * x[, 1]^2, slope = mean(2 + x[, 1])),
  interaction = function(x) list(y = x[, 1] + x[, 1] * x[, 2], slope = mean(1 + x[, 2])),
  saturation = function(x) list(y = 3 * tanh(x[, 1]) + x[, 2], slope = mean(3 * (1 - tanh(x[, 1])^2)))
)

run <- function(...) system2(program, c(...), stdout = TRUE, stderr = FALSE)

slope_of_fit <- function(...) {
  run("fit", "d.csv", "--target", "y", "--model", "m.json", "-o", "fit.json", ...)
  as.numeric(read.csv(text = run("effects", "--model", "m.json", "--var", "X1", "--format", "csv"))$slope_mean)
}

decay_within_one_error <- function() {
  filter <- paste(".cross_validation as $c | $c.path[$c.chosen - 1] as $b |",
                  "[$c.path[] | select(.error <= $b.error + $b.std_error) | .decay] | max")
  as.numeric(system2("jq", c(shQuote(filter), "fit.json"), stdout = TRUE))
}

compare_rules <- function(surface, rows) {
  x <- matrix(rnorm(rows * 4), rows)
  truth <- surface(x)
  write.csv(data.frame(x, y = truth$y + rnorm(rows)), "d.csv", row.names = FALSE)
  least <- slope_of_fit()
  c(truth = truth$slope, least = least, one_error = slope_of_fit("--decay", decay_within_one_error()))
}

set.seed(11)
cat("| surface | rows | slope / truth, least error | rmse | slope / truth, one std. error | rmse |\n")
cat("| --- | ---: | ---: | ---: | ---: | ---: |\n")
for (rows in c(60, 200)) {
  for (name in names(surfaces)) {
    r <- t(replicate(tables, compare_rules(surfaces[[name]], rows)))
    rmse <- function(rule) sqrt(mean((r[, rule] - r[, "truth"])^2))
    ratio <- function(rule) sum(r[, rule]) / sum(r[, "truth"])
    cat(sprintf("| %s | %d | %.3f | %.3f | %.3f | %.3f |\n", name, rows, ratio("least"), rmse("least"),
                ratio("one_error"), rmse("one_error")))
  }
}

# How well does nninterp with its defaults predict rows it has not seen, compared with R's nnet, tuned, and with a
# linear model? See README.md in this folder.

usage <- "Rscript bench/prediction.R [--program PATH] [--tables A,B,C] [--sizes 4] [--seed 1] [--markdown]"

script <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)[1])
root <- dirname(dirname(normalizePath(script)))
for (part in c("script.R", "tables.R", "tuned_nnet.R")) source(file.path(root, "bench", part))

outer_folds <- 10
decays <- c(0, 10^(-6:1))

# ---- folds ----

# Rows of a level that no other fold has get fold 0: they are always trained on and never scored.
keep_rare_levels_in_training <- function(folds, data) {
  for (column in Filter(is.factor, data)) {
    for (level in levels(column)) {
      rows <- column == level
      if (length(unique(folds[rows])) == 1) folds[rows] <- 0
    }
  }
  folds
}

# ---- scores ----

# R-squared or, for classes, the mean log-loss
score <- function(total_loss, y) {
  if (is.factor(y)) total_loss / length(y) else 1 - total_loss / sum((y - mean(y))^2)
}

# ---- the three that predict: each takes the training rows and the test rows ----

predict_nninterp <- function(train, test) {
  file <- function(name) file.path(work, name)
  target <- target_name(train)
  write.csv(train, file("train.csv"), row.names = FALSE)
  write.csv(test, file("test.csv"), row.names = FALSE)
  run_program(program, c("fit", file("train.csv"), "--target", target, "--model", file("m.json"), "--quiet", "--json"),
              file("fit.json"))
  run_program(program, c("predict", "--model", file("m.json"), "--data", file("test.csv"), "--format", "csv"),
              file("predictions.csv"))
  predictions <- read.csv(file("predictions.csv"), check.names = FALSE)
  y <- target_of(train)
  if (!is.factor(y)) return(predictions[[target]])
  if (nlevels(y) == 2) return(two_classes(predictions[[target]], y))
  as.matrix(predictions[paste0(target, "=", levels(y))])
}

predict_nnet <- function(train, test) {
  d <- standardize(train, test)
  d$back(nnet_output(tune_nnet(d$x, d$y, decays, sizes), d$x_test, d$y))
}

predict_linear <- function(train, test) {
  d <- standardize(train, test)
  if (is.factor(d$y) && nlevels(d$y) > 2) return(predict_multinom(d))
  x <- cbind(1, d$x)
  fit <- if (is.factor(d$y)) {
    suppressWarnings(glm.fit(x, as.integer(d$y) - 1, family = binomial()))
  } else {
    lm.fit(x, d$y)
  }
  coefficients <- ifelse(is.na(fit$coefficients), 0, fit$coefficients)
  p <- drop(cbind(1, d$x_test) %*% coefficients)
  if (is.factor(d$y)) two_classes(plogis(p), d$y) else d$back(p)
}

predict_multinom <- function(d) {
  fit <- nnet::multinom(y ~ ., data.frame(y = d$y, d$x), maxit = 500, MaxNWts = 10000, trace = FALSE)
  matrix(predict(fit, data.frame(d$x_test), type = "probs"), ncol = nlevels(d$y))
}

# ---- the comparison ----

cross_validate <- function(data, folds, predict_rows) {
  set.seed(seed)
  began <- proc.time()[["elapsed"]]
  losses <- vapply(setdiff(sort(unique(folds)), 0), function(k) {
    test <- data[folds == k, ]
    loss(predict_rows(data[folds != k, ], test), target_of(test))
  }, 0)
  c(score = score(sum(losses), target_of(data)[folds != 0]), seconds = proc.time()[["elapsed"]] - began)
}

cross_validate_or_na <- function(data, folds, predict_rows) {
  tryCatch(cross_validate(data, folds, predict_rows), error = function(e) {
    message(conditionMessage(e))
    c(score = NA, seconds = NA)
  })
}

compare <- function(name) {
  data <- tables[[name]]()
  y <- target_of(data)
  set.seed(seed)
  folds <- keep_rare_levels_in_training(make_folds(y, outer_folds), data)
  ours <- cross_validate_or_na(data, folds, predict_nninterp)
  tuned <- cross_validate_or_na(data, folds, predict_nnet)
  linear <- cross_validate_or_na(data, folds, predict_linear)
  better <- if (is.factor(y)) -1 else 1
  over_nnet <- better * (ours[["score"]] - tuned[["score"]])
  over_linear <- better * (ours[["score"]] - linear[["score"]])
  flagged <- is.na(ours[["score"]]) || isTRUE(over_nnet < -0.01) || isTRUE(over_linear < -0.02)
  list(table = name, rows = nrow(data), inputs = ncol(data) - 1, score = if (is.factor(y)) "log-loss" else "R2",
       scores = c(ours[["score"]], tuned[["score"]], linear[["score"]]), gains = c(over_nnet, over_linear),
       seconds = c(ours[["seconds"]], tuned[["seconds"]], linear[["seconds"]]), flag = if (flagged) "<" else "")
}

header <- c("table", "rows", "inputs", "score", "nninterp", "nnet", "linear", "nninterp - nnet", "nninterp - linear",
            "seconds", "")

cells <- function(result) {
  c(result$table, result$rows, result$inputs, result$score, sprintf("%.4f", result$scores),
    sprintf("%+.4f", result$gains), paste(sprintf("%.1f", result$seconds), collapse = " / "), result$flag)
}

print_line <- function(cells) {
  widths <- c(-16, 5, 6, -8, 9, 9, 9, 15, 17, 22, 1)
  cat(sub(" +$", "", paste(sprintf("%*s", widths, cells), collapse = "  ")), "\n", sep = "")
  flush(stdout())
}

print_markdown <- function(results) {
  cat("\n")
  print_markdown_row(header)
  print_markdown_row(c("---", "---:", "---:", "---", rep("---:", 6), "---"))
  for (result in results) print_markdown_row(cells(result))
}

# ---- the command line ----

defaults <- list(program = file.path(root, "build", "release", "nninterp"),
                 tables = paste(names(tables), collapse = ","), sizes = "4", seed = "1", markdown = FALSE)
options <- parse_options(commandArgs(trailingOnly = TRUE), defaults, usage)
program <- normalizePath(options$program, mustWork = TRUE)
sizes <- whole_numbers(split_list(options$sizes), "sizes")
seed <- whole_numbers(options$seed, "seed")
chosen <- names_of_tables(options$tables)
need_packages()

work <- tempdir()
print_line(header)
results <- lapply(chosen, function(name) {
  result <- compare(name)
  print_line(cells(result))
  result
})
if (options$markdown) print_markdown(results)

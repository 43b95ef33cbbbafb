# How well does nninterp with its defaults predict rows it has not seen, compared with R's nnet, tuned, and with a
# linear model? See README.md in this folder.

usage <- "Rscript bench/prediction.R [--program PATH] [--tables A,B,C] [--sizes 4] [--seed 1] [--markdown]"

outer_folds <- 10
inner_folds <- 5
decays <- c(0, 10^(-6:1))
starts <- 3

# ---- the tables: a data frame each, the target in its last column ----

target_last <- function(data, target) {
  data <- droplevels(data[complete.cases(data), c(setdiff(names(data), target), target)])
  if (is.factor(data[[target]])) {
    data[[target]] <- factor(data[[target]], sort(levels(data[[target]]), method = "radix"))
  }
  data
}

yes_no <- function(x) factor(ifelse(x == 1, "yes", "no"))

example_table <- function(name, target) target_last(read.csv(file.path(root, "examples", name)), target)

pima_table <- function() target_last(rbind(MASS::Pima.tr, MASS::Pima.te), "type")

infert_table <- function() {
  data <- datasets::infert[c("age", "parity", "induced", "spontaneous", "case")]
  data$case <- yes_no(data$case)
  data
}

birthwt_table <- function() {
  data <- MASS::birthwt[c("age", "lwt", "race", "smoke", "ptl", "ht", "ui", "ftv", "low")]
  data$race <- factor(data$race, 1:3, c("white", "black", "other"))
  data$low <- yes_no(data$low)
  data
}

tables <- list(
  stackloss = function() target_last(datasets::stackloss, "stack.loss"),
  longley = function() target_last(datasets::longley, "Employed"),
  attitude = function() target_last(datasets::attitude, "rating"),
  trees = function() target_last(datasets::trees, "Volume"),
  mtcars = function() target_last(datasets::mtcars, "mpg"),
  swiss = function() target_last(datasets::swiss, "Fertility"),
  UScrime = function() target_last(MASS::UScrime, "y"),
  rock = function() target_last(datasets::rock, "perm"),
  cars = function() target_last(datasets::cars, "dist"),
  LifeCycleSavings = function() target_last(datasets::LifeCycleSavings, "sr"),
  airquality = function() target_last(datasets::airquality, "Ozone"),
  cpus = function() target_last(MASS::cpus[c("syct", "mmin", "mmax", "cach", "chmin", "chmax", "perf")], "perf"),
  faithful = function() target_last(datasets::faithful, "waiting"),
  diabetes = function() example_table("diabetes.csv", "target"),
  synthetic = function() example_table("synthetic.csv", "y"),
  Boston = function() target_last(MASS::Boston, "medv"),
  quakes = function() target_last(datasets::quakes, "mag"),
  iris = function() target_last(datasets::iris, "Species"),
  infert = infert_table,
  birthwt = birthwt_table,
  crabs = function() target_last(MASS::crabs[c("FL", "RW", "CL", "CW", "BD", "sex")], "sex"),
  Pima = pima_table,
  fgl = function() target_last(MASS::fgl, "type")
)

target_name <- function(data) names(data)[ncol(data)]
target_of <- function(data) data[[ncol(data)]]

# ---- folds ----

# Deals the rows out at random, class by class.
make_folds <- function(y, count) {
  stratum <- if (is.factor(y)) as.integer(y) else rep(0, length(y))
  folds <- integer(length(y))
  folds[order(stratum, runif(length(y)))] <- rep_len(seq_len(count), length(y))
  folds
}

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

# ---- scores: predictions are a number a row or, for classes, a row of probabilities, a column for each level ----

loss <- function(prediction, y) {
  if (!is.factor(y)) return(sum((prediction - y)^2))
  p <- prediction[cbind(seq_along(y), as.integer(y))]
  -sum(log(pmin(pmax(p, 1e-15), 1)))
}

# R-squared or, for classes, the mean log-loss
score <- function(total_loss, y) {
  if (is.factor(y)) total_loss / length(y) else 1 - total_loss / sum((y - mean(y))^2)
}

two_classes <- function(p, y) {
  matrix(c(1 - p, p), ncol = 2, dimnames = list(NULL, levels(y)))
}

# ---- the three that predict: each takes the training rows and the test rows ----

run_program <- function(arguments, output) {
  errors <- file.path(work, "errors")
  status <- system2(program, shQuote(arguments), stdout = output, stderr = errors)
  if (status != 0) stop(paste(c(paste(basename(program), arguments[1]), readLines(errors)), collapse = " "))
}

predict_nninterp <- function(train, test) {
  file <- function(name) file.path(work, name)
  target <- target_name(train)
  write.csv(train, file("train.csv"), row.names = FALSE)
  write.csv(test, file("test.csv"), row.names = FALSE)
  run_program(c("fit", file("train.csv"), "--target", target, "--model", file("m.json"), "--quiet", "--json"),
              file("fit.json"))
  run_program(c("predict", "--model", file("m.json"), "--data", file("test.csv"), "--format", "csv"),
              file("predictions.csv"))
  predictions <- read.csv(file("predictions.csv"), check.names = FALSE)
  y <- target_of(train)
  if (!is.factor(y)) return(predictions[[target]])
  if (nlevels(y) == 2) return(two_classes(predictions[[target]], y))
  as.matrix(predictions[paste0(target, "=", levels(y))])
}

# Dummy-coded inputs and a numeric target, both standardized by what the training rows have
standardize <- function(train, test) {
  both <- rbind(train, test)
  x <- model.matrix(~ ., both[-ncol(both)])[, -1, drop = FALSE]
  in_training <- seq_len(nrow(train))
  center <- colMeans(x[in_training, , drop = FALSE])
  spread <- apply(x[in_training, , drop = FALSE], 2, sd)
  spread[spread == 0] <- 1
  x <- scale(x, center, spread)
  y <- target_of(train)
  unit <- if (is.factor(y)) c(0, 1) else c(mean(y), sd(y))
  list(x = x[in_training, , drop = FALSE], y = if (is.factor(y)) y else (y - unit[1]) / unit[2],
       x_test = x[-in_training, , drop = FALSE], back = function(p) if (is.factor(y)) p else p * unit[2] + unit[1])
}

fit_nnet_once <- function(x, y, size, decay) {
  fit <- function(targets, ...) {
    nnet::nnet(x, targets, size = size, decay = decay, maxit = 500, MaxNWts = 10000, trace = FALSE, ...)
  }
  if (!is.factor(y)) return(fit(y, linout = TRUE))
  if (nlevels(y) == 2) return(fit(as.integer(y) - 1, entropy = TRUE))
  fit(nnet::class.ind(y), softmax = TRUE)
}

fit_nnet <- function(x, y, size, decay) {
  fits <- lapply(seq_len(starts), function(i) fit_nnet_once(x, y, size, decay))
  fits[[which.min(vapply(fits, function(fit) fit$value, 0))]]
}

nnet_output <- function(fit, x, y) {
  p <- predict(fit, x)
  if (is.factor(y) && nlevels(y) == 2) two_classes(p, y) else p
}

inner_loss <- function(x, y, folds, size, decay) {
  losses <- vapply(seq_len(inner_folds), function(k) {
    out <- folds == k
    fit <- fit_nnet(x[!out, , drop = FALSE], y[!out], size, decay)
    loss(nnet_output(fit, x[out, , drop = FALSE], y), y[out])
  }, 0)
  sum(losses)
}

predict_nnet <- function(train, test) {
  d <- standardize(train, test)
  folds <- make_folds(d$y, inner_folds)
  grid <- expand.grid(decay = decays, size = sizes)
  losses <- mapply(function(size, decay) inner_loss(d$x, d$y, folds, size, decay), grid$size, grid$decay)
  best <- grid[which.min(losses), ]
  d$back(nnet_output(fit_nnet(d$x, d$y, best$size, best$decay), d$x_test, d$y))
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
  row <- function(cells) cat("| ", paste(cells, collapse = " | "), " |\n", sep = "")
  cat("\n")
  row(header)
  row(c("---", "---:", "---:", "---", rep("---:", 6), "---"))
  for (result in results) row(cells(result))
}

# ---- the command line ----

script_path <- function() {
  sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)[1])
}

parse_options <- function(arguments) {
  options <- list(program = file.path(root, "build", "release", "nninterp"),
                  tables = paste(names(tables), collapse = ","), sizes = "4", seed = "1", markdown = FALSE)
  while (length(arguments) > 0) {
    name <- sub("^--", "", arguments[1])
    if (arguments[1] == "--markdown") {
      options$markdown <- TRUE
      arguments <- arguments[-1]
    } else if (startsWith(arguments[1], "--") && name %in% names(options) && length(arguments) > 1) {
      options[[name]] <- arguments[2]
      arguments <- arguments[-(1:2)]
    } else {
      stop("usage: ", usage, call. = FALSE)
    }
  }
  options
}

split_list <- function(text) strsplit(text, ",", fixed = TRUE)[[1]]

root <- dirname(dirname(normalizePath(script_path())))
options <- parse_options(commandArgs(trailingOnly = TRUE))
program <- normalizePath(options$program, mustWork = TRUE)
sizes <- as.integer(split_list(options$sizes))
seed <- as.integer(options$seed)
chosen <- split_list(options$tables)
unknown <- setdiff(chosen, names(tables))
if (length(unknown) > 0) {
  stop("no table named ", paste(unknown, collapse = ", "), "; there are ", paste(names(tables), collapse = ", "),
       call. = FALSE)
}
if (anyNA(c(sizes, seed))) stop("--sizes and --seed are whole numbers", call. = FALSE)
if (!requireNamespace("nnet", quietly = TRUE) || !requireNamespace("MASS", quietly = TRUE)) {
  stop("the R packages nnet and MASS are needed (Debian: r-cran-nnet r-cran-mass)", call. = FALSE)
}

work <- tempdir()
print_line(header)
results <- lapply(chosen, function(name) {
  result <- compare(name)
  print_line(cells(result))
  result
})
if (options$markdown) print_markdown(results)

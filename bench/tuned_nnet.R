# R's nnet with one hidden layer, tuned by cross-validation. Predictions are a number a row or, for classes, a row of
# probabilities, a column for each level.

inner_folds <- 5
starts <- 3

# Deals the rows out at random, class by class.
make_folds <- function(y, count) {
  stratum <- if (is.factor(y)) as.integer(y) else rep(0, length(y))
  folds <- integer(length(y))
  folds[order(stratum, runif(length(y)))] <- rep_len(seq_len(count), length(y))
  folds
}

loss <- function(prediction, y) {
  if (!is.factor(y)) return(sum((prediction - y)^2))
  p <- prediction[cbind(seq_along(y), as.integer(y))]
  -sum(log(pmin(pmax(p, 1e-15), 1)))
}

two_classes <- function(p, y) {
  matrix(c(1 - p, p), ncol = 2, dimnames = list(NULL, levels(y)))
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

# The decay and the number of units that do best on left-out rows, then fitted to all
tune_nnet <- function(x, y, decays, sizes) {
  folds <- make_folds(y, inner_folds)
  grid <- expand.grid(decay = decays, size = sizes)
  losses <- mapply(function(size, decay) inner_loss(x, y, folds, size, decay), grid$size, grid$decay)
  best <- grid[which.min(losses), ]
  fit_nnet(x, y, best$size, best$decay)
}

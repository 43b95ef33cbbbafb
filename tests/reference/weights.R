# Case weights as R has them: Rscript weights.R > weights.json, beside data/weights.csv (mtcars with made-up weights).
suppressMessages(library(nnet))
d <- read.csv("data/weights.csv")
numbers <- function(x) paste0("[", paste(formatC(x, digits = 17, format = "g"), collapse = ", "), "]")
number <- function(x) formatC(x, digits = 17, format = "g")

# nnet makes sum of w e^2 + decay * sum of weights^2 small, twice E and its penalty; of entropy it is E + decay * that
# sum. Decay of a vector leaves biases out. Again from where it ended: its BFGS then goes on to the last digits.
x <- as.matrix(d[, c("wt", "hp")])
spread <- function(x, w) sqrt(sum(w * (x - weighted.mean(x, w))^2) / (sum(w) - 1))   # as of repeated rows
center <- apply(x, 2, weighted.mean, d$w)
spreads <- apply(x, 2, spread, d$w)
inputs <- scale(x, center, spreads)
y_center <- weighted.mean(d$mpg, d$w)
y_spread <- spread(d$mpg, d$w)
hidden <- 3
penalised <- c(rep(c(0, 1, 1), hidden), 0, rep(1, hidden))
best_of <- function(target, decay, ...) {
  fit <- function(...) nnet(inputs, target, size = hidden, decay = decay * penalised, weights = d$w, maxit = 1e5,
                            abstol = 0, reltol = 1e-16, trace = FALSE, ...)
  best <- NULL
  for (seed in 1:30) {
    set.seed(seed)
    net <- fit(...)
    for (again in 1:5) net <- fit(Wts = net$wts, ...)
    if (is.null(best) || net$value < best$value) best <- net
  }
  best
}

net <- best_of((d$mpg - y_center) / y_spread, 0.1, linout = TRUE)
f <- function(x) predict(net, scale(x, center, spreads))[, 1] * y_spread + y_center
up <- x
up[, "wt"] <- up[, "wt"] + 1
shift <- f(up) - f(x)
halves <- d$w / 2 + 0.25                                   # weights that are no numbers of rows
scaled <- halves / mean(halves)
ranked <- function(x, w, p) {                              # Hmisc::wtd.quantile
  o <- order(x); up_to <- cumsum(w[o]); n <- sum(w); at <- 1 + (n - 1) * p
  value <- function(rank) x[o][which(up_to >= rank - 1e-9)[1]]
  value(floor(at)) + (at %% 1) * (value(min(floor(at) + 1, n)) - value(floor(at)))
}

class_net <- best_of(d$event, 0.05, entropy = TRUE)
p <- predict(class_net, inputs)[, 1]
pairs <- outer(which(d$event == 1), which(d$event == 0),
               function(i, j) d$w[i] * d$w[j] * ((p[i] > p[j]) + (p[i] == p[j]) / 2))
of_class <- ifelse(d$event == 1, p, 1 - p)
regression <- lm(mpg ~ wt + hp, d, weights = w)
logistic <- suppressWarnings(glm(event ~ wt + hp, binomial, d, weights = w, control = list(epsilon = 1e-14)))

entries <- c(
  total = number(net$value / 2), predictions = numbers(f(x)),
  mean_shift = number(weighted.mean(shift, d$w)), sd_shift = number(spread(shift, d$w)),
  quartiles_of_shift = numbers(quantile(rep(shift, d$w), c(0.25, 0.5, 0.75))),
  mean_shift_halves = number(weighted.mean(shift, halves)), sd_shift_halves = number(spread(shift, scaled)),
  quartiles_of_shift_halves = numbers(sapply(c(0.25, 0.5, 0.75), function(q) ranked(shift, scaled, q))),
  rmse = number(sqrt(weighted.mean((f(x) - d$mpg)^2, d$w))), mae = number(weighted.mean(abs(f(x) - d$mpg), d$w)),
  r_squared = number(1 - sum(d$w * (f(x) - d$mpg)^2) / sum(d$w * (d$mpg - weighted.mean(d$mpg, d$w))^2)),
  class_total = number(class_net$value), probabilities = numbers(p),
  log_loss = number(-weighted.mean(log(of_class), d$w)), brier = number(weighted.mean((p - d$event)^2, d$w)),
  accuracy = number(weighted.mean((p >= 0.5) == d$event, d$w)),
  auc = number(sum(pairs) / sum(d$w[d$event == 1]) / sum(d$w[d$event == 0])),
  regression = numbers(coef(regression)), regression_r_squared = number(summary(regression)$r.squared),
  logistic = numbers(coef(logistic)))
cat("{\n", paste0('  "', names(entries), '": ', entries, collapse = ",\n"), "\n}\n", sep = "")

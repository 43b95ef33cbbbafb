# R's nnet: seconds an iteration of its BFGS, which has at least one error and one gradient.
library(nnet)
for (case in list(c(150, 4, 3, 200), c(506, 13, 5, 40), c(10000, 10, 4, 4), c(100000, 10, 8, 1))) {
  set.seed(1)
  x <- matrix(rnorm(case[1] * case[2]), case[1])
  y <- rnorm(case[1])
  start <- rnorm(case[3] * (case[2] + 2) + 1) / 2
  train <- function(iterations) system.time(replicate(case[4],
    nnet(x, y, size = case[3], Wts = start, linout = TRUE, maxit = iterations, abstol = -1, reltol = 0, trace = FALSE)))[["elapsed"]]
  seconds <- median(replicate(3, train(33) - train(3))) / (30 * case[4])
  cat(sprintf('{"peer": "R nnet", "kind": "step", "case": "%dx%dx%dx1", "seconds": %.9g}\n', case[1], case[2], case[3], seconds))
}

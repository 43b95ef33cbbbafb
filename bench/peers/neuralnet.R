# R's neuralnet: seconds a step of rprop+, as the difference of two trainings that differ in their steps alone; and a whole
# fit of FIT_STEPS steps from the start weights in weights.json on the table fit.csv (as `run` writes them), if they are there.
suppressMessages(library(neuralnet))
train <- function(d, hidden, steps, start = NULL) {
  f <- reformulate(setdiff(names(d), "y"), "y")
  suppressWarnings(system.time(
    neuralnet(f, d, hidden = hidden, threshold = 1e-300, stepmax = steps, startweights = start))[["elapsed"]])
}
for (case in list(c(150, 4, 3, 3000), c(506, 13, 5, 2000), c(10000, 10, 4, 200), c(100000, 10, 8, 12))) {
  set.seed(1)
  d <- as.data.frame(matrix(rnorm(case[1] * (case[2] + 1)), case[1]))
  names(d)[ncol(d)] <- "y"
  short <- max(2, case[4] / 10)
  seconds <- median(replicate(3, train(d, case[3], case[4]) - train(d, case[3], short))) / (case[4] - short)
  cat(sprintf('{"peer": "R neuralnet", "kind": "step", "case": "%dx%dx%dx1", "seconds": %.9g}\n',
              case[1], case[2], case[3], seconds))
}
if (file.exists("fit.csv")) {
  d <- read.csv("fit.csv")
  start <- scan(text = gsub("[][]", "", readLines("weights.json")), sep = ",", quiet = TRUE)
  steps <- as.integer(Sys.getenv("FIT_STEPS"))
  cat(sprintf('{"peer": "R neuralnet", "kind": "fit", "case": "506x13x5x1", "seconds": %.9g}\n',
              median(replicate(3, train(d, 5, steps, start)))))
}

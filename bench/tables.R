# The tables of prediction.R and fits.R: a data frame each, the target in its last column.

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

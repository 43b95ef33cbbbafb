# How long do fits with all defaults take, beside another build of the program and beside R's nnet, tuned over the same
# decays? See README.md in this folder.

usage <- paste("Rscript bench/fits.R [--program PATH] [--before PATH] [--tables diabetes,Boston,iris,birthwt]",
               "[--repetitions 9] [--seed 1]")

script <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)[1])
root <- dirname(dirname(normalizePath(script)))
for (part in c("script.R", "tables.R", "tuned_nnet.R")) source(file.path(root, "bench", part))

decays <- 10^seq(-4, 1, 0.5)
size <- 4

seconds_of <- function(task) {
  began <- proc.time()[["elapsed"]]
  force(task)
  proc.time()[["elapsed"]] - began
}

fit_default <- function(program, data) {
  file <- function(name) file.path(tempdir(), name)
  run_program(program, c("fit", file("table.csv"), "--target", target_name(data), "--model", file("m.json"), "--quiet",
                         "--json"), file("fit.json"))
}

# Median seconds of each program. They take turns, so that other work on the machine hits all alike.
seconds_of_programs <- function(data) {
  write.csv(data, file.path(tempdir(), "table.csv"), row.names = FALSE)
  one_turn <- function(turn) vapply(programs, function(program) seconds_of(fit_default(program, data)), 0)
  apply(do.call(rbind, lapply(seq_len(repetitions), one_turn)), 2, median)
}

seconds_of_nnet <- function(data) {
  set.seed(seed)
  d <- standardize(data, data[0, ])
  seconds_of(tune_nnet(d$x, d$y, decays, size))
}

cell <- function(number) if (is.na(number)) "-" else sprintf("%.2f", number)

compare <- function(name) {
  data <- tables[[name]]()
  fits <- seconds_of_programs(data)
  after <- fits[1]
  before <- fits[2]  # NA without --before
  nnet <- seconds_of_nnet(data)
  print_markdown_row(c(name, vapply(c(after, before, after / before, nnet, after / nnet), cell, "")))
}

# ---- the command line ----

defaults <- list(program = file.path(root, "build", "release", "nninterp"), before = "",
                 tables = "diabetes,Boston,iris,birthwt", repetitions = "9", seed = "1")
options <- parse_options(commandArgs(trailingOnly = TRUE), defaults, usage)
programs <- normalizePath(c(options$program, if (options$before != "") options$before), mustWork = TRUE)
repetitions <- whole_numbers(options$repetitions, "repetitions")
seed <- whole_numbers(options$seed, "seed")
chosen <- names_of_tables(options$tables)
need_packages()

print_markdown_row(c("table", "seconds", "before", "of before", "nnet", "of nnet"))
print_markdown_row(c("---", rep("---:", 5)))
for (name in chosen) compare(name)

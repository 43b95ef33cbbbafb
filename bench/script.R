# What the scripts beside it share: options, and running the program.

# `defaults` names the options; one that is FALSE takes no value.
parse_options <- function(arguments, defaults, usage) {
  options <- defaults
  while (length(arguments) > 0) {
    name <- sub("^--", "", arguments[1])
    known <- startsWith(arguments[1], "--") && name %in% names(options)
    used <- if (known && is.logical(options[[name]])) 1 else 2
    if (!known || length(arguments) < used) stop("usage: ", usage, call. = FALSE)
    options[[name]] <- if (used == 1) TRUE else arguments[2]
    arguments <- arguments[-seq_len(used)]
  }
  options
}

split_list <- function(text) strsplit(text, ",", fixed = TRUE)[[1]]

whole_numbers <- function(texts, option) {
  numbers <- suppressWarnings(as.integer(texts))
  if (length(numbers) == 0 || anyNA(numbers)) stop("--", option, " takes whole numbers", call. = FALSE)
  numbers
}

names_of_tables <- function(text) {
  chosen <- split_list(text)
  unknown <- setdiff(chosen, names(tables))
  if (length(unknown) > 0) {
    stop("no table named ", paste(unknown, collapse = ", "), "; there are ", paste(names(tables), collapse = ", "),
         call. = FALSE)
  }
  chosen
}

need_packages <- function() {
  if (!requireNamespace("nnet", quietly = TRUE) || !requireNamespace("MASS", quietly = TRUE)) {
    stop("the R packages nnet and MASS are needed (Debian: r-cran-nnet r-cran-mass)", call. = FALSE)
  }
}

run_program <- function(program, arguments, output) {
  errors <- file.path(tempdir(), "errors")
  status <- system2(program, shQuote(arguments), stdout = output, stderr = errors)
  if (status != 0) stop(paste(c(paste(basename(program), arguments[1]), readLines(errors)), collapse = " "))
}

print_markdown_row <- function(cells) {
  cat("| ", paste(cells, collapse = " | "), " |\n", sep = "")
  flush(stdout())
}

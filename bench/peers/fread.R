# data.table::fread: seconds to read table.csv, which `run` writes.
suppressMessages(library(data.table))
for (threads in 1:2) {
  read <- function() system.time(fread("table.csv", nThread = threads, showProgress = FALSE))[["elapsed"]]
  cat(sprintf('{"peer": "fread", "kind": "read", "case": "%d", "seconds": %.9g}\n', threads, median(replicate(5, read()))))
}

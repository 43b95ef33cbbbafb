#include "nninterp/io/model/training_table.hpp"

#include <filesystem>

#include "nninterp/core/error.hpp"
#include "nninterp/io/bytes/checksum.hpp"

namespace nninterp {

namespace fs = std::filesystem;

namespace {

// Reading it again would wait for ever, or give something else.
bool is_stream(const std::string& path) {
  std::error_code ignored;
  return path == "/dev/stdin" || path.rfind("/dev/fd/", 0) == 0 || fs::is_other(path, ignored);
}

}  // namespace

std::string training_table(const Model& model, const std::string& model_file) {
  const std::string path = model.data ? model.data->path : "";
  std::error_code ignored;
  if (path.empty() || path == "-" || fs::exists(path, ignored)) return path == "-" ? "" : path;
  const fs::path beside = fs::path(model_file).parent_path() / path;
  return fs::path(path).is_relative() && fs::exists(beside, ignored) ? beside.string() : "";
}

std::string find_training_table(const Model& model, const std::string& model_file) {
  if (!model.data || model.data->path.empty()) {
    throw InputError(model_file + ": the model does not say which table it was trained on", "name one: ⟨data⟩ FILE");
  }
  const std::string& path = model.data->path;
  if (path == "-") {
    throw InputError(model_file + ": the model was trained on standard input, which is gone",
                     "give the table again: ⟨data⟩ FILE");
  }
  std::string found = training_table(model, model_file);
  if (is_stream(found)) {
    throw InputError(path + ": the model was trained on what came through this pipe or device, which is gone",
                     "give the table again: ⟨data⟩ FILE");
  }
  if (!found.empty()) return found;
  throw InputError(path + ": the table that the model was trained on is gone", "say where it is: ⟨data⟩ FILE");
}

DataSource source_of(const std::string& path, const FileBytes& bytes, const Table& table, const CsvOptions& csv,
                     MissingPolicy missing) {
  DataSource source;
  source.path = path;
  source.sha256 = sha256(bytes);
  source.rows = table.lines.size();
  source.delimiter = csv.delimiter;
  source.decimal = csv.decimal;
  source.thousands = csv.thousands;
  source.comment = csv.comment;
  source.header = csv.header;
  source.keep_na = csv.keep_na;
  source.na_strings = csv.na_strings;
  source.missing = missing;
  return source;
}

void check_unchanged(const Model& model, const std::string& path, const FileBytes& bytes) {
  if (model.data->sha256.empty() || sha256(bytes) == model.data->sha256) return;
  throw InputError(path + ": has changed since the model was trained on it",
                   "fit again, or say that these rows are meant: ⟨data⟩ " + path);
}

}  // namespace nninterp

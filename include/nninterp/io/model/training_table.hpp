#pragma once

#include <string>

#include "nninterp/io/bytes/files.hpp"
#include "nninterp/io/csv/options.hpp"
#include "nninterp/model/model.hpp"

namespace nninterp {

/// The file of the table that the model was trained on: where it was, or else beside the model's file. Empty if it is
/// in neither place, or was no file.
std::string training_table(const Model& model, const std::string& model_file);

/// The same; InputError that says why there is none.
std::string find_training_table(const Model& model, const std::string& model_file);

/// What a model tells of its table, but for which of the rows were used.
DataSource source_of(const std::string& path, const FileBytes& bytes, const Table& table, const CsvOptions& csv,
                     MissingPolicy missing);

/// InputError where the bytes are not those that the model was trained on.
void check_unchanged(const Model& model, const std::string& path, const FileBytes& bytes);

}  // namespace nninterp

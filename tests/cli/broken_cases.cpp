#include "broken_cases.hpp"

#include "support/fixtures.hpp"

namespace nninterp::test {

std::string rows_of(int count, const std::string& end) {
  std::string rows;
  for (int i = 0; i < count; ++i) rows += std::to_string(i) + "," + std::to_string(i * i % 7) + "\n";
  return rows + end;
}

std::string good_table() {
  std::string csv = "x,g,y\n";
  for (int i = 0; i < 12; ++i)
    csv += std::to_string(i) + (i % 2 == 0 ? ",a," : ",b,") + std::to_string(i * i % 7) + "\n";
  return csv;
}

const std::string good_model = R"({"schema": "nninterp/model/1",
  "inputs": [{"name": "x", "type": "numeric"}, {"name": "g", "type": "categorical", "levels": ["a", "b"]}],
  "targets": [{"name": "y", "type": "numeric"}],
  "network": {"activation": "logistic", "output": "linear", "weights": [[[1], [2], [3]], [[0], [1]]]}})";

std::string model_with(const std::string& patch) {
  Json model = Json::parse(good_model);
  model.merge_patch(Json::parse(patch));
  return model.dump();
}

std::string model_of_weights(const std::string& weights) {
  return model_with(R"({"network": {"weights": )" + weights + "}}");
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

std::string joined(const Strings& words, const std::string& between) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : between) + word;
  return text;
}

std::string repeated(const std::string& text, std::size_t count) { return joined(Strings(count, text), ","); }

std::string bytes_of(std::initializer_list<int> codes) {
  std::string bytes;
  for (const int code : codes) bytes += static_cast<char>(code);
  return bytes;
}

std::string random_bytes() {
  std::string bytes;
  for (unsigned i = 0, state = 1; i < 5000; ++i, state = state * 1103515245U + 12345U)
    bytes += static_cast<char>(state >> 16);
  return bytes;
}

std::string utf16(const std::string& text) {
  std::string bytes = bytes_of({0xFF, 0xFE});
  for (const char c : text) bytes += {c, '\0'};
  return bytes;
}

std::string levels_table(int levels) {
  std::string csv = "g,y\n";
  for (int i = 0; i < levels; ++i) csv += "level" + std::to_string(i) + "," + std::to_string(i % 7) + "\n";
  return csv;
}

std::string wide_table(int columns) {
  std::string header, row, other;
  for (int i = 0; i < columns; ++i) {
    const std::string comma = i == 0 ? "" : ",";
    header += comma + "c" + std::to_string(i);
    row += comma + std::to_string((7 * i + 1) % 10);
    other += comma + std::to_string((3 * i + 2) % 10);
  }
  return header + "\n" + row + "\n" + other + "\n" + row + "\n";
}

Case fit(const std::string& csv, const std::string& message, const std::string& hint, const Strings& more) {
  Strings arguments{"fit", "t.csv"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return {"fit", {{"t.csv", csv}}, arguments, message, hint};
}

Case model(const std::string& json, const std::string& message, const std::string& hint) {
  return {"model", {{"m.json", json}}, {"show", "--model", "m.json"}, message, hint};
}

Case new_data(const std::string& csv, const std::string& message, const std::string& hint) {
  return {"new data", {{"n.csv", csv}}, {"predict", "--data", "n.csv"}, message, hint};
}

Case formula(const std::string& text, int code, const std::string& message, const std::string& hint) {
  return {"formula", {}, {"fit", "d.csv", "--formula", text}, message, hint, code};
}

Case usage(const Strings& arguments, const std::string& message, const std::string& hint, int code) {
  return {"usage", {}, arguments, message, hint, code};
}

Case option(const Strings& options, const std::string& message, const std::string& hint, int code) {
  Strings arguments{"fit", "d.csv"};
  arguments.insert(arguments.end(), options.begin(), options.end());
  return usage(arguments, message, hint, code);
}

Case effects(const Strings& options, const std::string& message, const std::string& hint, int code) {
  Strings arguments{"effects", "--data", "d.csv"};
  arguments.insert(arguments.end(), options.begin(), options.end());
  return usage(arguments, message, hint, code);
}

Case curves(const Strings& options, const std::string& message, const std::string& hint, int code, const Files& files) {
  Strings arguments{"curves", "--data", files.empty() ? "d.csv" : files.begin()->first};
  arguments.insert(arguments.end(), options.begin(), options.end());
  return {"curves", files, arguments, message, hint, code};
}

Case interactions(const Strings& options, const std::string& message, const std::string& hint, int code) {
  Strings arguments{"interactions", "--data", "d.csv"};
  arguments.insert(arguments.end(), options.begin(), options.end());
  return usage(arguments, message, hint, code);
}

Case level(const Strings& options, const std::string& message, const std::string& hint, const std::string& csv) {
  Strings arguments{"show", "--level", "0.95"};
  arguments.insert(arguments.end(), options.begin(), options.end());
  return {"level", csv.empty() ? Files{} : Files{{"n.csv", csv}}, arguments, message, hint};
}

Case weights(const std::string& name, const std::string& json, int code, const std::string& message,
             const std::string& hint) {
  return {"weights", {{"w.json", json}}, {"fit", "d.csv", "--rep", "1", name, "w.json"}, message, hint, code};
}

Case warned(Case broken) {
  broken.warned = true;
  return broken;
}

Case reading(const std::string& input, const Strings& arguments, const std::string& message) {
  return {"standard input", {}, arguments, message, "", 1, input};
}

}  // namespace nninterp::test

#include "nninterp/model/categories.hpp"

#include "nninterp/analysis/predict.hpp"
#include "nninterp/core/error.hpp"
#include "nninterp/io/model/model_file.hpp"
#include "support/designs.hpp"
#include "support/fixtures.hpp"

using namespace nninterp;
using namespace nninterp::test;
using Strings = std::vector<std::string>;

namespace {

// Of age, raceblack, smoke and raceother, the third of them scaled.
Model imported_model() {
  Model model;
  for (const char* name : {"age", "raceblack", "smoke", "raceother"}) {
    Variable variable;
    variable.name = name;
    model.design.variables.push_back(variable);
  }
  model.design.variables[2].center = 0.4;
  model.design.variables[2].scale = 0.5;
  model.design.targets.emplace_back().name = "y";
  model.network.architecture.units = {4, 2, 1};
  model.network.weights = Vector::LinSpaced(13, -1, 1.4);
  return model;
}

Table table_of(const std::string& text) { return read_csv(text, "t.csv"); }

Vector predictions(const Model& model, Table table) {
  join_indicators(model.design, table);
  return predict(model, gather_variables(model.design, table, all_rows(table)));
}

std::string refusal_of(const Categories& categories) {
  Model model = imported_model();
  try {
    make_categorical(model, categories);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

const std::string rows = "raceother,age,smoke,raceblack\n0,20,0,1\n1,30,1,0\n0,25,1,0\n";

}  // namespace

TEST_CASE("inputs that become categories predict the same from the same table", "[categories]") {
  Model model = imported_model();
  CsvOptions texts = as_categories({"smoke"});
  const Vector before = predictions(model, table_of(rows));
  make_categorical(model, {{{"race", {"raceother", "raceblack"}}}, {"smoke"}, {{"race", "white"}}});
  CHECK(model.design.variable_names() == Strings{"age", "race", "smoke"});
  CHECK(model.design.input_names() == Strings{"age", "race=other", "race=black", "smoke=1"});
  CHECK(model.design.variables[1].levels == Strings{"white", "other", "black"});
  const Vector after = predictions(model, read_csv(rows, "t.csv", texts));
  CHECK((before - after).cwiseAbs().maxCoeff() < 1e-14);
  const Table levels = read_csv("race,age,smoke\nblack,20,0\nother,30,1\nwhite,25,1\n", "t.csv", texts);
  CHECK((before - predictions(model, levels)).cwiseAbs().maxCoeff() < 1e-14);
}

TEST_CASE("which columns are levels is read back from the model file", "[categories]") {
  Model model = imported_model();
  make_categorical(model, {{{"race", {"raceblack", "raceother"}}}, {}, {}});
  const Model read = read_model(write_model(model), "m.json");
  CHECK(read.design.variables[1].indicator_columns == Strings{"raceblack", "raceother"});
  CHECK(read.design.variables[1].levels == Strings{"none", "black", "other"});
  CHECK_FALSE(read.design.variables[1].ordered);
  CHECK(write_model(read) == write_model(model));
}

TEST_CASE("a row of two levels, and cells that are neither 0 nor 1, are refused where they stand", "[categories]") {
  Model model = imported_model();
  make_categorical(model, {{{"race", {"raceblack", "raceother"}}}, {}, {}});
  const auto refusal = [&](const std::string& row) {
    Table table = table_of("raceblack,raceother,age\n0,0,1\n" + row + "\n");
    try {
      join_indicators(model.design, table);
    } catch (const InputError& error) {
      return std::string(error.what());
    }
    return std::string(table.find("race")->missing(1) ? "missing" : "");
  };
  CHECK(refusal("1,1,2") ==
        "t.csv:3: column \"raceother\": the row has another level of this variable too: \"raceblack\"");
  CHECK(refusal("0.5,0,2") == "t.csv:3: column \"raceblack\": is 0.5, and the model needs 0 or 1");
  CHECK(refusal("NA,0,2") == "missing");
  CHECK(refusal("1,0,2").empty());
}

TEST_CASE("categories of inputs that are not there, or are taken, are refused", "[categories]") {
  CHECK(refusal_of({{{"race", {"raceblak"}}}, {}, {}}) == "⟨levels⟩: 'raceblak' is no input");
  CHECK(refusal_of({{{"race", {"raceblack"}}}, {"raceblack"}, {}}) == "⟨categorical⟩: 'raceblack' stands there twice");
  CHECK(refusal_of({{{"age", {"raceblack", "raceother"}}}, {}, {}}) ==
        "⟨levels⟩: there is another variable or target called 'age'");
  CHECK(refusal_of({{{"y", {"raceblack", "raceother"}}}, {}, {}}) ==
        "⟨levels⟩: there is another variable or target called 'y'");
  CHECK(refusal_of({{}, {}, {{"race", "white"}}}) == "⟨reference⟩: 'race' is no category");
  CHECK(refusal_of({{{"race", {"raceblack", "raceother"}}}, {}, {{"race", "black"}}}) ==
        "⟨levels⟩: 'race' has two levels of one name: black, black and other");
}

// Values of a JSON document that know their place.
#include "io/json/node.hpp"

#include <string>

#include "nninterp/nn/train.hpp"
#include "support/fixtures.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

const std::string file = "f.json";

template <typename Read>
std::string refusal_of(const std::string& text, const Read& read) {
  const nlohmann::json document = parse_json(text, file);
  try {
    read(Node(document, file));
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST_CASE("values are what they are, whole numbers also where they are written as others", "[node]") {
  const nlohmann::json document = parse_json(
      R"({"text": "a", "yes": true, "number": 2, "big": 1e5, "list": [1, 2.5], "names": ["x", "y"], "none": null})",
      file);
  const Node node(document, file);
  CHECK(node.required("text").text() == "a");
  CHECK(node.required("yes").boolean());
  CHECK(node.required("number").number() == 2);
  CHECK(node.required("big").whole(0, 100'000) == 100'000);
  CHECK(node.required("list").numbers() == std::vector<double>{1, 2.5});
  CHECK(node.required("list").size() == 2);
  CHECK(node.required("list")[1].number() == 2.5);
  CHECK(node.required("names").texts() == std::vector<std::string>{"x", "y"});
  CHECK_FALSE(node.optional("none"));
  CHECK_FALSE(node.optional("other"));
  CHECK(node.keys() == std::vector<std::string>{"big", "list", "names", "none", "number", "text", "yes"});
}

TEST_CASE("a message says the place of the value, however deep", "[node]") {
  const auto deep = [](const Node& node) { node.required("a")[1].required("b c").number(); };
  CHECK(refusal_of(R"({"a": [0, {"b c": "x"}]})", deep) == "f.json: a[1]['b c']: must be a number, and is a string");
  CHECK(refusal_of(R"({"a": [0, {}]})", deep) == "f.json: a[1]: 'b c' is missing");
  CHECK(refusal_of(R"({"a": [0, 1]})", deep) == "f.json: a[1]: must be an object, and is a number");
  CHECK(refusal_of("[1]", deep) == "f.json: must be an object, and is an array");
  CHECK(refusal_of(R"([1, null])", [](const Node& node) { node.numbers(); }) ==
        "f.json: [1]: must be a number, and is null");
}

TEST_CASE("a whole number lies between its bounds", "[node]") {
  const auto whole = [](const Node& node) { node[0].whole(1, 3); };
  for (const char* fine : {"[1]", "[3]", "[2.0]"}) CHECK(refusal_of(fine, whole) == "no error");
  for (const char* wrong : {"[0]", "[4]", "[1.5]", "[-1]", "[1e300]"}) {
    CHECK(refusal_of(wrong, whole) == "f.json: [0]: must be a whole number from 1 to 3");
  }
  CHECK(refusal_of("[\"1\"]", whole) == "f.json: [0]: must be a number, and is a string");
}

TEST_CASE("a word is one of those that there are, and the nearest is suggested", "[node]") {
  const nlohmann::json document = parse_json(R"(["bfgs", "bfg"])", file);
  const Node node(document, file);
  CHECK(word<Polish>(node[0]) == Polish::bfgs);
  try {
    word<Polish>(node[1]);
    FAIL("a word that is none went through");
  } catch (const InputError& error) {
    CHECK(std::string(error.what()) == "f.json: [1]: there is no 'bfg' here");
    CHECK(error.hint() == "did you mean 'bfgs'?");
  }
}

// JSON as it is written, for people and for programs, and as it is read.
#include "io/json/json.hpp"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "nninterp/core/random.hpp"
#include "support/fixtures.hpp"

using namespace nninterp;
using namespace nninterp::test;
using Ordered = nlohmann::ordered_json;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

std::string refusal_of(const std::string& bytes) {
  try {
    parse_json(bytes, "f.json");
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

// Objects and arrays inside each other, of numbers and texts of every kind.
Ordered random_document(Random& random, int depth) {
  const double kind = random.uniform() * (depth == 0 ? 0.3 : 1);  // below 0.3 it has no members
  if (kind < 0.3) {
    if (kind < 0.1) return "text \"" + std::to_string(kind) + "\"\n\\";
    if (kind < 0.15) return kind < 0.12 ? Ordered(nullptr) : Ordered(kind < 0.13);
    return kind < 0.2 ? Ordered(static_cast<int>(1000 * kind))
                      : Ordered(random.normal() * std::pow(10, 600 * kind - 90));
  }
  Ordered value = kind < 0.6 ? Ordered::array() : Ordered::object();
  const int members = static_cast<int>(20 * random.uniform());
  for (int i = 0; i < members; ++i) {
    Ordered member = random_document(random, depth - 1);
    if (value.is_array()) {
      value.push_back(std::move(member));
    } else {
      append_member(value, "key " + std::to_string(i), std::move(member));
    }
  }
  return value;
}

// The numbers as a list that is part of the document, and as one that is made when it is written.
void check_streamed(const Vector& numbers, int threads) {
  INFO(numbers.size() << " numbers, " << threads << " threads");
  StreamedLists lists;
  const auto list = [&] {
    return lists.add(numbers.size(), [&](Index first, Index count) { return numbers.segment(first, count); });
  };
  const Ordered whole{{"before", 1}, {"list", json_numbers(numbers)}, {"in", {{"again", json_numbers(numbers)}}}};
  Ordered streamed{{"before", 1}, {"list", nullptr}, {"in", {{"again", nullptr}}}};
  streamed["list"] = list();
  streamed["in"]["again"] = list();
  std::string written;
  lists.write(pretty(streamed), threads, [&](std::string_view bytes) { written += bytes; });
  CHECK((written == pretty(whole)));
}

}  // namespace

TEST_CASE("texts too are written while they are made, null where there is none", "[json]") {
  const std::vector<std::optional<std::string>> texts{"a \"b\"", std::nullopt, "caf\xc3\xa9"};
  StreamedLists lists;
  Ordered streamed{{"list", nullptr}, {"none", nullptr}};
  streamed["list"] = lists.add_texts(3, [&](Index first, Index count) {
    return std::vector<std::optional<std::string>>(texts.begin() + first, texts.begin() + first + count);
  });
  streamed["none"] = lists.add_texts(0, [](Index, Index) { return std::vector<std::optional<std::string>>(); });
  std::string written;
  lists.write(pretty(streamed), 1, [&](std::string_view bytes) { written += bytes; });
  CHECK(written == pretty(Ordered{{"list", {"a \"b\"", nullptr, "caf\xc3\xa9"}}, {"none", Ordered::array()}}));
}

TEST_CASE("objects are indented, lists of numbers and small objects stand on a line", "[json]") {
  const Ordered value{{"schema", "x/1"},
                      {"numbers", {1, 2.5, nullptr, true}},
                      {"none", Ordered::array()},
                      {"empty", Ordered::object()},
                      {"matrix", {{1, 2}, {3, 4}}},
                      {"members", {{{"name", "a"}, {"range", {0, 1}}}, {{"name", "b"}, {"range", nullptr}}}},
                      {"object", {{"inner", 1}}}};
  CHECK(pretty(value) == R"({
  "schema": "x/1",
  "numbers": [1, 2.5, null, true],
  "none": [],
  "empty": {},
  "matrix": [
    [1, 2],
    [3, 4]
  ],
  "members": [
    {"name": "a", "range": [0, 1]},
    {"name": "b", "range": null}
  ],
  "object": {
    "inner": 1
  }
})");
  CHECK(pretty(Ordered(3)) == "3");
}

TEST_CASE("an object that is too long for a line is indented too", "[json]") {
  const Ordered value = Ordered::array({{{"a", std::string(190, '.')}, {"b", 1}}});
  CHECK(pretty(value) == "[\n  {\n    \"a\": \"" + std::string(190, '.') + "\",\n    \"b\": 1\n  }\n]");
}

TEST_CASE("doubles are the shortest that read back the same, what is not finite is null", "[json]") {
  const auto written = [](double number) { return pretty(Ordered(number)); };
  CHECK(written(0.1) == "0.1");
  CHECK(written(1.0 / 3) == "0.3333333333333333");
  CHECK(written(-0.0) == "-0.0");
  for (const double number : {std::nan(""), infinity, -infinity}) {
    CHECK(written(number) == "null");
    CHECK(json_number(number).is_null());
  }
  for (const double number : {5e-324, 1e300, -1.0 / 7, 123456789.0, 1e17}) {
    CHECK(parse_json(written(number), "f").get<double>() == number);
  }
  CHECK(std::signbit(parse_json(written(-0.0), "f").get<double>()));
  CHECK(pretty(json_numbers((Vector(3) << 1, std::nan(""), -0.5).finished())) == "[1, null, -0.5]");
}

TEST_CASE("texts are escaped, and bytes that are no UTF-8 replaced", "[json]") {
  CHECK(pretty(Ordered("a\"b\\c\n\t\x01/")) == R"("a\"b\\c\n\t\u0001/")");
  CHECK(pretty(Ordered("\xC3\xA9")) == "\"\xC3\xA9\"");
  CHECK(pretty(Ordered("caf\xE9")) == "\"caf\xEF\xBF\xBD\"");
  CHECK(pretty(Ordered{{"k\"", 1}}) == "{\n  \"k\\\"\": 1\n}");
  CHECK(pretty(Ordered{{"nul", std::string(1, '\0')}}) == "{\n  \"nul\": \"\\u0000\"\n}");
}

TEST_CASE("what is written reads back as it was", "[json]") {
  Random random(17);
  for (int i = 0; i < 200; ++i) {
    const Ordered value = random_document(random, 4);
    const std::string text = pretty(value);
    INFO(text);
    REQUIRE(parse_json(text, "f") == nlohmann::json(value));
  }
}

TEST_CASE("lists that are made when they are written are those of the whole document", "[json]") {
  for (const Index size : {0, 1, 2047, 2048, 2049, 50'000}) {
    Random random(static_cast<std::uint32_t>(size));
    Vector numbers(size);
    for (double& number : numbers) number = random.normal();
    if (size > 2048) {
      numbers[0] = std::nan("");
      numbers[2047] = infinity;
      numbers[2048] = -0.0;
    }
    for (const int threads : {1, 2, 7}) check_streamed(numbers, threads);
  }
}

TEST_CASE("warnings are objects of code and message", "[json]") {
  CHECK(pretty(json_warnings({{"a", "one"}, {"b", "two"}})) ==
        "[\n  {\"code\": \"a\", \"message\": \"one\"},\n  {\"code\": \"b\", \"message\": \"two\"}\n]");
  CHECK(pretty(json_warnings({})) == "[]");
}

TEST_CASE("bytes that are no JSON are refused by their line", "[json]") {
  CHECK(refusal_of(" \n\t") == "f.json: the file is empty");
  CHECK(refusal_of("[1,\n2,\n") == "f.json:3: the file ends too early");
  CHECK(contains(refusal_of("[1,\n2 3]"), "f.json:2: not valid JSON: "));
  CHECK(contains(refusal_of("[1]\n[2]"), "f.json:2: not valid JSON: "));
  CHECK(contains(refusal_of(std::string("[1]\n\0", 5)), "f.json:2: not valid JSON: it holds NUL bytes"));
  CHECK(refusal_of("[1,\n-1e999]") == "f.json:2: the number -1e999 is too large");
  CHECK(refusal_of("{\"1e999\": \"\\\"1e999\",\n\"a\": 1e999}") == "f.json:2: the number 1e999 is too large");
}

TEST_CASE("brackets inside each other are counted where they are none of a text's", "[json]") {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  CHECK(refusal_of(nested(100)) == "no error");
  CHECK(refusal_of("\n" + nested(101)) == "f.json:2: more than 100 brackets inside each other");
  CHECK(refusal_of("[\"" + std::string(200, '[') + "\\\"" + std::string(200, '{') + "\"]") == "no error");
  std::string side_by_side = "[";
  for (int i = 0; i < 200; ++i) side_by_side += "[1], ";
  CHECK(refusal_of(side_by_side + "1]") == "no error");
}

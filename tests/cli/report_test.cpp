// The page of a report as a file: what it is made of. How it behaves in a browser, tests/browser says.
#include <map>
#include <regex>

#include "nninterp/io/bytes/checksum.hpp"
#include "support/fitted.hpp"
#include "support/given.hpp"
#include "support/programs.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

Outcome run(const TemporaryFolder& folder, const std::vector<std::string>& arguments) {
  return run_program(arguments, folder.path());
}

TemporaryFolder& cars() {
  static TemporaryFolder folder;
  if (!fs::exists(folder.path("nninterp-model.json"))) {
    fs::copy(std::string(NNINTERP_EXAMPLES) + "/mtcars.csv", folder.path());
    REQUIRE(run(folder, {"fit", "mtcars.csv", "-f", "mpg ~ wt + hp + am", "--hidden", "2", "--decay", "0.1",
                         "--categorical", "am"})
                .code == 0);
  }
  return folder;
}

std::string page_of(const TemporaryFolder& folder, std::vector<std::string> arguments = {}) {
  arguments.insert(arguments.begin(), {"report", "--quiet"});
  const Outcome outcome = run(folder, arguments);
  INFO(outcome.err);
  REQUIRE(outcome.code == 0);
  return outcome.out;
}

// The texts of the page's elements of this name, without their attributes.
std::vector<std::string> elements(const std::string& page, const std::string& name) {
  std::vector<std::string> texts;
  for (std::size_t at = page.find("<" + name); at != std::string::npos; at = page.find("<" + name, at)) {
    const std::size_t begin = page.find('>', at) + 1, end = page.find("</" + name + ">", begin);
    texts.push_back(page.substr(begin, end - begin));
    at = end;
  }
  return texts;
}

Json data_of(const std::string& page) { return Json::parse(elements(page, "script").at(0)); }

void check_page(const std::string& page) {
  CHECK(page.rfind("<!DOCTYPE html>", 0) == 0);
  CHECK(elements(page, "script").size() == 3);
  CHECK(elements(page, "style").size() == 1);
  CHECK(page.find("{{") == std::string::npos);
  const auto allowed = [&](const std::string& text) {
    return page.find("'sha256-" + sha256_base64(text) + "'") != std::string::npos;
  };
  CHECK(page.find("default-src 'none'") != std::string::npos);
  CHECK(allowed(elements(page, "script")[1]));
  CHECK(allowed(elements(page, "script")[2]));
  CHECK(allowed(elements(page, "style")[0]));
}

Json asked(const TemporaryFolder& folder, const std::string& command) {
  const Outcome outcome = run_shell("\"$NNINTERP\"" + command.substr(8) + " --json --quiet", folder.path());
  INFO(command << "\n" << outcome.err);
  REQUIRE(outcome.code == 0);
  return Json::parse(outcome.out);
}

}  // namespace

TEST_CASE("a page holds what its commands print", "[report]") {
  const Json data = data_of(page_of(cars()));
  CHECK(data["schema"] == "nninterp/report/1");
  CHECK(data["commands"]["fit"] ==
        "nninterp fit mtcars.csv --formula 'mpg ~ wt + hp + am' --categorical am --hidden 2 --decay 0.1");
  std::size_t compared = 0;
  for (const auto& [name, documents] : data["documents"].items()) {
    const bool list = documents.is_array();
    for (std::size_t i = 0; i < (list ? documents.size() : 1); ++i) {
      const Json& document = list ? documents[i] : documents;
      const Json& command = list ? data["commands"][name][i] : data["commands"][name];
      if (document.is_null()) continue;
      CHECK(asked(cars(), command.get<std::string>()) == document);
      ++compared;
    }
  }
  CHECK(compared == 11);  // ale has none of a category
  const Outcome table = run(cars(), {"effects", "--format", "table", "--quiet"});
  CHECK(data["printed"]["effects"] == table.out);
}

TEST_CASE("what is on a page is there for scripts", "[report]") {
  const Json data = data_of(page_of(cars()));
  CHECK(json_of(run(cars(), {"report", "--json"})) == data);
  CHECK(run(cars(), {"report", "-o", "page.json", "--quiet"}).code == 0);
  CHECK(Json::parse(slurp(cars().path("page.json"))) == data);
}

TEST_CASE("the line that fitted a model is told, but for what shapes nothing", "[report]") {
  const Json shown = json_of(run(cars(), {"show", "--json"}));
  CHECK(shown["command"] == data_of(page_of(cars()))["commands"]["fit"]);
  TemporaryFolder folder;
  folder.write("a b.csv", "x,y\n1,2\n2,3\n3,5\n4,4\n5,7\n6,6\n");
  const std::vector<std::string> fit{"fit", "a b.csv", "--hidden", "0", "--decay", "0", "--crossfit", "none"};
  const auto with = [&](std::vector<std::string> more) {
    std::vector<std::string> words = fit;
    words.insert(words.end(), more.begin(), more.end());
    REQUIRE(run(folder, words).code == 0);
    return slurp(folder.path("m.json"));
  };
  const std::string model = with({"--model", "m.json", "--threads", "1", "--quiet"});
  CHECK(model.find("nninterp fit 'a b.csv' --hidden 0 --decay 0 --crossfit none\"") != std::string::npos);
  CHECK(with({"--threads", "2", "--model", "m.json", "--format", "csv"}) == model);
}

TEST_CASE("a page is one file that trusts nothing but itself", "[report]") {
  const std::string page = page_of(cars());
  check_page(page);
  CHECK(page.find("https:") == std::string::npos);
  CHECK(page.find("src=") == std::string::npos);
  for (const char* threads : {"1", "7"}) CHECK(page_of(cars(), {"--threads", threads}) == page);
  CHECK(run(cars(), {"report", "-o", "page.html"}).code == 0);
  CHECK(slurp(cars().path("page.html")) == page);
}

TEST_CASE("names on a page are data", "[report]") {
  TemporaryFolder folder;
  const std::string script = "</script><script>alert(1)</script>", comment = "<!-- {{data}}";
  std::string csv = "\"" + script + "\",\"" + comment + "\",\"&lt;\"\"y\"\"\"\n";
  for (int row = 0; row < 30; ++row) {
    csv += std::to_string(row * 7 % 13) + ",\"" + (row % 2 == 0 ? script : "{{style}}") + "\"," +
           std::to_string(row % 5) + "\n";
  }
  folder.write("t.csv", csv);
  REQUIRE(run(folder, {"fit", "t.csv", "--hidden", "1", "--decay", "1"}).code == 0);
  const std::string page = page_of(folder);
  CHECK(elements(page, "script").size() == 3);
  CHECK(page.find("alert(1)</script>") == std::string::npos);
  CHECK(page.find("<!--") == std::string::npos);
  const Json data = data_of(page);
  CHECK(data["variables"][0]["name"] == script);
  CHECK(data["variables"][1]["levels"] == Json({script, "{{style}}"}));
  CHECK(elements(page, "title")[0].rfind("&amp;lt;\"y\"", 0) == 0);
}

TEST_CASE("of long tables a page holds a thousand rows", "[report]") {
  TemporaryFolder folder;
  std::string csv = "x,z,y\n";
  for (int row = 0; row < 20000; ++row) {
    csv += std::to_string(row % 997) + "." + std::to_string(row % 89) + "," + std::to_string(row * 31 % 1009) + "," +
           std::to_string(row % 97) + "\n";
  }
  folder.write("t.csv", csv);
  REQUIRE(run(folder, {"fit", "t.csv", "--hidden", "2", "--decay", "1", "--rep", "1", "--crossfit", "none"}).code == 0);
  const std::string page = page_of(folder);
  const Json rows = data_of(page)["rows"];
  CHECK(rows["of"] == 20000);
  CHECK(rows["numbers"].size() == 1000);
  CHECK(rows["columns"][1].size() == 1000);
  CHECK(page.size() < 400'000);
}

TEST_CASE("a page tells each variable's values and each target", "[report]") {
  const Json data = data_of(page_of(cars()));
  CHECK(data["rows"]["numbers"].size() == 32);
  CHECK(data["variables"][0]["min"] == 1.513);
  CHECK(data["variables"][0]["whole"] == false);
  CHECK(data["variables"][1]["whole"] == true);
  CHECK(data["variables"][2]["levels"] == Json({"0", "1"}));
  CHECK(data["variables"][2]["counts"] == Json({19, 13}));
  CHECK(data["rows"]["columns"][2][0] == 1);
  REQUIRE(data["targets"].size() == 1);
  CHECK(data["targets"][0]["kind"] == "number");
  CHECK(data["targets"][0]["class"] == nullptr);
  CHECK(data["targets"][0]["mean"].get<double>() == Approx(20.090625));
  CHECK(data["rows"]["observed"][0][1] == 21);
  CHECK(data["networks"]["method"] == "crossfit");
}

TEST_CASE("a network from elsewhere has a page", "[report]") {
  const Given given;
  const Outcome outcome = given.run({"report", "--quiet"});
  INFO(outcome.err);
  REQUIRE(outcome.code == 0);
  check_page(outcome.out);
  const Json data = data_of(outcome.out);
  CHECK(data["verdict"] == nullptr);
  CHECK(data["targets"][0]["mean"].get<double>() == Approx(1.36));
  given.folder.write("new.csv", "x,group\n0,a\n1,b\n2,a\n");
  const Json fresh = data_of(given.run({"report", "--quiet"}, "new.csv").out);
  CHECK(fresh["targets"][0]["mean"] == nullptr);
  CHECK(fresh["rows"]["observed"][0][0] == nullptr);
  CHECK(data["commands"]["fit"] == nullptr);
  CHECK(data["commands"]["show"] == "nninterp show --data data.csv");
  CHECK(data["networks"]["method"] == "none");
  CHECK(data["documents"]["show"]["quality"] == nullptr);
}

TEST_CASE("a report that cannot be made says why", "[report]") {
  const Given given;
  const auto refused = [&](const std::vector<std::string>& arguments, int code, const std::string& what) {
    const Outcome outcome = run(given.folder, arguments);
    CHECK(outcome.code == code);
    CHECK(outcome.out.empty());
    CHECK(outcome.err.find(what) != std::string::npos);
  };
  refused({"report"}, 1, "--data");
  refused({"report", "--data", "data.csv", "-o", "data.csv"}, 2, "would be lost");
  refused({"report", "--data", "data.csv", "-o", "nninterp-model.json"}, 2, "would be lost");
  refused({"report", "--data", "data.csv", "-o", "no/where.html"}, 1, "no/where.html");
  refused({"report", "--data", "data.csv", "--format", "csv"}, 2, "none of html and json");
  given.folder.write("empty.csv", "x,group,y\n");
  refused({"report", "--data", "empty.csv", "-o", "r.html"}, 1, "empty.csv");
  CHECK_FALSE(fs::exists(given.folder.path("r.html")));
}

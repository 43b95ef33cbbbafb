// A target of two classes as a user meets it: whose probability it is.
#include "support/fitted.hpp"

using namespace nninterp;
using namespace nninterp::test;

TEST_CASE("of two classes every answer says whose probability it is", "[cli]") {
  const FittedCase f("two-classes/r.csv", {"--decay", "0.01"});
  CHECK(f.json({"show"})["targets"] == Json::array({"Response=control"}));
  CHECK(f.json({"show"})["quality"]["Response"]["confusion"]["classes"] == Json::array({"cancer", "control"}));
  const Json predicted = f.json({"predict"});
  CHECK(predicted["targets"] == Json::array({"Response=control"}));
  const Json& p = predicted["predictions"]["Response=control"];
  CHECK(p[0].get<double>() > 0.5);
  CHECK(p[1].get<double>() < 0.5);
  for (const std::string name : {"Response", "Response=control"}) {
    INFO(name);
    CHECK(f.json({"effects", "--target", name})["effects"][0]["target"] == "Response=control");
    CHECK(f.json({"curves", "--var", "A", "--target", name})["target"] == "Response=control");
    CHECK(f.json({"importance", "--target", name})["importance"][0]["target"] == "Response=control");
    CHECK(f.json({"interactions", "--target", name})["interactions"][0]["target"] == "Response=control");
  }
  CHECK(f.json({"slopes"})["targets"] == Json::array({"Response=control"}));
  for (const std::vector<std::string>& command : {std::vector<std::string>{"predict"},
                                                  {"slopes"},
                                                  {"effects"},
                                                  {"curves", "--var", "A"},
                                                  {"importance"},
                                                  {"interactions"}}) {
    for (const char* format : {"table", "csv"}) {
      INFO(command[0] << " " << format);
      std::vector<std::string> arguments = command;
      arguments.insert(arguments.end(), {"--format", format});
      CHECK(contains(f.run(arguments).out, "Response=control"));
    }
  }
  CHECK(contains(f.run({"equation", "--digits", "2"}).out, "Response=control"));
  CHECK(contains(f.run({"equation", "--language", "python"}).out, "Response=control"));
}

TEST_CASE("--reference chooses the class whose probability is predicted", "[cli]") {
  const FittedCase usual("two-classes/r.csv", {"--decay", "0.01"});
  const FittedCase other("two-classes/r.csv", {"--decay", "0.01", "--reference", "Response=control"});
  const Json settings = json_of(other.run({"fit", "data.csv", "--decay", "0.01", "--reference", "Response=control"}));
  CHECK(settings["settings"]["reference"] == Json::array({"Response=control"}));
  const Json p = usual.json({"predict"})["predictions"]["Response=control"];
  const Json q = other.json({"predict"})["predictions"]["Response=cancer"];
  REQUIRE(q.size() == p.size());
  for (std::size_t i = 0; i < p.size(); ++i) CHECK(p[i].get<double>() + q[i].get<double>() == Approx(1).margin(1e-3));
  CHECK(other.json({"predict", "--class"})["classes"] == usual.json({"predict", "--class"})["classes"]);
  const Outcome unknown = usual.run({"fit", "data.csv", "--reference", "Response=ill"});
  CHECK(contains(unknown.err, "there is no level 'ill' to be the reference"));
}

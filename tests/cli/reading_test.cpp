// Tables as people have them: what is read by itself, what by an option that the program names, and what is refused.
#include "support/fitted.hpp"
#include "support/given.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

std::string given_file(const std::string& name) { return test_file("cases/reading/" + name); }

Outcome fit(const std::string& file, std::vector<std::string> more, const TemporaryFolder& folder) {
  std::vector<std::string> arguments{"fit", given_file(file), "--decay", "0.1", "--stepmax", "200", "--json"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return run_program(arguments, folder.path());
}

Json fitted(const std::string& file, const std::vector<std::string>& more) {
  const TemporaryFolder folder;
  const Outcome outcome = fit(file, more, folder);
  INFO(file << ": " << outcome.err);
  REQUIRE(outcome.code == 0);
  return Json::parse(outcome.out);
}

// Exit 1 and a message and hint with these parts.
void refused(const std::string& file, const std::vector<std::string>& more, const std::vector<std::string>& parts) {
  const TemporaryFolder folder;
  const Outcome outcome = fit(file, more, folder);
  INFO(file << ": " << outcome.err);
  CHECK(outcome.code == 1);
  CHECK(outcome.out.empty());
  for (const std::string& part : parts) CHECK(contains(outcome.err, part));
}

}  // namespace

TEST_CASE("semicolons with decimal commas are read, and said", "[cli]") {
  const TemporaryFolder folder;
  const Outcome outcome = fit("semicolon.csv", {"-t", "y"}, folder);
  CHECK(outcome.code == 0);
  CHECK(contains(outcome.err, "with a decimal comma"));
  CHECK(Json::parse(outcome.out)["variables"].size() == 3);
  CHECK(run_program({"effects"}, folder.path()).code == 0);  // reads the table once more
  CHECK(run_program({"effects", "--var", "b", "--data", given_file("semicolon.csv")}, folder.path()).code == 0);
  fitted("hepatitis.csv", {"-t", "Clase", "--na", "drop"});
}

TEST_CASE("marks between thousands are refused with the options that read them", "[cli]") {
  refused("points_and_commas.csv", {"-t", "y"}, {"'60.158,22'", "--thousands . --decimal ,"});
  fitted("points_and_commas.csv", {"-t", "y", "--thousands", ".", "--decimal", ","});
  refused("comma_thousands.csv", {"-t", "y"}, {"'60,158' has a comma between thousands", "--thousands ,"});
  fitted("comma_thousands.csv", {"-t", "y", "--thousands", ","});
  refused("space_thousands.csv", {"-t", "y"}, {"a blank between thousands", "--thousands ' '"});
  fitted("space_thousands.csv", {"-t", "y", "--thousands", " "});
  refused("apos_thousands.csv", {"-t", "y"}, {"an apostrophe between thousands", "--thousands \"'\""});
  fitted("apos_thousands.csv", {"-t", "y", "--thousands", "'"});
}

TEST_CASE("numbers with a mark on them are refused by line, column and cell", "[cli]") {
  refused("cur40.csv", {"-t", "y"},
          {"cur40.csv:2: column \"price\"", "is a number with '$' before it", "--categorical price"});
  refused("pct40.csv", {"-t", "y"}, {"'%' behind it"});
  refused("lead_apos.csv", {"-t", "y"}, {"is a number with ''' before it"});
  refused("units.csv", {"-t", "y"}, {"'kg' behind it"});
  refused("detect.csv", {"-t", "y"}, {"'<2000' is a number with '<' before it"});
  refused("unitarget.csv", {"-t", "price"}, {"column \"price\"", "'$12.21' is a number with '$' before it"});
  refused("losses.csv", {"-t", "city-mpg"},
          {"losses.csv:2: column \"normalized-losses\": '?' is not a number", "--na-string '?'",
           "--categorical normalized-losses"});
  fitted("losses.csv", {"-t", "city-mpg", "--na-string", "?", "--na", "drop"});
}

TEST_CASE("row names, comments, sep= and blanks are read", "[cli]") {
  CHECK(fitted("rowname.csv", {"-f", "y ~ x"})["variables"].size() == 1);
  CHECK(fitted("rowname.csv", {"--drop", ""})["variables"].size() == 1);
  CHECK(fitted("sep.csv", {})["variables"].size() == 2);
  refused("comment.csv", {}, {"--comment '#'"});
  CHECK(fitted("comment.csv", {"--comment", "#"})["variables"].size() == 2);
  CHECK(fitted("nohead_rowname.txt", {"--delimiter", "blank"})["variables"].size() == 1);
  CHECK(fitted("nohead_rowname.txt", {"--delimiter", " "})["variables"].size() == 1);
  refused("nohead_rowname.txt", {}, {"--delimiter blank"});
}

TEST_CASE("NA may be a text", "[cli]") {
  refused("nam.csv", {}, {"iso in 3"});
  CHECK(fitted("nam.csv", {"--keep-na", "iso"})["data"]["rows_used"] == 9);
}

TEST_CASE("a file without a header is told of, and read", "[cli]") {
  for (const std::string file : {"iris.csv", "ecoli.csv"}) {
    const TemporaryFolder folder;
    CHECK(contains(fit(file, {"--decay", "1"}, folder).err, "looks like data"));
  }
  refused("haberman.csv", {}, {"numbers instead of column names", "--no-header"});
  const Json iris = fitted("iris.csv", {"--no-header"});
  CHECK(iris["data"]["rows"] == 150);
  CHECK(iris["targets"][0] == "V5=Iris-setosa");
  const TemporaryFolder folder;
  CHECK(fit("haberman.csv", {"--no-header"}, folder).code == 0);
  const Outcome effects = run_program({"effects", "--var", "V1", "--json"}, folder.path());
  CHECK(effects.code == 0);
  CHECK(Json::parse(effects.out)["rows"] == 306);
}

TEST_CASE("levels that are numbers are the same however they are spelled", "[cli]") {
  const TemporaryFolder folder;
  REQUIRE(fit("bw.csv", {"-t", "bwt", "--categorical", "smoke"}, folder).code == 0);
  CHECK(run_program({"predict", "--data", given_file("new.csv")}, folder.path()).code == 0);
  const Json mixed = fitted("mixed.csv", {"-t", "bwt", "--categorical", "smoke"});
  const auto of_smoke = [](const Json& input) { return input.get<std::string>().rfind("smoke", 0) == 0; };
  CHECK(std::count_if(mixed["inputs"].begin(), mixed["inputs"].end(), of_smoke) == 1);
}

// Results of more rows than are worked on at a time.
#include <chrono>
#include <future>
#include <string>
#include <thread>
#include <vector>

#include <nlohmann/json.hpp>

#include "support/catch.hpp"
#include "support/fixtures.hpp"
#include "support/process.hpp"

using namespace nninterp::test;
using Json = nlohmann::json;

namespace {

constexpr std::size_t rows = 20'011;

// A folder with a model of an example, and a table `long.csv` of its rows over and over again.
struct LongTable {
  TemporaryFolder folder;
  std::size_t short_rows = 0;

  LongTable(const std::string& example, const std::string& target, std::size_t count = rows) {
    fs::copy(example_file(example), folder.path("short.csv"));
    run({"fit", "short.csv", "-t", target, "--decay", "0.1", "--rep", "1", "--stepmax", "200"});
    const std::string text = slurp(folder.path("short.csv"));
    const std::size_t body = text.find('\n') + 1;
    short_rows =
        static_cast<std::size_t>(std::count(text.begin() + static_cast<std::ptrdiff_t>(body), text.end(), '\n'));
    std::string longer = text;
    std::size_t place = body;
    for (std::size_t row = short_rows; row < count; ++row) {
      if (place == text.size()) place = body;
      const std::size_t end = text.find('\n', place) + 1;
      longer += text.substr(place, end - place);
      place = end;
    }
    folder.write("long.csv", longer);
  }

  Outcome run(std::vector<std::string> arguments) const {
    const Outcome outcome = run_program(arguments, folder.path());
    INFO(outcome.err);
    REQUIRE(outcome.code == 0);
    return outcome;
  }
  Outcome run(std::vector<std::string> arguments, const std::string& table, const std::string& format) const {
    arguments.insert(arguments.end(), {"--data", table, "--format", format});
    return run(arguments);
  }

  // The list of the long table is the short one's over and over again.
  void check_repeated(const Json& longer, const Json& once) const {
    REQUIRE(once.size() == short_rows);
    REQUIRE(longer.size() == rows);
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < rows; ++i) wrong += longer[i] == once[i % short_rows] ? 0 : 1;
    CHECK(wrong == 0);
  }
};

void check_counted(const Json& list) {
  REQUIRE(list.size() == rows);
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < rows; ++i) wrong += list[i] == i + 1 ? 0 : 1;
  CHECK(wrong == 0);
}

// All bytes of a pipe, each few of them after a pause.
std::string read_slowly(int pipe) {
  std::string all;
  char bytes[8192];
  for (ssize_t count; (count = read(pipe, bytes, sizeof bytes)) > 0;) {
    all.append(bytes, static_cast<std::size_t>(count));
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return all;
}

}  // namespace

TEST_CASE("each row of a long table has the numbers that it has in a short one", "[cli]") {
  const LongTable t("toothgrowth.csv", "len");
  const auto both = [&](const std::vector<std::string>& command) {
    return std::pair{Json::parse(t.run(command, "long.csv", "json").out),
                     Json::parse(t.run(command, "short.csv", "json").out)};
  };
  {
    const auto [longer, once] = both({"predict"});
    check_counted(longer["rows"]);
    t.check_repeated(longer["predictions"]["len"], once["predictions"]["len"]);
  }
  {
    const auto [longer, once] = both({"slopes"});
    check_counted(longer["rows"]);
    t.check_repeated(longer["slopes"]["len"]["dose"], once["slopes"]["len"]["dose"]);
  }
  const auto [longer, once] = both({"effects", "--per-row", "--delta", "0.5"});
  REQUIRE(longer["effects"].size() == 2);
  for (std::size_t e = 0; e < 2; ++e) {
    const Json &of_long = longer["effects"][e]["row_effects"], &of_short = once["effects"][e]["row_effects"];
    check_counted(of_long["rows"]);
    t.check_repeated(of_long["shift"], of_short["shift"]);
    if (!of_short["slope"].is_null()) t.check_repeated(of_long["slope"], of_short["slope"]);
  }
}

TEST_CASE("a long table's result is the same for every number of threads, in a file and on standard output", "[cli]") {
  const LongTable t("iris.csv", "Species");
  const std::vector<std::vector<std::string>> commands{
      {"predict"},
      {"slopes"},
      {"slopes", "--order", "2"},
      {"effects", "--per-row", "--by", "Species", "--var", "Petal.Width", "--target", "Species=setosa"}};
  for (const std::vector<std::string>& command : commands) {
    for (const char* format : {"json", "csv"}) {
      std::vector<std::string> threaded = command;
      threaded.insert(threaded.end(), {"--threads", "1"});
      const std::string one = t.run(threaded, "long.csv", format).out;
      for (const char* threads : {"2", "7"}) {
        threaded.back() = threads;
        CHECK((t.run(threaded, "long.csv", format).out == one));
      }
      threaded.insert(threaded.end(), {"-o", "result"});
      t.run(threaded, "long.csv", format);
      CHECK((slurp(t.folder.path("result")) == one));
    }
  }
}

TEST_CASE("a pipe that is set to non-blocking gets every byte, however slow its reader is", "[cli]") {
  const LongTable t("toothgrowth.csv", "len");
  const std::string expected = t.run({"predict"}, "long.csv", "csv").out;
  REQUIRE(expected.size() > 300'000);
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  REQUIRE(fcntl(ends[1], F_SETFL, O_NONBLOCK) == 0);
  std::future<std::string> reader = std::async(std::launch::async, read_slowly, ends[0]);
  const Outcome outcome =
      run_shell("$NNINTERP predict --data long.csv --format csv >&" + std::to_string(ends[1]), t.folder.path());
  close(ends[1]);
  CHECK(outcome.code == 0);
  CHECK((reader.get() == expected));
  close(ends[0]);
}

#if !defined(__SANITIZE_ADDRESS__)
TEST_CASE("results need little memory beside the table", "[cli]") {
  constexpr std::size_t count = 250'000, variables = 10;
  const LongTable t("diabetes.csv", "target", count);
  constexpr std::size_t table = count * (variables + 1) * sizeof(double), more = std::size_t{48} << 20;
  CHECK(t.run({"predict", "-o", "result"}, "long.csv", "csv").peak < table + more);
  CHECK(t.run({"slopes", "-o", "result"}, "long.csv", "csv").peak < table + more);
  CHECK(t.run({"slopes", "-o", "result"}, "long.csv", "json").peak < table + more);
  CHECK(t.run({"effects", "--per-row", "--paths", "-o", "result"}, "long.csv", "json").peak < table + more);
}
#endif

// Broken tables, models, options and places to write to: what the program says, and that no file changes.
#include <map>
#include <utility>

#include <sys/resource.h>

#include "broken_cases.hpp"
#include "support/fixtures.hpp"
#include "support/process.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

std::vector<Case> all_cases() {
  std::vector<Case> all;
  for (const auto& part :
       {broken_tables(), broken_models(), broken_new_data(), broken_imports(), broken_interactions(), broken_formulas(),
        broken_usage(), bad_numbers(), bad_words(), broken_weights(), no_place_to_write()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

// ---- Running them ----

constexpr int exit_usage = 2;

bool starts_with(const std::string& text, const std::string& start) { return text.rfind(start, 0) == 0; }

// Whether the text is the pattern, in which "..." stands for any text.
bool matches(const std::string& text, const std::string& pattern) {
  const std::size_t dots = pattern.find("...");
  if (dots == std::string::npos) return text == pattern;
  if (text.compare(0, dots, pattern, 0, dots) != 0) return false;
  for (std::size_t from = dots; from <= text.size(); ++from) {
    if (matches(text.substr(from), pattern.substr(dots + 3))) return true;
  }
  return false;
}

Strings lines_of(const std::string& text) {
  std::istringstream stream(text);
  Strings lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

Files files_in(const TemporaryFolder& folder) {
  Files files;
  for (const auto& entry : fs::recursive_directory_iterator(folder.path())) {
    const std::string path = entry.path().string();
    files[path.substr(folder.path().size() + 1)] = entry.is_regular_file() ? slurp(path) : "";
  }
  return files;
}

void write_files(const TemporaryFolder& folder, const Files& files) {
  folder.write("d.csv", good_table());
  folder.write("nninterp-model.json", good_model);
  for (const auto& [name, bytes] : files) folder.write(name, bytes);
}

// Processor time of all programs run so far: other programs do not disturb it.
double seconds_used() {
  rusage usage{};
  getrusage(RUSAGE_CHILDREN, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         1e-6 * static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

// Warnings where expected, then one line that says what is wrong, then perhaps one with a hint.
void check_message(const Case& broken, const std::string& err) {
  const std::string error = "nninterp: error: ", hint = "hint: ";
  Strings lines = lines_of(err);
  while (broken.warned && !lines.empty() && starts_with(lines.front(), "nninterp: warning: ")) {
    lines.erase(lines.begin());
  }
  REQUIRE_FALSE(lines.empty());
  REQUIRE(starts_with(lines[0], error));
  const std::string message = lines[0].substr(error.size());
  const bool as_expected = matches(message, broken.message);
  if (!as_expected) CHECK(message == broken.message);
  const bool says_where = broken.code == exit_usage || contains(message, ": ");
  CHECK(says_where);
  CHECK(lines.size() <= 2);
  const std::string advice = lines.size() > 1 ? lines[1] + "\n" : "";
  CHECK((advice.empty() || starts_with(advice, hint)));
  const bool advises = contains(advice, broken.hint);
  if (!advises) CHECK(advice == broken.hint);
}

void check(const Case& broken) {
  constexpr double most_seconds = 3;
  const TemporaryFolder folder;
  write_files(folder, broken.files);
  const Files before = files_in(folder);
  const double start = seconds_used();
  const Outcome outcome = run_program(broken.arguments, folder.path(), broken.input);
  const double seconds = seconds_used() - start;
  INFO("nninterp " << joined(broken.arguments, " ") << "\n" << outcome.err.substr(0, 2000));
  CHECK(seconds < most_seconds);
  CHECK(outcome.code == broken.code);
  CHECK(outcome.out == "");
  check_message(broken, outcome.err);
  const bool files_unchanged = files_in(folder) == before;
  CHECK(files_unchanged);
}

// What looks broken and is not: part of the warning, if there is one to be.
struct Fine {
  std::string name;
  std::string csv;  ///< t.csv
  Strings arguments;
  std::string warning = "";
};

const std::vector<Fine> fine_inputs{
    {"constant predictor", "x,k,y\n1,3,1\n2,3,3\n3,3,2\n", {"fit", "t.csv"}, "k has the same value in every row"},
    {"gaps, dropped", "x,y\n1,1\n,2\n3,\n4,4\n5,1\n", {"fit", "t.csv", "--na", "drop"}, "2 rows with missing values"},
    {"gap in a column that is not used", "x,z,y\n1,,1\n2,5,3\n3,6,2\n", {"fit", "t.csv", "--drop", "z"}},
    {"typo in a column that is not used", "x,z,y\n1,1,1\n2,Inf,3\n3,6,2\n", {"fit", "t.csv", "-f", "y ~ x"}},
    {"UTF-8 byte order mark", "\xEF\xBB\xBFx,y\n1,2\n3,4\n5,5\n", {"fit", "t.csv", "-f", "y ~ x"}},
    {"CRLF", "x,y\r\n1,2\r\n3,4\r\n5,5\r\n", {"fit", "t.csv", "-f", "y ~ x"}},
    {"no line break at the end", "x,y\n1,2\n3,4\n5,5", {"fit", "t.csv", "-f", "y ~ x"}},
    {"blank lines", "\nx,y\n\n1,2\n3,4\n5,5\n\n\n", {"fit", "t.csv", "-f", "y ~ x"}},
    {"line breaks in quotes", "x,g,y\n1,\"a\nb\",2\n3,c,4\n5,c,5\n", {"fit", "t.csv", "-f", "y ~ x + g"}},
    {"spaces around cells", "x , g,y\n 1, a ,2\n3 ,b, 4 \n 5,b ,5\n", {"fit", "t.csv", "-f", "y ~ x + g"}},
    {"decimal points and semicolons", "x;y\n1.5;2\n2.5;3\n4;1\n", {"fit", "t.csv", "-f", "y ~ x"}},
    {"50 levels", levels_table(50), {"fit", "t.csv", "-f", "y ~ g"}},
    {"two columns of a wide table", wide_table(20'000), {"fit", "t.csv", "-f", "c0 ~ c1"}},
    {"more columns than the model has", "note,x,id,g\nhi,1,7,a\n", {"predict", "--data", "t.csv"}},
};

void check(const Fine& fine) {
  const TemporaryFolder folder;
  write_files(folder, {{"t.csv", fine.csv}});
  Strings arguments = fine.arguments;
  if (arguments[0] == "fit") arguments.insert(arguments.end(), {"--rep", "1", "--stepmax", "50"});
  const Outcome outcome = run_program(arguments, folder.path());
  INFO(outcome.err);
  CHECK(outcome.code == 0);
  CHECK(Json::accept(outcome.out));
  CHECK(contains(outcome.err, fine.warning));
  for (const std::string& line : lines_of(outcome.err)) CHECK(starts_with(line, "nninterp: warning: "));
  CHECK(folder.names() == Strings{"d.csv", "nninterp-model.json", "t.csv"});
}

}  // namespace

TEST_CASE("what is broken is said in a line, by exit code, and changes no file", "[cli]") {
  static const std::vector<Case> cases = all_cases();
  REQUIRE(cases.size() >= 60);
  for (std::size_t i = 0; i < cases.size(); ++i) {
    DYNAMIC_SECTION(i << " " << cases[i].name << ": " << cases[i].message) { check(cases[i]); }
  }
}

TEST_CASE("what only looks broken is read", "[cli]") {
  for (const Fine& fine : fine_inputs) {
    DYNAMIC_SECTION(fine.name) { check(fine); }
  }
}

TEST_CASE("a model stays byte for byte when a later fit fails", "[cli]") {
  const TemporaryFolder folder;
  write_files(folder, {{"bad.csv", "x,y\n1,2\n3\n"}, {"w.json", "[1]"}});
  REQUIRE(run_program({"fit", "d.csv", "--rep", "1", "--stepmax", "50"}, folder.path()).code == 0);
  const Files before = files_in(folder);
  REQUIRE(before.at("nninterp-model.json") != good_model);
  for (const Strings& more : std::vector<Strings>{{"fit", "bad.csv"},
                                                  {"fit", "d.csv", "-t", "z"},
                                                  {"fit", "d.csv", "--hidden", "x"},
                                                  {"fit", "d.csv", "--start-weights", "w.json"},
                                                  {"fit", "d.csv", "-o", "no/o.json"}}) {
    INFO(joined(more, " "));
    CHECK(run_program(more, folder.path()).code != 0);
    const bool files_unchanged = files_in(folder) == before;
    CHECK(files_unchanged);
  }
}

TEST_CASE("a trained model is kept when its result cannot be written", "[cli]") {
  for (const std::string to : {"> /dev/full", ">&-", "-o /dev/full"}) {
    INFO(to);
    const TemporaryFolder folder;
    write_files(folder, {});
    const std::string fit = "$NNINTERP fit d.csv -f 'y ~ x' --rep 1 --stepmax 50 --quiet ";
    const Outcome outcome = run_shell(fit + to, folder.path());
    CHECK(outcome.code == 1);
    CHECK(contains(outcome.err, "hint: the model is in nninterp-model.json"));
    CHECK(run_shell("set -o pipefail; " + fit + "| true", folder.path()).code == 0);
    const std::string kept = slurp(folder.path("nninterp-model.json"));
    CHECK(run_shell(fit, folder.path()).code == 0);
    CHECK(slurp(folder.path("nninterp-model.json")) == kept);
    CHECK(folder.names() == Strings{"d.csv", "nninterp-model.json"});
  }
}

TEST_CASE("standard output that takes nothing is an error, and one that is closed by its reader is none", "[cli]") {
  const TemporaryFolder folder;
  write_files(folder, {});
  const Files before = files_in(folder);
  for (const std::string command : {"show", "predict --data d.csv", "slopes --data d.csv", "effects --data d.csv",
                                    "curves --data d.csv --var x", "interactions --data d.csv", "--help"}) {
    INFO(command);
    for (const std::string to : {"> /dev/full", ">&-"}) {
      INFO(to);
      const Outcome full = run_shell("$NNINTERP " + command + " " + to, folder.path());
      CHECK(full.code == 1);
      CHECK(contains(full.err, "nninterp: error: standard output: "));
      const bool files_unchanged = files_in(folder) == before;
      CHECK(files_unchanged);
    }
    const Outcome closed = run_shell("set -o pipefail; $NNINTERP " + command + " --quiet | true", folder.path());
    CHECK(closed.code == 0);
    CHECK(closed.err == "");
    write_files(folder, {});
  }
}

TEST_CASE("a limit on file sizes is an error, and leaves no temporary file", "[cli]") {
  const TemporaryFolder folder;
  write_files(folder, {});
  const Files before = files_in(folder);
  for (const std::string command : {"fit d.csv -f 'y ~ x' --rep 1 --quiet", "effects --data d.csv --quiet -o e.json"}) {
    INFO(command);
    const Outcome outcome =
        run_shell("(ulimit -f 0; exec $NNINTERP " + command + " 2>&1 >/dev/null) | cat >&2; exit ${PIPESTATUS[0]}",
                  folder.path());
    CHECK(outcome.code == 1);
    CHECK(contains(outcome.err, ": File too large"));
    const bool files_unchanged = files_in(folder) == before;
    CHECK(files_unchanged);
  }
}

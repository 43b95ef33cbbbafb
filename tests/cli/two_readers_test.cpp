// A table comes to the same, and so does what is said of a broken one, whether its file is mapped or read as a stream.
#include <filesystem>
#include <functional>

#include <zlib.h>

#include "broken_cases.hpp"
#include "io/bytes/byte_source.hpp"
#include "nninterp/core/error.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/io/bytes/files.hpp"
#include "support/fixtures.hpp"
#include "support/process.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

std::string text_of(const Table& table) {
  std::string text;
  for (const Column& column : table.columns) {
    text += column.name + " " + std::to_string(static_cast<int>(column.kind)) + " " + column.bad_reason + "\n";
    for (const double number : column.numbers) text += format_number(number) + " ";
    for (const std::int32_t code : column.codes) text += std::to_string(code) + " ";
    text += joined(column.levels, ",") + "\n";
  }
  for (const std::uint32_t line : table.lines) text += std::to_string(line) + " ";
  for (const Warning& warning : table.warnings) text += warning.code + " " + warning.message + "\n";
  return text;
}

std::string outcome_of(const std::function<Table()>& read) {
  try {
    return text_of(read());
  } catch (const InputError& error) {
    return std::string(error.what()) + "\n" + error.hint();
  }
}

void write_gzip(const std::string& path, const std::string& bytes) {
  const gzFile file = gzopen(path.c_str(), "wb1");
  REQUIRE(file != nullptr);
  const int written = bytes.empty() ? 0 : gzwrite(file, bytes.data(), static_cast<unsigned>(bytes.size()));
  CHECK(written == static_cast<int>(bytes.size()));
  gzclose(file);
}

void check_both(const std::string& bytes, const TemporaryFolder& folder) {
  const std::string path = folder.write("t.csv", bytes);
  const std::string whole = outcome_of([&] { return read_csv(bytes, path); });
  const auto as_stream = [&] { return outcome_of([&] { return read_table(path); }); };
  const bool same = is_compressed(bytes) || as_stream() == whole;  // only a stream is unpacked
  CHECK(same);
  write_gzip(path, bytes);
  const bool same_compressed = as_stream() == whole;
  CHECK(same_compressed);
}

}  // namespace

TEST_CASE("all tables come to the same from either reader", "[cli]") {
  const TemporaryFolder folder;
  std::size_t count = 0;
  for (const std::string root : {NNINTERP_TEST_DATA, NNINTERP_EXAMPLES}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
      if (entry.path().extension() != ".csv") continue;
      INFO(entry.path().string());
      check_both(read_file(entry.path().string()), folder);
      ++count;
    }
  }
  CHECK(count > 30);
}

TEST_CASE("all broken tables are refused alike by either reader", "[cli]") {
  const TemporaryFolder folder;
  std::size_t count = 0;
  for (const auto& cases : {broken_tables(), broken_new_data()}) {
    for (const Case& broken : cases) {
      INFO(broken.message);
      for (const auto& [name, bytes] : broken.files) check_both(bytes, folder);
      if (!broken.input.empty()) check_both(broken.input, folder);
      count += broken.files.size();
    }
  }
  CHECK(count > 50);
}

TEST_CASE("a compressed table is a table, as a file and through standard input", "[cli]") {
  const TemporaryFolder folder;
  const std::string bytes = read_file(example_file("swiss.csv"));
  folder.write("swiss.csv", bytes);
  write_gzip(folder.path("cars.gz"), bytes);
  const auto fit = [&](const std::string& data, const std::string& input, const std::string& model) {
    const Outcome outcome =
        run_program({"fit", data, "--decay", "0.1", "--rep", "1", "--model", model}, folder.path(), input);
    INFO(outcome.err);
    REQUIRE(outcome.code == 0);
    return Json::parse(outcome.out)["weights"];
  };
  const Json weights = fit("swiss.csv", "", "a.json");
  CHECK(fit("cars.gz", "", "b.json") == weights);
  CHECK(fit("-", read_file(folder.path("cars.gz")), "c.json") == weights);
  const Outcome again = run_program({"effects", "--model", "b.json"}, folder.path());
  CHECK(again.code == 0);
  CHECK(Json::parse(again.out)["rows"] ==
        Json::parse(run_program({"effects", "--model", "a.json"}, folder.path()).out)["rows"]);
}

// Rows that are written while they are made.
#include "nninterp/io/bytes/sink.hpp"

#include <algorithm>
#include <atomic>
#include <stdexcept>
#include <string>
#include <vector>

#include "io/bytes/rows.hpp"
#include "support/catch.hpp"

using namespace nninterp;

namespace {

std::string numbered(Index first, Index count) {
  std::string text;
  for (Index row = first; row < first + count; ++row) text += std::to_string(row) + "\n";
  return text;
}

}  // namespace

TEST_CASE("the text of all rows comes in their order, for any number of rows and threads", "[sink]") {
  for (const Index rows : {0, 1, 2048, 2049, 20'000, 300'001}) {
    for (const int threads : {1, 2, 7}) {
      std::string written;
      write_rows(rows, threads, numbered, [&](std::string_view bytes) { written += bytes; });
      CHECK((written == numbered(0, rows)));
    }
  }
}

TEST_CASE("there is never much text at once, and no part of it is empty", "[sink]") {
  std::atomic<int> made{0};
  int written = 0, most = 0;
  std::vector<std::size_t> sizes;
  const auto dots = [&](Index, Index count) {
    ++made;
    return std::string(static_cast<std::size_t>(count), '.');
  };
  write_rows(1'000'000, 2, dots, [&](std::string_view bytes) {
    most = std::max(most, made - written++);
    sizes.push_back(bytes.size());
  });
  CHECK(written == made);
  CHECK(most <= 64);
  CHECK(*std::max_element(sizes.begin(), sizes.end()) <= 4096);
  CHECK(*std::min_element(sizes.begin(), sizes.end()) > 0);
}

TEST_CASE("a sink that fails ends the writing, and so does a row that cannot be made", "[sink]") {
  int taken = 0;
  const Sink full = [&](std::string_view) {
    if (++taken == 3) throw std::runtime_error("full");
  };
  CHECK_THROWS_WITH(write_rows(100'000, 2, numbered, full), "full");
  CHECK(taken == 3);
  const auto text = [](Index first, Index count) {
    if (first > 50'000) throw std::runtime_error("no row");
    return numbered(first, count);
  };
  std::string written;
  CHECK_THROWS_WITH(write_rows(100'000, 2, text, [&](std::string_view bytes) { written += bytes; }), "no row");
  CHECK(numbered(0, 100'000).rfind(written, 0) == 0);
}

#include "nninterp/core/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "support/catch.hpp"

using namespace nninterp;

TEST_CASE("parts of the rows come in order and leave none out", "[parallel]") {
  for (const Index rows : {0, 1, 32'768, 32'769, 100'000}) {
    Index next = 0;
    in_parts(rows, [&](Index first, Index count) {
      CHECK(first == next);
      CHECK(count > 0);
      next = first + count;
    });
    CHECK(next == rows);
  }
}

TEST_CASE("a team works together round after round, also after a rest", "[parallel]") {
  for (const std::size_t members : {1, 2, 5}) {
    Team team(members);
    REQUIRE(team.size() == members);
    std::vector<std::size_t> rounds(members, 0);
    for (std::size_t round = 1; round <= 300; ++round) {
      if (round % 100 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(20));
      team.run([&](std::size_t member) { ++rounds[member]; });
      CHECK(rounds == std::vector<std::size_t>(members, round));
    }
  }
}

TEST_CASE("parallel_for takes each index once and hands on the first failure", "[parallel]") {
  for (const int threads : {1, 2, 7}) {
    std::vector<std::atomic<int>> taken(100);
    parallel_for(taken.size(), threads, [&](std::size_t i) { ++taken[i]; });
    for (const auto& count : taken) CHECK(count == 1);
    const auto failing = [](std::size_t i) {
      if (i % 30 == 17) throw std::out_of_range(std::to_string(i));
    };
    try {
      parallel_for(100, threads, failing);
      FAIL("no exception came through");
    } catch (const std::out_of_range& failure) {
      CHECK(std::string(failure.what()) == "17");
    }
  }
}

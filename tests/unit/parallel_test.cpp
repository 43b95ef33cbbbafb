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
    for_rows(rows, part_rows, [&](Index first, Index count) {
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

TEST_CASE("blocks cover every row once, and what is summed by block is equal for any number of threads", "[parallel]") {
  for (const Index rows : {0, 1, 2047, 2048, 2049, 30'000}) {
    const auto sums = [&](int threads) {
      std::vector<double> by_block(static_cast<std::size_t>((rows + 2047) / 2048));
      std::vector<std::atomic<int>> taken(static_cast<std::size_t>(rows));
      parallel_blocks(rows, threads, [&](Index first, Index count) {
        double sum = 0;
        for (Index row = first; row < first + count; ++row) {
          ++taken[static_cast<std::size_t>(row)];
          sum += 1.0 / static_cast<double>(3 * row + 1);
        }
        by_block.at(static_cast<std::size_t>(first / 2048)) = count > 0 && count <= 2048 ? sum : -1;
      });
      CHECK(std::all_of(taken.begin(), taken.end(), [](const auto& times) { return times == 1; }));
      return by_block;
    };
    const std::vector<double> one = sums(1);
    CHECK(std::all_of(one.begin(), one.end(), [](double sum) { return sum > 0; }));
    for (const int threads : {0, 2, 7}) CHECK(sums(threads) == one);
  }
}

TEST_CASE("without items nothing is called, and more threads than items do no harm", "[parallel]") {
  for (const int threads : {0, 1, 5}) {
    std::atomic<int> calls{0};
    parallel_for(0, threads, [&](std::size_t) { ++calls; });
    parallel_blocks(0, threads, [&](Index, Index) { ++calls; });
    for_rows(0, part_rows, [&](Index, Index) { ++calls; });
    CHECK(calls == 0);
    parallel_for(3, threads * 50, [&](std::size_t) { ++calls; });
    CHECK(calls == 3);
  }
}

TEST_CASE("a failure ends the work with one exception, and the next work is done as ever", "[parallel]") {
  for (const int threads : {1, 4}) {
    CHECK_THROWS_WITH(parallel_blocks(10'000, threads, [](Index, Index) { throw std::runtime_error("failed"); }),
                      "failed");
    std::atomic<int> calls{0};
    parallel_for(10, threads, [&](std::size_t) { ++calls; });
    CHECK(calls == 10);
  }
}

TEST_CASE("0 threads are as many as the machine has", "[parallel]") {
  CHECK(thread_count(3) == 3);
  CHECK(thread_count(0) >= 1);
}

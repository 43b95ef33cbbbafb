#include "nninterp/core/statistics.hpp"

#include <atomic>
#include <stdexcept>

#include "nninterp/core/parallel.hpp"
#include "support/fixtures.hpp"

using namespace nninterp;
using namespace nninterp::test;

TEST_CASE("a summary has R's quantiles of type 7 and divides by n - 1", "[statistics]") {
  // summary(c(3, 1, 4, 1, 5, 9, 2, 6)) in R; sd 2.748376
  const Summary s = summarize((Vector(8) << 3, 1, 4, 1, 5, 9, 2, -6).finished());
  CHECK(s.mean == 2.375);
  CHECK(s.q25 == 1.0);
  CHECK(s.median == 2.5);
  CHECK(s.q75 == 4.25);
  CHECK(s.min == -6);
  CHECK(s.max == 9);
  CHECK(s.sd == Approx(4.2740913821).epsilon(1e-9));
  CHECK(s.rms == Approx(std::sqrt(173.0 / 8)).epsilon(1e-14));
  CHECK(s.share_positive == 0.875);
}

TEST_CASE("a single value has no standard deviation", "[statistics]") {
  const Summary s = summarize(Vector::Constant(1, 0.0));
  CHECK(std::isnan(s.sd));
  CHECK(s.median == 0);
  CHECK(s.share_positive == 0);
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

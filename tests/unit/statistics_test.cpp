#include "nninterp/core/statistics.hpp"

#include <algorithm>
#include <limits>
#include <random>

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
  CHECK(s.mean_abs == 31.0 / 8);
}

TEST_CASE("of values that are no numbers there is no summary, and of those beyond all numbers no histogram",
          "[statistics]") {
  const Summary s = summarize((Vector(4) << 3, nninterp::nan, 1, 2).finished());
  for (const double number :
       {s.mean, s.sd, s.rms, s.min, s.q25, s.median, s.q75, s.max, s.share_positive, s.mean_abs}) {
    CHECK(std::isnan(number));
  }
  constexpr double infinity = std::numeric_limits<double>::infinity();
  for (const double bad : {nninterp::nan, infinity, -infinity, -1e308}) {
    CHECK(histogram((Vector(3) << bad, 1, 1e308).finished(), 5).empty());
  }
}

TEST_CASE("a single value has no standard deviation", "[statistics]") {
  const Summary s = summarize(Vector::Constant(1, 0.0));
  CHECK(std::isnan(s.sd));
  CHECK(s.median == 0);
  CHECK(s.share_positive == 0);
}

TEST_CASE("quartiles of values in any order are those of the sorted ones", "[statistics]") {
  std::mt19937 random(1);
  for (Index size = 1; size < 40; ++size) {
    Vector values(size);
    for (double& value : values) value = std::floor(std::normal_distribution<double>(0, 5)(random)) / 7;
    std::vector<double> ascending(values.begin(), values.end());
    std::sort(ascending.begin(), ascending.end());
    const Summary s = summarize(values);
    CHECK(s.min == ascending.front());
    CHECK(s.q25 == quantile_sorted(ascending, 0.25));
    CHECK(s.median == quantile_sorted(ascending, 0.5));
    CHECK(s.q75 == quantile_sorted(ascending, 0.75));
    CHECK(s.max == ascending.back());
  }
}

TEST_CASE("moments of parts are those of the whole", "[statistics]") {
  Vector values(1'000);
  std::mt19937 random(2);
  for (double& value : values) value = 1e6 + std::normal_distribution<double>()(random);
  Moments moments;
  moments.add(values.head(1));
  CHECK(std::isnan(moments.standard_deviation()));
  moments.add(values.segment(1, 600));
  moments.add(values.tail(399));
  CHECK(moments.mean == Approx(mean(values)).epsilon(1e-15));
  CHECK(moments.standard_deviation() == Approx(standard_deviation(values)).epsilon(1e-9));
}

TEST_CASE("a histogram counts every value once", "[statistics]") {
  CHECK(histogram((Vector(5) << 0, 1, 2, 3, 10).finished(), 5) == std::vector<Index>{2, 2, 0, 0, 1});
  CHECK(histogram(Vector::Constant(3, 2.5), 5).empty());
}

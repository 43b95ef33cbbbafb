#include "nninterp/core/random.hpp"

#include "support/fixtures.hpp"

using namespace nninterp;
using namespace nninterp::test;

TEST_CASE("normals are those of R's rnorm after set.seed, to the digits given", "[random]") {
  const Json reference = read_json(test_file("reference/rng-rnorm.json"));
  std::size_t seeds = 0;
  const auto compare = [&](std::uint32_t seed, const Json& expected) {
    INFO("seed " << seed);
    Random random(seed);
    for (const Json& value : expected)
      CHECK(random.normal() == Approx(value.get<double>()).epsilon(1e-14));  // 15 digits are given
    ++seeds;
  };
  for (const Json& draw : reference) {
    compare(static_cast<std::uint32_t>(draw["seed"].get<std::int64_t>()), draw["rnorm"]);
  }
  CHECK(seeds > 0);
}

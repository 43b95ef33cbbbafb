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

TEST_CASE("permutations are those of R's sample after set.seed", "[random]") {
  CHECK(Random(1).permutation(10) == std::vector<std::size_t>{8, 3, 6, 0, 1, 4, 2, 9, 5, 7});
  Random random(3);
  CHECK(random.permutation(3) == std::vector<std::size_t>{0, 1, 2});
  CHECK(random.permutation(1) == std::vector<std::size_t>{0});  // draws a number, as R does
  CHECK(random.permutation(5) == std::vector<std::size_t>{3, 1, 2, 0, 4});
  std::vector<std::size_t> many = Random(7).permutation(70000);  // more than 16 bits
  CHECK(std::vector<std::size_t>(many.begin(), many.begin() + 6) ==
        std::vector<std::size_t>{4571, 51905, 63705, 66106, 19347, 4302});
  std::sort(many.begin(), many.end());
  CHECK(std::unique(many.begin(), many.end()) == many.end());
  CHECK(many.back() == 69999);
}

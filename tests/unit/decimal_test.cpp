#include "io/csv/decimal.hpp"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "nninterp/core/random.hpp"
#include "support/catch.hpp"

using namespace nninterp;

namespace {

// What std::from_chars says of the whole text, bit for bit; a text that take_decimal leaves to it is right as well.
bool right(const std::string& text) {
  double expected = 0, value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, expected);
  const char* const taken = take_decimal(text.data(), end, value);
  if (taken == nullptr) return true;
  return error == std::errc() && taken == stop && std::memcmp(&value, &expected, sizeof value) == 0;
}

bool taken(const std::string& text) {
  double value;
  return take_decimal(text.data(), text.data() + text.size(), value) != nullptr;
}

std::string digits(Random& random, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += static_cast<char>('0' + static_cast<int>(10 * random.uniform()));
  return text;
}

}  // namespace

TEST_CASE("plain decimals are taken and correctly rounded", "[csv]") {
  for (const char* text : {"0", "-0", "1", "-1.5", "0.1", "12.", ".5", "007", "0.000001", "3.141592653589793",
                           "9007199254740991", "0.3303742307618338,", "1234567890123456789", "1;2", "5 x"}) {
    CAPTURE(text);
    CHECK(taken(text));
    CHECK(right(text));
  }
}

TEST_CASE("what is no plain decimal is left to others", "[csv]") {
  for (const char* text : {"", "-", ".", "-.", "+1", "x", "nan", "inf", "1e5", "1.5E-3", "12345678901234567890",
                           "0.00000000000000000001", "--1"}) {
    CAPTURE(text);
    CHECK_FALSE(taken(text));
  }
}

TEST_CASE("numbers between two doubles are left to others or rounded to even", "[csv]") {
  for (const char* text : {"9007199254740993", "9007199254740995", "900719925474099.25", "0.9007199254740993",
                           "1.00000000000000011102230246251565", "4503599627370496.5", "4503599627370497.5"}) {
    CAPTURE(text);
    CHECK(right(text));
  }
}

TEST_CASE("random decimals are correctly rounded", "[csv]") {
  Random random(1);
  int wrong = 0, left = 0;
  constexpr int count = 300'000;
  for (int i = 0; i < count; ++i) {
    const int length = 1 + static_cast<int>(19 * random.uniform()),
              places = static_cast<int>((length + 1) * random.uniform());
    std::string text = digits(random, length - places) + "." + digits(random, places);
    if (random.uniform() < 0.5) text.insert(0, "-");
    wrong += right(text) ? 0 : 1;
    left += taken(text) ? 0 : 1;
  }
  CHECK(wrong == 0);
  CHECK(left < count / 100);
}

// The text of a double's and its neighbour's midpoint has no more digits than fit where both are large integers.
TEST_CASE("midpoints and their neighbours are correctly rounded", "[csv]") {
  Random random(2);
  int wrong = 0;
  for (int i = 0; i < 100'000; ++i) {
    const auto number = static_cast<std::uint64_t>((1 + random.uniform()) * 9007199254740992.0);
    for (std::uint64_t near = 2 * number - 1; near <= 2 * number + 3; ++near) {
      std::string text = std::to_string(near);
      wrong += right(text) ? 0 : 1;
      text.insert(text.size() - 1 - static_cast<std::size_t>(10 * random.uniform()), ".");
      wrong += right(text) ? 0 : 1;
    }
  }
  CHECK(wrong == 0);
}

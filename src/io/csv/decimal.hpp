#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace nninterp {

// Most cells are plain decimals, which need no more than one division: that takes a third of std::from_chars' time.

/// The end of the digits at `at`, which are appended to `number` (modulo 2^64). Eight at a time.
inline const char* take_digits(const char* at, const char* end, std::uint64_t& number) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  static constexpr std::uint64_t powers[] = {1, 10, 100, 1000, 10'000, 100'000, 1'000'000, 10'000'000, 100'000'000};
  while (end - at >= 8) {
    std::uint64_t word;
    std::memcpy(&word, at, sizeof word);
    word ^= 0x3030303030303030;  // a digit's byte is its value now, others are 10 and more
    const std::uint64_t others = (((word & 0x7F7F7F7F7F7F7F7F) + 0x7676767676767676) | word) & 0x8080808080808080;
    const int count = others == 0 ? 8 : __builtin_ctzll(others) / 8;
    word = word << (32 - 4 * count) << (32 - 4 * count);                              // zeros go before them
    word = word * 10 + (word >> 8);                                                   // pairs,
    word = ((word & 0x000000FF000000FF) * (100 + (std::uint64_t{1'000'000} << 32)) +  // fours and the whole
            ((word >> 16) & 0x000000FF000000FF) * (1 + (std::uint64_t{10'000} << 32))) >>
           32;
    number = number * powers[count] + word;
    at += count;
    if (count < 8) return at;
  }
#endif
  for (; at != end && *at >= '0' && *at <= '9'; ++at) number = 10 * number + static_cast<std::uint64_t>(*at - '0');
  return at;
}

#ifdef __SIZEOF_INT128__
__extension__ using Wide = unsigned __int128;

/// 10^-k = fraction * 2^-(63 + shift), rounded down to 64 bits.
struct PowerOfTen {
  std::uint64_t fraction;
  int shift;
};

constexpr int most_digits = 19;  // of a number below 2^64

constexpr std::array<PowerOfTen, most_digits + 1> inverse_powers_of_ten() {
  std::array<PowerOfTen, most_digits + 1> powers{};
  std::uint64_t power = 1;
  int shift = 0;
  for (PowerOfTen& inverse : powers) {
    while (Wide{1} << shift < power) ++shift;
    inverse = {static_cast<std::uint64_t>((Wide{1} << (63 + shift)) / power), shift};
    power *= 10;
  }
  return powers;
}

/// ±digits / 10^places, rounded to the nearest double; false where that cannot be told here. After Lemire 2021, Number
/// parsing at a gigabyte per second, Software: Practice and Experience 51: the quotient's first 64 bits are at most 3
/// too small, and nearly always that leaves no doubt on which side of two doubles' midpoint it is.
inline bool divide(bool minus, std::uint64_t digits, std::ptrdiff_t places, double& value) {
  static constexpr std::array<PowerOfTen, most_digits + 1> powers = inverse_powers_of_ten();
  if (digits == 0) {
    value = minus ? -0.0 : 0.0;
    return true;
  }
  const PowerOfTen& power = powers[places];
  const int zeros = __builtin_clzll(digits);
  auto bits = static_cast<std::uint64_t>((Wide{digits << zeros} * power.fraction) >> 64);
  const int short_by = 1 - static_cast<int>(bits >> 63);
  bits <<= short_by;
  const std::uint64_t rest = bits & 0x7FF, half = 0x400;
  const auto exponent = static_cast<std::uint64_t>(1023 + 64 - zeros - power.shift - short_by);
  // The first bit of what is added to the exponent makes it one more.
  const std::uint64_t sign = minus ? 1 : 0,
                      encoded = (sign << 63) + ((exponent - 1) << 52) + (bits >> 11) + (rest >> 10);
  std::memcpy(&value, &encoded, sizeof value);
  return rest < half - 3 || rest > half;
}
#endif

/// The number that begins at `at` and the end of its text; nullptr where it is not one of [-]digits[.digits] with at
/// most 19 digits, or where its double is not certain.
inline const char* take_decimal(const char* at, const char* end, double& value) {
#ifdef __SIZEOF_INT128__
  const bool minus = at != end && *at == '-';
  at += minus ? 1 : 0;
  std::uint64_t digits = 0;
  const char* const first = at;
  for (; at != end && *at >= '0' && *at <= '9'; ++at) digits = 10 * digits + static_cast<std::uint64_t>(*at - '0');
  std::ptrdiff_t count = at - first, places = 0;
  if (at != end && *at == '.') {
    const char* const point = at;
    at = take_digits(point + 1, end, digits);
    places = at - point - 1;
    count += places;
  }
  const bool exponent = at != end && (*at == 'e' || *at == 'E');
  if (count == 0 || count > most_digits || exponent || !divide(minus, digits, places, value)) return nullptr;
  return at;
#else
  return nullptr;
#endif
}

}  // namespace nninterp

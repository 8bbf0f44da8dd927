// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cstdint>
#include <limits>
#include <optional>
#include <shozai/core/decimal.hpp>
#include <string>
#include <variant>

namespace {

using shozai::checked_add;
using shozai::checked_mul;
using shozai::checked_sub;
using shozai::decimal_error;
using shozai::format_decimal;
using shozai::int128;
using shozai::int128_max;
using shozai::int128_min;
using shozai::parse_decimal;
using shozai::rescale_half_away;
using shozai::to_int64;

using parsed = std::variant<std::int64_t, decimal_error>;

constexpr std::int64_t greatest = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();

/// 10^exponent.
int128 power_of_ten(int exponent) {
  int128 power = 1;
  for (; exponent > 0; --exponent) {
    power *= 10;
  }
  return power;
}

}  // namespace

TEST_CASE("a decimal is read exactly, as an integer at its scale", "[core][decimal]") {
  CHECK(parse_decimal("-12.50", 2) == parsed{-1'250});
  CHECK(parse_decimal("12.5", 2) == parsed{1'250});
  CHECK(parse_decimal("12", 2) == parsed{1'200});
  CHECK(parse_decimal("0", 0) == parsed{0});
  CHECK(parse_decimal("-0", 2) == parsed{0});
  CHECK(parse_decimal("0.05", 2) == parsed{5});
  CHECK(parse_decimal("-0.05", 2) == parsed{-5});
  CHECK(parse_decimal("1.500", 2) == parsed{150});
  CHECK(parse_decimal("7.000", 0) == parsed{7});
  CHECK(parse_decimal("0." + std::string(1'000, '0'), 2) == parsed{0});
}

TEST_CASE("what is no decimal is refused", "[core][decimal]") {
  const auto text = GENERATE(as<std::string>{}, "", "-", "+1", ".5", "5.", "-.5", "007", "00",
                             "-01", "1e3", "1E3", "1.2.3", "1,5", " 1", "1 ", "0x10", "--1", "1-",
                             "NaN", "１", "1.-5", "1.5e1", "1_000");
  CAPTURE(text);
  CHECK(parse_decimal(text, 2) == parsed{decimal_error::malformed});
}

TEST_CASE("digits finer than the scale are named as such", "[core][decimal]") {
  CHECK(parse_decimal("12.505", 2) == parsed{decimal_error::too_fine});
  CHECK(parse_decimal("12.500001", 2) == parsed{decimal_error::too_fine});
  CHECK(parse_decimal("0.5", 0) == parsed{decimal_error::too_fine});
  CHECK(parse_decimal("12.5x5", 2) == parsed{decimal_error::malformed});
  // The finer digit is what the person can mend, so it is said first.
  CHECK(parse_decimal("99999999999999999999.005", 2) == parsed{decimal_error::too_fine});
}

TEST_CASE("decimals reach as far as 64 bits and no further", "[core][decimal]") {
  CHECK(parse_decimal("9223372036854775807", 0) == parsed{greatest});
  CHECK(parse_decimal("9223372036854775808", 0) == parsed{decimal_error::out_of_range});
  CHECK(parse_decimal("-9223372036854775808", 0) == parsed{least});
  CHECK(parse_decimal("-9223372036854775809", 0) == parsed{decimal_error::out_of_range});
  CHECK(parse_decimal("92233720368547758.07", 2) == parsed{greatest});
  CHECK(parse_decimal("92233720368547758.08", 2) == parsed{decimal_error::out_of_range});
  CHECK(parse_decimal("-92233720368547758.08", 2) == parsed{least});
  CHECK(parse_decimal("9.223372036854775807", 18) == parsed{greatest});
  CHECK(parse_decimal("10", 18) == parsed{decimal_error::out_of_range});
  CHECK(parse_decimal(std::string(100'000, '9'), 0) == parsed{decimal_error::out_of_range});
  CHECK(parse_decimal("0", 1'000) == parsed{0});
  CHECK(parse_decimal("1", 1'000) == parsed{decimal_error::out_of_range});
}

TEST_CASE("a decimal is written with all its digits", "[core][decimal]") {
  CHECK(format_decimal(-1'250, 2) == "-12.50");
  CHECK(format_decimal(1'250, 0) == "1250");
  CHECK(format_decimal(0, 0) == "0");
  CHECK(format_decimal(0, 3) == "0.000");
  CHECK(format_decimal(5, 2) == "0.05");
  CHECK(format_decimal(-5, 2) == "-0.05");
  CHECK(format_decimal(-100, 2) == "-1.00");
  CHECK(format_decimal(greatest, 18) == "9.223372036854775807");
  CHECK(format_decimal(least, 18) == "-9.223372036854775808");
  CHECK(format_decimal(least, 19) == "-0.9223372036854775808");
}

TEST_CASE("a decimal survives writing and reading", "[core][decimal]") {
  for (const std::int64_t scaled : {std::int64_t{0}, std::int64_t{1}, std::int64_t{-1},
                                    std::int64_t{-99}, std::int64_t{100}, greatest, least}) {
    for (int scale = 0; scale <= 18; ++scale) {
      CHECK(parse_decimal(format_decimal(scaled, scale), scale) == parsed{scaled});
    }
  }
}

TEST_CASE("only what 64 bits hold becomes 64 bits", "[core][decimal]") {
  CHECK(to_int64(int128{greatest}) == greatest);
  CHECK_FALSE(to_int64(int128{greatest} + 1));
  CHECK(to_int64(int128{least}) == least);
  CHECK_FALSE(to_int64(int128{least} - 1));
  CHECK_FALSE(to_int64(int128_max));
  CHECK_FALSE(to_int64(int128_min));
}

TEST_CASE("halves are rounded away from zero", "[core][decimal]") {
  CHECK((rescale_half_away(1'249, 3, 1) == 12));
  CHECK((rescale_half_away(1'250, 3, 1) == 13));
  CHECK((rescale_half_away(-1'249, 3, 1) == -12));
  CHECK((rescale_half_away(-1'250, 3, 1) == -13));
  CHECK((rescale_half_away(4, 1, 0) == 0));
  CHECK((rescale_half_away(5, 1, 0) == 1));
  CHECK((rescale_half_away(-5, 1, 0) == -1));
  CHECK((rescale_half_away(12, 1, 1) == 12));
  CHECK((rescale_half_away(12, 1, 3) == 1'200));
  CHECK((rescale_half_away(-12, 0, 18) == -12 * power_of_ten(18)));
}

TEST_CASE("rounding is right to the ends of 128 bits", "[core][decimal]") {
  // 2^127 = 170141183460469231731687303715884105728: 39 digits
  CHECK((rescale_half_away(int128_max, 38, 0) == 2));
  CHECK((rescale_half_away(int128_min, 38, 0) == -2));
  CHECK((rescale_half_away(int128_max, 39, 0) == 0));
  CHECK((rescale_half_away(int128_min, 500, 0) == 0));
  CHECK((rescale_half_away(5 * power_of_ten(37), 38, 0) == 1));
  CHECK((rescale_half_away(5 * power_of_ten(37) - 1, 38, 0) == 0));
  CHECK((rescale_half_away(int128_min, 1, 0) == int128_min / 10 - 1));  // …728 / 10, away from 0
  CHECK((rescale_half_away(int128_min, 0, 0) == int128_min));
}

TEST_CASE("a rescaled number that does not fit stays out of range", "[core][decimal]") {
  CHECK((rescale_half_away(power_of_ten(37), 0, 1) == power_of_ten(38)));
  CHECK((rescale_half_away(power_of_ten(38), 0, 1) == int128_max));
  CHECK((rescale_half_away(-power_of_ten(38), 0, 1) == int128_min));
  CHECK((rescale_half_away(1, 0, 1'000) == int128_max));
  CHECK((rescale_half_away(0, 0, 1'000) == 0));
  CHECK_FALSE(to_int64(rescale_half_away(greatest, 0, 38)));
}

TEST_CASE("sums and differences of 128 bits are checked", "[core][decimal]") {
  CHECK((checked_add(2, 3) == std::optional<int128>{5}));
  CHECK((checked_add(int128_max, 0) == std::optional{int128_max}));
  CHECK((checked_add(int128_max - 1, 1) == std::optional{int128_max}));
  CHECK_FALSE(checked_add(int128_max, 1).has_value());
  CHECK((checked_add(int128_min + 1, -1) == std::optional{int128_min}));
  CHECK_FALSE(checked_add(int128_min, -1).has_value());
  CHECK((checked_add(int128_min, int128_max) == std::optional<int128>{-1}));

  CHECK((checked_sub(2, 3) == std::optional<int128>{-1}));
  CHECK((checked_sub(-1, int128_max) == std::optional{int128_min}));
  CHECK_FALSE(checked_sub(-2, int128_max).has_value());
  CHECK((checked_sub(-1, int128_min) == std::optional{int128_max}));
  CHECK_FALSE(checked_sub(0, int128_min).has_value());
  CHECK((checked_sub(int128_min, int128_min) == std::optional<int128>{0}));
}

TEST_CASE("products of 128 bits are checked", "[core][decimal]") {
  const int128 half = int128{1} << 64U;  // half * 2^63 is one too many
  CHECK((checked_mul(-4, 3) == std::optional<int128>{-12}));
  CHECK((checked_mul(-4, -3) == std::optional<int128>{12}));
  CHECK((checked_mul(0, int128_min) == std::optional<int128>{0}));
  CHECK((checked_mul(int128_max, -1) == std::optional<int128>{-int128_max}));
  CHECK((checked_mul(int128_min, 1) == std::optional{int128_min}));
  CHECK_FALSE(checked_mul(int128_min, -1).has_value());
  CHECK_FALSE(checked_mul(half, int128{1} << 63U).has_value());
  CHECK((checked_mul(half, -(int128{1} << 63U)) == std::optional{int128_min}));
  CHECK_FALSE(checked_mul(half, half).has_value());
  CHECK_FALSE(checked_mul(int128_max, int128_max).has_value());
  CHECK_FALSE(checked_mul(int128_max, 2).has_value());
  CHECK((checked_mul(greatest, power_of_ten(18)) ==
         std::optional{int128{greatest} * power_of_ten(18)}));
}

// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <shozai/core/clock.hpp>

namespace {

struct mute_clock {};

struct local_clock {
  static std::chrono::local_seconds now() { return {}; }
};

struct system_source {
  static shozai::time_point now() {
    return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
  }
};

}  // namespace

TEST_CASE("a clock is whatever gives a moment in UTC", "[core][clock]") {
  STATIC_CHECK(shozai::clock<shozai::fixed_clock>);
  STATIC_CHECK(shozai::clock<system_source>);
  STATIC_CHECK_FALSE(shozai::clock<mute_clock>);
  STATIC_CHECK_FALSE(shozai::clock<local_clock>);  // whose time?
  STATIC_CHECK_FALSE(shozai::clock<int>);
}

TEST_CASE("a fixed clock stands still", "[core][clock]") {
  using namespace std::chrono_literals;
  const shozai::time_point moment{1'775'000'000'000'001us};
  const shozai::fixed_clock source{moment};
  CHECK(source.now() == moment);
  CHECK(source.now() == source.now());
  CHECK(shozai::fixed_clock{}.now().time_since_epoch() == 0us);
  CHECK(source != shozai::fixed_clock{});
}

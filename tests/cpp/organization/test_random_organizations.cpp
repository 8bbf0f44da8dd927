// SPDX-License-Identifier: Apache-2.0
// Random organizations against a simulation that goes minute by minute.
#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <shozai/organization/escalation_path.hpp>
#include <shozai/organization/load_organization.hpp>
#include <shozai/organization/organization_model.hpp>
#include <shozai/organization/reach_profile.hpp>
#include <shozai/organization/save_organization.hpp>
#include <shozai/organization/system_zones.hpp>
#include <string>

#include "support/naive_organization.hpp"
#include "support/random_organization.hpp"

namespace {

using shozai::microseconds_per_minute;
using shozai::testing::naive_organization;
using shozai::testing::organization_generator;

constexpr std::int64_t minutes = microseconds_per_minute;

std::uint32_t how_many() {
  // NOLINTBEGIN(concurrency-mt-unsafe)
  return std::getenv("SHOZAI_HEAVY") != nullptr   ? 100'000
         : std::getenv("SHOZAI_LIGHT") != nullptr ? 100
                                                  : 1'000;
  // NOLINTEND(concurrency-mt-unsafe)
}

shozai::organization loaded(const std::string& text) {
  shozai::organization_options options;
  options.zones = shozai::system_zone;
  auto result = shozai::load_organization(text, options);
  for (const auto& each : result.findings) {
    if (each.level() == shozai::severity::error) {
      FAIL(each.code << " " << each.pointer << ": " << each.message(shozai::language::en));
    }
  }
  return std::move(*result.result);
}

// What the profile says of a start, as far as the simulation looks.
std::optional<std::int64_t> said(const std::vector<shozai::reach_piece>& pieces,
                                 std::int64_t start) {
  const auto piece =
      std::ranges::find_if(pieces, [&](const auto& p) { return p.from <= start && start < p.to; });
  REQUIRE(piece != pieces.end());
  const auto at = piece->at(start);
  return at && *at < start + naive_organization::horizon * minutes ? at : std::nullopt;
}

}  // namespace

TEST_CASE("random organizations: reaching, duty and worst times as minute by minute",
          "[organization][random]") {
  const auto first = shozai::parse_timestamp("2026-03-27T20:00:00Z").value() / minutes;
  const std::int64_t length = std::int64_t{36} * 60;
  const shozai::time_range starts{first * minutes, (first + length) * minutes};
  std::size_t reaching = 0;
  std::size_t waiting = 0;
  for (std::uint32_t seed = 0; seed < how_many(); ++seed) {
    organization_generator generator(seed);
    const auto text = generator.draw().dump();
    CAPTURE(seed, text);
    const auto source = std::make_shared<const shozai::organization>(loaded(text));
    const shozai::organization_model model(source, shozai::system_zone);
    naive_organization naive(*source);
    const auto pieces = shozai::reach_profile(model, 0, starts);
    const auto worst = shozai::summarize(pieces);

    for (int i = 0; i < 12; ++i) {
      const auto minute = first + static_cast<std::int64_t>(generator.below(length));
      for (std::size_t p = 0; p < model.position_count(); ++p) {
        const auto now = shozai::on_duty(model, p, minute * minutes);
        const auto expected = naive.on_duty(model.position_id(p), minute);
        CAPTURE(model.position_id(p), minute);
        REQUIRE(now.has_value() == expected.has_value());
        if (now) {
          REQUIRE(model.person_id(now->person) == expected->person);
          REQUIRE(model.position_id(now->position) == expected->position);
        }
      }
      const auto reached = naive.reach(source->escalation[0], minute).at;
      CAPTURE(minute);
      REQUIRE(said(pieces, minute * minutes) ==
              (reached ? std::optional{*reached * minutes} : std::nullopt));
      const auto trace = shozai::follow_path(model, 0, minute * minutes);
      const auto piece = std::ranges::find_if(pieces, [&](const auto& each) {
        return each.from <= minute * minutes && minute * minutes < each.to;
      });
      REQUIRE(trace.reached == piece->at(minute * minutes));
      if (trace.reached) {
        ++reaching;
        waiting += *trace.reached > minute * minutes ? 1 : 0;
        REQUIRE(*trace.reached - minute * minutes <= worst.worst.value());
        REQUIRE(*trace.reached - minute * minutes >= worst.best.value());
      }
    }
    // The worst start is one, and no piece hides another between its minutes.
    if (worst.worst) {
      const auto trace = shozai::follow_path(model, 0, worst.worst_start);
      REQUIRE(trace.reached == worst.worst_start + *worst.worst);
    }
    REQUIRE(pieces.front().from == starts.from);
    REQUIRE(pieces.back().to == starts.to);
  }
  CHECK(reaching > how_many());  // the generator is worth its while
  CHECK(waiting > how_many() / 10);
}

TEST_CASE("random organizations: what is saved loads as the same", "[organization][random]") {
  for (std::uint32_t seed = 0; seed < 50; ++seed) {
    const auto text = organization_generator(seed).draw().dump();
    CAPTURE(text);
    const auto source = loaded(text);
    const auto again = loaded(shozai::save_tree(source, shozai::policy_document{}).dump());
    CHECK(again == source);
  }
}

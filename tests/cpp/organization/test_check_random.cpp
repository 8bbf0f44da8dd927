// SPDX-License-Identifier: Apache-2.0
// What checks find in random organizations, against the definitions, minute by minute.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <optional>
#include <set>
#include <shozai/organization/check_organization.hpp>
#include <shozai/organization/system_zones.hpp>
#include <string>
#include <utility>
#include <vector>

#include "support/checked_organization.hpp"
#include "support/naive_organization.hpp"
#include "support/random_organization.hpp"

namespace {

using shozai::json;
using shozai::organization_report;
using shozai::testing::naive_organization;

constexpr std::int64_t minute = shozai::microseconds_per_minute;

std::uint32_t how_many() {
  // NOLINTNEXTLINE(concurrency-mt-unsafe)
  return std::getenv("SHOZAI_HEAVY") != nullptr ? 2'000 : 40;
}

// A person told of a step, and whether as somebody accountable.
using told_one = std::pair<std::string, bool>;
using situation = std::vector<std::vector<told_one>>;

// The definitions, asked minute by minute.
class plain_check {
 public:
  plain_check(const shozai::organization_model& model, std::int64_t first, std::int64_t length)
      : model_(model), source_(model.document()), naive_(model.document()) {
    for (auto m = first; m < first + length; ++m) {
      look_at(m);
    }
  }

  std::map<std::string, std::vector<std::int64_t>> uncovered;  ///< position → minutes
  std::map<std::size_t, std::vector<std::int64_t>> failing;    ///< step → minutes
  std::map<std::string, std::size_t> single_points;            ///< person → situations
  std::map<situation, std::int64_t> situations;                ///< and the first minute
  std::size_t fewest = 1'000;

 private:
  [[nodiscard]] bool is_accountable(const std::string& id) const {
    const auto found = std::ranges::find(source_.positions, id, &shozai::position::id);
    return found != source_.positions.end() && found->accountable;
  }

  std::vector<told_one> told(const std::vector<std::string>& targets, shozai::step_mode mode,
                             std::int64_t m) {
    std::vector<std::size_t> positions;
    for (const auto& t : targets) {
      for (const auto p : model_.targets_of(t)) {
        if (std::ranges::find(positions, p) == positions.end()) {
          positions.push_back(p);
        }
      }
    }
    std::vector<told_one> all;
    for (const auto p : positions) {
      const auto& id = model_.position_id(p);
      if (const auto who = naive_.on_duty(id, m)) {
        all.emplace_back(who->person, is_accountable(id) || is_accountable(who->position));
        if (mode == shozai::step_mode::round_robin) {
          break;
        }
      }
    }
    return all;
  }

  // Whether anybody accountable is told who is not `without`.
  static bool reaches(const situation& s, const std::string& without) {
    return std::ranges::any_of(s, [&](const auto& step) {
      return std::ranges::any_of(step,
                                 [&](const told_one& t) { return t.second && t.first != without; });
    });
  }

  void look_at(std::int64_t m) {
    for (std::size_t p = 0; p < model_.position_count(); ++p) {
      const auto& id = model_.position_id(p);
      if (!naive_.on_duty(id, m) && !is_wanted_gap(p, m)) {
        uncovered[id].push_back(m);
      }
    }
    const auto& policy = source_.escalation[0];
    situation now;
    for (std::size_t s = 0; s < policy.steps.size(); ++s) {
      const auto& step = policy.steps[s];
      auto own = told(step.to, step.mode, m);
      if (own.empty() && step.empty == shozai::if_empty::fail) {
        failing[s].push_back(m);
      }
      if (own.empty() && step.empty == shozai::if_empty::fallback) {
        own = told({step.fallback}, step.mode, m);
      }
      now.push_back(std::move(own));
    }
    if (!situations.emplace(now, m).second) {
      return;
    }
    std::set<std::string> accountable;
    for (const auto& step : now) {
      for (const auto& [person, is] : step) {
        if (is) {
          accountable.insert(person);
        }
      }
    }
    fewest = std::min(fewest, accountable.size());
    for (const auto& person : source_.people) {
      if (reaches(now, "") && !reaches(now, person.id)) {
        ++single_points[person.id];
      }
    }
  }

  [[nodiscard]] bool is_wanted_gap(std::size_t position, std::int64_t m) const {
    const auto number = model_.staffing(position).roster;
    if (!number) {
      return false;
    }
    const auto& r = source_.rosters[*number];
    const auto holds = [&](const shozai::roster_override& o) {
      return o.during.contains(m * minute);
    };
    return std::ranges::any_of(r.gaps, holds) ||
           std::ranges::any_of(r.overrides,
                               [&](const auto& o) { return o.person.empty() && holds(o); });
  }

  const shozai::organization_model& model_;
  const shozai::organization& source_;
  naive_organization naive_;
};

std::map<std::string, shozai::organization_finding> by_argument(const organization_report& report,
                                                                const std::string& code,
                                                                std::size_t argument) {
  std::map<std::string, shozai::organization_finding> all;
  for (const auto& f : report.findings) {
    if (f.what.code == code) {
      CHECK(all.emplace(f.what.arguments.at(argument), f).second);
    }
  }
  return all;
}

// The first stretch without a hole, in minutes.
std::int64_t end_of_first(const std::vector<std::int64_t>& minutes) {
  auto end = minutes.front();
  for (const auto m : minutes) {
    if (m > end) {
      break;
    }
    end = m + 1;
  }
  return end;
}

void check_stretch(const shozai::organization_finding& f,
                   const std::vector<std::int64_t>& minutes) {
  CHECK(f.at == minutes.front() * minute);
  CHECK(f.until == end_of_first(minutes) * minute);
  CHECK(f.duration == static_cast<std::int64_t>(minutes.size()) * minute);
}

}  // namespace

TEST_CASE("random organizations: coverage, single points, ways and failing steps as defined",
          "[organization][check][random]") {
  const auto first = shozai::parse_timestamp("2026-03-28T20:00:00Z").value() / minute;
  constexpr std::int64_t length = 8 * 60;
  std::size_t uncovered = 0;
  std::size_t failing = 0;
  std::size_t alone = 0;
  std::size_t few = 0;
  for (std::uint32_t seed = 0; seed < how_many(); ++seed) {
    auto document = shozai::testing::organization_generator(seed).draw();
    document["coverage"] =
        json::parse(R"([{"positions": ["p0", "p1", "p2", "p3", "p4"], "calendar": "always"}])");
    document["escalation"]["policies"]["path"]["independent_paths"] = 2;
    CAPTURE(seed, document.dump());
    shozai::organization_options how;
    how.zones = shozai::system_zone;
    const auto model = shozai::testing::model_of(document, how);
    shozai::organization_check_options options;
    options.during = {first * minute, (first + length) * minute};
    const auto report = shozai::check_organization(model, nullptr, options);
    plain_check expected(model, first, length);

    for (const auto& [id, f] : by_argument(report, "SZ344", 0)) {
      REQUIRE(expected.uncovered.contains(id));
      check_stretch(f, expected.uncovered[id]);
      ++uncovered;
    }
    expected.uncovered.erase("night");  // not asked for
    CHECK(by_argument(report, "SZ344", 0).size() == expected.uncovered.size());

    const auto failed = by_argument(report, "SZ341", 1);
    CHECK(failed.size() == expected.failing.size());
    for (const auto& [step, minutes] : expected.failing) {
      REQUIRE(failed.contains(std::to_string(step + 1)));
      check_stretch(failed.at(std::to_string(step + 1)), minutes);
      ++failing;
    }

    // The report tells targets apart, too, so its situations may be more.
    const auto& summary = report.escalation.at(0);
    CHECK(summary.slices >= expected.situations.size());
    std::set<std::string> people;
    for (const auto& p : summary.single_points) {
      people.insert(p.person);
    }
    std::set<std::string> wanted;
    for (const auto& [person, count] : expected.single_points) {
      wanted.insert(person);
    }
    CHECK(people == wanted);
    alone += wanted.size();

    const auto ways = by_argument(report, "SZ351", 0);
    CHECK(ways.empty() == (expected.fewest >= 2));
    if (!ways.empty()) {
      CHECK(ways.begin()->second.people.size() == expected.fewest);
      ++few;
    }
    CHECK(shozai::testing::reads_well(report));
    CHECK(shozai::check_organization(model, nullptr, options) == report);
  }
  CHECK(uncovered > how_many());
  CHECK(failing > 0);
  CHECK(alone > how_many() / 4);
  CHECK(few > 0);
}

TEST_CASE("random organizations: the summary of a path is that of the minutes",
          "[organization][check][random]") {
  const auto first = shozai::parse_timestamp("2026-03-28T20:00:00Z").value() / minute;
  constexpr std::int64_t length = 4 * 60;
  std::size_t missed = 0;
  for (std::uint32_t seed = 0; seed < how_many(); ++seed) {
    const auto document = shozai::testing::organization_generator(seed).draw();
    CAPTURE(seed, document.dump());
    shozai::organization_options how;
    how.zones = shozai::system_zone;
    const auto model = shozai::testing::model_of(document, how);
    shozai::organization_check_options options;
    options.during = {first * minute, (first + length) * minute};
    const auto report = shozai::check_organization(model, nullptr, options);
    const auto& summary = report.escalation.at(0);
    naive_organization naive(model.document());
    const auto says = [&](const char* code) {
      return std::ranges::count(report.findings, code, [](const auto& f) { return f.what.code; }) >
             0;
    };
    CHECK(summary.always_reached == !(says("SZ340") || says("SZ362")));
    for (auto m = first; m < first + length; m += 7) {
      const auto reached = naive.reach(model.document().escalation[0], m).at;
      if (reached) {
        CHECK((*reached - m) * minute <= summary.worst.value());
        CHECK((*reached - m) * minute >= summary.best.value());
      } else if (!summary.always_reached) {
        CHECK(*summary.never_start <= m * minute);
        ++missed;
      }
    }
  }
  CHECK(missed > 0);
}

// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <shozai/core/fault.hpp>
#include <shozai/ownership/realise.hpp>
#include <shozai/policy/derive.hpp>
#include <shozai/policy/literal.hpp>
#include <shozai/policy/load.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "support/interesting_values.hpp"
#include "support/random_attributes.hpp"
#include "support/random_derivations.hpp"
#include "support/random_draw.hpp"
#include "support/random_fault.hpp"
#include "support/random_policy.hpp"

namespace {

using shozai::fault;
using shozai::none;
using shozai::realisation;
using shozai::schema;
using shozai::value;
using shozai::value_set;
using shozai::testing::dice;
using state = shozai::realisation_state;

using value_sets = std::vector<value_set>;

/// One attribute of a schema and what it may be, as literals.
struct limit {
  std::string name;
  std::string least;  ///< `null` for none; nothing for the beginning of the domain
  std::string most;   ///< included
};

value literal_of(const shozai::attribute& a, const std::string& literal) {
  const auto parsed = shozai::read_literal(a, literal);
  return std::get<value>(parsed);
}

value_set set_of(const shozai::attribute& a, const limit& l) {
  if (l.least == "null") {
    return {true, {}};
  }
  auto above = l.least.empty() ? a.domain.all(false) : a.domain.from(literal_of(a, l.least));
  if (l.most.empty()) {
    return above;
  }
  const auto most = literal_of(a, l.most);
  return intersect(above, unite(a.domain.below(most), a.domain.only(most)));
}

/// Everything, apart from the limits; several of one attribute are united.
value_sets within(const schema& attributes, const std::vector<limit>& limits) {
  std::map<std::size_t, value_set> limited;
  for (const auto& each : limits) {
    const auto i = *attributes.find(each.name);
    limited[i] = unite(limited[i], set_of(attributes[i], each));
  }
  value_sets all;
  for (std::size_t i = 0; i < attributes.size(); ++i) {
    all.push_back(limited.contains(i) ? limited[i] : attributes[i].everything());
  }
  return all;
}

/// Whether the values are in their sets, and the derived ones as they derive.
bool satisfies(const schema& attributes, const value_sets& possible,
               const std::vector<value>& values) {
  fault f;
  for (std::size_t i = 0; i < attributes.size(); ++i) {
    const bool in_domain =
        is_none(values[i]) ? attributes[i].optional : attributes[i].domain.contains(values[i]);
    if (!in_domain || !possible[i].contains(values[i])) {
      return false;
    }
    f.attributes.emplace_back(attributes[i].domain, values[i]);
  }
  return std::ranges::all_of(attributes.derivation_order(), [&](auto i) {
    const auto derived = derived_value(attributes, i, f);
    const auto* v = derived ? std::get_if<value>(&*derived) : nullptr;
    return v != nullptr && *v == values[i];
  });
}

/// What was found, in words: `a = 1, b = null`.
std::string told(const schema& attributes, const realisation& r) {
  if (r.state != state::realised) {
    return r.state == state::impossible ? "impossible" : "not found";
  }
  std::string text;
  for (std::size_t i = 0; i < attributes.size(); ++i) {
    text += (text.empty() ? "" : ", ") + attributes[i].name + " = " +
            (is_none(r.values[i]) ? "null" : write_literal(attributes[i], r.values[i]));
  }
  return text;
}

/// The answer for a schema, in words.
std::string answer(std::string_view attributes, const std::vector<limit>& limits) {
  const auto all = shozai::testing::schema_of(shozai::json::parse(attributes));
  const auto possible = within(all, limits);
  const auto result = realise(all, possible);
  if (result.state == state::realised) {
    CHECK(satisfies(all, possible, result.values));
  } else {
    CHECK(result.values.empty());
  }
  return told(all, result);
}

}  // namespace

TEST_CASE("values are what people read easily", "[ownership][realise]") {
  constexpr auto attributes = R"json({
    "part": {"type": "enum", "values": {"drive": {}, "pump": {}, "fan": {}}},
    "alarm": {"type": "bool"},
    "hours": {"type": "int"},
    "price": {"type": "decimal", "scale": 2},
    "serial": {"type": "string"},
    "on": {"type": "date"},
    "at": {"type": "timestamp"},
    "lasted": {"type": "duration"},
    "remark": {"type": "string", "optional": true}})json";
  CHECK(answer(attributes, {}) ==
        "part = drive, alarm = false, hours = 0, price = 0.00, serial = , on = 2026-01-01, "
        "at = 2026-01-01T00:00:00Z, lasted = PT0S, remark = ");
  CHECK(answer(attributes, {{"part", "pump", "fan"},
                            {"alarm", "true", "true"},
                            {"hours", "-50", "-20"},
                            {"hours", "17", "90"},
                            {"price", "1.50", ""},
                            {"serial", "LT", ""},
                            {"on", "", "2025-06-30"},
                            {"on", "2026-09-01", ""},
                            {"at", "2026-01-01T00:00:00.5Z", ""},
                            {"lasted", "PT4H", "PT5H"},
                            {"remark", "null", ""}}) ==
        "part = pump, alarm = true, hours = 17, price = 1.50, serial = LT, on = 2025-06-30, "
        "at = 2026-01-01T00:00:00.5Z, lasted = PT4H, remark = null");
}

TEST_CASE("days between two dates", "[ownership][realise]") {
  constexpr auto attributes = R"json({
    "installed": {"type": "date"},
    "reported": {"type": "date"},
    "days": {"type": "int", "derived": "days_between(installed, reported)"}})json";
  CHECK(answer(attributes, {}) == "installed = 2026-01-01, reported = 2026-01-01, days = 0");
  CHECK(answer(attributes, {{"days", "366", "400"}}) ==
        "installed = 2026-01-01, reported = 2027-01-02, days = 366");
  CHECK(answer(attributes, {{"days", "", "-1"}}) ==
        "installed = 2026-01-01, reported = 2025-12-31, days = -1");
  CHECK(answer(attributes, {{"days", "366", ""}, {"reported", "2025-03-01", "2025-03-31"}}) ==
        "installed = 2024-03-30, reported = 2025-03-31, days = 366");
  CHECK(answer(attributes, {{"days", "", "-1"}, {"days", "1", ""}}) ==
        "installed = 2026-01-01, reported = 2026-01-02, days = 1");
  const limit before{"installed", "", "2026-03-31"};
  const limit after{"reported", "2026-04-01", ""};
  CHECK(answer(attributes, {{"days", "", "0"}, before, after}) == "impossible");
  CHECK(answer(attributes, {{"days", "", "1"}, before, after}) ==
        "installed = 2026-03-31, reported = 2026-04-01, days = 1");
}

TEST_CASE("gaps between the days that are possible", "[ownership][realise]") {
  constexpr auto attributes = R"json({
    "installed": {"type": "date", "min": "2026-03-01", "max": "2026-03-02"},
    "reported": {"type": "date", "min": "2026-03-08"},
    "days": {"type": "int", "derived": "days_between(installed, reported)"}})json";
  const limit five{"days", "5", "5"};
  const limit nine{"days", "9", "9"};
  CHECK(answer(attributes, {five, nine, {"reported", "", "2026-03-09"}}) == "impossible");
  CHECK(answer(attributes, {five, nine, {"reported", "", "2026-03-11"}}) ==
        "installed = 2026-03-01, reported = 2026-03-10, days = 9");
}

TEST_CASE("a derived attribute stays in its domain", "[ownership][realise]") {
  constexpr auto attributes = R"json({
    "installed": {"type": "date", "min": "2026-04-01"},
    "reported": {"type": "date"},
    "days": {"type": "int", "min": 0, "max": 9, "derived": "days_between(installed, reported)"}})json";
  CHECK(answer(attributes, {}) == "installed = 2026-04-01, reported = 2026-04-01, days = 0");
  CHECK(answer(attributes, {{"reported", "", "2026-03-31"}}) == "impossible");
  CHECK(answer(attributes, {{"reported", "2026-06-01", ""}}) ==
        "installed = 2026-05-23, reported = 2026-06-01, days = 9");
}

TEST_CASE("two derived attributes over one date", "[ownership][realise]") {
  constexpr auto attributes = R"json({
    "installed": {"type": "date"},
    "reported": {"type": "date"},
    "repaired": {"type": "date"},
    "age": {"type": "int", "derived": "days_between(installed, reported)"},
    "down": {"type": "int", "derived": "days_between(reported, repaired)"},
    "whole": {"type": "int", "derived": "age + down"}})json";
  CHECK(answer(attributes, {{"age", "365", "365"}, {"down", "10", "20"}}) ==
        "installed = 2026-01-01, reported = 2027-01-01, repaired = 2027-01-11, age = 365, "
        "down = 10, whole = 375");
  CHECK(answer(attributes,
               {{"age", "365", ""}, {"down", "10", "20"}, {"repaired", "", "2026-06-30"}}) ==
        "installed = 2025-06-20, reported = 2026-06-20, repaired = 2026-06-30, age = 365, "
        "down = 10, whole = 375");
  CHECK(answer(attributes, {{"age", "365", ""}, {"down", "10", ""}, {"whole", "", "374"}}) ==
        "impossible");
  CHECK(answer(attributes, {{"age", "365", ""}, {"down", "10", ""}, {"whole", "", "375"}}) ==
        "installed = 2026-01-01, reported = 2027-01-01, repaired = 2027-01-11, age = 365, "
        "down = 10, whole = 375");
}

TEST_CASE("differences that contradict each other at a distance", "[ownership][realise]") {
  constexpr auto attributes = R"json({
    "delivered": {"type": "date"},
    "reported": {"type": "date"},
    "repaired": {"type": "date"},
    "age": {"type": "int", "derived": "days_between(delivered, reported)"},
    "down": {"type": "int", "derived": "days_between(reported, repaired)"},
    "whole": {"type": "int", "derived": "days_between(delivered, repaired)"}})json";
  CHECK(answer(attributes, {{"age", "365", ""}, {"down", "10", ""}, {"whole", "", "374"}}) ==
        "impossible");
  CHECK(answer(attributes, {{"age", "365", ""}, {"down", "10", ""}, {"whole", "", "375"}}) ==
        "delivered = 2026-01-01, reported = 2027-01-01, repaired = 2027-01-11, age = 365, "
        "down = 10, whole = 375");
  CHECK(answer(attributes, {{"age", "", "-1"}, {"down", "", "-1"}, {"whole", "-1", ""}}) ==
        "impossible");
}

TEST_CASE("times, years and months", "[ownership][realise]") {
  constexpr auto attributes = R"json({
    "stopped": {"type": "timestamp"},
    "came": {"type": "timestamp"},
    "hours": {"type": "int", "derived": "hours_between(stopped, came)"},
    "minutes": {"type": "int", "derived": "minutes_between(stopped, came)"}})json";
  CHECK(answer(attributes, {{"hours", "4", "8"}}) ==
        "stopped = 2026-01-01T00:00:00Z, came = 2026-01-01T04:00:00Z, hours = 4, minutes = 240");
  CHECK(answer(attributes, {{"hours", "-1", "-1"}, {"minutes", "-1", "-1"}}) ==
        "stopped = 2026-01-01T00:00:00Z, came = 2025-12-31T23:59:59.999999Z, hours = -1, "
        "minutes = -1");
  CHECK(answer(attributes, {{"hours", "4", "8"}, {"minutes", "", "239"}}) == "impossible");

  constexpr auto calendar = R"json({
    "on": {"type": "date"},
    "in_year": {"type": "int", "derived": "year(on)"},
    "in_month": {"type": "int", "derived": "month(on)"}})json";
  CHECK(answer(calendar, {{"in_year", "2019", "2024"}}) ==
        "on = 2024-12-31, in_year = 2024, in_month = 12");
  CHECK(answer(calendar, {{"in_month", "5", "9"}}) ==
        "on = 2025-09-30, in_year = 2025, in_month = 9");
  CHECK(answer(calendar, {{"in_month", "2", "2"}, {"in_year", "2028", "2028"}}) ==
        "on = 2028-02-01, in_year = 2028, in_month = 2");
  CHECK(answer(calendar, {{"in_month", "13", ""}}) == "impossible");
  CHECK(answer(calendar, {{"in_month", "2", "2"}, {"on", "2026-03-01", "2027-01-31"}}) ==
        "impossible");
  CHECK(answer(calendar, {{"in_year", "2200", ""}}) == "impossible");
}

TEST_CASE("arithmetic of numbers", "[ownership][realise]") {
  constexpr auto attributes = R"json({
    "price": {"type": "decimal", "scale": 2, "min": "0"},
    "count": {"type": "int", "min": 0, "max": 1000},
    "sum": {"type": "decimal", "scale": 2, "derived": "price * count"},
    "limited": {"type": "decimal", "scale": 2, "derived": "min(sum, 5000)"},
    "rounded": {"type": "int", "derived": "round(max(limited, 0.5))"}})json";
  CHECK(answer(attributes, {{"sum", "100", "200"}}) ==
        "price = 0.10, count = 1000, sum = 100.00, limited = 100.00, rounded = 100");
  CHECK(answer(attributes, {{"sum", "0.07", "0.07"}}) ==
        "price = 0.01, count = 7, sum = 0.07, limited = 0.07, rounded = 1");
  CHECK(answer(attributes, {{"sum", "10.07", "10.07"}, {"count", "2", "18"}}) == "impossible");
  CHECK(answer(attributes, {{"sum", "4.37", "4.37"}, {"count", "2", "22"}}) ==
        "price = 0.23, count = 19, sum = 4.37, limited = 4.37, rounded = 4");
  CHECK(answer(attributes, {{"limited", "5000.01", ""}}) == "impossible");
  CHECK(answer(attributes, {{"rounded", "", "0"}}) == "impossible");
  CHECK(answer(attributes, {{"rounded", "7", "7"}, {"count", "3", "3"}}) ==
        "price = 2.17, count = 3, sum = 6.51, limited = 6.51, rounded = 7");
  CHECK(answer(attributes, {{"rounded", "5000", ""}, {"sum", "", "4999.49"}}) == "impossible");
}

TEST_CASE("one attribute read twice", "[ownership][realise]") {
  constexpr auto attributes = R"json({
    "x": {"type": "int", "min": -1000, "max": 1000},
    "y": {"type": "int", "min": -1000, "max": 1000},
    "square": {"type": "int", "derived": "x * x"},
    "more": {"type": "int", "derived": "x - y"},
    "less": {"type": "int", "derived": "y - x"}})json";
  CHECK(answer(attributes, {{"square", "400", "440"}, {"x", "0", ""}}) ==
        "x = 20, y = 0, square = 400, more = 20, less = -20");
  CHECK(answer(attributes, {{"square", "401", "440"}}) == "impossible");
  CHECK(answer(attributes, {{"more", "1", ""}, {"less", "1", ""}}) == "impossible");
  CHECK(answer(attributes, {{"more", "5", ""}, {"less", "", "-3"}, {"x", "", "4"}}) ==
        "x = 0, y = -5, square = 0, more = 5, less = -5");
}

TEST_CASE("none comes of none", "[ownership][realise]") {
  constexpr auto attributes = R"json({
    "a": {"type": "int", "min": 0, "max": 9, "optional": true},
    "b": {"type": "int", "min": 0, "max": 9, "optional": true},
    "sum": {"type": "int", "optional": true, "derived": "a + b"},
    "twice": {"type": "int", "optional": true, "derived": "sum * 2"},
    "apart": {"type": "int", "optional": true}})json";
  CHECK(answer(attributes, {}) == "a = 0, b = 0, sum = 0, twice = 0, apart = 0");
  CHECK(answer(attributes, {{"twice", "null", ""}}) ==
        "a = null, b = 0, sum = null, twice = null, apart = 0");
  CHECK(answer(attributes, {{"twice", "null", ""}, {"a", "3", ""}}) ==
        "a = 3, b = null, sum = null, twice = null, apart = 0");
  CHECK(answer(attributes, {{"a", "null", ""}, {"apart", "null", ""}}) ==
        "a = null, b = 0, sum = null, twice = null, apart = null");
  CHECK(answer(attributes, {{"a", "null", ""}, {"twice", "0", ""}}) == "impossible");
  CHECK(answer(attributes, {{"twice", "null", ""}, {"sum", "0", ""}}) == "impossible");
  CHECK(answer(attributes, {{"twice", "null", ""}, {"a", "0", ""}, {"b", "0", ""}}) ==
        "impossible");
}

TEST_CASE("none helps where no number does, and no more than needed", "[ownership][realise]") {
  constexpr auto attributes = R"json({
    "a": {"type": "int", "min": 0, "max": 9, "optional": true},
    "b": {"type": "int", "min": 0, "max": 9, "optional": true},
    "sum": {"type": "int", "optional": true, "derived": "a + b"}})json";
  const limit none_of_sum{"sum", "null", ""};
  CHECK(answer(attributes, {none_of_sum, {"sum", "19", ""}}) == "a = 0, b = null, sum = null");
  CHECK(answer(attributes, {none_of_sum, {"sum", "18", ""}}) == "a = 9, b = 9, sum = 18");
  CHECK(answer(attributes, {none_of_sum, {"sum", "19", ""}, {"b", "4", ""}}) ==
        "a = null, b = 4, sum = null");
}

namespace {

/// A value of the domain near `v`; the set of those less than `slack` away, often with more.
value_set around(dice& rng, const shozai::attribute& a, const value& v) {
  if (rng.chance(25)) {
    return a.everything();
  }
  const bool with_none = a.optional && rng.chance(20);
  if (is_none(v)) {
    return value_set{true, {}};
  }
  const auto* n = std::get_if<std::int64_t>(&v);
  if (n == nullptr || rng.chance(25)) {
    return unite(a.domain.only(v), value_set{with_none, {}});
  }
  const auto slack = rng.one_of<std::int64_t>({1, 3, 30, 1'000, 3'600'000'000});
  const auto least = std::max(shozai::int128{a.domain.min()}, shozai::int128{*n} - slack);
  const auto most = std::min(shozai::int128{a.domain.max()}, shozai::int128{*n} + slack);
  const value last = static_cast<std::int64_t>(most);
  value_set result(with_none, {{static_cast<std::int64_t>(least), a.domain.next(last)}});
  if (rng.chance(20) && *n > a.domain.min()) {  // with a hole beside it
    result = intersect(result, a.domain.complement(a.domain.only(*n - 1), a.optional));
  }
  return result;
}

/// Anything: from one interesting value to another, or several such.
value_set anything(dice& rng, const shozai::attribute& a, const std::vector<value>& interesting) {
  if (rng.chance(30)) {
    return a.everything();
  }
  value_set result(a.optional && rng.chance(30), {});
  for (auto left = rng.between(1, 2); left > 0; --left) {
    auto from = rng.below(interesting.size());
    auto to = rng.below(interesting.size());
    if (from > to) {
      std::swap(from, to);
    }
    result = unite(result, value_set{false, {{interesting[from], a.domain.next(interesting[to])}}});
  }
  return result;
}

std::vector<value> values_of(const fault& f) {
  std::vector<value> values;
  for (const auto& each : f.attributes) {
    values.push_back(*each.known());
  }
  return values;
}

std::string described(const schema& attributes, const value_sets& possible) {
  std::string text;
  for (std::size_t i = 0; i < attributes.size(); ++i) {
    const auto& a = attributes[i];
    text += a.name + (possible[i].has_none() ? " null" : "");
    for (const auto& each : possible[i].intervals()) {
      text +=
          " " + write_literal(a, each.from) + ".." + (each.to ? write_literal(a, *each.to) : "");
    }
    text += '\n';
  }
  return text;
}

}  // namespace

TEST_CASE("what is around a possible fault is found, and never called impossible",
          "[ownership][realise]") {
  std::size_t asked = 0;
  std::size_t found = 0;
  for (std::uint32_t seed = 1; seed <= 400; ++seed) {
    const auto text = shozai::testing::random_policy(seed).dump();
    const auto loaded = shozai::load_document(text);
    const auto& attributes = loaded.document->attributes;
    if (attributes.derivation_order().empty()) {
      continue;
    }
    const shozai::testing::fault_sampler sampler(*loaded.document);
    dice rng(seed);
    for (int i = 0; i < 40; ++i) {
      const auto values = values_of(sampler.complete_fault(rng));
      value_sets possible;
      for (std::size_t k = 0; k < attributes.size(); ++k) {
        possible.push_back(around(rng, attributes[k], values[k]));
      }
      REQUIRE(satisfies(attributes, possible, values));
      const auto result = realise(attributes, possible);
      INFO(described(attributes, possible) << shozai::json::parse(text)["attributes"].dump(1));
      REQUIRE(result.state != state::impossible);
      ++asked;
      if (result.state == state::realised) {
        ++found;
        REQUIRE(satisfies(attributes, possible, result.values));
      }
    }
  }
  CAPTURE(asked, found);
  CHECK(asked > 2'000);
  CHECK(found * 100 >= asked * 95);
}

TEST_CASE("what holds a possible fault is never called impossible", "[ownership][realise]") {
  std::map<state, std::size_t> states;
  for (std::uint32_t seed = 1'001; seed <= 1'300; ++seed) {
    const auto loaded = shozai::load_document(shozai::testing::random_policy(seed).dump());
    const auto& document = *loaded.document;
    const auto& attributes = document.attributes;
    if (attributes.derivation_order().empty()) {
      continue;
    }
    const shozai::testing::fault_sampler sampler(document);
    const auto interesting = shozai::testing::interesting_values(document);
    dice rng(seed);
    std::vector<std::vector<value>> faults;
    for (int i = 0; i < 300; ++i) {
      faults.push_back(values_of(sampler.complete_fault(rng)));
    }
    for (int i = 0; i < 40; ++i) {
      value_sets possible;
      for (std::size_t k = 0; k < attributes.size(); ++k) {
        possible.push_back(anything(rng, attributes[k], interesting[k]));
      }
      if (std::ranges::any_of(possible, [](const auto& s) { return s.empty(); })) {
        continue;
      }
      const auto result = realise(attributes, possible);
      ++states[result.state];
      if (result.state == state::realised) {
        REQUIRE(satisfies(attributes, possible, result.values));
      } else {
        const auto inside = std::ranges::count_if(
            faults, [&](const auto& f) { return satisfies(attributes, possible, f); });
        INFO(described(attributes, possible));
        REQUIRE((result.state == state::not_found || inside == 0));
      }
    }
  }
  CHECK(states[state::realised] > 500);
  CHECK(states[state::impossible] > 100);
}

namespace {

using shozai::testing::subject;

subject small_subject(dice& rng, const std::string& name) {
  auto written = shozai::json::object();
  const auto type = rng.below(4);
  const auto least = rng.number(-3, 1);
  const auto most = least + rng.number(1, 6);
  if (type == 0) {
    written["type"] = "date";
    written["min"] = shozai::format_date(20'450 + least);
    written["max"] = shozai::format_date(20'450 + most);
  } else if (type == 1) {
    written["type"] = "decimal";
    written["scale"] = 1;
    written["min"] = shozai::format_decimal(least, 1);
    written["max"] = shozai::format_decimal(most, 1);
  } else {
    written["type"] = "int";
    written["min"] = least;
    written["max"] = most;
  }
  written["optional"] = rng.chance(40);
  return shozai::testing::detail::make_subject(name, written, {});
}

/// Three small attributes and up to three derived ones, which may build on each other.
std::vector<subject> small_subjects(dice& rng) {
  std::vector<subject> subjects;
  for (const auto* name : {"a", "b", "c"}) {
    subjects.push_back(small_subject(rng, name));
  }
  for (const auto* name : {"d", "e", "f"}) {
    auto derived = shozai::testing::detail::random_derived(rng, name, subjects);
    if (derived && rng.chance(80)) {
      subjects.push_back(std::move(*derived));
    }
  }
  return subjects;
}

std::vector<value> all_values(const shozai::attribute& a) {
  std::vector<value> all;
  if (a.optional) {
    all.emplace_back(none{});
  }
  for (std::optional<value> at = a.domain.first(); at; at = a.domain.next(*at)) {
    all.push_back(*at);
  }
  return all;
}

/// Every fault, with derived attributes as they derive, that keeps to the domains.
std::vector<std::vector<value>> all_faults(const schema& attributes) {
  std::vector<fault> partial(1);
  for (const auto& a : attributes) {
    partial.front().attributes.emplace_back(a.everything());
  }
  for (std::size_t i = 0; i < attributes.size(); ++i) {
    if (attributes[i].derived) {
      continue;
    }
    std::vector<fault> longer;
    for (const auto& each : partial) {
      for (const auto& v : all_values(attributes[i])) {
        longer.push_back(each);
        longer.back().attributes[i] = shozai::knowledge(attributes[i].domain, v);
      }
    }
    partial = std::move(longer);
  }
  std::vector<std::vector<value>> all;
  for (auto& f : partial) {
    const bool good = std::ranges::all_of(attributes.derivation_order(), [&](auto i) {
      const auto derived = derived_value(attributes, i, f);
      const auto* v = std::get_if<value>(&*derived);
      if (v == nullptr ||
          !(is_none(*v) ? attributes[i].optional : attributes[i].domain.contains(*v))) {
        return false;
      }
      f.attributes[i] = shozai::knowledge(attributes[i].domain, *v);
      return true;
    });
    if (good) {
      all.push_back(values_of(f));
    }
  }
  return all;
}

}  // namespace

TEST_CASE("in a small space the answer is always known, and right", "[ownership][realise]") {
  std::map<state, std::size_t> states;
  for (std::uint32_t seed = 1; seed <= 300; ++seed) {
    dice rng(seed);
    auto written = shozai::json::object();
    for (const auto& each : small_subjects(rng)) {
      written[each.name()] = each.written;
    }
    const auto attributes = shozai::testing::schema_of(written);
    const auto faults = all_faults(attributes);
    std::vector<std::vector<value>> interesting(attributes.size());
    for (std::size_t k = 0; k < attributes.size(); ++k) {
      std::set<value> occurring;
      for (const auto& f : faults) {
        if (!is_none(f[k])) {
          occurring.insert(f[k]);
        }
      }
      occurring.insert(attributes[k].domain.first());
      interesting[k].assign(occurring.begin(), occurring.end());
    }
    for (int i = 0; i < 40; ++i) {
      value_sets possible;
      for (std::size_t k = 0; k < attributes.size(); ++k) {
        possible.push_back(anything(rng, attributes[k], interesting[k]));
      }
      const bool exists = std::ranges::any_of(
          faults, [&](const auto& f) { return satisfies(attributes, possible, f); });
      const auto result = realise(attributes, possible);
      INFO(described(attributes, possible) << written.dump(1));
      REQUIRE(result.state == (exists ? state::realised : state::impossible));
      REQUIRE((!exists || satisfies(attributes, possible, result.values)));
      ++states[result.state];
    }
  }
  CHECK(states[state::realised] > 2'000);
  CHECK(states[state::impossible] > 1'000);
}

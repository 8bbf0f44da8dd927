// SPDX-License-Identifier: Apache-2.0
/// \file
/// Random derived attributes, and all the attributes of a random policy.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "shozai/core/decimal.hpp"
#include "shozai/core/fault.hpp"
#include "shozai/policy/derive.hpp"
#include "support/random_attributes.hpp"
#include "support/random_draw.hpp"
#include "support/random_literals.hpp"

namespace shozai::testing {

namespace detail {

/// Writes expressions over the subjects that exist so far, for a result of a given scale.
class derivation_writer {
 public:
  derivation_writer(dice& rng, const std::vector<subject>& subjects, int scale)
      : rng_(rng), subjects_(subjects), scale_(scale) {}

  /// An expression whose scale suffices, by `round` where it must; nothing if no subject serves.
  [[nodiscard]] std::optional<std::string> expression() {
    const auto dates = of_types(attribute_type::date, attribute_type::date);
    const auto instants = of_types(attribute_type::timestamp, attribute_type::timestamp);
    const auto numbers = of_types(attribute_type::integer, attribute_type::decimal);
    texts choices;
    if (!dates.empty()) {
      choices.push_back("year(" + rng_.one_of(dates)->name() + ")");
      choices.push_back("month(" + rng_.one_of(dates)->name() + ")");
    }
    add_elapsed(choices, dates, {"days_between"}, 6);
    add_elapsed(choices, instants, {"hours_between", "minutes_between"}, 3);
    if (!numbers.empty()) {
      choices.insert(choices.end(), 4, arithmetic(numbers));
    }
    return choices.empty() ? std::nullopt : std::optional{rng_.one_of(choices)};
  }

 private:
  using operands = std::vector<const subject*>;

  [[nodiscard]] operands of_types(attribute_type one, attribute_type other) const {
    operands found;
    for (const auto& each : subjects_) {
      if (each.what.type == one || each.what.type == other) {
        found.push_back(&each);
      }
    }
    return found;
  }

  void add_elapsed(texts& choices, const operands& ends, const texts& functions,
                   std::size_t weight) {
    if (ends.size() < 2) {
      return;
    }
    const auto pair = rng_.some_of(ends, 2);
    for (const auto& function : functions) {
      choices.insert(choices.end(), weight,
                     function + "(" + pair[0]->name() + ", " + pair[1]->name() + ")");
    }
  }

  // Up to two operations on one or two operands and literals.
  std::string arithmetic(const operands& numbers) {
    const auto& a = rng_.one_of(numbers)->what;
    const auto& b = rng_.one_of(numbers)->what;
    const bool whole = rng_.below(3) < 2;
    const auto literal = whole ? rng_.one_of<std::string>({"2", "3", "100"})
                               : rng_.one_of<std::string>({"0.5", "1.5"});
    const int literal_scale = whole ? 0 : 1;
    const int wider = std::max(a.scale, b.scale);
    const std::vector<std::pair<std::string, int>> all = {
        {a.name + " * " + b.name, a.scale + b.scale},
        {a.name + " * " + literal, a.scale + literal_scale},
        {a.name + "+" + b.name, wider},
        {a.name + " - (" + b.name + " - " + literal + ")", std::max(wider, literal_scale)},
        {"min(" + a.name + ", " + b.name + ", " + literal + ")", std::max(wider, literal_scale)},
        {"max(" + a.name + ", -" + b.name + ")", wider},
        {literal + " - " + a.name + " * 2", std::max(a.scale, literal_scale)},
        {"round(" + a.name + " * " + literal + ") + " + b.name, std::max(scale_, b.scale)},
    };
    const auto& [text, scale] = rng_.one_of(all);
    return scale > scale_ || rng_.chance(20) ? "round(" + text + ")" : text;
  }

  dice& rng_;
  const std::vector<subject>& subjects_;
  int scale_;
};

/// A value of the domain of a number, a date or the like, mostly near the constants.
[[nodiscard]] inline value random_number_near(dice& rng, const subject& about) {
  const auto& d = about.what.domain;
  if (rng.chance(20)) {
    return rng.number(d.min(), d.max());
  }
  std::vector<std::int64_t> near{d.min(), d.max()};
  for (const auto& constant : about.constants) {
    for (const std::int64_t step : {-1, 0, 1}) {
      const auto v = std::get<std::int64_t>(constant) + step;
      if (d.min() <= v && v <= d.max()) {
        near.push_back(v);
      }
    }
  }
  return rng.one_of(near);
}

[[nodiscard]] inline bool is_numeric(const attribute& a) {
  return is_ordered(a.type) && a.type != attribute_type::string;
}

/// What attribute number `index`, derived, comes to in one random fault; nothing where another
/// derived attribute would be outside its domain.
[[nodiscard]] inline std::optional<std::int64_t> sample_derived(
    dice& rng, const schema& attributes, const std::vector<subject>& subjects, std::size_t index) {
  fault f;
  for (const auto& a : attributes) {
    f.attributes.emplace_back(a.everything());
  }
  for (std::size_t i = 0; i < subjects.size(); ++i) {
    const auto& a = attributes[i];
    if (!a.derived && is_numeric(a)) {
      f.attributes[i] = knowledge(a.domain, random_number_near(rng, subjects[i]));
    }
  }
  std::optional<std::int64_t> sampled;
  for (const auto i : attributes.derivation_order()) {
    const auto result = derived_value(attributes, i, f);
    const auto* v = result ? std::get_if<value>(&*result) : nullptr;
    if (v == nullptr || !attributes[i].domain.contains(*v)) {
      return std::nullopt;
    }
    f.attributes[i] = knowledge(attributes[i].domain, *v);
    sampled = i == index ? std::optional{std::get<std::int64_t>(*v)} : sampled;
  }
  return sampled;
}

// The schema of the subjects and, after them, one more attribute.
[[nodiscard]] inline schema schema_with(const std::vector<subject>& subjects,
                                        const std::string& name, const json& written) {
  auto attributes = json::object();
  for (const auto& each : subjects) {
    attributes[each.name()] = each.written;
  }
  attributes[name] = written;
  return schema_of(attributes);
}

// Bounds not far from what was sampled; the bounds of the type where they are near.
inline void add_bounds(dice& rng, const std::vector<std::int64_t>& sampled, const attribute& plain,
                       json& written) {
  const auto [least, most] = std::ranges::minmax(sampled);
  const int128 slack = rng.one_of<std::int64_t>({0, 10, 1'000'000'000, 1'000'000'000});
  const auto low = std::max(int128{plain.domain.min()}, least - slack);
  const auto high = std::min(int128{plain.domain.max()}, most + slack);
  written["min"] = written_value(rng, plain, value{static_cast<std::int64_t>(low)});
  written["max"] = written_value(rng, plain, value{static_cast<std::int64_t>(high)});
}

/// A derived attribute over those that exist, with constants near what it comes to; nothing where
/// none serves. Some fault is always possible.
[[nodiscard]] inline std::optional<subject> random_derived(dice& rng, const std::string& name,
                                                           const std::vector<subject>& subjects) {
  auto written = json::object();
  written["type"] = rng.one_of({"int", "int", "decimal"});
  if (written["type"] == "decimal") {
    written["scale"] = rng.between(0, 3);
  }
  const int scale = written.value("scale", 0);
  const auto expression = derivation_writer(rng, subjects, scale).expression();
  if (!expression) {
    return std::nullopt;
  }
  written["derived"] = *expression;
  auto wide = written;
  wide["optional"] = true;  // else an optional input is an error
  const auto attributes = schema_with(subjects, name, wide);
  const auto& plain = attributes[subjects.size()];
  std::vector<std::int64_t> sampled;
  for (int i = 0; i < 30; ++i) {
    if (const auto result = sample_derived(rng, attributes, subjects, subjects.size())) {
      sampled.push_back(*result);
    }
  }
  if (sampled.empty()) {
    return std::nullopt;
  }
  const bool must =
      std::ranges::any_of(plain.inputs, [&](std::size_t i) { return attributes[i].optional; });
  if (must || rng.chance(5)) {
    written["optional"] = true;
  }
  std::vector<value> constants;
  for (int i = 0; i < 3; ++i) {
    const int128 result = rng.one_of(sampled);
    const int128 near = result + rng.one_of({-1, 0, 0, 1});
    constants.emplace_back(static_cast<std::int64_t>(
        std::clamp(near, int128{plain.domain.min()}, int128{plain.domain.max()})));
  }
  if (rng.chance(50)) {
    add_bounds(rng, sampled, plain, written);
  }
  auto derived = schema_with(subjects, name, written)[subjects.size()];
  std::ranges::sort(constants);
  constants.erase(std::unique(constants.begin(), constants.end()), constants.end());
  return subject{std::move(derived), std::move(written), std::move(constants), {}};
}

}  // namespace detail

/// Two to five attributes, derived ones among them where the others allow it.
[[nodiscard]] inline std::vector<subject> random_subjects(dice& rng) {
  static const texts pool = {"severity", "product", "fault_class", "in_use",    "has_alarm", "x",
                             "date_x",   "not_ok",  "null_y",      "hours_run", "within_z",  "or_b",
                             "a1",       "serial",  "e5",          "true_cause"};
  const auto names = rng.some_of(pool, rng.between(2, 5));
  std::size_t derived = 0;
  for (std::size_t i = 2; i < names.size(); ++i) {
    derived += rng.chance(35) ? 1U : 0U;
  }
  std::vector<subject> subjects;
  for (std::size_t i = derived; i < names.size(); ++i) {
    const bool same_type = i > derived && rng.chance(30);
    const auto type = same_type ? subjects.back().what.type : detail::random_type(rng);
    subjects.push_back(detail::random_plain(rng, names[i], type));
  }
  for (std::size_t i = 0; i < derived; ++i) {
    auto result = detail::random_derived(rng, names[i], subjects);
    subjects.push_back(result ? std::move(*result)
                              : detail::random_plain(rng, names[i], detail::random_type(rng)));
  }
  return subjects;
}

}  // namespace shozai::testing

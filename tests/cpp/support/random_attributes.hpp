// SPDX-License-Identifier: Apache-2.0
/// \file
/// Random attributes of a policy, with the few constants that its conditions will use.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "shozai/core/attribute.hpp"
#include "shozai/core/date_time.hpp"
#include "shozai/core/schema.hpp"
#include "shozai/policy/json_gate.hpp"
#include "shozai/policy/limits.hpp"
#include "shozai/policy/load_schema.hpp"
#include "support/random_draw.hpp"
#include "support/random_literals.hpp"

namespace shozai::testing {

/// An attribute as conditions talk about it.
struct subject {
  attribute what;
  json written;                  ///< as the document has it
  std::vector<value> constants;  ///< distinct; some of a number lie just outside its domain
  texts groups;                  ///< of an enum tree

  [[nodiscard]] const std::string& name() const noexcept { return what.name; }
};

/// The schema that the member `attributes` of a document writes. \throws std::logic_error if bad.
[[nodiscard]] inline schema schema_of(const json& attributes) {
  findings_sink findings(load_limits{}.errors);
  auto result = shozai::detail::schema_loader(findings).load({&attributes, json_pointer{}, {}});
  if (has_errors(findings.all())) {
    throw std::logic_error("bad attributes: " + attributes.dump());
  }
  return result;
}

namespace detail {

[[nodiscard]] inline subject make_subject(const std::string& name, json written,
                                          std::vector<value> constants) {
  auto attributes = json::object();
  attributes[name] = written;
  std::ranges::sort(constants);
  constants.erase(std::unique(constants.begin(), constants.end()), constants.end());
  return {schema_of(attributes)[0], std::move(written), std::move(constants), {}};
}

inline void collect_groups(const std::vector<enum_node>& nodes, texts& groups) {
  for (const auto& node : nodes) {
    if (!node.children.empty()) {
      groups.push_back(node.id);
      collect_groups(node.children, groups);
    }
  }
}

[[nodiscard]] inline json random_leaf(dice& rng, const std::string& id) {
  auto leaf = json::object();
  if (rng.chance(50)) {
    leaf["en"] = "value " + id;
  }
  return leaf;
}

// Flat, or a tree of up to three levels.
[[nodiscard]] inline json random_enum_values(dice& rng) {
  static const texts ids = {
      "design", "misuse", "wear", "initial_defect", "LT-100", "LT-200", "旋盤",
      "ML-5/B", "a b",    "x,y",  "true",           "null",   "-",      "7"};
  const auto leaves = rng.some_of(ids, rng.between(2, 5));
  auto values = json::object();
  if (rng.chance(50) || leaves.size() < 3) {
    for (const auto& leaf : leaves) {
      values[leaf] = random_leaf(rng, leaf);
    }
    return values;
  }
  const auto groups = rng.some_of(texts{"lathe", "mill", "grp 1", "other"}, 2);
  const auto grouped = rng.between(1, 2);
  auto inner = json::object();
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    (i < grouped ? inner : values)[leaves[i]] = random_leaf(rng, leaves[i]);
  }
  auto group = json::object();
  group["ja"] = "群";
  group["children"] = std::move(inner);
  if (rng.chance(60)) {
    values[groups[0]] = std::move(group);
    return values;
  }
  auto outer = json::object();
  outer[groups[0]] = std::move(group);
  outer[leaves.back()] = values[leaves.back()];
  values.erase(leaves.back());
  values[groups[1]]["children"] = std::move(outer);
  return values;
}

[[nodiscard]] inline subject random_enum(dice& rng, const std::string& name, json written) {
  written["values"] = random_enum_values(rng);
  auto result = make_subject(name, std::move(written), {});
  collect_groups(result.what.values.roots(), result.groups);
  for (std::size_t i = 0; i < result.what.values.size(); ++i) {
    result.constants.emplace_back(static_cast<std::int64_t>(i));
  }
  return result;
}

[[nodiscard]] inline subject random_string(dice& rng, const std::string& name, json written) {
  static const texts pool = {"",   "a",  "ab", "abc", "abcd", "b",   "a ",
                             "aé", "旋", "😀", "Z",   "it's", "q\"", "\\"};
  const auto length = rng.one_of<std::size_t>({1, 1, 2, 2, 3, 5, 256, 256});
  if (length < 256) {
    written["max_length"] = length;
  }
  texts fitting;
  std::ranges::copy_if(pool, std::back_inserter(fitting),
                       [&](const auto& text) { return code_point_count(text) <= length; });
  auto chosen = rng.some_of(fitting, rng.between(2, 4));
  if (rng.chance(15)) {
    chosen.push_back(rng.one_of(pool));
  }
  return make_subject(name, std::move(written), {chosen.begin(), chosen.end()});
}

// How far apart the constants of a cluster are.
[[nodiscard]] inline std::int64_t random_unit(dice& rng, attribute_type type) {
  if (type == attribute_type::timestamp) {
    return rng.one_of({std::int64_t{1}, microseconds_per_second, microseconds_per_hour});
  }
  if (type == attribute_type::duration) {
    return rng.one_of({std::int64_t{1}, microseconds_per_minute, microseconds_per_day});
  }
  return 1;
}

[[nodiscard]] inline std::int64_t random_centre(dice& rng, attribute_type type) {
  constexpr std::int64_t first_of_april = 20'544;  // 2026-04-01
  switch (type) {
    case attribute_type::date:
      return first_of_april + rng.one_of<std::int64_t>({-1, 0, 30});
    case attribute_type::timestamp:
      return first_of_april * microseconds_per_day + 12 * microseconds_per_hour;
    case attribute_type::duration:
      return rng.one_of<std::int64_t>({1, 4}) * microseconds_per_hour;
    default:
      return rng.one_of<std::int64_t>({0, 3, 5, 100, 365, 1250});
  }
}

// A range with a cluster of constants, which often includes the bounds or their neighbours.
[[nodiscard]] inline subject random_number(dice& rng, const std::string& name, json written) {
  const auto plain = make_subject(name, written, {}).what;
  const auto unit = random_unit(rng, plain.type);
  const auto centre = random_centre(rng, plain.type);
  std::vector<value> constants;
  for (const auto step : rng.some_of(std::vector<std::int64_t>{0, 1, 2, 3, 5}, rng.between(2, 4))) {
    constants.emplace_back(centre + unit * step);
  }
  const auto add_bound = [&](const char* key, std::int64_t bound) {
    bound = std::clamp(bound, plain.domain.min(), plain.domain.max());
    written[key] = written_value(rng, plain, value{bound});
    if (rng.chance(25)) {
      const auto near = bound + rng.one_of<std::int64_t>({0, 0, -1, 1});
      if (near >= 0 || plain.type != attribute_type::duration) {
        constants.emplace_back(near);
      }
    }
  };
  if (rng.chance(70)) {
    add_bound("min", centre - unit * rng.one_of<std::int64_t>({0, 1, 5, 400}));
  }
  if (rng.chance(70)) {
    add_bound("max", centre + unit * rng.one_of<std::int64_t>({3, 6, 500}));
  }
  return make_subject(name, std::move(written), std::move(constants));
}

[[nodiscard]] inline subject random_plain(dice& rng, const std::string& name, attribute_type type) {
  auto written = json::object();
  written["type"] = name_of(type);
  if (rng.chance(35)) {
    written["optional"] = true;
  } else if (rng.chance(10)) {
    written["optional"] = false;
  }
  if (rng.chance(10)) {
    written["label"]["en"] = "the " + name;
  }
  switch (type) {
    case attribute_type::enumeration:
      return random_enum(rng, name, std::move(written));
    case attribute_type::boolean:
      return make_subject(name, std::move(written),
                          {value{std::int64_t{0}}, value{std::int64_t{1}}});
    case attribute_type::string:
      return random_string(rng, name, std::move(written));
    case attribute_type::decimal:
      written["scale"] = rng.between(0, 3);
      break;
    default:
      break;
  }
  return random_number(rng, name, std::move(written));
}

[[nodiscard]] inline attribute_type random_type(dice& rng) {
  using enum attribute_type;
  return rng.one_of({enumeration, enumeration, boolean, integer, integer, decimal, string, date,
                     date, timestamp, timestamp, duration});
}

}  // namespace detail

}  // namespace shozai::testing

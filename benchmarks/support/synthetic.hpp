// SPDX-License-Identifier: Apache-2.0
/// \file
/// Policies of any size, of four families, from a seed.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <numeric>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shozai/policy/json_gate.hpp"

namespace shozai::synthetic {

/// How the rules of a policy hang together.
enum class family : std::uint8_t {
  structured,    ///< a rule a pair of enum values, with a threshold or two: what offices write
  hierarchical,  ///< rules that refine others, as exceptions of exceptions
  random,        ///< uniformly random boxes: what nobody writes
  refining,      ///< exceptions of exceptions, each with another owner than what it refines
};

inline constexpr std::array<std::string_view, 4> family_names = {"structured", "hierarchical",
                                                                 "random", "refining"};

[[nodiscard]] constexpr std::string_view name_of(family f) {
  return family_names.at(static_cast<std::size_t>(f));
}
/// \throws std::invalid_argument
[[nodiscard]] inline family family_named(std::string_view name) {
  const auto* const found = std::ranges::find(family_names, name);
  if (found == family_names.end()) {
    throw std::invalid_argument("unknown family " + std::string(name));
  }
  return static_cast<family>(found - family_names.begin());
}

struct plan {
  family kind = family::structured;
  std::size_t rules = 100;
  std::uint32_t seed = 42;
  std::string hit_policy = "override";
  std::size_t sets = 1;  ///< of eight attributes each; only random rules test more than the first
};

/// A set of attributes: four enums, a bool, three ints.
struct shape {
  static constexpr std::size_t enums = 4;
  static constexpr std::size_t enum_values = 12;
  static constexpr std::size_t ints = 3;
  static constexpr std::int64_t int_max = 9'999;
};

inline std::string enum_name(std::size_t i) {
  return "e" + std::to_string(i);
}
inline std::string flag_name(std::size_t i) {
  return i == 0 ? "flag" : "flag" + std::to_string(i);
}
inline std::string int_name(std::size_t i) {
  return "n" + std::to_string(i);
}
inline std::string value_name(std::size_t i) {
  return "v" + std::to_string(i);
}

/// Writes the document of a plan. Numbers come from `std::mt19937` by remainder, so that every
/// standard library makes the same policy.
class policy_writer {
 public:
  explicit policy_writer(plan p) : plan_(std::move(p)), random_(plan_.seed) {}

  [[nodiscard]] std::string text() {
    json root = {{"shozai", 1}, {"policy", {{"id", "synthetic"}, {"version", "1"}}}};
    for (std::size_t i = 0; i < shape::enums * plan_.sets; ++i) {
      auto& a = root["attributes"][enum_name(i)];
      a["type"] = "enum";
      for (std::size_t v = 0; v < shape::enum_values; ++v) {
        a["values"][value_name(v)] = json::object();
      }
    }
    for (std::size_t i = 0; i < plan_.sets; ++i) {
      root["attributes"][flag_name(i)]["type"] = "bool";
    }
    for (std::size_t i = 0; i < shape::ints * plan_.sets; ++i) {
      root["attributes"][int_name(i)] = {{"type", "int"}, {"min", 0}, {"max", shape::int_max}};
    }
    for (std::size_t i = 0; i < departments; ++i) {
      root["departments"][department(i)] = json::object();
    }
    auto& owner = root["aspects"]["owner"];
    owner["hit_policy"] = plan_.hit_policy;
    owner["interim"]["accountable"] = department(0);
    owner["rules"] = json::array();
    write_rules(owner["rules"]);
    owner["otherwise"] = {{"id", "otherwise"},
                          {"then", {{"accountable", department(0)}}},
                          {"because", "somebody must"}};
    return root.dump();
  }

 private:
  static constexpr std::size_t departments = 6;

  struct box {
    std::vector<std::string> tests;
    std::size_t parent = 0;         // one more than its number; 0: none
    std::size_t owner = 0;          // of a refining rule
    std::vector<std::size_t> free;  // values that no refining child has taken yet
  };

  static std::string department(std::size_t i) { return "d" + std::to_string(i); }
  std::size_t pick(std::size_t n) { return random_() % n; }
  std::string enum_test(std::size_t i) {
    return enum_name(i) + " == '" + value_name(pick(shape::enum_values)) + "'";
  }
  std::string threshold(std::size_t i) {
    const auto limit = std::to_string(pick(static_cast<std::size_t>(shape::int_max)) / 100 * 100);
    return int_name(i) + (pick(2) == 0 ? " <= " : " > ") + limit;
  }
  std::string range(std::size_t i) {
    const auto from = pick(static_cast<std::size_t>(shape::int_max) / 2);
    return int_name(i) + " >= " + std::to_string(from) + " && " + int_name(i) +
           " <= " + std::to_string(from + pick(static_cast<std::size_t>(shape::int_max) / 2));
  }

  box structured() {
    box b;
    b.tests = {enum_test(0), enum_test(1)};
    if (pick(2) == 0) {
      b.tests.push_back(enum_test(2 + pick(2)));
    }
    if (pick(3) == 0) {
      b.tests.push_back(threshold(pick(shape::ints)));
    }
    if (pick(6) == 0) {
      b.tests.emplace_back("flag");
    }
    return b;
  }

  // A root tests the first enum; a child adds the next attribute to what its parent tests.
  box hierarchical(const std::vector<box>& earlier) {
    box b;
    if (earlier.size() < shape::enum_values) {
      b.tests = {enum_name(0) + " == '" + value_name(earlier.size()) + "'"};
      return b;
    }
    do {
      b.parent = pick(earlier.size()) + 1;
    } while (earlier[b.parent - 1].tests.size() > shape::enums);
    b.tests = earlier[b.parent - 1].tests;
    const auto depth = b.tests.size();
    b.tests.push_back(depth < shape::enums ? enum_test(depth) : threshold(pick(shape::ints)));
    return b;
  }

  // Four attributes a rule, however many there are.
  bool is_tested() { return pick(2 * plan_.sets) == 0; }

  box uniform() {
    box b;
    for (std::size_t i = 0; i < shape::enums * plan_.sets; ++i) {
      if (is_tested()) {
        b.tests.push_back(enum_test(i));
      }
    }
    for (std::size_t i = 0; i < shape::ints * plan_.sets; ++i) {
      if (is_tested()) {
        b.tests.push_back(range(i));
      }
    }
    for (std::size_t i = 0; i < plan_.sets; ++i) {
      if (is_tested()) {
        b.tests.push_back(flag_name(i));
        if (pick(2) != 0) {
          b.tests.back().insert(0, 1, '!');
        }
      }
    }
    if (b.tests.empty()) {
      b.tests.push_back(enum_test(0));
    }
    return b;
  }

  // Whatever is not refined goes to `otherwise`. Children of one rule test one attribute for
  // different values, all but one at most, so that they never meet and leave their parent
  // something; where all enums are tested, the one child halves a number.
  box refining(std::vector<box>& earlier) {
    auto& parent = *refined(earlier);
    const auto depth = parent.tests.size();
    const auto at = pick(parent.free.size());
    box b;
    b.parent = static_cast<std::size_t>(&parent - earlier.data());
    b.tests = parent.tests;
    b.tests.push_back(depth < shape::enums
                          ? enum_name(depth) + " == '" + value_name(parent.free[at]) + "'"
                          : threshold(pick(shape::ints)));
    parent.free.erase(parent.free.begin() + static_cast<std::ptrdiff_t>(at));
    b.owner = (parent.owner + 1 + pick(departments - 1)) % departments;
    b.free = places_for_children(depth + 1);
    return b;
  }

  // One with room for a child; `otherwise` stands first.
  std::vector<box>::iterator refined(std::vector<box>& earlier) {
    if (earlier.empty()) {
      earlier.push_back({.tests = {}, .free = places_for_children(0)});
    }
    auto found = earlier.begin();
    do {
      found = earlier.begin() + static_cast<std::ptrdiff_t>(pick(earlier.size()));
    } while (found->free.empty());
    return found;
  }

  static std::vector<std::size_t> places_for_children(std::size_t depth) {
    std::vector<std::size_t> places(depth < shape::enums    ? shape::enum_values - 1
                                    : depth == shape::enums ? 1
                                                            : 0);
    std::iota(places.begin(), places.end(), std::size_t{0});
    return places;
  }

  box next(std::vector<box>& earlier) {
    switch (plan_.kind) {
      case family::structured:
        return structured();
      case family::hierarchical:
        return hierarchical(earlier);
      case family::random:
        return uniform();
      case family::refining:
        break;
    }
    return refining(earlier);
  }

  void write_rules(json& rules) {
    std::vector<box> boxes;
    for (std::size_t i = 0; i < plan_.rules; ++i) {
      auto b = next(boxes);
      rules.push_back(rule(i, b));
      boxes.push_back(std::move(b));
    }
    if (plan_.hit_policy == "first") {
      std::reverse(rules.begin(), rules.end());  // exceptions before what they refine
    }
  }

  json rule(std::size_t i, const box& b) {
    std::string when;
    for (const auto& test : b.tests) {
      when += (when.empty() ? "" : " && ") + test;
    }
    json r = {{"id", id(i)}, {"when", when}};
    if (plan_.hit_policy == "override") {
      r["overrides"] = overridden_by(i, b);
      if (r["overrides"].empty()) {
        r.erase("overrides");
      }
    }
    r["then"]["accountable"] =
        department(plan_.kind == family::refining ? b.owner : pick(departments));
    r["because"] = "rule " + std::to_string(i);
    return r;
  }

  // A child overrides its parent. A structured rule overrides the one before it for the same pair
  // of values, so that rules for one pair never conflict. A random rule overrides a random one.
  std::vector<std::string> overridden_by(std::size_t i, const box& b) {
    std::size_t below = i;
    if (plan_.kind == family::hierarchical || plan_.kind == family::refining) {
      below = b.parent == 0 ? i : b.parent - 1;
    } else if (plan_.kind == family::structured) {
      const auto pair = b.tests[0] + b.tests[1];
      const auto [found, is_new] = last_of_pair_.emplace(pair, i);
      below = is_new ? i : std::exchange(found->second, i);
    } else if (i > 0) {
      below = pick(i);
    }
    return below == i ? std::vector<std::string>{} : std::vector{id(below)};
  }

  static std::string id(std::size_t i) { return "R-" + std::to_string(i); }

  plan plan_;
  std::mt19937 random_;
  std::map<std::string, std::size_t> last_of_pair_;
};

[[nodiscard]] inline std::string make_policy_text(const plan& p) {
  return policy_writer(p).text();
}

}  // namespace shozai::synthetic

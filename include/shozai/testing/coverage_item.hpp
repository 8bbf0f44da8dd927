// SPDX-License-Identifier: Apache-2.0
/// \file
/// What of a policy test cases can exercise: rules, overrides, cells and boundary values.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "shozai/core/value_set.hpp"
#include "shozai/ownership/cells.hpp"
#include "shozai/ownership/compiled_policy.hpp"
#include "shozai/ownership/formula.hpp"
#include "shozai/policy/document_place.hpp"
#include "shozai/policy/resolved_aspect.hpp"

namespace shozai::inline v1 {

enum class covered_kind : std::uint8_t { rule, row, override_, cell, boundary };

inline constexpr std::array<std::string_view, 5> covered_kind_names = {"rule", "row", "override",
                                                                       "cell", "boundary"};

/// Where a rule stands in its aspect.
enum class rule_part : std::uint8_t { rules, otherwise, also, interim };

inline constexpr std::array<std::string_view, 4> rule_part_names = {"rules", "otherwise", "also",
                                                                    "interim"};

/// On which side of a threshold a value lies; `both`: it stands alone between two.
enum class boundary_side : std::uint8_t { below, above, both };

inline constexpr std::array<std::string_view, 3> boundary_side_names = {"below", "above", "both"};

/// One thing to exercise. What does not belong to its kind is empty.
struct coverage_item {
  covered_kind kind = covered_kind::rule;
  rule_part part = rule_part::rules;
  std::size_t aspect = 0;            ///< that writes the rule
  std::size_t rule = 0;              ///< its number among the rules of its part
  std::string id;                    ///< of the rule
  std::optional<std::size_t> entry;  ///< of an override: its number in `overrides`
  std::string overrides;             ///< and what it says
  std::size_t attribute = 0;         ///< of a cell or boundary
  value_set values;                  ///< of a cell; of a boundary just the one value
  boundary_side side = boundary_side::below;
  document_place place;
  std::vector<document_place> thresholds;  ///< the conditions that write a threshold
};

/// Whether it is a cell or a boundary value of an attribute, whatever the aspect.
[[nodiscard]] inline bool is_of_attribute(const coverage_item& item) noexcept {
  return item.kind == covered_kind::cell || item.kind == covered_kind::boundary;
}

/// Whether an entry of the `overrides` of `r` means `other`, a rule of the same aspect.
[[nodiscard]] inline bool is_meant_by(std::string_view entry, const resolved_rule& r,
                                      const resolved_rule& other) {
  constexpr std::string_view prefix = "section:";
  if (r.rule == other.rule || r.generation != other.generation) {
    // What is inherited is named by its whole id, as the aspect of `r` has it.
    return r.rule != other.rule &&
           (other.id == entry || other.id.ends_with("/" + std::string(entry)));
  }
  if (entry == "*") {
    const auto& above = other.rule->overrides;
    return std::ranges::find(above, "*") == above.end();
  }
  return entry.starts_with(prefix) ? other.rule->section == entry.substr(prefix.size())
                                   : other.rule->id == entry;
}

namespace detail {

/// Lists the items of one policy in document order: those of rules, then those of attributes.
class coverage_lister {
 public:
  explicit coverage_lister(const policy_document& document)
      : document_(document), tests_(document) {}

  [[nodiscard]] std::vector<coverage_item> list() {
    for (std::size_t a = 0; a < document_.aspects.size(); ++a) {
      list_aspect(a);
    }
    for (std::size_t d = 0; d < document_.definitions.size(); ++d) {
      const auto& definition = document_.definitions[d];
      note_thresholds(definition.that, definition.place.file, definition.place.pointer + "/that");
    }
    for (std::size_t i = 0; i < document_.attributes.size(); ++i) {
      list_attribute(i);
    }
    return std::move(items_);
  }

 private:
  void list_aspect(std::size_t number) {
    const auto& a = document_.aspects[number];
    list_rules(number, rule_part::rules, a.rules);
    list_rules(number, rule_part::also, a.also);
    if (a.otherwise) {
      add_rule(number, rule_part::otherwise, 0, *a.otherwise);
    }
    for (std::size_t i = 0; i < a.interim.rules.size(); ++i) {
      const auto& r = a.interim.rules[i];
      coverage_item item;
      item.part = rule_part::interim;
      item.aspect = number;
      item.rule = i;
      item.id = r.id;
      item.place = {a.file, r.pointer};
      items_.push_back(std::move(item));
      use(r.when, a.file, r.pointer + "/when");
    }
  }

  void list_rules(std::size_t aspect, rule_part part, const std::vector<rule>& rules) {
    for (std::size_t i = 0; i < rules.size(); ++i) {
      add_rule(aspect, part, i, rules[i]);
      use(rules[i].when, rules[i].file, rules[i].pointer + (rules[i].is_row ? "" : "/when"));
    }
  }

  void add_rule(std::size_t aspect, rule_part part, std::size_t number, const rule& r) {
    coverage_item item;
    item.kind = r.is_row ? covered_kind::row : covered_kind::rule;
    item.part = part;
    item.aspect = aspect;
    item.rule = number;
    item.id = r.id;
    item.place = {r.file, r.pointer};
    items_.push_back(item);
    item.kind = covered_kind::override_;
    for (std::size_t i = 0; i < r.overrides.size(); ++i) {
      item.entry = i;
      item.overrides = r.overrides[i];
      item.place.pointer = r.pointer + "/overrides/" + std::to_string(i);
      items_.push_back(item);
    }
  }

  // Takes in the tests of a condition, those of definitions that it names included.
  void use(const condition& c, const std::string& file, const std::string& pointer) {
    static_cast<void>(tests_.add(c));
    note_thresholds(c, file, pointer);
  }

  void note_thresholds(const condition& c, const std::string& file, const std::string& pointer) {
    for_each_test(c, [&](const unary_test& t) {
      for (const auto& bound : bounds_of(t.accepted)) {
        auto& places = thresholds_[{t.attribute, bound}];
        const auto is_here = [&](const document_place& p) {
          return p.file == file && p.pointer == pointer;
        };
        if (std::ranges::none_of(places, is_here)) {
          places.push_back({file, pointer});
        }
      }
    });
  }

  static std::vector<value> bounds_of(const value_set& s) {
    std::vector<value> bounds;
    for (const auto& i : s.intervals()) {
      bounds.push_back(i.from);
      if (i.to) {
        bounds.push_back(*i.to);
      }
    }
    return bounds;
  }

  void list_attribute(std::size_t number) {
    const auto& a = document_.attributes[number];
    std::vector<const value_set*> sets;
    for (const auto& t : tests_.tests()) {
      if (t.attribute == number) {
        sets.push_back(t.accepted);
      }
    }
    if (sets.empty()) {
      return;
    }
    coverage_item item;
    item.attribute = number;
    item.id = a.name;
    item.place = {document_.attributes_place.file,
                  document_.attributes_place.pointer + "/" + a.name};
    const attribute_cells cells(a, sets);
    item.kind = covered_kind::cell;
    for (std::uint32_t cell = 0; cell < cells.size(); ++cell) {
      item.values = cells.set_of({{cell, cell + 1}});
      items_.push_back(item);
    }
    if (is_ordered(a.type) && a.type != attribute_type::string) {
      list_boundaries(a, cells, std::move(item));
    }
  }

  void list_boundaries(const attribute& a, const attribute_cells& cells, coverage_item item) {
    item.kind = covered_kind::boundary;
    std::map<std::int64_t, std::pair<boundary_side, std::vector<std::int64_t>>> values;
    const auto add = [&](std::int64_t v, boundary_side side, std::int64_t cut) {
      const auto [found, is_new] = values.try_emplace(v, side, std::vector{cut});
      if (!is_new) {
        found->second.first = boundary_side::both;
        found->second.second.push_back(cut);
      }
    };
    for (std::size_t i = 1; i < cells.first_values().size(); ++i) {
      const auto cut = std::get<std::int64_t>(cells.first_values()[i]);
      add(cut - 1, boundary_side::below, cut);
      add(cut, boundary_side::above, cut);
    }
    for (const auto& [number, of] : values) {
      item.values = a.domain.only(value{number});
      item.side = of.first;
      item.thresholds.clear();
      for (const auto cut : of.second) {
        const auto found = thresholds_.find({item.attribute, value{cut}});
        if (found != thresholds_.end()) {
          std::ranges::copy(found->second, std::back_inserter(item.thresholds));
        }
      }
      items_.push_back(item);
    }
  }

  const policy_document& document_;
  formula_table tests_;
  std::map<std::pair<std::size_t, value>, std::vector<document_place>> thresholds_;
  std::vector<coverage_item> items_;
};

}  // namespace detail

/// Everything of a policy that cases can exercise: its rules (`otherwise`, `also` and interim ones
/// included) and rows, the entries of their `overrides`, and of each attribute that a rule tests
/// the cells that no condition tells apart and the values next to a threshold, on both sides.
[[nodiscard]] inline std::vector<coverage_item> coverage_items(const policy_document& document) {
  return detail::coverage_lister(document).list();
}

}  // namespace shozai::inline v1

// SPDX-License-Identifier: Apache-2.0
/// \file
/// Checks over a whole document, once all its parts are read.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shozai/policy/find_cycle.hpp"
#include "shozai/policy/load_context.hpp"
#include "shozai/policy/resolved_aspect.hpp"

namespace shozai::inline v1::detail {

/// Definitions: no circles, bounded depth and size once expanded.
///
/// After a finding the definitions are emptied, so that nothing later follows them.
class definition_checker {
 public:
  definition_checker(load_context& context, const std::vector<json_cursor>& places)
      : context_(context), places_(places) {}

  void check() {
    auto& all = context_.document.definitions;
    const auto circle = find_cycle(all.size(), [&](std::size_t i) { return named_by(i); });
    if (!circle.empty()) {
      context_.findings.report(
          places_[circle.front()], "SZ220",
          {describe_cycle(circle, [&](std::size_t i) { return all[i].name; })});
    }
    if (!circle.empty() || !check_size()) {
      for (auto& each : all) {
        each.that = condition::always(true);
      }
    }
  }

 private:
  struct measure {
    std::size_t depth = 0;  // 0: not measured yet
    std::size_t tests = 0;
  };

  [[nodiscard]] std::vector<std::size_t> named_by(std::size_t i) const {
    std::vector<std::size_t> names;
    for_each_definition(context_.document.definitions[i].that,
                        [&](std::size_t named) { names.push_back(named); });
    return names;
  }

  // Measures each definition after those that it names, without recursion.
  bool check_size() {
    const auto& limits = context_.options.limits;
    std::vector<measure> measures(context_.document.definitions.size());
    for (std::size_t start = 0; start < measures.size(); ++start) {
      std::vector<std::size_t> open{start};
      while (!open.empty()) {
        const auto i = open.back();
        const auto names = named_by(i);
        const auto missing =
            std::ranges::find_if(names, [&](std::size_t n) { return measures[n].depth == 0; });
        if (measures[i].depth == 0 && missing != names.end()) {
          open.push_back(*missing);
          continue;
        }
        open.pop_back();
        measures[i] = measured(i, names, measures);
        if (measures[i].depth > limits.definition_depth) {
          context_.findings.report(places_[i], "SZ229", {std::to_string(limits.definition_depth)});
          return false;
        }
        if (measures[i].tests > limits.definition_tests) {
          context_.findings.report(
              places_[i], "SZ228",
              {context_.document.definitions[i].name, std::to_string(limits.definition_tests)});
          return false;
        }
      }
    }
    return true;
  }

  [[nodiscard]] measure measured(std::size_t i, const std::vector<std::size_t>& names,
                                 const std::vector<measure>& measures) const {
    measure m{1, 0};
    for_each_test(context_.document.definitions[i].that, [&](const unary_test&) { ++m.tests; });
    for (const auto named : names) {
      m.depth = std::max(m.depth, measures[named].depth + 1);
      m.tests += measures[named].tests;  // both within the limits, so the sum cannot wrap
    }
    return m;
  }

  load_context& context_;
  const std::vector<json_cursor>& places_;
};

/// Aspects: what they name in each other, and the order of their exceptions.
class aspect_checker {
 public:
  explicit aspect_checker(load_context& context) : context_(context) {}

  void check() {
    const auto& aspects = context_.document.aspects;
    for (std::size_t i = 0; i < aspects.size(); ++i) {
      positions_.emplace(aspects[i].id, i);
    }
    if (!check_same_as() || !check_inherited_count()) {
      return;
    }
    for (const auto& resolved : resolve_aspects(context_.document)) {
      check_hit_policy(resolved);
      check_sections(*resolved.aspect);
      check_overrides(resolved);
    }
  }

 private:
  bool check_same_as() {
    const auto& aspects = context_.document.aspects;
    bool good = true;
    for (const auto& a : aspects) {
      if (!a.same_as.empty() && !positions_.contains(a.same_as)) {
        std::vector<std::string> names;
        for (const auto& [name, unused] : positions_) {
          names.push_back(name);
        }
        report(a, "same_as", "SZ244", {a.same_as, nearest_name(a.same_as, names).value_or("")});
        good = false;
      }
    }
    const auto circle = find_cycle(aspects.size(), [&](std::size_t i) {
      const auto base = find_name(positions_, aspects[i].same_as);
      return base ? std::vector{*base} : std::vector<std::size_t>{};
    });
    if (!circle.empty()) {
      report(aspects[circle.front()], "same_as", "SZ245",
             {describe_cycle(circle, [&](std::size_t i) { return aspects[i].id; })});
    }
    return good && circle.empty();
  }

  // Inheriting copies; a chain of aspects must not multiply the rules beyond the limit.
  bool check_inherited_count() {
    const auto& aspects = context_.document.aspects;
    const auto most = context_.options.limits.rules;
    std::size_t count = 0;
    for (const auto& a : aspects) {
      for (const auto* at = &a; at != nullptr;) {
        count += at->rules.size() + at->also.size() + 1;
        const auto base = find_name(positions_, at->same_as);
        at = base ? &aspects[*base] : nullptr;
        if (count > 2 * most) {
          report(a, "same_as", "SZ247", {std::to_string(most)});
          return false;
        }
      }
    }
    return true;
  }

  void check_hit_policy(const resolved_aspect& resolved) {
    const auto& a = *resolved.aspect;
    const auto base = find_name(positions_, a.same_as);
    if (base && a.hit_policy) {
      const auto inherited = effective_hit_policy(context_.document.aspects[*base]);
      if (*a.hit_policy != inherited) {
        report(a, "hit_policy", "SZ246", {spelling(*a.hit_policy), a.same_as, spelling(inherited)});
      }
    }
    if (resolved.hit_policy == hit_policy::override_) {
      return;
    }
    for (const auto& r : a.rules) {
      if (!r.overrides.empty()) {
        context_.findings.report_at(r.file, json_pointer(r.pointer) / "overrides", "SZ243",
                                    {spelling(resolved.hit_policy)});
      }
    }
  }

  [[nodiscard]] hit_policy effective_hit_policy(const aspect& a) const {
    const auto* at = &a;
    while (!at->hit_policy && !at->same_as.empty()) {
      at = &context_.document.aspects[positions_.at(at->same_as)];
    }
    return at->hit_policy.value_or(hit_policy::override_);
  }

  static std::string spelling(hit_policy h) {
    return std::string(hit_policy_names.at(static_cast<std::size_t>(h)));
  }

  static name_table section_names(const aspect& a) {
    name_table names;
    for (const auto& s : a.sections) {
      names.emplace(s.id, names.size());
    }
    return names;
  }

  void check_sections(const aspect& a) {
    const auto names = section_names(a);
    for (const auto& r : a.rules) {
      if (!r.section.empty() && !names.contains(r.section)) {
        report_section(r.file, json_pointer(r.pointer) / "section", r.section, names);
      }
    }
  }

  void report_section(const std::string& file, const json_pointer& at, const std::string& wrong,
                      const name_table& known) {
    std::vector<std::string_view> names;
    for (const auto& [name, unused] : known) {
      names.emplace_back(name);
    }
    context_.findings.report_at(file, at, "SZ241",
                                {wrong, nearest_name(wrong, names).value_or("")});
  }

  void check_overrides(const resolved_aspect& resolved) {
    std::vector<std::string> ids;
    name_table known;
    for (const auto& r : resolved.rules) {
      ids.push_back(r.id);
      known.emplace(r.id, 0);
    }
    const auto sections = section_names(*resolved.aspect);
    for (const auto& r : resolved.aspect->rules) {
      for (std::size_t i = 0; i < r.overrides.size(); ++i) {
        check_override(r, i, known, ids, sections);
      }
    }
    const auto circle = find_cycle(resolved.successors.size(),
                                   [&](std::size_t i) { return resolved.successors[i]; });
    std::vector<std::size_t> rules;
    std::ranges::copy_if(circle, std::back_inserter(rules),
                         [&](std::size_t node) { return node < resolved.rules.size(); });
    if (!rules.empty()) {
      const auto& first = *resolved.rules[rules.front()].rule;
      context_.findings.report_at(
          first.file, json_pointer(first.pointer) / "overrides", "SZ242",
          {describe_cycle(rules, [&](std::size_t i) { return resolved.rules[i].id; })});
    }
  }

  void check_override(const rule& r, std::size_t i, const name_table& known,
                      const std::vector<std::string>& ids, const name_table& sections) {
    constexpr std::string_view prefix = "section:";
    const auto& name = r.overrides[i];
    const auto at = json_pointer(r.pointer) / "overrides" / i;
    if (name.starts_with(prefix)) {
      const auto section = name.substr(prefix.size());
      if (!sections.contains(section)) {
        report_section(r.file, at, section, sections);
      }
    } else if (name != "*" && !known.contains(name)) {
      context_.findings.report_at(r.file, at, "SZ240",
                                  {name, nearest_name(name, ids).value_or("")});
    }
  }

  void report(const aspect& a, std::string_view key, std::string code,
              std::vector<std::string> arguments) {
    context_.findings.report_at(a.file, json_pointer(a.pointer) / key, std::move(code),
                                std::move(arguments));
  }

  load_context& context_;
  name_table positions_;
};

}  // namespace shozai::inline v1::detail

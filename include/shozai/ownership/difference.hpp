// SPDX-License-Identifier: Apache-2.0
/// \file
/// What changes from one version of a policy to the next: exactly, or proved equal.
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
#include <vector>

#include "shozai/core/diagnostic.hpp"
#include "shozai/ownership/analysis_options.hpp"
#include "shozai/ownership/aspect_difference.hpp"
#include "shozai/ownership/aspect_findings.hpp"
#include "shozai/ownership/compiled_policy.hpp"
#include "shozai/ownership/joint_schema.hpp"
#include "shozai/ownership/region_writer.hpp"
#include "shozai/policy/resolved_aspect.hpp"

namespace shozai::inline v1 {

/// Two versions compared.
struct policy_difference {
  diagnostics changes;  ///< of attributes, assumptions and aspects, each named
  schema attributes;    ///< that the examples are over: those of the new version first
  std::vector<compared_aspect> aspects;
  std::vector<difference_group> groups;  ///< by aspect, in document order, the largest first

  /// Proved: every fault that both versions know is decided alike, and while it is open the same
  /// department answers for it. Nothing if that stayed open.
  [[nodiscard]] std::optional<bool> equal() const {
    const auto any = [&](comparison c) {
      return std::ranges::any_of(aspects, [&](const compared_aspect& a) { return a.state == c; });
    };
    const auto reported = [&](std::string_view code) {
      return std::ranges::any_of(changes, [&](const diagnostic& c) { return c.code == code; });
    };
    const bool interim_changed = reported("SZ754");  // who answers for what is still open
    if (interim_changed || any(comparison::changed) || any(comparison::added) ||
        any(comparison::removed)) {
      return false;
    }
    const bool derived_otherwise = reported("SZ749");  // the same fault may have other values
    return derived_otherwise || any(comparison::undecided) ? std::nullopt : std::optional{true};
  }
};

namespace detail {

/// Compares two policies aspect by aspect.
class policy_comparer {
 public:
  policy_comparer(const compiled_policy& before, const compiled_policy& after,
                  const analysis_options& options)
      : before_(before), after_(after), options_(options) {}

  [[nodiscard]] policy_difference compare() {
    auto joint = join_schemas(before_.attributes(), after_.attributes());
    result_.changes = std::move(joint.changes);
    result_.attributes = joint.same ? after_.attributes() : joint.attributes;
    if (before_.document().assumptions.size() != after_.document().assumptions.size() ||
        !std::ranges::equal(before_.document().assumptions, after_.document().assumptions, {},
                            &assumption::that, &assumption::that)) {
      report("SZ750", {});
    }
    if (joint.same) {
      compare_aspects(before_.document(), after_.document(), true);
    } else {
      compare_aspects(over_joint_schema(before_.document(), joint.from_old, joint.attributes),
                      over_joint_schema(after_.document(), joint.from_new, joint.attributes),
                      false);
    }
    return std::move(result_);
  }

 private:
  void report(const char* code, std::vector<std::string> arguments) {
    result_.changes.push_back(finding_of(code, std::move(arguments)));
  }

  void add_aspect(const std::string& id, comparison state) {
    result_.aspects.emplace_back();
    result_.aspects.back().aspect = id;
    result_.aspects.back().state = state;
  }

  // `compiled`: these are the documents that were compiled, whose evaluators serve as they are.
  void compare_aspects(const policy_document& before, const policy_document& after, bool compiled) {
    const region_writer writer(after, options_.most_conditions);
    const auto resolved_before =
        compiled ? std::vector<resolved_aspect>{} : resolve_aspects(before);
    const auto resolved_after = compiled ? std::vector<resolved_aspect>{} : resolve_aspects(after);
    for (std::size_t i = 0; i < after.aspects.size(); ++i) {
      const auto& id = after.aspects[i].id;
      const auto old = before_.find_aspect(id);
      if (!old) {
        report("SZ752", {id});
        add_aspect(id, comparison::added);
        continue;
      }
      name_changes(before_.document().aspects[*old], after_.document().aspects[i], *old, i);
      if (compiled) {
        compare(before_.evaluator(*old), &before_.engine(*old).boxes().space(), after_.evaluator(i),
                &after_.engine(i).boxes().space(), writer, after_.plan(i).order);
      } else {
        compare(aspect_evaluator(before, resolved_before[*old]), nullptr,
                aspect_evaluator(after, resolved_after[i]), nullptr, writer, after_.plan(i).order);
      }
    }
    for (const auto& a : before.aspects) {
      if (!after_.find_aspect(a.id)) {
        report("SZ753", {a.id});
        add_aspect(a.id, comparison::removed);
      }
    }
  }

  void name_changes(const aspect& x, const aspect& y, std::size_t old, std::size_t now) {
    const auto from = before_.evaluator(old).aspect().hit_policy;
    const auto to = after_.evaluator(now).aspect().hit_policy;
    if (from != to) {
      report("SZ751", {y.id, std::string(hit_policy_names.at(static_cast<std::size_t>(from))),
                       std::string(hit_policy_names.at(static_cast<std::size_t>(to)))});
    }
    if (x.interim != y.interim) {
      report("SZ754", {y.id});
    }
  }

  void compare(const aspect_evaluator& x, const box_space* space_x, const aspect_evaluator& y,
               const box_space* space_y, const region_writer& writer,
               const std::vector<std::size_t>& order) {
    const auto& id = y.aspect().aspect->id;
    try {
      budget_meter meter(options_.budget);
      aspect_comparer comparer(x, space_x, y, space_y, order, meter);
      result_.aspects.push_back(comparer.summary());
      auto groups = comparer.groups(writer, options_.most_of_a_kind);
      if (groups.size() < comparer.group_count()) {
        report("SZ756", {id});
      }
      std::ranges::move(groups, std::back_inserter(result_.groups));
    } catch (const budget_exceeded& e) {
      report("SZ755", {id, budget_term(e.reason)});
      if (result_.aspects.empty() || result_.aspects.back().aspect != id) {
        add_aspect(id, comparison::undecided);
      }
    }
  }

  const compiled_policy& before_;
  const compiled_policy& after_;
  const analysis_options& options_;
  policy_difference result_;
};

}  // namespace detail

/// The faults that `after` decides otherwise than `before`, in two grades, grouped by who decided
/// them how; faults that only one version knows are named by the changes of its schema.
/// \par Complexity After a few edits it follows the faults to which edited rules apply; otherwise
/// it is that of compiling both.
[[nodiscard]] inline policy_difference compare_policies(const compiled_policy& before,
                                                        const compiled_policy& after,
                                                        const analysis_options& options = {}) {
  return detail::policy_comparer(before, after, options).compare();
}

}  // namespace shozai::inline v1

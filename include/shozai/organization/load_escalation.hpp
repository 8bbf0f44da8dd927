// SPDX-License-Identifier: Apache-2.0
/// \file
/// `escalation` → escalation policies, and the rules that choose among them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shozai/organization/choice_document.hpp"
#include "shozai/organization/load_organization_context.hpp"
#include "shozai/policy/condition_parser.hpp"
#include "shozai/policy/find_cycle.hpp"

namespace shozai::inline v1::detail {

class escalation_loader {
 public:
  explicit escalation_loader(organization_context& context) : context_(context) {}

  void load(const json_cursor& c) {
    object_reader in(context_.findings, c);
    if (const auto policies = in.required("policies")) {
      if (context_.within_limit(*policies, (*policies)->size(),
                                context_.options.limits.escalation_policies, "policies")) {
        for_each_member(context_.findings, *policies,
                        [&](const std::string& id, const json_cursor& member) {
                          check_name(context_.findings, id, member);
                          context_.result.escalation.push_back(read_policy(id, member));
                        });
      }
    }
    if (const auto choose = in.optional("choose")) {
      read_choose(*choose);
    }
    in.finish();
  }

 private:
  escalation_policy read_policy(const std::string& id, const json_cursor& c) {
    auto& findings = context_.findings;
    constexpr std::int64_t most_rounds = 100;
    constexpr std::int64_t most_paths = 16;
    escalation_policy made;
    made.id = id;
    made.place = organization_context::place_of(c);
    object_reader in(findings, c);
    context_.read_texts(in, made.label, made.note);
    if (const auto repeat = in.optional("repeat")) {
      made.repeat =
          static_cast<int>(read_int_within(findings, *repeat, 0, most_rounds).value_or(0));
    }
    if (const auto paths = in.optional("independent_paths")) {
      made.independent_paths =
          static_cast<int>(read_int_within(findings, *paths, 0, most_paths).value_or(0));
    }
    if (const auto steps = in.required("steps")) {
      read_steps(*steps, made);
    }
    in.finish();
    return made;
  }

  void read_steps(const json_cursor& c, escalation_policy& made) {
    if (!context_.within_limit(c, c->size(), context_.options.limits.steps, "steps")) {
      return;
    }
    for_each_item(context_.findings, c,
                  [&](const json_cursor& item) { made.steps.push_back(read_step(item)); });
    if (c->is_array() && c->empty()) {
      context_.findings.report(c, "SZ123", {"steps"});
    }
  }

  escalation_step read_step(const json_cursor& c) {
    auto& findings = context_.findings;
    escalation_step made;
    made.place = organization_context::place_of(c);
    object_reader in(findings, c);
    if (const auto to = in.required("to")) {
      made.to = context_.read_all_known(*to, context_.targets);
      if ((*to)->is_array() && (*to)->empty()) {
        findings.report(*to, "SZ123", {"to"});
      }
    }
    if (const auto within = in.required("acknowledge_within")) {
      made.acknowledge_within = context_.read_positive_duration(*within).value_or(1);
    }
    if (const auto within = in.optional("resolve_within")) {
      made.resolve_within = context_.read_positive_duration(*within);
    }
    context_.read_choice(in, "clock", deadline_clock_names, made.clock);
    context_.read_choice(in, "mode", step_mode_names, made.mode);
    context_.read_choice(in, "if_empty", if_empty_names, made.empty);
    read_fallback(in, made);
    if (const auto channels = in.optional("channels")) {
      made.channels = read_strings(findings, *channels);
    }
    if (const auto note = in.optional("note")) {
      made.note = read_text(findings, *note);
    }
    in.finish();
    return made;
  }

  void read_fallback(object_reader& in, escalation_step& made) {
    const auto fallback =
        made.empty == if_empty::fallback ? in.required("fallback") : in.optional("fallback");
    if (!fallback) {
      return;
    }
    made.fallback = context_.read_known(*fallback, context_.targets);
    if (made.empty != if_empty::fallback) {
      const auto name = if_empty_names.at(static_cast<std::size_t>(made.empty));
      context_.findings.report(*fallback, "SZ312", {std::string(name)}).at_key = true;
    }
  }

  void read_choose(const json_cursor& c) {
    auto& findings = context_.findings;
    escalation_choice choice;
    choice.place = organization_context::place_of(c);
    object_reader in(findings, c);
    context_.read_choice(in, "hit_policy", hit_policy_names, choice.hit_policy);
    prepare_scope();
    if (const auto rules = in.required("rules")) {
      for_each_item(findings, *rules, [&](const json_cursor& item) {
        choice.rules.push_back(read_rule(item, true));
      });
    }
    if (const auto otherwise = in.optional("otherwise")) {
      choice.otherwise = read_rule(*otherwise, false);
    }
    if (const auto interim = in.optional("interim")) {
      choice.interim = context_.read_known(*interim, context_.escalation);
    }
    in.finish();
    check_overrides(choice, c);
    context_.result.choose = std::move(choice);
  }

  void prepare_scope() {
    if (context_.policy == nullptr) {
      return;
    }
    attributes_ = choice_schema(*context_.policy);
    for (const auto& each : context_.policy->definitions) {
      definitions_.emplace(each.name, definitions_.size());
    }
  }

  choice_rule read_rule(const json_cursor& c, bool with_condition) {
    auto& findings = context_.findings;
    choice_rule made;
    made.place = organization_context::place_of(c);
    object_reader in(findings, c);
    if (const auto id = in.required("id")) {
      made.id = read_id(findings, *id);
      const auto [first, is_new] = ids_.emplace(made.id, organization_context::place_of(*id));
      if (!is_new && !made.id.empty()) {
        findings.report(*id, "SZ119", {made.id})
            .related.push_back({first->second.file, first->second.pointer});
      }
    }
    made.when = condition::always(true);
    if (const auto when = with_condition ? in.required("when") : std::nullopt) {
      const auto text = read_string(findings, *when);
      const condition_scope scope{attributes_, definitions_};
      auto read = text ? findings.take(*when, parse_condition(*text, scope)) : std::nullopt;
      made.when = read ? std::move(*read) : condition::always(true);
    }
    if (const auto then = in.required("then")) {
      made.then = context_.read_known(*then, context_.escalation);
    }
    if (const auto overrides = with_condition ? in.optional("overrides") : std::nullopt) {
      made.overrides = read_strings(findings, *overrides);
    }
    context_.read_because(in, made.because);
    in.finish();
    return made;
  }

  /// Overrides name rules of `choose` or `*`, under the hit policy `override` only, in no circle.
  void check_overrides(const escalation_choice& choice, const json_cursor& c) {
    auto& findings = context_.findings;
    std::vector<std::string> names;
    name_table numbers;
    for (std::size_t i = 0; i < choice.rules.size(); ++i) {
      names.push_back(choice.rules[i].id);
      numbers.emplace(choice.rules[i].id, i);
    }
    for (std::size_t i = 0; i < choice.rules.size(); ++i) {
      const auto& overrides = choice.rules[i].overrides;
      if (!overrides.empty() && choice.hit_policy != hit_policy::override_) {
        findings.report_at(
            c.file, rule_at(c, i) / "overrides", "SZ243",
            {std::string(hit_policy_names.at(static_cast<std::size_t>(choice.hit_policy)))});
      }
      for (std::size_t k = 0; k < overrides.size(); ++k) {
        if (overrides[k] != "*" && !numbers.contains(overrides[k])) {
          findings.report_at(c.file, rule_at(c, i) / "overrides" / k, "SZ240",
                             {overrides[k], nearest_name(overrides[k], names).value_or("")});
        }
      }
    }
    const auto circle = find_cycle(choice.rules.size(), [&](std::size_t i) {
      std::vector<std::size_t> next;
      for (const auto& name : choice.rules[i].overrides) {
        if (const auto number = find_name(numbers, name)) {
          next.push_back(*number);
        }
      }
      return next;
    });
    if (!circle.empty()) {
      findings.report_at(
          c.file, rule_at(c, circle.front()) / "overrides", "SZ242",
          {describe_cycle(circle, [&](std::size_t i) { return choice.rules[i].id; })});
    }
  }

  static json_pointer rule_at(const json_cursor& c, std::size_t i) { return c.at / "rules" / i; }

  organization_context& context_;
  schema attributes_;
  name_table definitions_;
  std::map<std::string, document_place> ids_;
};

}  // namespace shozai::inline v1::detail

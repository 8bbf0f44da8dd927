// SPDX-License-Identifier: Apache-2.0
/// \file
/// "Which escalation policy applies?" as an aspect of a policy of its own, for the same engine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "shozai/core/domain.hpp"
#include "shozai/organization/organization.hpp"
#include "shozai/policy/policy_document.hpp"

namespace shozai::inline v1 {

/// What the rules of `choose` call the aspect for which a case escalates.
inline constexpr const char* aspect_attribute = "aspect";

/// The attributes that conditions of `choose` may test: those of the policy, and `aspect`, whose
/// values are the policy's aspects, unless the policy has an attribute or a definition of that
/// name.
[[nodiscard]] inline schema choice_schema(const policy_document& policy) {
  std::vector<attribute> attributes(policy.attributes.begin(), policy.attributes.end());
  const bool taken = policy.attributes.find(aspect_attribute).has_value() ||
                     std::ranges::find(policy.definitions, aspect_attribute, &definition::name) !=
                         policy.definitions.end();
  if (!taken && !policy.aspects.empty()) {
    attribute a;
    a.name = aspect_attribute;
    a.type = attribute_type::enumeration;
    a.label = {{}, "aspect", "観点"};
    std::vector<enum_node> values;
    for (const auto& each : policy.aspects) {
      values.push_back({each.id, each.label, {}});
    }
    a.values = enum_tree(std::move(values));
    a.domain = domain::integers(0, static_cast<std::int64_t>(a.values.size()) - 1);
    attributes.push_back(std::move(a));
  }
  return schema(std::move(attributes));
}

/// A policy with the one aspect `escalation`, whose owners are the escalation policies: the rules
/// of `choose`, the attributes of `choice_schema`, the assumptions and definitions of `policy`.
/// \pre `o` was loaded with `policy`, has `choose`, and has an escalation policy.
[[nodiscard]] inline policy_document document_for_choice(const policy_document& policy,
                                                         const organization& o) {
  policy_document made;
  made.header = policy.header;
  made.attributes = choice_schema(policy);
  made.attributes_place = policy.attributes_place;
  made.assumptions = policy.assumptions;
  made.definitions = policy.definitions;
  for (const auto& each : o.escalation) {
    participant p;
    p.id = each.id;
    p.label = each.label;
    p.place = each.place;
    made.participants.push_back(std::move(p));
  }
  aspect a;
  a.id = "escalation";
  a.hit_policy = o.choose->hit_policy;
  a.interim.accountable = o.choose->interim.empty() ? o.escalation.front().id : o.choose->interim;
  a.pointer = o.choose->place.pointer;
  a.file = o.choose->place.file;
  const auto rule_of = [](const choice_rule& from) {
    rule r;
    r.id = from.id;
    r.when = from.when;
    r.then.accountable = from.then;
    r.because = from.because;
    r.overrides = from.overrides;
    r.pointer = from.place.pointer;
    r.file = from.place.file;
    return r;
  };
  for (const auto& each : o.choose->rules) {
    a.rules.push_back(rule_of(each));
  }
  if (o.choose->otherwise) {
    a.otherwise = rule_of(*o.choose->otherwise);
  }
  made.aspects.push_back(std::move(a));
  return made;
}

}  // namespace shozai::inline v1

// SPDX-License-Identifier: Apache-2.0
/// \file
/// JSON of what a test case expects → fields, every name in it known to the policy.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shozai/core/suggestion.hpp"
#include "shozai/ownership/compiled_policy.hpp"
#include "shozai/ownership/decision_state.hpp"
#include "shozai/policy/json_cursor.hpp"
#include "shozai/policy/json_fields.hpp"
#include "shozai/testing/policy_case.hpp"

namespace shozai::inline v1::detail {

/// Reads the `expected` of cases that one version of a policy decides.
class expectation_loader {
 public:
  expectation_loader(const compiled_policy& policy, findings_sink& findings)
      : policy_(policy), findings_(findings) {}

  [[nodiscard]] std::vector<case_expectation> load(const json_cursor& c) {
    std::vector<case_expectation> all;
    for_each_member(findings_, c, [&](const std::string& name, const json_cursor& of_aspect) {
      const auto aspect = policy_.find_aspect(name);
      if (!aspect) {
        findings_
            .report(of_aspect, "SZ801", {name, nearest_name(name, aspect_names()).value_or("")})
            .at_key = true;
        return;
      }
      all.push_back(load_aspect(*aspect, of_aspect));
    });
    return all;
  }

 private:
  case_expectation load_aspect(std::size_t aspect, const json_cursor& c) {
    case_expectation result;
    result.aspect = policy_.document().aspects[aspect].id;
    object_reader in(findings_, c);
    for (std::size_t i = 0; i < case_field_names.size(); ++i) {
      const auto field = static_cast<case_field>(i);
      if (const auto said = in.optional(case_field_names.at(i))) {
        result.fields.emplace_back(field, load_field(field, aspect, *said));
      }
    }
    in.finish();
    if (in.good() && result.fields.empty()) {
      findings_.report(c, "SZ804", {result.aspect});
    }
    return result;
  }

  field_texts load_field(case_field field, std::size_t aspect, const json_cursor& c) {
    if (c->is_null()) {
      return {};
    }
    if (field == case_field::cost_share) {
      return load_shares(c);
    }
    field_texts texts;
    const auto add = [&](const json_cursor& item) {
      if (const auto text = read_string(findings_, item)) {
        check(field, aspect, *text, item);
        texts.push_back(*text);
      }
    };
    if (is_list(field)) {
      for_each_item(findings_, c, add);
    } else {
      add(c);
    }
    return as_set(std::move(texts));
  }

  field_texts load_shares(const json_cursor& c) {
    constexpr std::int64_t all = 100;
    field_texts texts;
    for_each_member(findings_, c, [&](const std::string& party, const json_cursor& share) {
      check_participant(party, share, true);
      if (const auto percent = read_int_within(findings_, share, 0, all)) {
        texts.push_back(share_text(party, *percent));
      }
    });
    return as_set(std::move(texts));
  }

  static field_texts as_set(field_texts texts) {
    std::ranges::sort(texts);
    texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
    return texts;
  }

  void check(case_field field, std::size_t aspect, const std::string& text, const json_cursor& c) {
    switch (field) {
      case case_field::state:
      case case_field::possible_states:
        return check_one_of(text, c, {decision_state_names.begin(), decision_state_names.end()});
      case case_field::rule:
      case case_field::rules:
        return check_rule(aspect, text, c);
      case case_field::accountable:
      case case_field::possible:
      case case_field::interim:
        return check_owner(text, c);
      case case_field::ask:
      case case_field::missing:
        return check_attribute(text, c);
      case case_field::open:
        return check_one_of(text, c, {assignment_fields.begin(), assignment_fields.end()});
      case case_field::assumptions:
        return check_one_of(text, c, assumption_names());
      case case_field::interim_rule:
        return check_interim_rule(aspect, text, c);
      case case_field::responsible:
      case case_field::consulted:
      case case_field::informed:
      case case_field::joint_visit:
      case case_field::cost_share:
        return check_participant(text, c, false);
    }
  }

  void check_one_of(const std::string& text, const json_cursor& c,
                    const std::vector<std::string>& names) {
    if (std::ranges::find(names, text) != names.end()) {
      return;
    }
    std::string all;
    for (const auto& name : names) {
      all += (all.empty() ? "`" : ", `") + name + "`";
    }
    findings_.report(c, "SZ121", {text, all, nearest_name(text, names).value_or("")});
  }

  void check_rule(std::size_t aspect, const std::string& text, const json_cursor& c) {
    const auto& resolved = policy_.evaluator(aspect).aspect();
    std::vector<std::string> names;
    for (const auto& r : resolved.rules) {
      names.push_back(r.id);
    }
    if (resolved.otherwise) {
      names.push_back(resolved.otherwise->id);
    }
    check_known_rule(aspect, text, c, names);
  }

  void check_interim_rule(std::size_t aspect, const std::string& text, const json_cursor& c) {
    std::vector<std::string> names;
    for (const auto& r : policy_.document().aspects[aspect].interim.rules) {
      names.push_back(r.id);
    }
    check_known_rule(aspect, text, c, names);
  }

  void check_known_rule(std::size_t aspect, const std::string& text, const json_cursor& c,
                        const std::vector<std::string>& names) {
    if (std::ranges::find(names, text) == names.end()) {
      findings_.report(
          c, "SZ802",
          {text, policy_.document().aspects[aspect].id, nearest_name(text, names).value_or("")});
    }
  }

  void check_attribute(const std::string& text, const json_cursor& c) {
    if (!policy_.attributes().find(text)) {
      findings_.report(c, "SZ160",
                       {text, nearest_name(text, policy_.attributes().names()).value_or("")});
    }
  }

  void check_owner(const std::string& text, const json_cursor& c) {
    const auto* found = policy_.document().find_participant(text);
    if (found == nullptr) {
      report_unknown(text, c, false);
    } else if (!can_own(*found)) {
      findings_.report(c, "SZ230", {text});
    }
  }

  // `at_key`: the name is the key of the member at `c`.
  void check_participant(const std::string& text, const json_cursor& c, bool at_key) {
    if (policy_.document().find_participant(text) == nullptr) {
      report_unknown(text, c, at_key);
    }
  }

  void report_unknown(const std::string& text, const json_cursor& c, bool at_key) {
    std::vector<std::string> names;
    for (const auto& p : policy_.document().participants) {
      names.push_back(p.id);
    }
    findings_.report(c, "SZ204", {text, nearest_name(text, names).value_or("")}).at_key = at_key;
  }

  static bool can_own(const participant& p) {
    return p.what == participant::kind::department || p.what == participant::kind::team;
  }

  [[nodiscard]] std::vector<std::string> aspect_names() const {
    std::vector<std::string> names;
    for (const auto& a : policy_.document().aspects) {
      names.push_back(a.id);
    }
    return names;
  }

  [[nodiscard]] std::vector<std::string> assumption_names() const {
    std::vector<std::string> names;
    for (const auto& a : policy_.document().assumptions) {
      names.push_back(a.id);
    }
    return names;
  }

  const compiled_policy& policy_;
  findings_sink& findings_;
};

}  // namespace shozai::inline v1::detail

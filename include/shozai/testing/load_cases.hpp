// SPDX-License-Identifier: Apache-2.0
/// \file
/// JSON text of test cases → cases that the policy has read and checked.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shozai/core/date_time.hpp"
#include "shozai/core/suggestion.hpp"
#include "shozai/ownership/policy_set.hpp"
#include "shozai/policy/json_cursor.hpp"
#include "shozai/policy/json_fields.hpp"
#include "shozai/policy/json_gate.hpp"
#include "shozai/policy/load_fault.hpp"
#include "shozai/testing/load_expectation.hpp"
#include "shozai/testing/policy_case.hpp"

namespace shozai::inline v1 {

/// Cases if there was no error, and every finding.
struct loaded_cases {
  std::optional<case_file> result;
  diagnostics findings;
};

namespace detail {

/// Reads cases one by one.
class case_loader {
 public:
  case_loader(const policy_set& versions, findings_sink& findings)
      : versions_(versions), findings_(findings) {}

  [[nodiscard]] case_file load(const json_cursor& root) {
    case_file file;
    object_reader in(findings_, root);
    if (const auto format = in.required("shozai_cases")) {
      check_format(*format);
    }
    if (const auto policy = in.optional("policy")) {
      file.policies = (*policy)->is_string() ? std::vector{(*policy)->get<std::string>()}
                                             : read_strings(findings_, *policy);
    }
    if (const auto title = in.optional("title")) {
      file.title = read_text(findings_, *title);
    }
    if (const auto cases = in.required("cases")) {
      for_each_item(findings_, *cases,
                    [&](const json_cursor& c) { file.cases.push_back(load_case(c)); });
    }
    in.finish();
    return file;
  }

  [[nodiscard]] policy_case load_case(const json_cursor& c) {
    policy_case result;
    result.pointer = c.at.string();
    object_reader in(findings_, c);
    if (!in.good()) {
      return result;
    }
    if (const auto name = in.required("name")) {
      result.name = read_new_name(*name);
    }
    if (const auto note = in.optional("note")) {
      result.note = read_text(findings_, *note);
    }
    if (const auto tags = in.optional("tags")) {
      result.tags = read_strings(findings_, *tags);
    }
    if (const auto at = in.optional("at")) {
      result.at = read_date(findings_, *at);
    } else if (versions_.versions().size() > 1) {
      findings_.report(c, "SZ805", {std::to_string(versions_.versions().size())});
    }
    const auto& policy = policy_of(versions_, result.at);
    if (const auto given = in.required("fault")) {
      read_fault(policy.attributes(), *given, result.given);
    }
    if (const auto expected = in.optional("expected"); expected && !(*expected)->is_null()) {
      result.expected = expectation_loader(policy, findings_).load(*expected);
    }
    in.finish();
    return result;
  }

 private:
  void check_format(const json_cursor& c) {
    const auto number = read_int(findings_, c);
    if (number && *number != 1) {
      findings_.report(c, "SZ115", {std::to_string(*number)});
    }
  }

  std::string read_new_name(const json_cursor& c) {
    auto name = read_filled(findings_, c, "name");
    const auto [first, is_new] = names_.emplace(name, c);
    if (!is_new && !name.empty()) {
      findings_.report(c, "SZ803", {name})
          .related.push_back({first->second.file, first->second.at.string()});
    }
    return name;
  }

  void read_fault(const schema& attributes, const json_cursor& c, fault& to) {
    auto loaded = load_fault(attributes, *c, c.file);
    for (auto& each : loaded.findings) {
      auto& kept = findings_.report(c, std::move(each.code), std::move(each.arguments));
      kept.pointer = c.at.string() + each.pointer;
      kept.at_key = each.at_key;
      kept.span = each.span;
    }
    if (loaded.result) {
      to = std::move(*loaded.result);
    }
  }

  const policy_set& versions_;
  findings_sink& findings_;
  std::map<std::string, json_cursor> names_;
};

}  // namespace detail

/// The cases that the JSON `text` writes, for the versions of a policy; findings name it `name`.
/// \par Complexity Linear in the text.
[[nodiscard]] inline loaded_cases load_cases(const policy_set& versions, std::string_view text,
                                             const std::string& name = {}) {
  auto gated = read_json(text);
  for (auto& each : gated.findings) {
    each.file = name;
  }
  findings_sink findings(load_limits{}.errors);
  findings.add(std::move(gated.findings));
  loaded_cases loaded;
  if (gated.tree) {
    try {
      loaded.result =
          detail::case_loader(versions, findings).load({&*gated.tree, json_pointer{}, name});
    } catch (const too_many_findings&) {
      loaded.result.reset();
    }
  }
  loaded.findings = std::move(findings.all());
  if (has_errors(loaded.findings)) {
    loaded.result.reset();
  }
  return loaded;
}

}  // namespace shozai::inline v1

// SPDX-License-Identifier: Apache-2.0
/// \file
/// An organization, in a policy document or in a file of its own → its value, or every finding.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "shozai/organization/load_calendars.hpp"
#include "shozai/organization/load_escalation.hpp"
#include "shozai/organization/load_organization_context.hpp"
#include "shozai/organization/load_positions.hpp"
#include "shozai/organization/load_rosters.hpp"
#include "shozai/policy/include_files.hpp"
#include "shozai/policy/load_context.hpp"
#include "shozai/policy/load_file.hpp"
#include "shozai/policy/load_people.hpp"

namespace shozai::inline v1 {

/// What loading gave: the organization if there was no error, every finding, and the texts that
/// findings point into; those of a policy are the policy's.
struct loaded_organization {
  std::optional<organization> result;
  diagnostics findings;
  source_texts sources;
};

namespace detail {

/// Reads the parts of an organization in the order in which they need each other.
class organization_loader {
 public:
  organization_loader(findings_sink& findings, const organization_options& options,
                      const policy_document* policy)
      : context_{
            .findings = findings, .options = options, .policy = policy, .result = {}, .zones = {}} {
  }

  organization load(const json_cursor& root) {
    context_.result.place = organization_context::place_of(root);
    object_reader in(context_.findings, root);
    if (!in.good()) {
      return {};
    }
    if (const auto zone = in.required("zone")) {
      context_.result.zone = context_.read_zone(*zone);
    }
    read_departments(in);
    collect(*root);
    check_namespace(in);
    read_parts(in);
    check_agreements();
    in.finish();
    return std::move(context_.result);
  }

 private:
  void read_departments(object_reader& in) {
    if (context_.policy != nullptr) {
      for (const auto& each : context_.policy->participants) {
        if (load_context::can_own(each.what)) {
          context_.result.departments.push_back(each);
        }
      }
      context_.result.agreements = context_.policy->agreements;
      for (const auto& each : context_.policy->aspects) {
        context_.aspects.names.insert(each.id);
      }
    } else {
      read_own_departments(in);
    }
    for (const auto& each : context_.result.departments) {
      context_.groups.names.insert(each.id);
    }
  }

  /// A file of its own says which departments there are, as a policy would.
  void read_own_departments(object_reader& in) {
    if (const auto version = in.optional("shozai")) {
      const auto number = read_int(context_.findings, *version);
      if (number && *number != 1) {
        context_.findings.report(*version, "SZ115", {std::to_string(*number)});
      }
    }
    const load_options options{.limits = context_.options.limits,
                               .name = context_.options.name,
                               .resolve = {},
                               .resolve_table = {},
                               .today = {}};
    include_files includes(context_.findings, options.limits, options.resolve);
    load_context people{context_.findings, options, includes, {}, {}, {}, {}, 0};
    const auto departments = in.optional("departments");
    const auto teams = in.optional("teams");
    people_loader(people).load(departments, teams, std::nullopt);
    context_.result.departments = std::move(people.document.participants);
  }

  void collect(const json& root) {
    collect_names(root, "people", context_.people);
    collect_names(root, "positions", context_.positions);
    collect_names(root, "rosters", context_.rosters);
    collect_names(root, "calendars", context_.calendars);
    collect_names(root, "holidays", context_.holidays);
    if (root.contains("escalation") && root["escalation"].is_object()) {
      collect_names(root["escalation"], "policies", context_.escalation);
    }
    auto& targets = context_.targets.names;
    targets = context_.positions.names;
    targets.insert(context_.rosters.names.begin(), context_.rosters.names.end());
    targets.insert(context_.groups.names.begin(), context_.groups.names.end());
    context_.deputies.names = context_.positions.names;
    context_.deputies.names.insert(context_.people.names.begin(), context_.people.names.end());
  }

  /// Departments, teams, parties, positions and rosters have one namespace.
  void check_namespace(object_reader& in) {
    std::set<std::string, std::less<>> taken = context_.groups.names;
    if (context_.policy != nullptr) {
      for (const auto& each : context_.policy->participants) {
        taken.insert(each.id);
      }
    }
    for (const auto* key : {"positions", "rosters"}) {
      const auto c = in.optional(key);
      if (!c || !(*c)->is_object()) {
        continue;
      }
      for_each_member(context_.findings, *c, [&](const std::string& id, const json_cursor& member) {
        check_name(context_.findings, id, member);
        if (!taken.insert(id).second) {
          context_.findings.report(member, "SZ119", {id}).at_key = true;
        }
      });
    }
  }

  void read_parts(object_reader& in) {
    calendar_loader calendars(context_);
    position_loader positions(context_);
    if (const auto c = in.optional("holidays")) {
      calendars.load_holidays(*c);
    }
    if (const auto c = in.optional("calendars")) {
      calendars.load_calendars(*c);
    }
    if (const auto c = in.optional("people")) {
      positions.load_people(*c);
    }
    if (const auto c = in.optional("rosters")) {
      roster_loader(context_).load(*c);
    }
    if (const auto c = in.optional("positions")) {
      positions.load_positions(*c);
    }
    if (const auto c = in.optional("superiors")) {
      positions.load_superiors(*c);
    }
    if (const auto c = in.optional("contacts")) {
      positions.load_contacts(*c);
    }
    if (const auto c = in.optional("hours")) {
      positions.load_hours(*c);
    }
    if (const auto c = in.optional("delegations")) {
      positions.load_delegations(*c);
    }
    if (const auto c = in.optional("arbiters")) {
      positions.load_arbiters(*c);
    }
    if (const auto c = in.optional("coverage")) {
      positions.load_coverage(*c);
    }
    if (const auto c = in.optional("escalation")) {
      escalation_loader(context_).load(*c);
    }
  }

  /// The policy could not know its calendars.
  void check_agreements() {
    for (const auto& each : context_.result.agreements) {
      if (!each.calendar.empty() && !context_.calendars.contains(each.calendar)) {
        const json_cursor at{nullptr, json_pointer(each.place.pointer) / "calendar",
                             each.place.file};
        context_.check_known(each.calendar, at, context_.calendars);
      }
    }
  }

  organization_context context_;
};

/// What `read` gives, with every finding; nothing if one is an error.
template <typename Read>
[[nodiscard]] loaded_organization finish_loading(findings_sink& findings, const Read& read) {
  loaded_organization loaded;
  try {
    loaded.result = read();
  } catch (const too_many_findings&) {
    loaded.result.reset();
  }
  loaded.findings = std::move(findings.all());
  if (has_errors(loaded.findings)) {
    loaded.result.reset();
  }
  return loaded;
}

}  // namespace detail

/// Reads an organization from a text of its own.
///
/// Every finding is reported, never only the first; with an error there is no organization. Without
/// a policy there are no attributes: a rule of `choose` can only be `true`.
/// \par Complexity Linear in the text, but for what the limits bound.
[[nodiscard]] inline loaded_organization load_organization(
    std::string_view text, const organization_options& options = {}) {
  findings_sink findings(options.limits.errors);
  auto gated = read_json(text, options.limits);
  for (auto& each : gated.findings) {
    each.file = options.name;
  }
  findings.add(std::move(gated.findings));
  auto loaded = detail::finish_loading(findings, [&]() -> std::optional<organization> {
    if (!gated.tree) {
      return std::nullopt;
    }
    return detail::organization_loader(findings, options, nullptr)
        .load({&*gated.tree, json_pointer{}, options.name});
  });
  if (text.size() <= options.limits.document_bytes) {
    loaded.sources.emplace(options.name, text);
  }
  return loaded;
}

/// Reads the organization of a policy, whose departments, aspects, attributes and agreements it
/// may name. Findings are located in the policy's files.
[[nodiscard]] inline loaded_organization load_organization(
    const policy_document& policy, const organization_options& options = {}) {
  findings_sink findings(options.limits.errors);
  return detail::finish_loading(findings, [&]() -> std::optional<organization> {
    if (!policy.organization) {
      findings.report_at(policy.attributes_place.file, json_pointer{}, "SZ339");
      return std::nullopt;
    }
    const auto tree = json::parse(*policy.organization);
    const auto& place = policy.organization_place;
    return detail::organization_loader(findings, options, &policy)
        .load({&tree, json_pointer(place.pointer), place.file});
  });
}

/// Reads an organization from a file of its own; findings name it by its file name.
[[nodiscard]] inline loaded_organization load_organization_file(const std::filesystem::path& path,
                                                                organization_options options = {}) {
  options.name = path.filename().string();
  auto text = read_file(path, options.limits.document_bytes);
  if (const auto* problem = std::get_if<file_problem>(&text)) {
    return {std::nullopt, {file_finding(*problem, path, options.limits, options.name)}, {}};
  }
  return load_organization(std::get<std::string>(text), options);
}

}  // namespace shozai::inline v1

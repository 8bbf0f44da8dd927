// SPDX-License-Identifier: Apache-2.0
/// \file
/// Text of a policy document → the document, or every finding about it.
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

#include "shozai/policy/check_document.hpp"
#include "shozai/policy/guarantee_parser.hpp"
#include "shozai/policy/include_files.hpp"
#include "shozai/policy/json_gate.hpp"
#include "shozai/policy/load_agreements.hpp"
#include "shozai/policy/load_aspects.hpp"
#include "shozai/policy/load_context.hpp"
#include "shozai/policy/load_people.hpp"
#include "shozai/policy/load_schema.hpp"
#include "shozai/policy/policy_document.hpp"

namespace shozai::inline v1 {

/// What loading gave: the document if there was no error, every finding, and the texts that
/// findings, also those of a later analysis, point into.
struct loaded_document {
  std::optional<policy_document> document;
  diagnostics findings;
  source_texts sources;
};

namespace detail {

/// Reads the parts of a document in the order in which they need each other.
class document_loader {
 public:
  document_loader(findings_sink& findings, const load_options& options, include_files& includes)
      : context_{findings, options, includes, {}, {}, {}, {}, 0} {}

  policy_document load(const json_cursor& root) {
    object_reader in(context_.findings, root);
    if (!in.good()) {
      return {};
    }
    read_version(in);
    if (const auto header = part(in.required("policy"))) {
      read_header(*header);
    }
    if (const auto attributes = part(in.required("attributes"))) {
      context_.document.attributes = schema_loader(context_.findings).load(*attributes);
      context_.document.attributes_place = {attributes->file, attributes->at.string()};
    }
    read_definitions(part(in.optional("definitions")));
    read_assumptions(in.optional("assumptions"));
    read_organization(part(in.optional("organization")));
    const auto departments = part(in.required("departments"));
    const auto teams = part(in.optional("teams"));
    const auto parties = part(in.optional("parties"));
    people_loader(context_).load(departments, teams, parties);
    read_intake(in.optional("intake"));
    if (const auto aspects = part(in.required("aspects"))) {
      aspect_loader loader(context_);
      loader.load(*aspects);
      aspect_checker(context_).check();
      loader.locate();
    }
    read_guarantees(in.optional("guarantees"));
    if (const auto agreements = in.optional("agreements")) {
      agreement_loader(context_).load(*agreements);
    }
    refuse_reserved(in);
    in.finish();
    return std::move(context_.document);
  }

 private:
  // A part of the document, in its own file or not.
  std::optional<json_cursor> part(std::optional<json_cursor> c) {
    return c ? context_.includes.follow(std::move(*c)) : std::nullopt;
  }

  void read_version(object_reader& in) {
    const auto c = in.required("shozai");
    const auto version = c ? read_int(context_.findings, *c) : std::nullopt;
    if (version && *version != 1) {
      context_.findings.report(*c, "SZ115", {std::to_string(*version)});
    }
  }

  void read_header(const json_cursor& c) {
    auto& findings = context_.findings;
    auto& header = context_.document.header;
    object_reader in(findings, c);
    if (const auto id = in.required("id")) {
      header.id = read_id(findings, *id);
    }
    if (const auto version = in.required("version")) {
      header.version = read_filled(findings, *version, "version");
    }
    if (const auto zone = in.optional("zone")) {
      header.zone = read_string(findings, *zone).value_or("");
    }
    if (const auto title = in.optional("title")) {
      header.title = read_text(findings, *title);
    }
    if (const auto note = in.optional("note")) {
      header.note = read_text(findings, *note);
    }
    if (const auto effective = in.optional("effective")) {
      read_effective(*effective);
    }
    in.finish();
  }

  void read_effective(const json_cursor& c) {
    auto& findings = context_.findings;
    auto& header = context_.document.header;
    object_reader in(findings, c);
    const auto day = [&](std::string_view key) -> std::optional<std::int64_t> {
      const auto member = in.optional(key);
      return member && !(*member)->is_null() ? read_date(findings, *member) : std::nullopt;
    };
    header.effective_from = day("from");
    header.effective_to = day("to");
    if (header.effective_from && header.effective_to &&
        *header.effective_to <= *header.effective_from) {
      findings.report(c, "SZ126",
                      {format_date(*header.effective_from), format_date(*header.effective_to)});
    }
    in.finish();
  }

  void read_definitions(const std::optional<json_cursor>& c) {
    if (!c) {
      return;
    }
    auto& findings = context_.findings;
    auto& all = context_.document.definitions;
    std::vector<json_cursor> places;
    for_each_member(findings, *c, [&](const std::string& name, const json_cursor& member) {
      check_name(findings, name, member);
      if (context_.document.attributes.find(name)) {
        findings.report(member, "SZ119", {name}).at_key = true;
      }
      context_.definition_names.emplace(name, all.size());
      definition d;
      d.name = name;
      d.place = {member.file, member.at.string()};
      all.push_back(std::move(d));
      places.push_back(member);
    });
    for (std::size_t i = 0; i < all.size(); ++i) {
      object_reader in(findings, places[i]);
      if (const auto that = in.required("that")) {
        all[i].that = context_.read_condition(*that);
      }
      if (const auto label = in.optional("label")) {
        all[i].label = read_text(findings, *label);
      }
      if (const auto note = in.optional("note")) {
        all[i].note = read_text(findings, *note);
      }
      in.finish();
    }
    definition_checker(context_, places).check();
  }

  void read_assumptions(const std::optional<json_cursor>& c) {
    if (!c) {
      return;
    }
    auto& findings = context_.findings;
    for_each_item(findings, *c, [&](const json_cursor& item) {
      assumption a;
      a.place = {item.file, item.at.string()};
      object_reader in(findings, item);
      if (const auto id = in.required("id")) {
        a.id = context_.read_new_id(*id);
      }
      if (const auto that = in.required("that")) {
        a.that = context_.read_condition(*that);
      }
      read_reasons(in, a.because, a.note);
      in.finish();
      context_.document.assumptions.push_back(std::move(a));
    });
  }

  void read_reasons(object_reader& in, localized_text& because, localized_text& note) {
    if (const auto c = in.optional("because")) {
      because = read_text(context_.findings, *c);
    }
    if (const auto c = in.optional("note")) {
      note = read_text(context_.findings, *c);
    }
  }

  // The names of its positions may stand wherever people are named; the rest is read by
  // `load_organization`, a layer above.
  void read_organization(const std::optional<json_cursor>& c) {
    if (!c) {
      return;
    }
    if (!(*c)->is_object()) {
      context_.findings.report(*c, "SZ113", {"object", kind_of(**c)});
      return;
    }
    context_.document.organization = (*c)->dump();
    context_.document.organization_place = {c->file, c->at.string()};
    for (const auto* key : {"positions", "rosters"}) {
      if (!(*c)->contains(key) || !(**c)[key].is_object()) {
        continue;
      }
      for (const auto& [name, unused] : (**c)[key].items()) {
        context_.participants.emplace(name, participant::kind::position);
      }
    }
  }

  void read_intake(const std::optional<json_cursor>& c) {
    if (!c) {
      return;
    }
    auto& findings = context_.findings;
    const auto& attributes = context_.document.attributes;
    auto& intake = context_.document.intake;
    for_each_item(findings, *c, [&](const json_cursor& item) {
      const auto name = read_string(findings, item);
      if (!name) {
        return;
      }
      const auto index = attributes.find(*name);
      if (!index) {
        findings.report(item, "SZ265",
                        {*name, nearest_name(*name, attributes.names()).value_or("")});
      } else if (std::ranges::find(intake, *index) != intake.end()) {
        findings.report(item, "SZ119", {*name});
      } else {
        intake.push_back(*index);
      }
    });
  }

  void read_guarantees(const std::optional<json_cursor>& c) {
    if (!c) {
      return;
    }
    auto& findings = context_.findings;
    guarantee_scope scope{context_.scope(), {}, context_.names_of(false), context_.names_of(true)};
    for (const auto& a : context_.document.aspects) {
      scope.aspects.push_back(a.id);
    }
    for_each_item(findings, *c, [&](const json_cursor& item) {
      guarantee g;
      object_reader in(findings, item);
      const auto id = in.required("id");
      const auto name = id ? context_.read_new_id(*id) : std::string{};
      if (const auto that = in.required("that")) {
        const auto text = read_string(findings, *that);
        auto result = text ? findings.take(*that, parse_guarantee(*text, scope)) : std::nullopt;
        g = result ? std::move(*result) : guarantee{};
      }
      g.id = name;
      g.place = {item.file, item.at.string()};
      read_reasons(in, g.because, g.note);
      in.finish();
      context_.document.guarantees.push_back(std::move(g));
    });
  }

  void refuse_reserved(object_reader& in) {
    for (const auto* key : {"checklists", "goals", "disputes"}) {
      if (const auto c = in.optional(key)) {
        context_.findings.report(*c, "SZ116", {key}).at_key = true;
      }
    }
  }

  load_context context_;
};

}  // namespace detail

/// Reads a policy document from its text.
///
/// Every finding is reported, never only the first; with an error there is no document. Nothing
/// outside `text` is read unless `options.resolve` reads it.
/// \par Complexity Linear in the text, but for what the limits bound.
[[nodiscard]] inline loaded_document load_document(std::string_view text,
                                                   const load_options& options = {}) {
  loaded_document result;
  findings_sink findings(options.limits.errors);
  detail::include_files includes(findings, options.limits, options.resolve);
  auto gated = read_json(text, options.limits);
  for (auto& each : gated.findings) {
    each.file = options.name;
  }
  findings.add(std::move(gated.findings));
  try {
    if (gated.tree) {
      result.document = detail::document_loader(findings, options, includes)
                            .load({&*gated.tree, json_pointer{}, options.name});
    }
  } catch (const too_many_findings&) {
    result.document.reset();
  }
  result.findings = std::move(findings.all());
  if (has_errors(result.findings)) {
    result.document.reset();
  }
  if (text.size() <= options.limits.document_bytes) {
    result.sources = includes.texts();
    result.sources.emplace(options.name, text);
  }
  return result;
}

}  // namespace shozai::inline v1

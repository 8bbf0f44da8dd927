// SPDX-License-Identifier: Apache-2.0
/// \file
/// A document → its JSON. What is loaded from that is the same document.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "shozai/core/date_time.hpp"
#include "shozai/policy/condition_printer.hpp"
#include "shozai/policy/derivation_parser.hpp"
#include "shozai/policy/guarantee_printer.hpp"
#include "shozai/policy/json_gate.hpp"
#include "shozai/policy/load_schema.hpp"
#include "shozai/policy/policy_document.hpp"
#include "shozai/policy/save_text.hpp"
#include "shozai/policy/unary_test.hpp"

namespace shozai::inline v1 {

namespace detail {

/// Writes the parts of a document; a key that would hold a default is left out.
class document_writer {
 public:
  explicit document_writer(const policy_document& document)
      : document_(document),
        names_(document.definition_names()),
        printer_(document.attributes, names_) {}

  [[nodiscard]] json write() const {
    auto root = json::object();
    root["shozai"] = 1;
    root["policy"] = header();
    root["attributes"] = json::object();
    for (const auto& a : document_.attributes) {
      append(root["attributes"], a.name) = attribute_of(a);
    }
    add_all(root, "assumptions", document_.assumptions,
            [&](const assumption& a) { return assumption_of(a); });
    if (!document_.definitions.empty()) {
      root["definitions"] = json::object();
    }
    for (const auto& d : document_.definitions) {
      append(root["definitions"], d.name) = definition_of(d);
    }
    people(root);
    for (const auto i : document_.intake) {
      root["intake"].push_back(document_.attributes[i].name);
    }
    root["aspects"] = json::object();
    for (const auto& a : document_.aspects) {
      append(root["aspects"], a.id) = aspect_of(a);
    }
    add_all(root, "guarantees", document_.guarantees,
            [&](const guarantee& g) { return guarantee_of(g); });
    add_all(root, "agreements", document_.agreements,
            [&](const agreement& a) { return agreement_of(a); });
    if (document_.organization) {
      root["organization"] = json::parse(*document_.organization);
    }
    return root;
  }

 private:
  // A new member. Its key is known to be new: looking for it would make large objects slow.
  static json& append(json& to, const std::string& key) {
    return to.get_ref<json::object_t&>().emplace_back(key, json()).second;
  }

  static void add(json& to, const char* key, const std::string& text) {
    if (!text.empty()) {
      to[key] = text;
    }
  }
  static void add(json& to, const char* key, const localized_text& text) {
    if (!text.empty()) {
      to[key] = save_tree(text);
    }
  }
  template <typename Range>
  static void add_list(json& to, const char* key, const Range& names) {
    for (const auto& name : names) {
      to[key].push_back(name);
    }
  }
  template <typename Range, typename Write>
  static void add_all(json& to, const char* key, const Range& items, const Write& write) {
    for (const auto& item : items) {
      to[key].push_back(write(item));
    }
  }

  [[nodiscard]] json header() const {
    const auto& h = document_.header;
    auto out = json::object();
    out["id"] = h.id;
    out["version"] = h.version;
    add(out, "zone", h.zone);
    add(out, "title", h.title);
    add(out, "note", h.note);
    if (h.effective_from) {
      out["effective"]["from"] = format_date(*h.effective_from);
    }
    if (h.effective_to) {
      out["effective"]["to"] = format_date(*h.effective_to);
    }
    return out;
  }

  [[nodiscard]] json attribute_of(const attribute& a) const {
    auto out = json::object();
    out["type"] = std::string(name_of(a.type));
    if (a.type == attribute_type::enumeration) {
      out["values"] = nodes_of(a.values.roots());
    }
    if (a.type == attribute_type::decimal) {
      out["scale"] = a.scale;
    }
    domain_of(a, out);
    if (a.optional) {
      out["optional"] = true;
    }
    if (a.empty_is_none) {
      out["missing"] = "none";
    }
    if (a.derived) {
      out["derived"] = print_derivation(*a.derived, document_.attributes);
    }
    add(out, "label", a.label);
    add(out, "note", a.note);
    add_list(out, "columns", a.columns);
    add(out, "unit", a.unit);
    if (!a.ask.askable) {
      out["ask"] = false;
    } else {
      if (!a.ask.text.empty()) {
        out["ask"]["text"] = save_tree(a.ask.text);
      }
      if (a.ask.cost != 1) {
        out["ask"]["cost"] = a.ask.cost;
      }
    }
    return out;
  }

  static void domain_of(const attribute& a, json& out) {
    if (a.type == attribute_type::string) {
      constexpr std::size_t usual = 256;
      if (a.domain.max_length() != usual) {
        out["max_length"] = a.domain.max_length();
      }
      return;
    }
    if (!is_ordered(a.type)) {
      return;
    }
    const auto [least, most] = default_bounds(a.type, a.scale);
    if (a.domain.min() != least) {
      out["min"] = bound_of(a, a.domain.min());
    }
    if (a.domain.max() != most) {
      out["max"] = bound_of(a, a.domain.max());
    }
  }

  static json bound_of(const attribute& a, std::int64_t bound) {
    return a.type == attribute_type::integer ? json(bound) : json(write_literal(a, value{bound}));
  }

  static json nodes_of(const std::vector<enum_node>& nodes) {
    auto out = json::object();
    for (const auto& node : nodes) {
      auto& entry = append(out, node.id);
      entry = node.label.empty() ? json::object() : save_tree(node.label);
      if (!node.children.empty()) {
        entry["children"] = nodes_of(node.children);
      }
    }
    return out;
  }

  [[nodiscard]] json assumption_of(const assumption& a) const {
    json out = {{"id", a.id}, {"that", printer_.print(a.that)}};
    add(out, "because", a.because);
    add(out, "note", a.note);
    return out;
  }

  [[nodiscard]] json definition_of(const definition& d) const {
    json out = {{"that", printer_.print(d.that)}};
    add(out, "label", d.label);
    add(out, "note", d.note);
    return out;
  }

  void people(json& root) const {
    root["departments"] = json::object();
    for (const auto& p : document_.participants) {
      auto& group = p.what == participant::kind::department ? root["departments"]
                    : p.what == participant::kind::team     ? root["teams"]
                                                            : root["parties"];
      if (group.is_null()) {
        group = json::object();
      }
      append(group, p.id) = participant_of(p);
    }
  }

  static json participant_of(const participant& p) {
    auto out = json::object();
    add(out, "label", p.label);
    add(out, "note", p.note);
    add(out, "parent", p.parent);
    add_list(out, "departments", p.members);
    add(out, "lead", p.lead);
    add_all(out, "duties", p.duties, [](const duty& d) {
      auto entry = json::object();
      entry["id"] = d.id;
      add(entry, "text", d.text);
      add_list(entry, "measures", d.measures);
      return entry;
    });
    return out;
  }

  [[nodiscard]] json aspect_of(const aspect& a) const {
    auto out = json::object();
    add(out, "label", a.label);
    add(out, "note", a.note);
    if (a.hit_policy) {
      out["hit_policy"] = std::string(hit_policy_names.at(static_cast<std::size_t>(*a.hit_policy)));
    }
    add(out, "same_as", a.same_as);
    out["interim"] = interim_of(a.interim);
    if (!a.sections.empty()) {
      out["sections"] = json::object();
    }
    for (const auto& s : a.sections) {
      auto& entry = append(out["sections"], s.id);
      entry = json::object();
      add(entry, "label", s.label);
      add(entry, "note", s.note);
    }
    rules_of(a, out);
    add_all(out, "also", a.also, [&](const rule& r) { return rule_of(r, true); });
    if (a.otherwise) {
      out["otherwise"] = rule_of(*a.otherwise, false);
    }
    return out;
  }

  void rules_of(const aspect& a, json& out) const {
    auto rules = json::array();
    auto rows = json::array();
    for (const auto& r : a.rules) {
      if (r.is_row) {
        rows.push_back(row_of(r, a.table_columns));
      } else {
        rules.push_back(rule_of(r, true));
      }
    }
    if (!rules.empty() || !a.has_table) {
      out["rules"] = std::move(rules);
    }
    if (a.has_table) {
      auto& columns = out["table"]["columns"];
      columns = json::array();
      for (const auto i : a.table_columns) {
        columns.push_back(document_.attributes[i].name);
      }
      out["table"]["rows"] = std::move(rows);
    }
  }

  [[nodiscard]] json interim_of(const interim_owner& interim) const {
    auto out = json::object();
    out["accountable"] = interim.accountable;
    add_duration(out, "within", interim.within);
    add_all(out, "rules", interim.rules, [&](const interim_rule& r) {
      auto entry = json::object();
      entry["id"] = r.id;
      entry["when"] = printer_.print(r.when);
      entry["then"]["accountable"] = r.accountable;
      add_duration(entry["then"], "within", r.within);
      add(entry, "because", r.because);
      return entry;
    });
    return out;
  }

  static void add_duration(json& to, const char* key, const std::optional<std::int64_t>& duration) {
    if (duration) {
      to[key] = format_duration(*duration);
    }
  }

  [[nodiscard]] json rule_of(const rule& r, bool with_condition) const {
    auto out = json::object();
    out["id"] = r.id;
    if (with_condition) {
      out["when"] = printer_.print(r.when);
    }
    details_of(r, out);
    return out;
  }

  [[nodiscard]] json row_of(const rule& r, const std::vector<std::size_t>& columns) const {
    auto out = json::object();
    out["id"] = r.id;
    out["if"] = json::array();
    for (std::size_t i = 0; i < columns.size(); ++i) {
      out["if"].push_back(write_cell(document_.attributes[columns[i]], r.cells[i]));
    }
    details_of(r, out);
    return out;
  }

  static void details_of(const rule& r, json& out) {
    add_list(out, "overrides", r.overrides);
    add(out, "section", r.section);
    out["then"] = assignment_of(r.then);
    add(out, "because", r.because);
    add(out, "note", r.origin.note);
    add(out, "source", r.origin.source);
    add(out, "steward", r.origin.steward);
    if (r.origin.review_by) {
      out["review_by"] = format_date(*r.origin.review_by);
    }
  }

  static json assignment_of(const assignment& a) {
    auto out = json::object();
    add(out, "accountable", a.accountable);
    add_list(out, "responsible", a.responsible);
    add_list(out, "consulted", a.consulted);
    add_list(out, "informed", a.informed);
    add_list(out, "joint_visit", a.joint_visit);
    if (!a.cost_share.empty()) {
      out["cost_share"] = json::object();
    }
    for (const auto& [party, percent] : a.cost_share) {
      append(out["cost_share"], party) = percent;
    }
    add_all(out, "notes", a.notes, [](const localized_text& note) { return save_tree(note); });
    return out;
  }

  [[nodiscard]] json guarantee_of(const guarantee& g) const {
    json out = {{"id", g.id}, {"that", print_guarantee(g, printer_)}};
    add(out, "because", g.because);
    add(out, "note", g.note);
    return out;
  }

  [[nodiscard]] json agreement_of(const agreement& a) const {
    const auto kind = agreement_kind_names.at(static_cast<std::size_t>(a.kind));
    json out = {{"id", a.id}, {"kind", std::string(kind)}, {"of", a.of}};
    add(out, "to", a.to);
    if (a.when) {
      out["when"] = printer_.print(*a.when);
    }
    add_duration(out, "acknowledge_within", a.acknowledge_within);
    add_duration(out, "resolve_within", a.resolve_within);
    if (a.clock == deadline_clock::working) {
      out["clock"] = "working";
    }
    add(out, "calendar", a.calendar);
    add(out, "label", a.label);
    add(out, "because", a.because);
    add(out, "note", a.note);
    return out;
  }

  const policy_document& document_;
  std::vector<std::string> names_;
  condition_printer printer_;
};

}  // namespace detail

/// The document as a tree of JSON, conditions in printed form, defaults left out.
[[nodiscard]] inline json save_tree(const policy_document& document) {
  return detail::document_writer(document).write();
}

/// The document as JSON text, indented by two.
[[nodiscard]] inline std::string save(const policy_document& document) {
  return save_tree(document).dump(2) + "\n";
}

}  // namespace shozai::inline v1

// SPDX-License-Identifier: Apache-2.0
/// \file
/// `aspects` → aspects, with their tables, sections and interim owners.
#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shozai/policy/load_rules.hpp"
#include "shozai/policy/load_table.hpp"
#include "shozai/policy/used_attributes.hpp"

namespace shozai::inline v1::detail {

/// Reads the aspects one by one; what they name in each other is checked by `check_aspects`.
class aspect_loader {
 public:
  explicit aspect_loader(load_context& context) : context_(context), rules_(context) {}

  void load(const json_cursor& aspects) {
    for_each_member(context_.findings, aspects,
                    [&](const std::string& id, const json_cursor& member) {
                      check_name(context_.findings, id, member);
                      if (const auto c = context_.includes.follow(member)) {
                        context_.document.aspects.push_back(read(id, *c));
                      }
                    });
    if (aspects->is_object() && aspects->empty()) {
      context_.findings.report(aspects, "SZ123", {"aspects"});
    }
  }

  /// Turns pointers of findings that later checks made in table files into rows and columns.
  void locate() const {
    for (const auto& file : files_) {
      file.locate(context_.findings.all(), 0);
    }
  }

 private:
  using form = rule_loader::form;

  [[nodiscard]] bool is_table_file(std::string_view path) const {
    return path.ends_with(".csv") || (context_.options.resolve_table && sheet_mark(path));
  }

  aspect read(const std::string& id, const json_cursor& c) {
    auto& findings = context_.findings;
    aspect a;
    a.id = id;
    a.pointer = c.at.string();
    a.file = c.file;
    object_reader in(findings, c);
    if (!in.good()) {
      return a;
    }
    if (const auto label = in.optional("label")) {
      a.label = read_text(findings, *label);
    }
    if (const auto note = in.optional("note")) {
      a.note = read_text(findings, *note);
    }
    read_hit_policy(in, a);
    if (const auto same = in.optional("same_as")) {
      a.same_as = read_filled(findings, *same, "same_as");
    }
    if (const auto interim = in.required("interim")) {
      a.interim = read_interim(*interim);
    }
    if (const auto sections = in.optional("sections")) {
      read_sections(*sections, a);
    }
    read_rules(in, a);
    in.finish();
    return a;
  }

  void read_hit_policy(object_reader& in, aspect& a) {
    const auto c = in.optional("hit_policy");
    const auto number = c ? read_one_of(context_.findings, *c, hit_policy_names) : std::nullopt;
    if (number) {
      a.hit_policy = static_cast<hit_policy>(*number);
    }
  }

  interim_owner read_interim(const json_cursor& c) {
    auto& findings = context_.findings;
    interim_owner interim;
    object_reader in(findings, c);
    if (const auto owner = in.required("accountable")) {
      interim.accountable = context_.read_owner(*owner);
    }
    if (const auto within = in.optional("within")) {
      interim.within = read_duration(findings, *within);
    }
    if (const auto rules = in.optional("rules")) {
      for_each_item(findings, *rules, [&](const json_cursor& item) {
        interim.rules.push_back(read_interim_rule(item));
      });
    }
    in.finish();
    return interim;
  }

  interim_rule read_interim_rule(const json_cursor& c) {
    auto& findings = context_.findings;
    interim_rule r;
    r.pointer = c.at.string();
    object_reader in(findings, c);
    if (const auto id = in.required("id")) {
      r.id = context_.read_new_id(*id);
    }
    if (const auto when = in.required("when")) {
      r.when = context_.read_condition(*when);
      check_intake(*when, r.when);
    }
    if (const auto then = in.required("then")) {
      object_reader inner(findings, *then);
      if (const auto owner = inner.required("accountable")) {
        r.accountable = context_.read_owner(*owner);
      }
      if (const auto within = inner.optional("within")) {
        r.within = read_duration(findings, *within);
      }
      inner.finish();
    }
    if (const auto because = in.optional("because")) {
      r.because = read_text(findings, *because);
    }
    in.finish();
    return r;
  }

  // What is asked of an interim owner must be known when the fault comes in.
  void check_intake(const json_cursor& where, const condition& when) {
    const auto& document = context_.document;
    if (document.intake.empty()) {
      return;
    }
    std::set<std::size_t> reported;
    for_each_attribute(document, when, [&](std::size_t attribute) {
      if (!is_known_at_intake(attribute) && reported.insert(attribute).second) {
        context_.findings.report(where, "SZ267", {document.attributes[attribute].name});
      }
    });
  }

  [[nodiscard]] bool is_known_at_intake(std::size_t attribute) const {
    const auto& document = context_.document;
    const auto& a = document.attributes[attribute];
    return std::ranges::find(document.intake, attribute) != document.intake.end() ||
           (a.derived && !a.inputs.empty() &&
            std::ranges::all_of(a.inputs, [&](auto i) { return is_known_at_intake(i); }));
  }

  void read_sections(const json_cursor& c, aspect& a) {
    auto& findings = context_.findings;
    for_each_member(findings, c, [&](const std::string& id, const json_cursor& member) {
      check_name(findings, id, member);
      section s;
      s.id = id;
      object_reader in(findings, member);
      if (const auto label = in.optional("label")) {
        s.label = read_text(findings, *label);
      }
      if (const auto note = in.optional("note")) {
        s.note = read_text(findings, *note);
      }
      in.finish();
      a.sections.push_back(std::move(s));
    });
  }

  void read_rules(object_reader& in, aspect& a) {
    auto& findings = context_.findings;
    const auto rules = in.optional("rules");
    const auto table = in.optional("table");
    if (!rules && !table) {
      findings.report(in.where(), "SZ248");
    }
    if (rules) {
      for_each_item(findings, *rules, [&](const json_cursor& item) {
        a.rules.push_back(rules_.read(item, form::rule));
      });
    }
    if (table) {
      read_table(*table, a);
    }
    if (const auto also = in.optional("also")) {
      for_each_item(findings, *also, [&](const json_cursor& item) {
        a.also.push_back(rules_.read(item, form::also));
      });
    }
    if (const auto otherwise = in.optional("otherwise")) {
      a.otherwise = rules_.read(*otherwise, form::otherwise);
    }
  }

  void read_table(const json_cursor& c, aspect& a) {
    a.has_table = true;
    const auto path = include_files::path_of(*c);
    if (path && is_table_file(*path)) {
      read_table_file(*path, c.member("file", (*c)["file"]), a);
    } else if (const auto followed = context_.includes.follow(c)) {
      read_table_object(*followed, cell_words::ids, a);
    }
  }

  void read_table_file(const std::string& path, const json_cursor& place, aspect& a) {
    const auto* text = context_.includes.table_of(path, place, context_.options.resolve_table);
    if (text == nullptr) {
      return;
    }
    auto& file = files_.emplace_back(context_, path);
    if (auto table = file.read(*text)) {
      const auto before = context_.findings.all().size();
      tables_.push_back(std::move(*table));
      read_table_object({&tables_.back(), json_pointer{}, path}, cell_words::ids_and_labels, a);
      file.locate(context_.findings.all(), before);
    }
  }

  void read_table_object(const json_cursor& c, cell_words words, aspect& a) {
    auto& findings = context_.findings;
    object_reader in(findings, c);
    if (const auto columns = in.required("columns")) {
      for_each_item(findings, *columns, [&](const json_cursor& item) { read_column(item, a); });
    }
    if (const auto rows = in.required("rows")) {
      for_each_item(findings, *rows, [&](const json_cursor& item) {
        a.rules.push_back(rules_.read_row(item, a.table_columns, words));
      });
    }
    in.finish();
  }

  void read_column(const json_cursor& c, aspect& a) {
    auto& findings = context_.findings;
    const auto name = read_string(findings, c);
    if (!name) {
      return;
    }
    const auto& attributes = context_.document.attributes;
    const auto index = attributes.find(*name);
    if (!index) {
      findings.report(c, "SZ265", {*name, nearest_name(*name, attributes.names()).value_or("")});
      a.table_columns.push_back(rule_loader::unknown_column);
      return;
    }
    if (std::ranges::find(a.table_columns, *index) != a.table_columns.end()) {
      findings.report(c, "SZ266", {*name});
    }
    a.table_columns.push_back(*index);
  }

  load_context& context_;
  rule_loader rules_;
  std::deque<table_file> files_;
  std::deque<json> tables_;  // from those files, kept while findings may point into them
};

}  // namespace shozai::inline v1::detail

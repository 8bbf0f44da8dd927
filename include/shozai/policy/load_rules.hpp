// SPDX-License-Identifier: Apache-2.0
/// \file
/// Rules, rows of tables and their assignments.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "shozai/policy/load_context.hpp"
#include "shozai/policy/unary_test.hpp"

namespace shozai::inline v1::detail {

/// Reads rules one by one; what they name in other rules is checked once all are there.
class rule_loader {
 public:
  /// What a rule is made of, beside its assignment.
  enum class form : std::uint8_t { rule, row, also, otherwise };

  /// Stands for a column whose heading was reported; its cells are not read.
  static constexpr std::size_t unknown_column = std::numeric_limits<std::size_t>::max();

  explicit rule_loader(load_context& context) : context_(context) {}

  rule read(const json_cursor& c, form what) { return read(c, what, {}, cell_words::ids); }

  /// A row of a table whose columns are the attributes `columns`.
  rule read_row(const json_cursor& c, const std::vector<std::size_t>& columns, cell_words words) {
    return read(c, form::row, columns, words);
  }

 private:
  rule read(const json_cursor& c, form what, const std::vector<std::size_t>& columns,
            cell_words words) {
    auto& findings = context_.findings;
    rule r;
    r.is_row = what == form::row;
    r.pointer = c.at.string();
    r.file = c.file;
    object_reader in(findings, c);
    if (!in.good()) {
      return r;
    }
    if (const auto id = in.required("id")) {
      r.id = context_.read_new_id(*id);
    }
    read_condition(in, what, columns, words, r);
    if (const auto then = in.required("then")) {
      r.then = read_assignment(*then, what == form::also);
    }
    if (what == form::rule || what == form::row) {
      if (const auto overrides = in.optional("overrides")) {
        r.overrides = read_strings(findings, *overrides);
      }
      if (const auto section = in.optional("section")) {
        r.section = read_filled(findings, *section, "section");
      }
    }
    read_reason(in, r);
    in.finish();
    count();
    return r;
  }

  void read_condition(object_reader& in, form what, const std::vector<std::size_t>& columns,
                      cell_words words, rule& r) {
    if (what == form::rule || what == form::also) {
      if (const auto when = in.required("when")) {
        r.when = context_.read_condition(*when);
      }
    } else if (what == form::row) {
      if (const auto cells = in.required("if")) {
        r.cells = read_cells(*cells, columns, words);
        r.when = joined(r.cells);
      }
    }
  }

  std::vector<condition> read_cells(const json_cursor& c, const std::vector<std::size_t>& columns,
                                    cell_words words) {
    auto& findings = context_.findings;
    std::vector<condition> cells;
    std::size_t column = 0;
    for_each_item(findings, c, [&](const json_cursor& item) {
      const auto text = read_string(findings, item);
      if (text && column < columns.size() && columns[column] != unknown_column) {
        const auto index = columns[column];
        const auto& a = context_.document.attributes[index];
        auto cell = findings.take(item, parse_cell(*text, a, index, words));
        cells.push_back(cell ? std::move(*cell) : condition::always(true));
      }
      ++column;
    });
    if (c->is_array() && column != columns.size()) {
      findings.report(c, "SZ260", {std::to_string(column), std::to_string(columns.size())});
    }
    return cells;
  }

  // Cells that accept everything say nothing.
  static condition joined(const std::vector<condition>& cells) {
    std::vector<condition> tests;
    for (const auto& cell : cells) {
      if (cell.what != condition::kind::constant) {
        tests.push_back(cell);
      }
    }
    return tests.empty() ? condition::always(true)
                         : condition::join(condition::kind::conjunction, std::move(tests));
  }

  assignment read_assignment(const json_cursor& c, bool only_adds) {
    auto& findings = context_.findings;
    assignment a;
    object_reader in(findings, c);
    if (!only_adds) {
      if (const auto owner = in.required("accountable")) {
        a.accountable = context_.read_owner(*owner);
      }
      if (const auto share = in.optional("cost_share")) {
        a.cost_share = read_shares(*share);
      }
      read_set(in, "responsible", a.responsible);
    }
    read_set(in, "consulted", a.consulted);
    read_set(in, "informed", a.informed);
    read_set(in, "joint_visit", a.joint_visit);
    if (const auto notes = in.optional("notes")) {
      a.notes = read_notes(*notes);
    }
    in.finish();
    if (c->is_object() && c->empty() && only_adds) {
      findings.report(c, "SZ123", {"then"});
    }
    return a;
  }

  void read_set(object_reader& in, const char* key, std::set<std::string>& to) {
    const auto c = in.optional(key);
    if (!c) {
      return;
    }
    for_each_item(context_.findings, *c, [&](const json_cursor& item) {
      auto name = read_string(context_.findings, item);
      if (name && context_.check_participant(*name, item)) {
        to.insert(std::move(*name));
      }
    });
  }

  std::map<std::string, int> read_shares(const json_cursor& c) {
    auto& findings = context_.findings;
    constexpr std::int64_t whole = 100;
    std::map<std::string, int> shares;
    std::int64_t sum = 0;
    bool complete = c->is_object();
    for_each_member(findings, c, [&](const std::string& id, const json_cursor& member) {
      if (!context_.check_participant(id, member)) {
        findings.all().back().at_key = true;
      }
      const auto percent = read_int_within(findings, member, 0, whole);
      complete = complete && percent;
      sum += percent.value_or(0);
      shares.emplace(id, static_cast<int>(percent.value_or(0)));
    });
    if (complete && sum != whole) {
      findings.report(c, "SZ231", {std::to_string(sum)});
    }
    return shares;
  }

  std::vector<localized_text> read_notes(const json_cursor& c) {
    std::vector<localized_text> notes;
    for_each_item(context_.findings, c, [&](const json_cursor& item) {
      notes.push_back(read_text(context_.findings, item));
    });
    return notes;
  }

  void read_reason(object_reader& in, rule& r) {
    auto& findings = context_.findings;
    if (const auto because = in.optional("because")) {
      r.because = read_text(findings, *because);
    } else {
      findings.report(in.where(), "SZ250", {r.id});
    }
    if (const auto note = in.optional("note")) {
      r.origin.note = read_text(findings, *note);
    }
    if (const auto source = in.optional("source")) {
      r.origin.source = read_text(findings, *source);
    }
    if (const auto steward = in.optional("steward")) {
      r.origin.steward = read_string(findings, *steward).value_or("");
      if (steward->value->is_string()) {
        context_.check_participant(r.origin.steward, *steward);
      }
    }
    if (const auto review = in.optional("review_by")) {
      r.origin.review_by = read_date(findings, *review);
      const auto& today = context_.options.today;
      if (r.origin.review_by && today && *r.origin.review_by < *today) {
        findings.report(*review, "SZ251", {r.id, format_date(*r.origin.review_by)});
      }
    }
  }

  void count() {
    if (++context_.rule_count == context_.options.limits.rules + 1) {
      context_.findings.report_at(context_.options.name, json_pointer{} / "aspects", "SZ247",
                                  {std::to_string(context_.options.limits.rules)});
    }
  }

  load_context& context_;
};

}  // namespace shozai::inline v1::detail

// SPDX-License-Identifier: Apache-2.0
/// \file
/// What the headings and cells of a table of test cases mean.
#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shozai/ownership/policy_set.hpp"
#include "shozai/policy/json_gate.hpp"
#include "shozai/policy/load_fault_table.hpp"
#include "shozai/testing/policy_case.hpp"

namespace shozai::inline v1::detail {

/// What a column gives: part of a case, an attribute of its fault, or a field of an expectation.
struct case_column {
  enum kind : std::uint8_t { nothing, name, note, tags, at, attribute, expectation };

  kind what = nothing;
  std::string of;     ///< the attribute or the aspect
  std::string field;  ///< of an expectation

  /// Whether a pointer into the JSON of a case, in steps, leads to what the column gives.
  [[nodiscard]] bool is_at(const std::vector<std::string>& steps) const {
    const auto step = [&](std::size_t i) { return i < steps.size() ? steps[i] : std::string{}; };
    switch (what) {
      case name:
        return step(0) == "name";
      case note:
        return step(0) == "note";
      case tags:
        return step(0) == "tags";
      case at:
        return step(0) == "at";
      case attribute:
        return step(0) == "fault" && step(1) == of;
      case expectation:
        return step(0) == "expected" && step(1) == of && (step(2).empty() || step(2) == field);
      case nothing:
        break;
    }
    return false;
  }

  friend bool operator==(const case_column&, const case_column&) = default;
};

/// The headings that the versions of a policy give a meaning.
class case_headings {
 public:
  explicit case_headings(const policy_set& versions) {
    for (const auto& [text, what] :
         {std::pair{"name", case_column::name}, std::pair{"名称", case_column::name},
          std::pair{"note", case_column::note}, std::pair{"備考", case_column::note},
          std::pair{"tags", case_column::tags}, std::pair{"タグ", case_column::tags},
          std::pair{"at", case_column::at}, std::pair{"適用日", case_column::at}}) {
      add(text, {what, {}, {}});
    }
    for (const auto& policy : versions.versions()) {
      add_attributes(policy.attributes());
    }
    for (const auto& policy : versions.versions()) {
      for (const auto& a : policy.document().aspects) {
        add_aspect(a);
      }
    }
  }

  [[nodiscard]] std::optional<case_column> find(std::string_view heading) const {
    const auto found = std::ranges::find(names_, heading);
    return found == names_.end()
               ? std::nullopt
               : std::optional{columns_[static_cast<std::size_t>(found - names_.begin())]};
  }

  [[nodiscard]] const std::vector<std::string>& names() const noexcept { return names_; }

 private:
  // In the order of `case_field`.
  static constexpr std::array<std::string_view, 17> japanese_fields = {
      "状態",       "規則", "規則一覧",   "責任部門", "実施",       "相談先",
      "連絡先",     "同行", "費用負担",   "候補",     "候補の状態", "未決の項目",
      "反する前提", "暫定", "暫定の規則", "次の質問", "不明な項目"};

  // What a heading means first stays.
  void add(std::string_view heading, case_column meant) {
    if (!heading.empty() && std::ranges::find(names_, heading) == names_.end()) {
      names_.emplace_back(heading);
      columns_.push_back(std::move(meant));
    }
  }

  void add_attributes(const schema& attributes) {
    for (const auto& a : attributes) {
      const case_column meant{case_column::attribute, a.name, {}};
      add(a.name, meant);
      for (const auto& heading : a.columns) {
        add(heading, meant);
      }
    }
  }

  void add_aspect(const aspect& a) {
    for (const auto& text : {a.id, a.label.in(language::ja), a.label.in(language::en)}) {
      if (text.empty()) {
        continue;
      }
      add(text, {case_column::expectation, a.id, "accountable"});
      for (std::size_t i = 0; i < case_field_names.size(); ++i) {
        const auto field = std::string(case_field_names.at(i));
        add(text + "." + field, {case_column::expectation, a.id, field});
        add(text + "." + std::string(japanese_fields.at(i)),
            {case_column::expectation, a.id, field});
      }
    }
  }

  std::vector<std::string> names_;
  std::vector<case_column> columns_;
};

/// Writes cells into the JSON of a case. What a cell does not mean stays text, for the reader of
/// cases to refuse.
class case_cells {
 public:
  /// `policy` must outlive it.
  explicit case_cells(const compiled_policy& policy) : policy_(policy) {}

  void put(json& to, const case_column& column, const std::string& cell) const {
    switch (column.what) {
      case case_column::name:
        to["name"] = cell;
        break;
      case case_column::note:
      case case_column::at:
        if (!cell.empty()) {
          to[column.what == case_column::at ? "at" : "note"] = cell;
        }
        break;
      case case_column::tags:
        if (!cell.empty()) {
          to["tags"] = split(cell);
        }
        break;
      case case_column::attribute:
        put_attribute(to["fault"], column.of, cell);
        break;
      case case_column::expectation:
        if (!cell.empty()) {
          to["expected"][column.of][column.field] = expected(column.field, cell);
        }
        break;
      case case_column::nothing:
        break;
    }
  }

 private:
  void put_attribute(json& fault, const std::string& name, const std::string& cell) const {
    const auto index = policy_.attributes().find(name);
    if (!index) {
      if (!cell.empty()) {
        fault[name] = cell;  // an attribute of another version
      }
      return;
    }
    if (auto v = cell_to_json(policy_.attributes()[*index], cell)) {
      fault[name] = *std::move(v);
    }
  }

  [[nodiscard]] json expected(const std::string& field, const std::string& cell) const {
    if (cell == "none" || cell == "なし") {
      return nullptr;
    }
    if (field == "state") {
      return state_of(cell);
    }
    if (field == "rule" || field == "interim_rule") {
      return cell;
    }
    if (field == "ask") {
      return attribute_named(cell);
    }
    if (field == "accountable" || field == "interim") {
      return participant_named(cell);
    }
    if (field == "cost_share") {
      return shares_of(cell);
    }
    auto all = json::array();
    for (const auto& part : split(cell)) {
      all.push_back(named_in(field, part));
    }
    return all;
  }

  [[nodiscard]] std::string named_in(const std::string& field, const std::string& text) const {
    if (field == "rules" || field == "open" || field == "assumptions") {
      return text;
    }
    return field == "possible_states" ? state_of(text)
           : field == "missing"       ? attribute_named(text)
                                      : participant_named(text);
  }

  // `quality 70, sales 30`, or with a percent sign.
  [[nodiscard]] json shares_of(const std::string& cell) const {
    auto shares = json::object();
    for (auto part : split(cell)) {
      if (part.ends_with('%')) {
        part.pop_back();
      }
      const auto space = part.rfind(' ');
      const auto begin = space == std::string::npos ? 0 : space + 1;
      std::int64_t percent = 0;
      const auto [end, error] =
          std::from_chars(part.data() + begin, part.data() + part.size(), percent);
      if (begin == 0 || error != std::errc{} || end != part.data() + part.size()) {
        return cell;
      }
      shares[participant_named(trimmed(part.substr(0, space)))] = percent;
    }
    return shares;
  }

  static std::string state_of(const std::string& text) {
    constexpr std::array<std::string_view, 5> japanese = {"決定", "未決", "空白", "矛盾",
                                                          "あり得ない組合せ"};
    const auto found = std::ranges::find(japanese, text);
    return found == japanese.end() ? text
                                   : std::string(decision_state_names.at(
                                         static_cast<std::size_t>(found - japanese.begin())));
  }

  [[nodiscard]] std::string participant_named(const std::string& text) const {
    const auto& all = policy_.document().participants;
    return only_one(text, all, [](const participant& p) -> const std::string& { return p.id; });
  }

  // By name or label, or as the heading of its column.
  [[nodiscard]] std::string attribute_named(const std::string& text) const {
    if (const auto found = attribute_of_heading(policy_.attributes(), text)) {
      return policy_.attributes()[*found].name;
    }
    return only_one(text, policy_.attributes(),
                    [](const attribute& a) -> const std::string& { return a.name; });
  }

  // The id of the one thing with this label; the text itself if it is an id, or there is no such
  // one thing.
  template <typename Things, typename Id>
  static std::string only_one(const std::string& text, const Things& things, const Id& id) {
    std::optional<std::string> found;
    for (const auto& each : things) {
      if (id(each) == text) {
        return text;
      }
      if (each.label.in(language::ja) == text || each.label.in(language::en) == text) {
        found = found ? text : id(each);
      }
    }
    return found.value_or(text);
  }

  static std::string trimmed(std::string_view text) {
    const auto begin = std::min(text.find_first_not_of(' '), text.size());
    const auto last = text.find_last_not_of(' ');
    return std::string(text.substr(begin, last == std::string_view::npos ? 0 : last + 1 - begin));
  }

  // At commas and 、.
  static std::vector<std::string> split(std::string_view text) {
    constexpr std::string_view ideographic = "、";
    std::vector<std::string> parts;
    while (true) {
      const auto comma = text.find(',');
      const auto other = text.find(ideographic);
      const auto end = std::min(comma, other);
      parts.push_back(trimmed(text.substr(0, end)));
      if (end == std::string_view::npos) {
        return parts;
      }
      text.remove_prefix(end + (comma < other ? 1 : ideographic.size()));
    }
  }

  const compiled_policy& policy_;
};

}  // namespace shozai::inline v1::detail

// SPDX-License-Identifier: Apache-2.0
/// \file
/// Typed values from JSON, each with a finding where it is not what was asked for.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shozai/core/date_time.hpp"
#include "shozai/core/localized_text.hpp"
#include "shozai/policy/json_cursor.hpp"
#include "shozai/policy/names.hpp"

namespace shozai::inline v1::detail {

inline std::optional<std::string> read_string(findings_sink& findings, const json_cursor& c) {
  if (!c->is_string()) {
    findings.report(c, "SZ113", {"string", kind_of(*c)});
    return std::nullopt;
  }
  return c->get_ref<const std::string&>();
}

/// A text that says something; `key` names it in the finding.
inline std::string read_filled(findings_sink& findings, const json_cursor& c,
                               std::string_view key) {
  auto text = read_string(findings, c);
  if (text && text->empty()) {
    findings.report(c, "SZ123", {std::string(key)});
  }
  return text.value_or("");
}

inline std::optional<bool> read_bool(findings_sink& findings, const json_cursor& c) {
  if (!c->is_boolean()) {
    findings.report(c, "SZ113", {"boolean", kind_of(*c)});
    return std::nullopt;
  }
  return c->get<bool>();
}

inline std::optional<std::int64_t> read_int(findings_sink& findings, const json_cursor& c) {
  if (c->is_number_float()) {
    findings.report(c, "SZ114", {c->dump()});
    return std::nullopt;
  }
  if (!c->is_number_integer()) {
    findings.report(c, "SZ113", {"integer", kind_of(*c)});
    return std::nullopt;
  }
  return c->get<std::int64_t>();
}

/// A whole number from `least` to `most`.
inline std::optional<std::int64_t> read_int_within(findings_sink& findings, const json_cursor& c,
                                                   std::int64_t least, std::int64_t most) {
  const auto number = read_int(findings, c);
  if (number && (*number < least || *number > most)) {
    findings.report(c, "SZ125",
                    {std::to_string(*number), std::to_string(least), std::to_string(most)});
    return std::nullopt;
  }
  return number;
}

/// The place of a text among `names`; a finding with the nearest one if it is none of them.
template <typename Names>
std::optional<std::size_t> read_one_of(findings_sink& findings, const json_cursor& c,
                                       const Names& names) {
  const auto text = read_string(findings, c);
  if (!text) {
    return std::nullopt;
  }
  const auto found = std::ranges::find(names, *text);
  if (found != std::ranges::end(names)) {
    return static_cast<std::size_t>(found - std::ranges::begin(names));
  }
  std::string all;
  for (const auto& name : names) {
    all += (all.empty() ? "" : ", ") + std::string(name);
  }
  findings.report(c, "SZ121", {*text, all, nearest_name(*text, names).value_or("")});
  return std::nullopt;
}

/// A text that has a form of its own, such as a date.
inline std::optional<std::int64_t> read_formed(
    findings_sink& findings, const json_cursor& c, std::string_view what, std::string_view form,
    std::optional<std::int64_t> (*parse)(std::string_view)) {
  const auto text = read_string(findings, c);
  if (!text) {
    return std::nullopt;
  }
  const auto result = parse(*text);
  if (!result) {
    findings.report(c, "SZ122", {*text, std::string(what), std::string(form)});
  }
  return result;
}

inline std::optional<std::int64_t> read_date(findings_sink& findings, const json_cursor& c) {
  return read_formed(findings, c, "date", "form_date", parse_date);
}

inline std::optional<std::int64_t> read_duration(findings_sink& findings, const json_cursor& c) {
  return read_formed(findings, c, "duration", "form_duration", parse_duration);
}

/// A string, or an object with `ja` and `en`.
inline localized_text read_text(findings_sink& findings, const json_cursor& c) {
  localized_text text;
  if (c->is_string()) {
    text.plain = c->get<std::string>();
    return text;
  }
  if (!c->is_object()) {
    findings.report(c, "SZ113", {"text_or_languages", kind_of(*c)});
    return text;
  }
  object_reader in(findings, c);
  for (const auto& [key, to] : {std::pair{"ja", &text.ja}, std::pair{"en", &text.en}}) {
    if (const auto member = in.optional(key)) {
      *to = read_string(findings, *member).value_or("");
    }
  }
  in.finish();
  if (!c->contains("ja") && !c->contains("en")) {
    findings.report(c, "SZ124");
  }
  return text;
}

/// The items of a list, each read by `read(cursor)`.
template <typename Read>
void for_each_item(findings_sink& findings, const json_cursor& c, const Read& read) {
  if (!c->is_array()) {
    findings.report(c, "SZ113", {"array", kind_of(*c)});
    return;
  }
  for (std::size_t i = 0; i < c->size(); ++i) {
    read(c.item(i));
  }
}

/// The members of an object whose keys are names, each read by `read(name, cursor)`.
template <typename Read>
void for_each_member(findings_sink& findings, const json_cursor& c, const Read& read) {
  if (!c->is_object()) {
    findings.report(c, "SZ113", {"object", kind_of(*c)});
    return;
  }
  for (const auto& [key, v] : c->items()) {
    read(key, c.member(key, v));
  }
}

inline std::vector<std::string> read_strings(findings_sink& findings, const json_cursor& c) {
  std::vector<std::string> all;
  for_each_item(findings, c, [&](const json_cursor& item) {
    if (auto text = read_string(findings, item)) {
      all.push_back(std::move(*text));
    }
  });
  return all;
}

/// A key that names something: lower case, not reserved.
inline void check_name(findings_sink& findings, const std::string& name, const json_cursor& c) {
  if (!is_name(name)) {
    findings.report(c, "SZ118", {name, "name_form"}).at_key = true;
  } else if (is_reserved(name)) {
    findings.report(c, "SZ120", {name}).at_key = true;
  }
}

/// The id of a rule, a row, an assumption or a guarantee.
inline std::string read_id(findings_sink& findings, const json_cursor& c) {
  auto id = read_string(findings, c).value_or("");
  if (c->is_string() && !is_id(id)) {
    findings.report(c, "SZ118", {id, "id_form"});
  }
  return id;
}

}  // namespace shozai::inline v1::detail

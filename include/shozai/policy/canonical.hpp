// SPDX-License-Identifier: Apache-2.0
/// \file
/// The name of a document's content: the SHA-256 of its canonical form.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shozai/core/sha256.hpp"
#include "shozai/core/utf8.hpp"
#include "shozai/policy/json_gate.hpp"
#include "shozai/policy/save.hpp"

namespace shozai::inline v1 {

namespace detail {

/// RFC 8785 sorts keys by their UTF-16 code units, which is not the order of UTF-8 bytes.
inline std::u16string utf16_of(std::string_view text) {
  std::u16string units;
  for (std::size_t at = 0; at < text.size();) {
    const auto c = decode_code_point(text, at);
    constexpr char32_t plane = 0x10000;
    if (c < plane) {
      units += static_cast<char16_t>(c);
    } else {
      units += static_cast<char16_t>(0xD800U + ((c - plane) >> 10U));
      units += static_cast<char16_t>(0xDC00U + ((c - plane) & 0x3FFU));
    }
  }
  return units;
}

// Recursion is bounded: the tree came through `read_json` or from a document.
inline void write_canonical(const json& v, std::string& out) {
  if (v.is_object()) {
    std::vector<std::pair<std::u16string, const json::object_t::value_type*>> members;
    for (const auto& member : v.get_ref<const json::object_t&>()) {
      members.emplace_back(utf16_of(member.first), &member);
    }
    std::ranges::sort(members, {}, [](const auto& m) -> const auto& { return m.first; });
    out += '{';
    for (const auto& [unused, member] : members) {
      out += (out.back() == '{' ? "" : ",") + json(member->first).dump() + ":";
      write_canonical(member->second, out);
    }
    out += '}';
  } else if (v.is_array()) {
    out += '[';
    for (const auto& item : v) {
      out += out.back() == '[' ? "" : ",";
      write_canonical(item, out);
    }
    out += ']';
  } else {
    out += v.dump();
  }
}

/// Takes out of a document's tree what never changes a decision: texts and metadata.
class text_stripper {
 public:
  static void strip(json& root) {
    erase(root, {"policy", "intake", "guarantees", "agreements", "organization"});
    for (auto& a : root["attributes"]) {
      strip_attribute(a);
    }
    for (const auto* key : {"assumptions", "definitions", "departments", "teams", "parties"}) {
      for_each(root, key,
               [](json& each) { erase(each, {"label", "note", "because", "duties", "parent"}); });
    }
    for (auto& a : root["aspects"]) {
      strip_aspect(a);
    }
  }

 private:
  static void erase(json& from, std::initializer_list<const char*> keys) {
    for (const auto* key : keys) {
      from.erase(key);
    }
  }

  // Calls `change` with every item or member of the part `key`, if there is one.
  template <typename Change>
  static void for_each(json& of, const char* key, const Change& change) {
    if (of.contains(key)) {
      std::ranges::for_each(of[key], change);
    }
  }

  static void strip_attribute(json& a) {
    erase(a, {"label", "note", "columns", "unit", "ask"});
    for_each(a, "values", strip_value);
  }
  static void strip_value(json& v) {
    erase(v, {"ja", "en"});
    for_each(v, "children", strip_value);
  }

  static void strip_aspect(json& a) {
    erase(a, {"label", "note"});
    for_each(a, "sections", [](json& s) { erase(s, {"label", "note"}); });
    for_each(a, "rules", strip_rule);
    for_each(a, "also", strip_rule);
    for_each(a["interim"], "rules", strip_rule);
    if (a.contains("table")) {
      for_each(a["table"], "rows", strip_rule);
    }
    if (a.contains("otherwise")) {
      strip_rule(a["otherwise"]);
    }
  }
  static void strip_rule(json& r) {
    erase(r, {"because", "note", "source", "steward", "review_by"});
    if (r.contains("then")) {
      r["then"].erase("notes");
    }
  }
};

}  // namespace detail

/// `v` in the form of RFC 8785. \pre Its numbers are integers, as in every document.
[[nodiscard]] inline std::string canonical_json(const json& v) {
  std::string out;
  detail::write_canonical(v, out);
  return out;
}

/// The SHA-256 of the document as saved, in canonical form. Layout, the order of keys, splitting
/// into files and writing out a default do not change it.
[[nodiscard]] inline std::string content_hash(const policy_document& document) {
  return sha256_hex(canonical_json(save_tree(document)));
}

/// The same, without texts and metadata: equal hashes decide alike.
[[nodiscard]] inline std::string decision_hash(const policy_document& document) {
  auto tree = save_tree(document);
  detail::text_stripper::strip(tree);
  return sha256_hex(canonical_json(tree));
}

}  // namespace shozai::inline v1

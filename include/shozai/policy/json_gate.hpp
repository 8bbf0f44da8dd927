// SPDX-License-Identifier: Apache-2.0
/// \file
/// Untrusted JSON text → a tree, or findings. Nothing is recursive before the limits have held.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "shozai/core/diagnostic.hpp"
#include "shozai/core/json_pointer.hpp"
#include "shozai/core/utf8.hpp"
#include "shozai/policy/json_mistake.hpp"
#include "shozai/policy/limits.hpp"

namespace shozai::inline v1 {

using json = nlohmann::ordered_json;

/// A tree whose every object has distinct keys, or nothing, with the findings.
struct gated_json {
  std::optional<json> tree;
  diagnostics findings;
};

namespace detail {

/// Receives the parser's events and builds the tree as long as the limits hold.
class json_builder {
 public:
  using number_integer_t = json::number_integer_t;
  using number_unsigned_t = json::number_unsigned_t;
  using number_float_t = json::number_float_t;
  using string_t = json::string_t;
  using binary_t = json::binary_t;

  json_builder(std::string_view text, const load_limits& limits) : text_(text), limits_(limits) {}

  bool null() { return add(nullptr); }
  bool boolean(bool v) { return add(v); }
  bool number_integer(number_integer_t v) { return add(v); }
  bool number_unsigned(number_unsigned_t v) {
    if (v <= static_cast<number_unsigned_t>(std::numeric_limits<std::int64_t>::max())) {
      return add(static_cast<std::int64_t>(v));
    }
    return too_large(std::to_string(v));
  }
  bool number_float(number_float_t v, const string_t& spelling) {
    const bool whole = spelling.find_first_of(".eE") == string_t::npos;
    return whole ? too_large(spelling) : add(v);
  }
  bool string(string_t& v) { return fits(v) && add(std::move(v)); }
  static bool binary(binary_t& /*bytes*/) { return false; }  // JSON text has none

  bool start_object(std::size_t /*size*/) { return open(json::object()); }
  bool end_object() { return close(); }
  bool start_array(std::size_t /*size*/) { return open(json::array()); }
  bool end_array() { return close(); }

  bool key(string_t& k) {
    if (!fits(k)) {
      return false;
    }
    auto& object = open_.back();
    if (!object.is_new(k)) {
      if (!report("SZ103", pointer_to(k), {k})) {
        return false;
      }
      findings_.back().at_key = true;
    }
    if (object.members().size() == limits_.object_keys) {
      report("SZ109", pointer(), {std::to_string(limits_.object_keys)});
      return false;
    }
    key_ = std::move(k);
    key_waits_ = true;
    return true;
  }

  bool parse_error(std::size_t position, const std::string& token,
                   const nlohmann::detail::exception& e) {
    constexpr int number_overflow = 406;
    if (e.id == number_overflow) {
      static_cast<void>(too_large(token));
      return false;
    }
    const bool in_object = !open_.empty() && open_.back().container->is_object();
    const json_mistake mistake(text_, position,
                               {!open_.empty(), in_object && !key_waits_, key_waits_});
    report(mistake.found().empty() ? "SZ100" : "SZ101", {},
           {mistake.found(), std::string(mistake.advice())});
    findings_.back().offset = mistake.offset();
    return false;
  }

  gated_json finish(bool complete) {
    const bool good = complete && !has_errors(findings_);
    return {good ? std::optional<json>{std::move(root_)} : std::nullopt, std::move(findings_)};
  }

 private:
  // An object or array that is not closed yet, and what is needed to notice a repeated key.
  struct frame {
    json* container;
    std::unordered_set<std::string> seen;  // filled once the object is too large to search

    [[nodiscard]] json::object_t& members() const { return container->get_ref<json::object_t&>(); }

    bool is_new(const std::string& key) {
      constexpr std::size_t small = 16;
      if (members().size() < small) {
        return std::ranges::none_of(members(), [&](const auto& m) { return m.first == key; });
      }
      if (seen.empty()) {
        for (const auto& [name, unused] : members()) {
          seen.insert(name);
        }
      }
      return seen.insert(key).second;
    }
  };

  template <typename Value>
  bool add(Value&& v) {
    return place(json(std::forward<Value>(v))) != nullptr;
  }

  // Puts `v` where the next value belongs; nothing when there are too many.
  json* place(json v) {
    key_waits_ = false;
    if (++values_ > limits_.values) {
      report("SZ110", pointer(), {std::to_string(limits_.values)});
      return nullptr;
    }
    if (open_.empty()) {
      root_ = std::move(v);
      return &root_;
    }
    auto& container = *open_.back().container;
    if (container.is_array()) {
      container.push_back(std::move(v));
      return &container.back();
    }
    auto& members = open_.back().members();
    members.push_back({std::move(key_), std::move(v)});
    return &members.back().second;
  }

  bool open(json v) {
    if (open_.size() == limits_.depth) {
      report("SZ102", pointer(), {std::to_string(limits_.depth)});
      return false;
    }
    auto* placed = place(std::move(v));
    if (placed != nullptr) {
      open_.push_back({placed, {}});
    }
    return placed != nullptr;
  }

  bool close() {
    open_.pop_back();
    return true;
  }

  bool fits(const std::string& s) {
    if (s.size() > limits_.string_bytes) {
      report("SZ108", pointer(), {std::to_string(limits_.string_bytes)});
      return false;
    }
    return true;
  }

  // A number that 64 bits cannot hold is reported, and reading goes on with nothing in its place.
  bool too_large(const std::string& spelling) {
    constexpr std::size_t readable = 40;
    return report("SZ104", pointer_to_next(),
                  {spelling.size() > readable ? spelling.substr(0, readable) + "…" : spelling}) &&
           add(nullptr);
  }

  // Where the open container stands.
  [[nodiscard]] json_pointer pointer() const {
    json_pointer at;
    for (std::size_t i = 1; i < open_.size(); ++i) {
      at = last_of(*open_[i - 1].container, at);
    }
    return at;
  }
  [[nodiscard]] json_pointer pointer_to(const std::string& key) const { return pointer() / key; }
  [[nodiscard]] json_pointer pointer_to_next() const {
    if (open_.empty()) {
      return {};
    }
    const auto& container = *open_.back().container;
    return container.is_array() ? pointer() / container.size() : pointer() / key_;
  }
  // The member or item that was begun last.
  static json_pointer last_of(const json& container, const json_pointer& at) {
    return container.is_array() ? at / (container.size() - 1)
                                : at / container.get_ref<const json::object_t&>().back().first;
  }

  // False once there are too many to go on.
  bool report(std::string code, const json_pointer& at, std::vector<std::string> arguments) {
    const bool too_many = findings_.size() == limits_.errors;
    diagnostic finding;
    if (too_many) {
      finding.code = "SZ199";
      finding.arguments = {std::to_string(limits_.errors)};
    } else {
      finding.code = std::move(code);
      finding.pointer = at.string();
      finding.arguments = std::move(arguments);
    }
    findings_.push_back(std::move(finding));
    return !too_many;
  }

  std::string_view text_;
  const load_limits& limits_;
  json root_;
  std::vector<frame> open_;
  std::string key_;
  bool key_waits_ = false;  // for its value
  std::size_t values_ = 0;
  diagnostics findings_;
};

}  // namespace detail

/// Reads JSON text within `limits`.
///
/// Duplicate keys, integers beyond 64 bits, NaN, invalid UTF-8 and whatever passes a limit are
/// findings; a byte order mark is a warning. \par Complexity Linear; memory is bounded by the
/// limits.
[[nodiscard]] inline gated_json read_json(std::string_view text, const load_limits& limits = {}) {
  diagnostics early;
  const auto refuse = [&](std::string code, std::vector<std::string> arguments) -> diagnostic& {
    diagnostic finding;
    finding.code = std::move(code);
    finding.arguments = std::move(arguments);
    early.push_back(std::move(finding));
    return early.back();
  };
  if (text.size() > limits.document_bytes) {
    refuse("SZ107", {std::to_string(limits.document_bytes)});
    return {std::nullopt, std::move(early)};
  }
  if (const auto at = first_invalid_utf8(text)) {
    refuse("SZ105", {std::to_string(*at + 1)}).offset = at;
    return {std::nullopt, std::move(early)};
  }
  if (text.starts_with(byte_order_mark)) {
    refuse("SZ106", {}).offset = 0;
  }
  detail::json_builder builder(text, limits);
  const bool complete = json::sax_parse(text, &builder);
  auto result = builder.finish(complete);
  result.findings.insert(result.findings.begin(), early.begin(), early.end());
  return result;
}

}  // namespace shozai::inline v1

// SPDX-License-Identifier: Apache-2.0
/// \file
/// A place in a document while it is read, and the findings made there.
#pragma once

#include <algorithm>
#include <cstddef>
#include <exception>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shozai/core/diagnostic.hpp"
#include "shozai/core/json_pointer.hpp"
#include "shozai/core/suggestion.hpp"
#include "shozai/policy/json_gate.hpp"
#include "shozai/policy/text_findings.hpp"

namespace shozai::inline v1 {

/// A value in a document: the value, its pointer, and the file that the pointer counts from.
struct json_cursor {
  const json* value;
  json_pointer at;
  std::string file;

  [[nodiscard]] const json& operator*() const { return *value; }
  [[nodiscard]] const json* operator->() const { return value; }
  [[nodiscard]] json_cursor item(std::size_t i) const { return {&(*value)[i], at / i, file}; }
  [[nodiscard]] json_cursor member(std::string_view key, const json& v) const {
    return {&v, at / key, file};
  }
};

/// The kind of a JSON value as a term of the catalogue.
[[nodiscard]] inline std::string_view kind_name(const json& v) {
  switch (v.type()) {
    case json::value_t::null:
      return "null";
    case json::value_t::object:
      return "object";
    case json::value_t::array:
      return "array";
    case json::value_t::string:
      return "string";
    case json::value_t::boolean:
      return "boolean";
    case json::value_t::number_integer:
    case json::value_t::number_unsigned:
      return "integer";
    default:
      return "number";
  }
}

[[nodiscard]] inline std::string kind_of(const json& v) {
  return std::string(kind_name(v));
}

/// Thrown by `findings_sink` when there are too many errors; never leaves the loader.
struct too_many_findings : std::exception {};

/// Collects what is found while a document is read, up to a number of errors at which nobody
/// reads on, and a hostile document could make the search for hints long.
class findings_sink {
 public:
  explicit findings_sink(std::size_t most_errors) : most_errors_(most_errors) {}

  diagnostic& report(const json_cursor& where, std::string code,
                     std::vector<std::string> arguments = {}) {
    return report_at(where.file, where.at, std::move(code), std::move(arguments));
  }
  diagnostic& report_at(const std::string& file, const json_pointer& at, std::string code,
                        std::vector<std::string> arguments = {}) {
    diagnostic finding;
    finding.code = std::move(code);
    finding.file = file;
    finding.pointer = at.string();
    finding.arguments = std::move(arguments);
    if (message_of(finding.code).level == severity::error && ++errors_ > most_errors_) {
      finding = {};
      finding.code = "SZ199";
      finding.file = file;
      finding.arguments = {std::to_string(most_errors_)};
      all_.push_back(std::move(finding));
      throw too_many_findings{};
    }
    all_.push_back(std::move(finding));
    return all_.back();
  }

  /// The result of reading a text at `where`, with its findings put there.
  template <typename Result>
  std::optional<Result> take(const json_cursor& where, parsed<Result> p) {
    for (auto& each : p.findings) {
      report(where, std::move(each.code), std::move(each.arguments)).span = each.span;
    }
    return std::move(p.result);
  }

  void add(diagnostics findings) {
    all_.insert(all_.end(), std::make_move_iterator(findings.begin()),
                std::make_move_iterator(findings.end()));
  }

  [[nodiscard]] const diagnostics& all() const noexcept { return all_; }
  [[nodiscard]] diagnostics& all() noexcept { return all_; }

 private:
  std::size_t most_errors_;
  std::size_t errors_ = 0;
  diagnostics all_;
};

/// Reads the members of one object by name; when it ends, whatever was not asked for is an
/// unknown key.
class object_reader {
 public:
  object_reader(findings_sink& findings, json_cursor where)
      : findings_(findings), where_(std::move(where)), object_(where_->is_object()) {
    if (!object_) {
      findings_.report(where_, "SZ113", {"object", kind_of(*where_)});
    }
  }
  ~object_reader() = default;
  object_reader(const object_reader&) = delete;
  object_reader& operator=(const object_reader&) = delete;
  object_reader(object_reader&&) = delete;
  object_reader& operator=(object_reader&&) = delete;

  [[nodiscard]] bool good() const noexcept { return object_; }
  [[nodiscard]] const json_cursor& where() const noexcept { return where_; }
  [[nodiscard]] findings_sink& findings() const noexcept { return findings_; }

  /// The member `key`, if it is there.
  std::optional<json_cursor> optional(std::string_view key) {
    asked_.emplace_back(key);
    if (!object_) {
      return std::nullopt;
    }
    const auto found = where_->find(key);
    return found == where_->end() ? std::nullopt : std::optional{where_.member(key, found.value())};
  }

  /// The member `key`; a finding if it is not there.
  std::optional<json_cursor> required(std::string_view key) {
    auto found = optional(key);
    if (!found && object_) {
      findings_.report(where_, "SZ112", {std::string(key)});
    }
    return found;
  }

  [[nodiscard]] bool has(std::string_view key) const { return object_ && where_->contains(key); }

  /// Reports every member that was not asked for.
  void finish() {
    if (!object_) {
      return;
    }
    for (const auto& [key, member] : where_->items()) {
      if (std::ranges::find(asked_, key) == asked_.end()) {
        findings_
            .report(where_.member(key, member), "SZ111",
                    {key, nearest_name(key, asked_).value_or("")})
            .at_key = true;
      }
    }
  }

 private:
  findings_sink& findings_;
  json_cursor where_;
  bool object_;
  std::vector<std::string> asked_;
};

}  // namespace shozai::inline v1

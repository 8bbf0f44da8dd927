// SPDX-License-Identifier: Apache-2.0
/// \file
/// JSON of a fault → what is known of each attribute, derived ones included.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "shozai/core/fault.hpp"
#include "shozai/core/schema.hpp"
#include "shozai/policy/derive.hpp"
#include "shozai/policy/json_cursor.hpp"
#include "shozai/policy/limits.hpp"
#include "shozai/policy/literal.hpp"

namespace shozai::inline v1 {

/// A fault if there was no error, and every finding; pointers count from the fault's object.
struct loaded_fault {
  std::optional<fault> result;
  diagnostics findings;
};

namespace detail {

/// Reads a fault attribute by attribute.
class fault_loader {
 public:
  fault_loader(const schema& attributes, findings_sink& findings)
      : attributes_(attributes), findings_(findings) {}

  /// The fault; meaningless if there was an error.
  fault load(const json_cursor& root) {
    fault f;
    for (const auto& a : attributes_) {
      f.attributes.push_back(knowledge::of(a.domain, a.everything()));
    }
    if (!root->is_object()) {
      findings_.report(root, "SZ113", {"object", kind_of(*root)});
      return f;
    }
    for (const auto& [key, v] : root->items()) {
      const auto c = root.member(key, v);
      const auto index = attributes_.find(key);
      if (!index) {
        findings_.report(c, "SZ160", {key, nearest_name(key, attributes_.names()).value_or("")})
            .at_key = true;
        continue;
      }
      read_attribute(attributes_[*index], c, f.attributes[*index]);
    }
    if (!has_errors(findings_.all())) {
      derive(root, f);
    }
    return f;
  }

  /// Computes what can be computed, in the order in which derivations need each other.
  void derive(const json_cursor& root, fault& f) {
    for (const auto index : attributes_.derivation_order()) {
      const auto& a = attributes_[index];
      const auto result = derived_value(attributes_, index, f);
      if (!result) {
        continue;  // an input is not known
      }
      const auto at = root->contains(a.name) ? root.at / a.name : root.at;
      const auto* v = std::get_if<value>(&*result);
      if (v == nullptr || !(is_none(*v) ? a.optional : a.domain.contains(*v))) {
        const auto [least, most] = range_of(a);
        const auto computed = v == nullptr ? std::get<std::string>(*result) : write_literal(a, *v);
        findings_.report_at(
            root.file, at, "SZ167",
            {a.name, computed, least, most, describe_inputs(attributes_, index, f)});
        continue;
      }
      if (!f.attributes[index].possible().contains(*v)) {
        findings_.report_at(root.file, at, "SZ166",
                            {a.name, is_none(*v) ? "null" : write_literal(a, *v)});
        continue;
      }
      f.attributes[index] = knowledge(a.domain, *v);
    }
  }

  /// What `c` says of `a`; nothing if that is an error.
  std::optional<knowledge> read_knowledge(const attribute& a, const json_cursor& c) {
    auto possible = c->is_object() ? read_narrowing(a, c) : read_value(a, c);
    if (!possible) {
      return std::nullopt;
    }
    if (possible->empty()) {
      findings_.report(c, "SZ164", {a.name});
      return std::nullopt;
    }
    return knowledge::of(a.domain, std::move(*possible));
  }

 private:
  void read_attribute(const attribute& a, const json_cursor& c, knowledge& to) {
    if (auto known = read_knowledge(a, c)) {
      to = *std::move(known);
    }
  }

  // One value, none, or a group of an enum.
  std::optional<value_set> read_value(const attribute& a, const json_cursor& c) {
    if (c->is_null()) {
      if (!a.optional) {
        findings_.report(c, "SZ163", {a.name});
        return std::nullopt;
      }
      return value_set{true, {}};
    }
    if (a.type == attribute_type::enumeration && c->is_string()) {
      return read_enum(a, c);
    }
    const auto v = read_single(a, c);
    return v ? std::optional{a.domain.only(*v)} : std::nullopt;
  }

  std::optional<value_set> read_enum(const attribute& a, const json_cursor& c) {
    const auto& id = c->get_ref<const std::string&>();
    const auto found = a.values.find(id);
    if (!found) {
      findings_.report(c, "SZ162", {id, a.name, nearest_name(id, a.values.ids()).value_or("")});
      return std::nullopt;
    }
    return intersect(a.domain.from(value{static_cast<std::int64_t>(found->first)}),
                     a.domain.below(value{static_cast<std::int64_t>(found->end)}));
  }

  // A value that is neither none nor a group.
  std::optional<value> read_single(const attribute& a, const json_cursor& c) {
    const auto text = text_of(a, c);
    if (!text) {
      return std::nullopt;
    }
    auto result = read_literal(a, *text);
    if (const auto* problem = std::get_if<literal_problem>(&result)) {
      report(a, c, *text, *problem);
      return std::nullopt;
    }
    auto& v = std::get<value>(result);
    if (a.type == attribute_type::string && has_control(*text)) {
      findings_.report(c, "SZ172", {a.name});
      return std::nullopt;
    }
    if (!a.domain.contains(v)) {
      report_outside(a, c, *text);
      return std::nullopt;
    }
    return std::move(v);
  }

  // The text that writes the constant, if the JSON value is of the kind that the type asks for.
  std::optional<std::string> text_of(const attribute& a, const json_cursor& c) {
    const bool number = a.type == attribute_type::integer || a.type == attribute_type::decimal;
    if (a.type == attribute_type::boolean && c->is_boolean()) {
      return c->get<bool>() ? "true" : "false";
    }
    if (number && c->is_number_integer()) {
      return std::to_string(c->get<std::int64_t>());
    }
    if (a.type == attribute_type::decimal && c->is_number_float()) {
      findings_.report(c, "SZ170", {a.name});
      return std::nullopt;
    }
    if (a.type != attribute_type::boolean && a.type != attribute_type::integer && c->is_string()) {
      return c->get<std::string>();
    }
    findings_.report(c, "SZ168", {a.name, std::string(name_of(a.type)), kind_of(*c)});
    return std::nullopt;
  }

  void report(const attribute& a, const json_cursor& c, const std::string& text,
              literal_problem problem) {
    const auto type = std::string(name_of(a.type));
    switch (problem) {
      case literal_problem::too_fine:
        findings_.report(c, "SZ171", {text, a.name, std::to_string(a.scale)});
        break;
      case literal_problem::out_of_range:
        report_outside(a, c, text);
        break;
      case literal_problem::malformed:
      case literal_problem::unknown:  // enums are read by `read_enum`
      case literal_problem::group:
        findings_.report(c, "SZ173", {text, a.name, type});
        break;
    }
  }

  void report_outside(const attribute& a, const json_cursor& c, const std::string& text) {
    if (a.domain.is_text()) {
      findings_.report(c, "SZ175", {a.name, std::to_string(a.domain.max_length())});
      return;
    }
    const auto [least, most] = range_of(a);
    findings_.report(c, "SZ161", {text, a.name, least, most});
  }

  std::optional<value_set> read_narrowing(const attribute& a, const json_cursor& c) {
    const bool bounds = c->contains("min") || c->contains("max");
    const std::size_t forms = static_cast<std::size_t>(c->contains("in")) +
                              static_cast<std::size_t>(c->contains("not_in")) +
                              static_cast<std::size_t>(bounds);
    if (forms != 1) {
      findings_.report(c, "SZ165", {a.name});
      return std::nullopt;
    }
    object_reader in(findings_, c);
    auto result = bounds ? read_bounds(a, in) : read_list(a, in);
    in.finish();
    return result;
  }

  std::optional<value_set> read_list(const attribute& a, object_reader& in) {
    const auto listed = in.optional("in");
    const auto excluded = in.optional("not_in");
    const auto& c = listed ? *listed : *excluded;
    if (!c->is_array()) {
      findings_.report(c, "SZ113", {"array", kind_of(*c)});
      return std::nullopt;
    }
    value_set all;
    bool good = true;
    for (std::size_t i = 0; i < c->size(); ++i) {
      const auto item = read_value(a, c.item(i));
      good = good && item;
      all = item ? unite(all, *item) : std::move(all);
    }
    if (!good) {
      return std::nullopt;
    }
    return listed ? std::move(all) : a.domain.complement(all, a.optional);
  }

  std::optional<value_set> read_bounds(const attribute& a, object_reader& in) {
    if (!is_ordered(a.type) || a.type == attribute_type::string) {
      findings_.report(in.where(), "SZ169", {a.name, std::string(name_of(a.type))});
      static_cast<void>(in.optional("min"));  // said already
      static_cast<void>(in.optional("max"));
      return std::nullopt;
    }
    auto possible = a.domain.all(false);
    bool good = true;
    if (const auto min = in.optional("min")) {
      const auto v = read_single(a, *min);
      good = v.has_value();
      possible = v ? a.domain.from(*v) : possible;
    }
    if (const auto max = in.optional("max")) {
      const auto v = read_single(a, *max);
      good = good && v;
      possible = v ? intersect(possible, unite(a.domain.below(*v), a.domain.only(*v))) : possible;
    }
    return good ? std::optional{std::move(possible)} : std::nullopt;
  }

  static std::pair<std::string, std::string> range_of(const attribute& a) {
    return {write_literal(a, value{a.domain.min()}), write_literal(a, value{a.domain.max()})};
  }

  const schema& attributes_;
  findings_sink& findings_;
};

}  // namespace detail

/// Checks the JSON object `v` against the schema and completes it by derivations.
[[nodiscard]] inline loaded_fault load_fault(const schema& attributes, const json& v,
                                             const std::string& file = {}) {
  findings_sink findings(load_limits{}.errors);
  std::optional<fault> result;
  try {
    result = detail::fault_loader(attributes, findings).load({&v, json_pointer{}, file});
  } catch (const too_many_findings&) {
    result.reset();
  }
  if (has_errors(findings.all())) {
    result.reset();
  }
  return {std::move(result), std::move(findings.all())};
}

/// What a JSON value says of one attribute, or every finding about it.
struct loaded_knowledge {
  std::optional<knowledge> result;
  diagnostics findings;
};

/// Checks `v` as the value of attribute `a` of a fault.
[[nodiscard]] inline loaded_knowledge load_knowledge(const schema& attributes, const attribute& a,
                                                     const json& v) {
  findings_sink findings(load_limits{}.errors);
  auto result =
      detail::fault_loader(attributes, findings).read_knowledge(a, {&v, json_pointer{}, {}});
  return {std::move(result), std::move(findings.all())};
}

/// The fault that the JSON text `text` writes.
/// \throws policy_error with every finding.
[[nodiscard]] inline fault read_fault(const schema& attributes, std::string_view text) {
  auto gated = read_json(text);
  if (!gated.tree) {
    throw policy_error(std::move(gated.findings));
  }
  auto loaded = load_fault(attributes, *gated.tree);
  if (!loaded.result) {
    throw policy_error(std::move(loaded.findings));
  }
  return std::move(*loaded.result);
}

}  // namespace shozai::inline v1

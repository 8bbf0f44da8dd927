// SPDX-License-Identifier: Apache-2.0
/// \file
/// The `attributes` of a document → its schema.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shozai/core/attribute.hpp"
#include "shozai/core/schema.hpp"
#include "shozai/policy/derivation_parser.hpp"
#include "shozai/policy/find_cycle.hpp"
#include "shozai/policy/json_fields.hpp"
#include "shozai/policy/literal.hpp"

namespace shozai::inline v1::detail {

/// The bounds of a type where the document gives none.
inline std::pair<std::int64_t, std::int64_t> default_bounds(attribute_type type, int scale) {
  using limits = std::numeric_limits<std::int64_t>;
  constexpr std::int64_t day = 86'400'000'000;
  switch (type) {
    case attribute_type::decimal: {
      // ±10^15, cut to what 64 bits hold at this scale.
      constexpr int widest = 3;
      std::int64_t bound = 1'000'000'000'000'000;
      for (int i = 0; i < std::min(scale, widest); ++i) {
        bound *= 10;
      }
      return scale > widest ? std::pair{-limits::max(), limits::max()} : std::pair{-bound, bound};
    }
    case attribute_type::date:
      return {*parse_date("1900-01-01"), *parse_date("2199-12-31")};
    case attribute_type::timestamp:
      return {*parse_date("1900-01-01") * day, (*parse_date("2199-12-31") + 1) * day - 1};
    case attribute_type::duration:
      return {0, 36'500 * day};
    case attribute_type::boolean:
      return {0, 1};
    default:
      return {limits::min(), limits::max()};
  }
}

/// Reads the attributes one by one, then the derivations, which may name any of them.
class schema_loader {
 public:
  explicit schema_loader(findings_sink& findings) : findings_(findings) {}

  [[nodiscard]] schema load(const json_cursor& attributes) {
    std::vector<attribute> all;
    for_each_member(findings_, attributes, [&](const std::string& name, const json_cursor& c) {
      check_name(findings_, name, c);
      all.push_back(read_attribute(name, c));
      places_.push_back(c);
    });
    if (attributes->is_object() && all.empty()) {
      findings_.report(attributes, "SZ123", {"attributes"});
    }
    check_headings(all);
    add_derivations(all);
    return schema(std::move(all));
  }

 private:
  attribute read_attribute(const std::string& name, const json_cursor& c) {
    attribute a;
    a.name = name;
    object_reader in(findings_, c);
    const auto type = read_type(in);
    a.type = type.value_or(attribute_type::string);
    read_domain(in, a);
    if (const auto optional = in.optional("optional")) {
      a.optional = read_bool(findings_, *optional).value_or(false);
    }
    read_missing(in, a);
    read_presentation(in, a);
    static_cast<void>(in.optional("derived"));  // once all attributes are known
    if (type) {
      in.finish();
    }
    return a;
  }

  std::optional<attribute_type> read_type(object_reader& in) {
    const auto c = in.required("type");
    const auto text = c ? read_string(findings_, *c) : std::nullopt;
    if (!text) {
      return std::nullopt;
    }
    const auto* found = std::ranges::find(attribute_type_names, *text);
    if (found == attribute_type_names.end()) {
      findings_.report(*c, "SZ121",
                       {*text, "enum, bool, int, decimal, string, date, timestamp, duration",
                        nearest_name(*text, attribute_type_names).value_or("")});
      return std::nullopt;
    }
    return static_cast<attribute_type>(found - attribute_type_names.begin());
  }

  void read_domain(object_reader& in, attribute& a) {
    const auto values =
        a.type == attribute_type::enumeration ? in.required("values") : misplaced(in, "values", a);
    const auto scale =
        a.type == attribute_type::decimal ? in.required("scale") : misplaced(in, "scale", a);
    const auto length = a.type == attribute_type::string ? in.optional("max_length")
                                                         : misplaced(in, "max_length", a);
    if (scale) {
      constexpr std::int64_t most = 18;
      a.scale = static_cast<int>(read_int_within(findings_, *scale, 0, most).value_or(0));
    }
    if (a.type == attribute_type::string) {
      constexpr std::int64_t usual = 256;
      constexpr std::int64_t most = 65'536;
      const auto longest =
          length ? read_int_within(findings_, *length, 1, most).value_or(usual) : usual;
      a.domain = domain::texts(static_cast<std::size_t>(longest));
    }
    if (values) {
      read_values(*values, a);
    }
    if (is_ordered(a.type) && a.type != attribute_type::string) {
      read_bounds(in, a);
    } else {
      misplaced(in, "min", a);
      misplaced(in, "max", a);
      if (a.type == attribute_type::boolean) {
        a.domain = domain::integers(0, 1);
      }
    }
  }

  // A key that the type has no use for is reported as such, not as an unknown one.
  std::optional<json_cursor> misplaced(object_reader& in, std::string_view key,
                                       const attribute& a) {
    if (const auto c = in.optional(key)) {
      findings_.report(*c, "SZ142", {std::string(key), std::string(name_of(a.type))}).at_key = true;
    }
    return std::nullopt;
  }

  void read_bounds(object_reader& in, attribute& a) {
    auto [least, most] = default_bounds(a.type, a.scale);
    const auto min = in.optional("min");
    const auto max = in.optional("max");
    least = min ? read_bound(*min, a).value_or(least) : least;
    most = max ? read_bound(*max, a).value_or(most) : most;
    if (least > most) {
      findings_.report(min ? *min : *max, "SZ140",
                       {write_literal(a, value{least}), write_literal(a, value{most})});
      most = least;
    }
    a.domain = domain::integers(least, most);
  }

  std::optional<std::int64_t> read_bound(const json_cursor& c, const attribute& a) {
    if (a.type == attribute_type::integer) {
      return read_int(findings_, c);
    }
    if (a.type == attribute_type::decimal && c->is_number_float()) {
      findings_.report(c, "SZ170", {a.name});
      return std::nullopt;
    }
    const auto text = a.type == attribute_type::decimal && c->is_number_integer()
                          ? std::optional{std::to_string(c->get<std::int64_t>())}
                          : read_string(findings_, c);
    if (!text) {
      return std::nullopt;
    }
    const auto result = read_literal(a, *text);
    if (const auto* v = std::get_if<value>(&result)) {
      return std::get<std::int64_t>(*v);
    }
    const auto type = std::string(name_of(a.type));
    switch (std::get<literal_problem>(result)) {
      case literal_problem::too_fine:
        findings_.report(c, "SZ171", {*text, a.name, std::to_string(a.scale)});
        break;
      case literal_problem::out_of_range:
        findings_.report(c, "SZ104", {*text});
        break;
      default:
        findings_.report(c, "SZ122", {*text, type, "form_" + type});
    }
    return std::nullopt;
  }

  void read_values(const json_cursor& c, attribute& a) {
    std::map<std::string, std::string> seen;  // value → where it stood first
    auto roots = read_nodes(c, seen);
    a.values = enum_tree(std::move(roots));
    if (c->is_object() && a.values.size() == 0) {
      findings_.report(c, "SZ123", {"values"});
    }
    const auto last = static_cast<std::int64_t>(std::max<std::size_t>(a.values.size(), 1)) - 1;
    a.domain = domain::integers(0, last);
  }

  std::vector<enum_node> read_nodes(const json_cursor& c,
                                    std::map<std::string, std::string>& seen) {
    std::vector<enum_node> nodes;
    for_each_member(findings_, c, [&](const std::string& id, const json_cursor& member) {
      if (!is_enum_value(id)) {
        findings_.report(member, "SZ143", {id}).at_key = true;
      }
      const auto [first, is_new] = seen.emplace(id, member.at.string());
      if (!is_new) {
        auto& finding = findings_.report(member, "SZ144", {id});
        finding.at_key = true;
        finding.related.push_back({member.file, first->second});
        return;
      }
      nodes.push_back(read_node(id, member, seen));
    });
    return nodes;
  }

  enum_node read_node(const std::string& id, const json_cursor& c,
                      std::map<std::string, std::string>& seen) {
    enum_node node;
    node.id = id;
    object_reader in(findings_, c);
    for (const auto& [key, to] :
         {std::pair{"ja", &node.label.ja}, std::pair{"en", &node.label.en}}) {
      if (const auto member = in.optional(key)) {
        *to = read_string(findings_, *member).value_or("");
      }
    }
    if (const auto children = in.optional("children")) {
      node.children = read_nodes(*children, seen);
      if (children->value->is_object() && children->value->empty()) {
        findings_.report(*children, "SZ123", {"children"});
      }
    }
    in.finish();
    return node;
  }

  void read_missing(object_reader& in, attribute& a) {
    const auto c = in.optional("missing");
    const auto text = c ? read_string(findings_, *c) : std::nullopt;
    if (!text) {
      return;
    }
    if (*text != "none") {
      findings_.report(*c, "SZ121", {*text, "none", ""});
    } else if (!a.optional) {
      findings_.report(*c, "SZ149");
    }
    a.empty_is_none = true;
  }

  void read_presentation(object_reader& in, attribute& a) {
    if (const auto label = in.optional("label")) {
      a.label = read_text(findings_, *label);
    }
    if (const auto note = in.optional("note")) {
      a.note = read_text(findings_, *note);
    }
    if (const auto columns = in.optional("columns")) {
      for_each_item(findings_, *columns, [&](const json_cursor& item) {
        a.columns.push_back(read_filled(findings_, item, "columns"));
      });
    }
    if (const auto unit = in.optional("unit")) {
      a.unit = read_string(findings_, *unit).value_or("");
    }
    if (const auto ask = in.optional("ask")) {
      a.ask = read_question(*ask);
    }
  }

  question read_question(const json_cursor& c) {
    question q;
    if (c->is_boolean() && !c->get<bool>()) {
      q.askable = false;
      return q;
    }
    if (!c->is_object()) {
      findings_.report(c, "SZ113", {"question", kind_of(*c)});
      return q;
    }
    object_reader in(findings_, c);
    if (const auto text = in.optional("text")) {
      q.text = read_text(findings_, *text);
    }
    if (const auto cost = in.optional("cost")) {
      constexpr std::int64_t most = 1'000'000;
      q.cost = read_int_within(findings_, *cost, 0, most).value_or(1);
    }
    in.finish();
    return q;
  }

  void check_headings(const std::vector<attribute>& all) {
    std::map<std::string, std::size_t> claimed;
    for (std::size_t i = 0; i < all.size(); ++i) {
      claimed.emplace(all[i].name, i);
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
      for (const auto& heading : all[i].columns) {
        const auto [first, is_new] = claimed.emplace(heading, i);
        if (!is_new && heading != all[i].name) {
          findings_.report_at(places_[i].file, places_[i].at / "columns", "SZ145",
                              {heading, all[first->second].name, all[i].name});
        }
      }
    }
  }

  void add_derivations(std::vector<attribute>& all) {
    const schema names(all);
    for (std::size_t i = 0; i < all.size(); ++i) {
      const auto& place = places_[i];
      if (!place->is_object() || !place->contains("derived")) {
        continue;
      }
      const auto c = place.member("derived", (*place)["derived"]);
      const auto text = read_string(findings_, c);
      if (!text) {
        continue;
      }
      if (all[i].type != attribute_type::integer && all[i].type != attribute_type::decimal) {
        findings_.report(c, "SZ146", {std::string(name_of(all[i].type))});
        continue;
      }
      all[i].derived = findings_.take(c, parse_derivation(*text, names, all[i]));
      if (all[i].derived) {
        collect_inputs(*all[i].derived, all[i].inputs);
        check_optional(all, i, c);
      }
    }
    check_circles(all);
  }

  static void collect_inputs(const derivation& d, std::vector<std::size_t>& inputs) {
    if (d.what == derivation::operation::attribute) {
      const auto place = std::ranges::lower_bound(inputs, d.attribute);
      if (place == inputs.end() || *place != d.attribute) {
        inputs.insert(place, d.attribute);
      }
    }
    for (const auto& operand : d.operands) {
      collect_inputs(operand, inputs);
    }
  }

  void check_optional(const std::vector<attribute>& all, std::size_t i, const json_cursor& c) {
    for (const auto input : all[i].inputs) {
      if (all[input].optional && !all[i].optional) {
        findings_.report(c, "SZ148", {all[i].name, all[input].name});
      }
    }
  }

  void check_circles(std::vector<attribute>& all) {
    const auto circle = find_cycle(all.size(), [&](std::size_t i) { return all[i].inputs; });
    if (circle.empty()) {
      return;
    }
    findings_.report(
        places_[circle.front()].member("derived", (*places_[circle.front()])["derived"]), "SZ147",
        {describe_cycle(circle, [&](std::size_t i) { return all[i].name; })});
  }

  findings_sink& findings_;
  std::vector<json_cursor> places_;
};

}  // namespace shozai::inline v1::detail

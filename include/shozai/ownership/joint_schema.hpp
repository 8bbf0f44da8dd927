// SPDX-License-Identifier: Apache-2.0
/// \file
/// The faults that two versions of a policy both know, and how their attributes differ.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "shozai/core/diagnostic.hpp"
#include "shozai/core/schema.hpp"
#include "shozai/core/value_set.hpp"
#include "shozai/policy/literal.hpp"
#include "shozai/policy/policy_document.hpp"

namespace shozai::inline v1 {

/// From the attributes of one version to those of the joint schema.
class schema_mapping {
 public:
  struct entry {
    std::size_t attribute = 0;         ///< of the joint schema
    std::vector<std::int64_t> leaves;  ///< of an enum: each value in the joint one, or -1
  };

  void add(entry e) { entries_.push_back(std::move(e)); }
  [[nodiscard]] std::size_t joint_number(std::size_t i) const { return entries_[i].attribute; }

  /// The values of `s`, of attribute `i`, that `joint` has as well.
  [[nodiscard]] value_set map(std::size_t i, const value_set& s, const attribute& joint) const {
    value_set result{joint.optional && s.has_none(), {}};
    const auto& leaves = entries_[i].leaves;
    for (std::size_t leaf = 0; leaf < leaves.size(); ++leaf) {
      if (leaves[leaf] >= 0 && s.contains(value{static_cast<std::int64_t>(leaf)})) {
        result = unite(result, joint.domain.only(value{leaves[leaf]}));
      }
    }
    for (const auto& part : s.intervals()) {
      if (leaves.empty()) {
        const auto end = part.to ? joint.domain.below(*part.to) : joint.domain.all(false);
        result = unite(result, intersect(joint.domain.from(part.from), end));
      }
    }
    return result;
  }

  [[nodiscard]] condition map(condition c, const schema& joint) const {
    if (c.what == condition::kind::test) {
      const auto from = c.test.attribute;
      c.test.attribute = joint_number(from);
      c.test.accepted = map(from, c.test.accepted, joint[c.test.attribute]);
    }
    for (auto& operand : c.operands) {
      operand = map(std::move(operand), joint);
    }
    return c;
  }

 private:
  std::vector<entry> entries_;  // by attribute of the version
};

/// A schema of what two versions have in common; attributes of one alone are in it as well.
struct joint_schema {
  schema attributes;  ///< those of the new version first, in their order
  schema_mapping from_old;
  schema_mapping from_new;
  diagnostics changes;  ///< what differs
  bool same = true;     ///< nothing that a condition could tell
};

namespace detail {

/// Joins two schemas attribute by attribute.
class schema_joiner {
 public:
  schema_joiner(const schema& before, const schema& after) : before_(before), after_(after) {}

  [[nodiscard]] joint_schema join() {
    std::vector<attribute> all;
    std::vector<std::optional<std::size_t>> old_place(before_.size());
    for (std::size_t i = 0; i < after_.size(); ++i) {
      const auto old = before_.find(after_[i].name);
      std::optional<attribute> joint;
      if (old) {
        joint = common(before_[*old], after_[i]);
        result_.same = result_.same && *old == i;
      } else {
        report("SZ741", {after_[i].name});
      }
      if (joint) {
        result_.from_new.add({i, leaves_in(after_[i], *joint)});
        old_place[*old] = i;
      } else {
        result_.from_new.add({i, {}});
        result_.same = false;
      }
      all.push_back(joint.value_or(after_[i]));
    }
    for (std::size_t i = 0; i < before_.size(); ++i) {
      if (old_place[i]) {
        result_.from_old.add({*old_place[i], leaves_in(before_[i], all[*old_place[i]])});
        continue;
      }
      result_.same = false;
      result_.from_old.add({all.size(), {}});
      all.push_back(of_old_alone(before_[i]));
    }
    result_.attributes = schema(std::move(all));
    return std::move(result_);
  }

 private:
  void report(const char* code, std::vector<std::string> arguments) {
    result_.changes.push_back(finding_of(code, std::move(arguments)));
  }

  // An attribute with the values that both have; nothing if there are none.
  std::optional<attribute> common(const attribute& x, const attribute& y) {
    const bool same_type = x.type == y.type && x.scale == y.scale;
    auto joint = y;
    if (!same_type || !restrict(joint, x)) {
      report("SZ743", {y.name, std::string(name_of(x.type)), std::string(name_of(y.type))});
      return std::nullopt;
    }
    name_changes(x, y);
    joint.optional = x.optional && y.optional;
    if (x.derived != y.derived) {
      report("SZ749", {y.name});
      result_.same = false;
    }
    result_.same = result_.same && x.domain == y.domain && x.optional == y.optional &&
                   x.values.leaves() == y.values.leaves();
    return joint;
  }

  static bool restrict(attribute& to, const attribute& by) {
    if (to.type == attribute_type::enumeration) {
      to.values = enum_tree(pruned(to.values.roots(), by.values));
      to.domain = domain::integers(0, static_cast<std::int64_t>(to.values.size()) - 1);
      return to.values.size() > 0;
    }
    if (to.domain.is_text()) {
      to.domain = domain::texts(std::min(to.domain.max_length(), by.domain.max_length()));
      return true;
    }
    to.domain = domain::integers(std::max(to.domain.min(), by.domain.min()),
                                 std::min(to.domain.max(), by.domain.max()));
    return to.domain.min() <= to.domain.max();
  }

  // Without the values that `known` does not have, and without groups left empty.
  static std::vector<enum_node> pruned(const std::vector<enum_node>& nodes,
                                       const enum_tree& known) {
    std::vector<enum_node> kept;
    for (auto node : nodes) {
      if (node.children.empty()) {
        if (is_value(known, node.id)) {
          kept.push_back(std::move(node));
        }
        continue;
      }
      node.children = pruned(node.children, known);
      if (!node.children.empty()) {
        kept.push_back(std::move(node));
      }
    }
    return kept;
  }

  static bool is_value(const enum_tree& tree, const std::string& id) {
    const auto found = tree.find(id);
    return found && !found->group;
  }

  static std::vector<std::int64_t> leaves_in(const attribute& from, const attribute& joint) {
    std::vector<std::int64_t> leaves;
    for (const auto& id : from.values.leaves()) {
      leaves.push_back(is_value(joint.values, id)
                           ? static_cast<std::int64_t>(joint.values.find(id)->first)
                           : -1);
    }
    return leaves;
  }

  // The old name may belong to an attribute of another type by now.
  [[nodiscard]] attribute of_old_alone(const attribute& old) {
    auto a = old;
    a.derived.reset();
    a.inputs.clear();
    if (after_.find(old.name)) {
      a.name += "_before";
    } else {
      report("SZ742", {old.name});
    }
    return a;
  }

  void name_changes(const attribute& x, const attribute& y) {
    if (x.type == attribute_type::enumeration) {
      name_values("SZ744", y, x.values);
      name_values("SZ745", x, y.values);
    } else if (x.domain != y.domain) {
      report("SZ746", {y.name, range_of(x), range_of(y)});
    }
    if (x.optional != y.optional) {
      report(y.optional ? "SZ747" : "SZ748", {y.name});
    }
  }

  void name_values(const char* code, const attribute& of, const enum_tree& other) {
    std::string names;
    for (const auto& id : of.values.leaves()) {
      if (!is_value(other, id)) {
        names += (names.empty() ? "`" : ", `") + id + "`";
      }
    }
    if (!names.empty()) {
      report(code, {of.name, names});
    }
  }

  static std::string range_of(const attribute& a) {
    return a.domain.is_text() ? "0.." + std::to_string(a.domain.max_length())
                              : write_literal(a, value{a.domain.min()}) + ".." +
                                    write_literal(a, value{a.domain.max()});
  }

  const schema& before_;
  const schema& after_;
  joint_schema result_;
};

}  // namespace detail

/// The joint schema of two versions. A fault that one version does not know (a value that is new or
/// gone, a number out of its range) is not compared but named in `changes`; an attribute of one
/// version alone is free in the other.
[[nodiscard]] inline joint_schema join_schemas(const schema& before, const schema& after) {
  return detail::schema_joiner(before, after).join();
}

/// `document` over the joint schema, as far as deciding needs it.
[[nodiscard]] inline policy_document over_joint_schema(policy_document document,
                                                       const schema_mapping& mapping,
                                                       const schema& joint) {
  const auto map = [&](condition& c) { c = mapping.map(std::move(c), joint); };
  document.attributes = joint;
  for (auto& a : document.assumptions) {
    map(a.that);
  }
  for (auto& d : document.definitions) {
    map(d.that);
  }
  for (auto& aspect : document.aspects) {
    for (auto* rules : {&aspect.rules, &aspect.also}) {
      for (auto& r : *rules) {
        map(r.when);
      }
    }
    for (auto& r : aspect.interim.rules) {
      map(r.when);
    }
  }
  return document;
}

}  // namespace shozai::inline v1

// SPDX-License-Identifier: Apache-2.0
/// \file
/// What an analysis found → JSON.
#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "shozai/core/diagnostic.hpp"
#include "shozai/core/schema.hpp"
#include "shozai/ownership/compiled_policy.hpp"
#include "shozai/ownership/decision.hpp"
#include "shozai/ownership/finding.hpp"
#include "shozai/policy/json_gate.hpp"
#include "shozai/policy/literal.hpp"
#include "shozai/policy/place_writer.hpp"

namespace shozai::inline v1 {

/// `v` of `a` as a fault writes it.
[[nodiscard]] inline json save_value(const attribute& a, const value& v) {
  if (is_none(v)) {
    return nullptr;
  }
  switch (a.type) {
    case attribute_type::boolean:
      return std::get<std::int64_t>(v) != 0;
    case attribute_type::integer:
      return std::get<std::int64_t>(v);
    default:
      return write_literal(a, v);
  }
}

[[nodiscard]] inline json save_tree(const witness& w, const schema& attributes) {
  auto f = json::object();
  for (const auto& [attribute, v] : w.values) {
    f[attributes[attribute].name] = save_value(attributes[attribute], v);
  }
  return {{"fault", std::move(f)}, {"realised", w.realised ? json(*w.realised) : json(nullptr)}};
}

[[nodiscard]] inline json save_tree(const std::optional<big_count>& n) {
  return n ? json(n->str()) : json(nullptr);
}

[[nodiscard]] inline json save_tree(const region& r) {
  json out = {{"conditions", r.conditions},
              {"remainder", save_tree(r.remainder)},
              {"size", save_tree(r.size)},
              {"space", save_tree(r.space)}};
  out["share"] = r.size && r.space ? json(share_of(*r.size, *r.space)) : json(nullptr);
  return out;
}

[[nodiscard]] inline json save_tree(const policy_identity& p) {
  return {{"id", p.id}, {"version", p.version}, {"hash", p.hash}};
}

/// A sentence of the catalogue in both languages.
namespace detail {

/// Writes findings with the lines of their places.
class analysis_saver {
 public:
  explicit analysis_saver(const compiled_policy& policy)
      : policy_(policy), places_(policy.sources()) {}

  [[nodiscard]] json save(const finding& f) {
    json out = {{"code", f.what.code}, {"kind", std::string(name_of(f.kind))}};
    places_.add(out, f.what);
    const auto add = [&](const char* key, const std::string& text) {
      if (!text.empty()) {
        out[key] = text;
      }
    };
    add("aspect", f.aspect);
    for (const auto& r : f.rules) {
      out["rules"].push_back(save(r));
    }
    for (const auto& r : f.blocking) {
      out["blocking"].push_back(save(r));
    }
    if (!f.assumptions.empty()) {
      out["assumptions"] = f.assumptions;
    }
    add("guarantee", f.guarantee);
    add("attribute", f.attribute);
    add("value", f.value);
    if (f.example) {
      out["witness"] = save_tree(*f.example, policy_.attributes());
    }
    if (f.where) {
      out["region"] = save_tree(*f.where);
    }
    return out;
  }

 private:
  [[nodiscard]] json save(const rule_place& r) {
    json out = {{"id", r.id}};
    if (!r.accountable.empty()) {
      out["accountable"] = r.accountable;
    }
    places_.add(out, r.file, r.pointer);
    return out;
  }

  const compiled_policy& policy_;
  place_writer places_;
};

}  // namespace detail

/// The analysis of `policy` as a tree of JSON; what does not apply is absent.
[[nodiscard]] inline json save_tree(const analysis& a, const compiled_policy& policy) {
  json out = {{"policy", save_tree(policy.identity())}, {"clean", a.clean()}};
  for (const auto level : {severity::error, severity::warning, severity::note}) {
    out["counts"][std::string(name_of(level))] = std::ranges::count_if(
        a.findings, [&](const finding& f) { return f.what.level() == level; });
  }
  out["aspects"] = json::array();
  for (const auto& s : a.aspects) {
    out["aspects"].push_back({{"aspect", s.aspect},
                              {"method", s.by_diagram ? "diagram" : "boxes"},
                              {"space", save_tree(s.space)},
                              {"decided", save_tree(s.decided)},
                              {"by_default", save_tree(s.by_default)},
                              {"gap", save_tree(s.gap)},
                              {"conflict", save_tree(s.conflict)}});
  }
  out["guarantees"] = json::array();
  for (const auto& g : a.guarantees) {
    out["guarantees"].push_back(
        {{"id", g.id},
         {"pointer", g.pointer},
         {"state", std::string(guarantee_state_names.at(static_cast<std::size_t>(g.state)))}});
  }
  detail::analysis_saver saver(policy);
  out["findings"] = json::array();
  for (const auto& f : a.findings) {
    out["findings"].push_back(saver.save(f));
  }
  return out;
}

}  // namespace shozai::inline v1

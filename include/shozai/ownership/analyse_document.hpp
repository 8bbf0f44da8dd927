// SPDX-License-Identifier: Apache-2.0
/// \file
/// What is found in a document apart from its aspects: assumptions, definitions, values,
/// departments, dates.
#pragma once

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "shozai/core/date_time.hpp"
#include "shozai/ownership/analysis_options.hpp"
#include "shozai/ownership/aspect_findings.hpp"
#include "shozai/ownership/box_ground.hpp"
#include "shozai/ownership/cell_box.hpp"
#include "shozai/ownership/evaluator.hpp"
#include "shozai/ownership/finding.hpp"
#include "shozai/policy/policy_document.hpp"

namespace shozai::inline v1::detail {

/// Names that occur somewhere in a document.
struct used_names {
  std::set<std::size_t> definitions;
  std::set<std::size_t> attributes;  ///< that some condition tests
  std::set<std::pair<std::size_t, std::string>> values;
  std::set<std::string> participants;
};

/// Collects what rules, assumptions and guarantees use.
class use_collector {
 public:
  explicit use_collector(const policy_document& document) : document_(document) {}

  [[nodiscard]] used_names collect() {
    for (const auto& a : document_.assumptions) {
      add(a.that);
    }
    for (const auto& aspect : document_.aspects) {
      add(aspect);
    }
    for (const auto& g : document_.guarantees) {
      if (g.when) {
        add(*g.when);
      }
    }
    // What an unused definition names counts as a value that is used, not as a definition.
    for (const auto& d : document_.definitions) {
      for_each_test(d.that, [&](const unary_test& t) { add(t); });
    }
    for (const auto& p : document_.participants) {
      used_.participants.insert(p.parent);
      used_.participants.insert(p.members.begin(), p.members.end());
      used_.participants.insert(p.lead);
    }
    return std::move(used_);
  }

 private:
  void add(const aspect& a) {
    used_.participants.insert(a.interim.accountable);
    for (const auto& r : a.interim.rules) {
      used_.participants.insert(r.accountable);
      add(r.when);
    }
    for (const auto* rules : {&a.rules, &a.also}) {
      for (const auto& r : *rules) {
        add(r.when);
        add(r.then);
      }
    }
    if (a.otherwise) {
      add(a.otherwise->then);
    }
  }

  void add(const assignment& a) {
    auto& names = used_.participants;
    names.insert(a.accountable);
    for (const auto* set : {&a.responsible, &a.consulted, &a.informed, &a.joint_visit}) {
      names.insert(set->begin(), set->end());
    }
    for (const auto& [party, unused] : a.cost_share) {
      names.insert(party);
    }
  }

  void add(const condition& c) {
    for_each_test(c, [&](const unary_test& t) { add(t); });
    for_each_definition(c, [&](std::size_t d) {
      if (used_.definitions.insert(d).second) {
        add(document_.definitions[d].that);
      }
    });
  }

  void add(const unary_test& t) {
    used_.attributes.insert(t.attribute);
    const auto& a = document_.attributes[t.attribute];
    if (a.type != attribute_type::enumeration) {
      return;
    }
    const auto leaf = [&](std::size_t i) { used_.values.emplace(t.attribute, a.values.id(i)); };
    for (const auto& v : t.constants) {
      leaf(static_cast<std::size_t>(std::get<std::int64_t>(v)));
    }
    if (t.op == test_operator::within) {
      const auto group = a.values.find(t.group);
      for (auto i = group->first; i < group->end; ++i) {
        leaf(i);
      }
    }
  }

  const policy_document& document_;
  used_names used_;
};

/// The definitions of a document as if each were a rule, so that they can be asked about, with the
/// assumptions, as rules can.
class definition_rules {
 public:
  explicit definition_rules(const policy_document& document)
      : aspect_(rules_of(document)), evaluator_(document, resolve(aspect_)) {}
  // The evaluator points into the aspect.
  definition_rules(const definition_rules&) = delete;
  definition_rules& operator=(const definition_rules&) = delete;

  [[nodiscard]] const aspect_evaluator& evaluator() const noexcept { return evaluator_; }

 private:
  static aspect rules_of(const policy_document& document) {
    aspect all;
    for (const auto& d : document.definitions) {
      rule r;
      r.id = d.name;
      r.when = d.that;
      all.rules.push_back(std::move(r));
    }
    return all;
  }
  static resolved_aspect resolve(const aspect& a) {
    resolved_aspect resolved;
    resolved.aspect = &a;
    resolved.hit_policy = hit_policy::first;
    for (const auto& r : a.rules) {
      resolved.rules.push_back({&r, r.id, 0});
    }
    resolved.successors.resize(a.rules.size());
    return resolved;
  }

  aspect aspect_;
  aspect_evaluator evaluator_;
};

/// Looks at a document apart from its aspects. What has to be proved is proved by box search.
class document_analyser {
 public:
  document_analyser(const policy_document& document, const analysis_options& options,
                    std::vector<finding>& findings)
      : document_(document),
        options_(options),
        findings_(findings),
        definitions_(document),
        space_(definitions_.evaluator()),
        boxes_(definitions_.evaluator(), space_, options.budget) {}

  /// Says whether any fault is possible.
  bool find_contradiction() {
    bool possible = true;
    attempt(finding_kind::contradictory_assumptions,
            [&] { possible = boxes_.possible().has_value(); });
    if (!possible) {
      report_contradiction();
    }
    return possible;
  }

  void find_overdue_reviews() {
    for (const auto& a : document_.aspects) {
      for (const auto* rules : {&a.rules, &a.also}) {
        for (const auto& r : *rules) {
          check_review(r);
        }
      }
      if (a.otherwise) {
        check_review(*a.otherwise);
      }
    }
  }

  /// \pre Some fault is possible.
  void find_what_is_excluded() {
    for (std::size_t i = 0; i < document_.assumptions.size(); ++i) {
      attempt(finding_kind::redundant_assumption, [&] {
        if (!boxes_.only_this_excludes(i)) {
          const auto& a = document_.assumptions[i];
          add(finding_kind::redundant_assumption, {a.id}, a.place).assumptions = {a.id};
        }
      });
    }
    const auto& order = boxes_.order();
    for (std::uint32_t level = 0; level < order.size(); ++level) {
      const auto type = document_.attributes[order.attribute(level)].type;
      if (type == attribute_type::enumeration || type == attribute_type::boolean) {
        attempt(finding_kind::unreachable_value,
                [&] { find_unreachable_values(order.attribute(level), level); });
      }
    }
  }

  /// \pre Some fault is possible.
  void find_unused() {
    const auto used = use_collector(document_).collect();
    for (std::size_t i = 0; i < document_.definitions.size(); ++i) {
      const auto& d = document_.definitions[i];
      if (!used.definitions.contains(i)) {
        add(finding_kind::unused_definition, {d.name}, d.place);
      }
      attempt(finding_kind::constant_definition, [&] {
        const auto& f = definitions_.evaluator().rule_formulas()[i];
        const bool never = !boxes_.where(f, true);
        if (never || !boxes_.where(f, false)) {
          add(finding_kind::constant_definition, {d.name, never ? "false" : "true"}, d.place);
        }
      });
    }
    for (const auto attribute : used.attributes) {
      const auto& a = document_.attributes[attribute];
      for (std::size_t i = 0; a.type == attribute_type::enumeration && i < a.values.size(); ++i) {
        const std::string value(a.values.id(i));
        if (!used.values.contains({attribute, value})) {
          add_value(finding_kind::unused_value, a, value);
        }
      }
    }
    for (const auto& p : document_.participants) {
      if (!used.participants.contains(p.id) && p.what != participant::kind::position) {
        add(finding_kind::unused_department, {p.id}, p.place);
      }
    }
  }

 private:
  template <typename Question>
  void attempt(finding_kind kind, const Question& question) {
    try {
      question();
    } catch (const budget_exceeded& e) {
      add(finding_kind::undecided,
          {document_.header.id, std::string(name_of(kind)), budget_term(e.reason)},
          document_.attributes_place);
    }
  }

  finding& add(finding_kind kind, std::vector<std::string> arguments, const document_place& place) {
    findings_.push_back(make_finding(kind, std::move(arguments), place.file, place.pointer));
    return findings_.back();
  }

  void add_value(finding_kind kind, const attribute& a, const std::string& value) {
    auto& f =
        add(kind, {a.name, value},
            {document_.attributes_place.file, document_.attributes_place.pointer + "/" + a.name});
    f.attribute = a.name;
    f.value = value;
  }

  void check_review(const rule& r) {
    if (!options_.today || !r.origin.review_by || *options_.today <= *r.origin.review_by) {
      return;
    }
    auto& f = add(finding_kind::overdue, {r.id, format_date(*r.origin.review_by)},
                  {r.file, r.pointer + "/review_by"});
    f.rules = {{r.id, r.then.accountable, r.file, r.pointer}};
  }

  // A minimal set: each that can be left out is.
  void report_contradiction() {
    std::vector<std::size_t> kept(document_.assumptions.size());
    std::iota(kept.begin(), kept.end(), std::size_t{0});
    for (auto i = kept.size(); i-- > 0;) {
      auto without = kept;
      without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
      bool needed = true;
      attempt(finding_kind::contradictory_assumptions,
              [&] { needed = boxes_.assumed(without).has_value(); });
      if (!needed) {
        kept = std::move(without);
      }
    }
    std::vector<std::string> ids;
    std::string names;
    for (const auto i : kept) {
      ids.push_back(document_.assumptions[i].id);
      names += (names.empty() ? "`" : ", `") + ids.back() + "`";
    }
    add(finding_kind::contradictory_assumptions, {names}, document_.assumptions[kept.front()].place)
        .assumptions = std::move(ids);
  }

  // Values of a cell fare alike, so one question answers for all of them.
  void find_unreachable_values(std::size_t attribute, std::uint32_t level) {
    const auto& a = document_.attributes[attribute];
    const auto& cells = boxes_.order().cells(level);
    for (std::uint32_t cell = 0; cell < cells.size(); ++cell) {
      auto part = boxes_.everything();
      part[level] = {{cell, cell + 1}};
      if (boxes_.possible(part)) {
        continue;
      }
      const auto values = cells.set_of(part[level]);
      for (auto v = a.domain.min(); v <= a.domain.max(); ++v) {
        if (values.contains(value{v})) {
          add_value(finding_kind::unreachable_value, a, write_literal(a, value{v}));
        }
      }
    }
  }

  const policy_document& document_;
  const analysis_options& options_;
  std::vector<finding>& findings_;
  definition_rules definitions_;
  box_space space_;
  box_ground boxes_;
};

}  // namespace shozai::inline v1::detail

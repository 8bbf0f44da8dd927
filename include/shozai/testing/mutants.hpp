// SPDX-License-Identifier: Apache-2.0
/// \file
/// A policy → all its mutants: the mistakes that its test cases should notice.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "shozai/policy/condition_printer.hpp"
#include "shozai/policy/find_cycle.hpp"
#include "shozai/policy/policy_document.hpp"
#include "shozai/policy/resolved_aspect.hpp"
#include "shozai/testing/condition_mutants.hpp"
#include "shozai/testing/mutant.hpp"

namespace shozai::inline v1 {

namespace detail {

/// Lists mutants in document order: those of definitions, then aspect by aspect.
class mutant_lister {
 public:
  explicit mutant_lister(const policy_document& document) : document_(document) {
    for (const auto& d : document.definitions) {
      definition_names_.push_back(d.name);
    }
    for (const auto& p : document.participants) {
      if (p.what == participant::kind::department || p.what == participant::kind::team) {
        owners_.push_back(p.id);
      }
    }
  }

  [[nodiscard]] std::vector<policy_mutant> list() {
    list_definitions();
    for (std::size_t a = 0; a < document_.aspects.size(); ++a) {
      aspect_ = a;
      affected_ = inheriting(a);
      list_rules(&aspect::rules);
      list_overrides();
      list_rules(&aspect::also);
      list_otherwise();
      list_interim();
    }
    return std::move(all_);
  }

 private:
  using rules_of = std::vector<rule> aspect::*;

  // --- what a mutant is made of ------------------------------------------------------------------

  void add(mutation what, const std::string& rule, const document_place& place, std::string before,
           std::string after, std::function<void(policy_document&)> apply) {
    all_.push_back(
        {what, affected_, rule, std::move(before), std::move(after), place, std::move(apply)});
  }

  [[nodiscard]] std::string print(const condition& c) const {
    return condition_printer(document_.attributes, definition_names_).print(c);
  }

  // The aspect itself and those that are, in the end, the same as it.
  [[nodiscard]] std::vector<std::size_t> inheriting(std::size_t from) const {
    std::vector<std::size_t> all;
    for (std::size_t i = 0; i < document_.aspects.size(); ++i) {
      auto at = i;
      while (at != from && !document_.aspects[at].same_as.empty()) {
        at = number_of(document_.aspects[at].same_as);
      }
      if (at == from) {
        all.push_back(i);
      }
    }
    return all;
  }

  [[nodiscard]] std::size_t number_of(const std::string& aspect) const {
    const auto found = std::ranges::find(document_.aspects, aspect, &aspect::id);
    return static_cast<std::size_t>(found - document_.aspects.begin());
  }

  // --- definitions -------------------------------------------------------------------------------

  void list_definitions() {
    affected_.resize(document_.aspects.size());
    for (std::size_t i = 0; i < affected_.size(); ++i) {
      affected_[i] = i;
    }
    for (std::size_t d = 0; d < document_.definitions.size(); ++d) {
      const auto& definition = document_.definitions[d];
      for (auto& [what, mutated] : mutate(definition.that, document_.attributes)) {
        auto after = print(mutated);
        add(what, definition.name, definition.place, print(definition.that), std::move(after),
            [d, c = std::move(mutated)](policy_document& to) { to.definitions[d].that = c; });
      }
    }
  }

  // --- rules, rows and `also` --------------------------------------------------------------------

  void list_rules(rules_of part) {
    const auto& rules = document_.aspects[aspect_].*part;
    for (std::size_t i = 0; i < rules.size(); ++i) {
      list_condition(part, i);
      const auto a = aspect_;
      add(mutation::drop_rule, rules[i].id, place_of(rules[i]), rules[i].id, "",
          [a, part, i](policy_document& to) {
            auto& from = to.aspects[a].*part;
            from.erase(from.begin() + static_cast<std::ptrdiff_t>(i));
          });
      list_assignment(rules[i], [a, part, i](policy_document& to) -> assignment& {
        return (to.aspects[a].*part)[i].then;
      });
      if (part == &aspect::rules && i + 1 < rules.size()) {
        list_swap(rules[i], rules[i + 1], i);
      }
    }
  }

  void list_condition(rules_of part, std::size_t number) {
    const auto& r = (document_.aspects[aspect_].*part)[number];
    for (auto& [what, mutated] : mutate(r.when, document_.attributes)) {
      auto after = print(mutated);
      add(what, r.id, place_of(r), print(r.when), std::move(after),
          [a = aspect_, part, number, c = std::move(mutated)](policy_document& to) {
            (to.aspects[a].*part)[number].when = c;
          });
    }
  }

  // Under `first` the order is what decides; elsewhere a person mixes up two neighbours.
  void list_swap(const rule& r, const rule& next, std::size_t number) {
    const auto a = aspect_;
    if (resolved_hit_policy() == hit_policy::first) {
      add(mutation::swap_rules, r.id, place_of(r), r.id + ", " + next.id, next.id + ", " + r.id,
          [a, number](policy_document& to) {
            auto& rules = to.aspects[a].rules;
            std::swap(rules[number], rules[number + 1]);
          });
    } else if (!(r.then == next.then)) {
      add(mutation::swap_rules, r.id, place_of(r), r.then.accountable, next.then.accountable,
          [a, number](policy_document& to) {
            auto& rules = to.aspects[a].rules;
            std::swap(rules[number].then, rules[number + 1].then);
          });
    }
  }

  [[nodiscard]] hit_policy resolved_hit_policy() const {
    const auto* at = &document_.aspects[aspect_];
    while (!at->hit_policy && !at->same_as.empty()) {
      at = &document_.aspects[number_of(at->same_as)];
    }
    return at->hit_policy.value_or(hit_policy::override_);
  }

  // --- assignments -------------------------------------------------------------------------------

  template <typename ThenOf>
  void list_assignment(const rule& r, const ThenOf& then_of) {
    if (!r.then.accountable.empty()) {
      list_owner(r.id, place_of(r), r.then.accountable,
                 [then_of](policy_document& to, const std::string& owner) {
                   then_of(to).accountable = owner;
                 });
    }
    for (const auto member : {&assignment::responsible, &assignment::consulted,
                              &assignment::informed, &assignment::joint_visit}) {
      for (const auto& name : r.then.*member) {
        add(mutation::party, r.id, place_of(r), name, "",
            [then_of, member, name](policy_document& to) { (then_of(to).*member).erase(name); });
      }
    }
    list_cost_share(r, then_of);
  }

  // The next owner in document order takes the place of this one.
  template <typename SetOwner>
  void list_owner(const std::string& rule, const document_place& place, const std::string& owner,
                  const SetOwner& set_owner) {
    if (owners_.size() < 2) {
      return;
    }
    const auto at = static_cast<std::size_t>(std::ranges::find(owners_, owner) - owners_.begin());
    const auto& other = owners_[(at + 1) % owners_.size()];
    add(mutation::owner, rule, place, owner, other,
        [set_owner, other](policy_document& to) { set_owner(to, other); });
  }

  // Everybody bears the share of the next; who bears all of it, leaves it to another.
  template <typename ThenOf>
  void list_cost_share(const rule& r, const ThenOf& then_of) {
    const auto& shares = r.then.cost_share;
    if (shares.empty()) {
      return;
    }
    auto round = shares;
    if (shares.size() == 1) {
      const auto& bearer = shares.begin()->first;
      const auto other = std::ranges::find_if(document_.participants,
                                              [&](const participant& p) { return p.id != bearer; });
      if (other == document_.participants.end()) {
        return;
      }
      round = {{other->id, shares.begin()->second}};
    } else {
      auto from = shares.begin();
      for (auto& [party, percent] : round) {
        from = std::next(from) == shares.end() ? shares.begin() : std::next(from);
        percent = from->second;
      }
    }
    if (round != shares) {
      add(mutation::cost_share, r.id, place_of(r), text_of(shares), text_of(round),
          [then_of, round](policy_document& to) { then_of(to).cost_share = round; });
    }
  }

  template <typename Shares>
  static std::string text_of(const Shares& shares) {
    std::string text;
    for (const auto& [party, percent] : shares) {
      text += (text.empty() ? "" : ", ") + party + " " + std::to_string(percent);
    }
    return text;
  }

  // --- overrides ---------------------------------------------------------------------------------

  void list_overrides() {
    const auto& rules = document_.aspects[aspect_].rules;
    for (std::size_t i = 0; i < rules.size(); ++i) {
      for (std::size_t entry = 0; entry < rules[i].overrides.size(); ++entry) {
        const auto& name = rules[i].overrides[entry];
        auto place = place_of(rules[i]);
        place.pointer += "/overrides/" + std::to_string(entry);
        add(mutation::drop_override, rules[i].id, place, rules[i].id + " > " + name, "",
            [a = aspect_, i, entry](policy_document& to) {
              auto& from = to.aspects[a].rules[i].overrides;
              from.erase(from.begin() + static_cast<std::ptrdiff_t>(entry));
            });
        list_turn(i, entry, place);
      }
    }
  }

  void list_turn(std::size_t number, std::size_t entry, const document_place& place) {
    const auto& rules = document_.aspects[aspect_].rules;
    const auto& name = rules[number].overrides[entry];
    const auto other = std::ranges::find(rules, name, &rule::id);
    if (other == rules.end()) {
      return;  // a section, or `*`
    }
    const auto to_other = static_cast<std::size_t>(other - rules.begin());
    const auto turn = [a = aspect_, number, entry, to_other](policy_document& to) {
      auto& all = to.aspects[a].rules;
      all[number].overrides.erase(all[number].overrides.begin() +
                                  static_cast<std::ptrdiff_t>(entry));
      all[to_other].overrides.push_back(all[number].id);
    };
    auto turned = document_;
    turn(turned);
    const auto resolved = resolve_aspects(turned);
    const auto& edges = resolved[aspect_].successors;
    if (find_cycle(edges.size(), [&](std::size_t i) { return edges[i]; }).empty()) {
      add(mutation::turn_override, rules[number].id, place, rules[number].id + " > " + name,
          name + " > " + rules[number].id, turn);
    }
  }

  // --- `otherwise` and interim owners ------------------------------------------------------------

  void list_otherwise() {
    const auto& otherwise = document_.aspects[aspect_].otherwise;
    if (!otherwise) {
      return;
    }
    const auto a = aspect_;
    add(mutation::drop_rule, otherwise->id, place_of(*otherwise), otherwise->id, "",
        [a](policy_document& to) { to.aspects[a].otherwise.reset(); });
    list_assignment(*otherwise, [a](policy_document& to) -> assignment& {
      return to.aspects[a].otherwise->then;
    });
  }

  void list_interim() {
    const auto& of = document_.aspects[aspect_];
    const auto a = aspect_;
    affected_ = {a};  // which is not inherited
    list_owner("", {of.file, of.pointer + "/interim/accountable"}, of.interim.accountable,
               [a](policy_document& to, const std::string& owner) {
                 to.aspects[a].interim.accountable = owner;
               });
    for (std::size_t i = 0; i < of.interim.rules.size(); ++i) {
      const auto& r = of.interim.rules[i];
      const document_place place{of.file, r.pointer};
      for (auto& [what, mutated] : mutate(r.when, document_.attributes)) {
        auto after = print(mutated);
        add(what, r.id, place, print(r.when), std::move(after),
            [a, i, c = std::move(mutated)](policy_document& to) {
              to.aspects[a].interim.rules[i].when = c;
            });
      }
      add(mutation::drop_rule, r.id, place, r.id, "", [a, i](policy_document& to) {
        auto& from = to.aspects[a].interim.rules;
        from.erase(from.begin() + static_cast<std::ptrdiff_t>(i));
      });
      list_owner(r.id, place, r.accountable, [a, i](policy_document& to, const std::string& owner) {
        to.aspects[a].interim.rules[i].accountable = owner;
      });
    }
  }

  static document_place place_of(const rule& r) { return {r.file, r.pointer}; }

  const policy_document& document_;
  std::vector<std::string> definition_names_;
  std::vector<std::string> owners_;
  std::size_t aspect_ = 0;             // that is being listed
  std::vector<std::size_t> affected_;  // by what is being listed
  std::vector<policy_mutant> all_;
};

}  // namespace detail

/// All mutants of a document, in its order; the document must outlive none of them.
/// \par Complexity Linear in the document, but for overrides that are turned round: each is
/// looked at for circles.
[[nodiscard]] inline std::vector<policy_mutant> mutants_of(const policy_document& document) {
  return detail::mutant_lister(document).list();
}

}  // namespace shozai::inline v1

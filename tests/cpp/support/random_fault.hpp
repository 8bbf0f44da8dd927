// SPDX-License-Identifier: Apache-2.0
/// \file
/// Random faults of one policy, mostly where a test may change its answer.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "shozai/core/fault.hpp"
#include "shozai/core/schema.hpp"
#include "shozai/core/utf8.hpp"
#include "shozai/policy/derive.hpp"
#include "shozai/policy/policy_document.hpp"
#include "support/interesting_values.hpp"
#include "support/random_draw.hpp"

namespace shozai::testing {

/// Draws faults that `load_fault` would accept: derived attributes are what they derive to.
///
/// Keeps a reference to the schema of the document. \par Complexity Less than a microsecond a
/// complete fault, a few microseconds a partial one. \par Thread safety As of a constant: each
/// thread brings its own dice.
class fault_sampler {
 public:
  /// \throws std::invalid_argument if no fault is found whose derived attributes are in their
  /// domains.
  explicit fault_sampler(const policy_document& document) : attributes_(document.attributes) {
    const auto interesting = interesting_values(document);
    for (std::size_t i = 0; i < attributes_.size(); ++i) {
      pools_.emplace_back(attributes_[i], interesting[i]);
      fallback_.attributes.emplace_back(attributes_[i].everything());
      (attributes_[i].derived ? derived_ : plain_).push_back(i);
    }
    collect_inputs();
    find_fallback();
  }

  /// Every attribute is known, or none where it is optional.
  [[nodiscard]] fault complete_fault(dice& rng) const {
    auto f = fallback_;
    complete_fault(rng, f);
    return f;
  }

  /// The same into `f`, whose memory is used again. \pre `f` came from this sampler.
  void complete_fault(dice& rng, fault& f) const {
    constexpr int most_tries = 32;
    for (const auto i : plain_) {
      draw_known(rng, i, f.attributes[i]);
    }
    for (int tried = 0; !derive(f); ++tried) {
      if (tried == most_tries) {
        use_fallback(f);
        return;
      }
      for (const auto i : inputs_) {
        draw_known(rng, i, f.attributes[i]);
      }
    }
  }

  /// Attributes are unknown (about 30 %), narrowed (15 %) or known. A derived attribute with an
  /// input that is not known is mostly unknown, sometimes narrowed or known.
  [[nodiscard]] fault partial_fault(dice& rng) const {
    constexpr int most_tries = 32;
    auto f = fallback_;
    for (int tried = 0; tried < most_tries; ++tried) {
      for (const auto i : plain_) {
        f.attributes[i] = partial(rng, i, 30, 15);
      }
      for (const auto i : derived_) {
        f.attributes[i] = partial(rng, i, 70, 15);
      }
      if (derive(f)) {
        return f;
      }
    }
    return complete_fault(rng);
  }

 private:
  // What an attribute can be, ready to be copied.
  struct pool {
    pool(const attribute& a, std::vector<value> interesting)
        : values(std::move(interesting)),
          everything(knowledge::of(a.domain, a.everything())),
          none(a.domain, value{}) {
      for (const auto& v : values) {
        known.emplace_back(a.domain, v);
      }
    }

    std::vector<value> values;     // sorted
    std::vector<knowledge> known;  // of `values`
    knowledge everything;
    knowledge none;  // where optional
  };

  // The plain attributes that derivations read, directly or not.
  void collect_inputs() {
    std::set<std::size_t> found;
    for (const auto derived : derived_) {
      for (const auto input : attributes_[derived].inputs) {
        if (!attributes_[input].derived) {
          found.insert(input);
        }
      }
    }
    inputs_.assign(found.begin(), found.end());
  }

  void find_fallback() {
    constexpr int most_tries = 100'000;
    dice rng(1);
    for (int tried = 0; tried < most_tries; ++tried) {
      for (const auto i : plain_) {
        draw_known(rng, i, fallback_.attributes[i]);
      }
      if (derive(fallback_)) {
        return;
      }
    }
    throw std::invalid_argument("no fault keeps the derived attributes within their domains");
  }

  void use_fallback(fault& f) const {
    for (const auto* indices : {&inputs_, &derived_}) {
      for (const auto i : *indices) {
        f.attributes[i] = fallback_.attributes[i];
      }
    }
  }

  // Computes what can be computed; false if something of that is outside its domain.
  bool derive(fault& f) const {
    for (const auto i : attributes_.derivation_order()) {
      const auto result = derived_value(attributes_, i, f);
      if (!result) {
        continue;
      }
      const auto* v = std::get_if<value>(&*result);
      if (v == nullptr ||
          !(is_none(*v) ? attributes_[i].optional : attributes_[i].domain.contains(*v))) {
        return false;
      }
      f.attributes[i] = is_none(*v) ? pools_[i].none : knowledge(attributes_[i].domain, *v);
    }
    return true;
  }

  void draw_known(dice& rng, std::size_t index, knowledge& known) const {
    const auto& a = attributes_[index];
    const auto& from = pools_[index];
    const auto choice = rng.below(100);
    if (a.optional && choice < 12) {
      known = from.none;
    } else if (choice >= 92 && is_ordered(a.type)) {
      known = knowledge(a.domain, anywhere(rng, a.domain));
    } else {
      known = rng.one_of(from.known);
    }
  }

  static value anywhere(dice& rng, const domain& d) {
    if (!d.is_text()) {
      return rng.number(d.min(), d.max());
    }
    constexpr std::size_t short_enough = 5;
    std::string text;
    for (auto left = rng.below(std::min(d.max_length(), short_enough) + 1); left > 0; --left) {
      append_code_point(text, rng.one_of({U'a', U'b', U'c', U' ', U'Z', U'é', U'旋', U'😀'}));
    }
    return text;
  }

  knowledge partial(dice& rng, std::size_t index, std::size_t unknown, std::size_t narrow) const {
    const auto choice = rng.below(100);
    if (choice < unknown) {
      return pools_[index].everything;
    }
    auto result = pools_[index].everything;
    if (choice < unknown + narrow) {
      auto some = narrowed(rng, index);
      if (!some.empty()) {
        return knowledge::of(attributes_[index].domain, std::move(some));
      }
    }
    draw_known(rng, index, result);
    return result;
  }

  // A union of a few ranges and single values, or all but these.
  value_set narrowed(dice& rng, std::size_t index) const {
    const auto& a = attributes_[index];
    value_set some;
    for (auto left = rng.between(1, 3); left > 0; --left) {
      some = unite(some, range(rng, index));
    }
    const bool with_none = a.optional && rng.chance(25);
    some = unite(some, value_set{with_none, {}});
    return rng.chance(30) ? a.domain.complement(some, a.optional) : some;
  }

  value_set range(dice& rng, std::size_t index) const {
    const auto& values = pools_[index].values;
    auto from = rng.below(values.size());
    auto to = rng.chance(50) ? from : rng.below(values.size());
    if (from > to) {
      std::swap(from, to);
    }
    return {false, {{values[from], attributes_[index].domain.next(values[to])}}};
  }

  const schema& attributes_;
  std::vector<pool> pools_;
  std::vector<std::size_t> plain_;
  std::vector<std::size_t> derived_;
  std::vector<std::size_t> inputs_;
  fault fallback_;  // complete and consistent
};

}  // namespace shozai::testing

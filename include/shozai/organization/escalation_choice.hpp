// SPDX-License-Identifier: Apache-2.0
/// \file
/// Which escalation policy applies to a fault, decided as any other question about it.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "shozai/core/fault.hpp"
#include "shozai/organization/choice_document.hpp"
#include "shozai/organization/organization.hpp"
#include "shozai/ownership/compiled_policy.hpp"
#include "shozai/policy/policy_document.hpp"

namespace shozai::inline v1 {

/// The rules of `choose`, compiled. Immutable; copies share.
///
/// \par Thread safety Any number of concurrent calls.
class escalation_chooser {
 public:
  /// \pre `o` was loaded with `policy` (an empty one stands for none), and `can_choose(o)`.
  escalation_chooser(const policy_document& policy, const organization& o,
                     const compile_options& options = {})
      : policy_(std::make_shared<const policy_document>(document_for_choice(policy, o)),
                {policy.header.id, policy.header.version, {}}, {}, {}, {}, options),
        has_interim_(!o.choose->interim.empty()),
        adds_aspect_(policy_.attributes().size() > policy.attributes.size()) {}

  [[nodiscard]] static bool can_choose(const organization& o) {
    return o.choose && !o.escalation.empty();
  }

  /// The policy whose one aspect is `escalation`; its owners are the escalation policies.
  [[nodiscard]] const compiled_policy& policy() const noexcept { return policy_; }

  /// Whether the document says which escalation policy applies while the rules leave it open. If
  /// not, the interim owner of a decision has no meaning here.
  [[nodiscard]] bool has_interim() const noexcept { return has_interim_; }

  /// What the rules say of `f`, in a case of `aspect` (empty: of any): `accountable` is the id of
  /// the escalation policy. While it is open there is an interim one only if the document has one.
  /// \pre `f` was made for the schema of the policy that the organization was loaded with.
  [[nodiscard]] decision choose(const fault& f, std::string_view aspect = {}) const {
    auto result = policy_.decide(adds_aspect_ ? with_aspect(f, aspect) : f, 0);
    if (!has_interim_) {
      result.interim.reset();
    }
    return result;
  }

 private:
  [[nodiscard]] fault with_aspect(fault f, std::string_view name) const {
    const auto& attribute = policy_.attributes()[policy_.attributes().size() - 1];
    const auto known = attribute.values.find(name);
    f.attributes.push_back(
        known ? knowledge(attribute.domain, value{static_cast<std::int64_t>(known->first)})
              : knowledge(attribute.everything()));
    return f;
  }

  compiled_policy policy_;
  bool has_interim_;
  bool adds_aspect_;
};

}  // namespace shozai::inline v1

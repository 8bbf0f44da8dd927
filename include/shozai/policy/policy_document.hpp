// SPDX-License-Identifier: Apache-2.0
/// \file
/// A policy as its owners write it: schema, people, rules and what they want to hold.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shozai/core/localized_text.hpp"
#include "shozai/core/schema.hpp"
#include "shozai/policy/agreement.hpp"
#include "shozai/policy/aspect.hpp"
#include "shozai/policy/document_place.hpp"
#include "shozai/policy/guarantee.hpp"

namespace shozai::inline v1 {

/// Which policy this is, and when it is in force.
struct policy_header {
  std::string id;
  std::string version;
  std::string zone;
  localized_text title;
  localized_text note;
  std::optional<std::int64_t> effective_from;  ///< a day of `zone`, included
  std::optional<std::int64_t> effective_to;    ///< a day of `zone`, excluded

  friend bool operator==(const policy_header&, const policy_header&) = default;
};

/// What the departments hold to be impossible.
struct assumption {
  std::string id;
  condition that;
  localized_text because;
  localized_text note;
  document_place place;

  friend bool operator==(const assumption&, const assumption&) = default;
};

/// A condition with a name of its own, which explanations keep.
struct definition {
  std::string name;
  condition that;
  localized_text label;
  localized_text note;
  document_place place;

  friend bool operator==(const definition&, const definition&) = default;
};

struct duty {
  std::string id;
  localized_text text;
  std::vector<std::string> measures;

  friend bool operator==(const duty&, const duty&) = default;
};

/// A department, a team (`members` and `lead`) or a party outside. Positions are named by the
/// organization, which another layer reads.
struct participant {
  enum class kind : std::uint8_t { department, team, party, position };

  kind what = kind::department;
  std::string id;
  localized_text label;
  localized_text note;
  std::string parent;                ///< of a department
  std::vector<duty> duties;          ///< of a department
  std::vector<std::string> members;  ///< of a team: departments
  std::string lead;                  ///< of a team
  document_place place;

  friend bool operator==(const participant&, const participant&) = default;
};

/// The whole document, every name in it resolved.
struct policy_document {
  policy_header header;
  schema attributes;
  document_place attributes_place;
  std::vector<assumption> assumptions;
  std::vector<definition> definitions;
  std::vector<participant> participants;  ///< departments, teams, parties, in document order
  std::vector<std::size_t> intake;        ///< attributes known at the first call
  std::vector<aspect> aspects;
  std::vector<guarantee> guarantees;
  std::vector<agreement> agreements;
  std::optional<std::string> organization;  ///< that subtree as JSON, for the layer that reads it
  document_place organization_place;        ///< which reports what it finds there

  /// In document order, for printing conditions.
  [[nodiscard]] std::vector<std::string> definition_names() const {
    std::vector<std::string> names;
    names.reserve(definitions.size());
    for (const auto& each : definitions) {
      names.push_back(each.name);
    }
    return names;
  }

  [[nodiscard]] const participant* find_participant(const std::string& id) const {
    for (const auto& each : participants) {
      if (each.id == id) {
        return &each;
      }
    }
    return nullptr;
  }

  friend bool operator==(const policy_document&, const policy_document&) = default;
};

}  // namespace shozai::inline v1

// SPDX-License-Identifier: Apache-2.0
/// \file
/// Who staffs the positions of an organization, with indices for names and instants for days.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shozai/organization/organization.hpp"
#include "shozai/organization/roster_turns.hpp"
#include "shozai/organization/time_stretches.hpp"
#include "shozai/organization/working_time.hpp"
#include "shozai/organization/zone_rules.hpp"
#include "shozai/policy/scope.hpp"

namespace shozai::inline v1 {

/// A person who holds a position, or a person or position that stands in for it, and when.
struct staffed_tenure {
  std::size_t who = 0;  ///< a person, or a position if `is_position`
  bool is_position = false;
  time_stretches during;
};

/// A position answers in place of another.
struct staffed_delegation {
  std::size_t to = 0;     ///< a position
  std::size_t index = 0;  ///< of the document's delegations
  time_stretches during;
  std::vector<std::size_t> aspects;  ///< sorted; empty: all
  bool transitive = false;
  int depth = 1;
};

struct staffed_position {
  std::size_t calendar = 0;
  std::optional<std::size_t> roster;  ///< fills it, instead of holders
  bool accountable = false;
  std::vector<staffed_tenure> holders;
  std::vector<staffed_tenure> deputies;
  std::vector<staffed_delegation> delegations;  ///< from it, in document order
};

struct staffed_roster {
  std::size_t calendar = 0;
  roster_turns turns;
};

/// The zones of one document, each asked for once.
class zone_table {
 public:
  zone_table(const zone_source& source, std::string_view default_zone)
      : source_(&source), default_zone_(default_zone) {}

  /// The rules of `name`; of the default zone where it is empty.
  /// \throws std::invalid_argument for a zone that nobody knows.
  [[nodiscard]] const std::shared_ptr<const zone_rules>& rules(const std::string& name) {
    const std::string& asked = name.empty() ? default_zone_ : name;
    auto& known = rules_[asked];
    if (!known) {
      auto found = find_zone(asked, *source_);
      if (!found) {
        throw std::invalid_argument("unknown time zone `" + asked + "`");
      }
      known = std::make_shared<const zone_rules>(std::move(*found));
    }
    return known;
  }

 private:
  const zone_source* source_;
  std::string default_zone_;
  std::map<std::string, std::shared_ptr<const zone_rules>> rules_;
};

/// The index that `names` gives to `id`.
/// \throws std::invalid_argument for a name that is not there, which loading does not let pass.
[[nodiscard]] inline std::size_t index_of(const name_table& names, std::string_view id) {
  const auto found = find_name(names, id);
  if (!found) {
    throw std::invalid_argument("unknown name `" + std::string(id) + "`");
  }
  return *found;
}

}  // namespace shozai::inline v1

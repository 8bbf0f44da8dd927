// SPDX-License-Identifier: Apache-2.0
/// \file
/// Who answers for a position, as JSON.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "shozai/core/date_time.hpp"
#include "shozai/core/localized_text.hpp"
#include "shozai/organization/duty.hpp"
#include "shozai/organization/organization_model.hpp"
#include "shozai/policy/json_gate.hpp"

namespace shozai::inline v1 {

/// A text in both languages.
[[nodiscard]] inline json save_languages(const localized_text& text) {
  return {{"ja", text.in(language::ja)}, {"en", text.in(language::en)}};
}

/// The ways to reach a person, by name; of those only, if `wanted` names any.
[[nodiscard]] inline json save_channels(const person& who,
                                        const std::vector<std::string>& wanted = {}) {
  auto out = json::object();
  for (const auto& [word, address] : who.channels) {
    if (wanted.empty() || std::ranges::find(wanted, word) != wanted.end()) {
      out[word] = address;
    }
  }
  return out;
}

/// `{"position", "at", "person", "name", "answers_as", "reason", "channels", "until"}`: absent
/// where nobody answers, or where nothing changes any more.
[[nodiscard]] inline json save_duty(const organization_model& model, std::size_t position,
                                    std::int64_t at, std::optional<std::size_t> aspect = {}) {
  json out = {{"position", model.position_id(position)}, {"at", format_timestamp(at)}};
  const auto now = duty_from(model, position, at, aspect);
  if (now.who) {
    const auto& who = model.document().people[now.who->person];
    out["person"] = who.id;
    if (!who.name.empty()) {
      out["name"] = save_languages(who.name);
    }
    out["answers_as"] = model.position_id(now.who->position);
    out["reason"] = std::string(name_of(now.who->reason));
    out["channels"] = save_channels(who);
  }
  if (now.until != end_of_time) {
    out["until"] = format_timestamp(now.until);
  }
  return out;
}

}  // namespace shozai::inline v1

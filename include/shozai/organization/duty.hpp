// SPDX-License-Identifier: Apache-2.0
/// \file
/// Who answers for a position at an instant, in which capacity, and until when that holds.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "shozai/organization/organization_model.hpp"
#include "shozai/organization/time_range.hpp"

namespace shozai::inline v1 {

/// In which capacity somebody answers.
enum class duty_reason : std::uint8_t { holder, roster, override_, deputy, delegation };

/// The names as JSON spells them, in the order of `duty_reason`.
inline constexpr std::array<std::string_view, 5> duty_reason_names = {
    "holder", "roster", "override", "deputy", "delegation"};

[[nodiscard]] constexpr std::string_view name_of(duty_reason reason) noexcept {
  return duty_reason_names.at(static_cast<std::size_t>(reason));
}

/// Who answers.
struct responder {
  std::size_t person = 0;
  std::size_t position = 0;  ///< as whom: for a deputy or delegate, the position of that one
  duty_reason reason = duty_reason::holder;

  friend bool operator==(const responder&, const responder&) = default;
};

/// Who answers at an instant, and an instant after it until which that holds at least.
struct duty_stretch {
  std::optional<responder> who;
  std::int64_t until = end_of_time;

  friend bool operator==(const duty_stretch&, const duty_stretch&) = default;
};

namespace detail {

/// One question for one instant. With `Watches`, `until()` is the least instant at which a fact
/// that the answer rests on changes.
///
/// Deputies and delegations ask further positions: never one that is being asked already, at most
/// eight deputies deep, and at most `most_asked` in all, so that no tangle of deputies hangs.
template <bool Watches>
class duty_question {
 public:
  duty_question(const organization_model& model, std::int64_t at,
                std::optional<std::size_t> aspect) noexcept
      : model_(&model), at_(at), aspect_(aspect) {}

  [[nodiscard]] std::optional<responder> answer(std::size_t position) {
    return ask(position, std::nullopt, deputies_deep);
  }
  [[nodiscard]] std::int64_t until() const noexcept { return until_; }

 private:
  static constexpr int deputies_deep = 8;
  static constexpr std::size_t most_asked = 10'000;
  // Each of nine deputies may be reached by as many as eight delegations.
  static constexpr std::size_t longest_chain = 96;

  using delegations_left = std::optional<int>;  ///< nothing: none has been followed yet

  template <typename Changing>
  void watch(const Changing& what) noexcept {
    if constexpr (Watches) {
      until_ = std::min(until_, what.next_change(at_));
    }
  }
  template <typename Changing>
  [[nodiscard]] bool holds(const Changing& what) noexcept {
    watch(what);
    return what.contains(at_);
  }

  [[nodiscard]] std::optional<responder> ask(std::size_t position, delegations_left delegations,
                                             int deputies) {
    const auto asking = chain_.begin() + static_cast<std::ptrdiff_t>(length_);
    if (length_ == longest_chain || asked_ == most_asked ||
        std::find(chain_.begin(), asking, position) != asking) {
      return std::nullopt;
    }
    ++asked_;
    chain_[length_++] = position;
    const auto result = answer(position, delegations, deputies);
    --length_;
    return result;
  }

  [[nodiscard]] std::optional<responder> answer(std::size_t position, delegations_left delegations,
                                                int deputies) {
    const staffed_position& staff = model_->staffing(position);
    if (delegations != 0) {
      if (const auto* const next = delegation_in_force(staff)) {
        const int left = delegations.value_or(next->depth) - 1;
        return in_capacity(duty_reason::delegation,
                           ask(next->to, next->transitive ? left : 0, deputies));
      }
    }
    const working_time& open = model_->calendar(staff.calendar);
    watch(open);
    if (!open.is_open(at_)) {
      return std::nullopt;
    }
    if (const auto first =
            staff.roster ? on_roster(*staff.roster, position) : holder(staff, position)) {
      return first;
    }
    return deputy(staff, position, deputies);
  }

  [[nodiscard]] static std::optional<responder> in_capacity(duty_reason reason,
                                                            std::optional<responder> who) noexcept {
    if (who) {
      who->reason = reason;
    }
    return who;
  }

  [[nodiscard]] const staffed_delegation* delegation_in_force(
      const staffed_position& staff) noexcept {
    for (const auto& each : staff.delegations) {
      const bool in_scope =
          each.aspects.empty() || (aspect_ && std::ranges::binary_search(each.aspects, *aspect_));
      if (in_scope && holds(each.during)) {
        return &each;
      }
    }
    return nullptr;
  }

  [[nodiscard]] std::optional<responder> on_roster(std::size_t roster, std::size_t position) {
    const staffed_roster& staff = model_->roster_of(roster);
    const working_time& open = model_->calendar(staff.calendar);
    watch(open);
    if (!open.is_open(at_)) {
      return std::nullopt;
    }
    const roster_turn turn = staff.turns.turn_at(at_);
    until_ = std::min(until_, turn.until);
    if (!turn.person || !holds(model_->present(*turn.person))) {
      return std::nullopt;
    }
    return responder{*turn.person, position,
                     turn.by_override ? duty_reason::override_ : duty_reason::roster};
  }

  [[nodiscard]] std::optional<responder> holder(const staffed_position& staff,
                                                std::size_t position) noexcept {
    for (const auto& each : staff.holders) {
      if (holds(each.during) && holds(model_->present(each.who))) {
        return responder{each.who, position, duty_reason::holder};
      }
    }
    return std::nullopt;
  }

  [[nodiscard]] std::optional<responder> deputy(const staffed_position& staff, std::size_t position,
                                                int deputies) {
    for (const auto& each : staff.deputies) {
      if (!holds(each.during)) {
        continue;
      }
      if (!each.is_position) {
        if (holds(model_->present(each.who))) {
          return responder{each.who, position, duty_reason::deputy};
        }
      } else if (deputies > 0) {
        if (const auto who = ask(each.who, std::nullopt, deputies - 1)) {
          return in_capacity(duty_reason::deputy, who);
        }
      }
    }
    return std::nullopt;
  }

  const organization_model* model_;
  std::int64_t at_;
  std::optional<std::size_t> aspect_;
  std::int64_t until_ = end_of_time;
  std::size_t asked_ = 0;
  std::size_t length_ = 0;
  std::array<std::size_t, longest_chain> chain_;  // NOLINT: only what was written is read
};

}  // namespace detail

/// Who answers for `position` at `at` in a case of `aspect`; nothing: nobody is on duty.
///
/// 1. The first delegation from it that is in force: whoever answers for the position to which it
///    was delegated. 2. Else nobody while its calendar is closed. 3. Else the person on its roster,
///    4. or its first holder, who is employed and not absent. 5. Else the first deputy who answers.
///
/// \par Complexity
/// A few look-ups for each position asked; no allocation.
[[nodiscard]] inline std::optional<responder> on_duty(
    const organization_model& model, std::size_t position, std::int64_t at,
    std::optional<std::size_t> aspect = std::nullopt) {
  return detail::duty_question<false>(model, at, aspect).answer(position);
}

/// The same, and until when it holds at least.
[[nodiscard]] inline duty_stretch duty_from(const organization_model& model, std::size_t position,
                                            std::int64_t at,
                                            std::optional<std::size_t> aspect = std::nullopt) {
  detail::duty_question<true> question(model, at, aspect);
  const auto who = question.answer(position);
  return {who, question.until()};
}

/// An instant after `at` before which who is on duty does not change; `end_of_time` if it never
/// does. It need not change there.
[[nodiscard]] inline std::int64_t next_duty_change(
    const organization_model& model, std::size_t position, std::int64_t at,
    std::optional<std::size_t> aspect = std::nullopt) {
  return duty_from(model, position, at, aspect).until;
}

/// How many changes one search for somebody on duty looks at, so that a roster whose turns last a
/// microsecond does not hang it. Those of ordinary ones last for centuries.
inline constexpr std::size_t most_duty_changes = 200'000;

/// The least instant from `at` on, before `until`, at which somebody is on duty.
[[nodiscard]] inline std::optional<std::int64_t> next_on_duty(
    const organization_model& model, std::size_t position, std::int64_t at, std::int64_t until,
    std::optional<std::size_t> aspect = std::nullopt) {
  for (std::size_t i = 0; at < until && i < most_duty_changes; ++i) {
    const duty_stretch now = duty_from(model, position, at, aspect);
    if (now.who) {
      return at;
    }
    at = now.until;
  }
  return std::nullopt;
}

}  // namespace shozai::inline v1

// SPDX-License-Identifier: Apache-2.0
/// \file
/// How much a compilation may cost; past it the diagram is given up, never the answer.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <string_view>
#include <utility>
#include <vector>

namespace shozai::inline v1 {

/// Limits for the diagram of one aspect. Time is counted in steps, so that the same policy is
/// compiled alike on every machine; a caller with a clock may stop it too.
struct compile_budget {
  std::size_t nodes = 2'000'000;
  std::size_t memory_bytes = std::size_t{512} * 1024 * 1024;
  std::uint64_t steps = 30'000'000;   ///< elementary operations; a few seconds
  std::function<bool()> should_stop;  ///< asked now and then; true gives up
};

/// Why a diagram was not built.
enum class over_budget : std::uint8_t { none, nodes, memory, steps, stopped };

inline constexpr std::array<std::string_view, 5> over_budget_names = {"none", "nodes", "memory",
                                                                      "steps", "stopped"};

/// Thrown while a diagram is built and caught by whoever builds it; never leaves the compiler.
struct budget_exceeded : std::exception {
  explicit budget_exceeded(over_budget why, std::vector<std::uint32_t> because_of = {})
      : reason(why), rules(std::move(because_of)) {}

  over_budget reason;
  std::vector<std::uint32_t> rules;  ///< that used most of it, where that is known
};

/// Counts what one compilation uses up.
class budget_meter {
 public:
  explicit budget_meter(const compile_budget& budget) : budget_(budget) {}

  void use_steps(std::uint64_t n) {
    steps_ += n;
    if (steps_ > budget_.steps) {
      throw budget_exceeded{over_budget::steps};
    }
    if (steps_ >= next_question_) {
      next_question_ = steps_ + (std::uint64_t{1} << 20U);
      if (budget_.should_stop && budget_.should_stop()) {
        throw budget_exceeded{over_budget::stopped};
      }
    }
  }
  void use_node(std::size_t bytes) {
    bytes_ += bytes;
    if (++nodes_ > budget_.nodes) {
      throw budget_exceeded{over_budget::nodes};
    }
    if (bytes_ > budget_.memory_bytes) {
      throw budget_exceeded{over_budget::memory};
    }
  }
  void use_bytes(std::size_t bytes) {
    bytes_ += bytes;
    if (bytes_ > budget_.memory_bytes) {
      throw budget_exceeded{over_budget::memory};
    }
  }

  /// Begins another question on the same ground: steps are counted anew; nodes and memory stay.
  void renew() noexcept {
    steps_ = 0;
    next_question_ = 0;
  }

  [[nodiscard]] std::uint64_t steps() const noexcept { return steps_; }

 private:
  const compile_budget& budget_;
  std::uint64_t steps_ = 0;
  std::uint64_t next_question_ = 0;
  std::size_t nodes_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace shozai::inline v1

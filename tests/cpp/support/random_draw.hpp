// SPDX-License-Identifier: Apache-2.0
/// \file
/// Random choices that come out the same with every compiler.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace shozai::testing {

/// A seeded source of choices.
///
/// Draws by remainder, because the distributions of the standard library differ from one
/// implementation to the next; no test minds the bias. For the same reason whoever draws twice
/// does so in two statements: the order of operands and arguments is the compiler's choice.
class dice {
 public:
  explicit dice(std::uint32_t seed) : engine_(seed) {}

  /// A number from 0 up to, not including, `count`. \pre `count` is not 0.
  [[nodiscard]] std::size_t below(std::size_t count) {
    return static_cast<std::size_t>(engine_()) % count;
  }
  /// A number from `least` to `most`, both included.
  [[nodiscard]] std::size_t between(std::size_t least, std::size_t most) {
    return least + below(most - least + 1);
  }
  /// A number from `least` to `most`, both included, however far apart.
  [[nodiscard]] std::int64_t number(std::int64_t least, std::int64_t most) {
    const auto upper = static_cast<std::uint64_t>(engine_());
    const auto bits = (upper << 32U) | static_cast<std::uint64_t>(engine_());
    const auto span = static_cast<std::uint64_t>(most) - static_cast<std::uint64_t>(least);
    const auto step = span + 1 == 0 ? bits : bits % (span + 1);
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(least) + step);
  }
  [[nodiscard]] bool chance(std::size_t percent) { return below(100) < percent; }

  template <typename T>
  [[nodiscard]] const T& one_of(const std::vector<T>& items) {
    return items[below(items.size())];
  }
  template <typename T>
  [[nodiscard]] T one_of(std::initializer_list<T> items) {
    return items.begin()[below(items.size())];
  }

  /// `count` of the items, in random order.
  template <typename T>
  [[nodiscard]] std::vector<T> some_of(std::vector<T> items, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      std::swap(items[i], items[between(i, items.size() - 1)]);
    }
    items.erase(items.begin() + static_cast<std::ptrdiff_t>(count), items.end());
    return items;
  }
  template <typename T>
  [[nodiscard]] std::vector<T> shuffled(std::vector<T> items) {
    const auto count = items.size();
    return some_of(std::move(items), count);
  }

 private:
  std::mt19937 engine_;
};

/// What names and ids are drawn from.
using texts = std::vector<std::string>;

}  // namespace shozai::testing

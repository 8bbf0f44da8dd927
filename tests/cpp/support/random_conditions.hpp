// SPDX-License-Identifier: Apache-2.0
/// \file
/// Random conditions and cells about given subjects.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "shozai/core/attribute.hpp"
#include "support/random_attributes.hpp"
#include "support/random_draw.hpp"
#include "support/random_literals.hpp"

namespace shozai::testing {

/// Writes conditions; `definitions` may be named in them. Keeps references to all three.
class condition_writer {
 public:
  condition_writer(dice& rng, const std::vector<subject>& subjects, const texts& definitions)
      : rng_(rng), subjects_(subjects), definitions_(definitions) {}

  /// A condition of at most `depth` nested operators.
  [[nodiscard]] std::string condition(std::size_t depth) { return write(depth).text; }

 private:
  // How tightly the outermost operator binds.
  enum class level : std::uint8_t { disjunction, conjunction, comparison, primary };

  struct part {
    std::string text;
    level binds = level::primary;
  };

  part write(std::size_t depth) {
    auto result = depth == 0 ? atom() : compound(depth);
    return rng_.chance(8) ? part{"(" + result.text + ")"} : std::move(result);
  }

  part compound(std::size_t depth) {
    const auto choice = rng_.below(100);
    if (choice < 25) {
      return atom();
    }
    if (choice < 40) {
      return {"!" + operand(depth - 1, level::primary)};
    }
    return choice < 72 ? joined("&&", depth, level::conjunction)
                       : joined("||", depth, level::disjunction);
  }

  part joined(const std::string& sign, std::size_t depth, level binds) {
    const auto space = rng_.one_of<std::string>({" ", " ", ""});
    const auto count = rng_.one_of<std::size_t>({2, 2, 3});
    auto text = operand(depth - 1, binds);
    for (std::size_t i = 1; i < count; ++i) {
      text += space + sign + space;
      text += operand(depth - 1, binds);
    }
    return {std::move(text), binds};
  }

  std::string operand(std::size_t depth, level at_least) {
    auto result = write(depth);
    return result.binds >= at_least ? std::move(result.text) : "(" + result.text + ")";
  }

  part atom() {
    const auto choice = rng_.below(100);
    if (choice < 3) {
      return {rng_.one_of<std::string>({"true", "false"})};
    }
    if (!definitions_.empty() && choice < 20) {
      return {rng_.one_of(definitions_)};
    }
    const auto& about = rng_.one_of(subjects_);
    if (rng_.chance(about.what.optional ? 15 : 2)) {
      return {"has(" + about.name() + ")"};
    }
    return test(about);
  }

  part test(const subject& about) {
    const auto choice = rng_.below(100);
    if (about.what.type == attribute_type::boolean && choice < 60) {
      return {about.name()};
    }
    if (!about.groups.empty() && choice < 40) {
      return {about.name() + ".within(" + quoted(rng_, rng_.one_of(about.groups)) + ")"};
    }
    if (about.what.type == attribute_type::string && choice < 35) {
      return {about.name() + ".startsWith(" + literal(about) + ")"};
    }
    return {rng_.chance(20) ? membership(about) : comparison(about), level::comparison};
  }

  std::string literal(const subject& about) {
    return condition_literal(rng_, about.what, rng_.one_of(about.constants));
  }

  std::string membership(const subject& about) {
    const auto count = rng_.between(1, 3);
    auto list = literal(about);
    for (std::size_t i = 1; i < count; ++i) {
      list += rng_.one_of<std::string>({", ", ","});
      list += literal(about);
    }
    return about.name() + " in [" + list + "]";
  }

  std::string comparison(const subject& about) {
    struct pair {
      std::string sign;
      std::string mirrored;
    };
    static const std::array<pair, 6> signs = {
        {{"==", "=="}, {"!=", "!="}, {"<", ">"}, {"<=", ">="}, {">", "<"}, {">=", "<="}}};
    const auto& sign = signs.at(rng_.below(is_ordered(about.what.type) ? signs.size() : 2));
    const auto space = rng_.one_of<std::string>({" ", " ", ""});
    const auto constant = literal(about);
    return rng_.chance(25) ? constant + space + sign.mirrored + space + about.name()
                           : about.name() + space + sign.sign + space + constant;
  }

  dice& rng_;
  const std::vector<subject>& subjects_;
  const texts& definitions_;
};

namespace detail {

[[nodiscard]] inline std::string random_interval(dice& rng, const subject& about) {
  auto ends = rng.some_of(about.constants, 2);
  std::ranges::sort(ends);
  std::string text(1, rng.one_of({'[', '('}));
  text += cell_literal(rng, about.what, ends[0]);
  text += rng.one_of<std::string>({"..", "..", " .. "});
  text += cell_literal(rng, about.what, ends[1]);
  return text + rng.one_of({']', ')'});
}

[[nodiscard]] inline std::string random_cell_test(dice& rng, const subject& about) {
  if (about.what.optional && rng.chance(15)) {
    return "null";
  }
  if (!about.groups.empty() && rng.chance(40)) {
    return "within(" + enum_cell(rng, rng.one_of(about.groups)) + ")";
  }
  const auto choice = is_ordered(about.what.type) ? rng.below(100) : 100;
  if (choice < 45) {
    auto text = rng.one_of<std::string>({"<", "<=", ">", ">="});
    text += rng.one_of<std::string>({" ", " ", ""});
    return text + cell_literal(rng, about.what, rng.one_of(about.constants));
  }
  if (choice < 70 && about.constants.size() > 1) {
    return random_interval(rng, about);
  }
  return cell_literal(rng, about.what, rng.one_of(about.constants));
}

}  // namespace detail

/// A cell of a table, for the column of a subject.
[[nodiscard]] inline std::string random_cell(dice& rng, const subject& about) {
  if (rng.chance(30)) {
    return "-";
  }
  const auto count = rng.one_of<std::size_t>({1, 1, 1, 2, 3});
  auto text = detail::random_cell_test(rng, about);
  for (std::size_t i = 1; i < count; ++i) {
    text += rng.one_of<std::string>({", ", ","});
    text += detail::random_cell_test(rng, about);
  }
  return rng.chance(20) ? "not(" + text + ")" : text;
}

}  // namespace shozai::testing

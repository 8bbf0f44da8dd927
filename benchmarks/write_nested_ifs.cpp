// SPDX-License-Identifier: Apache-2.0
// Writes a synthetic policy as a C++ function of nested `if`s: write_nested_ifs FAMILY HIT-POLICY
// RULES
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shozai/ownership/evaluator.hpp"
#include "shozai/policy/load.hpp"
#include "support/hand_written.hpp"
#include "support/synthetic.hpp"

namespace {

using shozai::synthetic::box_of_rule;
using shozai::synthetic::exceptions_first;
using shozai::synthetic::range_test;

/// Writes the statements that decide by boxes, the first match first, and fall through where none
/// matches.
class nested_if_writer {
 public:
  nested_if_writer(const shozai::schema& attributes, std::ostream& out)
      : attributes_(attributes), out_(out) {}

  void write(const std::vector<box_of_rule>& boxes) {
    std::vector<open_box> all;
    all.reserve(boxes.size());
    for (const auto& b : boxes) {
      all.push_back({b.tests, b.rule});
    }
    write(all, 1);
  }

 private:
  /// A box with the tests that no `if` around it has made.
  struct open_box {
    std::span<const range_test> tests;
    std::uint32_t rule;
  };

  /// Boxes that begin with the same test.
  struct branch {
    range_test test;
    std::vector<open_box> boxes;
  };

  void write(std::span<const open_box> boxes, std::size_t depth) {
    while (!boxes.empty()) {
      if (boxes.front().tests.empty()) {
        line(depth) << "return " << boxes.front().rule << ";\n";
        return;  // nothing after it can match first
      }
      const auto branches = leading_branches(boxes);
      write_chain(branches, depth);
      for (const auto& b : branches) {
        boxes = boxes.subspan(b.boxes.size());
      }
    }
  }

  // As many of the first boxes as begin with tests of one attribute that are the same or exclude
  // each other: among those, the order of different tests does not matter.
  static std::vector<branch> leading_branches(std::span<const open_box> boxes) {
    std::vector<branch> branches;
    for (const auto& b : boxes) {
      if (b.tests.empty()) {
        break;
      }
      const auto& test = b.tests.front();
      auto found = std::ranges::find(branches, test, &branch::test);
      if (found == branches.end()) {
        if (std::ranges::any_of(branches, [&](const branch& o) { return meet(o.test, test); })) {
          break;
        }
        found = branches.insert(found, branch{test, {}});
      }
      found->boxes.push_back({b.tests.subspan(1), b.rule});
    }
    return branches;
  }

  static bool meet(const range_test& a, const range_test& b) {
    return a.attribute != b.attribute || (a.from < b.to && b.from < a.to);
  }

  void write_chain(const std::vector<branch>& branches, std::size_t depth) {
    std::string_view before = "if (";
    for (const auto& b : branches) {
      line(depth) << before << condition(b.test) << ") {\n";
      write(b.boxes, depth + 1);
      before = "} else if (";
    }
    line(depth) << "}\n";
  }

  [[nodiscard]] std::string condition(const range_test& t) const {
    const auto& domain = attributes_[t.attribute].domain;
    const auto x = "row[" + std::to_string(t.attribute) + "]";
    const auto last = std::min(t.to - 1, domain.max());
    if (t.from == last) {
      return x + " == " + std::to_string(last);
    }
    const auto lower = x + " >= " + std::to_string(t.from);
    const auto upper = x + " <= " + std::to_string(last);
    return last == domain.max() ? lower : t.from == domain.min() ? upper : lower + " && " + upper;
  }

  std::ostream& line(std::size_t depth) { return out_ << std::string(2 * depth, ' '); }

  const shozai::schema& attributes_;
  std::ostream& out_;
};

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.size() != 3) {
    std::cerr << "write_nested_ifs FAMILY HIT-POLICY RULES\n";
    return EXIT_FAILURE;
  }
  const auto& hit = arguments[1];
  const auto& rules = arguments[2];
  const auto loaded = shozai::load_document(
      shozai::synthetic::make_policy_text({.kind = shozai::synthetic::family_named(arguments[0]),
                                           .rules = std::stoul(rules),
                                           .hit_policy = hit}));
  const auto& document = loaded.document.value();
  const shozai::aspect_evaluator aspect(document, resolve_aspects(document).front());

  std::cout << "// Written by write_nested_ifs.\n"
               "#include \"support/nested_ifs.hpp\"\n\n"
               "static std::uint32_t decide(const std::int64_t* row) {\n";
  nested_if_writer(document.attributes, std::cout).write(exceptions_first(aspect));
  std::cout << "  return " << rules << ";\n}\n\n"
            << "[[maybe_unused]] static const bool added = shozai::synthetic::nested_ifs()\n"
            << "    .emplace(\"" << arguments[0] << ", " << hit << ", " << rules
            << " rules\", decide).second;\n";
  return EXIT_SUCCESS;
}

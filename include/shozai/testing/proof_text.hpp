// SPDX-License-Identifier: Apache-2.0
/// \file
/// What an analysis or a comparison found, in a few lines, for a test that fails.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "shozai/core/localized_text.hpp"
#include "shozai/core/schema.hpp"
#include "shozai/ownership/difference.hpp"
#include "shozai/ownership/finding.hpp"
#include "shozai/ownership/save_analysis.hpp"
#include "shozai/policy/printable.hpp"
#include "shozai/testing/decision_text.hpp"

namespace shozai::inline v1 {

namespace detail {

/// Where it is so, and a fault to put into a test case.
[[nodiscard]] inline std::string shown_by(const region& where, const witness& example,
                                          const schema& attributes) {
  std::string text = " where " + printable(word_list(where.conditions, "or"));
  text += where.remainder && *where.remainder == 0 ? "" : " and elsewhere";
  text += ", such as " + printable(save_tree(example, attributes)["fault"].dump());
  text += example.realised == false ? " (which no fault derives)" : "";
  return text;
}

[[nodiscard]] inline std::string said_text(const said_before_or_after& said) {
  const auto text = said.accountable.empty() ? std::string(name_of(said.state)) : said.accountable;
  return said.rule.empty() ? text : text + " by rule " + said.rule;
}

}  // namespace detail

/// A finding with the faults that show it.
[[nodiscard]] inline std::string finding_text(const finding& f, const schema& attributes) {
  const auto text = printable(f.what.message(language::en));
  return f.where && f.example ? text + detail::shown_by(*f.where, *f.example, attributes) : text;
}

/// A line for each of the first changes.
[[nodiscard]] inline std::string difference_text(const policy_difference& d) {
  constexpr std::size_t most = 10;
  std::vector<std::string> lines;
  for (const auto& c : d.changes) {
    lines.push_back(printable(c.message(language::en)));
  }
  for (const auto& g : d.groups) {
    lines.push_back(g.aspect + ": " + detail::said_text(g.before) + " → " +
                    detail::said_text(g.after) +
                    detail::shown_by(g.where, g.example, d.attributes));
  }
  std::string text;
  for (std::size_t i = 0; i < std::min(most, lines.size()); ++i) {
    text += (i == 0 ? "" : "\n") + lines[i];
  }
  if (lines.size() > most) {
    text += "\nand " + std::to_string(lines.size() - most) + " more";
  }
  return lines.empty() ? "nothing changes" : text;
}

}  // namespace shozai::inline v1

// SPDX-License-Identifier: Apache-2.0
/// \file
/// The graph of an organization → JSON, for pictures and for other programs.
#pragma once

#include <string>
#include <utility>

#include "shozai/core/localized_text.hpp"
#include "shozai/organization/organization_graph.hpp"
#include "shozai/policy/json_gate.hpp"

namespace shozai::inline v1 {

/// `{"nodes": [{"id", "kind", "name", "label"?, "department"?, "accountable"?}], "edges": [{"from",
/// "to", "kind", "label"?}]}`; a label has `ja` and `en`, equal where the document gives one text.
[[nodiscard]] inline json save_tree(const organization_graph& graph) {
  json nodes = json::array();
  for (std::size_t n = 0; n < graph.size(); ++n) {
    const auto& node = graph.node(n);
    json out = {{"id", node.id},
                {"kind", graph_node_kind_names.at(static_cast<std::size_t>(node.kind))},
                {"name", node.name}};
    if (!node.label.empty()) {
      out["label"] = {{"ja", node.label.in(language::ja)}, {"en", node.label.in(language::en)}};
    }
    if (!node.department.empty()) {
      out["department"] = node.department;
    }
    if (node.kind == graph_node_kind::position) {
      out["accountable"] = node.accountable;
    }
    nodes.push_back(std::move(out));
  }
  json edges = json::array();
  for (const auto& e : graph.edges()) {
    json out = {{"from", graph.node(e.from).id},
                {"to", graph.node(e.to).id},
                {"kind", graph_edge_kind_names.at(static_cast<std::size_t>(e.kind))}};
    if (!e.label.empty()) {
      out["label"] = e.label;
    }
    edges.push_back(std::move(out));
  }
  return {{"nodes", std::move(nodes)}, {"edges", std::move(edges)}};
}

}  // namespace shozai::inline v1

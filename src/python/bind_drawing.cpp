// SPDX-License-Identifier: Apache-2.0
#include <optional>
#include <string>

#include "bindings.hpp"
#include "shozai/ownership/compiled_policy.hpp"
#include "shozai/ownership/diagram_graph.hpp"

namespace shozai::python {

namespace {

py::object or_none(const std::string& text) {
  return text.empty() ? py::object(py::none()) : py::object(py::str(text));
}

drawn_by to_drawn_by(const std::string& name) {
  if (name != "owner" && name != "rule") {
    throw py::value_error("`by` must be `owner` or `rule`");
  }
  return name == "rule" ? drawn_by::rule : drawn_by::owner;
}

py::dict to_dict(const drawn_way& way, const attribute& a) {
  py::dict out;
  out["when"] = way.when;
  out["ranges"] = ranges_of(a, way.values);
  out["otherwise"] = way.otherwise;
  out["to_outcome"] = way.to_outcome;
  out["to"] = way.to;
  out["reached"] = way.reached;
  return out;
}

py::dict to_dict(const drawn_node& node, const schema& attributes) {
  const auto& a = attributes[node.attribute];
  py::list ways;
  for (const auto& way : node.ways) {
    ways.append(to_dict(way, a));
  }
  py::dict out;
  out["attribute"] = a.name;
  out["level"] = node.level;
  out["ways"] = ways;
  out["reached"] = node.reached;
  return out;
}

py::dict to_dict(const drawn_outcome& o) {
  py::dict out;
  out["state"] = std::string(name_of(o.state));
  out["accountable"] = or_none(o.accountable);
  out["rule"] = or_none(o.rule);
  out["reached"] = o.reached;
  return out;
}

py::dict to_dict(const diagram_graph& graph, const schema& attributes) {
  py::list order;
  py::list nodes;
  py::list outcomes;
  for (const auto i : graph.order) {
    order.append(attributes[i].name);
  }
  for (const auto& node : graph.nodes) {
    nodes.append(to_dict(node, attributes));
  }
  for (const auto& o : graph.outcomes) {
    outcomes.append(to_dict(o));
  }
  py::dict out;
  out["order"] = order;
  out["nodes"] = nodes;
  out["outcomes"] = outcomes;
  return out;
}

py::dict draw(const compiled_policy& policy, const std::string& aspect, const std::string& by,
              const std::optional<fault>& f) {
  const auto index = policy.find_aspect(aspect);
  if (!index) {
    throw py::key_error(aspect);
  }
  if (!policy.plan(*index).diagram) {
    throw py::value_error("the aspect has no diagram");
  }
  if (f && f->attributes.size() != policy.attributes().size()) {
    throw py::value_error("the fault was read by another policy");
  }
  const auto apart = to_drawn_by(by);
  const auto graph = [&] {
    const py::gil_scoped_release released;
    return graph_to_draw(policy.evaluator(*index), policy.engine(*index), apart, f ? &*f : nullptr);
  }();
  return to_dict(graph, policy.attributes());
}

}  // namespace

void bind_drawing(py::module_& m) {
  m.def("graph_to_draw", &draw, py::arg("policy"), py::arg("aspect"), py::arg("by") = "owner",
        py::arg("fault") = py::none(),
        "The diagram of an aspect as nodes, ways and outcomes; raise ValueError if it has none.");
}

}  // namespace shozai::python

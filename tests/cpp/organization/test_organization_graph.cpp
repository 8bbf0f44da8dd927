// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <set>
#include <shozai/organization/load_organization.hpp>
#include <shozai/organization/organization_graph.hpp>
#include <shozai/organization/save_organization_graph.hpp>
#include <string>

#include "support/random_organization.hpp"

namespace {

using shozai::graph_edge_kind;
using shozai::json;
using shozai::organization_graph;

organization_graph graph_of(const std::string& text) {
  shozai::organization_options options;
  options.zones = [](std::string_view name) {
    auto zone = shozai::fixed_zone("UTC");
    zone->name = name;
    return zone;
  };
  auto loaded = shozai::load_organization(text, options);
  for (const auto& each : loaded.findings) {
    CAPTURE(each.pointer, each.message(shozai::language::en));
    REQUIRE(each.level() != shozai::severity::error);
  }
  return organization_graph(loaded.result.value());
}

// `position:duty -rostered-> roster:night`, one a line.
std::string edges_of(const organization_graph& graph) {
  std::string text;
  for (const auto& e : graph.edges()) {
    text += graph.node(e.from).id + " -" +
            std::string(shozai::graph_edge_kind_names.at(static_cast<std::size_t>(e.kind))) +
            "-> " + graph.node(e.to).id + (e.label.empty() ? "" : " " + e.label) + "\n";
  }
  return text;
}

}  // namespace

TEST_CASE("the graph says who is told, who stands in and who is above", "[organization][graph]") {
  const auto graph = graph_of(R"({
    "zone": "UTC",
    "departments": {"field": {"parent": "service"}, "service": {}},
    "teams": {"launch": {"departments": ["service", "field"], "lead": "service"}},
    "people": {"sato": {}, "ito": {}},
    "positions": {
      "duty": {"department": "field", "teams": ["launch"], "roster": "night"},
      "head": {"department": "service", "accountable": true,
               "holders": [{"person": "sato", "to": "2026-05-01"}],
               "deputies": ["duty", {"person": "ito", "from": "2026-04-01", "to": "2026-04-03"}]}},
    "superiors": {"field": "head"},
    "contacts": {"launch": ["head"]},
    "rosters": {"night": {"rotation": ["ito", "sato", "ito"], "every": "P1D", "hand_off": "09:00",
                          "from": "2026-01-01"}},
    "delegations": [{"from": "head", "to": "duty", "during": "2026-04-01..2026-04-02"}],
    "escalation": {"policies": {"urgent": {"repeat": 1, "steps": [
      {"to": ["night"], "acknowledge_within": "PT30M", "if_empty": "fallback", "fallback": "launch"},
      {"to": ["head", "field"], "acknowledge_within": "PT2H"}]}}}})");
  CHECK(edges_of(graph) ==
        "policy:urgent -begins-> step:urgent/1\n"
        "step:urgent/1 -tells-> roster:night\n"
        "step:urgent/1 -fallback-> team:launch\n"
        "step:urgent/1 -lapses-> step:urgent/2 PT30M\n"
        "step:urgent/2 -tells-> position:head\n"
        "step:urgent/2 -tells-> department:field\n"
        "step:urgent/2 -lapses-> step:urgent/1 PT2H\n"
        "department:field -reports-> department:service\n"
        "department:field -superior-> position:head\n"
        "department:field -member-> team:launch\n"
        "department:field -contacts-> position:duty\n"
        "department:service -member-> team:launch\n"
        "department:service -contacts-> position:head\n"
        "team:launch -contacts-> position:head\n"
        "position:duty -rostered-> roster:night\n"
        "position:duty -member-> department:field\n"
        "position:duty -member-> team:launch\n"
        "position:head -held_by-> person:sato ..2026-04-30\n"
        "position:head -deputy-> position:duty\n"
        "position:head -deputy-> person:ito 2026-04-01..2026-04-02\n"
        "position:head -member-> department:service\n"
        "position:head -delegates-> position:duty 2026-04-01..2026-04-02\n"
        "roster:night -rostered-> person:ito\n"
        "roster:night -rostered-> person:sato\n");
  CHECK(graph.node(graph.find("position:head").value()).accountable);
  CHECK_FALSE(graph.find("position:nobody").has_value());
  CHECK(graph.find_target("night") == graph.find("roster:night"));
}

TEST_CASE("the graph as JSON has the nodes with their labels", "[organization][graph]") {
  const auto tree = shozai::save_tree(graph_of(R"({
    "zone": "UTC", "people": {"sato": {"name": {"ja": "佐藤", "en": "Sato"}}},
    "departments": {"service": {}},
    "positions": {"head": {"label": "Head", "department": "service", "accountable": true,
                           "holders": [{"person": "sato"}]}}})"));
  CHECK(tree["nodes"][1] == json::parse(R"({"id": "position:head", "kind": "position",
    "name": "head", "label": {"ja": "Head", "en": "Head"}, "department": "service",
    "accountable": true})"));
  CHECK(tree["nodes"][2] == json::parse(R"({"id": "person:sato", "kind": "person",
    "name": "sato", "label": {"ja": "佐藤", "en": "Sato"}})"));
  CHECK(tree["edges"][0] == json::parse(R"({"from": "department:service", "to": "position:head",
    "kind": "contacts"})"));
}

TEST_CASE("every edge of a random organization joins nodes that JSON lists",
          "[organization][graph]") {
  for (std::uint32_t seed = 0; seed < 100; ++seed) {
    const auto tree =
        shozai::save_tree(graph_of(shozai::testing::organization_generator(seed).draw().dump()));
    std::set<std::string> ids;
    for (const auto& n : tree["nodes"]) {
      CHECK(ids.insert(n["id"].get<std::string>()).second);
    }
    CHECK_FALSE(tree["edges"].empty());
    for (const auto& e : tree["edges"]) {
      CHECK(ids.contains(e["from"].get<std::string>()));
      CHECK(ids.contains(e["to"].get<std::string>()));
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
/// \file
/// An organization as a graph: who is told, who stands in, and to whom a case is passed.
#pragma once

#include <algorithm>
#include <array>
#include <boost/graph/adjacency_list.hpp>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shozai/core/date_time.hpp"
#include "shozai/core/localized_text.hpp"
#include "shozai/organization/organization.hpp"
#include "shozai/organization/plain_graph.hpp"

namespace shozai::inline v1 {

enum class graph_node_kind : std::uint8_t {
  policy,  ///< of escalation
  step,
  department,
  team,
  position,
  roster,
  person,
};

/// Also the prefixes of ids: `position:plant_director`, `step:urgent/1`.
inline constexpr std::array<std::string_view, 7> graph_node_kind_names = {
    "policy", "step", "department", "team", "position", "roster", "person"};

enum class graph_edge_kind : std::uint8_t {
  begins,     ///< policy → its first step
  lapses,     ///< step → the next, when nobody has acknowledged in time
  tells,      ///< step → target
  fallback,   ///< step → target if nobody else is on duty
  contacts,   ///< department, team → position that is told for it
  held_by,    ///< position → person
  rostered,   ///< position → roster → person
  deputy,     ///< position → person or position that stands in
  delegates,  ///< position → position that answers in its place
  superior,   ///< department, team → position above it
  member,     ///< position → department, team; department → team
  reports,    ///< department → its parent
};

inline constexpr std::array<std::string_view, 12> graph_edge_kind_names = {
    "begins",   "lapses", "tells",     "fallback", "contacts", "held_by",
    "rostered", "deputy", "delegates", "superior", "member",   "reports"};

struct graph_node {
  graph_node_kind kind = graph_node_kind::position;
  std::string id;    ///< with its kind: `position:plant_director`
  std::string name;  ///< the document's id; of a step its policy's
  localized_text label;
  std::string department;  ///< of a position
  bool accountable = false;
  document_place place;

  friend bool operator==(const graph_node&, const graph_node&) = default;
};

struct graph_edge {
  std::size_t from = 0;
  std::size_t to = 0;
  graph_edge_kind kind = graph_edge_kind::tells;
  std::string label;  ///< of `lapses` how long it takes, of `delegates` the days; else empty
  day_range during;   ///< of holders, deputies and delegations: days of the organization's zone

  friend bool operator==(const graph_edge&, const graph_edge&) = default;
};

/// The graph of one organization. Nodes are numbered in document order, kind after kind.
class organization_graph {
 public:
  explicit organization_graph(const organization& source) {
    add_nodes(source);
    for (const auto& p : source.escalation) {
      connect(p);
    }
    connect_groups(source);
    for (const auto& p : source.positions) {
      connect(p);
    }
    for (const auto& r : source.rosters) {
      connect(r);
    }
    for (const auto& d : source.delegations) {
      add_edge(find_place(d.from), find_place(d.to), graph_edge_kind::delegates, text_of(d.during),
               d.during);
    }
  }

  [[nodiscard]] std::size_t size() const noexcept { return boost::num_vertices(graph_); }
  [[nodiscard]] const graph_node& node(std::size_t n) const { return graph_[n]; }
  [[nodiscard]] std::optional<std::size_t> find(std::string_view id) const {
    const auto found = numbers_.find(id);
    return found == numbers_.end() ? std::nullopt : std::optional{found->second};
  }
  /// A department, team, position or roster by the document's id.
  [[nodiscard]] std::optional<std::size_t> find_target(const std::string& id) const {
    for (const auto kind : {graph_node_kind::position, graph_node_kind::roster,
                            graph_node_kind::department, graph_node_kind::team}) {
      if (const auto found = find(id_of(kind, id))) {
        return found;
      }
    }
    return std::nullopt;
  }

  /// All edges, in the order of the nodes that they leave.
  [[nodiscard]] std::vector<graph_edge> edges() const {
    std::vector<graph_edge> all;
    all.reserve(boost::num_edges(graph_));
    for (std::size_t n = 0; n < size(); ++n) {
      for_each_edge(n, [&](const graph_edge& e) { all.push_back(e); });
    }
    return all;
  }
  template <typename Visit>
  void for_each_edge(std::size_t from, const Visit& visit) const {
    const auto range = boost::out_edges(from, graph_);
    for (auto e = range.first; e != range.second; ++e) {
      visit(graph_[*e]);
    }
  }

  /// The nodes with those edges that `is_wanted` chooses.
  template <typename IsWanted>
  [[nodiscard]] plain_graph part(const IsWanted& is_wanted) const {
    plain_graph chosen(size());
    for (std::size_t n = 0; n < size(); ++n) {
      for_each_edge(n, [&](const graph_edge& e) {
        if (is_wanted(e)) {
          chosen.add_edge(e.from, e.to);
        }
      });
    }
    return chosen;
  }

  [[nodiscard]] static std::string id_of(graph_node_kind kind, std::string_view name) {
    return std::string(graph_node_kind_names.at(static_cast<std::size_t>(kind))) + ":" +
           std::string(name);
  }
  /// Steps count from 1.
  [[nodiscard]] static std::string step_id(const std::string& policy, std::size_t step) {
    return id_of(graph_node_kind::step, policy + "/" + std::to_string(step + 1));
  }

 private:
  using boosted = boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS, graph_node,
                                        graph_edge>;

  void add_node(graph_node_kind kind, const std::string& id, const std::string& name,
                const localized_text& label, const document_place& place) {
    graph_node n;
    n.kind = kind;
    n.id = id;
    n.name = name;
    n.label = label;
    n.place = place;
    numbers_.emplace(n.id, size());
    boost::add_vertex(std::move(n), graph_);
  }

  void add_nodes(const organization& source) {
    using kind = graph_node_kind;
    for (const auto& p : source.escalation) {
      add_node(kind::policy, id_of(kind::policy, p.id), p.id, p.label, p.place);
      for (std::size_t s = 0; s < p.steps.size(); ++s) {
        add_node(kind::step, step_id(p.id, s), p.id, {}, p.steps[s].place);
      }
    }
    for (const auto& d : source.departments) {
      if (d.what == participant::kind::department || d.what == participant::kind::team) {
        const auto what = d.what == participant::kind::team ? kind::team : kind::department;
        add_node(what, id_of(what, d.id), d.id, d.label, d.place);
      }
    }
    for (const auto& p : source.positions) {
      add_node(kind::position, id_of(kind::position, p.id), p.id, p.label, p.place);
      graph_[size() - 1].accountable = p.accountable;
      graph_[size() - 1].department = p.department;
    }
    for (const auto& r : source.rosters) {
      add_node(kind::roster, id_of(kind::roster, r.id), r.id, r.label, r.place);
    }
    for (const auto& p : source.people) {
      add_node(kind::person, id_of(kind::person, p.id), p.id, p.name, p.place);
    }
  }

  [[nodiscard]] std::optional<std::size_t> find_person(const std::string& id) const {
    return find(id_of(graph_node_kind::person, id));
  }
  // A position, or the roster of that name.
  [[nodiscard]] std::optional<std::size_t> find_place(const std::string& id) const {
    const auto position = find(id_of(graph_node_kind::position, id));
    return position ? position : find(id_of(graph_node_kind::roster, id));
  }

  void add_edge(std::optional<std::size_t> from, std::optional<std::size_t> to,
                graph_edge_kind kind, std::string label = {}, day_range during = {}) {
    if (from && to) {  // an unknown name is the loader's to report
      boost::add_edge(*from, *to, graph_edge{*from, *to, kind, std::move(label), during}, graph_);
    }
  }

  void connect(const escalation_policy& p) {
    if (p.steps.empty()) {
      return;
    }
    add_edge(find(id_of(graph_node_kind::policy, p.id)), find(step_id(p.id, 0)),
             graph_edge_kind::begins);
    for (std::size_t s = 0; s < p.steps.size(); ++s) {
      const auto own = find(step_id(p.id, s));
      const auto& step = p.steps[s];
      for (const auto& target : step.to) {
        add_edge(own, find_target(target), graph_edge_kind::tells);
      }
      if (!step.fallback.empty()) {
        add_edge(own, find_target(step.fallback), graph_edge_kind::fallback);
      }
      const bool last = s + 1 == p.steps.size();
      if (!last || p.repeat > 0) {
        add_edge(own, find(step_id(p.id, last ? 0 : s + 1)), graph_edge_kind::lapses,
                 format_duration(step.acknowledge_within));
      }
    }
  }

  void connect_groups(const organization& source) {
    for (const auto& d : source.departments) {
      const auto own = find_group(d.id);
      if (!own) {
        continue;
      }
      add_edge(own, find_group(d.parent), graph_edge_kind::reports);
      for (const auto& m : d.members) {
        add_edge(find_group(m), own, graph_edge_kind::member);
      }
      if (const auto above = source.superiors.find(d.id); above != source.superiors.end()) {
        add_edge(own, find_place(above->second), graph_edge_kind::superior);
      }
      if (const auto told = source.contacts.find(d.id); told != source.contacts.end()) {
        for (const auto& c : told->second) {
          add_edge(own, find_place(c), graph_edge_kind::contacts);
        }
      }
    }
    // Without contacts all positions are told.
    const auto tell = [&](const std::string& group, const std::string& position) {
      if (!group.empty() && !source.contacts.contains(group)) {
        add_edge(find_group(group), find_place(position), graph_edge_kind::contacts);
      }
    };
    for (const auto& p : source.positions) {
      tell(p.department, p.id);
      for (const auto& t : p.teams) {
        tell(t, p.id);
      }
    }
  }

  [[nodiscard]] std::optional<std::size_t> find_group(const std::string& id) const {
    const auto department = find(id_of(graph_node_kind::department, id));
    return department ? department : find(id_of(graph_node_kind::team, id));
  }

  void connect(const position& p) {
    const auto own = find(id_of(graph_node_kind::position, p.id));
    if (!p.roster.empty()) {
      add_edge(own, find(id_of(graph_node_kind::roster, p.roster)), graph_edge_kind::rostered);
    }
    for (const auto& h : p.holders) {
      add_edge(own, find_person(h.person), graph_edge_kind::held_by, text_of(h.during), h.during);
    }
    for (const auto& d : p.deputies) {
      add_edge(own, d.person.empty() ? find_place(d.position) : find_person(d.person),
               graph_edge_kind::deputy, text_of(d.during), d.during);
    }
    if (!p.department.empty()) {
      add_edge(own, find_group(p.department), graph_edge_kind::member);
    }
    for (const auto& t : p.teams) {
      add_edge(own, find_group(t), graph_edge_kind::member);
    }
  }

  void connect(const roster& r) {
    const auto own = find(id_of(graph_node_kind::roster, r.id));
    std::vector<std::string> people;
    const auto add = [&](const std::string& id) {
      if (!id.empty() && std::ranges::find(people, id) == people.end()) {
        people.push_back(id);
        add_edge(own, find_person(id), graph_edge_kind::rostered);
      }
    };
    for (const auto& p : r.rotation) {
      add(p);
    }
    for (const auto& o : r.overrides) {
      add(o.person);
    }
  }

  // `2026-08-10..2026-08-15`, both days included; an open end is left out.
  [[nodiscard]] static std::string text_of(const day_range& days) {
    const bool begins = days.from != beginning_of_time;
    const bool ends = days.to != end_of_time;
    return begins || ends ? (begins ? format_date(days.from) : "") + ".." +
                                (ends ? format_date(days.to - 1) : "")
                          : "";
  }

  boosted graph_;
  std::map<std::string, std::size_t, std::less<>> numbers_;
};

}  // namespace shozai::inline v1

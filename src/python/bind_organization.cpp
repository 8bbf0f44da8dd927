// SPDX-License-Identifier: Apache-2.0
#include <pybind11/functional.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bindings.hpp"
#include "shozai/organization/check_organization.hpp"
#include "shozai/organization/duty.hpp"
#include "shozai/organization/escalation_choice.hpp"
#include "shozai/organization/load_organization.hpp"
#include "shozai/organization/organization_difference.hpp"
#include "shozai/organization/organization_graph.hpp"
#include "shozai/organization/organization_model.hpp"
#include "shozai/organization/preview.hpp"
#include "shozai/organization/reach_profile.hpp"
#include "shozai/organization/save_duty.hpp"
#include "shozai/organization/save_organization.hpp"
#include "shozai/organization/save_organization_difference.hpp"
#include "shozai/organization/save_organization_graph.hpp"
#include "shozai/organization/save_organization_report.hpp"
#include "shozai/organization/save_preview.hpp"
#include "shozai/ownership/compiled_policy.hpp"
#include "shozai/ownership/save_analysis.hpp"
#include "shozai/policy/save.hpp"

namespace shozai::python {

namespace {

// An organization, the policy that names it, and what chooses between its escalation policies.
struct loaded_model {
  organization_model model;
  std::optional<compiled_policy> policy;
  std::optional<escalation_chooser> chooser;
  diagnostics warnings;
  source_texts sources;
};

// Rules of zones by a function of Python: name → changes or None. The caller keeps the function; a
// handle to it may be copied without the GIL.
zone_source zones_of(const py::function& zones) {
  return [find = py::handle(zones)](std::string_view name) -> std::optional<zone_rules> {
    if (auto fixed = fixed_zone(name)) {
      return fixed;
    }
    const py::gil_scoped_acquire held;
    const auto found = find(py::str(name.data(), name.size()));
    if (found.is_none()) {
      return std::nullopt;
    }
    zone_rules rules{std::string(name), {}};
    for (const auto& [from, offset] :
         found.cast<std::vector<std::pair<std::int64_t, std::int64_t>>>()) {
      rules.changes.push_back({from, offset});
    }
    return rules.changes.empty() ? std::nullopt : std::optional{std::move(rules)};
  };
}

std::vector<std::string> aspect_names(const std::optional<compiled_policy>& policy) {
  std::vector<std::string> names;
  if (policy) {
    for (const auto& each : policy->document().aspects) {
      names.push_back(each.id);
    }
  }
  return names;
}

loaded_model model_of(loaded_organization loaded, std::optional<compiled_policy> policy,
                      const zone_source& zones) {
  if (!loaded.result) {
    throw policy_error(std::move(loaded.findings), std::move(loaded.sources));
  }
  const auto document = std::make_shared<const organization>(std::move(*loaded.result));
  organization_model model(document, zones, aspect_names(policy));
  std::optional<escalation_chooser> chooser;
  if (escalation_chooser::can_choose(*document)) {
    chooser.emplace(policy ? policy->document() : policy_document{}, *document);
  }
  return {std::move(model), std::move(policy), std::move(chooser), std::move(loaded.findings),
          std::move(loaded.sources)};
}

organization_options options_of(std::string name, const zone_source& zones) {
  organization_options options;
  options.name = std::move(name);
  options.zones = zones;
  return options;
}

loaded_model load_text(const std::string& text, const std::string& name, const py::function& find) {
  const auto zones = zones_of(find);
  const py::gil_scoped_release released;
  return model_of(load_organization(text, options_of(name, zones)), std::nullopt, zones);
}

loaded_model load_path(const std::string& path, const py::function& find) {
  const auto zones = zones_of(find);
  const py::gil_scoped_release released;
  return model_of(load_organization_file(path, options_of({}, zones)), std::nullopt, zones);
}

loaded_model load_policy(const compiled_policy& policy, const py::function& find) {
  const auto zones = zones_of(find);
  const py::gil_scoped_release released;
  auto loaded = load_organization(policy.document(), options_of({}, zones));
  // Findings may stand in the policy's own files.
  for (const auto& [file, text] : policy.sources()) {
    loaded.sources.emplace(file, text);
  }
  return model_of(std::move(loaded), policy, zones);
}

// What a text writes, by the keys that only one of the two has; empty if that is not clear.
std::string kind_of(const std::string& text) {
  const auto gated = read_json(text);
  const auto has_any = [&](std::initializer_list<const char*> keys) {
    return gated.tree && gated.tree->is_object() &&
           std::ranges::any_of(keys, [&](const char* key) { return gated.tree->contains(key); });
  };
  if (has_any({"policy", "aspects", "attributes"})) {
    return "policy";
  }
  return has_any({"zone", "people", "positions", "rosters", "calendars", "escalation"})
             ? "organization"
             : "";
}

// --- names → numbers ---------------------------------------------------------------------------

std::size_t known(std::optional<std::size_t> found, const std::string& name) {
  if (!found) {
    throw py::key_error(name);
  }
  return *found;
}

std::size_t to_position(const loaded_model& m, const std::string& id) {
  return known(m.model.find_position(id), id);
}

std::size_t to_escalation(const loaded_model& m, const std::string& id) {
  return known(m.model.find_escalation(id), id);
}

const working_time& to_calendar(const loaded_model& m, const std::string& id) {
  return m.model.calendar(known(m.model.find_calendar(id), id));
}

// An aspect that neither a delegation nor the policy mentions is an error; where there is no
// policy, whoever asks knows the aspects.
std::optional<std::size_t> to_case_aspect(const loaded_model& m,
                                          const std::optional<std::string>& name) {
  if (!name) {
    return std::nullopt;
  }
  const auto found = m.model.find_aspect(*name);
  return m.policy ? std::optional{known(found, *name)} : found;
}

reach_target to_target(const loaded_model& m, const std::string& what, const std::string& id,
                       std::size_t first_step) {
  reach_target target;
  target.first_step = first_step;
  if (what == "accountable") {
    return target;
  }
  if (what == "anybody") {
    target.who = reach_target::what::anybody;
  } else if (what == "position") {
    target.who = reach_target::what::position;
    target.index = to_position(m, id);
  } else if (what == "department") {
    target.who = reach_target::what::department;
    target.id = id;
    if (m.model.targets_of(id).empty()) {
      throw py::key_error(id);
    }
  } else {
    throw py::value_error("`target` must be accountable, anybody, position or department");
  }
  return target;
}

// --- what there is -----------------------------------------------------------------------------

json both(const localized_text& text) {
  return {{"ja", text.in(language::ja)}, {"en", text.in(language::en)}};
}

template <typename Items>
json named(const Items& items) {
  auto out = json::array();
  for (const auto& each : items) {
    json item = {{"id", each.id}};
    if (!each.label.empty()) {
      item["label"] = both(each.label);
    }
    out.push_back(std::move(item));
  }
  return out;
}

json people_of(const organization& o) {
  auto out = json::array();
  for (const auto& each : o.people) {
    json item = {{"id", each.id}};
    if (!each.name.empty()) {
      item["label"] = both(each.name);
    }
    out.push_back(std::move(item));
  }
  return out;
}

json positions_of(const organization& o) {
  auto out = named(o.positions);
  for (std::size_t i = 0; i < o.positions.size(); ++i) {
    const auto& each = o.positions[i];
    out[i]["accountable"] = each.accountable;
    if (!each.department.empty()) {
      out[i]["department"] = each.department;
    }
  }
  return out;
}

json escalation_of(const organization& o) {
  auto out = named(o.escalation);
  for (std::size_t i = 0; i < o.escalation.size(); ++i) {
    out[i]["steps"] = o.escalation[i].steps.size();
    out[i]["repeat"] = o.escalation[i].repeat;
  }
  return out;
}

std::string summary(const loaded_model& m) {
  const auto& o = m.model.document();
  json out = {{"zone", o.zone},
              {"departments", named(o.departments)},
              {"people", people_of(o)},
              {"positions", positions_of(o)},
              {"rosters", named(o.rosters)},
              {"calendars", named(o.calendars)},
              {"escalation", escalation_of(o)},
              {"aspects", m.model.aspects()},
              {"chooses", m.chooser.has_value()}};
  if (m.policy) {
    out["policy"] = save_tree(m.policy->identity());
  }
  return out.dump();
}

// Departments are the policy's to write; one that stands alone has its own.
std::string document(const loaded_model& m) {
  const auto& o = m.model.document();
  if (m.policy) {
    return save_tree(o, m.policy->document()).dump();
  }
  policy_document none;
  none.participants = o.departments;
  const auto groups = save_tree(none);
  json out = {{"shozai", 1}};
  for (const auto* key : {"departments", "teams"}) {
    if (groups.contains(key) && !groups[key].empty()) {
      out[key] = groups[key];
    }
  }
  out.update(save_tree(o, policy_document{}));
  return out.dump();
}

// --- who, when ---------------------------------------------------------------------------------

std::string who(const loaded_model& m, const std::string& position, std::int64_t at,
                const std::optional<std::string>& aspect) {
  return save_duty(m.model, to_position(m, position), at, to_case_aspect(m, aspect)).dump();
}

// Stretches of [from, to) in which the same person answers, and why; those of nobody, too.
py::list duties(const loaded_model& m, const std::string& position, std::int64_t from,
                std::int64_t to, const std::optional<std::string>& aspect) {
  const auto number = to_position(m, position);
  const auto in_case = to_case_aspect(m, aspect);
  const auto stop = interruptible();
  constexpr std::size_t now_and_then = 1'024;
  std::vector<std::pair<time_range, std::optional<responder>>> found;
  {
    const py::gil_scoped_release released;
    std::size_t looked = 0;
    for (auto at = from; at < to; ++looked) {
      if (looked % now_and_then == 0) {
        stop();
      }
      const auto now = duty_from(m.model, number, at, in_case);
      const auto until = std::min(now.until, to);
      if (!found.empty() && found.back().second == now.who) {
        found.back().first.to = until;
      } else {
        found.emplace_back(time_range{at, until}, now.who);
      }
      at = until;
    }
  }
  py::list out;
  for (const auto& each : found) {
    const auto& during = each.first;
    const auto& person = each.second;
    const auto or_none = [&](auto text) {
      return person ? std::optional<std::string>(text(*person)) : std::nullopt;
    };
    out.append(
        py::make_tuple(during.from, during.to,
                       or_none([&](const responder& r) { return m.model.person_id(r.person); }),
                       or_none([&](const responder& r) { return m.model.position_id(r.position); }),
                       or_none([](const responder& r) { return std::string(name_of(r.reason)); })));
  }
  return out;
}

std::vector<std::pair<std::int64_t, std::int64_t>> open_ranges(const loaded_model& m,
                                                               const std::string& calendar,
                                                               std::int64_t from, std::int64_t to) {
  std::vector<std::pair<std::int64_t, std::int64_t>> out;
  for (const auto& each : to_calendar(m, calendar).open_ranges(from, to)) {
    out.emplace_back(each.from, each.to);
  }
  return out;
}

std::vector<std::int64_t> working_between(const loaded_model& m, const std::string& calendar,
                                          const std::vector<std::int64_t>& from,
                                          const std::vector<std::int64_t>& to) {
  if (from.size() != to.size()) {
    throw py::value_error("there must be as many ends as beginnings");
  }
  const auto& open = to_calendar(m, calendar);
  std::vector<std::int64_t> out;
  out.reserve(from.size());
  for (std::size_t i = 0; i < from.size(); ++i) {
    out.push_back(open.between(from[i], to[i]));
  }
  return out;
}

std::optional<std::int64_t> add_working(const loaded_model& m, const std::string& calendar,
                                        std::int64_t at, std::int64_t amount) {
  if (amount <= 0) {
    throw py::value_error("the amount must be positive");
  }
  return to_calendar(m, calendar).add(at, amount);
}

// --- paths -------------------------------------------------------------------------------------

std::string preview_of(const loaded_model& m, const std::string& escalation, std::int64_t start,
                       const std::optional<std::string>& aspect, const std::string& reaction,
                       std::int64_t reacted_at) {
  preview_scenario scenario;
  if (reaction == "acknowledged") {
    scenario = {preview_scenario::what::acknowledged, reacted_at};
  } else if (reaction == "refused") {
    scenario = {preview_scenario::what::refused, reacted_at};
  } else if (reaction == "resolved") {
    scenario = {preview_scenario::what::resolved, reacted_at};
  } else if (!reaction.empty()) {
    throw py::value_error("`reaction` must be acknowledged, refused or resolved");
  }
  const auto index = to_escalation(m, escalation);
  const auto in_case = to_case_aspect(m, aspect);
  const py::gil_scoped_release released;
  return save_tree(preview(m.model, index, start, scenario, in_case), m.model).dump();
}

decision choose(const loaded_model& m, const py::object& given,
                const std::optional<std::string>& aspect) {
  if (!m.chooser) {
    throw py::value_error("the organization has no `choose`");
  }
  const auto f = m.policy ? to_fault(*m.policy, given) : fault{};
  const py::gil_scoped_release released;
  return m.chooser->choose(f, aspect.value_or(""));
}

py::list reach(const loaded_model& m, const std::string& escalation, std::int64_t from,
               std::int64_t to, const std::string& what, const std::string& id,
               std::size_t first_step, const std::optional<std::string>& aspect) {
  const auto index = to_escalation(m, escalation);
  const auto target = to_target(m, what, id, first_step);
  if (first_step >= m.model.document().escalation[index].steps.size()) {
    throw py::value_error("the escalation policy has no such step");
  }
  const auto in_case = to_case_aspect(m, aspect);
  reach_budget budget;
  budget.should_stop = interruptible();
  std::vector<reach_piece> pieces;
  {
    const py::gil_scoped_release released;
    pieces = reach_profile(m.model, index, {from, to}, target, in_case, budget);
  }
  py::list out;
  for (const auto& each : pieces) {
    out.append(py::make_tuple(each.from, each.to, each.reached_at, each.moves));
  }
  return out;
}

// --- proofs ------------------------------------------------------------------------------------

using progress_function = std::optional<std::function<void(std::size_t, std::size_t)>>;

std::string check(const loaded_model& m, std::int64_t from, std::int64_t to,
                  const progress_function& progress) {
  organization_check_options options;
  options.during = {from, to};
  options.should_stop = interruptible();
  if (progress) {
    options.progress = *progress;  // which takes the GIL itself
  }
  const py::gil_scoped_release released;
  const auto* policy = m.policy ? &*m.policy : nullptr;
  auto out = save_tree(check_organization(m.model, policy, options), m.sources);
  if (policy != nullptr) {
    out["policy"] = save_tree(policy->identity());
  }
  return out.dump();
}

std::string graph(const loaded_model& m) {
  const py::gil_scoped_release released;
  return save_tree(organization_graph(m.model.document())).dump();
}

std::string compare(const loaded_model& before, const loaded_model& after, std::int64_t from,
                    std::int64_t to) {
  difference_options options;
  options.should_stop = interruptible();
  const py::gil_scoped_release released;
  return save_tree(compare_organizations(before.model, after.model, {from, to}, options)).dump();
}

// --- registered --------------------------------------------------------------------------------

void bind_loading(py::class_<loaded_model>& type) {
  type.def_static("load", &load_path, py::arg("path"), py::arg("zones"),
                  "The organization in a file of its own; raise PolicyError with every finding. "
                  "`zones` knows zones: a name to (instant, offset) pairs, or None.")
      .def_static("loads", &load_text, py::arg("text"), py::arg("name"), py::arg("zones"),
                  "The organization that a text of its own writes.")
      .def_static("of_policy", &load_policy, py::arg("policy"), py::arg("zones"),
                  "The organization of a policy.")
      .def_static("kind_of", &kind_of, py::arg("text"),
                  "`policy`, `organization`, or empty if a text is clearly neither.")
      .def_static(
          "zone_of", [](const compiled_policy& policy) { return policy.document().header.zone; },
          py::arg("policy"), "The zone whose days a policy is in force; may be empty.")
      .def_property_readonly(
          "warnings", [](const loaded_model& m) { return locate_all(m.warnings, m.sources); },
          "What loading found that is no error.")
      .def("summary", &summary, "What there is, with labels, as JSON.")
      .def("document", &document, "The organization as its document writes it, as JSON.");
}

void bind_times(py::class_<loaded_model>& type) {
  type.def("who", &who, py::arg("position"), py::arg("at"), py::arg("aspect") = py::none(),
           "Who answers for a position, as JSON.")
      .def("duties", &duties, py::arg("position"), py::arg("start"), py::arg("until"),
           py::arg("aspect") = py::none(),
           "Who answers for a position over a time: [from, to, person, as whom, why] each.")
      .def("open_ranges", &open_ranges, py::arg("calendar"), py::arg("start"), py::arg("until"),
           "When a calendar is open.")
      .def("working_between", &working_between, py::arg("calendar"), py::arg("starts"),
           py::arg("ends"), "How many microseconds a calendar is open in stretches of time.")
      .def("add_working", &add_working, py::arg("calendar"), py::arg("at"), py::arg("amount"),
           "When so many open microseconds have passed; None if the calendar ends before.");
}

void bind_paths(py::class_<loaded_model>& type) {
  type.def("preview", &preview_of, py::arg("escalation"), py::arg("start"),
           py::arg("aspect") = py::none(), py::arg("reaction") = "", py::arg("reacted_at") = 0,
           "Who is told when of a case, as JSON.")
      .def("choose", &choose, py::arg("fault"), py::arg("aspect") = py::none(),
           "Which escalation policy applies to a fault: it is what is accountable.")
      .def("reach", &reach, py::arg("escalation"), py::arg("start"), py::arg("until"),
           py::arg("target") = "accountable", py::arg("of") = "", py::arg("first_step") = 0,
           py::arg("aspect") = py::none(),
           "When cases reach somebody: (from, to, reached at, whether that moves) each.")
      .def("check", &check, py::arg("start"), py::arg("until"), py::arg("progress") = py::none(),
           "Everything that can be proved against the organization over a time, as JSON.")
      .def("graph", &graph, "Who can be told, by whom, and what follows, as JSON.")
      .def("compare", &compare, py::arg("new"), py::arg("start"), py::arg("until"),
           "What another version changes over a time, as JSON.");
}

}  // namespace

void bind_organization(py::module_& m) {
  py::class_<loaded_model> type(m, "OrganizationModel",
                                "An organization ready to answer. Immutable; share it between "
                                "threads. Instants are microseconds since 1970 in UTC.");
  bind_loading(type);
  bind_times(type);
  bind_paths(type);
}

}  // namespace shozai::python

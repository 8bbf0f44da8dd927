// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "bindings.hpp"
#include "shozai/core/date_time.hpp"
#include "shozai/ownership/compile.hpp"
#include "shozai/ownership/explain.hpp"
#include "shozai/ownership/policy_set.hpp"
#include "shozai/ownership/save_decision.hpp"
#include "shozai/policy/load_fault_table.hpp"
#include "shozai/policy/load_file.hpp"
#include "shozai/policy/narrow_fault.hpp"

namespace shozai::python {

namespace {

std::vector<std::string> sorted(const std::set<std::string>& names) {
  return {names.begin(), names.end()};
}

std::optional<std::string> or_none(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional{text};
}

std::optional<std::string> to_text(const std::optional<std::int64_t>& day) {
  return day ? std::optional{format_date(*day)} : std::nullopt;
}

// What a notebook shows: shozai.display writes it.
py::object shown(const char* function, const py::object& object) {
  return py::module_::import("shozai.display").attr(function)(object);
}

load_options options_of(const std::optional<std::string>& today) {
  load_options options;
  if (today) {
    options.today = parse_date(*today);
    if (!options.today) {
      throw py::value_error("`today` must be a date such as 2026-04-01");
    }
  }
  return options;
}

// Reads tables by a function of Python: path → (text or None, findings). The caller keeps the
// function; a handle to it may be copied without the GIL.
table_resolver table_resolver_of(const std::optional<py::function>& read) {
  if (!read) {
    return {};
  }
  return [read = py::handle(*read)](const std::string& path) {
    const py::gil_scoped_acquire held;
    auto [text, findings] =
        read(path).cast<std::pair<std::optional<std::string>, std::vector<located_diagnostic>>>();
    resolved_table table{std::move(text), {}};
    for (auto& each : findings) {
      table.findings.push_back(std::move(each.finding));
    }
    return table;
  };
}

compiled_policy load_policy(const std::filesystem::path& path,
                            const std::optional<std::string>& text, load_options options) {
  const py::gil_scoped_release released;
  if (!text) {
    return compile_policy_file(path.string(), std::move(options));
  }
  options.name = path.filename().string();
  options.resolve = folder_resolver(path.has_parent_path() ? path.parent_path() : ".",
                                    options.limits.document_bytes);
  return compile_policy(*text, options);
}

void bind_question(py::module_& m) {
  py::class_<possible_answer>(m, "Answer", "One answer that the policy can tell apart.")
      .def_readonly("when", &possible_answer::when, "The answer as a condition.")
      .def_readonly("possible", &possible_answer::possible,
                    "Who may turn out accountable then, sorted.")
      .def_property_readonly(
          "possible_states",
          [](const possible_answer& a) {
            std::vector<std::string> names;
            for (const auto state : a.states) {
              names.emplace_back(name_of(state));
            }
            return names;
          },
          "The states that completions then have, sorted.")
      .def("__repr__", [](const possible_answer& a) {
        return py::str("Answer(when={!r}, possible={!r})").format(a.when, a.possible);
      });

  py::class_<next_question>(m, "Question", "What to ask next, and what follows from each answer.")
      .def_readonly("attribute", &next_question::attribute, "What to ask for.")
      .def_readonly("tested", &next_question::tested,
                    "What the answers are about: the attribute, or what is derived from it.")
      .def_readonly("text", &next_question::text, "The question in words; may be empty.")
      .def_readonly("cost", &next_question::cost, "What asking costs.")
      .def_readonly("answers", &next_question::answers, "In the order of their least values.")
      .def(
          "to_dict", [](const next_question& q) { return to_python(save_tree(q)); },
          "The question as the policy format writes it.")
      .def("__repr__", [](const next_question& q) {
        return py::str("Question(attribute={!r}, answers={})")
            .format(q.attribute, q.answers.size());
      });
}

void bind_decision(py::module_& m) {
  py::class_<interim_decision>(m, "Interim", "Who is accountable meanwhile, and until when.")
      .def_readonly("accountable", &interim_decision::accountable, "A department or team.")
      .def_property_readonly(
          "within",
          [](const interim_decision& i) {
            return i.within ? std::optional{format_duration(*i.within)} : std::nullopt;
          },
          "ISO 8601 duration from the fault's time; None if there is no limit.")
      .def_property_readonly(
          "rule", [](const interim_decision& i) { return or_none(i.rule); },
          "The interim rule; None for the aspect's default.")
      .def("__repr__", [](const interim_decision& i) {
        return py::str("Interim(accountable={!r})").format(i.accountable);
      });

  py::class_<decision>(m, "Decision",
                       "What one aspect of a policy says of one fault. What does not apply is "
                       "None or empty.")
      .def_readonly("aspect", &decision::aspect, "The aspect that was asked.")
      .def_property_readonly(
          "state", [](const decision& d) { return std::string(name_of(d.state)); },
          "`decided`, `undetermined`, `gap`, `conflict` or `impossible`.")
      .def_property_readonly(
          "owner", [](const decision& d) { return d.owner(); },
          "Who answers for it now: `accountable`, else the interim owner.")
      .def_property_readonly(
          "accountable", [](const decision& d) { return or_none(d.assigned.accountable); },
          "The department or team that every completion names; None if it is open.")
      .def_property_readonly(
          "rule", [](const decision& d) { return or_none(d.rule); },
          "The one rule that decides; None if there is no single one.")
      .def_readonly("rules", &decision::rules, "Several rules that agree, or that conflict.")
      .def_property_readonly(
          "responsible", [](const decision& d) { return sorted(d.assigned.responsible); },
          "Who does the work.")
      .def_property_readonly(
          "consulted", [](const decision& d) { return sorted(d.assigned.consulted); },
          "Who is asked before.")
      .def_property_readonly(
          "informed", [](const decision& d) { return sorted(d.assigned.informed); }, "Who is told.")
      .def_property_readonly(
          "joint_visit", [](const decision& d) { return sorted(d.assigned.joint_visit); },
          "Who goes to the customer together.")
      .def_property_readonly(
          "cost_share", [](const decision& d) { return d.assigned.cost_share; },
          "Whole percents by department or party; empty if the rule says nothing.")
      .def_readonly("because", &decision::because, "The reason that `rule` gives.")
      .def_property_readonly(
          "notes", [](const decision& d) { return d.assigned.notes; }, "Notes of the rules.")
      .def_readonly("possible", &decision::possible,
                    "Of an undetermined decision: who may turn out accountable, sorted.")
      .def_property_readonly(
          "possible_states",
          [](const decision& d) {
            std::vector<std::string> names;
            for (const auto state : d.possible_states) {
              names.emplace_back(name_of(state));
            }
            return names;
          },
          "Of an undetermined decision: the states that completions have, sorted.")
      .def_readonly("open", &decision::open, "Fields on which completions disagree.")
      .def_readonly("interim", &decision::interim, "None exactly if `accountable` is known.")
      .def_readonly("assumptions", &decision::assumptions,
                    "Of an impossible fault: a minimal set of assumptions that it contradicts.")
      .def_readonly("ask", &decision::ask,
                    "Of an undetermined decision: the next best question; None if there is none.")
      .def_readonly("missing", &decision::missing,
                    "Of an undetermined decision: what would have to be known, but is not asked.")
      .def_readonly("exact", &decision::exact,
                    "False if there were too many completions to try them all.")
      .def(
          "to_dict", [](const decision& d) { return to_python(save_tree(d)); },
          "The decision as the policy format writes it.")
      .def(
          "to_json", [](const decision& d) { return save_tree(d).dump(); },
          "The decision as one line of JSON.")
      .def(
          "__eq__",
          [](const decision& a, const decision& b) { return save_tree(a) == save_tree(b); },
          py::is_operator())
      .def("_repr_html_", [](const py::object& d) { return shown("decision_html", d); })
      .def("__repr__", [](const decision& d) {
        if (d.state == decision_state::decided) {
          return py::str("Decision(accountable={!r}, rule={!r})")
              .format(d.assigned.accountable,
                      d.rule.empty() ? py::object(py::cast(d.rules)) : py::object(py::str(d.rule)));
        }
        return py::str("Decision(state={!r}, interim={!r})")
            .format(std::string(name_of(d.state)), d.owner());
      });
}

template <typename Enum>
std::string spelled(const auto& names, Enum e) {
  return std::string(names.at(static_cast<std::size_t>(e)));
}

void bind_explanation(py::module_& m) {
  py::class_<explained_test>(m, "ExplainedTest", "One test of one attribute.")
      .def_readonly("text", &explained_test::text, "As the policy writes it.")
      .def_readonly("attribute", &explained_test::attribute, "What it tests.")
      .def_property_readonly(
          "value", [](const explained_test& t) { return or_none(t.value); },
          "What is known of the attribute, as text; None if its value is not known.")
      .def_property_readonly(
          "holds", [](const explained_test& t) { return spelled(certainty_names, t.holds); },
          "`always`, `sometimes` or `never`, over all values that are still possible.")
      .def("__repr__", [](const explained_test& t) {
        return py::str("ExplainedTest({!r}, holds={!r})")
            .format(t.text, spelled(certainty_names, t.holds));
      });

  py::class_<explained_rule>(m, "ExplainedRule", "A rule that applies in some completion.")
      .def_readonly("id", &explained_rule::id, "The rule's id.")
      .def_property_readonly(
          "role", [](const explained_rule& r) { return spelled(rule_role_names, r.role); },
          "`decides`, `may_decide`, `overridden` or `adds`.")
      .def_property_readonly(
          "applies", [](const explained_rule& r) { return spelled(certainty_names, r.applies); },
          "`always` or `sometimes`.")
      .def_property_readonly(
          "accountable", [](const explained_rule& r) { return or_none(r.accountable); },
          "Whom the rule names; None for a rule that only adds.")
      .def_property_readonly(
          "when", [](const explained_rule& r) { return or_none(r.when); },
          "The condition; None for `otherwise`.")
      .def_readonly("because", &explained_rule::because, "Why the rule exists.")
      .def_readonly("source", &explained_rule::source, "Where it is written down.")
      .def_readonly("overridden_by", &explained_rule::overridden_by,
                    "Applying rules that it steps back for.")
      .def_readonly("tests", &explained_rule::tests, "The tests of its condition.")
      .def_readonly("pointer", &explained_rule::pointer, "Where it stands in its file.")
      .def("__repr__", [](const explained_rule& r) {
        return py::str("ExplainedRule(id={!r}, role={!r})")
            .format(r.id, spelled(rule_role_names, r.role));
      });

  py::class_<near_miss>(m, "NearMiss", "A rule that one part of its condition keeps from applying.")
      .def_readonly("id", &near_miss::id, "The rule's id.")
      .def_readonly("accountable", &near_miss::accountable, "Whom the rule names.")
      .def_readonly("failing", &near_miss::failing, "The part that does not hold, as a condition.")
      .def_readonly("because", &near_miss::because, "Why the rule exists.")
      .def_readonly("pointer", &near_miss::pointer, "Where it stands in its file.")
      .def("__repr__", [](const near_miss& n) {
        return py::str("NearMiss(id={!r}, failing={!r})").format(n.id, n.failing);
      });

  py::class_<explanation>(m, "Explanation", "A decision with the rules behind it.")
      .def_readonly("decision", &explanation::result, "What was decided.")
      .def_readonly("rules", &explanation::rules,
                    "Deciding rules first, then overridden ones, then those that only add.")
      .def_readonly("nearly", &explanation::nearly,
                    "The first few rules that one part of their condition keeps from applying.")
      .def_readonly("unknown", &explanation::unknown,
                    "Attributes that the aspect asks and the fault leaves open.")
      .def("_repr_html_", [](const py::object& e) { return shown("explanation_html", e); })
      .def("__repr__", [](const explanation& e) {
        return py::str("Explanation(aspect={!r}, state={!r})")
            .format(e.result.aspect, std::string(name_of(e.result.state)));
      });
}

py::dict plan_of(const compiled_policy& policy, const std::string& aspect) {
  const auto number = to_aspect(policy, aspect);
  const auto& plan = policy.plan(number);
  py::list order;
  for (const auto i : plan.order) {
    order.append(policy.attributes()[i].name);
  }
  py::dict out;
  out["evaluator"] = plan.diagram ? "diagram" : plan.bit_sets ? "bit sets" : "boxes";
  out["over_budget"] =
      plan.diagram ? py::object(py::none())
                   : py::object(py::str(
                         std::string(over_budget_names[static_cast<std::size_t>(plan.given_up)])));
  py::list heaviest;
  for (const auto i : plan.heaviest) {
    heaviest.append(policy.evaluator(number).rule(i).id);
  }
  out["heaviest"] = heaviest;
  out["order"] = order;
  out["nodes"] = plan.nodes;
  out["verdicts"] = plan.verdicts;
  out["bytes"] = plan.bytes;
  out["steps"] = plan.steps;
  out["search_steps"] = plan.search_steps;
  out["orders_tried"] = plan.orders_tried;
  return out;
}

std::size_t to_attribute(const compiled_policy& policy, const std::string& name) {
  const auto found = policy.attributes().find(name);
  if (!found) {
    throw py::key_error(name);
  }
  return *found;
}

question_result ask_policy(const compiled_policy& policy, const fault& f, std::size_t aspect,
                           const std::set<std::size_t>& skipped) {
  walk_scratch scratch;
  auto decided = policy.decide(f, aspect, scratch);
  if (decided.state != decision_state::undetermined) {
    return {};
  }
  return ask(policy.evaluator(aspect), policy.engine(aspect), f, scratch, skipped);
}

fault narrow(const compiled_policy& policy, const fault& f, const std::string& attribute,
             const value_set& to) {
  auto narrowed = narrow_fault(policy.attributes(), f, to_attribute(policy, attribute), to);
  if (!narrowed.result) {
    throw policy_error(std::move(narrowed.findings));
  }
  return std::move(*narrowed.result);
}

void bind_asking(py::class_<compiled_policy>& type) {
  using self = compiled_policy;
  type.def(
          "ask",
          [](const self& p, const py::object& given, const std::string& aspect,
             const std::vector<std::string>& skipped) {
            const auto index = to_aspect(p, aspect);
            const auto f = to_fault(p, given);
            std::set<std::size_t> attributes;
            for (const auto& name : skipped) {
              attributes.insert(to_attribute(p, name));
            }
            auto next = [&] {
              const py::gil_scoped_release released;
              return ask_policy(p, f, index, attributes);
            }();
            return std::pair{std::move(next.question), std::move(next.missing)};
          },
          py::arg("fault"), py::arg("aspect"), py::arg("skipped") = py::tuple(),
          "The next best question but for attributes that are `skipped`, or what is missing.")
      .def(
          "narrow",
          [](const self& p, const py::object& given, const std::string& attribute,
             const possible_answer& to) {
            return narrow(p, to_fault(p, given), attribute, to.values);
          },
          py::arg("fault"), py::arg("attribute"), py::arg("to"),
          "`fault` with an attribute narrowed to an answer; raise PolicyError if nothing is left.")
      .def(
          "narrow",
          [](const self& p, const py::object& given, const std::string& attribute,
             const fault& to) {
            const auto index = to_attribute(p, attribute);
            return narrow(p, to_fault(p, given), attribute, to.attributes.at(index).possible());
          },
          py::arg("fault"), py::arg("attribute"), py::arg("to"),
          "`fault` with an attribute narrowed to what another fault says of it.")
      .def(
          "ranges",
          [](const self& p, const std::string& attribute, const possible_answer& answer) {
            return ranges_of(p.attributes()[to_attribute(p, attribute)], answer.values);
          },
          py::arg("attribute"), py::arg("answer"),
          "The values of an answer: least, greatest and excluded bound of each part, or None.");
}

void bind_compiled_policy(py::module_& m) {
  using self = compiled_policy;
  py::class_<self> type(m, "CompiledPolicy",
                        "A compiled policy. Immutable; share it between threads.");
  bind_asking(type);
  type.def_static(
          "loads",
          [](const std::string& text, const std::string& name,
             const std::optional<std::string>& today) {
            auto options = options_of(today);
            options.name = name;
            const py::gil_scoped_release released;
            return compile_policy(text, options);
          },
          py::arg("text"), py::arg("name") = "", py::arg("today") = py::none(),
          "Compile a policy document; raise PolicyError with every finding.")
      .def_static(
          "load",
          [](const std::string& path, const std::optional<std::string>& today,
             const std::optional<py::function>& read_table,
             const std::optional<std::string>& text) {
            auto options = options_of(today);
            options.resolve_table = table_resolver_of(read_table);
            return load_policy(path, text, std::move(options));
          },
          py::arg("path"), py::arg("today") = py::none(), py::arg("read_table") = py::none(),
          py::arg("text") = py::none(),
          "Compile the document at `path` and the files that it names within its folder. "
          "`read_table` reads tables: a path to CSV text, or None, and findings. `text` stands in "
          "for what the file at `path` holds.")
      .def_property_readonly(
          "id", [](const self& p) { return p.identity().id; }, "Its id.")
      .def_property_readonly(
          "version", [](const self& p) { return p.identity().version; }, "Its version.")
      .def_property_readonly(
          "hash", [](const self& p) { return p.identity().hash; },
          "SHA-256 of the document's canonical form.")
      .def_property_readonly("decision_hash", &self::decision_hash,
                             "The same of what changes decisions only.")
      .def_property_readonly(
          "title", [](const self& p) { return p.document().header.title; }, "Its title.")
      .def_property_readonly(
          "effective_from",
          [](const self& p) { return to_text(p.document().header.effective_from); },
          "The first day on which it is in force; None if it always was.")
      .def_property_readonly(
          "effective_to", [](const self& p) { return to_text(p.document().header.effective_to); },
          "The first day on which it is no longer in force; None if there is none.")
      .def_property_readonly(
          "aspects",
          [](const self& p) {
            std::vector<std::string> names;
            for (const auto& a : p.document().aspects) {
              names.push_back(a.id);
            }
            return names;
          },
          "The names of its aspects, in document order.")
      .def(
          "aspect_label",
          [](const self& p, const std::string& aspect) {
            return p.document().aspects[to_aspect(p, aspect)].label;
          },
          py::arg("aspect"), "What people call an aspect.")
      .def(
          "interim_because",
          [](const self& p, const std::string& aspect, const std::string& rule) {
            const auto& rules = p.document().aspects[to_aspect(p, aspect)].interim.rules;
            const auto found = std::ranges::find(rules, rule, &interim_rule::id);
            return found == rules.end() ? localized_text{} : found->because;
          },
          py::arg("aspect"), py::arg("rule"), "The reason that an interim rule gives.")
      .def(
          "plan", [](const self& p, const std::string& aspect) { return plan_of(p, aspect); },
          py::arg("aspect"),
          "How an aspect was compiled: evaluator, order of attributes, nodes, bytes, steps.")
      .def(
          "rule_ids",
          [](const self& p, const std::string& aspect) {
            const auto& resolved = p.evaluator(to_aspect(p, aspect)).aspect();
            std::vector<std::string> ids;
            for (const auto& r : resolved.rules) {
              ids.push_back(r.id);
            }
            if (resolved.otherwise) {
              ids.push_back(resolved.otherwise->id);
            }
            return ids;
          },
          py::arg("aspect"), "Every rule that can decide an aspect, `otherwise` last.")
      .def_property_readonly(
          "attributes",
          [](const self& p) {
            return std::vector<attribute>(p.attributes().begin(), p.attributes().end());
          },
          "Its attributes, in document order.")
      .def_property_readonly(
          "participants", [](const self& p) { return p.document().participants; },
          "Departments, teams and parties, in document order.")
      .def_property_readonly(
          "warnings", [](const self& p) { return locate_all(p.warnings(), p.sources()); },
          "What loading found that is no error.")
      .def(
          "decide",
          [](const self& p, const py::object& given) {
            const auto f = to_fault(p, given);
            const py::gil_scoped_release released;
            return p.decide(f);
          },
          py::arg("fault"), "What every aspect says of `fault`, in document order.")
      .def(
          "decide_aspect",
          [](const self& p, const py::object& given, const std::string& aspect) {
            const auto index = to_aspect(p, aspect);
            const auto f = to_fault(p, given);
            const py::gil_scoped_release released;
            return p.decide(f, index);
          },
          py::arg("fault"), py::arg("aspect"), "What one aspect says of `fault`.")
      .def(
          "explain",
          [](const self& p, const py::object& given, const std::string& aspect) {
            const auto index = to_aspect(p, aspect);
            const auto f = to_fault(p, given);
            const py::gil_scoped_release released;
            return explain(p, f, index);
          },
          py::arg("fault"), py::arg("aspect"), "Why one aspect says what it says of `fault`.")
      .def(
          "read_fault", [](const self& p, const py::object& given) { return to_fault(p, given); },
          py::arg("fault"), "Check a fault; raise PolicyError with every finding.")
      .def(
          "read_table",
          [](const self& p, const std::string& text, const std::string& name) {
            const py::gil_scoped_release released;
            return load_fault_table(p.attributes(), text, name);
          },
          py::arg("text"), py::arg("name") = "", "Read a CSV table of faults.")
      .def(
          "save", [](const self& p) { return save(p.document()); },
          "The document as JSON text, conditions in printed form.")
      .def("__repr__", [](const self& p) {
        return py::str("Policy(id={!r}, version={!r})")
            .format(p.identity().id, p.identity().version);
      });
}

void bind_policy_set(py::module_& m) {
  py::class_<policy_set>(m, "CompiledPolicySet", "The versions of one policy.")
      .def(py::init<std::vector<compiled_policy>>(), py::arg("policies"),
           "Raise PolicyError if the ids differ or two versions are in force on one day.")
      .def_property_readonly("versions", &policy_set::versions,
                             "The policies, by the day from which they are in force.")
      .def(
          "in_force",
          [](const policy_set& s, const std::string& day) -> std::optional<compiled_policy> {
            const auto at = parse_date(day);
            if (!at) {
              throw py::value_error("`day` must be a date such as 2026-04-01");
            }
            const auto* found = s.in_force(*at);
            return found == nullptr ? std::nullopt : std::optional{*found};
          },
          py::arg("day"), "The policy in force on a day of the policy's zone, or None.")
      .def(
          "nearest",
          [](const policy_set& s, const std::string& day) {
            const auto at = parse_date(day);
            if (!at) {
              throw py::value_error("`day` must be a date such as 2026-04-01");
            }
            return s.nearest(*at);
          },
          py::arg("day"), "The policy that reads faults of a day: in force on it, or nearest.")
      .def(
          "decide",
          [](const policy_set& s, const py::object& given, const std::string& day) {
            const auto at = parse_date(day);
            if (!at) {
              throw py::value_error("`day` must be a date such as 2026-04-01");
            }
            const auto f = to_fault(s.nearest(*at), given);
            return s.decide(f, *at);
          },
          py::arg("fault"), py::arg("day"),
          "What the version in force on `day` says; a gap that says so where there is none.");
}

}  // namespace

void bind_ownership(py::module_& m) {
  bind_question(m);
  bind_decision(m);
  bind_explanation(m);
  bind_compiled_policy(m);
  bind_policy_set(m);
}

}  // namespace shozai::python

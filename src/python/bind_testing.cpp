// SPDX-License-Identifier: Apache-2.0
#include <pybind11/functional.h>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bindings.hpp"
#include "shozai/core/date_time.hpp"
#include "shozai/ownership/explain.hpp"
#include "shozai/policy/place_index.hpp"
#include "shozai/testing/load_case_table.hpp"
#include "shozai/testing/load_cases.hpp"
#include "shozai/testing/run_case.hpp"
#include "shozai/testing/save_cases.hpp"
#include "shozai/testing/save_coverage.hpp"
#include "shozai/testing/save_mutants.hpp"

namespace shozai::python {

namespace {

// The cases of one file with the versions that decide them.
struct compiled_cases {
  policy_set versions;
  case_file file;
  std::vector<std::size_t> lines;  // of the file, on which the cases begin

  [[nodiscard]] const policy_case& at(std::size_t i) const {
    if (i >= file.cases.size()) {
      throw py::index_error("there is no such case");
    }
    return file.cases[i];
  }
};

struct located_case {
  policy_case of;
  std::size_t line;
};

compiled_cases read_cases(const policy_set& versions, const std::string& text,
                          const std::string& name, const std::string& form,
                          const std::string& sheet) {
  if (form != "json" && form != "csv") {
    throw py::value_error("form must be 'json' or 'csv'");
  }
  auto loaded = form == "csv" ? load_case_table(versions, text, name, sheet)
                              : load_cases(versions, text, name);
  if (!loaded.result) {
    throw policy_error(std::move(loaded.findings), {{name, text}});
  }
  compiled_cases cases{versions, std::move(*loaded.result), {}};
  const place_index places(form == "json" ? std::string_view(text) : std::string_view{});
  for (const auto& c : cases.file.cases) {
    const auto place = places.find(c.pointer);
    cases.lines.push_back(c.cell ? c.cell->row : place ? place->line : 1);
  }
  return cases;
}

// The cases of several files about the same versions, in the order of the files.
compiled_cases join(const std::vector<compiled_cases>& parts) {
  if (parts.empty()) {
    throw py::value_error("there are no cases to join");
  }
  const auto hashes = [](const compiled_cases& c) {
    std::vector<std::string> all;
    for (const auto& version : c.versions.versions()) {
      all.push_back(version.identity().hash);
    }
    return all;
  };
  auto joined = parts.front();
  for (std::size_t i = 1; i < parts.size(); ++i) {
    if (hashes(parts[i]) != hashes(joined)) {
      throw py::value_error("the cases are about different policies");
    }
    const auto& more = parts[i];
    joined.file.cases.insert(joined.file.cases.end(), more.file.cases.begin(),
                             more.file.cases.end());
    joined.lines.insert(joined.lines.end(), more.lines.begin(), more.lines.end());
  }
  return joined;
}

std::vector<std::size_t> failing(const compiled_cases& cases, std::size_t first, std::size_t end) {
  const py::gil_scoped_release released;
  std::vector<std::size_t> numbers;
  for (auto i = first; i < std::min(end, cases.file.cases.size()); ++i) {
    if (!run_case(cases.versions, cases.file.cases[i]).empty()) {
      numbers.push_back(i);
    }
  }
  return numbers;
}

// What the cases `numbers` exercise of the one version that decides them; all cases without any.
policy_coverage coverage_of(const compiled_cases& cases,
                            const std::optional<std::vector<std::size_t>>& numbers) {
  const auto& versions = cases.versions.versions();
  if (versions.size() != 1) {
    throw py::value_error("coverage is measured of one version of a policy at a time");
  }
  policy_coverage coverage(versions.front());
  const auto count = numbers ? numbers->size() : cases.file.cases.size();
  for (std::size_t i = 0; i < count; ++i) {
    const auto number = numbers ? (*numbers)[i] : i;
    coverage.add(number, cases.at(number));
  }
  return coverage;
}

std::optional<coverage_gaps> gaps_of(const policy_coverage& coverage) {
  analysis_options options;
  options.budget.should_stop = interruptible();
  try {
    return suggest_cases(coverage, options);
  } catch (const budget_exceeded&) {
    return std::nullopt;
  }
}

std::string save_coverage(const compiled_cases& cases,
                          const std::optional<std::vector<std::size_t>>& numbers) {
  const auto coverage = coverage_of(cases, numbers);
  const py::gil_scoped_release released;
  const auto count = numbers ? numbers->size() : cases.file.cases.size();
  return save_tree(coverage, gaps_of(coverage), count).dump();
}

std::optional<std::string> save_suggested(const compiled_cases& cases) {
  const auto coverage = coverage_of(cases, std::nullopt);
  const py::gil_scoped_release released;
  const auto gaps = gaps_of(coverage);
  return gaps ? std::optional{save_tree(*gaps, coverage.policy().attributes()).dump()}
              : std::nullopt;
}

std::string save_mutants(const compiled_cases& cases, std::size_t most,
                         const std::function<void(std::size_t)>& progress) {
  const auto& versions = cases.versions.versions();
  if (versions.size() != 1) {
    throw py::value_error("mutants are made of one version of a policy at a time");
  }
  analysis_options options;
  options.budget.should_stop = interruptible();
  const auto tell = [&](std::size_t done) {
    options.budget.should_stop();
    if (progress) {
      const py::gil_scoped_acquire acquired;
      progress(done);
    }
  };
  const py::gil_scoped_release released;
  const auto& policy = versions.front();
  auto mutants = spread_over(mutants_of(policy.document()), most);
  return save_tree(test_mutants(policy, cases.file.cases, std::move(mutants), options, tell),
                   policy)
      .dump();
}

std::size_t to_aspect(const compiled_cases& cases, std::size_t i, const std::string& name) {
  return python::to_aspect(policy_of(cases.versions, cases.at(i).at), name);
}

void bind_case(py::module_& m) {
  py::class_<case_mismatch>(m, "Mismatch", "One field of a decision that is not as expected.")
      .def_readonly("aspect", &case_mismatch::aspect, "The aspect that decided.")
      .def_property_readonly(
          "field", [](const case_mismatch& d) { return std::string(name_of(d.field)); },
          "The key of the expectation.")
      .def_readonly("expected", &case_mismatch::expected, "What is expected; empty: nothing.")
      .def_readonly("actual", &case_mismatch::actual, "What the policy says; empty: nothing.")
      .def("__repr__", [](const case_mismatch& d) {
        return py::str("Mismatch(aspect={!r}, field={!r}, expected={!r}, actual={!r})")
            .format(d.aspect, std::string(name_of(d.field)), d.expected, d.actual);
      });

  py::class_<located_case>(m, "PolicyCase", "A test case of a policy.")
      .def_property_readonly(
          "name", [](const located_case& c) { return c.of.name; }, "Like no other in the file.")
      .def_property_readonly(
          "note", [](const located_case& c) { return c.of.note; }, "A remark for the reader.")
      .def_property_readonly(
          "tags", [](const located_case& c) { return c.of.tags; }, "Words to choose cases by.")
      .def_property_readonly(
          "at",
          [](const located_case& c) {
            return c.of.at ? std::optional{format_date(*c.of.at)} : std::nullopt;
          },
          "The day that chooses the version of the policy; None without one.")
      .def_property_readonly(
          "aspects",
          [](const located_case& c) {
            std::vector<std::string> names;
            for (const auto& e : c.of.expected) {
              names.push_back(e.aspect);
            }
            return names;
          },
          "The aspects of which something is expected.")
      .def_property_readonly(
          "pending", [](const located_case& c) { return c.of.is_pending(); },
          "Whether somebody has yet to say what is expected.")
      .def_property_readonly(
          "pointer", [](const located_case& c) { return c.of.pointer; },
          "RFC 6901 JSON Pointer in a JSON file; empty in a table.")
      .def_readonly("line", &located_case::line, "Line or row of the file, from 1.")
      .def("__repr__",
           [](const located_case& c) { return py::str("PolicyCase({!r})").format(c.of.name); });
}

void bind_cases(py::module_& m) {
  py::class_<compiled_cases>(m, "CompiledCases", "The test cases of a file, read for a policy.")
      .def(py::init(&read_cases), py::arg("policies"), py::arg("text"), py::arg("name") = "",
           py::arg("form") = "json", py::arg("sheet") = "",
           "Raise PolicyError with every finding about the cases.")
      .def_static("joined", &join, py::arg("parts"),
                  "The cases of several files about one policy, in the order of the files.")
      .def("__len__", [](const compiled_cases& c) { return c.file.cases.size(); })
      .def("__getitem__",
           [](const compiled_cases& c, std::size_t i) { return located_case{c.at(i), c.lines[i]}; })
      .def_property_readonly(
          "title", [](const compiled_cases& c) { return c.file.title; }, "What people call them.")
      .def(
          "run",
          [](const compiled_cases& c, std::size_t i) { return run_case(c.versions, c.at(i)); },
          py::arg("number"), "What is not as case `number` expects; empty: it passes.")
      .def("failing", &failing, py::arg("first"), py::arg("end"),
           "The numbers of the cases from `first` to `end` - 1 that do not pass.")
      .def(
          "fault", [](const compiled_cases& c, std::size_t i) { return c.at(i).given; },
          py::arg("number"), "The fault of a case.")
      .def(
          "policy",
          [](const compiled_cases& c, std::size_t i) { return policy_of(c.versions, c.at(i).at); },
          py::arg("number"), "The version that reads and decides a case.")
      .def(
          "in_force",
          [](const compiled_cases& c, std::size_t i) {
            return is_in_force(c.versions, c.at(i).at);
          },
          py::arg("number"), "Whether a version is in force on the day of a case.")
      .def(
          "decide",
          [](const compiled_cases& c, std::size_t i, const std::string& aspect) {
            static_cast<void>(to_aspect(c, i, aspect));
            return decide_case(c.versions, c.at(i), aspect);
          },
          py::arg("number"), py::arg("aspect"), "What an aspect says of the fault of a case.")
      .def(
          "explain",
          [](const compiled_cases& c, std::size_t i,
             const std::string& aspect) -> std::optional<explanation> {
            const auto number = to_aspect(c, i, aspect);
            return is_in_force(c.versions, c.at(i).at)
                       ? std::optional{shozai::explain(policy_of(c.versions, c.at(i).at),
                                                       c.at(i).given, number)}
                       : std::nullopt;
          },
          py::arg("number"), py::arg("aspect"), "Why it says so; None if no version is in force.")
      .def(
          "actual",
          [](const compiled_cases& c, std::size_t i) {
            return save_actual(c.versions, c.at(i)).dump();
          },
          py::arg("number"),
          "As JSON, the expectations of a case if they were written anew from what is decided.")
      .def("coverage", &save_coverage, py::arg("numbers") = py::none(),
           "As JSON, what of the policy the cases `numbers`, or all, exercise.")
      .def("suggest", &save_suggested,
           "As JSON, faults that exercise what the cases leave out; None if it is over budget.")
      .def("mutants", &save_mutants, py::arg("most"), py::arg("progress") = py::none(),
           "As JSON, how at most `most` mutants of the policy fare; the cases have to pass.")
      .def("__repr__", [](const compiled_cases& c) {
        return py::str("CompiledCases({} cases)").format(c.file.cases.size());
      });
}

}  // namespace

void bind_testing(py::module_& m) {
  bind_case(m);
  bind_cases(m);
}

}  // namespace shozai::python

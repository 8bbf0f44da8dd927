// SPDX-License-Identifier: Apache-2.0
#include <optional>
#include <string>

#include "bindings.hpp"
#include "shozai/core/attribute.hpp"
#include "shozai/core/fault.hpp"
#include "shozai/policy/load_fault_table.hpp"
#include "shozai/policy/policy_document.hpp"

namespace shozai::python {

namespace {

void bind_attribute(py::module_& m) {
  py::class_<attribute>(m, "Attribute", "A named, typed input of a policy.")
      .def_readonly("name", &attribute::name, "As conditions name it.")
      .def_property_readonly(
          "type", [](const attribute& a) { return std::string(name_of(a.type)); },
          "`enum`, `bool`, `int`, `decimal`, `string`, `date`, `timestamp` or `duration`.")
      .def_readonly("optional", &attribute::optional, "Whether it may be none.")
      .def_property_readonly(
          "derived", [](const attribute& a) { return a.derived.has_value(); },
          "Whether it is computed from others.")
      .def_property_readonly(
          "values", [](const attribute& a) { return a.values.leaves(); },
          "Of an enum: its values, groups left out.")
      .def_readonly("columns", &attribute::columns, "Headings in tables of faults.")
      .def_readonly("unit", &attribute::unit, "Unit of measure; may be empty.")
      .def_readonly("label", &attribute::label, "What people call it.")
      .def("__repr__", [](const attribute& a) {
        return py::str("Attribute(name={!r}, type={!r})")
            .format(a.name, std::string(name_of(a.type)));
      });
}

void bind_participant(py::module_& m) {
  py::class_<participant>(m, "Participant", "A department, a team, or a party outside.")
      .def_readonly("id", &participant::id, "As rules name it.")
      .def_property_readonly(
          "kind",
          [](const participant& p) {
            return p.what == participant::kind::department ? "department"
                   : p.what == participant::kind::team     ? "team"
                                                           : "party";
          },
          "`department`, `team` or `party`.")
      .def_readonly("label", &participant::label, "What people call it.")
      .def_readonly("lead", &participant::lead, "Of a team: the department that leads it.")
      .def("__repr__",
           [](const participant& p) { return py::str("Participant({!r})").format(p.id); });
}

void bind_faults(py::module_& m) {
  py::class_<fault>(m, "Fault", "A fault that one policy has read and checked.");
  py::class_<fault_row>(m, "FaultRow", "One row of a table of faults.")
      .def_readonly("line", &fault_row::line, "Line of the file where the row begins, from 1.")
      .def_readonly("fault", &fault_row::result, "The fault; None if the row had an error.")
      .def_readonly("cells", &fault_row::cells, "The cells as written.")
      .def("__repr__",
           [](const fault_row& r) { return py::str("FaultRow(line={})").format(r.line); });
  py::class_<fault_table>(m, "FaultTable", "A table of faults.")
      .def_readonly("headings", &fault_table::headings, "The headings as written.")
      .def_readonly("ignored", &fault_table::ignored, "Headings that no attribute claims.")
      .def_readonly("rows", &fault_table::rows, "The rows, those with an error included.")
      .def_property_readonly(
          "diagnostics", [](const fault_table& t) { return locate_all(t.findings, {}); },
          "Every finding, by row and column.")
      .def("__repr__", [](const fault_table& t) {
        return py::str("FaultTable({} rows)").format(t.rows.size());
      });
}

}  // namespace

void bind_policy(py::module_& m) {
  bind_attribute(m);
  bind_participant(m);
  bind_faults(m);
}

}  // namespace shozai::python

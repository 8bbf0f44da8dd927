// SPDX-License-Identifier: Apache-2.0
#include "bindings.hpp"
#include "shozai/version.hpp"

PYBIND11_MODULE(_core, m, py::mod_gil_not_used()) {
  m.doc() = "The compiled part of shozai. Use the package `shozai` instead.";
  m.attr("__version__") = SHOZAI_VERSION;
  shozai::python::bind_core(m);
  shozai::python::bind_policy(m);
  shozai::python::bind_ownership(m);
  shozai::python::bind_analysis(m);
  shozai::python::bind_questions(m);
  shozai::python::bind_drawing(m);
  shozai::python::bind_tables(m);
  shozai::python::bind_testing(m);
  shozai::python::bind_organization(m);
}

// SPDX-License-Identifier: Apache-2.0
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "bindings.hpp"
#include "shozai/core/localized_text.hpp"
#include "shozai/core/messages.hpp"
#include "shozai/policy/printable.hpp"
#include "shozai/policy/render.hpp"

namespace shozai::python {

namespace {

std::optional<source_place> place(const located_diagnostic& d) {
  const auto found = d.sources->find(d.finding.file);
  return found == d.sources->end() || d.finding.cell ? std::nullopt
                                                     : place_of(d.finding, found->second);
}

// Raises shozai.PolicyError, a ValueError that carries every finding.
void raise_policy_error(const policy_error& error) {
  const auto type = py::module_::import("shozai._errors").attr("PolicyError");
  const auto text = render(error.findings(), error.sources(), language::en);
  const auto instance = type(text, locate_all(error.findings(), error.sources()));
  PyErr_SetObject(type.ptr(), instance.ptr());
}

void bind_text(py::module_& m) {
  py::class_<localized_text>(m, "LocalizedText", "The same sentence in Japanese and English.")
      .def_property_readonly(
          "ja", [](const localized_text& t) { return t.in(language::ja); },
          "In Japanese; in English where there is no Japanese.")
      .def_property_readonly(
          "en", [](const localized_text& t) { return t.in(language::en); },
          "In English; in Japanese where there is no English.")
      .def(
          "text",
          [](const localized_text& t, const std::string& lang) { return t.in(to_language(lang)); },
          py::arg("lang"), "In the language `lang`: 'ja' or 'en'.")
      .def("__bool__", [](const localized_text& t) { return !t.empty(); })
      .def("__str__", [](const localized_text& t) { return t.in(language::en); })
      .def("__repr__", [](const localized_text& t) {
        return py::str("LocalizedText(ja={!r}, en={!r})")
            .format(t.in(language::ja), t.in(language::en));
      });
}

void bind_diagnostic(py::module_& m) {
  using self = located_diagnostic;
  py::class_<self>(m, "Diagnostic",
                   "One finding: where it is, what is wrong, and what to do about it.")
      .def(py::init([](std::string code, std::string file, std::string pointer,
                       std::vector<std::string> arguments, const std::string& text,
                       const std::optional<std::pair<std::size_t, std::size_t>>& cell,
                       std::string sheet) {
             diagnostic finding;
             finding.code = std::move(code);
             finding.file = std::move(file);
             finding.pointer = std::move(pointer);
             finding.arguments = std::move(arguments);
             if (cell) {
               finding.cell = cell_position{std::move(sheet), cell->first, cell->second};
             }
             source_texts sources;
             sources.emplace(finding.file, text);
             return self{std::move(finding),
                         std::make_shared<const source_texts>(std::move(sources))};
           }),
           py::arg("code"), py::arg("file"), py::arg("pointer"), py::arg("arguments"),
           py::arg("text") = "", py::arg("cell") = py::none(), py::arg("sheet") = "",
           "A finding about the place `pointer` of `text`, the text of `file`, or about a cell.")
      .def_property_readonly(
          "code", [](const self& d) { return d.finding.code; }, "Stable id for tools: `SZ204`.")
      .def_property_readonly(
          "level", [](const self& d) { return name_of(d.finding.level()); },
          "`error`, `warning` or `note`.")
      .def_property_readonly(
          "file", [](const self& d) { return d.finding.file; }, "File name; empty for text.")
      .def_property_readonly(
          "pointer", [](const self& d) { return d.finding.pointer; }, "RFC 6901 JSON Pointer.")
      .def_property_readonly(
          "line",
          [](const self& d) -> std::optional<std::size_t> {
            const auto found = place(d);
            return found ? std::optional{found->line} : std::nullopt;
          },
          "Line, counted from 1; None where it is not known.")
      .def_property_readonly(
          "column",
          [](const self& d) -> std::optional<std::size_t> {
            const auto found = place(d);
            return found ? std::optional{found->column} : std::nullopt;
          },
          "Column in characters, counted from 1; None where it is not known.")
      .def_property_readonly(
          "cell",
          [](const self& d) -> std::optional<std::pair<std::size_t, std::size_t>> {
            const auto& cell = d.finding.cell;
            return cell ? std::optional{std::pair{cell->row, cell->column}} : std::nullopt;
          },
          "Row and column of a table, counted from 1; None elsewhere.")
      .def_property_readonly(
          "sheet",
          [](const self& d) { return d.finding.cell ? d.finding.cell->sheet : std::string{}; },
          "The sheet that `cell` is on; empty where there are no sheets.")
      .def_property_readonly(
          "arguments", [](const self& d) { return d.finding.arguments; },
          "What the message puts in, such as the name that is unknown.")
      .def(
          "message",
          [](const self& d, const std::string& lang) {
            return d.finding.message(to_language(lang));
          },
          py::arg("lang") = "en", "What is wrong, in one line.")
      .def(
          "hint",
          [](const self& d, const std::string& lang) { return d.finding.hint(to_language(lang)); },
          py::arg("lang") = "en", "What to do about it; empty if there is nothing to say.")
      .def(
          "render",
          [](const self& d, const std::string& lang) {
            return render(d.finding, *d.sources, to_language(lang));
          },
          py::arg("lang") = "en", "Place, message, underlined source and hint as lines of text.")
      .def("__str__", [](const self& d) { return render(d.finding, *d.sources, language::en); })
      .def("__repr__", [](const self& d) {
        return py::str("Diagnostic(code={!r}, pointer={!r}, message={!r})")
            .format(d.finding.code, d.finding.pointer, d.finding.message(language::en));
      });
}

}  // namespace

void bind_core(py::module_& m) {
  bind_text(m);
  bind_diagnostic(m);
  // NOLINTNEXTLINE(performance-unnecessary-value-param): pybind11 prescribes the signature
  py::register_local_exception_translator([](std::exception_ptr raised) {
    try {
      if (raised) {
        std::rethrow_exception(raised);
      }
    } catch (const policy_error& error) {
      raise_policy_error(error);
    }
  });
  m.def(
      "diagnostic_codes",
      [] {
        std::vector<std::string> codes;
        for (const auto part : message_catalogue()) {
          for (const auto& entry : part) {
            codes.emplace_back(entry.code);
          }
        }
        return codes;
      },
      "Every code that a finding can have.");
  m.def("printable", &printable, py::arg("text"),
        "`text` without what could steer a terminal: control characters are replaced.");
  m.def(
      "check_json",
      [](const std::string& text, const std::string& name) {
        auto findings = read_json(text).findings;
        for (auto& each : findings) {
          each.file = name;
        }
        return locate_all(std::move(findings), {{name, text}});
      },
      py::arg("text"), py::arg("name") = "",
      "What is wrong with `text` as JSON: duplicate keys, numbers out of range, depth and so on.");
}

}  // namespace shozai::python

// SPDX-License-Identifier: Apache-2.0
// JSON ↔ Python objects, and what functions of several layers take.
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>

#include "bindings.hpp"
#include "shozai/core/date_time.hpp"
#include "shozai/core/json_pointer.hpp"
#include "shozai/policy/load_fault.hpp"
#include "shozai/policy/written_ranges.hpp"

namespace shozai::python {

namespace {

constexpr std::size_t max_depth = 16;

[[noreturn]] void refuse(const json_pointer& at, std::string code,
                         std::vector<std::string> arguments) {
  auto finding = finding_of(std::move(code), std::move(arguments));
  finding.pointer = at.string();
  throw policy_error({std::move(finding)});
}

bool is_instance(const py::handle& object, const char* module, const char* type) {
  return py::isinstance(object, py::module_::import(module).attr(type));
}

json from_int(const py::handle& object, const json_pointer& at) {
  int overflow = 0;
  const auto number = PyLong_AsLongLongAndOverflow(object.ptr(), &overflow);
  if (overflow != 0) {
    refuse(at, "SZ104", {overflow > 0 ? "> 2^63 - 1" : "< -2^63"});
  }
  return static_cast<std::int64_t>(number);
}

json from_timedelta(const py::handle& object, const json_pointer& at) {
  const auto days = object.attr("days").cast<std::int64_t>();
  const auto seconds = object.attr("seconds").cast<std::int64_t>();
  const auto microseconds = object.attr("microseconds").cast<std::int64_t>();
  if (days < 0) {
    refuse(at, "SZ122", {py::str(object), "duration", "form_duration"});
  }
  return format_duration(days * microseconds_per_day + seconds * microseconds_per_second +
                         microseconds);
}

json convert(const py::handle& object, const json_pointer& at, std::size_t depth);

json from_dict(const py::handle& object, const json_pointer& at, std::size_t depth) {
  auto out = json::object();
  for (const auto& [key, member] : py::reinterpret_borrow<py::dict>(object)) {
    if (!py::isinstance<py::str>(key)) {
      refuse(at, "SZ113", {"string", py::str(py::type::of(key).attr("__name__"))});
    }
    const auto name = key.cast<std::string>();
    out[name] = convert(member, at / name, depth + 1);
  }
  return out;
}

json from_sequence(const py::handle& object, const json_pointer& at, std::size_t depth) {
  auto out = json::array();
  for (const auto& item : py::reinterpret_borrow<py::sequence>(object)) {
    out.push_back(convert(item, at / out.size(), depth + 1));
  }
  return out;
}

json convert(const py::handle& object, const json_pointer& at, std::size_t depth) {
  if (depth > max_depth) {
    refuse(at, "SZ102", {std::to_string(max_depth)});
  }
  if (object.is_none()) {
    return nullptr;
  }
  if (py::isinstance<py::bool_>(object)) {
    return object.cast<bool>();
  }
  if (py::isinstance<py::int_>(object)) {
    return from_int(object, at);
  }
  if (py::isinstance<py::float_>(object)) {
    return object.cast<double>();
  }
  if (py::isinstance<py::str>(object)) {
    return object.cast<std::string>();
  }
  if (py::isinstance<py::dict>(object)) {
    return from_dict(object, at, depth);
  }
  if (py::isinstance<py::list>(object) || py::isinstance<py::tuple>(object)) {
    return from_sequence(object, at, depth);
  }
  if (is_instance(object, "decimal", "Decimal")) {
    return py::cast<std::string>(py::module_::import("builtins").attr("format")(object, "f"));
  }
  if (is_instance(object, "datetime", "datetime") || is_instance(object, "datetime", "date")) {
    return py::cast<std::string>(object.attr("isoformat")());
  }
  if (is_instance(object, "datetime", "timedelta")) {
    return from_timedelta(object, at);
  }
  if (py::hasattr(object, "item") && !py::hasattr(object, "__len__")) {
    return convert(object.attr("item")(), at, depth + 1);  // a scalar of numpy
  }
  refuse(at, "SZ113", {"string", py::str(py::type::of(object).attr("__name__"))});
}

}  // namespace

json to_json(const py::handle& object) {
  return convert(object, {}, 0);
}

py::object to_python(const json& v) {
  if (v.is_object()) {
    py::dict out;
    for (const auto& [key, member] : v.items()) {
      out[py::str(key)] = to_python(member);
    }
    return out;
  }
  if (v.is_array()) {
    py::list out;
    for (const auto& item : v) {
      out.append(to_python(item));
    }
    return out;
  }
  if (v.is_boolean()) {
    return py::bool_(v.get<bool>());
  }
  if (v.is_number_integer()) {
    return py::int_(v.get<std::int64_t>());
  }
  if (v.is_string()) {
    return py::str(v.get<std::string>());
  }
  return py::none();
}

fault to_fault(const compiled_policy& policy, const py::object& given) {
  if (py::isinstance<fault>(given)) {
    auto f = given.cast<fault>();
    if (f.attributes.size() != policy.attributes().size()) {
      throw py::value_error("the fault was read by another policy");
    }
    return f;
  }
  auto loaded = load_fault(policy.attributes(), to_json(given));
  if (!loaded.result) {
    throw policy_error(std::move(loaded.findings));
  }
  return std::move(*loaded.result);
}

std::size_t to_aspect(const compiled_policy& policy, const std::string& name) {
  const auto found = policy.find_aspect(name);
  if (!found) {
    throw py::key_error(name);
  }
  return *found;
}

std::function<bool()> interruptible() {
  using clock = std::chrono::steady_clock;
  return [next = clock::now()]() mutable {
    if (const auto now = clock::now(); now >= next) {
      next = now + std::chrono::milliseconds(50);
      const py::gil_scoped_acquire acquired;
      if (PyErr_CheckSignals() != 0) {
        throw py::error_already_set();
      }
    }
    return false;
  };
}

py::list ranges_of(const attribute& a, const value_set& values) {
  py::list ranges;
  if (values.has_none()) {
    ranges.append(py::none());
  }
  for (const auto& range : written_ranges(a, values)) {
    ranges.append(py::make_tuple(range.least, range.most, range.below));
  }
  return ranges;
}

language to_language(std::string_view name) {
  if (name == "ja") {
    return language::ja;
  }
  if (name == "en") {
    return language::en;
  }
  throw py::value_error("language must be 'ja' or 'en'");
}

}  // namespace shozai::python

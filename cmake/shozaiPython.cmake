# SPDX-License-Identifier: Apache-2.0
# Finds Python and pybind11 and, for a wheel, the folders of the header packages of [build-system] requires, which ship
# no CMake configuration. Where those packages are absent, shozaiDependencies.cmake looks further.
find_package(Python 3.11 REQUIRED COMPONENTS Interpreter Development.Module)
if(NOT SKBUILD) # which sets the search path itself
  execute_process(COMMAND "${Python_EXECUTABLE}" -m pybind11 --cmakedir OUTPUT_VARIABLE pybind11_folder
                  OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
find_package(pybind11 3 CONFIG REQUIRED HINTS "${pybind11_folder}")

# The include folder of a Python package, or nothing.
function(shozai_python_headers module variable)
  if(${variable})
    return()
  endif()
  set(script "import importlib.util as u, pathlib as p
s = u.find_spec('${module}')
d = p.Path(s.origin).parent / 'include' if s and s.origin else None
print(d.as_posix() if d and d.is_dir() else '')")
  execute_process(COMMAND "${Python_EXECUTABLE}" -c "${script}" OUTPUT_VARIABLE folder
                  OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  if(folder)
    set(${variable} "${folder}" CACHE PATH "Headers of the Python package ${module}")
  endif()
endfunction()

if(SKBUILD)
  shozai_python_headers(nlohmann_json SHOZAI_JSON_INCLUDE_DIR)
  shozai_python_headers(boost_headers SHOZAI_BOOST_INCLUDE_DIR)
endif()

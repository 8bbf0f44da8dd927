# SPDX-License-Identifier: Apache-2.0
# shozai_catch_tests(target label): each test case of a Catch2 program becomes a CTest test "label: name".
# Like catch_discover_tests in PRE_TEST mode (the program is asked when ctest starts, so that a crash fails a test and
# not the build), but names may hold any bracket or semicolon: "the half-open interval [0, 5)".
if(NOT CMAKE_SCRIPT_MODE_FILE AND NOT DEFINED shozai_test_program)

  function(shozai_catch_tests target label)
    set(script "${CMAKE_CURRENT_BINARY_DIR}/${target}-tests.cmake")
    file(GENERATE OUTPUT "${script}"
         CONTENT "set(shozai_test_program \"$<TARGET_FILE:${target}>\")
set(shozai_test_label \"${label}\")
include(\"${PROJECT_SOURCE_DIR}/cmake/shozaiCatchTests.cmake\")
")
    set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES "${script}")
  endfunction()

else() # ctest reads this part

  execute_process(COMMAND "${shozai_test_program}" --list-tests --verbosity quiet OUTPUT_VARIABLE names
                  RESULT_VARIABLE result)
  if(NOT result STREQUAL "0") # not built, or it crashes: one test that fails and says so
    set(names "the program lists its tests")
  endif()
  if(DEFINED ENV{SHOZAI_HEAVY}) # and those tagged [.heavy], which Catch2 hides
    execute_process(COMMAND "${shozai_test_program}" "[heavy]" --list-tests --verbosity quiet OUTPUT_VARIABLE heavy)
    string(APPEND names "${heavy}")
  endif()
  string(ASCII 1 open)
  string(ASCII 2 close)
  string(ASCII 3 semicolon)
  string(REPLACE "[" "${open}" names "${names}") # what would confuse a CMake list
  string(REPLACE "]" "${close}" names "${names}")
  string(REPLACE ";" "${semicolon}" names "${names}")
  string(REPLACE "\n" ";" names "${names}")
  foreach(name IN LISTS names)
    if(name STREQUAL "")
      continue()
    endif()
    string(REPLACE "${open}" "[" name "${name}")
    string(REPLACE "${close}" "]" name "${name}")
    string(REPLACE "${semicolon}" ";" name "${name}")
    string(REGEX REPLACE "([][\\,])" "\\\\\\1" pattern "${name}") # what Catch2 reads as syntax
    add_test("${shozai_test_label}: ${name}" "${shozai_test_program}" "${pattern}")
    set_tests_properties("${shozai_test_label}: ${name}" PROPERTIES LABELS "${shozai_test_label}")
  endforeach()

endif()

# SPDX-License-Identifier: Apache-2.0
# shozai_add_policy_tests(policy.json policy.cases.json [POLICIES version.json...] [PREFIX name] [LABELS label...])
#
# Each case of the file (JSON or CSV) becomes a CTest test "PREFIX: name of the case", PREFIX being the file's name up to
# its first dot. POLICIES are further versions of the policy; LABELS (default: policy) are those of the tests. Paths count
# from CMAKE_CURRENT_SOURCE_DIR. Files are read when ctest starts: an edited one needs no new configuration, and one that
# is refused is a test that fails and prints what was found. Call enable_testing() before.
#
# The cases are run by one small program, the target shozai_run_cases, which the first call adds. It needs nothing but
# shozai::shozai.
if(NOT DEFINED shozai_cases_program)

  function(shozai_add_policy_tests policy cases)
    cmake_parse_arguments(PARSE_ARGV 2 arg "" "PREFIX" "POLICIES;LABELS")
    if(DEFINED arg_UNPARSED_ARGUMENTS OR DEFINED arg_KEYWORDS_MISSING_VALUES)
      message(FATAL_ERROR "shozai_add_policy_tests(policy.json policy.cases.json [POLICIES version.json...] "
                          "[PREFIX name] [LABELS label...]): see ${arg_UNPARSED_ARGUMENTS} "
                          "${arg_KEYWORDS_MISSING_VALUES}")
    endif()
    if(NOT DEFINED arg_PREFIX)
      cmake_path(GET cases FILENAME arg_PREFIX)
      string(REGEX REPLACE "\\..*" "" arg_PREFIX "${arg_PREFIX}")
    endif()
    if(NOT DEFINED arg_LABELS)
      set(arg_LABELS policy)
    endif()

    get_property(prefixes GLOBAL PROPERTY shozai_policy_test_prefixes)
    if(arg_PREFIX IN_LIST prefixes)
      message(FATAL_ERROR "shozai_add_policy_tests: tests are called \"${arg_PREFIX}: ...\" already; give those of "
                          "${cases} another PREFIX")
    endif()
    set_property(GLOBAL APPEND PROPERTY shozai_policy_test_prefixes "${arg_PREFIX}")

    if(NOT TARGET shozai_run_cases)
      set(source "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/run_cases.cpp") # as installed
      if(NOT EXISTS "${source}")
        set(source "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/../src/testing/run_cases.cpp")
      endif()
      add_executable(shozai_run_cases "${source}")
      target_link_libraries(shozai_run_cases PRIVATE shozai::shozai)
      if(NOT MSVC) # each test reads and compiles the policy: that should not take as long as in a debug build
        target_compile_options(shozai_run_cases PRIVATE -O2)
      endif()
    endif()

    set(policies)
    foreach(path IN LISTS policy arg_POLICIES)
      cmake_path(ABSOLUTE_PATH path NORMALIZE)
      list(APPEND policies "${path}")
    endforeach()
    cmake_path(ABSOLUTE_PATH cases NORMALIZE)

    string(SHA1 key "${arg_PREFIX}") # which may hold what no file name can
    string(SUBSTRING "${key}" 0 12 key)
    set(script "${CMAKE_CURRENT_BINARY_DIR}/shozai-policy-tests-${key}")
    set(variables "set(shozai_cases_program [==[$<TARGET_FILE:shozai_run_cases>]==])
set(shozai_cases_policies [==[${policies}]==])
set(shozai_cases_file [==[${cases}]==])
set(shozai_cases_prefix [==[${arg_PREFIX}]==])
set(shozai_cases_labels [==[${arg_LABELS}]==])
include([==[${CMAKE_CURRENT_FUNCTION_LIST_DIR}/shozaiPolicyTests.cmake]==])
")
    get_property(multi_config GLOBAL PROPERTY GENERATOR_IS_MULTI_CONFIG)
    if(multi_config)
      file(GENERATE OUTPUT "${script}-$<CONFIG>.cmake" CONTENT "${variables}")
      file(WRITE "${script}.cmake" "if(CTEST_CONFIGURATION_TYPE)
  set(shozai_cases_script [==[${script}]==])
  include(\"\${shozai_cases_script}-\${CTEST_CONFIGURATION_TYPE}.cmake\")
else()
  message(\"No configuration is chosen: ctest -C Release, say.\")
endif()
")
    else()
      file(GENERATE OUTPUT "${script}.cmake" CONTENT "${variables}")
    endif()
    set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES "${script}.cmake")
  endfunction()

else() # ctest reads this part

  set(shozai_cases_command "${shozai_cases_program}" ${shozai_cases_policies} --cases "${shozai_cases_file}")
  execute_process(COMMAND ${shozai_cases_command} --list OUTPUT_VARIABLE names ERROR_QUIET RESULT_VARIABLE result)
  if(NOT result STREQUAL "0") # not built, or files that are refused: one test that fails and says why
    add_test("${shozai_cases_prefix}: the cases can be read" ${shozai_cases_command} --list)
    set_tests_properties("${shozai_cases_prefix}: the cases can be read" PROPERTIES LABELS "${shozai_cases_labels}")
    set(names)
  endif()
  string(ASCII 1 open)
  string(ASCII 2 close)
  string(ASCII 3 semicolon)
  string(ASCII 4 backslash)
  string(REPLACE "[" "${open}" names "${names}") # what would confuse a CMake list; the program prints no control character
  string(REPLACE "]" "${close}" names "${names}")
  string(REPLACE ";" "${semicolon}" names "${names}")
  string(REPLACE "\\" "${backslash}" names "${names}")
  string(REPLACE "\n" ";" names "${names}")
  foreach(name IN LISTS names)
    if(name STREQUAL "")
      continue()
    endif()
    string(REPLACE "${open}" "[" name "${name}")
    string(REPLACE "${close}" "]" name "${name}")
    string(REPLACE "${semicolon}" ";" name "${name}")
    string(REPLACE "${backslash}" "\\" name "${name}")
    add_test("${shozai_cases_prefix}: ${name}" ${shozai_cases_command} --case "${name}")
    set_tests_properties("${shozai_cases_prefix}: ${name}" PROPERTIES LABELS "${shozai_cases_labels}")
  endforeach()

endif()

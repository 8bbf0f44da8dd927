# SPDX-License-Identifier: Apache-2.0
# Runs the policy tests of a consumer, built in the folder `build`, and looks at what CTest says of them.

# Runs the tests whose names match `pattern` and checks the exit status and what is printed.
function(check_tests pattern expected_result)
  execute_process(COMMAND "${CMAKE_CTEST_COMMAND}" --test-dir "${build}" --output-on-failure -R "${pattern}"
                  OUTPUT_VARIABLE printed ERROR_VARIABLE printed RESULT_VARIABLE result)
  if(NOT result STREQUAL "${expected_result}")
    message(SEND_ERROR "ctest -R '${pattern}' exits with ${result}, not ${expected_result}:\n${printed}")
  endif()
  foreach(text IN LISTS ARGN)
    string(FIND "${printed}" "${text}" found)
    if(found EQUAL -1)
      message(SEND_ERROR "ctest -R '${pattern}' does not print '${text}':\n${printed}")
    endif()
  endforeach()
endfunction()

set(failed 8) # ctest: some tests failed
set(edited "${build}/edited.cases.csv")
file(REMOVE "${edited}")

check_tests("^press: " 0 "100% tests passed, 0 tests failed out of 4" "press: 初期不良は保証期間内なら品質保証"
            "half-open (0, 365" "press: --list")
check_tests("^versions: " 0 "100% tests passed, 0 tests failed out of 3")
check_tests("^wrong \\(1\\): " ${failed} "0% tests passed, 2 tests failed out of 2"
            "owner.rule: expected R-1" "but it is R-2" "rule R-2 decides for service" "nothing is expected yet")
check_tests("^refused: " ${failed} "1 tests failed out of 1" "refused: the cases can be read" "SZ160" "SZ802")
check_tests("^edited: " ${failed} "1 tests failed out of 1" "SZ132")

# Cases are found when ctest starts.
file(WRITE "${edited}" "name,fault_class,owner\nmisuse is for sales,misuse,sales\n")
check_tests("^edited: " 0 "100% tests passed, 0 tests failed out of 1" "edited: misuse is for sales")
file(APPEND "${edited}" "misuse is for service,misuse,service\n")
check_tests("^edited: " ${failed} "1 tests failed out of 2" "owner.accountable: expected service")

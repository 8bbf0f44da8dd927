# SPDX-License-Identifier: Apache-2.0
# How shozai's own targets are compiled. Nothing here reaches a consumer.

add_library(shozai_warnings INTERFACE)
if(MSVC)
  target_compile_options(shozai_warnings INTERFACE /W4 /utf-8 $<$<BOOL:${SHOZAI_WARNINGS_AS_ERRORS}>:/WX>)
else()
  target_compile_options(
    shozai_warnings
    INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow $<$<BOOL:${SHOZAI_WARNINGS_AS_ERRORS}>:-Werror>
              # GCC 12 reports overlapping copies inside std::string where there are none (GCC bug 105651).
              $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict>)
endif()

add_library(shozai_sanitizers INTERFACE)
if(SHOZAI_SANITIZE)
  target_compile_options(shozai_sanitizers INTERFACE -fsanitize=${SHOZAI_SANITIZE} -fno-sanitize-recover=all
                                                     -fno-omit-frame-pointer)
  target_compile_definitions(shozai_sanitizers INTERFACE _GLIBCXX_ASSERTIONS)
  target_link_options(shozai_sanitizers INTERFACE -fsanitize=${SHOZAI_SANITIZE})
endif()

if(SHOZAI_COVERAGE)
  target_compile_options(shozai_sanitizers INTERFACE --coverage -fprofile-update=atomic)
  target_link_options(shozai_sanitizers INTERFACE --coverage)
  find_program(SHOZAI_GCOVR gcovr HINTS "${PROJECT_SOURCE_DIR}/.venv/bin" REQUIRED)
  add_custom_target(
    coverage_report
    COMMAND "${CMAKE_COMMAND}" -E make_directory "${PROJECT_BINARY_DIR}/coverage"
    COMMAND "${SHOZAI_GCOVR}" --root "${PROJECT_SOURCE_DIR}" --filter include/ --exclude-throw-branches
            --html-details "${PROJECT_BINARY_DIR}/coverage/index.html" --print-summary --txt -
            "${PROJECT_BINARY_DIR}"
    WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}"
    COMMENT "Coverage of include/, in detail in ${PROJECT_BINARY_DIR}/coverage/index.html"
    VERBATIM)
endif()

if(SHOZAI_CLANG_TIDY)
  # .venv first: ./run installs the pinned version there.
  find_program(SHOZAI_CLANG_TIDY_PROGRAM clang-tidy HINTS "${PROJECT_SOURCE_DIR}/.venv/bin" REQUIRED)
  set(CMAKE_CXX_CLANG_TIDY "${SHOZAI_CLANG_TIDY_PROGRAM}" --quiet --extra-arg=-Wno-unknown-warning-option)
endif()

# Gives one of shozai's own targets the library, the warnings and the sanitizers. Files of the repository (the corpus,
# say) are found through SHOZAI_SOURCE_DIR.
function(shozai_own_target target)
  target_link_libraries(${target} PRIVATE shozai::shozai shozai_warnings shozai_sanitizers)
  target_compile_definitions(${target} PRIVATE "SHOZAI_SOURCE_DIR=\"${PROJECT_SOURCE_DIR}\"")
endfunction()

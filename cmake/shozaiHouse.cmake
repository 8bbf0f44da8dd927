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
              $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict>
              # Clang finds a deprecated function inside the std::stable_sort of GCC 12's library.
              $<$<CXX_COMPILER_ID:Clang>:-Wno-deprecated-declarations>)
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
  # .venv first: ./run lint installs the pinned version there.
  find_program(SHOZAI_CLANG_TIDY_PROGRAM clang-tidy HINTS "${PROJECT_SOURCE_DIR}/.venv/bin" REQUIRED)
  # A newer Clang reads the flags of GCC, and finds a deprecated function in GCC 12's std::stable_sort.
  set(clang_tidy "${SHOZAI_CLANG_TIDY_PROGRAM}" --quiet --extra-arg=-Wno-unknown-warning-option
                 --extra-arg=-Wno-deprecated-declarations)
endif()

# Gives one of shozai's own targets the library, the warnings and the sanitizers. Files of the repository (the corpus,
# say) are found through SHOZAI_SOURCE_DIR.
function(shozai_own_target target)
  target_link_libraries(${target} PRIVATE shozai::shozai shozai_warnings shozai_sanitizers)
  target_compile_definitions(${target} PRIVATE "SHOZAI_SOURCE_DIR=\"${PROJECT_SOURCE_DIR}\"")
  set_target_properties(${target} PROPERTIES CXX_CLANG_TIDY "${clang_tidy}")
endfunction()

# Lets clang-tidy read the public headers once, all together, and pass over them everywhere else.
function(shozai_tidy_headers)
  set(headers ${ARGN})
  list(TRANSFORM headers REPLACE "^.*/include/(.*)$" "#include <\\1>\n")
  list(JOIN headers "" includes)
  file(CONFIGURE OUTPUT "${PROJECT_BINARY_DIR}/all_headers.cpp" CONTENT "${includes}" @ONLY)
  add_library(shozai_all_headers OBJECT "${PROJECT_BINARY_DIR}/all_headers.cpp")
  target_include_directories(shozai_all_headers PRIVATE "${PROJECT_SOURCE_DIR}/include")
  target_link_libraries(shozai_all_headers PRIVATE nlohmann_json::nlohmann_json Boost::headers shozai_warnings)
  target_compile_features(shozai_all_headers PRIVATE cxx_std_20)
  set_target_properties(shozai_all_headers PROPERTIES CXX_CLANG_TIDY "${clang_tidy}")
  set_target_properties(shozai PROPERTIES SYSTEM ON)
endfunction()

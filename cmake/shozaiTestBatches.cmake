# SPDX-License-Identifier: Apache-2.0
# shozai_test_batches(result prefix source...): the sources themselves, or, with SHOZAI_TEST_BATCH greater than 1, as many
# of them as it says at a time in one generated file.
#
# Most of a test's compile time goes into the headers that it shares with its neighbours. In a batch each test file stands
# in a namespace of its own, so that files may go on using the same names, after the headers that any of them includes,
# which therefore stand outside.
set(SHOZAI_TEST_BATCH 1 CACHE STRING "How many files of tests are compiled together")

function(shozai_write_batch file sources)
  set(headers)
  set(bodies "")
  foreach(source IN LISTS sources)
    file(STRINGS "${source}" lines REGEX "^#include ")
    list(APPEND headers ${lines})
    cmake_path(GET source STEM name)
    string(APPEND bodies "namespace ${name}_cpp {\n#include \"${source}\"\n}\n")
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${source}") # its includes
  endforeach()
  list(REMOVE_DUPLICATES headers)
  list(JOIN headers "\n" headers)
  file(CONFIGURE OUTPUT "${file}" CONTENT "${headers}\n${bodies}" @ONLY)
endfunction()

function(shozai_test_batches result prefix)
  set(rest)
  set(batches)
  foreach(source IN LISTS ARGN)
    cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" NORMALIZE)
    file(STRINGS "${source}" replaced REGEX "^[^/]*operator new\\(")
    if(replaced)
      list(APPEND batches "${source}")
    else()
      list(APPEND rest "${source}")
    endif()
  endforeach()
  list(LENGTH rest count)
  if(SHOZAI_TEST_BATCH GREATER 1 AND count GREATER 0)
    math(EXPR last "${count} - 1")
    foreach(first RANGE 0 ${last} ${SHOZAI_TEST_BATCH})
      list(SUBLIST rest ${first} ${SHOZAI_TEST_BATCH} batch)
      list(APPEND batches "${CMAKE_CURRENT_BINARY_DIR}/${prefix}_from_${first}.cpp")
      shozai_write_batch("${CMAKE_CURRENT_BINARY_DIR}/${prefix}_from_${first}.cpp" "${batch}")
    endforeach()
    set(rest)
  endif()
  set(${result} ${batches} ${rest} PARENT_SCOPE)
endfunction()

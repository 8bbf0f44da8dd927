# SPDX-License-Identifier: Apache-2.0
# Finds what shozai's headers include: nlohmann/json and Boost. Used by the build and, installed, by find_package(shozai).
# In this order: a target the user's project already has; the package's own CMake configuration; a folder of headers
# (anywhere find_path looks, such as CMAKE_PREFIX_PATH or the cache variables SHOZAI_JSON_INCLUDE_DIR and
# SHOZAI_BOOST_INCLUDE_DIR).

function(shozai_find_headers package minimum target header variable debian)
  if(TARGET ${target})
    return()
  endif()
  if(NOT ${variable}) # a folder that was given wins
    find_package(${package} ${minimum} CONFIG QUIET GLOBAL)
    if(TARGET ${target})
      return()
    endif()
    find_path(${variable} "${header}" DOC "Folder that holds ${header}")
  endif()
  if(NOT ${variable} OR NOT EXISTS "${${variable}}/${header}")
    message(FATAL_ERROR "shozai needs <${header}> (${package} ${minimum} or later) and did not find it. Install it "
                        "(Debian, Ubuntu: apt-get install ${debian}) or set ${variable} to the folder that holds it.")
  endif()
  add_library(${target} INTERFACE IMPORTED GLOBAL)
  target_include_directories(${target} INTERFACE "${${variable}}")
endfunction()

shozai_find_headers(nlohmann_json 3.11 nlohmann_json::nlohmann_json nlohmann/json.hpp SHOZAI_JSON_INCLUDE_DIR
                    nlohmann-json3-dev)
shozai_find_headers(Boost 1.74 Boost::headers boost/version.hpp SHOZAI_BOOST_INCLUDE_DIR libboost-dev)

# SPDX-License-Identifier: Apache-2.0
# shozai::zones: shozai with what <shozai/organization/system_zones.hpp> needs, the zones of <chrono> where the standard
# library has them, else Howard Hinnant's date. Without either there is no such target; the rest of shozai needs none.
include(CheckCXXSourceCompiles)

if(NOT TARGET shozai::zones)
  set(CMAKE_REQUIRED_FLAGS "${CMAKE_CXX20_STANDARD_COMPILE_OPTION}")
  set(CMAKE_REQUIRED_QUIET TRUE)
  check_cxx_source_compiles("#include <chrono>
#if !defined(__cpp_lib_chrono) || __cpp_lib_chrono < 201907L
#error no zones
#endif
int main() { return std::chrono::get_tzdb_list().front().zones.empty() ? 1 : 0; }"
                            SHOZAI_STANDARD_ZONES)
  unset(CMAKE_REQUIRED_FLAGS)
  unset(CMAKE_REQUIRED_QUIET)
  if(NOT SHOZAI_STANDARD_ZONES)
    find_package(date 3 CONFIG QUIET)
  endif()
  if(SHOZAI_STANDARD_ZONES OR TARGET date::date-tz)
    add_library(shozai_zones INTERFACE IMPORTED GLOBAL)
    add_library(shozai::zones ALIAS shozai_zones)
    target_link_libraries(shozai_zones INTERFACE shozai::shozai)
    if(NOT SHOZAI_STANDARD_ZONES)
      target_link_libraries(shozai_zones INTERFACE date::date-tz)
    endif()
  endif()
endif()

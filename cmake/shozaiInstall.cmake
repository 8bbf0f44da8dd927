# SPDX-License-Identifier: Apache-2.0
# What find_package(shozai) finds.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(config_dir "${CMAKE_INSTALL_LIBDIR}/cmake/shozai")

install(TARGETS shozai EXPORT shozaiTargets FILE_SET HEADERS COMPONENT development)
install(EXPORT shozaiTargets NAMESPACE shozai:: DESTINATION "${config_dir}" COMPONENT development)

configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/shozaiConfig.cmake.in"
                              "${PROJECT_BINARY_DIR}/shozaiConfig.cmake" INSTALL_DESTINATION "${config_dir}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/shozaiConfigVersion.cmake" COMPATIBILITY SameMinorVersion
                                 ARCH_INDEPENDENT)
install(FILES "${PROJECT_BINARY_DIR}/shozaiConfig.cmake" "${PROJECT_BINARY_DIR}/shozaiConfigVersion.cmake"
              "${PROJECT_SOURCE_DIR}/cmake/shozaiDependencies.cmake" "${PROJECT_SOURCE_DIR}/cmake/shozaiZones.cmake"
              "${PROJECT_SOURCE_DIR}/cmake/shozaiPolicyTests.cmake" "${PROJECT_SOURCE_DIR}/src/testing/run_cases.cpp"
        DESTINATION "${config_dir}" COMPONENT development)

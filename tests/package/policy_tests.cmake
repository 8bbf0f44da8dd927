# SPDX-License-Identifier: Apache-2.0
# What a project writes to have the cases of its policy among its tests. Some are wrong on purpose:
# check_policy_tests.cmake runs them and looks at what CTest says.
enable_testing()
set(policy "${CMAKE_CURRENT_LIST_DIR}/policy")
shozai_add_policy_tests("${policy}/press.json" ../policy/press.cases.json LABELS policy press) # from the project's folder
shozai_add_policy_tests("${policy}/press.json" "${policy}/versions.cases.json" POLICIES "${policy}/press-2027.json")
shozai_add_policy_tests("${policy}/press.json" "${policy}/wrong.cases.csv" PREFIX "wrong (1)")
shozai_add_policy_tests("${policy}/press.json" "${policy}/refused.cases.json")
shozai_add_policy_tests("${policy}/press.json" "${CMAKE_CURRENT_BINARY_DIR}/edited.cases.csv")

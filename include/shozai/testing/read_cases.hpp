// SPDX-License-Identifier: Apache-2.0
/// \file
/// Files of a policy and of its test cases → cases that can be run.
#pragma once

#include <filesystem>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "shozai/core/diagnostic.hpp"
#include "shozai/ownership/compile.hpp"
#include "shozai/ownership/policy_set.hpp"
#include "shozai/policy/limits.hpp"
#include "shozai/policy/load_file.hpp"
#include "shozai/testing/load_case_table.hpp"
#include "shozai/testing/load_cases.hpp"
#include "shozai/testing/policy_case.hpp"

namespace shozai::inline v1 {

/// Cases, and the versions of the policy that decide them.
struct case_corpus {
  policy_set versions;
  case_file file;
};

namespace detail {

/// Puts the folder of a document before the names of its files.
inline void name_by_path(const std::filesystem::path& document, diagnostics& findings) {
  const auto folder = document.parent_path();
  const auto full = [&](std::string& file) {
    file = file.empty() ? document.string() : (folder / file).string();
  };
  for (auto& each : findings) {
    full(each.file);
    for (auto& other : each.related) {
      other.file = other.file.empty() ? each.file : (folder / other.file).string();
    }
  }
}

[[nodiscard]] inline source_texts named_by_path(const std::filesystem::path& document,
                                                const source_texts& sources) {
  source_texts named;
  for (const auto& [file, text] : sources) {
    named.emplace((document.parent_path() / file).string(), text);
  }
  return named;
}

}  // namespace detail

/// The versions of a policy that stand in the files at `paths`.
/// \throws policy_error with every finding about any of them, their files named by path
[[nodiscard]] inline policy_set read_policy_files(const std::vector<std::string>& paths) {
  std::vector<compiled_policy> versions;
  diagnostics findings;
  source_texts sources;
  for (const auto& path : paths) {
    try {
      versions.push_back(compile_policy_file(path));
    } catch (const policy_error& error) {
      auto found = error.findings();
      detail::name_by_path(path, found);
      std::ranges::move(found, std::back_inserter(findings));
      sources.merge(detail::named_by_path(path, error.sources()));
    }
  }
  if (!findings.empty()) {
    throw policy_error(std::move(findings), std::move(sources));
  }
  return policy_set(std::move(versions));
}

/// The cases in the file at `path`, a CSV table if its name ends so, and JSON otherwise.
/// \throws policy_error with every finding; a file that cannot be read is one
[[nodiscard]] inline case_file read_case_file(const policy_set& versions, const std::string& path) {
  const auto most_bytes = load_limits{}.document_bytes;
  auto text = read_file(path, most_bytes);
  if (const auto* problem = std::get_if<file_problem>(&text)) {
    auto finding = *problem == file_problem::too_large
                       ? finding_of("SZ107", {std::to_string(most_bytes)})
                       : finding_of("SZ132", {path});
    finding.file = path;
    throw policy_error({std::move(finding)});
  }
  const auto& read = std::get<std::string>(text);
  auto loaded = std::string_view(path).ends_with(".csv") ? load_case_table(versions, read, path)
                                                         : load_cases(versions, read, path);
  if (!loaded.result) {
    throw policy_error(std::move(loaded.findings), {{path, read}});
  }
  return std::move(*loaded.result);
}

/// Both. \throws policy_error with every finding about the first of them that is refused
[[nodiscard]] inline case_corpus read_case_corpus(const std::vector<std::string>& policies,
                                                  const std::string& cases) {
  auto versions = read_policy_files(policies);
  auto file = read_case_file(versions, cases);
  return {std::move(versions), std::move(file)};
}

}  // namespace shozai::inline v1

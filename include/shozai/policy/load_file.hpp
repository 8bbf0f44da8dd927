// SPDX-License-Identifier: Apache-2.0
/// \file
/// A policy document from the file system, never from outside its own folder.
#pragma once

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>
#include <utility>
#include <variant>

#include "shozai/policy/include_files.hpp"
#include "shozai/policy/load.hpp"

namespace shozai::inline v1 {

/// The text of a regular file of at most `most_bytes`; reading stops one byte past that.
[[nodiscard]] inline std::variant<std::string, file_problem> read_file(
    const std::filesystem::path& path, std::size_t most_bytes) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored)) {
    return file_problem::unreadable;  // a pipe or a device might never end
  }
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    return file_problem::unreadable;
  }
  std::string text;
  constexpr std::size_t step = std::size_t{64} * 1024;
  while (in && text.size() <= most_bytes) {
    const auto before = text.size();
    text.resize(before + step);
    in.read(text.data() + before, static_cast<std::streamsize>(step));
    text.resize(before + static_cast<std::size_t>(in.gcount()));
  }
  if (text.size() > most_bytes) {
    return file_problem::too_large;
  }
  return text;
}

/// A resolver of `{"file": …}` that reads below `folder` only, links followed.
[[nodiscard]] inline file_resolver folder_resolver(const std::filesystem::path& folder,
                                                   std::size_t most_bytes) {
  return [folder, most_bytes](const std::string& name) -> std::variant<std::string, file_problem> {
    std::error_code failed;
    const auto root = std::filesystem::canonical(folder, failed);
    const auto path =
        failed ? std::filesystem::path{} : std::filesystem::canonical(folder / name, failed);
    if (failed) {
      return file_problem::unreadable;
    }
    const auto below = path.lexically_relative(root);
    if (below.empty() || *below.begin() == "..") {
      return file_problem::outside;
    }
    return read_file(path, most_bytes);
  };
}

/// Why the document at `path`, called `name` in findings, cannot be read.
[[nodiscard]] inline diagnostic file_finding(file_problem problem,
                                             const std::filesystem::path& path,
                                             const load_limits& limits, const std::string& name) {
  diagnostic finding;
  finding.file = name;
  finding.code = problem == file_problem::too_large ? "SZ107" : "SZ132";
  finding.arguments = {problem == file_problem::too_large ? std::to_string(limits.document_bytes)
                                                          : path.string()};
  return finding;
}

/// Reads the document at `path`. Findings name it by its file name, and the files that it names
/// by their paths from its folder.
[[nodiscard]] inline loaded_document load_document_file(const std::filesystem::path& path,
                                                        load_options options = {}) {
  options.name = path.filename().string();
  options.resolve = folder_resolver(path.has_parent_path() ? path.parent_path() : ".",
                                    options.limits.document_bytes);
  auto text = read_file(path, options.limits.document_bytes);
  if (const auto* problem = std::get_if<file_problem>(&text)) {
    return {std::nullopt, {file_finding(*problem, path, options.limits, options.name)}, {}};
  }
  return load_document(std::get<std::string>(text), options);
}

}  // namespace shozai::inline v1

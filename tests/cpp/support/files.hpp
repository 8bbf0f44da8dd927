// SPDX-License-Identifier: Apache-2.0
/// \file
/// Files of the repository, and a folder for the files of one test.
#pragma once

#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>

namespace shozai::testing {

/// A file of the repository, by its path from the root.
[[nodiscard]] inline std::filesystem::path repository_file(const std::filesystem::path& path) {
  return std::filesystem::path(SHOZAI_SOURCE_DIR) / path;
}

[[nodiscard]] inline std::string read_bytes(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    throw std::runtime_error("cannot read " + path.string());
  }
  return {std::istreambuf_iterator<char>(in), {}};
}

inline void write_bytes(const std::filesystem::path& path, std::string_view bytes) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream out(path, std::ios::binary);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!out) {
    throw std::runtime_error("cannot write " + path.string());
  }
}

/// A folder that is gone, with all that is in it, when the test ends.
class temporary_folder {
 public:
  temporary_folder()
      : path_(std::filesystem::temp_directory_path() /
              ("shozai-" + std::to_string(getpid()) + "-" + std::to_string(++made_))) {
    std::filesystem::create_directories(path_);
  }
  ~temporary_folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  temporary_folder(const temporary_folder&) = delete;
  temporary_folder& operator=(const temporary_folder&) = delete;
  temporary_folder(temporary_folder&&) = delete;
  temporary_folder& operator=(temporary_folder&&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }
  [[nodiscard]] std::filesystem::path operator/(std::string_view name) const {
    return path_ / name;
  }
  /// The folder, after writing a file into it.
  const temporary_folder& with(std::string_view name, std::string_view bytes) const {
    write_bytes(path_ / name, bytes);
    return *this;
  }

 private:
  static inline std::atomic<unsigned> made_ = 0;
  std::filesystem::path path_;
};

}  // namespace shozai::testing

// SPDX-License-Identifier: Apache-2.0
/// \file
/// The cases of a file, one after the other, in a test of Catch2.
///
///     const auto c = GENERATE(cases_of("policy.json", "policy.cases.json"));
///     CHECK_THAT(c, passes());
#pragma once

#include <catch2/catch_tostring.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_templated.hpp>
#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "shozai/core/diagnostic.hpp"
#include "shozai/core/localized_text.hpp"
#include "shozai/policy/printable.hpp"
#include "shozai/policy/render.hpp"
#include "shozai/testing/case_text.hpp"
#include "shozai/testing/policy_case.hpp"
#include "shozai/testing/read_cases.hpp"
#include "shozai/testing/run_case.hpp"

namespace shozai::testing::inline v1 {

/// One case of a file, with the versions of the policy that decide it.
class generated_case {
 public:
  /// \pre `number` counts the cases of `corpus` from 0.
  generated_case(std::shared_ptr<const case_corpus> corpus, std::size_t number)
      : corpus_(std::move(corpus)), number_(number) {}

  [[nodiscard]] const policy_set& versions() const noexcept { return corpus_->versions; }
  [[nodiscard]] const policy_case& what() const { return corpus_->file.cases[number_]; }
  [[nodiscard]] const std::string& name() const { return what().name; }

 private:
  std::shared_ptr<const case_corpus> corpus_;
  std::size_t number_;
};

namespace detail {

/// Files that were refused. Says what `policy_error` knows the way people read it.
class refused_files : public policy_error {
 public:
  explicit refused_files(const policy_error& error)
      : policy_error(error),
        text_("\n" + render(error.findings(), error.sources(), language::en)) {}

  [[nodiscard]] const char* what() const noexcept override { return text_.c_str(); }

 private:
  std::string text_;
};

/// Counts through the cases of a file.
class case_generator final : public Catch::Generators::IGenerator<generated_case> {
 public:
  /// \pre There is a case.
  explicit case_generator(std::shared_ptr<const case_corpus> corpus)
      : corpus_(std::move(corpus)), now_(corpus_, 0) {}

  [[nodiscard]] const generated_case& get() const override { return now_; }

 private:
  bool next() override {
    if (++number_ == corpus_->file.cases.size()) {
      return false;
    }
    now_ = generated_case(corpus_, number_);
    return true;
  }

  std::shared_ptr<const case_corpus> corpus_;
  std::size_t number_ = 0;
  generated_case now_;
};

}  // namespace detail

/// Every case in the file at `cases`, JSON or CSV, for the versions of a policy in the files at
/// `policies`; paths count from where the test runs.
/// \throws policy_error with every finding, std::runtime_error if there is no case
[[nodiscard]] inline Catch::Generators::GeneratorWrapper<generated_case> cases_of(
    const std::vector<std::string>& policies, const std::string& cases) {
  try {
    auto corpus = std::make_shared<const case_corpus>(read_case_corpus(policies, cases));
    if (corpus->file.cases.empty()) {
      throw std::runtime_error(cases + " has no cases");
    }
    return {Catch::Detail::make_unique<detail::case_generator>(std::move(corpus))};
  } catch (const policy_error& error) {
    throw detail::refused_files(error);
  }
}

/// The same for a policy of one version.
[[nodiscard]] inline Catch::Generators::GeneratorWrapper<generated_case> cases_of(
    const std::string& policy, const std::string& cases) {
  return cases_of(std::vector{policy}, cases);
}

/// A claim that a case passes.
class passes_matcher final : public Catch::Matchers::MatcherGenericBase {
 public:
  [[nodiscard]] bool match(const generated_case& c) const {
    found_ = failure_text(c.versions(), c.what(), run_case(c.versions(), c.what()));
    return found_.empty();
  }

 protected:
  /// With what differs, and why the decision is so, once that is known.
  [[nodiscard]] std::string describe() const override {
    return "passes" + (found_.empty() ? "" : ", but\n" + found_);
  }

 private:
  mutable std::string found_;
};

/// The policy says of the fault what the case expects; a case that expects nothing yet fails.
[[nodiscard]] inline passes_matcher passes() {
  return {};
}

}  // namespace shozai::testing::inline v1

namespace Catch {  // NOLINT: Catch2 asks for specialisations of its own templates

template <>
struct StringMaker<shozai::testing::generated_case> {
  static std::string convert(const shozai::testing::generated_case& c) {
    return "the case \"" + shozai::printable(c.name()) + "\"";
  }
};

}  // namespace Catch

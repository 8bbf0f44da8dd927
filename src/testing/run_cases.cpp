// SPDX-License-Identifier: Apache-2.0
// Runs the test cases of a policy: what shozai_add_policy_tests gives to CTest.
#include <algorithm>
#include <cstddef>
#include <iostream>
#include <optional>
#include <shozai/policy/printable.hpp>
#include <shozai/policy/render.hpp>
#include <shozai/testing/case_text.hpp>
#include <shozai/testing/read_cases.hpp>
#include <shozai/testing/run_case.hpp>
#include <string>
#include <vector>

namespace {

constexpr auto usage = R"(run_cases POLICY... --cases FILE [--case NAME]... [--list | --json]

Runs the cases of FILE (.json or .csv) against the versions of a policy.
  --case NAME   only the case of this name
  --list        prints the names of the cases, one a line, and runs none
  --json        prints a list of {"name", "passed", "pending", "mismatches"}
Exits with 0 if all passed, 1 if one failed or a file was refused, 2 if wrongly called.
)";

struct request {
  std::vector<std::string> policies;
  std::string cases;
  std::vector<std::string> names;
  bool list = false;
  bool json = false;
};

std::optional<request> read_request(const std::vector<std::string>& arguments) {
  request r;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const auto& each = arguments[i];
    const bool takes_value = each == "--cases" || each == "--case";
    if (takes_value && i + 1 == arguments.size()) {
      return std::nullopt;
    }
    if (each == "--cases") {
      r.cases = arguments[++i];
    } else if (each == "--case") {
      r.names.push_back(arguments[++i]);
    } else if (each == "--list") {
      r.list = true;
    } else if (each == "--json") {
      r.json = true;
    } else if (each.starts_with("--")) {
      return std::nullopt;
    } else {
      r.policies.push_back(each);
    }
  }
  const bool whole = !r.policies.empty() && !r.cases.empty() && !(r.list && r.json);
  return whole ? std::optional{std::move(r)} : std::nullopt;
}

/// The name of a case in one line. Names that differ only in what no terminal shows mean the same.
std::string shown(const shozai::policy_case& c) {
  return shozai::printable(c.name);
}

shozai::json save(const shozai::policy_case& c,
                  const std::vector<shozai::case_mismatch>& mismatches) {
  auto all = shozai::json::array();
  for (const auto& m : mismatches) {
    all.push_back({{"aspect", m.aspect},
                   {"field", std::string(name_of(m.field))},
                   {"expected", m.expected},
                   {"actual", m.actual}});
  }
  return {{"name", c.name},
          {"passed", all.empty() && !c.is_pending()},
          {"pending", c.is_pending()},
          {"mismatches", std::move(all)}};
}

/// Runs the cases that were asked for, and says of each how it went.
class case_runner {
 public:
  case_runner(const shozai::case_corpus& corpus, const request& asked)
      : corpus_(corpus), asked_(asked) {}

  /// Whether all passed, and there were some.
  bool run() {
    for (const auto& c : corpus_.file.cases) {
      if (is_asked_for(c)) {
        run(c);
      }
    }
    if (asked_.json) {
      std::cout << (count_ == 0 ? "[" : "\n") << "]\n";
    } else {
      std::cout << count_ - failed_ << " of " << count_ << " cases passed\n";
    }
    if (count_ == 0) {
      std::cerr << shozai::printable(asked_.cases) << " has no such case\n";
    }
    return failed_ == 0 && count_ > 0;
  }

 private:
  [[nodiscard]] bool is_asked_for(const shozai::policy_case& c) const {
    const auto& names = asked_.names;
    return names.empty() || std::ranges::any_of(names, [&](const std::string& name) {
             return shown(c) == shozai::printable(name);
           });
  }

  void run(const shozai::policy_case& c) {
    const auto mismatches = run_case(corpus_.versions, c);
    const bool passed = mismatches.empty() && !c.is_pending();
    if (asked_.json) {
      std::cout << (count_ == 0 ? "[\n" : ",\n") << save(c, mismatches).dump();
    } else if (!passed) {
      std::cout << "FAILED: " << shown(c) << '\n'
                << failure_text(corpus_.versions, c, mismatches) << "\n\n";
    }
    ++count_;
    failed_ += passed ? 0 : 1;
  }

  const shozai::case_corpus& corpus_;
  const request& asked_;
  std::size_t count_ = 0;
  std::size_t failed_ = 0;
};

bool list(const shozai::case_corpus& corpus, const request& asked) {
  for (const auto& c : corpus.file.cases) {
    std::cout << shown(c) << '\n';
  }
  if (corpus.file.cases.empty()) {
    std::cerr << shozai::printable(asked.cases) << " has no cases\n";
  }
  return !corpus.file.cases.empty();
}

}  // namespace

int main(int argc, char** argv) {
  const auto asked = read_request({argv + 1, argv + argc});
  if (!asked) {
    std::cerr << usage;
    return 2;
  }
  try {
    const auto corpus = shozai::read_case_corpus(asked->policies, asked->cases);
    return (asked->list ? list(corpus, *asked) : case_runner(corpus, *asked).run()) ? 0 : 1;
  } catch (const shozai::policy_error& error) {
    std::cerr << render(error.findings(), error.sources(), shozai::language::en);
    return 1;
  }
}

// SPDX-License-Identifier: Apache-2.0
// What people read when a policy is checked, or two versions are compared: every file of
// tests/conformance/findings, byte for byte. SHOZAI_UPDATE_GOLDEN=1 writes the expected texts anew;
// read them before they are committed.
#include <algorithm>
#include <array>
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <set>
#include <shozai/ownership/analyse.hpp>
#include <shozai/ownership/compile.hpp>
#include <shozai/ownership/difference.hpp>
#include <shozai/ownership/save_analysis.hpp>
#include <shozai/policy/render.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/files.hpp"

namespace {

using shozai::big_count;
using shozai::compiled_policy;
using shozai::diagnostics;
using shozai::json;
using shozai::language;
using shozai::rule_place;
using shozai::source_texts;
using shozai::testing::read_bytes;
using shozai::testing::repository_file;

// What was found, and the evidence for it, which needs no language.
struct told {
  diagnostics findings;
  source_texts sources;
  std::string evidence;
};

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const auto& part : parts) {
    text += (text.empty() ? "" : ", ") + part;
  }
  return text;
}

std::string line(std::string_view name, const std::string& text) {
  return text.empty() ? "" : "  " + std::string(name) + " " + text + "\n";
}

std::string line(std::string_view name, const std::vector<rule_place>& rules) {
  std::vector<std::string> names;
  for (const auto& r : rules) {
    names.push_back(r.id + (r.accountable.empty() ? "" : " (" + r.accountable + ")"));
  }
  return line(name, joined(names));
}

std::string counted(const std::optional<big_count>& n) {
  return n ? n->str() : "?";
}

std::string shown(const shozai::region& r) {
  std::string text;
  for (const auto& condition : r.conditions) {
    text += line("where", condition);
  }
  return text + line("size", counted(r.size) + " of " + counted(r.space) + ", " +
                                 counted(r.remainder) + " of them elsewhere");
}

std::string shown(const shozai::witness& w, const shozai::schema& attributes) {
  const auto tree = shozai::save_tree(w, attributes);
  return line("example", tree["fault"].dump() + (w.realised == true    ? ""
                                                 : w.realised == false ? " cannot occur"
                                                                       : " may not occur"));
}

std::string evidence_of(const shozai::finding& f, const compiled_policy& policy) {
  std::string text = f.what.code + " " + std::string(name_of(f.kind)) + "\n";
  text += line("aspect", f.aspect) + line("rules", f.rules) + line("behind", f.blocking);
  text += line("assumptions", joined(f.assumptions)) + line("guarantee", f.guarantee);
  text += line("attribute", f.attribute) + line("value", f.value);
  text += f.where ? shown(*f.where) : "";
  return text + (f.example ? shown(*f.example, policy.attributes()) : "");
}

std::string shown(const shozai::said_before_or_after& said) {
  std::string text(name_of(said.state));
  text += said.accountable.empty() ? "" : " " + said.accountable;
  return text + (said.rule.empty() ? "" : " by " + said.rule);
}

std::string evidence_of(const shozai::policy_difference& d) {
  std::string text;
  for (const auto& a : d.aspects) {
    text += a.aspect + ": " +
            std::string(shozai::comparison_names.at(static_cast<std::size_t>(a.state))) + "\n";
    text += a.space ? line("size", counted(a.assignment_changed) + " to another assignment, " +
                                       counted(a.rule_changed) + " by another rule, of " +
                                       counted(a.space))
                    : "";
  }
  for (const auto& g : d.groups) {
    text += g.aspect + ": " + shown(g.before) + " -> " + shown(g.after) + "\n";
    text += shown(g.where) + shown(g.example, d.attributes);
  }
  return text;
}

// Small ones show what happens past a limit.
shozai::analysis_options limits_of(const json& root) {
  shozai::analysis_options options;
  const auto limits = root.value("limits", json::object());
  options.budget.nodes = limits.value("nodes", options.budget.nodes);
  options.budget.steps = limits.value("steps", options.budget.steps);
  options.most_of_a_kind = limits.value("most_of_a_kind", options.most_of_a_kind);
  return options;
}

told check(const compiled_policy& policy, const shozai::analysis_options& options,
           source_texts sources) {
  told result{{}, std::move(sources), ""};
  for (const auto& f : shozai::analyse(policy, options).findings) {
    result.findings.push_back(f.what);
    result.evidence += evidence_of(f, policy);
  }
  return result;
}

// A document is checked, two are compared; where limits are set, the document is the `policy`.
told load_case(const std::filesystem::path& path) {
  const auto text = read_bytes(path);
  const auto root = json::parse(text);
  const auto options = limits_of(root);
  if (root.contains("old")) {
    const auto before = shozai::compile_policy(root["old"].dump());
    const auto after = shozai::compile_policy(root["new"].dump());
    const auto difference = compare_policies(before, after, options);
    return {difference.changes, {}, evidence_of(difference)};
  }
  if (root.contains("policy") && root["policy"].contains("shozai")) {
    return check(shozai::compile_policy(root["policy"].dump()), options, {});
  }
  const auto name = path.filename().string();
  shozai::load_options loading;
  loading.name = name;
  return check(shozai::compile_policy(text, loading), options, {{name, text}});
}

std::vector<std::filesystem::path> all_cases() {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry :
       std::filesystem::directory_iterator(repository_file("tests/conformance/findings"))) {
    if (entry.path().extension() == ".json") {
      paths.push_back(entry.path());
    }
  }
  std::ranges::sort(paths);
  return paths;
}

std::filesystem::path expected_path(std::filesystem::path path) {
  return path.replace_extension(".expected.txt");
}

// Whether what a pattern puts in as a term of the catalogue is one.
bool has_terms_for(std::string_view pattern, const std::vector<std::string>& arguments) {
  for (auto at = pattern.find("{@"); at != std::string_view::npos;
       at = pattern.find("{@", at + 1)) {
    const auto& key = arguments.at(static_cast<std::size_t>(pattern.at(at + 2) - '0'));
    if (!std::ranges::binary_search(shozai::message_terms, key, {}, &shozai::message_term::key)) {
      return false;
    }
  }
  return true;
}

}  // namespace

TEST_CASE("every finding and every difference reads as its golden file says",
          "[ownership][diagnostics]") {
  const bool update =
      std::getenv("SHOZAI_UPDATE_GOLDEN") != nullptr;  // NOLINT(concurrency-mt-unsafe)
  std::set<std::filesystem::path> expected_files;
  for (const auto& path : all_cases()) {
    CAPTURE(path.filename().string());
    const auto [findings, sources, evidence] = load_case(path);
    const auto text = render(findings, sources, language::en) + "\n" +
                      render(findings, sources, language::ja) + "\n" + evidence;
    expected_files.insert(expected_path(path));
    if (update) {
      shozai::testing::write_bytes(expected_path(path), text);
    }
    CHECK(text == read_bytes(expected_path(path)));
    for (const auto& each : findings) {
      CAPTURE(each.code, each.arguments);
      CHECK(has_terms_for(shozai::message_of(each.code).en, each.arguments));
    }
    const auto code = path.filename().string().substr(0, 5);
    CHECK((!code.starts_with("SZ") ||
           std::ranges::any_of(findings, [&](const auto& each) { return each.code == code; })));
  }
  for (const auto& entry :
       std::filesystem::directory_iterator(repository_file("tests/conformance/findings"))) {
    if (entry.path().extension() == ".txt") {
      CAPTURE(entry.path().filename().string());
      CHECK(expected_files.contains(entry.path()));
    }
  }
}

TEST_CASE("why a question stayed open is a term of the catalogue", "[ownership][diagnostics]") {
  for (const auto name : shozai::over_budget_names) {
    CAPTURE(name);
    CHECK(std::ranges::binary_search(shozai::message_terms, "budget_" + std::string(name), {},
                                     &shozai::message_term::key) != (name == "none"));
  }
}

// SPDX-License-Identifier: Apache-2.0
// Organizations written in tests, and what checking them finds.
#pragma once

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <shozai/core/date_time.hpp>
#include <shozai/organization/check_organization.hpp>
#include <shozai/organization/load_organization.hpp>
#include <shozai/organization/organization_model.hpp>
#include <shozai/ownership/compile.hpp>
#include <shozai/policy/json_gate.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shozai::testing {

/// Without a finding: two steps more than enough, every position filled, an arbiter for all.
inline json sound_organization() {
  return json::parse(R"({
    "zone": "+09:00",
    "departments": {"service": {}, "sales": {}},
    "people": {
      "sato": {"channels": {"mail": "sato@example.jp"}},
      "ito": {"channels": {"mail": "ito@example.jp"}},
      "abe": {"channels": {"mail": "abe@example.jp"}},
      "mori": {"channels": {"mail": "mori@example.jp"}},
      "kato": {"channels": {"mail": "kato@example.jp"}}},
    "calendars": {"office": {"week": {"mon-fri": ["09:00-17:00"]}}},
    "positions": {
      "duty": {"department": "service", "roster": "night"},
      "manager": {"department": "service", "accountable": true, "holders": [{"person": "abe"}]},
      "seller": {"department": "sales", "holders": [{"person": "kato"}]},
      "director": {"accountable": true, "holders": [{"person": "mori"}]}},
    "superiors": {"service": "director", "sales": "director"},
    "rosters": {"night": {"rotation": ["sato", "ito"], "every": "P7D", "hand_off": "mon 09:00",
                          "from": "2026-01-01"}},
    "coverage": [{"positions": ["duty", "seller"], "calendar": "office"}],
    "escalation": {"policies": {"urgent": {"steps": [
      {"to": ["duty"], "acknowledge_within": "PT30M", "channels": ["mail"]},
      {"to": ["manager"], "acknowledge_within": "PT2H"},
      {"to": ["director"], "acknowledge_within": "PT4H"}]}}}})");
}

/// `sound_organization` with some members replaced; null takes one away.
inline json organization_with(const char* patch) {
  auto document = sound_organization();
  document.merge_patch(json::parse(patch));
  return document;
}

inline std::int64_t instant(const char* text) {
  return parse_timestamp(text).value();
}

inline organization_check_options in_april() {
  organization_check_options options;
  options.during = {instant("2026-04-01T00:00:00+09:00"), instant("2026-05-01T00:00:00+09:00")};
  return options;
}

inline organization require_organization(loaded_organization loaded) {
  for (const auto& each : loaded.findings) {
    if (each.level() == severity::error) {
      FAIL(each.code << " " << each.pointer << ": " << each.message(language::en));
    }
  }
  return std::move(loaded.result.value());
}

inline organization_model model_of(const json& document, organization_options options = {}) {
  return {std::make_shared<const organization>(
              require_organization(load_organization(document.dump(), options))),
          options.zones};
}

inline organization_report check(const json& document,
                                 const organization_check_options& options = in_april()) {
  return check_organization(model_of(document), nullptr, options);
}

/// Checks the organization that a policy document has in it.
inline organization_report check_policy(const json& policy,
                                        const organization_check_options& options = in_april()) {
  const auto loaded = load_document(policy.dump());
  for (const auto& each : loaded.findings) {
    CAPTURE(each.code, each.pointer, each.message(language::en));
    REQUIRE(each.level() != severity::error);
  }
  const auto compiled = compile_policy(policy.dump());
  const organization_model model(std::make_shared<const organization>(
                                     require_organization(load_organization(*loaded.document, {}))),
                                 {});
  return check_organization(model, &compiled, options);
}

/// Code by code, once each.
inline std::string codes(const organization_report& report) {
  std::set<std::string> all;
  for (const auto& f : report.findings) {
    all.insert(f.what.code);
  }
  std::string text;
  for (const auto& code : all) {
    text += (text.empty() ? "" : " ") + code;
  }
  return text;
}

/// Of one code, which pointer and what it puts in: `/positions/duty: duty, 2026-04-01`.
inline std::string said(const organization_report& report, std::string_view code) {
  std::string text;
  for (const auto& f : report.findings) {
    if (f.what.code != code) {
      continue;
    }
    text += (text.empty() ? "" : "\n") + f.what.pointer + ":";
    for (const auto& a : f.what.arguments) {
      text += " " + a;
    }
  }
  return text;
}

/// The only finding of one code.
inline organization_finding only(const organization_report& report, std::string_view code) {
  std::vector<organization_finding> found;
  for (const auto& f : report.findings) {
    if (f.what.code == code) {
      found.push_back(f);
    }
  }
  CAPTURE(code, codes(report));
  REQUIRE(found.size() == 1);
  return found.front();
}

/// Sentences in which every place is filled in and every term is known, in both languages.
inline bool reads_well(const organization_report& report) {
  const auto is_whole = [](const std::string& text) {
    bool quoted = false;
    for (const char c : text) {
      quoted = quoted != (c == '`');
      if (c == '{' || (!quoted && c == '_')) {
        return false;
      }
    }
    return !quoted && !text.starts_with("SZ");
  };
  return std::ranges::all_of(report.findings, [&](const organization_finding& f) {
    return is_whole(f.what.message(language::ja)) && is_whole(f.what.message(language::en)) &&
           is_whole(f.what.hint(language::ja)) && is_whole(f.what.hint(language::en)) &&
           !f.what.hint(language::en).empty();
  });
}

}  // namespace shozai::testing

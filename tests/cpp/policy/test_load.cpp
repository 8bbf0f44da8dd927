// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>
#include <shozai/policy/load.hpp>
#include <string>
#include <vector>

#include "support/documents.hpp"
#include "support/every_type.hpp"

namespace {

using shozai::language;
using shozai::load_document;
using shozai::testing::document;
using shozai::testing::findings_of;
using shozai::testing::messages_of;
using shozai::testing::rule_text;

std::string said(const std::string& text) {
  return messages_of(findings_of(text));
}

}  // namespace

TEST_CASE("a misspelt department is reported at its JSON pointer", "[policy][diagnostics]") {
  const auto findings =
      findings_of(document({.rules = "[" + rule_text("R-1", "seen", "sevice") + "]"}));
  REQUIRE(findings.size() == 1);
  CHECK(findings[0] == shozai::testing::finding("SZ204", "/aspects/owner/rules/0/then/accountable",
                                                {"sevice", "service"}));
  CHECK(findings[0].message(language::en) == "unknown department `sevice`");
  CHECK(findings[0].message(language::ja) == "未知の部門 `sevice` です");
  CHECK(findings[0].hint(language::en) == "did you mean `service`?");
}

TEST_CASE("a finding in a condition says which part of it", "[policy][diagnostics]") {
  const auto findings = findings_of(
      shozai::testing::document_with_condition("seen && kind == 'missuse' && severty > 1"));
  REQUIRE(findings.size() == 2);
  const auto* const at = "/aspects/owner/rules/0/when";
  CHECK(findings[0] ==
        shozai::testing::text_finding_at("SZ205", at, {16, 9}, {"missuse", "kind", "misuse"}));
  CHECK(findings[1] ==
        shozai::testing::text_finding_at("SZ203", at, {29, 7}, {"severty", "severity"}));
}

TEST_CASE("the smallest document loads without a finding", "[policy][load]") {
  const auto text = document({});
  const auto loaded = load_document(text);
  CHECK(loaded.document.has_value());
  CHECK(loaded.findings.empty());
  CHECK(loaded.sources.at("") == text);  // what is found later points into it
}

TEST_CASE("every part of a document is read", "[policy][load]") {
  const auto loaded = load_document(shozai::testing::every_type_text);
  REQUIRE(loaded.document.has_value());
  CHECK(loaded.findings.empty());
  const auto& d = *loaded.document;
  CHECK(d.header.id == "every-type");
  CHECK(d.attributes.size() == 16);
  CHECK(d.definitions.size() == 2);
  CHECK(d.assumptions.size() == 1);
  CHECK(d.participants.size() == 5);
  CHECK(d.find_participant("launch")->lead == "service");
  CHECK(d.find_participant("nobody") == nullptr);
  CHECK(d.intake == std::vector<std::size_t>{4, 2});
  REQUIRE(d.aspects.size() == 3);
  CHECK(d.aspects[0].rules.size() == 4);
  CHECK(d.aspects[0].rules[2].section == "safety");
  CHECK(d.aspects[0].also.size() == 1);
  CHECK(d.aspects[0].otherwise->id == "R-0");
  CHECK(d.aspects[0].interim.rules.size() == 1);
  CHECK(d.aspects[1].table_columns == std::vector<std::size_t>{0, 5, 15});
  CHECK(d.aspects[1].rules[0].is_row);
  CHECK(d.aspects[1].rules[0].cells.size() == 3);
  CHECK(d.aspects[2].same_as == "owner");
  CHECK(d.guarantees.size() == 2);
}

TEST_CASE("what a document must have is asked for", "[policy][load]") {
  CHECK(said("{}") ==
        "SZ112 : required key `shozai` is missing\n"
        "SZ112 : required key `policy` is missing\n"
        "SZ112 : required key `attributes` is missing\n"
        "SZ112 : required key `departments` is missing\n"
        "SZ112 : required key `aspects` is missing");
  CHECK(said("[]") == "SZ113 : expected an object, found a list");
  CHECK(said("5") == "SZ113 : expected an object, found a whole number");
  CHECK(said(document({.header = "{}"})) ==
        "SZ112 /policy: required key `id` is missing\n"
        "SZ112 /policy: required key `version` is missing");
  CHECK(said(document({.header = R"({"id": "p", "version": ""})"})) ==
        "SZ123 /policy/version: `version` must not be empty");
  CHECK(said(document({.aspects = R"({"owner": {"rules": [{}]}})"})) ==
        "SZ112 /aspects/owner: required key `interim` is missing\n"
        "SZ112 /aspects/owner/rules/0: required key `id` is missing\n"
        "SZ112 /aspects/owner/rules/0: required key `when` is missing\n"
        "SZ112 /aspects/owner/rules/0: required key `then` is missing\n"
        "SZ250 /aspects/owner/rules/0: rule `` gives no reason");
}

TEST_CASE("days of effect are a half-open interval", "[policy][load]") {
  const auto header = [](const std::string& effective) {
    return document({.header = R"({"id": "p", "version": "1", "effective": )" + effective + "}"});
  };
  const auto loaded = load_document(header(R"({"from": "2026-04-01", "to": "2026-04-02"})"));
  REQUIRE(loaded.document.has_value());
  CHECK(loaded.document->header.effective_from == shozai::parse_date("2026-04-01"));
  CHECK(loaded.document->header.effective_to == shozai::parse_date("2026-04-02"));
  CHECK(said(header(R"({"from": null, "to": null})")).empty());
  CHECK(said(header(R"({"from": "2026-04-01", "to": "2026-04-01"})")) ==
        "SZ126 /policy/effective: in force until 2026-04-01, which is not after 2026-04-01");
}

TEST_CASE("ids are unique over rules, rows, assumptions and guarantees", "[policy][load]") {
  const auto findings =
      findings_of(document({.rules = "[" + rule_text("X", "seen", "sales") + "]",
                            .more = R"(, "assumptions": [{"id": "X", "that": "true"}],
                            "guarantees": [{"id": "X", "that": "owner.is_decided"}])"}));
  CHECK(messages_of(findings) ==
        "SZ119 /aspects/owner/rules/0/id: id `X` is used twice\n"
        "SZ119 /guarantees/0/id: id `X` is used twice");
  REQUIRE(findings[0].related.size() == 1);
  CHECK(findings[0].related[0] == shozai::related_place{"", "/assumptions/0/id"});
}

TEST_CASE("attributes and definitions share their names, and so do all participants",
          "[policy][load]") {
  CHECK(said(document({.more = R"(, "definitions": {"seen": {"that": "true"}})"})) ==
        "SZ119 /definitions/seen: id `seen` is used twice");
  CHECK(said(document({.more = R"(, "parties": {"sales": {}})"})) ==
        "SZ119 /parties/sales: id `sales` is used twice");
}

TEST_CASE("a department may stand above others, a team needs a lead of its own", "[policy][load]") {
  CHECK(said(document({.departments = R"({"sales": {"parent": "service"}, "service": {},
                                          "quality": {"parent": "sale"}})"})) ==
        "SZ204 /departments/quality/parent: unknown department `sale`");
  CHECK(said(document(
            {.more = R"(, "teams": {"t": {"departments": ["sales"], "lead": "quality"}})"})) ==
        "SZ232 /teams/t/lead: the lead `quality` is not a department of the team");
  CHECK(said(document({.more = R"(, "teams": {"t": {}})"})) ==
        "SZ112 /teams/t: required key `departments` is missing\n"
        "SZ112 /teams/t: required key `lead` is missing");
  CHECK(said(document({.more = R"(, "parties": {"customer": {}},
            "teams": {"t": {"departments": ["customer", "sales"], "lead": "sales"}})"})) ==
        "SZ233 /teams/t/departments/0: `customer` is not a department");
}

TEST_CASE("positions of the organization may be named but never be accountable", "[policy][load]") {
  const auto text = [](const std::string& accountable) {
    return document({.rules = R"([{"id": "R-1", "when": "seen", "because": "b",
        "then": {"accountable": ")" +
                              accountable + R"(", "informed": ["manager", "night"]}}])",
                     .more = R"(, "organization": {"positions": {"manager": {}},
                                                    "rosters": {"night": {}}})"});
  };
  CHECK(said(text("sales")).empty());
  const auto refused = said(text("manager"));
  CHECK(refused.find("SZ230 /aspects/owner/rules/0/then/accountable: `manager` is no department "
                     "or team and cannot be accountable") != std::string::npos);
  const auto loaded = load_document(text("sales"));
  REQUIRE(loaded.document.has_value());
  CHECK(loaded.document->organization == R"({"positions":{"manager":{}},"rosters":{"night":{}}})");
  CHECK(loaded.document->organization_place.pointer == "/organization");
}

TEST_CASE("keys for later versions are refused by name", "[policy][load]") {
  CHECK(said(document({.more = R"(, "checklists": {}, "disputes": 5)"})) ==
        "SZ116 /checklists: key `checklists` is reserved for a later version\n"
        "SZ116 /disputes: key `disputes` is reserved for a later version");
  CHECK(said(document({.more = R"(, "checklist": {})"})) ==
        "SZ111 /checklist: unknown key `checklist`");
}

TEST_CASE("cost shares are whole percents that add up to 100", "[policy][load]") {
  const auto shares = [](const std::string& text) {
    return said(document({.rules = R"([{"id": "R-1", "when": "seen", "because": "b",
        "then": {"accountable": "sales", "cost_share": )" +
                                   text + "}}]"}));
  };
  const std::string at = " /aspects/owner/rules/0/then/cost_share";
  CHECK(shares(R"({"sales": 100})").empty());
  CHECK(shares(R"({"sales": 0, "service": 100})").empty());
  CHECK(shares("{}") == "SZ231" + at + ": the cost shares add up to 0, not to 100");
  CHECK(shares(R"({"sales": 50, "service": 51})") ==
        "SZ231" + at + ": the cost shares add up to 101, not to 100");
  CHECK(shares(R"({"sales": 101})") == "SZ125" + at + "/sales: 101 is outside 0 to 100");
  CHECK(shares(R"({"sales": 99.5, "service": 0.5})") ==
        "SZ114" + at +
            "/sales: expected a whole number, found `99.5`\n"
            "SZ114" +
            at + "/service: expected a whole number, found `0.5`");
  CHECK(shares(R"({"sale": 100})") == "SZ204" + at + "/sale: unknown department `sale`");
}

TEST_CASE("what the interim owner depends on is known at intake", "[policy][load]") {
  const auto text = [](const std::string& when) {
    return said(document({.aspects = R"({"owner": {"rules": [], "interim": {"accountable": "sales",
        "rules": [{"id": "I-1", "when": ")" +
                                     when + R"(", "then": {"accountable": "service"}}]}}})",
                          .more = R"(, "intake": ["severity"])"}));
  };
  CHECK(text("severity >= 4").empty());
  CHECK(text("kind == 'wear' || kind == 'design' && seen") ==
        "SZ267 /aspects/owner/interim/rules/0/when: `kind` is not known at the first call: it is "
        "not in `intake`\n"
        "SZ267 /aspects/owner/interim/rules/0/when: `seen` is not known at the first call: it is "
        "not in `intake`");
  CHECK(said(document({.more = R"(, "intake": ["severity", "severity", "sverity"])"})) ==
        "SZ119 /intake/1: id `severity` is used twice\n"
        "SZ265 /intake/2: unknown attribute `sverity`");
}

TEST_CASE("a review is due the day after its date", "[policy][load]") {
  const auto text = document(
      {.rules = "[" + rule_text("R-1", "seen", "sales", R"("review_by": "2026-03-31", )") + "]"});
  const auto on = [&](const char* day) {
    shozai::load_options options;
    options.today = shozai::parse_date(day);
    return messages_of(findings_of(text, options));
  };
  CHECK(on("2026-03-31").empty());
  CHECK(on("2026-04-01") ==
        "SZ251 /aspects/owner/rules/0/review_by: rule `R-1` was to be reviewed by 2026-03-31");
  CHECK(messages_of(findings_of(text)).empty());
}

TEST_CASE("overrides name rules, sections or everything of the aspect", "[policy][load]") {
  const auto text =
      [](const std::string& overrides, const std::string& hit_policy = "override") {
        return said(document({.aspects = R"({"owner": {"interim": {"accountable": "sales"},
        "hit_policy": ")" + hit_policy + R"(", "sections": {"safety": {}}, "rules": [)" +
                                         rule_text("R-1", "seen", "sales") + "," +
                                         rule_text("R-2", "seen", "service",
                                                   "\"overrides\": [" + overrides + "], ") +
                                         "]}}"}));
      };
  const std::string at = " /aspects/owner/rules/1/overrides";
  CHECK(text(R"("R-1", "section:safety", "*")").empty());
  CHECK(text("").empty());
  CHECK(text(R"("R1", "section:safty", "sction:safety")") ==
        "SZ240" + at +
            "/0: unknown rule `R1`\n"
            "SZ241" +
            at +
            "/1: unknown section `safty`\n"
            "SZ240" +
            at + "/2: unknown rule `sction:safety`");
  CHECK(text(R"("R-1")", "unique") ==
        "SZ243" + at + ": `overrides` has no meaning under hit policy `unique`");
}

TEST_CASE("a rule overrides a rule of another aspect no more than an unknown one",
          "[policy][load]") {
  CHECK(said(document({.aspects = R"({
      "a": {"interim": {"accountable": "sales"}, "rules": [)" +
                                  rule_text("A-1", "seen", "sales") + R"(]},
      "b": {"interim": {"accountable": "sales"}, "rules": [)" +
                                  rule_text("B-1", "seen", "sales", R"("overrides": ["A-1"], )") +
                                  "]}}"})) ==
        "SZ240 /aspects/b/rules/0/overrides/0: unknown rule `A-1`");
}

TEST_CASE("the texts that findings point into come with them", "[policy][load]") {
  shozai::load_options options;
  options.name = "policy.json";
  const auto text = document({.more = R"(, "parties": {"Customer": {}})"});
  const auto loaded = load_document(text, options);
  REQUIRE(loaded.findings.size() == 1);
  CHECK(loaded.findings[0].file == "policy.json");
  CHECK(loaded.sources.at("policy.json") == text);
}

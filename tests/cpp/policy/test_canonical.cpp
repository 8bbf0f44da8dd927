// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <shozai/policy/canonical.hpp>
#include <shozai/policy/load.hpp>
#include <string>
#include <tuple>
#include <variant>

#include "support/documents.hpp"

namespace {

using shozai::canonical_json;
using shozai::json;
using shozai::policy_document;
using shozai::testing::document;
using shozai::testing::document_parts;
using shozai::testing::messages_of;
using shozai::testing::rule_text;

policy_document loaded(const std::string& text, const shozai::load_options& options = {}) {
  auto result = shozai::load_document(text, options);
  CAPTURE(messages_of(result.findings));
  REQUIRE(result.document.has_value());
  return std::move(*result.document);
}

std::string content_hash(const std::string& text) {
  return shozai::content_hash(loaded(text));
}
std::string decision_hash(const std::string& text) {
  return shozai::decision_hash(loaded(text));
}

document_parts parts() {
  return {.rules = "[" + rule_text("R-1", "severity >= 4 && kind == 'wear'", "sales") + "]"};
}

}  // namespace

TEST_CASE("canonical JSON is that of RFC 8785", "[policy][hash]") {
  const auto [text, canonical] = GENERATE(table<std::string, std::string>({
      {R"({ "b" : 1 , "a" : [ true , null ] })", R"({"a":[true,null],"b":1})"},
      {R"({"10": 1, "9": 2, "1": 3})", R"({"1":3,"10":1,"9":2})"},
      {R"(["\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"\/"])", R"(["€$\u000f\nA'B\"\\\\\"/"])"},
      {R"(["\b\t\n\f\r", "\u007f\u0080"])", "[\"\\b\\t\\n\\f\\r\",\"\x7f\xC2\x80\"]"},
      {R"([-0, 0, -5, 9223372036854775807])", "[0,0,-5,9223372036854775807]"},
      {"{}", "{}"},
      {R"([[], {}])", "[[],{}]"},
      {R"({"a": {"d": 1, "c": {"f": 2, "e": 3}}})", R"({"a":{"c":{"e":3,"f":2},"d":1}})"},
  }));
  CAPTURE(text);
  CHECK(canonical_json(*shozai::read_json(text).tree) == canonical);
}

TEST_CASE("keys are sorted by their UTF-16 code units", "[policy][hash]") {
  // The example of RFC 8785, 3.2.3: U+1F600 is written D83D DE00 and sorts before U+FB33.
  const auto* const text = R"({"\u20ac": "Euro Sign", "\r": "Carriage Return",
      "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One", "\ud83d\ude00": "Emoji",
      "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis"})";
  CHECK(canonical_json(*shozai::read_json(text).tree) ==
        "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\xC2\x80\":\"Control\","
        "\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\","
        "\"😀\":\"Emoji\",\"\uFB33\":\"Hebrew Letter Dalet With Dagesh\"}");
}

TEST_CASE("layout and the order of keys do not change the hashes", "[policy][hash]") {
  const auto text = document(parts());
  const auto laid_out = json::parse(text).dump(4);
  const auto sorted = nlohmann::json::parse(text).dump();  // its keys are in alphabetical order
  REQUIRE(sorted != json::parse(text).dump());
  CHECK(content_hash(laid_out) == content_hash(text));
  CHECK(decision_hash(laid_out) == decision_hash(text));
  CHECK(content_hash("\xEF\xBB\xBF" + text) == content_hash(text));
  const auto swapped = document(
      {.departments = R"({"quality": {}, "sales": {}, "service": {}})", .rules = parts().rules});
  CHECK(content_hash(swapped) == content_hash(text));
}

TEST_CASE("the order of an enum's values is part of its meaning for nobody", "[policy][hash]") {
  // Keys of an object have no order: the hash is the same, and so are all decisions.
  auto other = parts();
  other.attributes = R"({"seen": {"type": "bool", "optional": true},
      "kind": {"values": {"wear": {}, "misuse": {}, "design": {}}, "type": "enum"},
      "severity": {"max": 5, "min": 1, "type": "int"}})";
  CHECK(content_hash(document(other)) == content_hash(document(parts())));
}

TEST_CASE("how conditions and defaults are written does not change the hashes", "[policy][hash]") {
  auto other = parts();
  other.rules = "[" + rule_text("R-1", "((4 <= severity)) && kind == \\\"wear\\\"", "sales") + "]";
  CHECK(content_hash(document(other)) == content_hash(document(parts())));
  other = parts();
  other.attributes = R"({"severity": {"type": "int", "min": 1, "max": 5, "optional": false},
      "kind": {"type": "enum", "values": {"design": {}, "misuse": {}, "wear": {}}, "ask": {"cost": 1}},
      "seen": {"type": "bool", "optional": true}})";
  CHECK(content_hash(document(other)) == content_hash(document(parts())));
}

TEST_CASE("splitting a document into files does not change the hashes", "[policy][hash]") {
  auto split = parts();
  split.departments = R"({"file": "people.json"})";
  split.aspects = R"({"owner": {"file": "owner.json"}})";
  shozai::load_options options;
  options.resolve = [](const std::string& name) -> std::variant<std::string, shozai::file_problem> {
    return name == "people.json"
               ? R"({"sales": {}, "service": {}, "quality": {}})"
               : R"({"interim": {"accountable": "quality"}, "rules": )" + parts().rules + "}";
  };
  const auto whole = loaded(document(parts()));
  const auto pieces = loaded(document(split), options);
  CHECK(shozai::content_hash(pieces) == shozai::content_hash(whole));
  CHECK(shozai::decision_hash(pieces) == shozai::decision_hash(whole));
}

TEST_CASE("whatever decides changes both hashes", "[policy][hash]") {
  const auto text = document(parts());
  const auto other = GENERATE_COPY(
      as<std::string>{},
      document({.rules = "[" + rule_text("R-1", "severity >= 3 && kind == 'wear'", "sales") + "]"}),
      document(
          {.rules = "[" + rule_text("R-1", "severity >= 4 && kind == 'wear'", "service") + "]"}),
      document({.rules = "[" + rule_text("R-2", "severity >= 4 && kind == 'wear'", "sales") + "]"}),
      document(
          {.rules = parts().rules, .more = R"(, "assumptions": [{"id": "A", "that": "seen"}])"}),
      document({.rules = parts().rules, .more = R"(, "parties": {"customer": {}})"}),
      document({.attributes = R"({"severity": {"type": "int", "min": 1, "max": 6},
                "kind": {"type": "enum", "values": {"design": {}, "misuse": {}, "wear": {}}},
                "seen": {"type": "bool", "optional": true}})",
                .rules = parts().rules}),
      document({.aspects = R"({"owner": {"interim": {"accountable": "sales"}, "rules": )" +
                           parts().rules + "}}"}),
      document(
          {.aspects = R"({"owner": {"hit_policy": "first", "interim": {"accountable": "quality"},
                "rules": )" +
                      parts().rules + "}}"}));
  CAPTURE(other);
  CHECK(content_hash(other) != content_hash(text));
  CHECK(decision_hash(other) != decision_hash(text));
}

TEST_CASE("texts and metadata change the content hash and not the decision hash",
          "[policy][hash]") {
  const auto rules = [](const std::string& more) {
    return document({.rules = R"([{"id": "R-1", "when": "severity >= 4 && kind == 'wear'",
        "then": {"accountable": "sales")" +
                              more + "}]"});
  };
  const auto text = document(parts());
  const auto other = GENERATE_COPY(
      as<std::string>{}, rules(R"(}, "because": "another reason")"), rules("}"),
      rules(R"(, "notes": ["call first"]}, "because": "b")"),
      rules(
          R"(}, "because": "b", "source": "QA 4.2", "steward": "sales", "review_by": "2027-01-01")"),
      document({.header = R"({"id": "p", "version": "2", "title": "t", "zone": "Asia/Tokyo"})",
                .rules = parts().rules}),
      document(
          {.departments = R"({"sales": {"label": "Sales", "duties": [{"id": "S-1", "text": "t"}]},
                                   "service": {}, "quality": {"parent": "sales"}})",
           .rules = parts().rules}),
      document({.attributes = R"({"severity": {"type": "int", "min": 1, "max": 5, "unit": "x",
                "label": "l", "columns": ["c"], "ask": {"cost": 3}},
                "kind": {"type": "enum", "values": {"design": {"ja": "設計"}, "misuse": {}, "wear": {}}},
                "seen": {"type": "bool", "optional": true}})",
                .rules = parts().rules}),
      document({.rules = parts().rules, .more = R"(, "intake": ["severity"],
                "guarantees": [{"id": "G-1", "that": "owner.is_decided"}])"}));
  CAPTURE(other);
  CHECK(content_hash(other) != content_hash(text));
  CHECK(decision_hash(other) == decision_hash(text));
}

TEST_CASE("a hash is 64 hexadecimal digits of the canonical form", "[policy][hash]") {
  const auto d = loaded(document(parts()));
  CHECK(shozai::content_hash(d) == shozai::sha256_hex(canonical_json(shozai::save_tree(d))));
  CHECK(shozai::content_hash(d).find_first_not_of("0123456789abcdef") == std::string::npos);
  CHECK(shozai::content_hash(d).size() == 64);
}

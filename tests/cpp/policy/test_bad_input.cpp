// SPDX-License-Identifier: Apache-2.0
// What no one would write, and what someone might send: refused with an exact message, soon, and
// never half-accepted.
#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cstddef>
#include <filesystem>
#include <shozai/policy/canonical.hpp>
#include <shozai/policy/derivation_parser.hpp>
#include <shozai/policy/guarantee_parser.hpp>
#include <shozai/policy/json_gate.hpp>
#include <shozai/policy/load_fault.hpp>
#include <shozai/policy/load_file.hpp>
#include <shozai/policy/render.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "support/documents.hpp"
#include "support/every_type.hpp"
#include "support/files.hpp"

namespace {

using shozai::diagnostic;
using shozai::diagnostics;
using shozai::language;
using shozai::load_document;
using shozai::load_document_file;
using shozai::load_limits;
using shozai::load_options;
using shozai::read_json;
using shozai::testing::document;
using shozai::testing::every_type;
using shozai::testing::messages_of;
using shozai::testing::rule_text;
using shozai::testing::temporary_folder;

std::string repeated(std::string_view part, std::size_t times) {
  std::string text;
  text.reserve(part.size() * times);
  for (std::size_t i = 0; i < times; ++i) {
    text += part;
  }
  return text;
}

// `make(0), make(1), …` in brackets.
template <typename Make>
std::string joined(char open, std::size_t count, char close, const Make& make) {
  std::string text(1, open);
  for (std::size_t i = 0; i < count; ++i) {
    text += (i > 0 ? "," : "") + make(std::to_string(i));
  }
  return text + close;
}

// What is said of a text that must not give a tree.
std::string refusal(std::string_view text, const load_limits& limits = {}) {
  const auto gated = read_json(text, limits);
  CHECK_FALSE(gated.tree.has_value());
  return messages_of(gated.findings);
}

std::string hint_of(std::string_view text) {
  const auto gated = read_json(text);
  REQUIRE_FALSE(gated.findings.empty());
  return gated.findings.back().hint(language::en);
}

bool accepts(std::string_view text, const load_limits& limits = {}) {
  const auto gated = read_json(text, limits);
  return gated.tree.has_value() && gated.findings.empty();
}

// What is said of a document, which must not be there if any of it is an error.
std::string said_of(const std::string& text, const load_options& options = {}) {
  const auto loaded = load_document(text, options);
  CHECK(loaded.document.has_value() != shozai::has_errors(loaded.findings));
  return messages_of(loaded.findings);
}

load_options with_limits(const load_limits& limits) {
  load_options options;
  options.limits = limits;
  return options;
}

load_options with_files(std::map<std::string, std::string> files) {
  load_options options;
  options.resolve =
      [files = std::move(files)](
          const std::string& path) -> std::variant<std::string, shozai::file_problem> {
    const auto found = files.find(path);
    if (found == files.end()) {
      return shozai::file_problem::unreadable;
    }
    return found->second;
  };
  return options;
}

std::string first_message(const std::vector<shozai::text_finding>& findings) {
  REQUIRE_FALSE(findings.empty());
  diagnostic d;
  d.code = findings.front().code;
  d.arguments = findings.front().arguments;
  return d.code + " at " + std::to_string(findings.front().span.offset) + ": " +
         d.message(language::en);
}

}  // namespace

TEST_CASE("brackets nest 64 deep and no deeper", "[policy][limits]") {
  CHECK(accepts(repeated("[", 64) + repeated("]", 64)));
  const auto depth = GENERATE(std::size_t{65}, 100'000U, 1'000'000U);
  CAPTURE(depth);
  const auto expected = "SZ102 " + repeated("/0", 63) + ": nested deeper than 64 levels";
  CHECK(refusal(repeated("[", depth) + repeated("]", depth)) == expected);
  CHECK(refusal(repeated("[", depth)) == expected);
  CHECK(refusal(repeated(R"({"a":)", depth)) ==
        "SZ102 " + repeated("/a", 63) + ": nested deeper than 64 levels");
}

TEST_CASE("a key that stands twice in one object is refused", "[policy][limits]") {
  CHECK(refusal(R"({"a": 1, "b": 2, "a": 3})") == "SZ103 /a: key `a` stands twice in one object");
  CHECK(refusal(R"([{"a": 1}, {"b": {"c": 1, "\u0063": 2}}])") ==
        "SZ103 /1/b/c: key `c` stands twice in one object");
  CHECK(accepts(R"([{"a": 1}, {"a": 1}, {"A": 1, "a": 2}])"));

  // Larger objects are searched in another way.
  const auto members = [](std::size_t count) {
    return joined('{', count, ' ', [](const std::string& i) { return "\"k" + i + "\":0"; });
  };
  CHECK(accepts(members(100) + "}"));
  const auto twice = GENERATE(as<std::string>{}, "k0", "k15", "k16", "k17", "k99");
  CHECK(refusal(members(100) + ",\"" + twice + "\":1}") ==
        "SZ103 /" + twice + ": key `" + twice + "` stands twice in one object");
}

TEST_CASE("a million repeated keys are reported up to the limit of errors", "[policy][limits]") {
  const auto gated = read_json("{" + repeated("\"a\":0,", 90'000) + "\"b\":0}");
  CHECK_FALSE(gated.tree.has_value());
  CHECK(gated.findings.size() == 1'001);
  CHECK(messages_of({gated.findings.back()}) == "SZ199 : more than 1000 errors; reading stopped");
  const auto numbers = read_json("[" + repeated("1e999999,", 1) + "0]");
  CHECK_FALSE(numbers.tree.has_value());
}

TEST_CASE("whole numbers are exact to 64 bits and refused beyond", "[policy][limits]") {
  const auto [written, read] = GENERATE(table<std::string, std::string>({
      {"9007199254740993", "9007199254740993"},  // 2^53 + 1
      {"9223372036854775807", "9223372036854775807"},
      {"-9223372036854775808", "-9223372036854775808"},
      {"-0", "0"},
  }));
  const auto gated = read_json(written);
  REQUIRE(gated.tree.has_value());
  CHECK(gated.tree->is_number_integer());
  CHECK(gated.tree->dump() == read);
}

TEST_CASE("numbers beyond 64 bits are refused", "[policy][limits]") {
  const auto number = GENERATE(as<std::string>{}, "9223372036854775808", "18446744073709551615",
                               "18446744073709551616", "-9223372036854775809", "1e400", "-1e400");
  CAPTURE(number);
  CHECK(refusal(R"({"a": [)" + number + "]}") ==
        "SZ104 /a/0: number `" + number + "` does not fit in 64 bits");
  const auto nines = std::string(400, '9');
  CHECK(refusal("[0, " + nines + "]") ==
        "SZ104 /1: number `" + nines.substr(0, 40) + "…` does not fit in 64 bits");
  CHECK(said_of(document({.attributes = R"({"n": {"type": "int", "max": )" + number + "}}"})) ==
        "SZ104 /attributes/n/max: number `" + number + "` does not fit in 64 bits");
}

TEST_CASE("an int may be 2^53 + 1, in a document and in a fault", "[policy][limits]") {
  const auto loaded =
      load_document(document({.attributes = R"({"n": {"type": "int", "min": 9007199254740993}})"}));
  REQUIRE(loaded.document.has_value());
  CHECK(loaded.document->attributes[0].domain.min() == 9'007'199'254'740'993);
  const auto fault = shozai::load_fault(loaded.document->attributes,
                                        *read_json(R"({"n": 9007199254740995})").tree);
  REQUIRE(fault.result.has_value());
  CHECK(fault.result->attributes[0].known() == shozai::value{std::int64_t{9'007'199'254'740'995}});
}

TEST_CASE("what is no JSON is refused with what to do about it", "[policy][limits]") {
  const auto [text, found, hint] = GENERATE(table<std::string, std::string, std::string>({
      {"[NaN]", "NaN",
       "leave the key out if the value is not known; `null` means it does not apply"},
      {"[-Infinity]", "-Infinity",
       "leave the key out if the value is not known; `null` means it does not apply"},
      {"[True]", "True", "`true`, `false` and `null` are written in lower case"},
      {"[None]", "None", "`true`, `false` and `null` are written in lower case"},
      {"[1,]", "]", "remove the comma before it"},
      {R"({"a": 1,})", "}", "remove the comma before it"},
      {"['a']", "'", R"(JSON texts stand in double quotes ("))"},
      {"{a: 1}", "a", R"(JSON texts stand in double quotes ("))"},
      {"[“a”]", "“", R"(JSON texts stand in double quotes ("))"},
      {"// x\n[]", "/", "JSON has no comments; move the remark into a `note`"},
      {"/* x */ []", "/", "JSON has no comments; move the remark into a `note`"},
      {"# x\n[]", "#", "JSON has no comments; move the remark into a `note`"},
      {R"({"a" 1})", "1", "a colon is missing before it"},
      {R"({"a": 1 "b": 2})", R"("b")", "a comma may be missing before it"},
      {"[1 2]", "2", "a comma may be missing before it"},
      {R"({"a"：1})", "：", "use the half-width characters of the keyboard"},
      {R"(["C:\plant"])", R"(\plant)", "write a backslash twice"},
      {"[\"a\nb\"]", "U+000A",
       R"(a text ends on the line where it begins; write a line break as \n)"},
      {"[\"a\tb\"]", "U+0009", R"(write a tab as \t)"},
      {"[\"a\x01\"]", "U+0001", ""},
      {std::string("[1\0]", 4), "U+0000", ""},
      {std::string("[\"a\0\"]", 6), "U+0000", ""},
      {"[\xEF\xBB\xBF]", "U+FEFF", ""},
      {R"(["\ud800"])", R"("\ud800")", ""},
      {R"(["\udc00"])", R"(\udc00)", ""},
      {R"(["\ud800\u0041"])", R"(\u0041)", ""},
      {R"(["\u12"])", R"("\u12")", ""},
      {"[01]", "01", ""},
      {"[+1]", "+1", ""},
      {"[.5]", ".5", ""},
      {"[0x10]", "0x10", ""},
      {"[tru]", "tru", ""},
      {"[] x", "x", ""},
      {"[,1]", ",", ""},
      {"]", "]", ""},
      {R"({"a": 1])", "]", ""},
  }));
  CAPTURE(text);
  CHECK(refusal(text) == "SZ101 : not valid JSON: unexpected `" + found + "`");
  CHECK(hint_of(text) == hint);
}

TEST_CASE("a text that is cut off is refused at its last character", "[policy][limits]") {
  const auto text = GENERATE(as<std::string>{}, "", "  ", "[", R"({"a")", R"({"a":)", "[1,",
                             R"(["abc)", "[1, 2 \n\n");
  CAPTURE(text);
  const auto gated = read_json(text);
  CHECK_FALSE(gated.tree.has_value());
  REQUIRE(gated.findings.size() == 1);
  CHECK(messages_of(gated.findings) == "SZ100 : the document ends before it is complete");
  const auto last = text.find_last_not_of(" \n");
  CHECK(gated.findings[0].offset == (last == std::string::npos ? 0 : last));
}

TEST_CASE("bytes that are not UTF-8 are refused at the first of them", "[policy][limits]") {
  const auto bytes = GENERATE(as<std::string>{}, "\xC0\xAF", "\xE0\x80\x80", "\xED\xA0\x80",
                              "\xF4\x90\x80\x80", "\xFF", "\xE3\x81", "\x95\x69\x8E\xBF");
  CHECK(refusal("[\"品" + bytes + "\"]") == "SZ105 : not UTF-8: byte 6 is not valid");
  CHECK(refusal(std::string("\xFF\xFE[\0", 4)) == "SZ105 : not UTF-8: byte 1 is not valid");
}

TEST_CASE("a byte order mark is skipped with a warning, a second one refused", "[policy][limits]") {
  const std::string mark = "\xEF\xBB\xBF";
  const auto gated = read_json(mark + "[1]");
  CHECK(gated.tree.has_value());
  CHECK(messages_of(gated.findings) ==
        "SZ106 : the document begins with a byte order mark, which was skipped");
  CHECK(refusal(mark + mark + "[1]") ==
        "SZ106 : the document begins with a byte order mark, which was skipped\n"
        "SZ101 : not valid JSON: unexpected `U+FEFF`");
  CHECK(load_document(mark + document({})).document.has_value());
}

TEST_CASE("each limit of a JSON text holds at the limit and not one past it", "[policy][limits]") {
  SECTION("bytes") {
    const load_limits limits{.document_bytes = 10};
    CHECK(accepts("[12345678]", limits));
    CHECK(refusal("[123456789]", limits) == "SZ107 : larger than 10 bytes");
  }
  SECTION("depth") {
    const load_limits limits{.depth = 2};
    CHECK(accepts("[[]]", limits));
    CHECK(refusal("[[[]]]", limits) == "SZ102 /0: nested deeper than 2 levels");
  }
  SECTION("texts") {
    const load_limits limits{.string_bytes = 6};
    CHECK(accepts(R"(["品質"])", limits));
    CHECK(refusal(R"(["品質x"])", limits) == "SZ108 : a text longer than 6 bytes");
    CHECK(accepts(R"({"123456": 1})", limits));
    CHECK(refusal(R"({"a": {"1234567": 1}})", limits) == "SZ108 /a: a text longer than 6 bytes");
  }
  SECTION("keys") {
    const load_limits limits{.object_keys = 2};
    CHECK(accepts(R"([{"a": 1, "b": 2}, {"c": 3}])", limits));
    CHECK(refusal(R"([{"a": 1, "b": 2, "c": 3}])", limits) ==
          "SZ109 /0: an object with more than 2 keys");
  }
  SECTION("values") {
    const load_limits limits{.values = 4};
    CHECK(accepts(R"([1, {"a": 2}])", limits));
    CHECK(refusal("[1, 2, [3, 4]]", limits) == "SZ110 /2: more than 4 values in one document");
  }
  SECTION("errors") {
    const load_limits limits{.errors = 2};
    CHECK(refusal(R"({"a": 1, "a": 2, "a": 3})", limits).starts_with("SZ103"));
    CHECK(refusal(R"({"a": 1, "a": 2, "a": 3, "a": 4})", limits)
              .ends_with("SZ199 : more than 2 errors; reading stopped"));
  }
}

TEST_CASE("the limits that documents have by default hold", "[policy][limits]") {
  const load_limits limits;
  const auto text = [&](std::size_t size) { return '"' + std::string(size, 'a') + '"'; };
  CHECK(accepts(text(limits.string_bytes)));
  CHECK(refusal(text(limits.string_bytes + 1)) == "SZ108 : a text longer than 65536 bytes");
  const auto object = [](std::size_t keys) {
    return joined('{', keys, '}', [](const std::string& i) { return "\"" + i + "\":0"; });
  };
  CHECK(accepts(object(limits.object_keys)));
  CHECK(refusal(object(limits.object_keys + 1)) == "SZ109 : an object with more than 100000 keys");
  CHECK(accepts("[" + repeated("0,", limits.values - 2) + "0]"));
  CHECK(refusal("[" + repeated("0,", limits.values - 1) + "0]") ==
        "SZ110 : more than 4000000 values in one document");
  CHECK(refusal("[" + std::string(limits.document_bytes - 1, ' ') + "]") ==
        "SZ107 : larger than 67108864 bytes");
  CHECK(accepts("[" + std::string(limits.document_bytes - 2, ' ') + "]"));
}

TEST_CASE("a document holds as many rules as the limit says", "[policy][limits]") {
  const auto rules = [](std::size_t count) {
    return document({.rules = joined('[', count, ']', [](const std::string& i) {
                       return rule_text("R" + i, "severity == 5", "sales");
                     })});
  };
  const auto options = with_limits({.rules = 3});
  CHECK(said_of(rules(3), options).empty());
  CHECK(said_of(rules(4), options) == "SZ247 /aspects: the document has more than 3 rules");
}

TEST_CASE("100,000 rules are read, and 100,001 refused", "[policy][limits]") {
  const auto rules = [](std::size_t count) {
    return document({.rules = joined('[', count, ']', [](const std::string& i) {
                       return R"({"id":"R)" + i +
                              R"(","when":"seen","then":{"accountable":"sales"},"because":"b"})";
                     })});
  };
  const auto loaded = load_document(rules(100'000));
  REQUIRE(loaded.document.has_value());
  CHECK(loaded.document->aspects[0].rules.size() == 100'000);
  CHECK(said_of(rules(100'001)) == "SZ247 /aspects: the document has more than 100000 rules");
}

TEST_CASE("aspects that inherit cannot multiply rules beyond the limit", "[policy][limits]") {
  const auto aspects = [](std::size_t count) {
    std::string text = R"({"a0": {"interim": {"accountable": "sales"}, "rules": [)" +
                       rule_text("R-1", "seen", "sales") + "," +
                       rule_text("R-2", "!seen", "service") + "]}";
    for (std::size_t i = 1; i < count; ++i) {
      text += R"(, "a)" + std::to_string(i) + R"(": {"same_as": "a)" + std::to_string(i - 1) +
              R"(", "interim": {"accountable": "sales"}, "rules": []})";
    }
    return document({.aspects = text + "}"});
  };
  const auto options = with_limits({.rules = 20});
  CHECK(said_of(aspects(4), options).empty());
  CHECK(said_of(aspects(40), options) ==
        "SZ247 /aspects/a6/same_as: the document has more than 20 rules");
}

TEST_CASE("reading stops at the limit of errors, and there is no document", "[policy][limits]") {
  const auto unknown = [](std::size_t count) {
    return document({.more = R"(, "intake": )" + joined('[', count, ']', [](const std::string& i) {
                               return "\"unknown" + i + "\"";
                             })});
  };
  const auto at_limit = load_document(unknown(1'000));
  CHECK(at_limit.findings.size() == 1'000);
  CHECK_FALSE(at_limit.document.has_value());
  const auto past = load_document(unknown(1'001));
  CHECK(past.findings.size() == 1'001);
  CHECK_FALSE(past.document.has_value());
  CHECK(messages_of({past.findings.back()}) == "SZ199 : more than 1000 errors; reading stopped");
  CHECK(said_of(unknown(3), with_limits({.errors = 2})) ==
        "SZ265 /intake/0: unknown attribute `unknown0`\n"
        "SZ265 /intake/1: unknown attribute `unknown1`\n"
        "SZ199 : more than 2 errors; reading stopped");
}

TEST_CASE("many unknown names in a large document take no time to speak of", "[policy][limits]") {
  const auto attributes = joined('{', 10'000, '}', [](const std::string& i) {
    return "\"attribute" + i + R"(":{"type":"bool"})";
  });
  const auto rules = joined('[', 2'000, ']', [](const std::string& i) {
    return rule_text("R" + i, "attributes" + i + "x", "sales");
  });
  const auto loaded = load_document(document({.attributes = attributes, .rules = rules}),
                                    with_limits({.errors = 200}));
  CHECK_FALSE(loaded.document.has_value());
  CHECK(loaded.findings.size() == 201);
}

TEST_CASE("definitions are bounded in depth and in size", "[policy][limits]") {
  const auto chain = [](std::size_t count, const std::string& factor) {
    std::string text = R"(, "definitions": {"d0": {"that": "severity == 5"})";
    for (std::size_t i = 1; i < count; ++i) {
      const auto name = "d" + std::to_string(i - 1);
      text += R"(, "d)" + std::to_string(i) + R"(": {"that": ")" + name + factor;
      text += (factor.empty() ? "" : name) + "\"}";
    }
    return document({.more = text + "}"});
  };
  CHECK(said_of(chain(64, "")).empty());
  CHECK(said_of(chain(65, "")) ==
        "SZ229 /definitions/d64: definitions name each other more than 64 deep");
  CHECK(said_of(chain(2'000, "")) ==
        "SZ229 /definitions/d64: definitions name each other more than 64 deep");
  CHECK(said_of(chain(3, ""), with_limits({.definition_depth = 2})) ==
        "SZ229 /definitions/d2: definitions name each other more than 2 deep");
  CHECK(said_of(chain(20, " || ")).empty());  // 2^19 tests
  CHECK(said_of(chain(64, " || ")) ==
        "SZ228 /definitions/d20: definition `d20` expands to more than 1000000 tests");
  CHECK(said_of(chain(4, " && "), with_limits({.definition_tests = 8})).empty());
  CHECK(said_of(chain(4, " && "), with_limits({.definition_tests = 7})) ==
        "SZ228 /definitions/d3: definition `d3` expands to more than 7 tests");
}

TEST_CASE("a million negations or parentheses are a finding in every small language",
          "[policy][limits]") {
  constexpr std::size_t million = 1'000'000;
  const auto mark = GENERATE(as<std::string>{}, "!", "(", "-");
  CAPTURE(mark);
  const auto text = repeated(mark, million);
  const auto scope = shozai::testing::every_type_scope();
  const auto guarantees = shozai::testing::every_type_guarantees();
  const auto& attributes = every_type().attributes();

  const auto condition = shozai::parse_condition(text, scope);
  CHECK_FALSE(condition.result.has_value());
  CHECK(first_message(condition.findings) == (mark == "-"
                                                  ? "SZ201 at 0: expected a condition, found `-`"
                                                  : "SZ202 at 200: nested deeper than 200 levels"));

  const auto derivation = shozai::parse_derivation(text, attributes, attributes[4]);
  CHECK_FALSE(derivation.result.has_value());
  CHECK(first_message(derivation.findings) ==
        (mark == "!"   ? "SZ201 at 0: expected a number, an attribute or a function, found `!`"
         : mark == "(" ? "SZ202 at 100: nested deeper than 200 levels"
                       : "SZ202 at 199: nested deeper than 200 levels"));

  const auto guarantee = shozai::parse_guarantee(text, guarantees);
  CHECK_FALSE(guarantee.result.has_value());
  CHECK(first_message(guarantee.findings) ==
        (mark == "-" ? "SZ201 at 0: expected the name of an aspect, found `-`"
                     : "SZ202 at 200: nested deeper than 200 levels"));

  const auto cell = shozai::parse_cell(text, attributes[4], 4);
  CHECK_FALSE(cell.result.has_value());
  CHECK(first_message(cell.findings).starts_with("SZ210 at 0: `" + mark + mark));
  CHECK(first_message(cell.findings).size() < 300);  // the text is not repeated in full
}

TEST_CASE("a million parts side by side are no nesting", "[policy][limits]") {
  constexpr std::size_t many = 100'000;
  const auto scope = shozai::testing::every_type_scope();
  const auto wide = shozai::parse_condition(repeated("seen || ", many) + "seen", scope);
  REQUIRE(wide.result.has_value());
  CHECK(wide.result->operands.size() == many + 1);

  const auto& attributes = every_type().attributes();
  const auto cell = shozai::parse_cell(repeated("5, ", many) + "4", attributes[4], 4);
  REQUIRE(cell.result.has_value());
  CHECK(cell.result->test.constants.size() == many + 1);

  const auto commas = shozai::parse_cell(repeated(",", many), attributes[4], 4);
  CHECK_FALSE(commas.result.has_value());
  CHECK(commas.findings.size() == many + 1);

  const auto calls =
      shozai::parse_cell(repeated("not(", many) + repeated(")", many), attributes[4], 4);
  CHECK_FALSE(calls.result.has_value());
  CHECK(first_message(calls.findings) == "SZ264 at 4: `not(…)` must be the whole cell");
}

TEST_CASE("a sum nests to the left, and no deeper than parentheses may", "[policy][limits]") {
  const auto& attributes = every_type().attributes();
  const auto sum = [&](std::size_t parts) {
    return shozai::parse_derivation(repeated("severity + ", parts - 1) + "severity", attributes,
                                    attributes[4]);
  };
  CHECK(sum(200).result.has_value());
  const auto parts = GENERATE(std::size_t{201}, 100'000U);
  const auto read = sum(parts);
  CHECK_FALSE(read.result.has_value());
  CHECK(first_message(read.findings) == "SZ202 at 0: nested deeper than 200 levels");
}

TEST_CASE("circles are reported once, by the way around", "[policy][limits]") {
  CHECK(said_of(document({.attributes = R"({"a": {"type": "int", "derived": "a + 1"}})"})) ==
        "SZ147 /attributes/a/derived: derivations go round in a circle: a → a");
  CHECK(said_of(document({.more = R"(, "definitions": {"a": {"that": "!a"}})"})) ==
        "SZ220 /definitions/a: definitions go round in a circle: a → a");
  CHECK(said_of(document({.departments = R"({"sales": {"parent": "sales"}, "service": {},
                                             "quality": {}})"})) ==
        "SZ234 /departments/sales/parent: departments stand above each other in a circle: "
        "sales → sales");
  CHECK(said_of(document({.aspects = R"({"a": {"same_as": "a",
            "interim": {"accountable": "sales"}, "rules": []}})"})) ==
        "SZ245 /aspects/a/same_as: `same_as` goes round in a circle: a → a");
  CHECK(
      said_of(document(
          {.rules = "[" + rule_text("R-1", "seen", "sales", R"("overrides": ["R-1"], )") + "]"})) ==
      "SZ242 /aspects/owner/rules/0/overrides: rules override each other in a circle: "
      "R-1 → R-1");
}

TEST_CASE("a circle through a section leaves the section out of its way", "[policy][limits]") {
  const auto text = document(
      {.aspects = R"({"owner": {"interim": {"accountable": "sales"},
      "sections": {"s": {}}, "rules": [)" +
                  rule_text("R-1", "seen", "sales", R"("section": "s", "overrides": ["R-2"], )") +
                  "," + rule_text("R-2", "seen", "service", R"("overrides": ["section:s"], )") +
                  "]}}"});
  CHECK(said_of(text) ==
        "SZ242 /aspects/owner/rules/0/overrides: rules override each other in a circle: "
        "R-1 → R-2 → R-1");
}

TEST_CASE("a long circle is described by its beginning", "[policy][limits]") {
  constexpr std::size_t length = 20'000;
  const auto definitions = joined('{', length, '}', [](const std::string& i) {
    const auto next = std::to_string((std::stoul(i) + 1) % length);
    return "\"d" + i + R"(": {"that": "d)" + next + "\"}";
  });
  const auto said = said_of(document({.more = R"(, "definitions": )" + definitions}));
  CHECK(
      said.starts_with("SZ220 /definitions/d0: definitions go round in a circle: d0 → d1 → d2 → "));
  CHECK(said.ends_with("…"));
  CHECK(said.size() < 300);
}

TEST_CASE("files that include each other or too deeply are refused", "[policy][limits]") {
  const auto text = document({.departments = R"({"file": "a.json"})"});
  const auto first_of = [&](std::map<std::string, std::string> files) {
    const auto said = said_of(text, with_files(std::move(files)));
    return said.substr(0, said.find('\n'));
  };
  CHECK(first_of({{"a.json", R"({"file": "a.json"})"}}) ==
        "SZ133 /file: file `a.json` includes itself");
  CHECK(first_of({{"a.json", R"({"file": "b.json"})"}, {"b.json", R"({"file": "a.json"})"}}) ==
        "SZ133 /file: file `a.json` includes itself");

  const std::string departments = R"({"sales": {}, "service": {}, "quality": {}})";
  const auto chain = [&](std::size_t count) {
    std::map<std::string, std::string> files;
    for (std::size_t i = 1; i < count; ++i) {
      files[i == 1 ? "a.json" : std::to_string(i) + ".json"] =
          R"({"file": ")" + std::to_string(i + 1) + R"(.json"})";
    }
    files[std::to_string(count) + ".json"] = departments;
    return said_of(text, with_files(std::move(files)));
  };
  CHECK(chain(8).empty());
  CHECK(chain(9).starts_with("SZ134 /file: files include each other more than 8 deep"));
}

TEST_CASE("files outside the folder of the document are never read", "[policy][limits]") {
  const auto path = GENERATE(as<std::string>{}, "../secret.json", "/etc/passwd.json",
                             "a/../../secret.json", R"(..\\secret.json)", "./secret.json",
                             "a//b.json", "C:/secret.json", R"(\u0000.json)");
  CAPTURE(path);
  auto options = with_files({});
  bool asked = false;
  options.resolve = [&](const std::string&) -> std::variant<std::string, shozai::file_problem> {
    asked = true;
    return shozai::file_problem::unreadable;
  };
  const auto loaded =
      load_document(document({.departments = R"({"file": ")" + path + R"("})"}), options);
  CHECK_FALSE(asked);
  CHECK_FALSE(loaded.document.has_value());
  REQUIRE_FALSE(loaded.findings.empty());
  CHECK(loaded.findings[0].code == "SZ131");
  CHECK(loaded.findings[0].pointer == "/departments/file");
}

TEST_CASE("a link out of the folder is not followed, one within it is", "[policy][limits]") {
  const temporary_folder folder;
  const std::string departments = R"({"sales": {}, "service": {}, "quality": {}})";
  folder.with("outside/departments.json", departments)
      .with("inside/real.json", departments)
      .with("inside/policy.json", document({.departments = R"({"file": "link.json"})"}));
  const auto load = [&](const std::filesystem::path& target) {
    std::filesystem::remove(folder / "inside/link.json");
    std::filesystem::create_symlink(target, folder / "inside/link.json");
    return load_document_file(folder / "inside/policy.json");
  };
  CHECK(load("real.json").document.has_value());
  const auto escaped = load(folder / "outside/departments.json");
  CHECK_FALSE(escaped.document.has_value());
  CHECK(messages_of({escaped.findings.at(0)}) ==
        "SZ131 /departments/file: file `link.json` is outside the folder of the document");
  const auto nowhere = load("missing.json");
  CHECK(messages_of({nowhere.findings.at(0)}) ==
        "SZ132 /departments/file: file `link.json` cannot be read");
  const auto itself = load("link.json");
  CHECK(messages_of({itself.findings.at(0)}) ==
        "SZ132 /departments/file: file `link.json` cannot be read");
}

TEST_CASE("a pipe, a folder and a file that is not there are no documents", "[policy][limits]") {
  const temporary_folder folder;
  REQUIRE(mkfifo((folder / "pipe.json").c_str(), 0600) == 0);
  std::filesystem::create_directory(folder / "folder.json");
  const auto name = GENERATE(as<std::string>{}, "pipe.json", "folder.json", "missing.json");
  const auto loaded = load_document_file(folder / name);
  CHECK_FALSE(loaded.document.has_value());
  CHECK(messages_of(loaded.findings) ==
        "SZ132 : file `" + (folder / name).string() + "` cannot be read");

  folder.with("policy.json", document({.departments = R"({"file": ")" + name + R"("})"}));
  const auto included = load_document_file(folder / "policy.json");
  CHECK_FALSE(included.document.has_value());
  CHECK(messages_of({included.findings.at(0)}) ==
        "SZ132 /departments/file: file `" + name + "` cannot be read");
}

TEST_CASE("a file of a gigabyte is refused without being held in memory", "[policy][limits]") {
  const temporary_folder folder;
  folder.with("large.json", "")
      .with("policy.json", document({.departments = R"({"file": "large.json"})"}));
  std::filesystem::resize_file(folder / "large.json", std::uintmax_t{1} << 30U);  // sparse
  const auto peak = [] {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss / 1024;  // MiB
  };
  const auto before = peak();
  const auto loaded = load_document_file(folder / "large.json");
  CHECK_FALSE(loaded.document.has_value());
  CHECK(messages_of(loaded.findings) == "SZ107 : larger than 67108864 bytes");
  const auto included = load_document_file(folder / "policy.json");
  CHECK_FALSE(included.document.has_value());
  CHECK(messages_of({included.findings.at(0)}) ==
        "SZ107 /departments/file: larger than 67108864 bytes");
  CHECK(peak() - before < 512);
}

TEST_CASE("a file at the limit is read and one past it is refused", "[policy][limits]") {
  const temporary_folder folder;
  const auto text = document({});
  folder.with("policy.json", text);
  load_options options;
  options.limits.document_bytes = text.size();
  CHECK(load_document_file(folder / "policy.json", options).document.has_value());
  --options.limits.document_bytes;
  const auto loaded = load_document_file(folder / "policy.json", options);
  CHECK_FALSE(loaded.document.has_value());
  CHECK(messages_of(loaded.findings) ==
        "SZ107 : larger than " + std::to_string(text.size() - 1) + " bytes");
}

TEST_CASE("broken tables of rules are refused", "[policy][limits]") {
  const auto text = document({.aspects = R"({"owner": {"interim": {"accountable": "sales"},
                                            "table": {"file": "rules.csv"}}})"});
  const auto load = [&](const std::string& csv) {
    const auto loaded = load_document(text, with_files({{"rules.csv", csv}}));
    CHECK_FALSE(loaded.document.has_value());
    REQUIRE(loaded.findings.size() == 1);
    CHECK(loaded.findings[0].file == "rules.csv");
    const auto& cell = loaded.findings[0].cell;
    REQUIRE(cell.has_value());
    return std::to_string(cell->row) + ":" + std::to_string(cell->column) + " " +
           messages_of(loaded.findings);
  };
  const std::string heading = "id,severity,accountable,because\n";
  CHECK(load(heading + "C-1,5,sales\n") == "2:1 SZ180 : cells in the row: 3, in the heading: 4");
  CHECK(load(heading + "C-1,5,sales,b,c\n") ==
        "2:1 SZ180 : cells in the row: 5, in the heading: 4");
  CHECK(load(heading + "C-1,\"5,sales,b\n") == "2:2 SZ181 : a quote is not closed");
  CHECK(load(heading + "C-1,\"5\"0,sales,b\n") == "2:2 SZ182 : text after a closing quote");
  CHECK(load(heading + "C-1,5,sales,\xFF\n") == "2:4 SZ183 : the table is not UTF-8");
  CHECK(load(heading + "C-1,5,sales," + std::string(40'000, 'b')) ==
        "2:4 SZ184 : a cell is too long");
  CHECK(load(repeated("x,", 100'000)) == "1:1025 SZ185 : too many columns");
  CHECK(load(heading + repeated("\n\nC-1,5,sales,b", 1'000'000)) ==
        "2000002:1 SZ186 : too many rows");
  CHECK(load("") == "1:1 SZ187 : the table has no heading");
}

TEST_CASE("nothing is half-accepted: a single error anywhere leaves no document",
          "[policy][limits]") {
  const std::string good(shozai::testing::every_type_text);
  REQUIRE(load_document(good).document.has_value());
  // Each text that a document holds, one after the other, replaced by an empty list.
  std::size_t replaced = 0;
  for (auto at = good.find(": \""); at != std::string::npos; at = good.find(": \"", at + 1)) {
    const auto end = good.find('"', at + 3);
    const auto text = good.substr(0, at) + ": []" + good.substr(end + 1);
    const auto loaded = load_document(text);
    CAPTURE(good.substr(at, end - at));
    CHECK(loaded.document.has_value() != shozai::has_errors(loaded.findings));
    CHECK_FALSE(loaded.document.has_value());
    ++replaced;
  }
  CHECK(replaced > 50);
}

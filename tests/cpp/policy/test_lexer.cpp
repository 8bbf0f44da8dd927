// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <shozai/policy/lexer.hpp>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace {

using shozai::lexer;
using shozai::text_finding;
using shozai::text_span;
using shozai::token_kind;

using kinds = std::vector<std::pair<token_kind, std::string>>;

kinds tokens_of(std::string_view source) {
  const auto read = lexer(source).tokens();
  REQUIRE(read.result.has_value());
  CHECK(read.findings.empty());
  kinds all;
  for (const auto& t : *read.result) {
    CHECK(source.substr(t.span.offset, t.span.length) == t.spelling);
    all.emplace_back(t.kind, std::string(t.spelling));
  }
  CHECK(all.back() == std::pair{token_kind::end, std::string{}});
  all.pop_back();
  return all;
}

std::string content_of(std::string_view source) {
  const auto read = lexer(source).tokens();
  REQUIRE(read.result.has_value());
  REQUIRE(read.result->size() == 2);
  CHECK(read.result->front().kind == token_kind::text);
  return read.result->front().content;
}

std::vector<text_finding> findings_of(std::string_view source) {
  const auto read = lexer(source).tokens();
  CHECK_FALSE(read.result.has_value());
  return read.findings;
}

}  // namespace

TEST_CASE("a condition is names, numbers, texts and symbols", "[policy][lexer]") {
  using enum token_kind;
  CHECK(tokens_of("").empty());
  CHECK(tokens_of(" \t\r\n ").empty());
  CHECK(tokens_of("in_warranty&&x1>=-5") == kinds{{name, "in_warranty"},
                                                  {symbol, "&&"},
                                                  {name, "x1"},
                                                  {symbol, ">="},
                                                  {symbol, "-"},
                                                  {number, "5"}});
  CHECK(tokens_of("a != 'b' || !c in [1, 2.50]") == kinds{{name, "a"},
                                                          {symbol, "!="},
                                                          {text, "'b'"},
                                                          {symbol, "||"},
                                                          {symbol, "!"},
                                                          {name, "c"},
                                                          {name, "in"},
                                                          {symbol, "["},
                                                          {number, "1"},
                                                          {symbol, ","},
                                                          {number, "2.50"},
                                                          {symbol, "]"}});
}

TEST_CASE("a number takes a fraction only if a digit follows the dot", "[policy][lexer]") {
  using enum token_kind;
  CHECK(tokens_of("1.5") == kinds{{number, "1.5"}});
  CHECK(tokens_of("1.x") == kinds{{number, "1"}, {symbol, "."}, {name, "x"}});
  CHECK(tokens_of("1..2") == kinds{{number, "1"}, {symbol, "."}, {symbol, "."}, {number, "2"}});
  CHECK(tokens_of("007") == kinds{{number, "007"}});
  CHECK(tokens_of("5a") == kinds{{number, "5"}, {name, "a"}});
}

TEST_CASE("symbols are as long as they can be", "[policy][lexer]") {
  using enum token_kind;
  CHECK(tokens_of("<==") == kinds{{symbol, "<="}, {symbol, "="}});
  CHECK(tokens_of("===") == kinds{{symbol, "=="}, {symbol, "="}});
  CHECK(tokens_of("&&&") == kinds{{symbol, "&&"}, {symbol, "&"}});
  CHECK(tokens_of("!!=") == kinds{{symbol, "!"}, {symbol, "!="}});
}

TEST_CASE("a text stands in either quote and knows its escapes", "[policy][lexer]") {
  CHECK(content_of("'it'") == "it");
  CHECK(content_of(R"("it's")") == "it's");
  CHECK(content_of(R"('say "so"')") == R"(say "so")");
  CHECK(content_of(R"('\\ \' \" \n \r \t')") == "\\ ' \" \n \r \t");
  CHECK(content_of(R"('\u54C1\u8cea')") == "品質");
  CHECK(content_of("'品質'") == "品質");
  CHECK(content_of("''").empty());
  CHECK(content_of("'a\nb'") == "a\nb");
}

TEST_CASE("a text that is not closed is a finding where it begins", "[policy][lexer]") {
  const auto source = GENERATE(as<std::string>{}, "a == 'b", "a == \"b'", "a == 'b\\'", "a == '");
  CAPTURE(source);
  CHECK(findings_of(source) == std::vector<text_finding>{{"SZ218", {5, source.size() - 5}, {}}});
}

TEST_CASE("an escape that does not exist is a finding", "[policy][lexer]") {
  const auto [source, escape] = GENERATE(table<std::string, std::string>({
      {R"('C:\plant')", R"(\p)"},
      {R"('ab\品')", R"(\品)"},
      {R"('ab\u12')", R"(\u12')"},
      {R"('ab\ud800')", R"(\ud800')"},
      {R"('ab\)", R"(\)"},
  }));
  CAPTURE(source);
  const auto findings = findings_of(source);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].code == "SZ219");
  CHECK(findings[0].span == text_span{3, escape.size()});
  CHECK(findings[0].arguments == std::vector<std::string>{escape});
}

TEST_CASE("a character that means nothing is a finding with what to write instead",
          "[policy][lexer]") {
  const auto [found, advice] = GENERATE(table<std::string, std::string>({
      {";", ""},
      {"@", ""},
      {"品", ""},
      {"＞", "half_width"},
      {"＝", "half_width"},
      {"　", "half_width"},
      {"‘", "straight_quotes"},
      {"”", "straight_quotes"},
      {"＇", "straight_quotes"},
      {std::string("\0", 1), ""},
  }));
  CAPTURE(found);
  CHECK(findings_of("x " + found + " 5") ==
        std::vector<text_finding>{{"SZ217", {2, found.size()}, {found, advice}}});
  // It is not mistaken for the end of the text.
  CHECK(findings_of("x" + found).size() == 1);
}

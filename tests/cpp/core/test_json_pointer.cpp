// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>
#include <compare>
#include <cstddef>
#include <shozai/core/json_pointer.hpp>
#include <string>
#include <string_view>
#include <vector>

using shozai::json_pointer;
using steps = std::vector<std::string>;

TEST_CASE("a pointer grows by keys and indexes", "[core][json-pointer]") {
  const json_pointer root;
  const json_pointer rules = root / "rules";
  CHECK(root.string().empty());
  CHECK((rules / 3 / "then" / "accountable").string() == "/rules/3/then/accountable");
  CHECK(rules.string() == "/rules");  // a child leaves its parent alone
  CHECK((root / 0).string() == "/0");
  CHECK((root / "a" / std::size_t{10}).string() == "/a/10");
}

TEST_CASE("keys are escaped and unescaped as in RFC 6901, section 5", "[core][json-pointer]") {
  const auto pointer = [](std::string_view key) { return (json_pointer{} / key).string(); };
  CHECK(pointer("") == "/");
  CHECK(pointer("a/b") == "/a~1b");
  CHECK(pointer("m~n") == "/m~0n");
  CHECK(pointer("~1") == "/~01");
  CHECK(pointer("/~/") == "/~1~0~1");
  CHECK(pointer("不具合") == "/不具合");

  CHECK(json_pointer::split("").empty());
  CHECK(json_pointer::split("/") == steps{""});
  CHECK(json_pointer::split("//") == steps{"", ""});
  CHECK(json_pointer::split("/foo/0") == steps{"foo", "0"});
  CHECK(json_pointer::split("/a~1b/m~0n") == steps{"a/b", "m~n"});
  CHECK(json_pointer::split("/~01") == steps{"~1"});  // not `/`: each escape is read once
}

TEST_CASE("splitting gives back the keys that a pointer was made of", "[core][json-pointer]") {
  const steps keys = {"", "~", "/", "~0", "~1", "~~//", "a b", "0", "所在"};
  json_pointer pointer;
  for (const std::string& key : keys) {
    pointer = pointer / key;
  }
  CHECK(json_pointer::is_valid(pointer.string()));
  CHECK(json_pointer::split(pointer.string()) == keys);
}

TEST_CASE("a pointer begins with a slash and escapes every tilde", "[core][json-pointer]") {
  CHECK(json_pointer::is_valid(""));
  CHECK(json_pointer::is_valid("/a~0~1"));
  CHECK_FALSE(json_pointer::is_valid("a"));
  CHECK_FALSE(json_pointer::is_valid("#/a"));
  CHECK_FALSE(json_pointer::is_valid("/~"));
  CHECK_FALSE(json_pointer::is_valid("/a~2"));
  CHECK_FALSE(json_pointer::is_valid("/~0~"));
}

TEST_CASE("splitting what is no pointer does no harm", "[core][json-pointer]") {
  CHECK(json_pointer::split("a/b") == steps{"a", "b"});
  CHECK(json_pointer::split("/~") == steps{"~"});
  CHECK(json_pointer::split("~1") == steps{"/"});
  CHECK(json_pointer::split("/~2") == steps{"~2"});
}

TEST_CASE("pointers compare by their texts", "[core][json-pointer]") {
  CHECK(json_pointer{"/a"} == json_pointer{} / "a");
  CHECK(json_pointer{"/a"} != json_pointer{"/b"});
  CHECK(json_pointer{"/a"} < json_pointer{"/a/0"});
  CHECK((json_pointer{"/b"} <=> json_pointer{"/a"}) == std::strong_ordering::greater);
}

// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <cstdint>
#include <shozai/core/sha256.hpp>
#include <string>
#include <string_view>

namespace {

std::string bytes_of_length(std::size_t length) {
  std::string bytes;
  for (std::size_t i = 0; i < length; ++i) {
    bytes += static_cast<char>((i * 7 + 3) % 251);
  }
  return bytes;
}

std::array<std::uint8_t, 32> digest_of(std::string_view bytes) {
  shozai::sha256_hasher hasher;
  hasher.update(bytes);
  return hasher.digest();
}

}  // namespace

TEST_CASE("the hashes are those that NIST publishes", "[core][sha256]") {
  CHECK(shozai::sha256_hex("") ==
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(shozai::sha256_hex("abc") ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(shozai::sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(shozai::sha256_hex("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
                           "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu") ==
        "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
  CHECK(shozai::sha256_hex("\xbd") ==
        "68325720aabd7c82f30f554b313d0570c95accbb7dc4b5aae11204c08ffe732b");
  CHECK(shozai::sha256_hex("\xc9\x8c\x8e\x55") ==
        "7abc22c0ae5af26ce93dbb94433a0e0b2e119d014f8e7f65bd56c61ccccd9504");
}

TEST_CASE("a million times `a`, in pieces that fit no block", "[core][sha256]") {
  shozai::sha256_hasher hasher;
  const std::string piece(1'000, 'a');
  for (int i = 0; i < 1'000; ++i) {
    hasher.update(piece);
  }
  const auto digest = hasher.digest();
  CHECK(digest == digest_of(std::string(1'000'000, 'a')));
  CHECK(shozai::sha256_hex(std::string(1'000'000, 'a')) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("every length around the block boundaries is padded right", "[core][sha256]") {
  std::string all;
  for (std::size_t length = 0; length <= 130; ++length) {
    all += shozai::sha256_hex(bytes_of_length(length));
  }
  // The same with Python's hashlib.
  CHECK(shozai::sha256_hex(all) ==
        "c4b104b5330fbd09c1b9ae96120ce46aad2b5f68b3dac62525f1bd2b6672d5d6");
}

TEST_CASE("the pieces in which a text comes do not matter", "[core][sha256]") {
  for (std::size_t length = 0; length <= 130; ++length) {
    const std::string bytes = bytes_of_length(length);
    const auto whole = digest_of(bytes);
    for (std::size_t piece = 1; piece <= length; ++piece) {
      shozai::sha256_hasher hasher;
      for (std::size_t at = 0; at < length; at += piece) {
        hasher.update(std::string_view{bytes}.substr(at, piece));
      }
      REQUIRE(hasher.digest() == whole);
    }
  }
}

TEST_CASE("a hasher starts anew after its digest", "[core][sha256]") {
  shozai::sha256_hasher hasher;
  hasher.update("something else");
  (void)hasher.digest();
  hasher.update("abc");
  CHECK(hasher.digest() == digest_of("abc"));
  CHECK(hasher.digest() == digest_of(""));
}

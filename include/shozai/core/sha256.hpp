// SPDX-License-Identifier: Apache-2.0
/// \file
/// SHA-256 (FIPS 180-4), for the hashes of policies and events.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace shozai::inline v1 {

namespace detail {

/// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
inline constexpr std::array<std::uint32_t, 64> sha256_round_constants = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

}  // namespace detail

/// Hashes text that comes in pieces: `update` any number of times, then `digest` once.
class sha256_hasher {
 public:
  void update(std::string_view bytes) noexcept {
    length_ += bytes.size();
    while (!bytes.empty()) {
      const std::size_t taken = std::min(bytes.size(), block_.size() - filled_);
      std::ranges::transform(bytes.substr(0, taken),
                             block_.begin() + static_cast<std::ptrdiff_t>(filled_),
                             [](char byte) { return static_cast<std::uint8_t>(byte); });
      bytes.remove_prefix(taken);
      filled_ += taken;
      compress_if_full();
    }
  }

  /// The hash of everything since construction or the last `digest`; starts anew.
  [[nodiscard]] std::array<std::uint8_t, 32> digest() noexcept {
    pad();
    std::array<std::uint8_t, 32> result{};
    for (std::size_t i = 0; i < result.size(); ++i) {
      result[i] = static_cast<std::uint8_t>(state_[i / 4] >> (24 - 8 * (i % 4)));
    }
    *this = sha256_hasher{};
    return result;
  }

 private:
  /// A one bit, zeros, and the length in bits as the last eight bytes of a block.
  void pad() noexcept {
    const std::uint64_t bits = length_ * 8;
    put(0x80);
    while (filled_ != block_.size() - 8) {
      put(0);
    }
    for (int shift = 56; shift >= 0; shift -= 8) {
      put(static_cast<std::uint8_t>(bits >> static_cast<unsigned>(shift)));
    }
  }

  void put(std::uint8_t byte) noexcept {
    block_[filled_] = byte;
    ++filled_;
    compress_if_full();
  }

  void compress_if_full() noexcept {
    if (filled_ == block_.size()) {
      compress();
      filled_ = 0;
    }
  }

  [[nodiscard]] std::array<std::uint32_t, 64> message_schedule() const noexcept {
    std::array<std::uint32_t, 64> words{};
    for (std::size_t i = 0; i < block_.size(); ++i) {
      words[i / 4] = (words[i / 4] << 8U) | block_[i];
    }
    for (std::size_t i = 16; i < words.size(); ++i) {
      const std::uint32_t early = words[i - 15];
      const std::uint32_t late = words[i - 2];
      words[i] = words[i - 16] + words[i - 7] +
                 (std::rotr(early, 7) ^ std::rotr(early, 18) ^ (early >> 3U)) +
                 (std::rotr(late, 17) ^ std::rotr(late, 19) ^ (late >> 10U));
    }
    return words;
  }

  void compress() noexcept {
    const auto words = message_schedule();
    auto [a, b, c, d, e, f, g, h] = state_;
    for (std::size_t i = 0; i < words.size(); ++i) {
      const std::uint32_t choice = (e & f) ^ (~e & g);
      const std::uint32_t majority = (a & b) ^ (a & c) ^ (b & c);
      const std::uint32_t first = h + (std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25)) +
                                  choice + detail::sha256_round_constants[i] + words[i];
      const std::uint32_t second =
          (std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22)) + majority;
      h = g;
      g = f;
      f = e;
      e = d + first;
      d = c;
      c = b;
      b = a;
      a = first + second;
    }
    const std::array<std::uint32_t, 8> added = {a, b, c, d, e, f, g, h};
    for (std::size_t i = 0; i < state_.size(); ++i) {
      state_[i] += added[i];
    }
  }

  /// The first 32 bits of the fractional parts of the square roots of the first eight primes.
  std::array<std::uint32_t, 8> state_ = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                         0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std::array<std::uint8_t, 64> block_{};
  std::size_t filled_ = 0;
  std::uint64_t length_ = 0;
};

/// The SHA-256 of `bytes` in 64 lower-case hexadecimal digits.
[[nodiscard]] inline std::string sha256_hex(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  sha256_hasher hasher;
  hasher.update(bytes);
  std::string text;
  text.reserve(64);
  for (const std::uint8_t byte : hasher.digest()) {
    text += digits[byte >> 4U];
    text += digits[byte & 0x0FU];
  }
  return text;
}

}  // namespace shozai::inline v1

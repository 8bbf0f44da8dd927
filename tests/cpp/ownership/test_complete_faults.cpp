// SPDX-License-Identifier: Apache-2.0
// Deciding complete faults by handle: by diagram or bit sets, without allocating, from any thread.
#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>
#include <thread>
#include <utility>
#include <vector>

#include "shozai/ownership/compile.hpp"
#include "support/random_evaluators.hpp"
#include "support/random_fault.hpp"

namespace {

std::atomic<std::size_t> allocations{0};

}  // namespace

// Not inlined: GCC would take `free` for the wrong partner of `new`.
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  if (auto* memory = std::malloc(size == 0 ? 1 : size)) {  // NOLINT(cppcoreguidelines-no-malloc)
    return memory;
  }
  throw std::bad_alloc{};
}
// What std::stable_sort asks for; sanitizers want it from the same hand.
[[gnu::noinline]] void* operator new(std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
  ++allocations;
  return std::malloc(size == 0 ? 1 : size);  // NOLINT(cppcoreguidelines-no-malloc)
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
  std::free(memory);  // NOLINT(cppcoreguidelines-no-malloc)
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t /*size*/) noexcept {
  std::free(memory);  // NOLINT(cppcoreguidelines-no-malloc)
}

namespace {

using shozai::testing::dice;
using shozai::testing::fault_sampler;
using shozai::testing::values_of;

// A policy with its diagrams, or with none, so that bit sets decide.
shozai::compiled_policy compile(std::uint32_t seed, bool with_diagrams) {
  shozai::compile_options options;
  if (!with_diagrams) {
    options.budget.nodes = 0;
  }
  return {shozai::testing::load_random(seed), {}, {}, {}, {}, options};
}

}  // namespace

TEST_CASE("diagram and bit sets decide complete faults alike", "[ownership][handle]") {
  std::size_t by_bits = 0;
  for (std::uint32_t seed = 0; seed < 500; ++seed) {
    const auto with = compile(seed, true);
    const auto without = compile(seed, false);
    const fault_sampler sampler(with.document());
    dice rng(seed);
    for (std::size_t aspect = 0; aspect < with.aspect_count(); ++aspect) {
      if (without.plan(aspect).diagram || !without.plan(aspect).bit_sets) {
        continue;  // a diagram without nodes, or a condition of too many boxes
      }
      ++by_bits;
      shozai::bit_scratch scratch;
      without.prepare(scratch, aspect);
      for (int i = 0; i < 100; ++i) {
        const auto values = values_of(sampler.complete_fault(rng));
        CAPTURE(seed, aspect, i);
        REQUIRE(with.decide_complete(values, aspect, scratch) ==
                without.decide_complete(values, aspect, scratch));
      }
    }
  }
  CHECK(by_bits > 500);
}

TEST_CASE("deciding a complete fault allocates nothing", "[ownership][handle]") {
  const bool with_diagrams = GENERATE(true, false);
  for (std::uint32_t seed = 0; seed < 100; ++seed) {
    const auto policy = compile(seed, with_diagrams);
    const fault_sampler sampler(policy.document());
    dice rng(seed);
    const auto values = values_of(sampler.complete_fault(rng));
    for (std::size_t aspect = 0; aspect < policy.aspect_count(); ++aspect) {
      if (!policy.plan(aspect).diagram && !policy.plan(aspect).bit_sets) {
        continue;
      }
      shozai::bit_scratch scratch;
      policy.prepare(scratch, aspect);
      const auto before = allocations.load();
      const auto handle = policy.decide_complete(values, aspect, scratch);
      const auto owner = policy.accountable(handle, aspect);
      const auto after = allocations.load();
      CHECK(after == before);
      CHECK(owner.empty() == (handle.state != shozai::decision_state::decided));
    }
  }
}

TEST_CASE("a span of faults is decided as one after the other", "[ownership][handle]") {
  for (const std::uint32_t seed : {3U, 17U, 42U}) {
    const auto policy = compile(seed, true);
    const fault_sampler sampler(policy.document());
    dice rng(seed);
    std::vector<shozai::fault> faults;
    std::vector<shozai::value> values;
    for (int i = 0; i < 20; ++i) {
      faults.push_back(sampler.complete_fault(rng));
      for (auto& v : values_of(faults.back())) {
        values.push_back(std::move(v));
      }
    }
    for (std::size_t aspect = 0; aspect < policy.aspect_count(); ++aspect) {
      shozai::bit_scratch bits;
      shozai::walk_scratch scratch;
      policy.prepare(bits, aspect);
      std::vector<shozai::decision_handle> handles(faults.size());
      policy.decide_complete(values, aspect, bits, handles);
      const auto decisions = policy.decide(faults, aspect, scratch);
      for (std::size_t i = 0; i < faults.size(); ++i) {
        CAPTURE(seed, aspect, i);
        CHECK(handles[i] == policy.decide_complete(values_of(faults[i]), aspect, bits));
        CHECK(handles[i].state == decisions[i].state);
        CHECK(policy.accountable(handles[i], aspect) == decisions[i].assigned.accountable);
      }
    }
  }
}

TEST_CASE("the allocation counter counts", "[ownership][handle]") {
  const auto before = allocations.load();
  const std::vector<int> some(1'000);
  CHECK(allocations.load() > before);
  CHECK(some.size() == 1'000);
}

TEST_CASE("threads share a policy without a lock", "[ownership][handle]") {
  const auto policy = compile(7, true);
  const fault_sampler sampler(policy.document());
  dice rng(7);
  std::vector<shozai::fault> faults;
  for (int i = 0; i < 50; ++i) {
    faults.push_back(sampler.partial_fault(rng));
  }
  std::vector<std::size_t> expected;
  for (const auto& f : faults) {
    expected.push_back(policy.decide(f).front().possible.size());
  }
  std::atomic<std::size_t> wrong{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (std::size_t i = 0; i < faults.size(); ++i) {
        wrong += policy.decide(faults[i]).front().possible.size() == expected[i] ? 0 : 1;
      }
    });
  }
  for (auto& each : threads) {
    each.join();
  }
  CHECK(wrong == 0);
}

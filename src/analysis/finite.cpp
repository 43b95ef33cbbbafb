#include "nninterp/analysis/finite.hpp"

#include <atomic>

#include "nninterp/core/parallel.hpp"
#include "nninterp/core/text.hpp"

namespace nninterp {

std::vector<Warning> warn_of_not_finite(const std::string& what, std::size_t count, std::size_t all,
                                        const std::string& unit) {
  if (count == 0) return {};
  return {{"not_finite", what + " is not finite at " + std::to_string(count) + " of " + count_of(all, unit) +
                             ", and told as null or left blank: the weights or the values are too large"}};
}

std::vector<Warning> warn_of_not_finite(const std::string& what, Index rows, int threads,
                                        const std::function<Matrix(Index first, Index count)>& numbers) {
  std::atomic<std::size_t> found{0};
  parallel_blocks(rows, threads, [&](Index first, Index count) {
    const Matrix some = numbers(first, count);
    if (!some.allFinite()) found += static_cast<std::size_t>((!some.array().isFinite().rowwise().all()).count());
  });
  return warn_of_not_finite(what, found, static_cast<std::size_t>(rows));
}

}  // namespace nninterp

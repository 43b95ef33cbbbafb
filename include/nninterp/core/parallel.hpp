#pragma once

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "nninterp/core/matrix.hpp"

namespace nninterp {

/// The number of threads to use: `requested`, or every core if it is 0.
int thread_count(int requested);

/// Calls body(0) .. body(count - 1) on at most `threads` threads (0: every core), each index once, in no fixed order.
/// Which thread takes an index must not matter to the result. The exception of the lowest failing index is rethrown.
void parallel_for(std::size_t count, int threads, const std::function<void(std::size_t)>& body);

/// Runs tasks on threads of its own while more are added. Where twice as many wait as there are threads, add() waits.
class TaskQueue {
 public:
  explicit TaskQueue(std::size_t threads);
  /// Waits for all tasks.
  ~TaskQueue();
  TaskQueue(const TaskQueue&) = delete;
  TaskQueue& operator=(const TaskQueue&) = delete;
  /// The task must not throw.
  void add(std::function<void()> task);

 private:
  void serve();

  std::deque<std::function<void()>> waiting_;
  bool over_ = false;
  std::mutex mutex_;
  std::condition_variable added_, taken_;
  std::vector<std::thread> threads_;
};

/// Threads that stay, for work of less than a millisecond that comes again at once, as the steps of a training do:
/// starting threads for each would cost as much as it brings. Those that wait for more than a moment sleep.
class Team {
 public:
  /// At least one member; the first is the caller of run().
  explicit Team(std::size_t members);
  ~Team();
  Team(const Team&) = delete;
  Team& operator=(const Team&) = delete;

  std::size_t size() const { return threads_.size() + 1; }
  /// Calls body(0) .. body(size() - 1), each member one of them, and waits for all. The body must not throw.
  void run(const std::function<void(std::size_t member)>& body);

 private:
  void serve(std::size_t member);
  template <typename Ready>
  void wait(std::condition_variable& signal, const Ready& ready);

  std::vector<std::thread> threads_;
  const std::function<void(std::size_t)>* body_ = nullptr;
  bool over_ = false;                    // these two are written before round_
  std::atomic<std::size_t> round_{0};    // counts the calls of run
  std::atomic<std::size_t> at_work_{0};  // members but the caller
  std::mutex mutex_;
  std::condition_variable called_, done_;
};

/// Calls body(first, count) for consecutive blocks of at most `size` of the rows, one after the other.
template <typename Body>
void for_rows(Index rows, Index size, const Body& body) {
  for (Index first = 0; first < rows; first += size) body(first, std::min(size, rows - first));
}

/// Calls body(first, rows) for consecutive blocks of at most 2,048 of the rows, so that what is made of all of them is
/// never there at once. As parallel_for otherwise.
void parallel_blocks(Index rows, int threads, const std::function<void(Index first, Index rows)>& body);

/// A part of the rows for for_rows: long enough for threads within each, and what is made of all rows is never there at
/// once.
constexpr Index part_rows = 32'768;

}  // namespace nninterp

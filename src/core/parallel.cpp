#include "nninterp/core/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <utility>

namespace nninterp {

int thread_count(int requested) {
  if (requested > 0) return requested;
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

void parallel_for(std::size_t count, int threads, const std::function<void(std::size_t)>& body) {
  const std::size_t workers = std::min<std::size_t>(count, static_cast<std::size_t>(thread_count(threads)));
  if (workers <= 1) {
    for (std::size_t i = 0; i < count; ++i) body(i);
    return;
  }
  std::atomic<std::size_t> next{0};
  std::vector<std::exception_ptr> failures(count);
  const auto work = [&] {
    for (std::size_t i = next++; i < count; i = next++) {
      try {
        body(i);
      } catch (...) {
        failures[i] = std::current_exception();
      }
    }
  };
  std::vector<std::thread> pool;
  for (std::size_t t = 1; t < workers; ++t) pool.emplace_back(work);
  work();
  for (std::thread& thread : pool) thread.join();
  for (const std::exception_ptr& failure : failures) {
    if (failure) std::rethrow_exception(failure);
  }
}

TaskQueue::TaskQueue(std::size_t threads) {
  for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { serve(); });
}

TaskQueue::~TaskQueue() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    over_ = true;
  }
  added_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void TaskQueue::add(std::function<void()> task) {
  {
    std::unique_lock<std::mutex> lock(mutex_);
    taken_.wait(lock, [this] { return waiting_.size() < 2 * threads_.size(); });
    waiting_.push_back(std::move(task));
  }
  added_.notify_one();
}

void TaskQueue::serve() {
  std::unique_lock<std::mutex> lock(mutex_);
  for (;;) {
    added_.wait(lock, [this] { return over_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    const std::function<void()> task = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    taken_.notify_one();
    task();
    lock.lock();
  }
}

Team::Team(std::size_t members) {
  for (std::size_t member = 1; member < members; ++member) threads_.emplace_back([this, member] { serve(member); });
}

Team::~Team() {
  over_ = true;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    ++round_;
  }
  called_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void Team::run(const std::function<void(std::size_t)>& body) {
  body_ = &body;
  at_work_ = threads_.size();
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    ++round_;
  }
  called_.notify_all();
  body(0);
  wait(done_, [this] { return at_work_ == 0; });
}

void Team::serve(std::size_t member) {
  for (std::size_t round = 0;;) {
    wait(called_, [&] { return round_ != round; });
    ++round;
    if (over_) return;
    (*body_)(member);
    if (--at_work_ > 0) continue;
    const std::lock_guard<std::mutex> lock(mutex_);  // the caller is waiting, or sees the 0 before it does
    done_.notify_one();
  }
}

template <typename Ready>
void Team::wait(std::condition_variable& signal, const Ready& ready) {
  for (int tries = 0; tries < 1000; ++tries) {
    if (ready()) return;
    std::this_thread::yield();
  }
  std::unique_lock<std::mutex> lock(mutex_);
  signal.wait(lock, ready);
}

void parallel_blocks(Index rows, int threads, const std::function<void(Index first, Index rows)>& body) {
  constexpr Index most = 2048;
  parallel_for(static_cast<std::size_t>((rows + most - 1) / most), threads, [&](std::size_t block) {
    const Index first = static_cast<Index>(block) * most;
    body(first, std::min(most, rows - first));
  });
}

}  // namespace nninterp

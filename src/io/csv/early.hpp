#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "nninterp/core/parallel.hpp"
#include "numbers.hpp"
#include "text.hpp"

namespace nninterp {

/// The numbers of a text that were read before all of it was there.
struct EarlyNumbers {
  CsvText text;  ///< what its beginning was taken for, without bytes
  CsvPlace body;
  std::unique_ptr<NumberReader> reader;
  std::vector<CsvStretch> stretches;
  std::vector<CsvPart> parts;  ///< one a stretch
};

/// Reads numbers while the text comes, block after block, on threads of its own. What it takes the first block for may
/// be wrong, and what it makes of a quoted cell that goes on in the next one always is: that is seen when the whole
/// text is there, and read again.
class EarlyReader {
 public:
  EarlyReader(std::string name, const CsvOptions& options, int threads);
  /// The next block: it ends behind a line feed, but the last may not.
  void add(const std::shared_ptr<const std::string>& block);
  /// What was read; nothing if the first block did not tell how.
  std::optional<EarlyNumbers> finish();

 private:
  struct Job {
    std::shared_ptr<const std::string> owner;
    std::string_view bytes;
    CsvStretch stretch;
    CsvPart part;
  };
  bool begin(std::string_view bytes);
  void read(Job& job) const;

  std::string name_;
  const CsvOptions& options_;
  std::size_t threads_;
  bool given_up_ = false;
  EarlyNumbers found_;
  CsvPlace at_;
  std::deque<Job> jobs_;
  std::unique_ptr<TaskQueue> queue_;  // the last member: its threads are gone before what they work on
};

}  // namespace nninterp

#include "early.hpp"

#include <utility>

#include "header.hpp"
#include "nninterp/core/error.hpp"

namespace nninterp {

EarlyReader::EarlyReader(std::string name, const CsvOptions& options, int threads)
    : name_(std::move(name)), options_(options), threads_(static_cast<std::size_t>(thread_count(threads))) {}

bool EarlyReader::begin(std::string_view bytes) {
  try {
    found_.text = text_of(bytes, name_, options_);
    found_.body = read_header(found_.text, options_.header);
    found_.text.bytes = {};
  } catch (const Error&) {
    return false;  // the whole text will say why
  }
  found_.reader = std::make_unique<NumberReader>(found_.text.columns, with_single_names(options_, found_.text.columns));
  queue_ = std::make_unique<TaskQueue>(threads_);
  return true;
}

void EarlyReader::add(const std::shared_ptr<const std::string>& block) {
  if (given_up_) return;
  std::string_view bytes = *block;
  const bool first = jobs_.empty();
  if (first) bytes = without_byte_order_mark(bytes);
  given_up_ = first && !begin(bytes);
  if (given_up_) return;
  const CsvPlace begin = first ? found_.body : at_;
  const CsvPlace end = behind(bytes, at_);
  Job& job = jobs_.emplace_back(Job{block, bytes, {at_, end, 0, 0}, {begin, end}});
  at_ = end;
  queue_->add([this, &job] { read(job); });
}

// Within the block, then moved to where that lies in the text.
void EarlyReader::read(Job& job) const {
  const std::size_t offset = job.stretch.begin.offset;
  job.stretch = look_at(job.bytes, job.stretch.begin, job.stretch.end);
  CsvText text = found_.text;
  text.bytes = job.bytes;
  job.part.begin.offset -= offset;
  job.part.end.offset -= offset;
  found_.reader->read(text, job.part);
  job.part.begin.offset += offset;
  job.part.end.offset += offset;
  job.part.stop.offset += offset;
  job.owner.reset();
}

std::optional<EarlyNumbers> EarlyReader::finish() {
  queue_.reset();
  if (jobs_.empty()) return std::nullopt;
  for (Job& job : jobs_) {
    found_.stretches.push_back(job.stretch);
    found_.parts.push_back(std::move(job.part));
  }
  return std::move(found_);
}

}  // namespace nninterp

#include "byte_source.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <new>
#include <utility>

#include <zlib.h>
#include <zstd.h>

#include "descriptor.hpp"
#include "nninterp/core/text.hpp"

namespace nninterp {

namespace {

constexpr std::string_view gzip_magic = "\x1F\x8B", zstd_magic = "\x28\xB5\x2F\xFD";

[[noreturn]] void fail_cut_short(const std::string& name) {
  throw InputError(name + ": its compressed data end too early: a part of the file is missing");
}

[[noreturn]] void fail_damaged(const std::string& name, const char* reason) {
  throw InputError(name + ": its compressed data are damaged (" + reason + ")");
}

class FileSource : public ByteSource {
 public:
  FileSource(int fd, std::string name) : fd_(fd), name_(std::move(name)) {}

  int read(char* to, int size) override {
    int filled = 0;
    while (filled < size) {
      const std::size_t count = read_some(fd_, to + filled, static_cast<std::size_t>(size - filled), name_);
      if (count == 0) break;
      filled += static_cast<int>(count);
    }
    return filled;
  }

 private:
  int fd_;
  std::string name_;
};

// Bytes that were looked at already come first.
class SourceLookedAt : public ByteSource {
 public:
  SourceLookedAt(std::string begin, std::unique_ptr<ByteSource> rest)
      : begin_(std::move(begin)), rest_(std::move(rest)) {}

  int read(char* to, int size) override {
    const int count = std::min(size, static_cast<int>(begin_.size()));
    std::memcpy(to, begin_.data(), static_cast<std::size_t>(count));
    begin_.erase(0, static_cast<std::size_t>(count));
    return count + rest_->read(to + count, size - count);
  }

 private:
  std::string begin_;
  std::unique_ptr<ByteSource> rest_;
};

// What is compressed comes in pieces of this size.
using Piece = std::array<char, std::size_t{1} << 16>;

// One or several members, RFC 1952; zeros may stand behind them.
class GzipSource : public ByteSource {
 public:
  GzipSource(std::unique_ptr<ByteSource> packed, std::string name)
      : packed_(std::move(packed)), name_(std::move(name)) {
    constexpr int gzip_alone = 16;
    if (inflateInit2(&stream_, MAX_WBITS + gzip_alone) != Z_OK) throw std::bad_alloc();
  }
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;
  ~GzipSource() override { inflateEnd(&stream_); }

  int read(char* to, int size) override {
    stream_.next_out = reinterpret_cast<Bytef*>(to);
    stream_.avail_out = static_cast<uInt>(size);
    while (stream_.avail_out > 0 && fill()) {
      if (between_members_ && !begin_member()) continue;
      const int code = inflate(&stream_, Z_NO_FLUSH);
      if (code != Z_OK && code != Z_STREAM_END) fail_damaged(name_, stream_.msg == nullptr ? "zlib" : stream_.msg);
      between_members_ = code == Z_STREAM_END;
    }
    return size - static_cast<int>(stream_.avail_out);
  }

 private:
  bool fill() {
    if (stream_.avail_in > 0) return true;
    stream_.next_in = reinterpret_cast<Bytef*>(piece_.data());
    stream_.avail_in = static_cast<uInt>(packed_->read(piece_.data(), static_cast<int>(piece_.size())));
    if (stream_.avail_in == 0 && !between_members_) fail_cut_short(name_);
    return stream_.avail_in > 0;
  }

  bool begin_member() {
    if (*stream_.next_in == 0) {
      ++stream_.next_in;
      --stream_.avail_in;
      return false;
    }
    return inflateReset(&stream_) == Z_OK;
  }

  std::unique_ptr<ByteSource> packed_;
  std::string name_;
  z_stream stream_ = {};
  bool between_members_ = false;
  Piece piece_;
};

// One or several frames, RFC 8878.
class ZstdSource : public ByteSource {
 public:
  ZstdSource(std::unique_ptr<ByteSource> packed, std::string name)
      : packed_(std::move(packed)), name_(std::move(name)), stream_(ZSTD_createDStream(), ZSTD_freeDStream) {
    if (!stream_) throw std::bad_alloc();
  }

  int read(char* to, int size) override {
    ZSTD_outBuffer out{to, static_cast<std::size_t>(size), 0};
    while (out.pos < out.size) {
      const bool more = fill();
      if (!more && frame_left_ == 0) break;
      const std::size_t before = out.pos;
      frame_left_ = ZSTD_decompressStream(stream_.get(), &out, &in_);
      if (ZSTD_isError(frame_left_)) fail_damaged(name_, ZSTD_getErrorName(frame_left_));
      if (!more && out.pos == before) fail_cut_short(name_);
    }
    return static_cast<int>(out.pos);
  }

 private:
  bool fill() {
    if (in_.pos < in_.size) return true;
    in_ = {piece_.data(), static_cast<std::size_t>(packed_->read(piece_.data(), static_cast<int>(piece_.size()))), 0};
    return in_.size > 0;
  }

  std::unique_ptr<ByteSource> packed_;
  std::string name_;
  std::unique_ptr<ZSTD_DStream, decltype(&ZSTD_freeDStream)> stream_;
  ZSTD_inBuffer in_ = {nullptr, 0, 0};
  std::size_t frame_left_ = 1;
  Piece piece_;
};

}  // namespace

bool is_compressed(std::string_view begin) { return starts_with(begin, gzip_magic) || starts_with(begin, zstd_magic); }

std::unique_ptr<ByteSource> bytes_of(int fd, const std::string& name) { return std::make_unique<FileSource>(fd, name); }

std::unique_ptr<ByteSource> unpacked(std::unique_ptr<ByteSource> bytes, const std::string& name) {
  std::string begin(zstd_magic.size(), '\0');
  begin.resize(static_cast<std::size_t>(bytes->read(begin.data(), static_cast<int>(begin.size()))));
  auto all = std::make_unique<SourceLookedAt>(begin, std::move(bytes));
  if (starts_with(begin, gzip_magic)) return std::make_unique<GzipSource>(std::move(all), name);
  if (starts_with(begin, zstd_magic)) return std::make_unique<ZstdSource>(std::move(all), name);
  return all;
}

}  // namespace nninterp

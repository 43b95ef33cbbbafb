#include "io/bytes/lines.hpp"

#include <algorithm>
#include <memory>
#include <random>

#include <zlib.h>
#include <zstd.h>

#include "nninterp/core/error.hpp"
#include "nninterp/io/bytes/files.hpp"
#include "support/fixtures.hpp"
#include "support/text_source.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

std::string through(std::string_view bytes) {
  Spool spool("t.csv");
  read_lines(unpacked(std::make_unique<TextSource>(bytes), "t.csv"), spool);
  if (spool.file() < 0) return spool.memory();
  std::string read(spool.size(), '\0');
  REQUIRE(::pread(spool.file(), read.data(), read.size(), 0) == static_cast<ssize_t>(read.size()));
  return read;
}

std::string gzip(const std::string& text) {
  z_stream stream = {};
  REQUIRE(deflateInit2(&stream, 6, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string packed(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

std::string zstd(const std::string& text) {
  const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(ZSTD_createCCtx(), ZSTD_freeCCtx);
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
  std::string packed(ZSTD_compressBound(text.size()), '\0');
  packed.resize(ZSTD_compress2(context.get(), packed.data(), packed.size(), text.data(), text.size()));
  return packed;
}

std::string failure(const std::string& bytes) {
  try {
    through(bytes);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

std::string numbered_lines(std::size_t size) {
  std::string text;
  for (std::size_t line = 0; text.size() < size; ++line) text += std::to_string(line * 7919) + ",a,b\n";
  return text;
}

}  // namespace

TEST_CASE("every byte comes through the reader of lines") {
  using namespace std::string_literals;
  for (const std::string& text : {""s,
                                  "\n"s,
                                  "a"s,
                                  "a\n"s,
                                  "a,b\n1,2\n"s,
                                  "a,b\r\n1,2\r\n"s,
                                  "a\r"s,
                                  "a\rb\r"s,
                                  "\r\r\n\n\r"s,
                                  "a\n\n"s,
                                  "\xEF\xBB\xBF"s,
                                  "\xEF\xBB\xBF"s + "a\n1"s,
                                  "\xEF"s,
                                  "\xEF\xBB"s,
                                  "a\0b\n\0"s,
                                  "\0"s,
                                  "\xC0"s,
                                  "\xC0\n"s,
                                  "a\xC0\xC0\n\xC0\x80"s,
                                  "\xFF\xFE"
                                  "a\0\n\0"s,
                                  "\x40\x8D\x80\n"s}) {
    CAPTURE(text);
    CHECK(through(text) == text);
  }
}

TEST_CASE("random bytes come through, of any length of lines") {
  std::mt19937 random(1);
  const std::string alphabet("\n\r\xC0\x00\xEF\xBB\xBF\x80,1a", 11);
  for (int i = 0; i < 300; ++i) {
    std::string text(random() % 40, ' ');
    for (char& c : text) c = alphabet[random() % alphabet.size()];
    CAPTURE(text);
    CHECK(through(text) == text);
  }
  for (const std::size_t size :
       {std::size_t{65535}, std::size_t{65536}, std::size_t{262145}, std::size_t{40'000'000}}) {
    std::string line(size, 'x');
    CHECK((through(line) == line));
    line[size / 2] = '\xC0';
    line[size / 3] = '\n';
    line += "\r\n";
    CHECK((through(line) == line));
  }
}

TEST_CASE("what is too much for memory is kept in a file") {
  const std::string text = numbered_lines(std::size_t{70} << 20);
  CHECK((through(text) == text));
}

TEST_CASE("gzip and zstd are unpacked, in several members or frames too") {
  const std::string text = "a,b\n1,2\r\n", more = numbered_lines(3'000'000);
  for (const auto pack : {gzip, zstd}) {
    CHECK(through(pack(text)) == text);
    CHECK((through(pack(text) + pack(more)) == text + more));
    CHECK(through(pack("")) == "");
  }
  CHECK(through(gzip(text) + std::string(1000, '\0')) == text);
}

TEST_CASE("compressed data that are cut short or damaged are refused") {
  const std::string text = numbered_lines(100'000);
  for (const auto pack : {gzip, zstd}) {
    const std::string packed = pack(text);
    for (const std::size_t size : {std::size_t{5}, packed.size() / 2, packed.size() - 1}) {
      CHECK(failure(packed.substr(0, size)) ==
            "t.csv: its compressed data end too early: a part of the file is missing");
    }
    std::string damaged = packed;
    for (std::size_t i = packed.size() / 2; i < packed.size() / 2 + 20; ++i) damaged[i] = '\x55';
    CHECK(failure(damaged).rfind("t.csv: its compressed data are damaged (", 0) == 0);
    CHECK(failure(packed + "more").rfind("t.csv: its compressed data are damaged (", 0) == 0);
  }
}

// Any bytes come through the reader of lines as they are; what is compressed comes to something or to an InputError.

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "io/bytes/lines.hpp"
#include "nninterp/core/error.hpp"
#include "support/text_source.hpp"

namespace {

using namespace nninterp;
using nninterp::test::TextSource;

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(data, data + size);
  Spool as_they_are("fuzz.csv");
  read_lines(std::make_unique<TextSource>(bytes), as_they_are);
  require(as_they_are.memory() == bytes);
  try {
    Spool spool("fuzz.csv");
    read_lines(unpacked(std::make_unique<TextSource>(bytes), "fuzz.csv"), spool);
    require(is_compressed(bytes) || spool.memory() == bytes);
  } catch (const InputError& error) {
    require(is_compressed(bytes) && std::string(error.what()).rfind("fuzz.csv: ", 0) == 0);
  }
  return 0;
}

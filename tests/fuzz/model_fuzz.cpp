#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "nninterp/core/error.hpp"
#include "nninterp/io/model/model_file.hpp"

// Any bytes are a model or an Error; a model that could be read is written as a file that reads back as the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(data, data + size);
  nninterp::Model model;
  try {
    model = nninterp::read_model(bytes, "model.json");
  } catch (const nninterp::Error&) {
    return 0;
  }
  const std::string text = nninterp::write_model(model);
  if (nninterp::write_model(nninterp::read_model(text, "written.json")) != text) std::abort();
  return 0;
}

#include "nninterp/io/bytes/checksum.hpp"

#include <array>
#include <functional>
#include <memory>
#include <stdexcept>

#include <openssl/evp.h>

namespace nninterp {

namespace {

std::string sha256(std::string_view bytes, const std::function<void(std::string_view)>& release) {
  const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned size = 0;
  bool done = EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) == 1;
  while (!bytes.empty()) {
    const std::string_view part = bytes.substr(0, std::size_t{1} << 20);
    done = done && EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1;
    release(part);
    bytes.remove_prefix(part.size());
  }
  done = done && EVP_DigestFinal_ex(context.get(), digest.data(), &size) == 1;
  if (!done) throw std::runtime_error("SHA-256 is not available");
  std::string text;
  for (unsigned i = 0; i < size; ++i) {
    constexpr const char* digits = "0123456789abcdef";
    text += digits[digest[i] >> 4];
    text += digits[digest[i] & 15];
  }
  return text;
}

}  // namespace

std::string sha256(std::string_view bytes) {
  return sha256(bytes, [](std::string_view) {});
}

std::string sha256(const FileBytes& file) {
  return sha256(file, [&](std::string_view part) { file.release(part); });
}

}  // namespace nninterp

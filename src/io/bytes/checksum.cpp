#include "nninterp/io/bytes/checksum.hpp"

#include <array>
#include <functional>
#include <memory>
#include <stdexcept>

#include <openssl/evp.h>

namespace nninterp {

namespace {

struct Digest {
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes;
  unsigned size = 0;
};

Digest digest_of(std::string_view bytes, const std::function<void(std::string_view)>& release) {
  const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  Digest digest;
  bool done = EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) == 1;
  while (!bytes.empty()) {
    const std::string_view part = bytes.substr(0, std::size_t{1} << 20);
    done = done && EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1;
    release(part);
    bytes.remove_prefix(part.size());
  }
  done = done && EVP_DigestFinal_ex(context.get(), digest.bytes.data(), &digest.size) == 1;
  if (!done) throw std::runtime_error("SHA-256 is not available");
  return digest;
}

std::string hexadecimal(const Digest& digest) {
  std::string text;
  for (unsigned i = 0; i < digest.size; ++i) {
    constexpr const char* digits = "0123456789abcdef";
    text += digits[digest.bytes[i] >> 4];
    text += digits[digest.bytes[i] & 15];
  }
  return text;
}

void keep(std::string_view) {}

}  // namespace

std::string sha256(std::string_view bytes) { return hexadecimal(digest_of(bytes, keep)); }

std::string sha256(const FileBytes& file) {
  return hexadecimal(digest_of(file, [&](std::string_view part) { file.release(part); }));
}

std::string sha256_base64(std::string_view bytes) {
  const Digest digest = digest_of(bytes, keep);
  std::array<unsigned char, 4 * (EVP_MAX_MD_SIZE + 2) / 3 + 1> text;
  const int length = EVP_EncodeBlock(text.data(), digest.bytes.data(), static_cast<int>(digest.size));
  return {text.begin(), text.begin() + length};
}

}  // namespace nninterp

#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace nninterp {

/// Something that the user can put right. `what()` is one line "WHERE: WHAT"; `hint()` says what to do, or is empty.
/// Messages, those of warnings too, name options by their bare names, as ⟨decay⟩: the program spells them --decay.
class Error : public std::runtime_error {
 public:
  explicit Error(const std::string& message, std::string hint = {})
      : std::runtime_error(message), hint_(std::move(hint)) {}
  const std::string& hint() const noexcept { return hint_; }

 private:
  std::string hint_;
};

/// The data, the model or the system would not allow it (exit 1).
class InputError : public Error {
 public:
  using Error::Error;
};

/// An option or an argument has a value that cannot be meant (exit 2).
class UsageError : public Error {
 public:
  using Error::Error;
};

/// What a result should be read with. `code` is a stable word for scripts, `message` a sentence for people.
struct Warning {
  std::string code;
  std::string message;
};

}  // namespace nninterp

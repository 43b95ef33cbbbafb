#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "nninterp/core/error.hpp"
#include "nninterp/core/matrix.hpp"
#include "nninterp/io/bytes/sink.hpp"

namespace nninterp {

/// JSON that people can read too: objects indented, arrays of numbers or texts on one line (so a matrix has one line a
/// row), and small objects inside arrays as well. Doubles are the shortest that read back the same; what is not finite
/// is null, and bytes that are no UTF-8 become U+FFFD. No line break at the end.
std::string pretty(const nlohmann::ordered_json& value);

/// Appends a number as `pretty` writes it.
void append_json_number(std::string& text, double number);

/// Lists of numbers or texts that are too long for a document: something short stands for them in it, and they are made
/// part by part when it is written.
class StreamedLists {
 public:
  using Numbers = std::function<Vector(Index first, Index count)>;  ///< called by several threads

  using Texts = std::function<std::vector<std::optional<std::string>>(Index first, Index count)>;  ///< the same

  /// What stands for the list; lists are added in the order in which they stand in the document.
  nlohmann::ordered_json add(Index size, Numbers numbers);
  nlohmann::ordered_json add_texts(Index size, Texts texts);
  /// The document's `pretty` text with its lists.
  void write(std::string_view text, int threads, const Sink& sink) const;

 private:
  using Items = std::function<std::string(Index first, Index count)>;  // with commas between them

  std::vector<std::pair<Index, Items>> lists_;
};

/// The document in `bytes`; InputError with the line for anything that is not JSON. `name` stands in messages.
nlohmann::json parse_json(std::string_view bytes, const std::string& name);

/// null where the number is not finite.
nlohmann::ordered_json json_number(double number);

/// An array of them.
nlohmann::ordered_json json_numbers(const Vector& numbers);

/// [{"code": .., "message": ..}]
nlohmann::ordered_json json_warnings(const std::vector<Warning>& warnings);

/// Appends a member without looking for its key first, which ordered_json does one by one.
void append_member(nlohmann::ordered_json& object, const std::string& key, nlohmann::ordered_json value);

}  // namespace nninterp

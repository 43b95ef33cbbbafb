#pragma once

#include <string>
#include <utility>
#include <vector>

#include "languages.hpp"

namespace nninterp {

/// A piece of a formula that is not broken, and about how wide it looks.
struct Piece {
  std::string text;
  std::size_t width;
};

Piece piece(const std::string& text);
Piece operator+(const Piece& a, const Piece& b);

/// left = right, the pieces of the right side with spaces between them.
struct FormulaLine {
  Piece left;
  std::vector<Piece> right;
};

/// `begin`, which looks this wide, then the pieces with spaces between them, on next lines what goes beyond the limit.
std::string wrapped(const std::string& begin, std::size_t width, const std::vector<Piece>& pieces, std::size_t limit,
                    const std::string& next_line);

struct Brackets {
  Piece open, close;
};

/// What plain text and LaTeX have their own signs for.
class Style {
 public:
  virtual ~Style() = default;

  virtual Piece number(const std::string& digits) const = 0;  ///< of a number that is not negative
  virtual Piece name(const std::string& name) const = 0;
  /// h1 or h1_2, with `slope` its derivative.
  virtual Piece symbol(const std::string& name, bool slope) const = 0;
  virtual Piece derivative(const Piece& of, const Piece& by) const = 0;
  virtual Piece times() const = 0;
  virtual Piece level(const std::string& level) const { return name(level); }
  virtual Piece is_level(const Piece& name, const Piece& level) const = 0;
  virtual Piece power_of_e(const Piece& exponent) const = 0;
  virtual Piece share(const Piece& own, const std::vector<Piece>& all) const = 0;  ///< own divided by the sum of all
  virtual Brackets function(Activation activation) const = 0;                      ///< none for linear and softmax
  virtual Brackets parentheses() const = 0;
  virtual Piece slope(Activation activation, const Piece& a) const = 0;
  /// Whether a name had better be a symbol, explained below.
  virtual bool too_long(const std::string&) const { return false; }
  /// All formulas, broken where the page ends, and below them the notes and names that were too long.
  virtual std::string page(const std::vector<FormulaLine>& formulas, const std::vector<std::string>& notes,
                           const std::vector<std::pair<Piece, std::string>>& names) const = 0;
  virtual std::string note(Activation activation) const = 0;
  virtual std::string note_of_brackets() const = 0;
};

/// The predictions' formulas or, with a derivative, the slopes'.
std::string write_on_paper(const Equation& equation, const Numbers& numbers, const Style& style);

}  // namespace nninterp

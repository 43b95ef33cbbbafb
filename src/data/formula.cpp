#include "nninterp/data/formula.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <unordered_map>
#include <unordered_set>

#include "nninterp/core/error.hpp"
#include "nninterp/core/text.hpp"

namespace nninterp {

namespace {

enum class TokenKind { name, dot, tilde, plus, minus, number, other, end };

struct Token {
  TokenKind kind;
  std::string text;      // as the user means it: without backticks
  std::size_t position;  // byte in the formula
  bool quoted = false;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool in_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '.' || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

[[noreturn]] void fail_at(std::string_view formula, std::size_t position, const std::string& what,
                          const std::string& hint) {
  // People count characters, not the bytes of their UTF-8.
  const std::string_view before = formula.substr(0, position);
  const auto continuation = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; };
  const auto character = before.size() - std::count_if(before.begin(), before.end(), continuation) + 1;
  throw UsageError("⟨formula⟩: '" + one_line(formula, 100) + "', character " + std::to_string(character) + ": " +
                       one_line(what, 200),
                   one_line(hint, 200));
}

TokenKind kind_of(std::string_view word) {
  if (word == ".") return TokenKind::dot;
  const bool number = is_digit(word[0]) || (word[0] == '.' && word.size() > 1 && is_digit(word[1]));
  return number ? TokenKind::number : TokenKind::name;
}

Token quoted_name(std::string_view formula, std::size_t position) {
  const auto close = formula.find('`', position + 1);
  if (close == std::string_view::npos) {
    fail_at(formula, position, "the backtick is not closed", "a name stands between two of them: `my name`");
  }
  const std::string_view name = formula.substr(position + 1, close - position - 1);
  if (trim(name).empty()) fail_at(formula, position, "there is no name between the backticks", "");
  return {TokenKind::name, std::string(name), position, true};
}

Token symbol(std::string_view formula, std::size_t position) {
  const char c = formula[position];
  const TokenKind kind = c == '~'   ? TokenKind::tilde
                         : c == '+' ? TokenKind::plus
                         : c == '-' ? TokenKind::minus
                                    : TokenKind::other;
  const auto close = c == '%' ? formula.find('%', position + 1) : std::string_view::npos;  // %in%
  const std::size_t length = close == std::string_view::npos ? 1 : close - position + 1;
  return {kind, std::string(formula.substr(position, length)), position};
}

std::vector<Token> tokens_of(std::string_view formula) {
  std::vector<Token> tokens;
  std::size_t i = 0;
  while (i < formula.size()) {
    if (is_blank(formula[i])) {
      ++i;
    } else if (formula[i] == '`') {
      tokens.push_back(quoted_name(formula, i));
      i += tokens.back().text.size() + 2;
    } else if (in_name(formula[i])) {
      const auto end = std::find_if_not(formula.begin() + static_cast<std::ptrdiff_t>(i), formula.end(), in_name);
      const std::string_view word = formula.substr(i, static_cast<std::size_t>(end - formula.begin()) - i);
      tokens.push_back({kind_of(word), std::string(word), i});
      i += word.size();
    } else {
      tokens.push_back(symbol(formula, i));
      i += tokens.back().text.size();
    }
  }
  tokens.push_back({TokenKind::end, "", formula.size()});
  return tokens;
}

bool opens_parenthesis(const Token& token) { return token.kind == TokenKind::other && token.text == "("; }

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string written(const Token& token) { return token.quoted ? in_formula(token.text) : token.text; }

// The formula that was probably meant: its names, each once, joined by '+' ('-' after a '-'). Empty if there is none.
std::string advice(const std::vector<Token>& tokens) {
  std::string sides[2];
  std::vector<std::string> seen[2];
  std::size_t side = 0;
  bool minus = false;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    if (token.kind == TokenKind::tilde && ++side > 1) return {};
    const bool function = i + 1 < tokens.size() && opens_parenthesis(tokens[i + 1]);
    const std::string name = written(token);
    if (token.kind == TokenKind::name || token.kind == TokenKind::dot) {
      if (function || contains(seen[side], name)) continue;
      seen[side].push_back(name);
      sides[side] += (sides[side].empty() ? "" : minus ? " - " : " + ") + name;
    }
    minus = token.kind == TokenKind::minus;
  }
  return sides[0].empty() || sides[1].empty() ? std::string() : "write " + sides[0] + " ~ " + sides[1];
}

using Names = std::unordered_set<std::string>;

// Names in the order in which they came, each once.
class OrderedNames {
 public:
  void add(const std::string& name) {
    if (places_.emplace(name, names_.size()).second) names_.push_back(name);
  }

  void remove(const std::string& name) {
    const auto found = places_.find(name);
    if (found == places_.end()) return;
    names_[found->second].clear();  // no name is empty
    places_.erase(found);
  }

  std::vector<std::string> names() const {
    std::vector<std::string> left;
    std::copy_if(names_.begin(), names_.end(), std::back_inserter(left),
                 [](const auto& name) { return !name.empty(); });
    return left;
  }

 private:
  std::vector<std::string> names_;
  std::unordered_map<std::string, std::size_t> places_;
};

// The predictors that the terms leave, taken from left to right; `others` are those of a '.'.
std::vector<std::string> names_left(const std::vector<Term>& terms, const std::vector<std::string>& others) {
  OrderedNames left;
  for (const Term& term : terms) {
    if (term.kind == Term::Kind::add) left.add(term.name);
    if (term.kind == Term::Kind::remove) left.remove(term.name);
    if (term.kind != Term::Kind::add_others) continue;
    for (const std::string& name : others) left.add(name);
  }
  return left.names();
}

class Parser {
 public:
  explicit Parser(std::string_view formula) : formula_(formula), tokens_(tokens_of(formula)) {}

  Formula parse() {
    check_tildes();
    parse_side(true);
    ++next_;  // the '~'
    parse_side(false);
    check_something_left();
    return result_;
  }

 private:
  const Token& token() const { return tokens_[next_]; }

  [[noreturn]] void fail(const std::string& what, const std::string& hint) const {
    fail_at(formula_, token().position, what, hint);
  }

  void check_tildes() {
    std::size_t tildes = 0;
    for (next_ = 0; token().kind != TokenKind::end; ++next_) {
      if (token().kind == TokenKind::tilde && ++tildes > 1) fail("a second '~'", "a formula is TARGET ~ VARIABLES");
    }
    if (tildes == 0) fail("there is no '~'", "write TARGET ~ VARIABLES, such as Y ~ X1 + X2 or Y ~ .");
    next_ = 0;
  }

  void parse_side(bool left) {
    if (at_end_of_side()) {
      fail(left ? "there is no target before '~'" : "there is no variable after '~'",
           left ? "write TARGET ~ VARIABLES" : "write '.' for all other columns");
    }
    bool minus = false;
    if (is_sign()) minus = take_sign(left);
    take_term(left, minus);
    while (!at_end_of_side()) {
      minus = take_sign(left);
      take_term(left, minus);
    }
  }

  bool at_end_of_side() const { return token().kind == TokenKind::tilde || token().kind == TokenKind::end; }
  bool is_sign() const { return token().kind == TokenKind::plus || token().kind == TokenKind::minus; }

  /// Whether the sign is a '-'.
  bool take_sign(bool left) {
    if (token().kind == TokenKind::name || token().kind == TokenKind::dot) {
      fail("there is no '+' before '" + token().text + "'",
           "a name of more than one word stands in backticks: `my name`");
    }
    if (!is_sign()) fail_not_understood();
    const bool minus = token().kind == TokenKind::minus;
    if (minus && left) fail("a target cannot be taken away", "list the targets with '+'");
    ++next_;
    if (at_end_of_side() || is_sign()) fail("there is no name after '" + tokens_[next_ - 1].text + "'", "");
    return minus;
  }

  void take_term(bool left, bool minus) {
    if (token().kind == TokenKind::number) fail_number(minus);
    const bool dot = token().kind == TokenKind::dot;
    if ((token().kind != TokenKind::name && !dot) || opens_parenthesis(tokens_[next_ + 1])) fail_not_understood();
    if (dot && left) fail("'.' cannot be a target", "it stands for the columns that are no targets; name the target");
    if (dot && minus) fail("'.' cannot be taken away", "it stands for all other columns");
    if (!left) {
      result_.terms.push_back(dot ? Term{Term::Kind::add_others, ""}
                                  : Term{minus ? Term::Kind::remove : Term::Kind::add, token().text});
    } else if (seen_targets_.insert(token().text).second) {
      result_.targets.push_back(token().text);
    }
    ++next_;
  }

  // What a '.' leaves depends on the table.
  void check_something_left() {
    next_ = tokens_.size() - 1;
    const auto has = [&](Term::Kind kind) {
      return std::any_of(result_.terms.begin(), result_.terms.end(),
                         [&](const Term& term) { return term.kind == kind; });
    };
    if (has(Term::Kind::add_others) || !names_left(result_.terms, {}).empty()) return;
    fail("no variable is left after '~'", has(Term::Kind::add) ? "" : "write Y ~ . - X1 for all but X1");
  }

  [[noreturn]] void fail_number(bool minus) const {
    const std::string& text = token().text;
    if (text == "0" || (text == "1" && minus)) {
      fail("'" + std::string(minus ? "-" : "") + text + "': the intercept cannot be left out: every unit has its own",
           advice(tokens_));
    }
    if (text == "1") fail("'1' is not needed: every unit has an intercept of its own", advice(tokens_));
    fail("'" + text + "' is no name", "a column that is called so stands in backticks: `" + text + "`");
  }

  [[noreturn]] void fail_not_understood() const {
    const std::string& text = token().text;
    if (token().kind == TokenKind::name && (text == "factor" || text == "as.factor")) {
      fail("'" + text + "(' is not understood: name the column alone",
           "add ⟨categorical⟩ NAME, which makes numbers categories");
    }
    if (token().kind == TokenKind::name) {
      fail("'" + text + "(' is not understood: the network finds curves by itself",
           function_hint() + "; a column of that name stands in backticks");
    }
    if (text == "*" || text == ":" || text == "/" || text == "^" || text == "%in%") {
      fail("'" + text + "' is not needed: the network finds " + (text == "^" ? "curves and " : "") +
               "interactions by itself",
           advice(tokens_));
    }
    if (text == "|") fail("'|' is not understood: there are no groups", advice(tokens_));
    if (text == "(") fail("parentheses are not needed", advice(tokens_));
    fail("'" + text + "' is not understood", "a name with other signs in it stands in backticks: `my-name`");
  }

  std::string function_hint() const {
    const std::string plain = advice(tokens_);
    return (plain.empty() ? "" : plain + ", or ") + "add a column of the transformed values to the table";
  }

  std::string_view formula_;
  std::vector<Token> tokens_;
  std::size_t next_ = 0;
  Formula result_;
  Names seen_targets_;
};

Names set_of(const std::vector<std::string>& names) { return {names.begin(), names.end()}; }

void check_known(const Formula& formula, const std::vector<std::string>& columns, const Table& table) {
  const Names known = set_of(columns);
  const auto check = [&](const std::string& name) {
    if (known.count(name) == 0) table.at(name);  // knows what to say about it
  };
  for (const std::string& target : formula.targets) check(target);
  for (const Term& term : formula.terms) {
    if (term.kind != Term::Kind::add_others) check(term.name);
  }
}

void check_one_side(const Roles& roles, const Names& targets, const Table& table) {
  for (const std::string& name : roles.variables) {
    if (targets.count(name) == 0) continue;
    throw InputError(column_place(table, name) + " is both a target and a predictor",
                     "take it off one side of the formula");
  }
}

}  // namespace

Formula parse_formula(std::string_view text) { return Parser(text).parse(); }

std::string in_formula(const std::string& name) {
  const bool plain =
      !name.empty() && std::all_of(name.begin(), name.end(), in_name) && kind_of(name) == TokenKind::name;
  return plain ? name : "`" + name + "`";
}

Roles resolve_roles(const Formula& formula, const Table& table) {
  const std::vector<std::string> columns = table.names();
  check_known(formula, columns, table);
  const Names targets = set_of(formula.targets);
  std::vector<std::string> others = columns;
  others.erase(std::remove_if(others.begin(), others.end(), [&](const auto& name) { return targets.count(name) > 0; }),
               others.end());
  Roles roles{formula.targets, names_left(formula.terms, others)};
  check_one_side(roles, targets, table);
  if (roles.targets.empty()) throw InputError(table.name + ": no column is the target");
  if (roles.variables.empty()) {
    throw InputError(table.name + ": no column is left to predict " + list_some(roles.targets) + " by",
                     columns.size() > 1 ? ""
                     : columns.front().find(' ') != std::string::npos
                         ? "blanks between columns: ⟨delimiter⟩ blank"
                         : "the table has a single column: is its ⟨delimiter⟩ right?");
  }
  return roles;
}

}  // namespace nninterp

// The words of every enumeration that has them.
#include "nninterp/core/words.hpp"

#include <set>
#include <string>

#include "cli/options.hpp"
#include "nninterp/analysis/curves.hpp"
#include "nninterp/analysis/intervals.hpp"
#include "nninterp/data/design.hpp"
#include "nninterp/io/equation/equation.hpp"
#include "nninterp/io/picture/picture.hpp"
#include "nninterp/model/fit_options.hpp"
#include "nninterp/model/model.hpp"
#include "nninterp/nn/network.hpp"
#include "nninterp/nn/step_rule.hpp"
#include "nninterp/nn/train.hpp"
#include "support/catch.hpp"

using namespace nninterp;

namespace {

enum class Colour { red, green, blue };
constexpr Words<Colour, 2> words_of(Colour) { return {{{Colour::green, "green"}, {Colour::red, "red"}}}; }

// There and back, each word for one value.
template <typename Value>
void check_words() {
  std::set<std::string_view> words;
  for (const Value value : values_of<Value>()) {
    const std::string_view word = name_of(value);
    INFO(word);
    CHECK_FALSE(word.empty());
    CHECK(words.insert(word).second);
    CHECK(named<Value>(word) == value);
    CHECK_FALSE(named<Value>(std::string(word) + "x"));
  }
  CHECK(words.size() > 1);
  CHECK_FALSE(named<Value>(""));
}

}  // namespace

TEST_CASE("a value has its word and a word its value, in the order of the list", "[words]") {
  CHECK(name_of(Colour::red) == "red");
  CHECK(named<Colour>("green") == Colour::green);
  CHECK_FALSE(named<Colour>("Green"));
  CHECK(name_of(Colour::blue).empty());  // none is listed
  CHECK(values_of<Colour>() == std::vector<Colour>{Colour::green, Colour::red});
  CHECK(names_of(std::vector<Colour>{Colour::red, Colour::green}) == std::vector<std::string>{"red", "green"});
}

TEST_CASE("no enumeration has a word twice, and each leads back to its value", "[words]") {
  check_words<Activation>();
  check_words<ErrorFunction>();
  check_words<OutputScale>();
  check_words<Scaling>();
  check_words<MissingPolicy>();
  check_words<Algorithm>();
  check_words<Polish>();
  check_words<StopReason>();
  check_words<VerdictCode>();
  check_words<BaselineKind>();
  check_words<ChosenBy>();
  check_words<StartSpread>();
  check_words<BootstrapStart>();
  check_words<IntervalMethod>();
  check_words<CurveKind>();
  check_words<Language>();
  check_words<PictureFormat>();
  check_words<cli::Format>();
}

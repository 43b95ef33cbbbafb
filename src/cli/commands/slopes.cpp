#include "nninterp/analysis/slopes.hpp"

#include <numeric>

#include "cli/question.hpp"
#include "commands.hpp"
#include "nninterp/analysis/predict.hpp"
#include "nninterp/io/report/slopes.hpp"
#include "nninterp/model/reading.hpp"

namespace nninterp::cli {

namespace {

class SlopesQuestion : public Question {
 public:
  Help help() const override {
    return {"slopes", "The slope of each target by each variable at each row, exact",
            "Examples:\n  nninterp slopes --format csv > slopes.csv\n"
            "  nninterp slopes --on logit --json   # generalized weights\n"
            "  nninterp slopes --order 2 --json | jq .second"};
  }

 protected:
  void declare_own(OptionSet& options) override {
    options.whole("--order", order, 1, 2, "ORDER",
                  "2: also the second derivatives by each pair of variables (default: 1)");
    declare_scale(options, scale);
  }
  std::unique_ptr<Document> answer(const Session& session) override;

 private:
  OutputScale scale = OutputScale::response;
  long order = 1;
};

std::unique_ptr<Document> SlopesQuestion::answer(const Session& session) {
  check_scale(session.model, scale);
  auto document = std::make_unique<SlopesDocument>(session.model, session.variables());
  document->rows = session.row_numbers();
  document->scale = scale;
  document->threads = output.threads;
  document->second_order = order == 2;
  document->settings = {{"order", setting_of(order)}, {"on", setting_of(scale)}};
  std::vector<std::size_t> all(session.model.design.variables.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  document->warnings =
      warn_of_categorical(session.model.design, all, " and without a slope; nninterp effects compares the levels");
  append_unsaid(warn_of_slopes(session.model, session.variables(), output.threads, scale), document->warnings);
  return document;
}

}  // namespace

std::unique_ptr<Question> make_slopes() { return std::make_unique<SlopesQuestion>(); }

}  // namespace nninterp::cli

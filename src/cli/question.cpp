#include "question.hpp"

#include "nninterp/model/reading.hpp"
#include "output.hpp"

namespace nninterp::cli {

void Question::declare(OptionSet& options) {
  declare_own(options);
  source.declare(options);
  output.declare(options);
}

std::vector<Warning> Question::warn_of(const Session& session) const {
  if (session.at.rows.empty()) return {};  // the answer has to say so
  return warn_of_reading(session, output.threads);
}

std::unique_ptr<Document> Question::answered(const Session& session) {
  const std::vector<Warning> reading = warn_of(session);
  std::unique_ptr<Document> document = answer(session);
  const Settings at = settings_of(source, session);
  document->settings.insert(document->settings.begin(), at.begin(), at.end());
  document->warnings.insert(document->warnings.begin(), session.at.warnings.begin(), session.at.warnings.end());
  append_unsaid(reading, document->warnings);
  return document;
}

std::unique_ptr<Document> Question::ask(const std::vector<std::string>& words, const SourceOptions& from,
                                        const Session& session, int threads) {
  set_options(
      words, [&](OptionSet& options) { declare(options); }, [&](const OptionSet& options) { check(options); });
  source = from;
  output.threads = threads;
  std::unique_ptr<Document> document = answered(session);
  spell_options(document->warnings);
  return document;
}

int Question::run() {
  const Session session = open_session(source, output, rows_wanted(), also_needed());
  const std::unique_ptr<Document> document = answered(session);
  deliver(output, *document);
  return exit_done;
}

}  // namespace nninterp::cli

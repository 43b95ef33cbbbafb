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

int Question::run() {
  const Session session = open_session(source, output, rows_wanted(), also_needed());
  const std::vector<Warning> reading = warn_of(session);
  const std::unique_ptr<Document> document = answer(session);
  const Settings at = settings_of(source, session);
  document->settings.insert(document->settings.begin(), at.begin(), at.end());
  document->warnings.insert(document->warnings.begin(), session.at.warnings.begin(), session.at.warnings.end());
  append_unsaid(reading, document->warnings);
  deliver(output, *document);
  return exit_done;
}

}  // namespace nninterp::cli

#pragma once

#include <memory>
#include <string>
#include <vector>

#include "command.hpp"
#include "session.hpp"

namespace nninterp::cli {

/// Asks a model about rows: opens both, answers, and adds to the answer what every reading says.
class Question : public Command {
 public:
  void declare(OptionSet& options) final;
  int run() final;

  /// What the command would answer to these words, at a session that is open already and was opened by `from`.
  std::unique_ptr<Document> ask(const std::vector<std::string>& words, const SourceOptions& from,
                                const Session& session, int threads);

 protected:
  virtual void declare_own(OptionSet& options) = 0;
  virtual RowsWanted rows_wanted() const { return RowsWanted::usual; }
  /// Columns besides the variables that must have no gaps.
  virtual std::vector<std::string> also_needed() const { return {}; }
  /// What every reading at these rows warns of.
  virtual std::vector<Warning> warn_of(const Session& session) const;
  /// With its own settings and warnings alone. It may refer to the session.
  virtual std::unique_ptr<Document> answer(const Session& session) = 0;

  OutputOptions output;
  SourceOptions source;

 private:
  std::unique_ptr<Document> answered(const Session& session);
};

}  // namespace nninterp::cli

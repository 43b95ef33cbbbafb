#include "nninterp/io/report/fit.hpp"

#include "io/csv/writer.hpp"
#include "io/text/page.hpp"
#include "model_parts.hpp"
#include "nninterp/io/report/show.hpp"
#include "parts.hpp"

namespace nninterp {

void FitDocument::json(const Sink& sink) const {
  Json body{{"schema", from ? "nninterp/import/1" : "nninterp/fit/1"}, {"model_file", model_file}};
  if (from) body["from"] = *from;
  add_model(body, model);
  sink(finished(std::move(body), *this));
}

void FitDocument::csv(const Sink& sink) const {
  if (from) return ShowDocument(model).csv(sink);
  std::string csv = "rep,converged,stopped,steps,polish_steps,reached_threshold,error\n";
  for (std::size_t i = 0; i < model.training->repetitions.size(); ++i) {
    const Repetition& rep = model.training->repetitions[i];
    add_line(csv, {std::to_string(i + 1), rep.converged ? "true" : "false", std::string(name_of(rep.stopped)),
                   std::to_string(rep.steps), std::to_string(rep.polish_steps), cell(rep.reached_threshold),
                   cell(rep.error)});
  }
  sink(csv);
}

std::string FitDocument::table(const TextStyle&) const {
  return describe(model) + '\n' + paragraph("Model", model_file) +
         paragraph("Next", "nninterp effects" + (model_file == "nninterp-model.json" ? "" : " --model " + model_file) +
                               (model.data ? "" : " --data FILE"));
}

}  // namespace nninterp

#include "citations.hpp"

#include <algorithm>

namespace nninterp {

namespace {

bool answered(const PageSource& source, const std::string& name) {
  return std::any_of(source.questions.begin(), source.questions.end(), [&](const PageQuestion& question) {
    const auto has_document = [](const PageAnswer& answer) { return answer.document != nullptr; };
    return question.name == name && std::any_of(question.answers.begin(), question.answers.end(), has_document);
  });
}

}  // namespace

std::vector<std::string> page_citations(const PageSource& source) {
  const auto& training = source.model.training;
  std::vector<std::string> lines{source.program + ": slopes and effects of small neural networks. MIT licence."};
  if (training && training->cross_fit) {
    lines.emplace_back(
        "Averages without the decay's pull, and their intervals: V. Chernozhukov, W. K. Newey and R. Singh (2022), "
        "Automatic debiased machine learning of causal and structural effects, Econometrica 90, 967-1027.");
  }
  if (training && training->refits) {
    lines.emplace_back("Refits on resampled rows: B. Efron (1979), Bootstrap methods, Annals of Statistics 7, 1-26.");
  }
  if (answered(source, "pdp")) {
    lines.emplace_back(
        "Partial dependence: J. H. Friedman (2001), Greedy function approximation: a gradient boosting machine, Annals "
        "of Statistics 29, 1189-1232.");
  }
  if (answered(source, "ale")) {
    lines.emplace_back(
        "Accumulated local effects: D. W. Apley and J. Zhu (2020), Visualizing the effects of predictor variables in "
        "black box supervised learning models, JRSS B 82, 1059-1086.");
  }
  if (answered(source, "interactions")) {
    lines.emplace_back(
        "H-squared: J. H. Friedman and B. E. Popescu (2008), Predictive learning via rule ensembles, Annals of Applied "
        "Statistics 2, 916-954.");
  }
  if (answered(source, "importance")) {
    lines.emplace_back("Permutation importance: L. Breiman (2001), Random forests, Machine Learning 45, 5-32.");
  }
  return lines;
}

}  // namespace nninterp

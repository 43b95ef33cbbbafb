#pragma once

#include <string>
#include <vector>

#include "nninterp/analysis/importance.hpp"
#include "nninterp/analysis/interactions.hpp"
#include "nninterp/io/picture/picture.hpp"

namespace nninterp {

/// Whose importances are drawn: outputs, and what they are called beside each other. Several are the classes of one
/// target.
struct ImportanceSubject {
  std::vector<std::string> outputs, names;
};

/// Bars of each output side by side, the most important variable first: permutation importance with its spread, or
/// without it the slopes' rms per standard deviation. Several outputs have bars of all classes together besides. As
/// high as the bars need.
Picture importance_picture(const Importances& importances, const ImportanceSubject& of, const PictureTexts& texts,
                           const PictureLooks& looks);
/// Which of both it is: "rise of RMSE when shuffled".
std::string importance_measure(const Importances& importances, const ImportanceSubject& of);
/// The same as plain text: numbers, and bars of signs, an output below the other.
std::string importance_text(const Importances& importances, const ImportanceSubject& of, const PictureTexts& texts);

/// H² of one target's pairs as a map of variables by variables, white where it is 0.
Picture interactions_picture(const Interactions& interactions, const std::string& target, const PictureTexts& texts,
                             const PictureLooks& looks);
/// The same as plain text: the numbers.
std::string interactions_text(const Interactions& interactions, const std::string& target, const PictureTexts& texts);

}  // namespace nninterp

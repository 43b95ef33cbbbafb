#pragma once

#include <map>
#include <string>
#include <vector>

#include "nninterp/data/table.hpp"
#include "nninterp/model/model.hpp"

namespace nninterp {

/// Which inputs of 0 and 1 of an imported network are categories.
struct Categories {
  std::map<std::string, std::vector<std::string>> levels;  ///< variable -> its inputs, the levels but the reference
  std::vector<std::string> single;                         ///< inputs that are categories of the levels 0 and 1
  std::map<std::string, std::string> reference;            ///< variable -> its level where all inputs are 0

  bool empty() const { return levels.empty() && single.empty() && reference.empty(); }
};

/// The same network, of whose inputs these are categorical variables: a level is called as its input, without the
/// variable's name before it; a reference without a name "none". Scales of these inputs go into the weights.
/// UsageError for names that are no numeric inputs or stand there twice, and for references of other variables.
void make_categorical(Model& model, const Categories& categories);

/// Gives the table a column of levels for each variable that it has as columns of 0 and 1 instead. InputError, with the
/// place, for other values there and for rows with two levels.
void join_indicators(const Design& design, Table& table);

}  // namespace nninterp

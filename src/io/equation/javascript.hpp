#pragma once

#include <string>
#include <vector>

#include "code.hpp"

namespace nninterp {

class JavaScript : public Dialect {
 public:
  std::string helpers() const override;
  std::string assign(const std::string& name, const std::string& expression) const override;
  std::string function(bool slope, const std::vector<std::string>& body, const std::vector<std::string>& names,
                       const std::vector<std::string>& results) const override;
  std::string text(const std::string& name) const override;
};

}  // namespace nninterp

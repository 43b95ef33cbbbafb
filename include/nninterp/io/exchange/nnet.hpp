#pragma once

#include <string>
#include <string_view>

#include "nninterp/io/exchange/exchange.hpp"

namespace nninterp {

/// JSON of a network by R's nnet: n, wts, nunits, nsunits, entropy, softmax, censored, coefnames, lev; see docs.
Model import_nnet(std::string_view bytes, const std::string& name, const ImportOptions& options);

}  // namespace nninterp

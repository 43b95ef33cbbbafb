#pragma once

#include <string>
#include <vector>

#include "support/fitted.hpp"

namespace nninterp::test {

/// x and group say what y is; the model is given, nothing is trained.
struct Given {
  TemporaryFolder folder;

  explicit Given(const std::string& target = R"({"name": "y", "type": "numeric"})",
                 const std::string& last = "[[0.5], [2], [-1]]", const std::string& output = "linear") {
    folder.write("nninterp-model.json",
                 R"({"schema": "nninterp/model/1",
                     "inputs": [{"name": "x", "type": "numeric", "center": 1, "scale": 2},
                                {"name": "group", "type": "categorical", "levels": ["a", "b"], "reference": "a"}],
                     "targets": [)" +
                     target + R"(],
                     "network": {"activation": "tanh", "output": ")" +
                     output + R"(",
                                 "weights": [[[0.1, -0.2], [1.5, 0.4], [0.3, 0.8]], )" +
                     last + R"(]}})");
    folder.write("data.csv", "x,group,y\n0,a,0.2\n1,b,0.4\n2,a,2.5\n5,b,1.5\n3,a,2.2\n");
  }

  Outcome run(std::vector<std::string> arguments, const std::string& data = "data.csv") const {
    arguments.insert(arguments.end(), {"--data", data});
    return run_program(arguments, folder.path());
  }
  Json json(const std::vector<std::string>& arguments, const std::string& data = "data.csv") const {
    return json_of(run(arguments, data));
  }
};

}  // namespace nninterp::test

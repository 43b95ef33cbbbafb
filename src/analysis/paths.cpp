#include "nninterp/analysis/paths.hpp"

#include <algorithm>

#include "groups.hpp"
#include "nninterp/analysis/predict.hpp"
#include "nninterp/analysis/slopes.hpp"
#include "nninterp/core/parallel.hpp"
#include "nninterp/core/text.hpp"
#include "nninterp/nn/forward.hpp"
#include "selection.hpp"

namespace nninterp {

namespace {

constexpr double max_paths = 100'000;

// What stands along the paths at each row, wherever they begin.
struct PathSlopes {
  std::vector<Matrix> hidden;  // of each hidden layer's activations by their sums: rows × units
  std::vector<Matrix> last;    // of each output by what feeds the last layer: rows × last hidden units (or inputs)
};

Network layer_alone(const Network& network, std::size_t layer) {
  const Architecture& whole = network.architecture;
  const auto weights = layer_weights(whole, network.weights, layer);
  return {{{whole.units[layer], whole.units[layer + 1]}, whole.hidden, whole.activation(layer)},
          Eigen::Map<const Vector>(weights.data(), weights.size())};
}

PathSlopes slopes_at_rows(const Model& model, const Matrix& data, const EffectOptions& options) {
  const Architecture& architecture = model.network.architecture;
  PathSlopes slopes;
  Matrix from = encode_inputs(model.design, data);
  for (std::size_t layer = 0; layer + 1 < architecture.layers(); ++layer) {
    Network sums = layer_alone(model.network, layer);
    sums.architecture.output = Activation::linear;
    from = run_network(sums, from, options.threads);
    slopes.hidden.emplace_back(from.rows(), from.cols());
    activate(architecture.hidden, from, slopes.hidden.back());
  }
  const Network last = layer_alone(model.network, architecture.layers() - 1);
  for (Index k = 0; k < architecture.outputs(); ++k) {
    slopes.last.push_back(input_slopes(last, from, k, options.threads, options.scale));
  }
  return slopes;
}

PathSlopes at_rows(const PathSlopes& slopes, const std::vector<Index>& rows) {
  PathSlopes picked;
  for (const Matrix& layer : slopes.hidden) picked.hidden.push_back(rows_of(layer, rows));
  for (const Matrix& output : slopes.last) picked.last.push_back(rows_of(output, rows));
  return picked;
}

// A chain has one unit of each hidden layer; chains are counted with the last layer's unit running fastest.
Index chain_count(const Architecture& architecture) {
  Index count = 1;
  for (std::size_t l = 1; l < architecture.layers(); ++l) count *= architecture.units[l];
  return count;
}

std::vector<Index> units_of(Index chain, const Architecture& architecture) {
  std::vector<Index> units(architecture.layers() - 1);
  for (std::size_t l = units.size(); l > 0; --l) {
    units[l - 1] = chain % architecture.units[l];
    chain /= architecture.units[l];
  }
  return units;
}

// Adds, over the rows, for all chains that go on from one; `product` are the slopes through its unit in `layer`.
void add_chains(const PathSlopes& slopes, std::size_t layer, Index chain, const Vector& product, Matrix& sums) {
  if (layer + 1 == slopes.hidden.size()) {
    const Index unit = chain % slopes.hidden.back().cols();
    for (Index k = 0; k < sums.cols(); ++k) {
      sums(chain, k) += product.dot(slopes.last[k].col(unit));
    }
    return;
  }
  const Matrix& next = slopes.hidden[layer + 1];
  for (Index unit = 0; unit < next.cols(); ++unit) {
    add_chains(slopes, layer + 1, chain * next.cols() + unit, product.cwiseProduct(next.col(unit)), sums);
  }
}

// Adds, over the rows, the product of slopes from behind the first layer's weights on: chains × outputs. Without a
// hidden layer the outputs' slopes themselves: inputs × outputs.
void add_paths(const PathSlopes& slopes, const Architecture& architecture, int threads, Matrix& sums) {
  if (slopes.last.front().rows() == 0) return;
  if (slopes.hidden.empty()) {
    for (Index k = 0; k < sums.cols(); ++k) sums.col(k) += slopes.last[k].colwise().sum();
    return;
  }
  parallel_for(static_cast<std::size_t>(architecture.units[1]), threads, [&](std::size_t unit) {
    add_chains(slopes, 0, static_cast<Index>(unit), slopes.hidden.front().col(unit), sums);
  });
}

// Of each group the means over its rows of what add_paths adds; nothing for a group without rows.
std::vector<Matrix> path_means(const Model& model, const Matrix& data, const EffectOptions& options,
                               const std::optional<Grouping>& grouping) {
  const Architecture& architecture = model.network.architecture;
  const Index chains = architecture.layers() > 1 ? chain_count(architecture) : architecture.inputs();
  std::vector<Matrix> means(grouping ? grouping->levels.size() : 1, Matrix::Zero(chains, architecture.outputs()));
  std::vector<double> sizes(means.size());
  for_rows(data.rows(), part_rows, [&](Index first, Index count) {
    PathSlopes slopes = slopes_at_rows(model, held(data.middleRows(first, count), options.at), options);
    Vector weights = Vector::Ones(count);
    if (options.weights.size() > 0) {
      weights = options.weights.segment(first, count);
      for (Matrix& last : slopes.last) last.array().colwise() *= weights.array();
    }
    const std::vector<std::vector<Index>> groups = rows_of_groups(grouping, first, count);
    for (std::size_t g = 0; g < groups.size(); ++g) {
      sizes[g] += weights(groups[g]).sum();
      add_paths(grouping ? at_rows(slopes, groups[g]) : slopes, architecture, options.threads, means[g]);
    }
  });
  for (std::size_t g = 0; g < means.size(); ++g) {
    if (sizes[g] == 0) means[g].resize(0, 0);
    means[g] /= sizes[g];
  }
  return means;
}

// The paths of one variable to one output.
struct Bundle {
  const Model& model;
  std::size_t variable;
  Index output;

  Index input() const { return model.design.first_inputs()[variable]; }
  // Target units per variable unit.
  double unit() const { return model.design.output_scales()[output] / model.design.variables[variable].scale; }
  double weight(std::size_t layer, Index from, Index to) const {
    return layer_weights(model.network.architecture, model.network.weights, layer)(from + 1, to);
  }

  std::vector<Path> direct(const Matrix& means) const {
    return {{{}, unit() * means(input(), output), unit() * weight(0, input(), output)}};
  }

  std::vector<Path> through(const Matrix& means) const {
    const Architecture& architecture = model.network.architecture;
    const double scale = unit();
    std::vector<Path> paths;
    for (Index chain = 0; chain < means.rows(); ++chain) {
      Path path{units_of(chain, architecture), 0, 0};
      double product = scale * weight(0, input(), path.units.front());
      for (std::size_t l = 1; l < path.units.size(); ++l) product *= weight(l, path.units[l - 1], path.units[l]);
      path.part = product * means(chain, output);
      path.weight_product = product * weight(path.units.size(), path.units.back(), output);
      paths.push_back(std::move(path));
    }
    return paths;
  }
};

PathSplit split_of(const Bundle& bundle, const Matrix& means) {
  const Design& design = bundle.model.design;
  PathSplit split{};
  split.variable = design.variables[bundle.variable].name;
  split.target = design.output_names()[bundle.output];
  split.paths = bundle.model.network.architecture.layers() > 1 ? bundle.through(means) : bundle.direct(means);
  for (const Path& path : split.paths) {
    split.path_sum += path.part;
    split.weight_product_sum += path.weight_product;
  }
  return split;
}

void check_count(const Architecture& architecture, std::size_t splits) {
  double chains = 1;
  for (std::size_t l = 1; l < architecture.layers(); ++l) chains *= static_cast<double>(architecture.units[l]);
  const double count = chains * static_cast<double>(splits);
  if (count <= max_paths) return;
  throw InputError("paths: there are " + format_number(chains, 6) + " from each variable to each target, " +
                       format_number(count, 6) + " in all, and at most 100000 can be listed",
                   "name fewer variables or targets: ⟨var⟩, ⟨target⟩");
}

}  // namespace

Paths paths(const Model& model, const Matrix& data, const EffectOptions& options,
            const std::optional<Grouping>& grouping) {
  check_scale(model, options.scale);
  Paths result;
  const std::vector<Index> outputs = chosen_outputs(model.design, options.targets);
  std::vector<std::size_t> variables = chosen_variables(model.design, options.variables);
  result.warnings = warn_of_categorical(model.design, variables, ": without a slope there are no paths");
  variables.erase(std::remove_if(variables.begin(), variables.end(),
                                 [&](std::size_t v) { return model.design.variables[v].categorical; }),
                  variables.end());
  check_count(model.network.architecture, variables.size() * outputs.size() * (grouping ? grouping->levels.size() : 1));
  const std::vector<Matrix> means = path_means(model, data, options, grouping);
  for (const Index output : outputs) {
    for (const std::size_t v : variables) {
      for (std::size_t g = 0; g < means.size(); ++g) {
        if (means[g].size() == 0) continue;
        result.splits.push_back(split_of({model, v, output}, means[g]));
        if (grouping) result.splits.back().group = grouping->levels[g];
      }
    }
  }
  return result;
}

}  // namespace nninterp

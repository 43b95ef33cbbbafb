#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <vector>

#include "kernel_block.hpp"
#include "nninterp/core/parallel.hpp"
#include "nninterp/nn/network.hpp"

namespace nninterp {

/// Gives memory that begins with a line of the cache, so that no vector lies across two of them.
template <typename Value>
struct LineAllocator {
  using value_type = Value;
  static constexpr std::align_val_t line{64};

  LineAllocator() = default;
  template <typename Other>
  LineAllocator(const LineAllocator<Other>&) {}  // NOLINT(google-explicit-constructor): as allocators are
  Value* allocate(std::size_t count) { return static_cast<Value*>(::operator new(count * sizeof(Value), line)); }
  void deallocate(Value* values, std::size_t) { ::operator delete(values, line); }
  template <typename Other>
  bool operator==(const LineAllocator<Other>&) const {
    return true;
  }
  template <typename Other>
  bool operator!=(const LineAllocator<Other>&) const {
    return false;
  }
};

using AlignedNumbers = std::vector<double, LineAllocator<double>>;

/// Rows side by side: groups of 8 rows, in each group column after column with its 8 numbers. Rows beyond the end of
/// the last group are 0.
struct RowGroups {
  static constexpr Index lanes = 8;

  Index rows = 0, columns = 0;
  AlignedNumbers values;

  explicit RowGroups(const Matrix& matrix);
  Index groups() const { return (rows + lanes - 1) / lanes; }
  const double* group(Index g) const { return values.data() + g * columns * lanes; }
};

/// What a network is trained on, both in the network's units: rows × inputs and rows × outputs; and how often each row
/// counts, rows × 1, or no rows where each counts once.
struct PackedRows {
  RowGroups inputs, targets, weights;
};

/// Rows go through the kernel in blocks of this many groups.
constexpr Index block_groups = 16;

/// What a block of rows goes through a network for.
enum class Purpose { outputs, slopes, gradient };

/// Where one thread keeps a block of rows on its way through a network.
struct KernelMemory {
  std::vector<AlignedNumbers> activations, deltas, slopes;  // one a layer, grouped as the rows are; empty if not needed
  AlignedNumbers sums;                                      // of the outputs, before their activation
  AlignedNumbers lane_gradient;                             // 8 a weight
  std::vector<KernelLayer> layers;

  /// In a gradient, deltas of hidden layers overwrite their activations, which it has used up by then. Half the memory
  /// is nearer.
  KernelMemory(const Architecture& architecture, Purpose purpose);
  /// Points the layers to the weights, which stay the caller's.
  void set_weights(const Architecture& architecture, const double* weights, const double* weights_by_input);
};

/// For each layer the biases of all units, then input by input.
void transpose_weights(const Architecture& architecture, const Vector& weights, std::vector<double>& by_input);

/// The error E and its gradient by the weights in one pass over the rows: a block of rows goes forward and back while
/// it is in the cache. Vector instructions are chosen when the program runs; lanes run over rows, 8 of them whatever
/// the processor's vectors hold, so that processors with fused multiply-adds give equal bits. Rows are summed chunk by
/// chunk, and the chunks in their order, so that every number of threads gives equal bits too.
class GradientKernel {
 public:
  GradientKernel(const Architecture& architecture, ErrorFunction error, std::shared_ptr<const PackedRows> rows,
                 int threads = 1);

  /// E at the flat weights; its gradient is added to `gradient`.
  double add_gradient(const Vector& weights, Vector& gradient);

 private:
  Index chunks() const;
  void run_chunk(KernelMemory& memory, Index chunk);

  Architecture architecture_;
  ErrorFunction error_;
  std::shared_ptr<const PackedRows> rows_;
  Team team_;
  std::vector<KernelMemory> memories_;  // one a member of the team
  Matrix chunk_gradients_;              // weights × chunks
  Vector chunk_errors_;
  std::vector<double> weights_by_input_;
};

}  // namespace nninterp

// NNINTERP_TEST_INSTRUCTIONS=AVX2, say, keeps the vector code of a test program from anything better than that.
#include <cstdlib>
#include <stdexcept>
#include <string>

#include <hwy/targets.h>

namespace {

bool limit_instructions() {
  const char* wanted = std::getenv("NNINTERP_TEST_INSTRUCTIONS");
  if (wanted == nullptr) return false;
  const std::int64_t supported = hwy::SupportedTargets();
  for (int bit = 0; bit <= HWY_HIGHEST_TARGET_BIT; ++bit) {
    const std::int64_t target = std::int64_t{1} << bit;
    if (std::string(hwy::TargetName(target)) != wanted) continue;
    // A better set of instructions has a lower bit.
    hwy::SetSupportedTargetsForTest(supported & ~(target - 1));
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
    return true;
  }
  throw std::invalid_argument(std::string("NNINTERP_TEST_INSTRUCTIONS: there is no ") + wanted);
}

const bool limited = limit_instructions();

}  // namespace

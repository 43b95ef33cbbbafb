// Minima that are known, and functions that are hard.
#include "nninterp/nn/quasi_newton.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "nninterp/core/random.hpp"
#include "support/fixtures.hpp"
#include "support/networks.hpp"

using namespace nninterp;
using namespace nninterp::test;

namespace {

Vector vector(std::initializer_list<double> values) {
  return Eigen::Map<const Vector>(values.begin(), static_cast<Index>(values.size()));
}

// Tight, and without giving up: BFGS (a dense_limit of 400) or of limited memory (0).
QuasiNewtonOptions tight(Index dense_limit = 400) {
  QuasiNewtonOptions options;
  options.threshold = 1e-8;
  options.max_steps = 5000;
  options.dense_limit = dense_limit;
  options.window = 0;
  return options;
}

const std::vector<Index> dense_and_limited{400, 0};

// Chained: least, 0, where all are 1.
double rosenbrock(const Vector& x, Vector& gradient) {
  gradient = Vector::Zero(x.size());
  double value = 0;
  for (Index i = 0; i + 1 < x.size(); ++i) {
    const double bend = x[i + 1] - x[i] * x[i], rest = 1 - x[i];
    value += 100 * bend * bend + rest * rest;
    gradient[i] += -400 * bend * x[i] - 2 * rest;
    gradient[i + 1] += 200 * bend;
  }
  return value;
}

// 1/2 |A (x - b)|^2, least, 0, at b.
struct Quadratic {
  Matrix a;
  Vector b;

  double operator()(const Vector& x, Vector& gradient) const {
    const Vector away = a * (x - b);
    gradient = a.transpose() * away;
    return away.squaredNorm() / 2;
  }
};

// sum c_i sin(a_i'x + p_i) + kink * sum |x|: many minima, and kinks if wanted.
struct Waves {
  Matrix a;
  Vector c, p;
  double kink;

  Waves(Index unknowns, double a_kink, Random& random)
      : a(3 * random_matrix(12, unknowns, random)),
        c(random_matrix(12, 1, random)),
        p(random_matrix(12, 1, random)),
        kink(a_kink) {}

  double operator()(const Vector& x, Vector& gradient) const {
    const Vector z = a * x + p;
    gradient = a.transpose() * c.cwiseProduct(z.array().cos().matrix()) + kink * x.array().sign().matrix();
    return c.dot(z.array().sin().matrix()) + kink * x.lpNorm<1>();
  }
};

// Counts how often it is asked.
SmoothFunction counted(const SmoothFunction& function, long& count) {
  return [function, &count](const Vector& x, Vector& gradient) {
    ++count;
    return function(x, gradient);
  };
}

}  // namespace

TEST_CASE("the curved valley is followed to its end", "[quasi_newton]") {
  for (const Index dense_limit : dense_and_limited) {
    INFO("dense_limit " << dense_limit);
    Vector gradient;
    const Minimum two = minimize(rosenbrock, vector({-1.2, 1}), tight(dense_limit));
    CHECK(two.stopped == MinimizeStop::threshold);
    CHECK(distance(two.x, Vector::Ones(2)) < 1e-7);
    CHECK(two.value < 1e-15);
    CHECK(two.steps < 100);
    const Minimum ten = minimize(rosenbrock, Vector::Constant(10, 0.5), tight(dense_limit));
    CHECK(ten.stopped == MinimizeStop::threshold);
    CHECK(distance(ten.x, Vector::Ones(10)) < 1e-7);
    CHECK(ten.steps < 500);
    CHECK(ten.value == rosenbrock(ten.x, gradient));
    CHECK(ten.gradient == gradient);
    CHECK(gradient.lpNorm<Eigen::Infinity>() <= 1e-8);
  }
}

TEST_CASE("an ill-conditioned quadratic ends at its minimum", "[quasi_newton]") {
  Random random(4);
  Matrix turn = Matrix::Identity(12, 12);  // reflections keep the curvatures, and mix the unknowns
  for (int i = 0; i < 3; ++i) {
    const Vector v = random_matrix(12, 1, random).normalized();
    turn -= 2 * v * (v.transpose() * turn);
  }
  Vector curvature(12);
  for (Index i = 0; i < 12; ++i) curvature[i] = std::pow(10, 0.5 * static_cast<double>(i) - 1);  // 0.1 to 30,000
  const Quadratic quadratic{curvature.cwiseSqrt().asDiagonal() * turn, random_matrix(12, 1, random)};
  for (const Index dense_limit : dense_and_limited) {
    INFO("dense_limit " << dense_limit);
    const Minimum end = minimize(quadratic, Vector::Zero(12), tight(dense_limit));
    CHECK(end.stopped == MinimizeStop::threshold);
    CHECK(distance(end.x, quadratic.b) < 1e-6);
    CHECK(end.value < 1e-14);
    CHECK(end.steps < 500);
  }
}

TEST_CASE("the last few steps are memory enough for more unknowns than steps kept", "[quasi_newton]") {
  QuasiNewtonOptions options = tight(0);
  options.memory = 3;
  const Minimum end = minimize(rosenbrock, Vector::Constant(60, 0.9), options);
  CHECK(end.stopped == MinimizeStop::threshold);
  CHECK(distance(end.x, Vector::Ones(60)) < 1e-6);
}

TEST_CASE("the limit for a matrix is counted in unknowns", "[quasi_newton]") {
  const Vector start = Vector::Constant(10, 0.5);
  const Minimum dense = minimize(rosenbrock, start, tight(400)), limited = minimize(rosenbrock, start, tight(0));
  CHECK(minimize(rosenbrock, start, tight(10)).x == dense.x);
  CHECK(minimize(rosenbrock, start, tight(9)).x == limited.x);
  CHECK(dense.x != limited.x);
}

TEST_CASE("regions where the function is not finite are stayed out of", "[quasi_newton]") {
  const double infinity = std::numeric_limits<double>::infinity(), nan = std::numeric_limits<double>::quiet_NaN();
  for (const Index dense_limit : dense_and_limited) {
    for (const double outside : {infinity, nan, -infinity}) {
      INFO("dense_limit " << dense_limit << ", outside " << outside);
      // 3 x - log x - log(2 - y) - y / 4: a wall at x = 0, one at y = 2
      const SmoothFunction barrier = [&](const Vector& x, Vector& gradient) {
        gradient = Vector::Constant(2, nan);
        if (!(x[0] > 0 && x[1] < 2)) return outside;
        gradient = vector({3 - 1 / x[0], 1 / (2 - x[1]) - 0.25});
        return 3 * x[0] - std::log(x[0]) - std::log(2 - x[1]) - x[1] / 4;
      };
      for (const Vector& start : {vector({1e-6, 1.999}), vector({50, -30}), vector({1, 1.9999999})}) {
        INFO("from " << start.transpose());
        const Minimum end = minimize(barrier, start, tight(dense_limit));
        CHECK(end.stopped == MinimizeStop::threshold);
        CHECK(distance(end.x, vector({1.0 / 3, -2})) < 1e-6);
      }
    }
  }
}

TEST_CASE("an overflow is no place to end", "[quasi_newton]") {
  // exp(a) - a + exp(-b) + b, which overflows far from its minimum at 0, where its value is 2
  const SmoothFunction steep = [](const Vector& x, Vector& gradient) {
    gradient = vector({std::exp(x[0]) - 1, 1 - std::exp(-x[1])});
    return std::exp(x[0]) - x[0] + std::exp(-x[1]) + x[1];
  };
  for (const Index dense_limit : dense_and_limited) {
    for (const double far : {1.0, 20.0, 100.0}) {
      INFO("dense_limit " << dense_limit << ", from " << far);
      const Minimum end = minimize(steep, vector({far, -far}), tight(dense_limit));
      CHECK(end.stopped == MinimizeStop::threshold);
      CHECK(distance(end.x, Vector::Zero(2)) < 1e-7);
      CHECK(end.value == Approx(2));
    }
    // minus the overflow: without a minimum, but every value on the way is a number
    const SmoothFunction bottomless = [&](const Vector& x, Vector& gradient) {
      const double value = -steep(x, gradient);
      gradient = -gradient;
      return value;
    };
    const Minimum end = minimize(bottomless, vector({1, -1}), tight(dense_limit));
    CHECK(std::isfinite(end.value));
    CHECK(end.gradient.allFinite());
    CHECK(end.value < -2);
  }
}

TEST_CASE("a kinked function ends near its kink and below where it began", "[quasi_newton]") {
  for (const Index dense_limit : dense_and_limited) {
    for (const Index unknowns : {1, 2, 10}) {
      INFO("dense_limit " << dense_limit << ", " << unknowns << " unknowns");
      // sum i |x_i - i|
      const SmoothFunction kinked = [&](const Vector& x, Vector& gradient) {
        const Vector weight = Vector::LinSpaced(x.size(), 1, static_cast<double>(x.size()));
        const Vector away = x - weight;
        gradient = weight.cwiseProduct(away.array().sign().matrix());
        return weight.dot(away.cwiseAbs());
      };
      Vector ignored;
      const Vector start = Vector::Constant(unknowns, 0.3);
      Minimum end;
      REQUIRE_NOTHROW(end = minimize(kinked, start, tight(dense_limit)));
      const double first = kinked(start, ignored);
      CHECK(end.value <= first);
      CHECK(end.value < 0.01 * first);
      CHECK(end.value == kinked(end.x, ignored));
    }
  }
}

TEST_CASE("the value never ends above the one at the start, however hard the function", "[quasi_newton]") {
  long reached = 0, runs = 0;
  for (std::uint32_t seed = 1; seed <= 150; ++seed) {
    Random random(seed);
    const Waves waves(1 + seed % 6, seed % 3 == 0 ? 0.5 : 0, random);
    const Vector start = random_matrix(waves.a.cols(), 1, random);
    Vector gradient;
    const double first = waves(start, gradient);
    for (const Index dense_limit : dense_and_limited) {
      for (const long max_steps : {1L, 3L, 1000L}) {
        INFO("seed " << seed << ", dense_limit " << dense_limit << ", max_steps " << max_steps);
        QuasiNewtonOptions options = tight(dense_limit);
        options.max_steps = max_steps;
        const Minimum end = minimize(waves, start, options);
        CHECK(end.value <= first);
        CHECK(end.value == waves(end.x, gradient));
        CHECK(end.gradient == gradient);
        CHECK(end.steps <= max_steps);
        CHECK((end.stopped != MinimizeStop::threshold || gradient.lpNorm<Eigen::Infinity>() <= 1e-8));
        if (waves.kink == 0 && max_steps == 1000) {
          ++runs;
          reached += end.stopped == MinimizeStop::threshold ? 1 : 0;
        }
      }
    }
  }
  CHECK(runs == 200);
  CHECK(reached == runs);  // where there are no kinks
}

TEST_CASE("a gradient that misleads does not lead above the start", "[quasi_newton]") {
  const SmoothFunction liar = [](const Vector& x, Vector& gradient) {  // upwards is said to be downwards
    gradient = -2 * x;
    return x.squaredNorm();
  };
  for (const Index dense_limit : dense_and_limited) {
    const Minimum end = minimize(liar, vector({1, 2}), tight(dense_limit));
    CHECK(end.value <= 5);
  }
  const SmoothFunction constant = [](const Vector& x, Vector& gradient) {
    gradient = Vector::Ones(x.size());
    return 7.0;
  };
  QuasiNewtonOptions options = tight();
  options.window = 100;
  const Minimum end = minimize(constant, vector({1, 2}), options);
  CHECK(end.stopped == MinimizeStop::flat);
  CHECK(end.value == 7);
}

TEST_CASE("a start where the function is not finite comes back as it is", "[quasi_newton]") {
  const double infinity = std::numeric_limits<double>::infinity(), nan = std::numeric_limits<double>::quiet_NaN();
  const Vector start = vector({0.25, -3});
  for (const double value : {infinity, -infinity, nan, 1.0}) {
    for (const double slope : {infinity, nan, 1.0}) {
      if (value == 1.0 && slope == 1.0) continue;
      INFO("value " << value << ", slope " << slope);
      long count = 0;
      const SmoothFunction function = counted(
          [&](const Vector&, Vector& gradient) {
            gradient = vector({1, slope});
            return value;
          },
          count);
      bool asked = false;
      const Minimum end = minimize(function, start, tight(), [&](const Minimum&) { return asked = true; });
      CHECK(end.stopped == MinimizeStop::flat);
      CHECK(end.x == start);
      CHECK(end.steps == 0);
      CHECK(count == 1);
      CHECK_FALSE(asked);
    }
  }
}

TEST_CASE("no more steps are taken than allowed, and fewer are the beginning of more", "[quasi_newton]") {
  for (const Index dense_limit : dense_and_limited) {
    std::vector<Vector> path;
    minimize(rosenbrock, vector({-1.2, 1}), tight(dense_limit), [&](const Minimum& at) {
      CHECK(at.steps == static_cast<long>(path.size()));
      path.push_back(at.x);
      return true;
    });
    REQUIRE(path.size() > 10);
    for (const long max_steps : {0L, 1L, 2L, 10L}) {
      INFO("dense_limit " << dense_limit << ", max_steps " << max_steps);
      QuasiNewtonOptions options = tight(dense_limit);
      options.max_steps = max_steps;
      const Minimum end = minimize(rosenbrock, vector({-1.2, 1}), options);
      CHECK(end.stopped == MinimizeStop::max_steps);
      CHECK(end.steps == max_steps);
      CHECK(end.x == path[static_cast<std::size_t>(max_steps)]);
    }
  }
}

TEST_CASE("no step leads up but by rounding", "[quasi_newton]") {
  for (const Index dense_limit : dense_and_limited) {
    double before = std::numeric_limits<double>::infinity();
    minimize(rosenbrock, Vector::Constant(10, 0.5), tight(dense_limit), [&](const Minimum& at) {
      CHECK(at.value <= before * (1 + 1e-12));
      before = at.value;
      return true;
    });
  }
}

TEST_CASE("an observer that has seen enough ends the minimisation where it is", "[quasi_newton]") {
  for (const long last : {0L, 4L}) {
    Vector seen;
    const Minimum end = minimize(rosenbrock, vector({-1.2, 1}), tight(), [&](const Minimum& at) {
      seen = at.x;
      return at.steps < last;
    });
    CHECK(end.stopped == MinimizeStop::observer);
    CHECK(end.steps == last);
    CHECK(end.x == seen);
  }
}

TEST_CASE("unknowns without a gradient never move", "[quasi_newton]") {
  const SmoothFunction some = [](const Vector& x, Vector& gradient) {  // unknowns 0, 2 and 4 of five
    Vector inner;
    const double value = rosenbrock(vector({x[0], x[2], x[4]}), inner);
    gradient = vector({inner[0], 0, inner[1], 0, inner[2]});
    return value;
  };
  for (const Index dense_limit : dense_and_limited) {
    INFO("dense_limit " << dense_limit);
    const Minimum end = minimize(some, vector({-1.2, 0.1, 1, -1e300, 2}), tight(dense_limit));
    CHECK(end.stopped == MinimizeStop::threshold);
    CHECK(end.x[1] == 0.1);
    CHECK(end.x[3] == -1e300);
    CHECK(distance(vector({end.x[0], end.x[2], end.x[4]}), Vector::Ones(3)) < 1e-7);
  }
}

TEST_CASE("a start at the minimum takes no step", "[quasi_newton]") {
  long count = 0;
  const Minimum end = minimize(counted(rosenbrock, count), Vector::Ones(4), tight());
  CHECK(end.stopped == MinimizeStop::threshold);
  CHECK(end.steps == 0);
  CHECK(end.x == Vector::Ones(4));
  CHECK(count == 1);
}

TEST_CASE("equal input gives equal bits", "[quasi_newton]") {
  Random random(8);
  const Waves waves(7, 0.1, random);
  const Vector start = random_matrix(7, 1, random);
  for (const Index dense_limit : dense_and_limited) {
    const Minimum one = minimize(waves, start, tight(dense_limit)), two = minimize(waves, start, tight(dense_limit));
    CHECK(one.x == two.x);
    CHECK(one.gradient == two.gradient);
    CHECK(one.value == two.value);
    CHECK(one.steps == two.steps);
    CHECK(one.stopped == two.stopped);
  }
}

TEST_CASE("a function that hardly falls any more is given up, unless told never to", "[quasi_newton]") {
  const SmoothFunction tail = [](const Vector& x, Vector& gradient) {  // falls towards 1 for ever
    gradient = vector({-std::exp(-x[0])});
    return 1 + std::exp(-x[0]);
  };
  QuasiNewtonOptions options = tight();
  options.threshold = 0;
  options.max_steps = 25;
  CHECK(minimize(tail, vector({0}), options).stopped == MinimizeStop::max_steps);
  options.window = 5;
  const Minimum end = minimize(tail, vector({0}), options);
  CHECK(end.stopped == MinimizeStop::flat);
  CHECK(end.steps < 25);
  CHECK(end.steps % 5 == 0);
}

TEST_CASE("once converged it goes on to the goal, and never ends converged the less for it", "[quasi_newton]") {
  const SmoothFunction valley = [](const Vector& x, Vector& gradient) {
    const double bend = x[1] - x[0] * x[0];
    gradient.resize(2);
    gradient << -400 * x[0] * bend - 2 * (1 - x[0]), 200 * bend;
    return 100 * bend * bend + (1 - x[0]) * (1 - x[0]);
  };
  const Vector start = (Vector(2) << -1.2, 1).finished();
  QuasiNewtonOptions options;
  const Minimum rough = minimize(valley, start, options);
  options.goal = 1e-12;
  for (const long steps : {1, 2, 5, 50}) {
    options.goal_steps = steps;
    const Minimum fine = minimize(valley, start, options);
    CHECK(fine.stopped == MinimizeStop::threshold);
    CHECK(fine.gradient.lpNorm<Eigen::Infinity>() <= rough.gradient.lpNorm<Eigen::Infinity>());
    CHECK(fine.steps <= rough.steps + steps);
    if (steps == 50) CHECK((fine.x - Vector::Ones(2)).norm() < 1e-11);
  }
  options.max_steps = rough.steps;
  CHECK(minimize(valley, start, options).stopped == MinimizeStop::threshold);
}

TEST_CASE("a long even slope is taken in growing strides", "[quasi_newton]") {
  const SmoothFunction slope = [](const Vector& x, Vector& gradient) {
    const double beyond = x[0] - 1e5;
    const bool near = std::fabs(beyond) <= 1;
    gradient = Vector::Constant(1, near ? beyond : beyond > 0 ? 1.0 : -1.0);
    return near ? beyond * beyond / 2 : std::fabs(beyond) - 0.5;
  };
  CHECK(minimize(slope, Vector::Zero(1), QuasiNewtonOptions{}).steps < 50);
}

TEST_CASE("where rounding leaves no lower value the minimisation ends, and soon", "[quasi_newton]") {
  Random random(4);
  const Vector b = random_matrix(12, 1, random);
  Matrix turn = Matrix::Identity(12, 12);
  for (int i = 0; i < 3; ++i) {
    const Vector v = random_matrix(12, 1, random).normalized();
    turn -= 2 * v * (v.transpose() * turn);
  }
  const Vector curvatures = Vector::LinSpaced(12, -1, 4.5).unaryExpr([](double power) { return std::pow(10, power); });
  const Matrix a = turn * curvatures.asDiagonal() * turn.transpose();
  long evaluations = 0;
  const SmoothFunction quadratic = [&](const Vector& x, Vector& gradient) {
    ++evaluations;
    const Vector ax = a * x;
    gradient = ax - b;
    return x.dot(ax) / 2 - b.dot(x);
  };
  QuasiNewtonOptions options = tight(0);
  options.threshold = 1e-12;
  const Minimum end = minimize(quadratic, Vector::Zero(12), options);
  CHECK(end.stopped == MinimizeStop::flat);
  CHECK(evaluations < 3000);
}

TEST_CASE("the observer is asked once a step, also where the search starts afresh", "[quasi_newton]") {
  const SmoothFunction kink = [](const Vector& x, Vector& gradient) {
    gradient = vector({x[0] + (x[0] > 0 ? 1 : -1), 100 * (x[1] - 1)});
    return x[0] * x[0] / 2 + std::fabs(x[0]) + 50 * (x[1] - 1) * (x[1] - 1);
  };
  long last = -1;
  bool twice = false;
  minimize(kink, vector({0.3, -0.7}), tight(), [&](const Minimum& at) {
    twice = twice || at.steps == last;
    last = at.steps;
    return true;
  });
  CHECK_FALSE(twice);
}

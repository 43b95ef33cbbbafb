"""scikit-learn's MLPRegressor by L-BFGS: seconds an evaluation of error and gradient."""
import json
import time
import warnings

import numpy
from sklearn.neural_network import MLPRegressor

warnings.filterwarnings("ignore")


class Counting(MLPRegressor):
    calls = 0

    def _loss_grad_lbfgs(self, *arguments):
        self.calls += 1
        return super()._loss_grad_lbfgs(*arguments)


for rows, inputs, hidden, iterations in [(150, 4, 3, 500), (506, 13, 5, 300), (10_000, 10, 4, 100), (100_000, 10, 8, 30)]:
    random = numpy.random.default_rng(1)
    x, y = random.normal(size=(rows, inputs)), random.normal(size=rows)
    seconds = []
    for _ in range(3):
        model = Counting((hidden,), activation="logistic", solver="lbfgs", alpha=0, tol=0, max_iter=iterations, random_state=1)
        begin = time.perf_counter()
        model.fit(x, y)
        seconds.append((time.perf_counter() - begin) / model.calls)
    print(json.dumps({"peer": "scikit-learn", "kind": "step", "case": f"{rows}x{inputs}x{hidden}x1", "seconds": sorted(seconds)[1]}))

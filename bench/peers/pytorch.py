"""PyTorch in double precision: seconds a full-batch step of Rprop, one thread."""
import json
import time

import torch

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)
for rows, inputs, hidden, steps in [(150, 4, 3, 500), (506, 13, 5, 500), (10_000, 10, 4, 200), (100_000, 10, 8, 30)]:
    torch.manual_seed(1)
    x, y = torch.randn(rows, inputs), torch.randn(rows, 1)
    model = torch.nn.Sequential(torch.nn.Linear(inputs, hidden), torch.nn.Sigmoid(), torch.nn.Linear(hidden, 1))
    optimizer = torch.optim.Rprop(model.parameters())

    def step():
        optimizer.zero_grad()
        ((model(x) - y) ** 2).sum().div(2).backward()
        optimizer.step()

    step()
    seconds = []
    for _ in range(3):
        begin = time.perf_counter()
        for _ in range(steps):
            step()
        seconds.append((time.perf_counter() - begin) / steps)
    print(json.dumps({"peer": "PyTorch", "kind": "step", "case": f"{rows}x{inputs}x{hidden}x1", "seconds": sorted(seconds)[1]}))

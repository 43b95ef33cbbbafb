// A point has a value a variable: a number, or the index of a level. The network takes K - 1 inputs of 0 and 1 for K levels.
const inputSlots = slotsOfVariables();

function slotsOfVariables() {
  let offset = 0;
  return report.variables.map((variable) => {
    const start = offset;
    const others = variable.levels
      ?.map((_, index) => index)
      .filter((index) => variable.levels[index] !== variable.reference);
    offset += variable.type === "numeric" ? 1 : others.length;
    return { start, others };
  });
}

function setInput(inputs, variable, value) {
  const { start, others } = inputSlots[variable];
  if (!others) inputs[start] = value;
  else
    others.forEach((level, at) => {
      inputs[start + at] = level === value ? 1 : 0;
    });
}

function encodePoint(values) {
  const inputs = [];
  values.forEach((value, variable) => setInput(inputs, variable, value));
  return inputs;
}

function rowValues(at) {
  return report.rows.columns.map((column) => column[at]);
}

function isTwoValued(variable) {
  return variable.type === "numeric" && Array.isArray(variable.values) && variable.values.length === 2;
}

function indexOfMost(counts) {
  return counts.reduce((best, count, index) => (count > counts[best] ? index : best), 0);
}

// The middle of the data: means; where a mean does not exist (categories, numbers of two values) what is commonest.
function middlePoint() {
  return report.variables.map((variable) => {
    if (variable.type !== "numeric") return indexOfMost(variable.counts ?? [0]);
    if (!isTwoValued(variable) || !variable.counts) return variable.mean;
    return variable.values[variable.counts[variable.counts.length - 1] > variable.counts[0] ? 1 : 0];
  });
}

const intervalTail = {
  z: normalQuantile((1 + (report.networks.level ?? 0.95)) / 2),
  low: (1 - (report.networks.level ?? 0.95)) / 2,
};

function hasNetworks() {
  return report.networks.method !== "none" && network.others.length > 1;
}

// The delete-a-group jackknife: in each round of folds, how far the networks without a fold are from each other.
function jackknifeError(predictions, target) {
  const folds = report.networks.folds || predictions.length;
  const rounds = Math.max(1, Math.floor(predictions.length / folds));
  let sum = 0;
  for (let round = 0; round < rounds; round += 1) {
    let mean = 0;
    for (let fold = 0; fold < folds; fold += 1) mean += predictions[round * folds + fold][target] / folds;
    let squares = 0;
    for (let fold = 0; fold < folds; fold += 1) squares += (predictions[round * folds + fold][target] - mean) ** 2;
    sum += ((folds - 1) / folds) * squares;
  }
  return Math.sqrt(sum / rounds);
}

function deviation(values) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

// The interval of one target's prediction; null where the model has no networks beside its own.
function intervalAt(predictions, own, target) {
  if (report.networks.method === "bootstrap") {
    const sorted = new Float64Array(predictions.length);
    for (let at = 0; at < sorted.length; at += 1) sorted[at] = predictions[at][target];
    sorted.sort();
    return {
      low: quantileOf(sorted, intervalTail.low),
      high: quantileOf(sorted, 1 - intervalTail.low),
      error: deviation(sorted),
    };
  }
  const error = jackknifeError(predictions, target);
  const clip =
    report.targets[target].kind === "probability" ? (value) => Math.min(1, Math.max(0, value)) : (value) => value;
  return { low: clip(own[target] - intervalTail.z * error), high: clip(own[target] + intervalTail.z * error), error };
}

function othersAt(inputs) {
  return network.others.map((constants) => network.predict(inputs, constants));
}

// The prediction along one variable with all others where they are; `banded` is the target that gets intervals, or null.
function curveAlong(inputs, variable, values, here, banded) {
  const own = values.map(() => null);
  const low = [];
  const high = [];
  values.forEach((value, at) => {
    setInput(inputs, variable, value);
    own[at] = network.predict(inputs, network.own);
    if (banded === null) return;
    const interval = intervalAt(othersAt(inputs), own[at], banded);
    low.push(interval.low);
    high.push(interval.high);
  });
  setInput(inputs, variable, here);
  return { values, own, low, high };
}

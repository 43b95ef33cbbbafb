function valuesByName(values) {
  return Object.fromEntries(
    report.variables.map((variable, index) => [
      variable.name,
      variable.levels ? variable.levels[values[index]] : values[index],
    ]),
  );
}

function byTarget(value) {
  return Object.fromEntries(report.targets.map((target, index) => [target.name, value(index)]));
}

// The state of the profiler as one record: what "Save scenario" writes and profiler.state() tells.
function scenarioOf(state) {
  const scenario = {
    schema: "nninterp/scenario/1",
    values: valuesByName(state.values),
    predictions: byTarget((target) => state.own[target]),
  };
  if (hasNetworks()) {
    scenario.std_error = byTarget((target) => state.intervals[target].error);
    scenario.conf_low = byTarget((target) => state.intervals[target].low);
    scenario.conf_high = byTarget((target) => state.intervals[target].high);
  }
  scenario.inside = state.support.inside;
  scenario.nearest_row = state.support.row;
  scenario.slopes = byTarget((target) =>
    Object.fromEntries(
      report.variables
        .map((variable, index) => [variable.name, state.slopes[index]?.[target]])
        .filter(([, slope]) => slope !== undefined),
    ),
  );
  return scenario;
}

function hashOf(values) {
  return (
    "#x=" +
    report.variables
      .map((variable, index) =>
        encodeURIComponent(variable.levels ? variable.levels[values[index]] : String(values[index])),
      )
      .join(",")
  );
}

// The values that a link carries; null where it is none, or of another table.
function valuesOfHash(hash) {
  if (!hash.startsWith("#x=")) return null;
  const parts = hash.slice(3).split(",");
  if (parts.length !== report.variables.length) return null;
  try {
    const values = parts.map((part, index) => valueFrom(report.variables[index], decodeURIComponent(part)));
    return values.every((value) => value !== null) ? values : null;
  } catch {
    return null;
  }
}

function valueFrom(variable, given) {
  if (variable.levels) {
    const level = variable.levels.indexOf(String(given));
    return level < 0 ? null : level;
  }
  const value = typeof given === "string" && given.trim() === "" ? NaN : Number(given);
  return Number.isFinite(value) ? value : null;
}

function saveScenario(scenario) {
  const blob = new Blob([JSON.stringify(scenario, null, 2) + "\n"], { type: "application/json" });
  const url = URL.createObjectURL(blob);
  const link = el("a", { href: url, download: "scenario.json" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

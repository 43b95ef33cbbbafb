function showDocument() {
  return report.documents.show ?? {};
}

function fileName(path) {
  return path ? path.split(/[\\/]/).pop() : null;
}

function networkShape() {
  const show = showDocument();
  const layers = [show.inputs?.length, ...(show.hidden ?? []), show.targets?.length].filter(
    (units) => units !== undefined,
  );
  return layers.join("-");
}

function unitsWords() {
  const hidden = showDocument().hidden ?? [];
  if (hidden.length === 0) return "no hidden layer: a regression itself";
  const units =
    hidden.length === 1 ? plural(hidden[0], "hidden unit") : "hidden layers of " + hidden.join(" and ") + " units";
  return units + " (" + showDocument().activation + ")";
}

function levelWords() {
  return trimZeros((100 * (report.networks.level ?? 0.95)).toFixed(3)) + " %";
}

// What moves in an effect: "bmi", "sex: 2 − 1" of a category, "am: 1 − 0" of a number of two values.
function effectText(effect, limit = 24) {
  const name = nameText(effect.variable, limit);
  if (effect.level !== undefined)
    return name + ": " + nameText(effect.level, limit) + " − " + nameText(effect.reference, limit);
  const between = effect.shift.between;
  return between ? name + ": " + formatNumber(between[1]) + " − " + formatNumber(between[0]) : name;
}

function effectNode(effect) {
  if (effect.level !== undefined) {
    return [nameOf(effect.variable), ": ", nameOf(effect.level, 20), " − ", nameOf(effect.reference, 20)];
  }
  const between = effect.shift.between;
  return between
    ? [nameOf(effect.variable), ": " + formatNumber(between[1]) + " − " + formatNumber(between[0])]
    : [nameOf(effect.variable)];
}

function stepWords(effect) {
  if (effect.level !== undefined) return ["from ", nameOf(effect.reference, 20), " to ", nameOf(effect.level, 20)];
  const { between, delta } = effect.shift;
  if (between) return ["from " + formatNumber(between[0]) + " to " + formatNumber(between[1])];
  return [delta === 1 ? "+1" : "+" + threeDigits(delta) + " (one sd)"];
}

function centreKey(shift) {
  return shift.debiased !== null && shift.debiased !== undefined ? "debiased" : "mean";
}

function hasInterval(shift) {
  return Number.isFinite(shift.conf_low ?? NaN) && Number.isFinite(shift.conf_high ?? NaN);
}

function signKnown(shift) {
  return hasInterval(shift) && (shift.conf_low > 0 || shift.conf_high < 0);
}

// "5.47 more of target on average (95 %: 3.90 to 7.04)"
function effectSentence(from, index, effect) {
  const path = ["effects", index, "shift"];
  const target = report.targets.find((candidate) => candidate.name === effect.target) ?? report.targets[0];
  const shift = effect.shift;
  const key = centreKey(shift);
  const value = shift[key];
  const size = (number) => formatNumber(Math.abs(number), 3);
  const words =
    target.kind === "probability" || target.class !== null
      ? [value < 0 ? " lower in " : " higher in ", targetNode(target)]
      : [value < 0 ? " less of " : " more of ", targetNode(target)];
  const interval = hasInterval(shift)
    ? [
        " (" + levelWords() + ": ",
        datum(from, [...path, "conf_low"], threeDigits),
        " to ",
        datum(from, [...path, "conf_high"], threeDigits),
        ")",
      ]
    : [" (how sure: not known)"];
  return [stepWords(effect), ": ", datum(from, [...path, key], size), words, " on average", interval];
}

const VERDICT_MEANS = {
  "no effect told apart from none":
    "Neither its average effect, nor a bend, a change of sign or a partner could be told from chance. That is no proof of no effect.",
  "about none": "What it does is tiny beside all that the network predicts.",
  "changes sign": "It raises the prediction in some rows and lowers it in others: one average does not stand for all.",
  bends: "Its effect differs along its own values: read the curve, not one number.",
  "about linear": "One number stands for all rows.",
  "not told from linear": "The network's effect differs by row, but no test says that this is more than noise.",
  varies: "Its effect differs from row to row by no single variable.",
};

function verdictMeaning(verdict) {
  if (!verdict) return null;
  const means = Object.keys(VERDICT_MEANS).filter(
    (words) => verdict.startsWith(words) || verdict.includes(", " + words),
  );
  const sentences = means.map((words) => VERDICT_MEANS[words]);
  if (verdict.includes("depends on"))
    sentences.push("How much it does depends on another variable: read both together.");
  return sentences.join(" ");
}

function tested(effects) {
  return effects.some((effect) => effect.one_number?.tests);
}

function intervalWords(interval) {
  const method = interval?.method ?? "none";
  const level = trimZeros((100 * (interval?.level ?? 0.95)).toFixed(3)) + " %";
  if (method === "crossfit") {
    return (
      level +
      " intervals by cross-fitting: from " +
      plural(interval.folds ?? report.networks.folds, "network") +
      " a round that have not seen the row, without the pull of the decay (a penalty that draws the network towards no effect)"
    );
  }
  if (method === "bootstrap")
    return (
      level + " intervals from " + plural(interval.replicates ?? 0, "network") + " trained again on rows drawn anew"
    );
  if (method === "delta") return level + " intervals by the delta method, which holds the rows fixed";
  return "no intervals: this model says nothing of how sure its averages are";
}

// All warnings of all documents, each once; the verdict stands where it belongs.
function allWarnings() {
  const documents = Object.values(report.documents).flat().filter(Boolean);
  const said = documents.flatMap((document) =>
    (document.warnings ?? []).map((warning) => ({ ...warning, of: document.variable })),
  );
  const seen = new Map();
  for (const { code: key, message, of } of said) {
    const many = said.some((other) => other.message === message && other.of !== of);
    const named = of === undefined || many || message.includes(of);
    const text = named ? message : of + ": " + message;
    seen.set(key + "\n" + text, { code: key, message: text });
  }
  return [...seen.values()];
}

// Warnings of one document, without the verdict, which has its own place.
function warningsOf(from) {
  const warnings = (report.documents[from]?.warnings ?? []).filter(
    (warning) => warning.code !== showDocument().verdict?.code,
  );
  return warnings.length > 0 ? warningList(warnings) : null;
}

function warningList(warnings) {
  return el(
    "ul.warnings",
    warnings.map((warning) =>
      el(
        "li",
        el("span.sign", { "aria-hidden": "true" }, "⚠ "),
        warning.message + " ",
        el("span.quiet", "(", code(warning.code), ")"),
      ),
    ),
  );
}

// curves[] of a document has one entry a target.
function curveOf(list, variable, target) {
  const document = report.documents[list]?.[variable];
  const at = (document?.curves ?? []).findIndex((curve) => curve.target === report.targets[target].name);
  return at < 0 ? null : { ...document.curves[at], at, from: list + "." + variable };
}

function numbersOf(values) {
  return (values ?? []).map((value) => value ?? NaN);
}

function mostOf(counts) {
  return Math.max(1, ...counts);
}

// Accumulated local effects have their 0 at the mean row: they are moved to the mean prediction to stand beside the other curve.
function meanPrediction(target) {
  rowPredictions.means ??= report.rows.numbers
    .map((_, at) => network.predict(encodePoint(rowValues(at)), network.own))
    .reduce(
      (sums, all) => sums.map((sum, index) => sum + all[index]),
      report.targets.map(() => 0),
    )
    .map((sum) => sum / Math.max(1, report.rows.numbers.length));
  return rowPredictions.means[target];
}

const rowPredictions = { means: null };

function drawCurve(width, index, target) {
  const variable = report.variables[index];
  const pdp = curveOf("pdp", index, target);
  if (!pdp) return picture(width, 20, "no curve");
  if (variable.type !== "numeric") return drawLevels(width, variable, pdp, target);
  const ale = curveOf("ale", index, target);
  const shifted = ale ? numbersOf(ale.y).map((value) => value + meanPrediction(target)) : [];
  const [low, high] = padded(
    extent([...numbersOf(pdp.y), ...numbersOf(pdp.conf_low), ...numbersOf(pdp.conf_high), ...shifted]),
  );
  const box = { left: 52, right: width - 8, top: 8, bottom: 190, foot: 226 };
  const x = linear(variable.min, variable.max, box.left, box.right);
  const y = linear(low, high, box.bottom, box.top);
  const xs = pdp.x.map(x);
  const drawn = [
    svg("path.band", { d: bandOf(xs, numbersOf(pdp.conf_low).map(y), numbersOf(pdp.conf_high).map(y)) }),
    svg("path.line.own", { d: pathOf(xs, numbersOf(pdp.y).map(y)) }),
    svg("path.line", { d: pathOf(xs, numbersOf(pdp.debiased).map(y)) }),
    ale ? svg("path.line.dashed", { d: pathOf(ale.x.map(x), shifted.map(y)) }) : null,
  ];
  return picture(
    width,
    250,
    curveText(variable, target, pdp),
    axisLeft(y, low, high, box.left, box.right, box.bottom - box.top),
    drawn,
    histogramBelow(variable, x, box.foot, 30),
    axisBelow(x, variable.min, variable.max, box.foot, box.right - box.left),
  );
}

function curveText(variable, target, curve) {
  const document = lookup(curve.from, []);
  const ends = `from ${formatNumber(curve.y[0])} at ${curve.x[0]} to ${formatNumber(curve.y[curve.y.length - 1])} at ${curve.x[curve.x.length - 1]}`;
  return (
    `Partial dependence of ${targetText(report.targets[target])} on ${variable.name}, ${plural(document.rows, "row")}: ` +
    (variable.levels ? curve.x.map((level, at) => level + " " + formatNumber(curve.y[at])).join(", ") : ends) +
    ". " +
    intervalWords(document.interval)
  );
}

function histogramBelow(variable, x, bottom, tall) {
  const counts = variable.counts ?? [];
  const step = (variable.max - variable.min) / Math.max(1, counts.length);
  return svg(
    "g",
    counts.map((count, at) => {
      const left = x(variable.min + at * step);
      const height = (count / mostOf(counts)) * tall;
      return titled(
        svg("rect.rows", {
          x: left,
          y: bottom - height,
          width: Math.max(0.5, x(variable.min + (at + 1) * step) - left - 1),
          height,
        }),
        plural(count, "row"),
      );
    }),
    svg("line.base", { x1: x(variable.min), x2: x(variable.max), y1: bottom, y2: bottom }),
  );
}

function drawLevels(width, variable, curve, target) {
  const rowHeight = 30;
  const left = Math.min(150, width * 0.4);
  const height = curve.x.length * rowHeight + 28;
  const [low, high] = padded(
    extent([...numbersOf(curve.y), ...numbersOf(curve.conf_low), ...numbersOf(curve.conf_high)]),
    0.1,
  );
  const x = linear(low, high, left, width - 12);
  const bottom = height - 26;
  const debiased = numbersOf(curve.debiased);
  return picture(
    width,
    height,
    curveText(variable, target, curve),
    axisBelow(x, low, high, bottom, width - left),
    curve.x.map((level, at) => {
      const y = at * rowHeight + 15;
      const sure = Number.isFinite(curve.conf_low?.[at] ?? NaN);
      const value = Number.isFinite(debiased[at]) ? debiased[at] : curve.y[at];
      return svg(
        "g",
        svg("line.row", { x1: 0, x2: width, y1: y + 15, y2: y + 15 }),
        titled(
          label(
            fitLabel((limit) => nameText(level, limit), left - 12),
            left - 8,
            y + 4,
            { "text-anchor": "end" },
          ),
          level,
        ),
        sure ? svg("line.interval", { x1: x(curve.conf_low[at]), x2: x(curve.conf_high[at]), y1: y, y2: y }) : null,
        svg("circle.hollow", { cx: x(curve.y[at]), cy: y, r: 4 }),
        svg("circle.dot", { cx: x(value), cy: y, r: 4.5 }),
      );
    }),
  );
}

function rowSlopes(index, target) {
  const slope = network.slopes[index];
  return report.rows.numbers.map((_, at) => slope(encodePoint(rowValues(at)))[target]);
}

// Two-ended colours: low values of the other variable blue, its middle grey, high ones orange.
function partnerOf(effect) {
  const name = effect?.one_number?.depends_on;
  const at = name ? report.variables.findIndex((variable) => variable.name === name) : -1;
  return at < 0 || name === effect.variable ? null : at;
}

function partnerShare(partner, row) {
  const variable = report.variables[partner];
  const value = report.rows.columns[partner][row];
  if (variable.levels) return value / Math.max(1, variable.levels.length - 1);
  return Math.min(1, Math.max(0, (value - variable.min) / (variable.max - variable.min || 1)));
}

function drawSlopes(width, index, target, partner, along) {
  const variable = report.variables[along];
  const values = report.rows.columns[along];
  const slopes = rowSlopes(index, target);
  const [low, high] = padded(extent([0, ...slopes]));
  const box = { left: 52, right: width - 8, top: 8, bottom: 150 };
  const x = linear(variable.min, variable.max, box.left, box.right);
  const y = linear(low, high, box.bottom, box.top);
  const dots = slopes.map((slope, row) =>
    svg("circle", {
      class: partner === null ? "row-dot" : "row-dot of" + Math.min(4, Math.floor(partnerShare(partner, row) * 5)),
      cx: x(values[row]).toFixed(1),
      cy: y(slope).toFixed(1),
      r: 2.6,
    }),
  );
  const text =
    `Slope of ${targetText(report.targets[target])} by ${report.variables[index].name} at ${plural(slopes.length, "row")}, against ${variable.name}; from ` +
    `${formatNumber(Math.min(...slopes))} to ${formatNumber(Math.max(...slopes))}` +
    (partner === null ? "" : ", coloured by " + report.variables[partner].name) +
    ". Of the network itself, no interval";
  return picture(
    width,
    172,
    text,
    axisLeft(y, low, high, box.left, box.right, box.bottom - box.top),
    svg("line.zero", { x1: box.left, x2: box.right, y1: y(0), y2: y(0) }),
    dots,
    axisBelow(x, variable.min, variable.max, box.bottom, box.right - box.left),
  );
}

function partnerLegend(partner) {
  const variable = report.variables[partner];
  const ends = variable.levels
    ? [variable.levels[0], variable.levels[variable.levels.length - 1]]
    : [formatNumber(variable.min), formatNumber(variable.max)];
  return el(
    "p.ramp",
    "Coloured by ",
    nameOf(variable.name, 20),
    ": ",
    nameOf(ends[0], 12),
    " ",
    [0, 1, 2, 3, 4].map((step) => el("span", { class: "chip of" + step, "aria-hidden": "true" })),
    " ",
    nameOf(ends[1], 12),
  );
}

function curveTable(index, target) {
  const pdp = curveOf("pdp", index, target);
  if (!pdp) return null;
  const ale = curveOf("ale", index, target);
  const at = (key, row) => datum(pdp.from, ["curves", pdp.at, key, row]);
  const variable = report.variables[index];
  const head = [
    variable.levels ? "Level" : "Value",
    "Rows near",
    "Network's mean",
    "Debiased",
    levelWords() + " from",
    "to",
  ].map((text, column) => ({ text, number: column > 0 }));
  const rows = pdp.x.map((value, row) => [
    variable.levels ? nameOf(value) : at("x", row),
    at("rows", row),
    at("y", row),
    at("debiased", row),
    at("conf_low", row),
    at("conf_high", row),
  ]);
  const aleHead = ["Value", "Rows", "Local effects, summed", "Debiased", levelWords() + " from", "to"].map(
    (text, column) => ({ text, number: column > 0 }),
  );
  const aleRows = ale
    ? ale.x.map((_, row) =>
        ["x", "rows", "y", "debiased", "conf_low", "conf_high"].map((key) =>
          datum(ale.from, ["curves", ale.at, key, row]),
        ),
      )
    : [];
  return [
    dataTable("Partial dependence on " + variable.name, head, rows),
    el("p.command.quiet", code(report.commands.pdp[index])),
    ale ? dataTable("Accumulated local effects of " + variable.name, aleHead, aleRows) : null,
    ale ? el("p.command.quiet", code(report.commands.ale[index])) : null,
  ];
}

function lazyDetails(summary, make) {
  const body = el("div");
  const details = el("details", el("summary", summary), body);
  details.addEventListener("toggle", () => {
    if (details.open && body.childNodes.length === 0) appendAll(body, [make()]);
  });
  return details;
}

// The slopes against one variable, coloured by another.
function slopesFigure(index, target, colour, along) {
  return el(
    "figure",
    el(
      "figcaption",
      "Slope at each row, against ",
      nameOf(report.variables[along].name, 20),
      colour === null ? "" : partnerLegend(colour),
    ),
    chart((width) => drawSlopes(width, index, target, colour, along), 172).box,
  );
}

// What is corrected by errors knows no bounds.
function beyondProbability(index, target) {
  const curve = curveOf("pdp", index, target);
  if (report.targets[target].kind !== "probability" || !curve) return null;
  const all = [curve.debiased, curve.conf_low, curve.conf_high].flatMap((values) => values ?? []);
  return all.some((value) => value !== null && (value < 0 || value > 1))
    ? el(
        "p.quiet",
        "The debiased curve or its band leaves 0 to 1, which no probability can: rows are few there, and the network's own line is the better guide.",
      )
    : null;
}

function variableCard(index, target) {
  const variable = report.variables[index];
  const effects = effectsOf(chosenStep.from, target).filter((entry) => entry.effect.variable === variable.name);
  const sure = effects.some((entry) => hasInterval(entry.effect.shift));
  const partner = partnerOf(effects[0]?.effect);
  const numeric = variable.type === "numeric";
  const sentences = effects.map((entry) =>
    el("p", effectSentence(entry.from, entry.index, entry.effect), ". ", verdictBadge(entry.effect)),
  );
  const meaning = [
    ...new Set(effects.map((entry) => verdictMeaning(entry.effect.one_number?.verdict)).filter(Boolean)),
  ].join(" ");
  const curve = numeric
    ? legend(
        sure ? ["line", "prediction on average, debiased"] : null,
        sure ? ["band", levelWords() + " interval"] : null,
        ["own", "the network's own"],
        report.documents.ale[index] ? ["dashed", "by local steps only"] : null,
        ["bars", "rows"],
      )
    : legend(
        sure ? ["estimate", "prediction on average, " + levelWords()] : ["estimate", "prediction on average"],
        sure ? ["hollow", "the network's own"] : null,
      );
  return el(
    "article.card",
    el("h3", nameOf(variable.name, 40)),
    sentences,
    el("p.quiet", meaning),
    el("figure", el("figcaption", curve), chart((width) => drawCurve(width, index, target), numeric ? 250 : 100).box),
    beyondProbability(index, target),
    numeric && network.slopes[index] ? slopesFigure(index, target, partner, index) : null,
    numeric && network.slopes[index] && partner !== null && report.variables[partner].type === "numeric"
      ? slopesFigure(index, target, index, partner)
      : null,
    lazyDetails("The curve in numbers", () => curveTable(index, target)),
  );
}

function variablesSection() {
  const cards = el("div.cards");
  const draw = () => {
    charts.splice(0, charts.length, ...charts.filter((entry) => !cards.contains(entry.box)));
    cards.replaceChildren(...report.variables.map((_, index) => variableCard(index, chosenTarget.index)));
  };
  chosenStep.listeners.push(draw);
  onTarget(draw);
  return section(
    "variables",
    "Variable by variable",
    lead(
      "The curve: the prediction averaged over all rows, with this one variable set to each value in turn (partial dependence). The dashed line sums up steps among rows that " +
        "really lie there (accumulated local effects), moved to the same mean; where the two part, variables go together in the data and the first asks for rows that hardly exist. " +
        "The dots: the exact slope at each row. A flat cloud is one number; a tilt is a bend; a spread is another variable at work. The bars say where rows are: where there are few, a curve is a guess. " +
        "The thick line is without the decay's pull, drawn where rows are enough; its wiggles within the band mean nothing.",
    ),
    el("div.controls", targetSelect()),
    cards,
    el("p.command.quiet", "Slopes by row: ", code(report.commands.slopes)),
  );
}

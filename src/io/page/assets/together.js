function pairsOf(target) {
  const name = report.targets[target].name;
  return (report.documents.interactions?.interactions ?? [])
    .map((pair, index) => ({ pair, index }))
    .filter((entry) => entry.pair.target === name);
}

function totalsOf(target) {
  const name = report.targets[target].name;
  return (report.documents.interactions?.totals ?? [])
    .map((total, index) => ({ total, index }))
    .filter((entry) => entry.total.target === name);
}

// Colours by the square root of H², so that small ones can be told apart; 1 and more is the darkest.
function heatClass(h) {
  if (h === null || h === undefined) return "cell none";
  return "cell heat" + Math.min(8, Math.floor(Math.sqrt(Math.min(1, Math.max(0, h))) * 8.999));
}

function pairText({ pair }) {
  return (
    nameText(pair.variables[0], 60) +
    " with " +
    nameText(pair.variables[1], 60) +
    ": H² " +
    formatNumber(pair.h_statistic) +
    ", makes " +
    formatNumber(pair.h_rms) +
    (pair.p_adjusted === null || pair.p_adjusted === undefined ? "" : ", adjusted p " + formatP(pair.p_adjusted))
  );
}

function drawHeat(width, target) {
  const names = report.variables.map((variable) => variable.name);
  const pairs = pairsOf(target);
  const longest = Math.max(...names.map((name) => textWidth(nameText(name))));
  const left = Math.min(longest + 12, Math.max(70, width * 0.25));
  const size = Math.max(17, Math.min(56, (width - left - 4) / names.length));
  const above = longest > size - 6 ? Math.min(longest + 14, 120) : 26;
  const total = Math.max(width, left + size * names.length + 4);
  const text =
    `Heat map of H², how far pairs of variables act together on ${targetText(report.targets[target])}, on ${plural(report.documents.interactions.h_rows, "row")}. Strongest: ` +
    pairs.slice(0, 3).map(pairText).join("; ") +
    ". All numbers stand in the table";
  const cells = pairs.flatMap((entry) => {
    const [one, other] = entry.pair.variables.map((name) => names.indexOf(name));
    return [
      [one, other],
      [other, one],
    ].map(([row, column]) => heatCell(entry, left + column * size, above + row * size, size));
  });
  return picture(
    total,
    above + size * names.length + 4,
    text,
    names.map((name, at) => {
      const middle = at * size + size / 2;
      return [
        label(
          fitLabel((limit) => nameText(name, limit), left - 10),
          left - 6,
          above + middle + 4,
          { "text-anchor": "end" },
        ),
        above > 30
          ? label(
              fitLabel((limit) => nameText(name, limit), above - 8),
              0,
              0,
              { transform: `translate(${left + middle + 4},${above - 6}) rotate(-90)` },
            )
          : label(
              fitLabel((limit) => nameText(name, limit), size - 4),
              left + middle,
              above - 8,
              { "text-anchor": "middle" },
            ),
        svg("rect.cell.diagonal", { x: left + at * size, y: above + at * size, width: size - 1, height: size - 1 }),
      ];
    }),
    cells,
  );
}

function heatCell(entry, x, y, size) {
  const h = entry.pair.h_statistic;
  const found = entry.pair.p_adjusted !== null && entry.pair.p_adjusted <= 0.05;
  const strong = h !== null && Math.sqrt(Math.min(1, h)) > 0.55;
  return titled(
    svg(
      "g",
      svg("rect", { class: heatClass(h), x, y, width: size - 1, height: size - 1 }),
      size >= 34 && h !== null && h >= 0.005
        ? label(h.toFixed(2).replace(/^0/, ""), x + size / 2, y + size / 2 + 4, {
            "text-anchor": "middle",
            class: strong ? "inverse" : "in-cell",
          })
        : null,
      found ? svg("circle", { class: strong ? "found inverse" : "found", cx: x + size - 6, cy: y + 5, r: 2.5 }) : null,
    ),
    pairText(entry),
  );
}

function heatLegend() {
  return el(
    "p.ramp",
    "H²: 0 ",
    [0, 1, 2, 3, 4, 5, 6, 7, 8].map((step) => el("span", { class: "chip heat" + step, "aria-hidden": "true" })),
    " 1 and more (colours by its square root; below 0.005 no number)",
    el("span.found-sign", { "aria-hidden": "true" }, " ● "),
    "a dot in the cell: adjusted p at most 0.05",
  );
}

function pairRow({ pair, index }) {
  const at = (key) => ["interactions", index, key];
  return [
    [nameOf(pair.variables[0]), " : ", nameOf(pair.variables[1])],
    datum("interactions", at("h_statistic")),
    datum("interactions", at("h_low")),
    datum("interactions", at("h_high")),
    datum("interactions", at("h_rms")),
    datum("interactions", at("p_value"), formatP),
    datum("interactions", at("p_adjusted"), formatP),
    datum("interactions", at("second_mean")),
    datum("interactions", at("second_rms")),
  ];
}

function pairsTable(target) {
  const head = [
    { text: "Pair" },
    {
      text: "H²",
      number: true,
      title: "what the pair makes of the prediction beyond the sum of both alone, beside all that they make",
    },
    { text: "from", number: true, title: "interval of H² over refits" },
    { text: "to", number: true },
    { text: "Makes", number: true, title: "size (root mean square) of that part, in units of the target" },
    { text: "p", number: true, title: "of the two not acting together at all" },
    { text: "p adj.", number: true, title: "adjusted for the number of pairs" },
    {
      text: "Slope change",
      number: true,
      title: "second derivative by both, averaged: by how much the slope of one changes per unit of the other",
    },
    { text: "its size by row", number: true, title: "root mean square of the second derivative" },
  ];
  const pairs = pairsOf(target);
  const first = 12;
  const rest =
    pairs.length > first
      ? lazyDetails("The other " + plural(pairs.length - first, "pair"), () =>
          dataTable("The other pairs", head, pairs.slice(first).map(pairRow)),
        )
      : null;
  return [dataTable("Pairs, strongest first", head, pairs.slice(0, first).map(pairRow)), rest];
}

function totalsTable(target) {
  const head = [
    { text: "Variable with all others" },
    { text: "H²", number: true },
    { text: "Makes", number: true },
    { text: "p", number: true },
    { text: "p adj.", number: true },
    { text: "Depends on" },
  ];
  const rows = totalsOf(target).map(({ total, index }) => {
    const at = (key) => ["totals", index, key];
    return [
      nameOf(total.variable),
      datum("interactions", at("h_statistic")),
      datum("interactions", at("h_rms")),
      datum("interactions", at("p_value"), formatP),
      datum("interactions", at("p_adjusted"), formatP),
      total.depends_on ? nameOf(total.depends_on) : el("span.quiet", "none found"),
    ];
  });
  return dataTable("How far each variable's effect depends on others", head, rows);
}

function pairsSummary(target) {
  const pairs = pairsOf(target);
  const known = pairs.filter((entry) => entry.pair.p_adjusted !== null && entry.pair.p_adjusted !== undefined);
  if (known.length === 0) return "No pair is tested here: the numbers describe the network, and may be noise.";
  const found = known.filter((entry) => entry.pair.p_adjusted <= 0.05);
  if (found.length === 0)
    return "No pair is told apart from acting each by itself (adjusted p above 0.05 for all): what H² there is may be noise.";
  const names = found
    .slice(0, 4)
    .map((entry) => el("strong", nameOf(entry.pair.variables[0]), " with ", nameOf(entry.pair.variables[1])));
  return [
    plural(found.length, "pair") + " act" + (found.length === 1 ? "s" : "") + " together beyond chance: ",
    listed(names),
    found.length > 4 ? " and others." : ".",
  ];
}

function togetherSection() {
  if (!report.documents.interactions) {
    return section(
      "together",
      "Who acts together",
      el("p", report.variables.length < 2 ? "There is but one variable." : "Pairs were not looked at."),
    );
  }
  const summary = el("p.said");
  const tables = el("div");
  const totals = el("div");
  const figure = chart((width) => drawHeat(width, chosenTarget.index), 300, "heat");
  onTarget((target) => {
    summary.replaceChildren(...[pairsSummary(target)].flat(Infinity));
    tables.replaceChildren(...pairsTable(target).filter(Boolean));
    totals.replaceChildren(totalsTable(target));
    figure.redraw();
  });
  return section(
    "together",
    "Who acts together",
    lead(
      "Two variables act together where the effect of the one depends on the value of the other; in a regression that would be a product term. H² sets what a pair makes " +
        "of the prediction beyond the sum of what each makes alone beside all that the two make: 0 is none. It is no size, and can exceed 1 where variables go together: “makes” " +
        "says how much it is, in units of the target. p says whether rows that the networks had not seen confirm it.",
    ),
    el("div.controls", targetSelect()),
    summary,
    el("figure", el("figcaption", heatLegend()), scrollBox("Heat map of H²", figure.box)),
    el("h3", "Pairs"),
    tables,
    el("h3", "Each variable with all others"),
    totals,
    warningsOf("interactions"),
    printedText(report.commands.interactions, report.printed.interactions),
  );
}

function sparkline(variable) {
  const width = 120;
  const height = 28;
  const counts = variable.counts ?? [];
  const most = Math.max(1, ...counts);
  const step = width / Math.max(1, counts.length);
  return svg(
    "svg.spark",
    { width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" },
    svg("line.base", { x1: 0, x2: width, y1: height - 0.5, y2: height - 0.5 }),
    counts.map((count, index) =>
      svg("rect.bar", {
        x: index * step + 0.5,
        width: Math.max(1, step - 1),
        y: height - 1 - (count / most) * (height - 2),
        height: (count / most) * (height - 2),
      }),
    ),
  );
}

function numericRow(variable) {
  return [
    nameOf(variable.name),
    variable.whole ? "whole numbers" : "numbers",
    plainNumber(variable.min),
    plainNumber(variable.q25),
    plainNumber(variable.median),
    plainNumber(variable.mean),
    plainNumber(variable.q75),
    plainNumber(variable.max),
    plainNumber(variable.sd),
    sparkline(variable),
  ];
}

function levelsTable(variables) {
  const shown = 12;
  const levelItem = (variable, level, index) =>
    el(
      "li",
      nameOf(level),
      ": ",
      plainNumber(variable.counts?.[index]),
      variable.counts?.[index] === 1 ? " row" : " rows",
      level === variable.reference ? el("span.quiet", " (reference)") : null,
    );
  const rows = variables.map((variable) => {
    const items = variable.levels.map((level, index) => levelItem(variable, level, index));
    const rest =
      items.length > shown
        ? el("details", el("summary", plural(items.length - shown, "more level")), el("ul.levels", items.slice(shown)))
        : null;
    return [nameOf(variable.name), plainNumber(variable.levels.length), [el("ul.levels", items.slice(0, shown)), rest]];
  });
  const head = [
    { text: "Category" },
    { text: "Levels", number: true },
    { text: "Rows of each level; the reference is the one that others are compared with" },
  ];
  return dataTable("Categories and their levels", head, rows);
}

function dataSection() {
  const data = showDocument().data;
  const numeric = report.variables.filter((variable) => variable.type === "numeric");
  const categories = report.variables.filter((variable) => variable.type !== "numeric");
  const left = data ? data.rows - data.rows_used : 0;
  const rows = data
    ? [
        datum("show", ["data", "rows_used"]),
        " rows were used" + (left > 0 ? "; " + groupDigits(String(left)) + " of " : " of "),
        datum("show", ["data", "rows"]),
        left > 0 ? " were left out, for missing values or because they were kept back." : "; none was left out.",
      ]
    : [plainNumber(report.rows.of), " rows are read here. The model does not say which rows it was trained on."];
  const sampled =
    report.rows.numbers.length < report.rows.of
      ? " This page carries a sample of " +
        groupDigits(String(report.rows.numbers.length)) +
        " of them, for its pictures by row and for the profiler."
      : "";
  const targets = report.targets.map((target) => [
    targetNode(target),
    target.mean === null
      ? ""
      : [
          target.kind === "probability" ? " (share of the rows " : " (mean ",
          plainNumber(target.mean),
          target.kind === "probability" ? ")" : [", sd ", plainNumber(target.sd), ")"],
        ],
  ]);
  const head = [
    "Variable",
    "Type",
    "Least",
    "25 %",
    "Median",
    "Mean",
    "75 %",
    "Most",
    "sd",
    "How the rows are spread",
  ].map((text, index) => ({
    text,
    number: index > 1 && index < 9,
    title: text === "sd" ? "standard deviation" : null,
  }));
  return section(
    "data",
    "The data",
    lead(
      "What each variable looks like in these rows: a quarter of them lie below the column 25 %, half below the median; sd is the standard deviation. " +
        "The network knows nothing of values beyond the least and the most.",
    ),
    el("p", rows, sampled),
    el("p", "Predicted: ", listed(targets), "."),
    numeric.length > 0 ? dataTable("Numbers: range, quartiles, mean and spread", head, numeric.map(numericRow)) : null,
    categories.length > 0 ? levelsTable(categories) : null,
  );
}

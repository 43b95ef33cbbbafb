function importanceOf(target) {
  const name = report.targets[target].name;
  return (report.documents.importance?.importance ?? [])
    .map((entry, index) => ({ entry, index }))
    .filter(({ entry }) => entry.target === name);
}

function importanceKey(entries) {
  return entries.some(({ entry }) => entry.permutation !== null) ? "permutation" : "slope_rms_sd";
}

function byImportance(entries) {
  const key = importanceKey(entries);
  return entries.slice().sort((one, other) => (other.entry[key] ?? -Infinity) - (one.entry[key] ?? -Infinity));
}

function lossWords(entry) {
  return entry?.loss === "log_loss" ? "log-loss" : "RMSE";
}

function drawImportance(width, target) {
  const entries = byImportance(importanceOf(target));
  const key = importanceKey(entries);
  const left = Math.min(200, width * 0.34);
  const right = 76;
  const reach = entries.map(
    ({ entry }) => (entry[key] ?? 0) + (key === "permutation" ? (entry.permutation_sd ?? 0) : 0),
  );
  const least = Math.min(0, ...entries.map(({ entry }) => entry[key] ?? 0));
  const x = linear(least, Math.max(...reach, 1e-12), left, width - right);
  const unit = key === "permutation" ? `rise of ${lossWords(entries[0]?.entry)}` : "slope for a step of one sd";
  const text =
    `Importance for ${targetText(report.targets[target])}, ${unit}, ${plural(report.documents.importance.rows, "row")}, without interval: ` +
    entries.map(({ entry }) => entry.variable + " " + formatNumber(entry[key])).join(", ");
  const rowHeight = 26;
  return picture(
    width,
    entries.length * rowHeight + 6,
    text,
    entries.map(({ entry }, at) => {
      const y = at * rowHeight + 3;
      const value = entry[key];
      const name = label(
        fitLabel((limit) => nameText(entry.variable, limit), left - 12),
        left - 8,
        y + 15,
        { "text-anchor": "end" },
      );
      if (value === null) return svg("g", name, label("no slope: a category", left + 4, y + 15));
      const sd = key === "permutation" ? entry.permutation_sd : null;
      return svg(
        "g",
        name,
        svg("rect.bar.own", {
          x: Math.min(x(0), x(value)),
          y: y + 3,
          width: Math.max(1, Math.abs(x(value) - x(0))),
          height: 16,
        }),
        sd ? svg("path.whisker-bar", { d: `M${x(value - sd)},${y + 11}H${x(value + sd)}` }) : null,
        label(formatNumber(value, 3), x(Math.max(0, value + (sd ?? 0))) + 6, y + 15),
      );
    }),
  );
}

function importanceTable(target) {
  const entries = byImportance(importanceOf(target));
  const loss = lossWords(entries[0]?.entry);
  const columns = [
    [
      "permutation",
      "Shuffled: rise of " + loss,
      "how much worse the predictions become when the variable's values are shuffled among the rows",
    ],
    ["permutation_sd", "its sd", "spread over the shufflings; no standard error"],
    ["slope_rms_sd", "Slope per sd", "root mean square of the slopes, for a step of one standard deviation"],
    ["slope_mean", "Mean slope", "per +1, over the rows"],
    ["slope_sd", "its sd", "spread over the rows"],
    ["slope_rms", "Slope, size", "root mean square of the slopes, per +1"],
    ["conf_low", "from", "interval of the slope's size, over refits"],
    ["conf_high", "to", null],
    ["garson", "Garson", "share in the absolute weights; knows no direction and no data"],
    ["olden", "Olden", "sum of products of weights; knows no data"],
  ];
  const head = [{ text: "Variable" }, ...columns.map(([, text, title]) => ({ text, title, number: true }))];
  const rows = entries.map(({ entry, index }) => [
    nameOf(entry.variable),
    ...columns.map(([key]) => datum("importance", ["importance", index, key])),
  ]);
  return dataTable("Importance, four ways", head, rows);
}

function importanceSection() {
  if (!report.documents.importance)
    return section("importance", "Importance", el("p", "The data hold no target, so there is nothing to measure by."));
  const figure = chart((width) => drawImportance(width, chosenTarget.index), 200);
  const caption = el("figcaption");
  const table = el("div");
  onTarget((target) => {
    const entries = importanceOf(target);
    const shuffled = importanceKey(entries) === "permutation";
    caption.replaceChildren(
      ...(shuffled
        ? [
            "Rise of the " +
              lossWords(entries[0]?.entry) +
              " when a variable's values are shuffled among the rows (line: ± one sd over the shufflings); unshuffled it is ",
            datum("importance", ["importance", entries[0]?.index, "base_loss"]),
            ".",
          ]
        : ["Size of the slope for a step of one standard deviation of the variable."]),
    );
    table.replaceChildren(importanceTable(target));
    figure.redraw();
  });
  return section(
    "importance",
    "Importance",
    lead(
      "Which variables does this network lean on? It says nothing of direction, and of variables that go together either may stand for both. " +
        "It is the importance for this network, not in the world.",
    ),
    el("div.controls", targetSelect()),
    el("figure", caption, figure.box),
    table,
    printedText(report.commands.importance, report.printed.importance),
  );
}

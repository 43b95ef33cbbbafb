function equationSection() {
  return section(
    "equation",
    "The equation",
    lead(
      "The whole network, written out in the variables' own units, here to five digits; logistic(z) is 1 / (1 + exp(−z)) and brings any number between 0 and 1.",
    ),
    report.printed.equation
      ? scrollBox("The equation", el("pre", report.printed.equation))
      : el("p", "It was not written out."),
    el(
      "p.command.quiet",
      "With all digits, or as code: ",
      code(report.commands.equation.replace(/ --digits \d+/, "") + " --language python"),
      ".",
    ),
  );
}

function settingText(value) {
  if (Array.isArray(value)) return value.length === 0 ? NONE : value.map(settingText).join(", ");
  if (value === null || value === undefined || value === "") return NONE;
  if (value === true || value === false) return value ? "yes" : "no";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function settingRows() {
  const documents = {
    fit: "show",
    effects: "effects",
    curves: "pdp.0",
    interactions: "interactions",
    importance: "importance",
  };
  return Object.entries(documents).flatMap(([name, from]) => {
    const settings = lookup(from, ["settings"]) ?? {};
    return Object.entries(settings)
      .filter(([key, value]) => settingText(value) !== NONE && !(name !== "fit" && ["model", "data"].includes(key)))
      .map(([key, value]) => [
        code(key.replaceAll("_", "-")),
        name,
        typeof value === "number" ? datum(from, ["settings", key], String) : nameOf(settingText(value), 120),
      ]);
  });
}

function trainingFacts() {
  const show = showDocument();
  const facts = [
    ["Table", show.data?.path ? nameOf(show.data.path, 60) : null],
    ["SHA-256 of the table", show.data?.sha256 ? code(show.data.sha256) : null],
    [
      "Algorithm",
      show.algorithm ? show.algorithm + (show.polish && show.polish !== "none" ? ", then " + show.polish : "") : null,
    ],
    ["Ended", show.stopped ? [show.converged ? "converged" : "not converged", " (" + show.stopped + ")"] : null],
    [
      "Decay",
      show.decay !== null && show.decay !== undefined
        ? [datum("show", ["decay"]), " chosen by " + show.decay_chosen_by]
        : null,
    ],
    [
      "Error",
      show.error !== null && show.error !== undefined
        ? [datum("show", ["error"]), " (" + show.error_function + ")"]
        : null,
    ],
  ].filter(([, value]) => value !== null);
  return facts.length > 0
    ? el(
        "dl.facts",
        facts.map(([term, value]) => fact(term, value)),
      )
    : el("p", "The model has no record of its training.");
}

function commandLines() {
  const lines = [...new Set(Object.values(report.commands).flat().filter(Boolean))];
  return scrollBox("Commands", el("pre", lines.join("\n")));
}

function madeSection() {
  const rows = settingRows();
  const warnings = allWarnings();
  return section(
    "made",
    "How it was made",
    lead("What it takes to get the same numbers again: equal input gives equal bytes."),
    trainingFacts(),
    el("h3", "Commands"),
    commandLines(),
    el("h3", "Warnings, of every command"),
    warnings.length > 0 ? warningList(warnings) : el("p", "There were none."),
    rows.length > 0
      ? el(
          "details",
          el("summary", "Settings of these commands"),
          dataTable("Settings", [{ text: "Setting" }, { text: "of" }, { text: "Value", kind: "long" }], rows),
        )
      : null,
    el("h3", "To cite"),
    el(
      "ul.cite",
      (report.cite ?? []).map((line) => el("li", line)),
    ),
  );
}

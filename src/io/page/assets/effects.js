function effectsOf(from, targetIndex) {
  const name = report.targets[targetIndex].name;
  return (report.documents[from]?.effects ?? [])
    .map((effect, index) => ({ effect, index, from }))
    .filter((entry) => entry.effect.target === name);
}

function verdictBadge(effect) {
  const verdict = effect.one_number?.verdict;
  if (!verdict) return NONE;
  const quiet = ["no effect told apart from none", "about none"].includes(verdict);
  return el(
    "span",
    { class: quiet ? "badge quiet" : "badge", title: verdictMeaning(verdict) },
    isolated(shorten(verdict, 60)),
  );
}

function effectRow({ effect, index, from }) {
  const at = (...keys) => ["effects", index, ...keys];
  const shift = effect.shift;
  return [
    effectNode(effect),
    el("strong", datum(from, at("shift", centreKey(shift)))),
    datum(from, at("shift", "conf_low")),
    datum(from, at("shift", "conf_high")),
    datum(from, at("one_number", "tests", "effect", "p_value"), formatP),
    datum(from, at("one_number", "tests", "effect", "p_adjusted"), formatP),
    datum(from, at("shift", "mean")),
    regressionCell(effect, from, at),
    datum(from, at("shift", "share_positive"), formatPercent),
    verdictBadge(effect),
  ];
}

// Of a step other than +1 the coefficient goes that step; only the coefficient itself stands in a document.
function regressionCell(effect, from, at) {
  const mark = regressionMark(effect);
  if (!mark) return NONE;
  const { value, low, high } = mark;
  const plain = effect.level !== undefined || effect.shift.delta === 1;
  const shown = plain ? datum(from, at("one_number", "linear_coefficient")) : plainNumber(value);
  return high > low ? el("span", { title: threeDigits(low) + " to " + threeDigits(high) }, shown) : shown;
}

function effectsTable(entries, step) {
  const level = levelWords();
  const head = [
    { text: "Variable" },
    {
      text: "Effect, " + step,
      number: true,
      title: "average change of the prediction; without the pull of the decay where that can be had",
    },
    { text: level + " from", number: true },
    { text: "to", number: true },
    { text: "p of slope", number: true, title: "of the average slope being 0; of a category, of its effect" },
    { text: "p adj.", number: true, title: "adjusted for the number of variables (Benjamini and Hochberg)" },
    { text: "Network's own", number: true, title: "the network's own average, which its decay has pulled towards 0" },
    {
      text: "Regression's",
      number: true,
      title:
        "coefficient of the regression of the same table times the step, ± 1.96 standard errors; of a logistic regression its average slope",
    },
    { text: "Rows > 0", number: true, title: "share of the rows in which the network's effect is above 0" },
    { text: "Does one number say it?" },
  ];
  return dataTable("Average effects " + step, head, entries.map(effectRow));
}

// An average of effects of both signs stands for few rows.
function bothWays(effect) {
  const share = effect.shift.share_positive;
  if (!(share > 0.1 && share < 0.9) || !signKnown(effect.shift)) return "";
  return ` In ${formatPercent(share)} of the rows the network's effect is above 0, in the others below: one number does not stand for all.`;
}

function effectSentences(entries) {
  return el(
    "ul.sentences",
    entries.map(({ effect, index, from }) => {
      const known = signKnown(effect.shift);
      const sign = !hasInterval(effect.shift)
        ? ""
        : known
          ? ""
          : " The interval includes 0: the direction is uncertain.";
      return el(
        "li",
        { class: known ? "known" : "unknown" },
        el("strong", nameOf(effect.variable)),
        " ",
        effectSentence(from, index, effect),
        ".",
        sign,
        bothWays(effect),
        " ",
        verdictBadge(effect),
      );
    }),
  );
}

function verdictGlossary(entries) {
  const verdicts = [...new Set(entries.map((entry) => entry.effect.one_number?.verdict).filter(Boolean))];
  const source = tested(entries.map((entry) => entry.effect))
    ? "The words rest on tests with networks that had not seen the rows, at 5 % after adjustment for their number; what is not found may still be there."
    : "The words describe the network's own rows; they are not tested.";
  const terms = verdicts.map((verdict) => [
    el("dt", isolated(shorten(verdict, 60))),
    el("dd", verdictMeaning(verdict)),
  ]);
  return el("details", el("summary", "What these words mean"), el("dl.means.wide", terms), el("p", source));
}

function effectsSection() {
  const tableBox = el("div");
  const sentenceBox = el("div");
  const glossaryBox = el("div");
  const warningBox = el("div");
  const command = el("p.command.quiet");
  const interval = report.documents.effects?.interval;
  const figure = chart(
    (width) => drawForest(width, effectsOf(chosenStep.from, chosenTarget.index), chosenStep.from),
    300,
    "forest",
  );
  function update() {
    const { from } = chosenStep;
    const entries = effectsOf(from, chosenTarget.index);
    tableBox.replaceChildren(effectsTable(entries, from === "effects" ? "per +1" : "per one sd"));
    sentenceBox.replaceChildren(effectSentences(entries));
    glossaryBox.replaceChildren(verdictGlossary(entries));
    command.replaceChildren("These numbers: ", code(report.commands[from]));
    warningBox.replaceChildren(...[warningsOf(from)].filter(Boolean));
    figure.redraw();
  }
  const choices = switchOf("Size of the step", ["per one sd", "per +1"], 0, (index) => {
    chooseStep(index === 0 ? "effects_sd" : "effects");
  });
  chosenStep.listeners.push(update);
  onTarget(update);
  return section(
    "effects",
    "Effects",
    lead(
      "If a variable were a step higher in every row, with all others as they are: by how much would the prediction change on average? " +
        "Per +1 is what a regression's coefficient says; per one standard deviation (sd) puts variables of different units on one scale. " +
        "A category is compared with its reference; a number of just two values goes from the one to the other in the +1 view.",
    ),
    el("div.controls", choices, targetSelect()),
    el("figure", el("figcaption", forestLegend(interval)), figure.box),
    el("p.quiet", capital(intervalWords(interval)) + "."),
    el("h3", "In words"),
    sentenceBox,
    glossaryBox,
    el("h3", "In numbers"),
    tableBox,
    el(
      "p.quiet",
      "p of slope: of the average slope, which no step takes out of the data, being 0; p adj.: adjusted for the number of variables; " +
        "rows > 0: in which the network's own effect is above 0. The interval is of the step's effect.",
    ),
    command,
    warningBox,
    printedText(report.commands.effects, report.printed.effects),
  );
}

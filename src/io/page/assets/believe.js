const MEASURES = [
  {
    key: "r_squared",
    name: "R²",
    means: "share of the target's variance that is explained: 1 is perfect, 0 no better than the mean",
    better: "more",
  },
  { key: "rmse", name: "RMSE", means: "typical error (root mean square), in units of the target", better: "less" },
  { key: "mae", name: "MAE", means: "mean size of the error, in units of the target", better: "less" },
  {
    key: "log_loss",
    name: "Log-loss",
    means: "how surprised the probabilities are by the true class, a row; 0 is perfect",
    better: "less",
  },
  {
    key: "accuracy",
    name: "Accuracy",
    means: "share of rows whose most probable class is the true one",
    better: "more",
  },
  {
    key: "auc",
    name: "AUC",
    means: "how well the probabilities order the rows: 1 is perfect, 0.5 is chance",
    better: "more",
  },
  { key: "brier", name: "Brier score", means: "mean squared error of the probabilities; 0 is perfect", better: "less" },
];

const VERDICTS = {
  better_than_linear: [
    "good",
    "✓",
    "Yes, more than a regression",
    "On rows that it had not seen the network predicts better than a regression without squares and products, by more than chance would give. What follows says where a regression misses a bend or a pair.",
  ],
  no_better_than_linear: [
    "even",
    "≈",
    "No more than a regression",
    "On rows that it had not seen the network is not told apart from a regression, or is worse. Report the regression; read this page to see whether it misses a bend or a pair.",
  ],
  predicts_nothing: [
    "poor",
    "✗",
    "No",
    "On rows that it had not seen, neither the network nor a regression is told apart from always saying the mean. Conclude nothing from what follows.",
  ],
};

// Effects whose interval and the regression's do not meet.
function unlikeRegression() {
  const unlike = (report.documents.effects_sd?.effects ?? []).filter((effect) => {
    const mark = regressionMark(effect);
    const { shift } = effect;
    return mark && hasInterval(shift) && (mark.low > shift.conf_high || mark.high < shift.conf_low);
  });
  const names = [...new Set(unlike.map((effect) => effect.variable))];
  if (names.length === 0) return null;
  return el(
    "p",
    "Equally good predictions are not equal effects: the average effect of ",
    listed(names.slice(0, 5).map((name) => nameOf(name))),
    " and the regression's coefficient have intervals that do not meet (Effects, per one sd).",
  );
}

function verdictBox() {
  const verdict = showDocument().verdict;
  const [kind, sign, title, means] = VERDICTS[verdict?.code] ?? [
    "unknown",
    "?",
    "Not known",
    "No rows were left out to compare the network with a regression (no cross-validation was run, or the model came without a record of it). " +
      "Its quality on the rows that it was trained on flatters it: believe it only as far as another table confirms it.",
  ];
  const gain = verdict
    ? el(
        "p.quiet",
        "Gain: what an unseen row costs less (in squared error of the scaled target, or log-loss) than with the best of the others: ",
        datum("show", ["verdict", "gain"], threeDigits),
        ", standard error ",
        datum("show", ["verdict", "std_error"], threeDigits),
        ".",
      )
    : null;
  return el(
    "div",
    { class: "verdict " + kind },
    el("p.answer", el("span.sign", { "aria-hidden": "true" }, sign), title),
    report.verdict ? el("p.said", capital(report.verdict) + ".") : null,
    el("p", means),
    unlikeRegression(),
    gain,
  );
}

// The columns of the quality table: where in the document each stands.
function modelColumns(root, of) {
  const linear = showDocument().output === "linear" ? "linear" : "logistic";
  const columns = [
    { name: "Network", keys: [...root, "quality", of] },
    {
      name: "Penalised " + linear,
      keys: [...root, "linear_baseline", of, "penalised"],
      title: "the regression with a ridge penalty, chosen as the network's is",
    },
    { name: capital(linear) + " regression", keys: [...root, "linear_baseline", of] },
    {
      name: linear === "linear" ? "The mean" : "The shares",
      keys: [...root, "null_baseline", of],
      title: "always the same answer",
    },
  ];
  return columns.filter((column) => lookup("show", column.keys) !== null);
}

function qualityGroups(of) {
  const groups = [
    { title: "On rows left out (cross-validation)", root: [], prefix: "cv_", held: true },
    { title: "On rows kept back", root: ["validation"], prefix: "", held: true },
    { title: "On the rows trained on (flattering)", root: [], prefix: "", held: false },
  ];
  const holds = (group, measure) => lookup("show", [...group.root, "quality", of, group.prefix + measure.key]) !== null;
  return groups
    .map((group) => ({ ...group, measures: MEASURES.filter((measure) => holds(group, measure)) }))
    .filter((group) => group.measures.length > 0);
}

function qualityTable(of) {
  const groups = qualityGroups(of);
  if (groups.length === 0) return el("p", "The model has no record of its quality.");
  const columns = modelColumns([], of);
  const head = [
    { text: "Measure" },
    ...columns.map((column) => ({ text: column.name, number: true, title: column.title })),
  ];
  const rows = groups.flatMap((group) => {
    return [
      [group.title],
      ...group.measures.map((measure) => {
        const row = [
          el("span", { title: measure.means }, measure.name),
          ...modelColumns(group.root, of).map((column) => datum("show", [...column.keys, group.prefix + measure.key])),
        ];
        while (row.length <= columns.length) row.push(NONE);
        row.className = group.held ? "held" : "trained";
        return row;
      }),
    ];
  });
  const used = MEASURES.filter((measure) => groups.some((group) => group.measures.includes(measure)));
  const means = used.map((measure) => [
    el("dt", measure.name),
    el("dd", measure.means + " (" + measure.better + " is better)"),
  ]);
  return [dataTable("Quality of the predictions of " + of, head, rows), el("dl.means", means)];
}

function qualityBars(of) {
  const group = qualityGroups(of)[0];
  if (!group) return null;
  const measure = group.measures[0];
  const bars = modelColumns(group.root, of)
    .map((column, index) => ({
      name: column.name,
      value: lookup("show", [...column.keys, group.prefix + measure.key]),
      own: index === 0,
    }))
    .filter((bar) => bar.value !== null);
  const text =
    `${measure.name}, ${group.title.toLowerCase()}: ` +
    bars.map((bar) => bar.name + " " + formatNumber(bar.value)).join(", ");
  const draw = (width) => {
    const left = Math.min(150, width * 0.4);
    const scale = linear(
      Math.min(0, ...bars.map((bar) => bar.value)),
      Math.max(...bars.map((bar) => bar.value), 1e-9),
      left,
      width - 60,
    );
    return picture(
      width,
      bars.length * 28 + 4,
      text,
      bars.map((bar, index) => {
        const y = index * 28 + 2;
        const from = Math.min(scale(0), scale(bar.value));
        return svg(
          "g",
          label(
            fitLabel((limit) => shorten(bar.name, limit), left - 10),
            left - 8,
            y + 16,
            { "text-anchor": "end", class: bar.own ? "strong" : null },
          ),
          svg("rect", {
            class: bar.own ? "bar own" : "bar",
            x: from,
            y: y + 3,
            width: Math.max(1, Math.abs(scale(bar.value) - scale(0))),
            height: 18,
          }),
          label(formatNumber(bar.value), Math.max(scale(bar.value), scale(0)) + 6, y + 16, {
            class: bar.own ? "strong" : null,
          }),
        );
      }),
    );
  };
  return el(
    "figure",
    el(
      "figcaption",
      el("strong", measure.name),
      " " + group.title.toLowerCase() + (measure.better === "more" ? " (longer is better)" : " (shorter is better)"),
    ),
    chart(draw, bars.length * 28 + 4).box,
  );
}

function oneDecimal(value) {
  return groupDigits(trimZeros(value.toFixed(1)));
}

function confusionTables(of) {
  const confusion = lookup("show", ["quality", of, "confusion"]);
  if (!confusion) return null;
  const path = ["quality", of, "confusion"];
  const table = (key, title) => {
    if (!confusion[key]) return null;
    const head = [
      { text: "true class" },
      ...confusion.classes.map((name) => ({ text: nameOf(name, 20), number: true })),
    ];
    const rows = confusion.classes.map((name, row) => [
      nameOf(name, 20),
      ...confusion.classes.map((_, column) =>
        el(
          "span",
          { class: row === column ? "right" : confusion[key][row][column] > 0 ? "wrong" : null },
          datum("show", [...path, key, row, column], oneDecimal),
        ),
      ),
    ]);
    return dataTable(title + ": rows by true class (down) and most probable class (across)", head, rows, {
      className: "confusion",
      caption: title,
    });
  };
  return el(
    "div.pair",
    table("cv_counts", "Counts on rows left out (averages over rounds of cross-validation)"),
    table("counts", "Counts on the rows trained on"),
  );
}

function believeSection() {
  const show = showDocument();
  const names = [...new Set(report.targets.map((target) => target.of))];
  const parts = show.quality
    ? names.map((of) => [
        names.length > 1 ? el("h3", nameOf(of)) : null,
        el("div.pair", el("div", qualityTable(of)), qualityBars(of)),
        confusionTables(of),
      ])
    : el("p", "The model has no record of its quality: neither on its own rows nor on others.");
  const warnings = warningsOf("show");
  return section(
    "believe",
    "Should you believe it?",
    lead(
      "A network can learn any table by heart. What counts is how well it predicts rows that it has not seen, beside what simpler rules do there.",
    ),
    verdictBox(),
    parts,
    warnings ? [el("h3", "Warnings"), warnings] : null,
    printedText(report.commands.show, report.printed.show),
  );
}

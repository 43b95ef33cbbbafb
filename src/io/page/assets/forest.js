function forestLegend(interval) {
  const sure = interval && interval.method !== "none";
  return legend(
    sure
      ? ["estimate", "average effect with its " + levelWords() + " interval"]
      : ["dot", "the network's average effect"],
    sure ? ["hollow", "the network's own average, pulled by its decay"] : ["spread", "the middle half of the rows"],
    report.documents.effects?.effects.some(regressionMark)
      ? ["regression", "the regression's, ± 1.96 standard errors"]
      : null,
  );
}

// The regression's coefficient is per +1: it goes the same step as the effect beside it.
function regressionMark(effect) {
  const { linear_coefficient: coefficient, linear_std_error: error } = effect.one_number ?? {};
  if (!Number.isFinite(coefficient ?? NaN)) return null;
  const step = effect.level !== undefined ? 1 : (effect.shift.delta ?? 1);
  const value = coefficient * step;
  const reach = Number.isFinite(error ?? NaN) ? 1.96 * Math.abs(error * step) : 0;
  return { value, low: value - reach, high: value + reach };
}

function forestMark({ effect }) {
  const shift = effect.shift;
  const sure = hasInterval(shift);
  return {
    effect,
    sure,
    value: shift[centreKey(shift)],
    own: shift.mean,
    known: signKnown(shift),
    regression: regressionMark(effect),
    low: sure ? shift.conf_low : shift.q25,
    high: sure ? shift.conf_high : shift.q75,
  };
}

function forestValue(mark) {
  return (
    threeDigits(mark.value) + (mark.sure ? " [" + threeDigits(mark.low) + ", " + threeDigits(mark.high) + "]" : "")
  );
}

function forestText(entries, from) {
  const document = report.documents[from];
  const step = from === "effects" ? "one unit more" : "one standard deviation more";
  return (
    `Average effects of ${step} on ${targetText(report.targets[chosenTarget.index])}, ${plural(document?.rows ?? report.rows.of, "row")}, ` +
    intervalWords(document?.interval) +
    ". " +
    entries
      .map(forestMark)
      .map((mark) => effectText(mark.effect) + ": " + forestValue(mark))
      .join("; ")
  );
}

function drawForest(width, entries, from) {
  const marks = entries.map(forestMark);
  const narrow = width < 560;
  const rowHeight = narrow ? 46 : 34;
  const left = narrow ? 8 : Math.min(240, width * 0.26);
  const right = narrow ? 8 : 190;
  const height = marks.length * rowHeight + 44;
  const reach = marks.flatMap((mark) => [
    mark.value,
    mark.low,
    mark.high,
    mark.own,
    mark.regression?.low,
    mark.regression?.high,
  ]);
  const [low, high] = padded(extent([0, ...reach]));
  const x = linear(low, high, left + 8, width - right - 8);
  const bottom = marks.length * rowHeight + 4;
  const target = report.targets[chosenTarget.index];
  const unit =
    target.kind === "number"
      ? "change of " + nameText(target.label, 24)
      : "change of the probability of " + nameText(target.label, 20);
  return picture(
    width,
    height,
    forestText(entries, from),
    axisBelow(x, low, high, bottom, width - left - right),
    svg("line.zero", { x1: x(0), x2: x(0), y1: 0, y2: bottom }),
    marks.map((mark, index) => forestLine(mark, index * rowHeight, { x, width, left, right, narrow, rowHeight })),
    label(
      fitLabel((limit) => (limit > 12 ? unit : "change of the prediction"), width - left - right),
      (left + width - right) / 2,
      bottom + 34,
      { "text-anchor": "middle", class: "axis-title" },
    ),
  );
}

function forestLine(mark, top, { x, width, left, right, narrow, rowHeight }) {
  const y = top + (narrow ? 27 : rowHeight / 2 - 2);
  const name = fitLabel((limit) => effectText(mark.effect, limit), narrow ? width * 0.5 : left - 8);
  const line = [
    svg("line.row", { x1: 0, x2: width, y1: top + rowHeight, y2: top + rowHeight }),
    label(name, narrow ? 4 : left - 4, narrow ? top + 14 : y + 4, {
      "text-anchor": narrow ? "start" : "end",
      class: mark.known ? "strong" : null,
    }),
    label(forestValue(mark), width - 4, narrow ? top + 14 : y + 4, {
      "text-anchor": "end",
      class: mark.known ? "strong value" : "value",
    }),
  ];
  if (mark.regression) line.push(...regressionShape(mark.regression, x, y + 9));
  if (mark.sure) line.push(svg("line.interval", { x1: x(mark.low), x2: x(mark.high), y1: y, y2: y }));
  else
    line.push(
      svg("rect.spread", { x: x(mark.low), width: Math.max(1, x(mark.high) - x(mark.low)), y: y - 4, height: 8 }),
    );
  if (mark.sure && mark.own !== mark.value) line.push(svg("circle.hollow", { cx: x(mark.own), cy: y, r: 4 }));
  line.push(svg("circle.dot", { cx: x(mark.value), cy: y, r: 4.5 }));
  return titled(
    svg("g", line),
    effectText(mark.effect, 400) +
      ": " +
      forestValue(mark) +
      (mark.regression ? "; regression " + threeDigits(mark.regression.value) : ""),
  );
}

function regressionShape(regression, x, y) {
  const at = x(regression.value);
  return [
    svg("line.thin", { x1: x(regression.low), x2: x(regression.high), y1: y, y2: y }),
    svg("path.diamond", { d: `M${at},${y - 4}L${at + 4},${y}L${at},${y + 4}L${at - 4},${y}Z` }),
  ];
}

// What stands above the panels: the predictions with their intervals, and whether data are near.
function makeOutlook() {
  const bars = report.targets.some((target) => target.kind === "probability");
  const lines = report.targets.map((target, index) => outlookLine(target, index, bars));
  const sign = el("span.sign", { "aria-hidden": "true" });
  const words = el("span");
  const node = el(
    "div",
    { class: "outlook" + (report.targets.length === 1 ? " alone" : bars ? "" : " plain") },
    el(
      "div.outlook-lines",
      lines.map((line) => line.node),
    ),
    el("p.support", sign, words),
  );
  function show(state) {
    lines.forEach((line, index) => line.show(state.own[index], state.intervals[index]));
    sign.textContent = state.support.inside ? "● " : "▲ ";
    words.textContent = capital(supportWords(state.support)) + ".";
    node.classList.toggle("outside", !state.support.inside);
  }
  return { node, show };
}

function outlookLine(target, index, bars) {
  const value = el("data.prediction", { "data-target": target.name });
  const low = el("data.conf-low", { "data-target": target.name });
  const high = el("data.conf-high", { "data-target": target.name });
  const error = lookup("show", ["quality", target.of, "cv_rmse"]);
  const scatter = Number.isFinite(error ?? NaN)
    ? el(
        "span.quiet.scatter",
        "; a single row: ± ",
        datum("show", ["quality", target.of, "cv_rmse"], threeDigits),
        " (RMSE)",
      )
    : null;
  const interval = hasNetworks()
    ? el("span.quiet", levelWords() + ": ", low, " to ", high)
    : el("span.quiet", "how sure: not known");
  const fill = svg("rect", { class: "fill s" + (index % 6), x: 0, y: 3, height: 10 });
  const whisker = svg("path.whisker-bar");
  const bar =
    target.kind === "probability"
      ? svg(
          "svg.gauge",
          { viewBox: "0 0 100 16", preserveAspectRatio: "none", "aria-hidden": "true" },
          svg("rect.track", { x: 0, y: 3, width: 100, height: 10 }),
          fill,
          whisker,
        )
      : bars
        ? el("span")
        : null;
  function show(own, spread) {
    setDatum(value, own);
    if (spread) {
      setDatum(low, spread.low);
      setDatum(high, spread.high);
    }
    if (target.kind !== "probability") return;
    fill.setAttribute("width", Math.max(0, Math.min(100, own * 100)));
    whisker.setAttribute("d", spread ? `M${spread.low * 100},8H${spread.high * 100}` : "");
  }
  return {
    show,
    node: el(
      "div.outlook-line",
      el("span.outlook-name", nameOf(target.label, 24)),
      bar,
      el("strong", value),
      el("span", interval, scatter),
    ),
  };
}

function setDatum(node, value) {
  node.setAttribute("value", String(value));
  node.textContent = formatNumber(value);
}

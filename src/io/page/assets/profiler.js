function makeProfiler() {
  const profiler = {
    values: middlePoint(),
    banded: report.targets.length === 1 ? 0 : null,
    only: false,
    base: baseRange(),
    outlook: makeOutlook(),
    measured: null,
    waiting: 0,
    settle: 0,
    slowFrames: 0,
    change: (index, value) => changeValue(profiler, index, value),
    showValue: (index) => profiler.panels[index].control.show(profiler.values[index], true),
    set: (values) => setValues(profiler, values),
    render: () => renderProfiler(profiler),
  };
  profiler.panels = report.variables.map((_, index) => makePanel(index, profiler));
  return profiler;
}

// However many events there are, there is one update a frame.
function changeValue(profiler, index, value) {
  profiler.values[index] = value;
  if (profiler.waiting === 0) profiler.waiting = requestAnimationFrame(() => renderProfiler(profiler));
  profiler.touched?.();
}

function setValues(profiler, values) {
  values.forEach((value, index) => {
    profiler.values[index] = value;
  });
  renderProfiler(profiler);
  values.forEach((_, index) => profiler.showValue(index));
}

function measurePoint(values) {
  const inputs = encodePoint(values);
  const own = network.predict(inputs, network.own);
  const others = hasNetworks() ? othersAt(inputs) : null;
  const slopes = network.slopes.map((slope) => (slope ? slope(inputs) : null));
  const intervals = report.targets.map((_, target) => (others ? intervalAt(others, own, target) : null));
  return { inputs, own, intervals, slopes, values: values.slice(), support: supportAt(values) };
}

// Where refits are many the bands wait until the hand rests; all else follows at once.
function renderProfiler(profiler, settled = false) {
  clearTimeout(profiler.settle);
  cancelAnimationFrame(profiler.waiting);
  profiler.waiting = 0;
  const start = performance.now();
  profiler.measured = measurePoint(profiler.values);
  profiler.outlook.show(profiler.measured);
  if (profiler.panels.some((panel) => !panel.wanted)) return;
  const wanted = hasNetworks() && profiler.banded !== null;
  const bands = wanted && (settled || profiler.slowFrames < 3);
  const frame = frameOf(profiler, bands ? profiler.banded : null);
  profiler.panels.forEach((panel) => showPanel(profiler, panel, frame));
  if (bands) profiler.slowFrames = performance.now() - start > 24 ? profiler.slowFrames + 1 : 0;
  else if (wanted) profiler.settle = setTimeout(() => renderProfiler(profiler, true), 120);
}

// All that is drawn of one state: the curves, and the axis that the panels share.
function frameOf({ panels, base, banded, only, measured }, withBand) {
  const { inputs, own, values } = measured;
  panels.forEach((panel) => fitPanel(panel, values[panel.index]));
  const curves = panels.map((panel) => curveAlong(inputs, panel.index, panel.grid, values[panel.index], withBand));
  const drawn = (curve) =>
    (only ? curve.own.map((all) => all[banded]) : curve.own.flat()).concat(curve.low, curve.high);
  const [low, high] = base.fixed ? base.range : extent(base.range.concat(own, curves.flatMap(drawn)));
  const step = stepOf(low, high, 4);
  const frame = {
    own,
    values,
    curves,
    banded,
    only,
    low: Math.floor(low / step + 1e-9) * step,
    high: Math.ceil(high / step - 1e-9) * step,
  };
  frame.ticks = ticksOf(frame.low, frame.high, 4.0001).slice(0, 7);
  frame.step = stepOf(frame.low, frame.high, 4.0001);
  return frame;
}

function showPanel({ values, banded, measured }, panel, frame) {
  updatePanel(panel, frame);
  panel.control.show(values[panel.index]);
  const target = banded ?? chosenTarget.index;
  const { name } = report.targets[target];
  const slopes = measured.slopes[panel.index];
  if (slopes) {
    setDatum(panel.slopeData, slopes[target]);
    panel.slopeData.setAttribute("data-target", name);
    if (report.targets.length > 1) panel.slopeOf.textContent = " of " + shorten(report.targets[target].label, 20);
  }
  if (panel.handle) describeHandle(panel, values[panel.index], measured.own[target]);
  describePanel(panel, target);
}

function fitPanel(panel, value) {
  const range = panel.places ? { low: 0, high: 1 } : panelRange(panel.variable, value);
  const width = Math.max(200, panel.wanted);
  if (width !== panel.width || range.low !== panel.low || range.high !== panel.high) layoutPanel(panel, width, range);
}

function describeHandle({ handle, variable, low, high }, value, prediction) {
  const plain = (number) => (String(number).includes("e") ? number.toFixed(20) : String(number));
  setAttributes(handle, {
    "aria-valuemin": plain(Math.min(low, variable.min, value)),
    "aria-valuemax": plain(Math.max(high, variable.max, value)),
    "aria-valuenow": plain(value),
    "aria-valuetext": formatNumber(value) + ", prediction " + formatNumber(prediction),
  });
}

function describePanel(panel, target) {
  const text =
    `Prediction of ${targetText(report.targets[target])} along ${panel.variable.name}, all other variables at the chosen point` +
    (hasNetworks() ? `, with ${levelWords()} intervals` : ", without intervals") +
    `; ${plural(report.rows.of, "row")}`;
  if (panel.described === text && panel.describedPicture === panel.parts.picture) return;
  Object.assign(panel, { described: text, describedPicture: panel.parts.picture });
  panel.parts.picture.setAttribute("aria-label", text);
}

// The axis of all panels holds the predictions of the rows and what is drawn; probabilities have 0 to 1.
function baseRange() {
  if (report.targets.every((target) => target.kind === "probability")) return { fixed: true, range: [0, 1] };
  const rows = report.rows.numbers.map((_, at) => network.predict(encodePoint(rowValues(at)), network.own)).flat();
  return { fixed: false, range: extent(rows) };
}

function loadRow(profiler, text, say) {
  const at = report.rows.numbers.indexOf(Number(text));
  if (text.trim() === "" || at < 0) {
    const few =
      report.rows.numbers.length < report.rows.of
        ? ` (it holds ${groupDigits(String(report.rows.numbers.length))} of ${groupDigits(String(report.rows.of))})`
        : "";
    say(`Row ${text || "?"} is not among the rows in this page${few}.`);
    return;
  }
  profiler.set(rowValues(at));
  profiler.touched?.();
  const observed = report.targets
    .map((target, index) => [target.label, report.rows.observed[index][at]])
    .filter(([, value]) => value !== null)
    .map(([name, value]) => name + ": " + formatNumber(value));
  say("Row " + text + " is loaded" + (observed.length > 0 ? "; observed " + observed.join(", ") : "") + ".");
}

function profilerControls(profiler) {
  const status = el("span.status", { role: "status" });
  const link = el("input", { type: "text", readonly: true, hidden: true, "aria-label": "Link to this point" });
  const say = (text) => {
    status.textContent = text;
  };
  const row = el("input", {
    type: "number",
    min: 1,
    step: 1,
    id: "row-number",
    placeholder: String(report.rows.numbers[0] ?? 1),
  });
  const load = () => loadRow(profiler, row.value, say);
  row.addEventListener("keydown", (event) => {
    if (event.key === "Enter") load();
  });
  const button = (text, act) => el("button", { type: "button", onclick: act }, text);
  async function copyLink() {
    writeLink(profiler);
    const copied = await copyText(location.href);
    link.hidden = copied;
    link.value = location.href;
    say(copied ? "The link to this point is copied." : "Copy the link from the field:");
    if (!copied) link.select();
  }
  const controls = el(
    "div.controls",
    button("Reset to means", () => {
      profiler.set(middlePoint());
      profiler.touched?.();
      say("Every variable is at its mean, or at what is commonest.");
    }),
    el("span.together", el("label", { for: "row-number" }, "Row"), row, button("Load row", load)),
    button("Copy link", copyLink),
    button("Save scenario as JSON", () => {
      saveScenario(scenarioOf(profiler.measured));
      say("Saved as scenario.json.");
    }),
    profilerTarget(profiler),
    status,
    link,
  );
  return controls;
}

function profilerTarget(profiler) {
  if (report.targets.length < 2) return null;
  const choices = ["all", ...report.targets.map(targetText)];
  return selectOf("Show", choices, 0, (index) => {
    profiler.banded = index === 0 ? null : index - 1;
    profiler.only = index > 0;
    if (index > 0) chooseTarget(index - 1);
    profiler.render();
  }).node;
}

function writeLink(profiler) {
  try {
    history.replaceState(null, "", hashOf(profiler.values));
  } catch {
    location.hash = hashOf(profiler.values);
  }
}

function followLinks(profiler) {
  let timer = 0;
  const read = () => {
    const values = valuesOfHash(location.hash);
    if (values) profiler.set(values);
    return values !== null;
  };
  profiler.touched = () => {
    clearTimeout(timer);
    timer = setTimeout(() => writeLink(profiler), 300);
  };
  addEventListener("hashchange", read);
  return read();
}

function playSection() {
  const profiler = makeProfiler();
  const grid = el(
    "div.panels",
    profiler.panels.map((panel) => panel.node),
  );
  const sure = {
    crossfit:
      "The shaded band is a " +
      levelWords() +
      " interval, from networks that were each trained without a part of the rows",
    bootstrap: "The shaded band is a " + levelWords() + " interval, from networks trained again on rows drawn anew",
    none: "The model has no networks trained on other rows, so there is no band",
  }[hasNetworks() ? report.networks.method : "none"];
  const node = section(
    "play",
    "Play",
    lead(
      "Each panel shows the prediction along one variable with all others as they are set. Drag a line, click, type a value or use the arrow keys: " +
        "where the other curves bend or tilt, variables act together. " +
        sure +
        (hasNetworks()
          ? "; it says how sure the prediction is on average, not how far single outcomes lie around it" +
            (report.targets.length > 1 ? ". It is drawn where one target is shown alone." : ".")
          : ".") +
        (report.documents.effects?.interval?.method === "crossfit"
          ? " All is the network's own: its decay has pulled effects together, so that they may be smaller here than the averages above."
          : ""),
    ),
    profilerControls(profiler),
    profiler.outlook.node,
    grid,
    el(
      "p.quiet",
      "Grey bars at the foot of a panel: where the rows lie. Grey ground: beyond them. Predictions for the rows of a file: ",
      code(report.commands.predict + " --data FILE"),
      ".",
    ),
  );
  new ResizeObserver(() => resizePanels(profiler)).observe(grid);
  exposeProfiler(profiler);
  return { node, start: () => startProfiler(profiler) };
}

function startProfiler(profiler) {
  if (!followLinks(profiler)) profiler.set(profiler.values.slice());
  setTimeout(() => {
    support.threshold = support.usual();
    profiler.render();
  }, 60);
}

function resizePanels(profiler) {
  const width = profiler.panels[0] ? Math.floor(profiler.panels[0].plot.clientWidth) : 0;
  if (width === 0 || width === profiler.panels[0].wanted) return;
  profiler.panels.forEach((panel) => {
    panel.wanted = width;
  });
  profiler.render();
}

function exposeProfiler(profiler) {
  window.profiler = {
    set(values) {
      const next = report.variables.map((variable, index) => {
        const given = Object.hasOwn(values, variable.name)
          ? valueFrom(variable, values[variable.name])
          : profiler.values[index];
        if (given === null) throw new RangeError("no such value of " + variable.name);
        return given;
      });
      profiler.set(next);
      profiler.touched?.();
    },
    state: () => scenarioOf(profiler.measured),
  };
}

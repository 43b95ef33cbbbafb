const POINTS = 41;

// What stands beneath a panel's axis: the range that is drawn, wider than the data's where the value is beyond it.
function panelRange(variable, value) {
  const span = variable.max - variable.min || 1;
  const low = Math.max(variable.min - 0.25 * span, Math.min(variable.min, value));
  const high = Math.min(variable.max + 0.25 * span, Math.max(variable.max, value));
  return { low, high };
}

function panelStep(variable) {
  return variable.whole ? 1 : (variable.max - variable.min) / 50 || 1;
}

// Between whole numbers, the next one.
function stepped(variable, value, step) {
  if (!variable.whole || Number.isInteger(value)) return value + step;
  return step > 0 ? Math.floor(value) + step : Math.ceil(value) + step;
}

function snapped(variable, value) {
  const step = variable.whole ? 1 : stepOf(variable.min, variable.max, 400);
  return Number((Math.round(value / step) * step).toPrecision(12));
}

function makePanel(index, profiler) {
  const variable = report.variables[index];
  const places =
    variable.type !== "numeric"
      ? variable.levels.map((_, level) => level)
      : isTwoValued(variable)
        ? variable.values
        : null;
  const panel = { index, variable, places, width: 0, low: null, high: null, parts: null, profiler };
  panel.plot = el("div.panel-plot");
  panel.control = places ? choiceButtons(panel) : numberInput(panel);
  panel.slope = el("p.panel-slope");
  panel.slopeData = el("data.slope", { "data-variable": variable.name });
  panel.slopeOf = el("bdi");
  if (network.slopes[index]) panel.slope.append("Slope here", panel.slopeOf, ": ", panel.slopeData, " per +1");
  else panel.slope.append("A category: compare its levels.");
  const heading = places ? el("h3", nameOf(variable.name, 26)) : null;
  panel.node = el("div.panel", el("div.panel-head", heading, panel.control.node), panel.plot, panel.slope);
  if (!places) panel.handle = sliderHandle(panel);
  return panel;
}

function choiceButtons(panel) {
  const { variable, places, index, profiler } = panel;
  const texts = places.map((place) => (variable.levels ? shorten(variable.levels[place], 18) : formatNumber(place)));
  if (places.length > 12) {
    const select = el(
      "select",
      { "aria-label": variable.name, onchange: (event) => profiler.change(index, places[Number(event.target.value)]) },
      texts.map((text, at) => el("option", { value: at }, isolated(text))),
    );
    return {
      node: select,
      show: (value) => {
        select.value = String(places.indexOf(value));
      },
    };
  }
  const buttons = places.map((place, at) =>
    el(
      "button",
      {
        type: "button",
        "aria-pressed": "false",
        title: variable.levels?.[place] ?? null,
        onclick: () => profiler.change(index, place),
      },
      el("bdi", texts[at]),
    ),
  );
  return {
    node: el("div.levels-switch", { role: "group", "aria-label": variable.name }, buttons),
    show: (value) => buttons.forEach((button, at) => button.setAttribute("aria-pressed", String(places[at] === value))),
  };
}

function numberInput({ variable, index, profiler }) {
  const input = el("input", { type: "number", step: "any", id: "value-" + index, autocomplete: "off" });
  const read = () => {
    if (input.value !== "" && Number.isFinite(input.valueAsNumber)) profiler.change(index, input.valueAsNumber);
  };
  input.addEventListener("input", read);
  input.addEventListener("blur", () => profiler.showValue(index));
  input.addEventListener("keydown", (event) => {
    const direction = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!direction) return;
    event.preventDefault();
    profiler.change(
      index,
      snapped(variable, profiler.values[index] + direction * panelStep(variable) * (event.shiftKey ? 10 : 1)),
    );
    profiler.showValue(index);
  });
  return {
    input,
    node: [el("label", { for: input.id }, nameOf(variable.name, 22)), input],
    show: (value, always) => {
      if (always || document.activeElement !== input) input.value = String(Number(value.toPrecision(5)));
    },
  };
}

function sliderHandle(panel) {
  const { variable, index, profiler } = panel;
  const handle = el("div.handle", {
    role: "slider",
    tabindex: 0,
    "aria-label": variable.name,
    "aria-orientation": "horizontal",
  });
  const move = (event) => {
    const box = handle.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    const value = snapped(variable, panel.low + share * (panel.high - panel.low));
    profiler.change(index, Math.min(panel.high, Math.max(panel.low, value)));
  };
  // A finger that comes down may be about to scroll: it sets a value by a tap, or once it moves along the axis.
  let began = null;
  handle.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    began = event.pointerType === "touch" ? event.clientX : null;
    handle.setPointerCapture(event.pointerId);
    handle.focus({ preventScroll: true });
    event.preventDefault();
    if (began === null) move(event);
  });
  handle.addEventListener("pointermove", (event) => {
    if (!handle.hasPointerCapture(event.pointerId)) return;
    if (began !== null && Math.abs(event.clientX - began) < 6) return;
    began = null;
    move(event);
  });
  handle.addEventListener("pointerup", (event) => {
    if (began !== null) move(event);
    began = null;
  });
  handle.addEventListener("pointercancel", () => {
    began = null;
  });
  handle.addEventListener("keydown", (event) => {
    const step = panelStep(variable) * (event.shiftKey ? 10 : 1);
    const now = profiler.values[index];
    const up = stepped(variable, now, step);
    const down = stepped(variable, now, -step);
    const to = {
      ArrowRight: up,
      ArrowUp: up,
      ArrowLeft: down,
      ArrowDown: down,
      PageUp: now + 10 * panelStep(variable),
      PageDown: now - 10 * panelStep(variable),
      Home: variable.min,
      End: variable.max,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    profiler.change(index, Math.min(Math.max(variable.max, now), Math.max(Math.min(variable.min, now), to)));
  });
  return handle;
}

// The grid is made once a width and range; while one drags only attributes are set.
function layoutPanel(panel, width, range) {
  const several = report.targets.length > 1;
  const box = { left: 50, right: width - (several ? 76 : 12), top: 8, bottom: 138, height: 164 };
  const { variable, places } = panel;
  const low = places ? 0 : range.low;
  const high = places ? places.length - 1 : range.high;
  const inset = places ? Math.min(30, (box.right - box.left) / (2 * places.length)) : 0;
  const x = linear(low, high, box.left + inset, box.right - inset);
  Object.assign(panel, { width, low: range.low, high: range.high, box, x });
  panel.grid = places ?? Array.from({ length: POINTS }, (_, at) => low + ((high - low) * at) / (POINTS - 1));
  panel.xs = panel.grid.map((value, at) => x(places ? at : value));
  panel.parts = panelParts(panel);
  panel.plot.replaceChildren(panel.parts.picture);
  if (!panel.handle) return;
  Object.assign(panel.handle.style, {
    left: box.left + "px",
    top: "0px",
    width: box.right - box.left + "px",
    height: box.height + "px",
  });
  panel.plot.append(panel.handle);
}

function panelParts(panel) {
  const { box, variable, places, width, xs, x } = panel;
  const make = (count, build) => Array.from({ length: count }, (_, at) => build(at));
  const targets = report.targets.length;
  const parts = {
    ticks: make(7, () => ({
      line: svg("line.grid", { x1: box.left, x2: box.right }),
      text: label("", box.left - 6, 0, { "text-anchor": "end" }),
    })),
    band: svg("path.band"),
    lines: make(targets, (at) => svg("path", { class: "line s" + (at % 6) })),
    points: make(targets, (at) => svg("circle", { class: "here s" + (at % 6), r: targets > 1 ? 4 : 5.5 })),
    names: make(targets > 1 ? targets : 0, (at) => label("", box.right + 5, 0, { class: "direct s" + (at % 6) })),
    line: svg("line.now", { y1: box.top, y2: box.bottom }),
    edge: label("", 0, box.top + 9, { class: "edge" }),
    marks: places
      ? make(targets, (at) => xs.map((px) => svg("circle", { class: "level s" + (at % 6), cx: px, r: 3 })))
      : [],
  };
  parts.names.forEach((node, at) => {
    node.textContent = fitLabel((limit) => nameText(report.targets[at].label, limit), 72, 11);
  });
  parts.picture = picture(
    width,
    box.height,
    "",
    places ? null : panelShade(panel),
    svg(
      "g.axis",
      parts.ticks.map((tick) => [tick.line, tick.text]),
    ),
    places ? panelLevels(panel) : axisBelow(x, panel.low, panel.high, box.bottom, box.right - box.left),
    parts.band,
    parts.line,
    parts.lines,
    parts.marks,
    parts.points,
    parts.names,
    parts.edge,
  );
  return parts;
}

// The rows along the variable, and what lies beyond them.
function panelShade({ box, variable, x }) {
  const counts = variable.counts ?? [];
  const most = Math.max(1, ...counts);
  const step = (variable.max - variable.min) / Math.max(1, counts.length);
  const bars = counts.map((count, at) => {
    const left = x(variable.min + at * step);
    return svg("rect.rows", {
      x: left,
      width: Math.max(0.5, x(variable.min + (at + 1) * step) - left - 0.5),
      y: box.bottom - (22 * count) / most,
      height: (22 * count) / most,
    });
  });
  const beyond = [
    [box.left, x(variable.min)],
    [x(variable.max), box.right],
  ]
    .filter(([from, to]) => to - from > 0.5)
    .map(([from, to]) => svg("rect.beyond", { x: from, y: box.top, width: to - from, height: box.bottom - box.top }));
  return [bars, beyond];
}

function panelLevels({ box, variable, places, xs }) {
  const room = (box.right - box.left) / places.length;
  const every = Math.max(1, Math.ceil(34 / room));
  return svg(
    "g.axis",
    places.map((place, at) =>
      at % every !== 0
        ? null
        : label(
            variable.levels
              ? fitLabel((limit) => nameText(variable.levels[place], limit), room * every - 4)
              : formatNumber(place),
            xs[at],
            box.bottom + 16,
            { "text-anchor": "middle" },
          ),
    ),
  );
}

function updatePanel(panel, frame) {
  const { parts, box, x, places, index } = panel;
  const y = linear(frame.low, frame.high, box.bottom, box.top);
  const curve = frame.curves[index];
  const here = frame.values[index];
  const at = places ? placeOf(places, here, panel.variable) : Math.min(panel.high, Math.max(panel.low, here));
  updateTicks(parts.ticks, frame, y);
  const hidden = (target) => frame.banded !== null && frame.banded !== target && frame.only;
  parts.lines.forEach((line, target) =>
    line.setAttribute(
      "d",
      hidden(target) || panel.variable.levels
        ? ""
        : pathOf(
            panel.xs,
            curve.own.map((all) => y(all[target])),
          ),
    ),
  );
  parts.band.setAttribute(
    "d",
    curve.low.length === 0
      ? ""
      : places
        ? whiskers(panel.xs, curve, y)
        : bandOf(panel.xs, curve.low.map(y), curve.high.map(y)),
  );
  parts.band.setAttribute("class", (places ? "whisker s" : "band s") + ((frame.banded ?? 0) % 6));
  parts.line.setAttribute("x1", x(at));
  parts.line.setAttribute("x2", x(at));
  parts.points.forEach((point, target) => {
    point.setAttribute("cx", x(at));
    point.setAttribute("cy", hidden(target) ? -99 : y(frame.own[target]));
  });
  parts.marks.forEach((marks, target) =>
    marks.forEach((mark, level) => mark.setAttribute("cy", hidden(target) ? -99 : y(curve.own[level][target]))),
  );
  placeNames(parts.names, curve.own[curve.own.length - 1], y, box, hidden);
  const beyond = !places && at !== here;
  parts.edge.textContent = beyond ? (here > at ? formatNumber(here) + " ▸" : "◂ " + formatNumber(here)) : "";
  if (beyond)
    setAttributes(parts.edge, {
      x: here > at ? box.right - 2 : box.left + 2,
      "text-anchor": here > at ? "end" : "start",
    });
}

function placeOf(places, value, variable) {
  return variable.levels ? places.indexOf(value) : (value - places[0]) / (places[1] - places[0]);
}

function whiskers(xs, curve, y) {
  return xs
    .map((px, at) => `M${px.toFixed(1)},${y(curve.low[at]).toFixed(1)}V${y(curve.high[at]).toFixed(1)}`)
    .join("");
}

function updateTicks(ticks, frame, y) {
  ticks.forEach(({ line, text }, at) => {
    const tick = frame.ticks[at];
    const shown = tick !== undefined;
    line.setAttribute("visibility", shown ? "visible" : "hidden");
    text.textContent = shown ? tickText(tick, frame.step) : "";
    if (!shown) return;
    line.setAttribute("y1", y(tick));
    line.setAttribute("y2", y(tick));
    text.setAttribute("y", y(tick) + 4);
  });
}

// Names beside the ends of their lines, pushed apart where they would overlap.
function placeNames(names, ends, y, box, hidden) {
  const order = names.map((_, target) => target).sort((one, other) => ends[other] - ends[one]);
  const gap = 13;
  let above = box.top - gap / 2;
  order.forEach((target, rank) => {
    const latest = box.bottom - (order.length - 1 - rank) * gap;
    above = Math.max(above + gap, Math.min(latest, y(ends[target]) + 4));
    names[target].setAttribute("y", above);
    names[target].setAttribute("visibility", hidden(target) ? "hidden" : "visible");
  });
}

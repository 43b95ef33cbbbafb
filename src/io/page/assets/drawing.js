// Layers of weights from the flat list: for each unit its bias, then one weight an input of the layer.
function weightLayers() {
  const show = showDocument();
  const sizes = [show.inputs?.length ?? 0, ...(show.hidden ?? []), show.targets?.length ?? 0];
  let at = 0;
  return sizes.slice(1).map((units, layer) =>
    Array.from({ length: units }, () => {
      const bias = show.weights[at];
      const incoming = Array.from({ length: sizes[layer] }, (_, input) => ({
        value: show.weights[at + 1 + input],
        index: at + 1 + input,
      }));
      at += 1 + sizes[layer];
      return { bias, incoming };
    }),
  );
}

function drawNetwork(width) {
  const show = showDocument();
  const layers = weightLayers();
  const sizes = [show.inputs.length, ...(show.hidden ?? []), show.targets.length];
  const all = layers.flat().flatMap((unit) => unit.incoming);
  const largest = Math.max(1e-12, ...all.map((weight) => Math.abs(weight.value)));
  const room = Math.max(34, Math.min(52, 460 / Math.max(...sizes)));
  const height = Math.max(...sizes) * room + 24;
  const side = Math.min(140, width * 0.24);
  const xOf = (layer) => side + (layer * (width - 2 * side)) / (sizes.length - 1);
  const yOf = (layer, unit) => height / 2 + (unit - (sizes[layer] - 1) / 2) * room;
  const labelled = all.length <= 30 && width > 480;
  const lines = layers.flatMap((units, layer) =>
    units.flatMap((unit, to) =>
      unit.incoming.map((weight, from) =>
        weightLine(weight, {
          x1: xOf(layer),
          y1: yOf(layer, from),
          x2: xOf(layer + 1),
          y2: yOf(layer + 1, to),
          share: Math.abs(weight.value) / largest,
          labelled,
          from,
        }),
      ),
    ),
  );
  const text =
    `The network ${sizes.join("-")}: ${all.length} weights besides the biases, from ${formatNumber(Math.min(...all.map((weight) => weight.value)))} to ` +
    `${formatNumber(Math.max(...all.map((weight) => weight.value)))}; lines as wide as weights are large`;
  return picture(
    width,
    height,
    text,
    lines,
    sizes.map((units, layer) =>
      Array.from({ length: units }, (_, unit) => unitMark(layer, unit, sizes, xOf(layer), yOf(layer, unit), side)),
    ),
  );
}

function weightLine(weight, { x1, y1, x2, y2, share, labelled, from }) {
  const line = svg("line", {
    class: weight.value < 0 ? "negative" : "positive",
    x1,
    y1,
    x2,
    y2,
    "stroke-width": (0.4 + 6 * share).toFixed(2),
    "stroke-opacity": (0.35 + 0.6 * share).toFixed(2),
  });
  const name = showDocument().weights_table?.[weight.index]?.name ?? "weight";
  const group = titled(svg("g", line), nameText(name, 100) + ": " + formatNumber(weight.value));
  if (labelled) {
    const along = 0.24 + 0.13 * (from % 4);
    group.append(
      label(formatNumber(weight.value, 2), x1 + along * (x2 - x1), y1 + along * (y2 - y1) - 3, {
        "text-anchor": "middle",
        class: "weight",
      }),
    );
  }
  return group;
}

function unitMark(layer, unit, sizes, x, y, side) {
  const show = showDocument();
  const input = layer === 0;
  const output = layer === sizes.length - 1;
  const name = input ? show.inputs[unit] : output ? show.targets[unit] : `${layer}layhid${unit + 1}`;
  const circle = svg("circle.unit", { cx: x, cy: y, r: input ? 5 : 9 });
  if (!input && !output) return titled(svg("g", circle), name);
  const text = fitLabel((limit) => nameText(name, limit), side - 18);
  return titled(
    svg("g", circle, label(text, input ? x - 12 : x + 15, y + 4, { "text-anchor": input ? "end" : "start" })),
    name,
  );
}

function weightsTable() {
  const weights = showDocument().weights_table ?? [];
  const head = [{ text: "Weight" }, { text: "Value", number: true }, { text: "Std. error", number: true }];
  const rows = weights.map((weight, index) => [
    nameOf(weight.name, 48),
    datum("show", ["weights_table", index, "value"]),
    datum("show", ["weights_table", index, "std_error"]),
  ]);
  return dataTable("The weights", head, rows);
}

function networkSection() {
  const show = showDocument();
  const sizes = [show.inputs?.length ?? 0, ...(show.hidden ?? []), show.targets?.length ?? 0];
  const drawable = show.weights && sizes[0] <= 40 && sizes.slice(1).every((units) => units <= 30);
  const words = [
    plural(sizes[0], "input"),
    ...(show.hidden ?? []).map((units) => plural(units, "hidden unit")),
    plural(sizes[sizes.length - 1], "output"),
  ].join(", ");
  const weights = (show.weights ?? []).length;
  return section(
    "network",
    "The network",
    lead(
      "Inputs on the left, outputs on the right. A line is a weight: the wider, the larger; the colour is its sign. A weight is no effect: its size depends on the scale of what comes in, " +
        "and units can be flat where the rows are. For what a variable does, read its effects.",
    ),
    el(
      "p",
      words +
        "; " +
        (show.activation ? show.activation + " units, " : "") +
        (show.output ? show.output + " output; " : "") +
        plural(weights, "weight") +
        " with the biases, which are not drawn.",
    ),
    drawable
      ? el(
          "figure",
          el("figcaption", legend(["positive", "weight above 0"], ["negative", "weight below 0"])),
          chart(drawNetwork, 300).box,
        )
      : el("p", "It is too large to draw: the lines would cover each other."),
    weights > 0 ? lazyDetails("All weights", weightsTable) : null,
  );
}

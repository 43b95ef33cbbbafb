const MINUS = "\u2212";
const NONE = "–";

function groupDigits(digits) {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

function superscript(number) {
  return Array.from(String(number), (sign) => (sign === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[sign])).join("");
}

function trimZeros(text) {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

// About so many significant digits; all digits of whole parts; powers of ten only where digits would not help.
function formatNumber(value, digits = 4) {
  if (value === null || value === undefined || !Number.isFinite(value)) return NONE;
  if (value === 0) return "0";
  const size = Math.abs(value);
  const sign = value < 0 ? MINUS : "";
  if (size < 1e-4 || size >= 1e12) {
    const [mantissa, exponent] = size.toExponential(Math.min(2, digits - 1)).split("e");
    return sign + trimZeros(mantissa) + "×10" + superscript(Number(exponent));
  }
  if (Math.abs(size - Math.round(size)) < 1e-9 * size || size >= 10 ** digits)
    return sign + groupDigits(size.toFixed(0));
  const places = Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  const [whole, part] = size.toFixed(places).split(".");
  return sign + groupDigits(whole) + (part ? "." + part : "");
}

function formatP(value) {
  if (value === null || value === undefined) return NONE;
  if (value < 0.001) return "<0.001";
  return value.toFixed(value < 0.0095 ? 4 : value < 0.1 ? 3 : 2);
}

function formatPercent(value) {
  if (value === null || value === undefined) return NONE;
  return trimZeros((100 * value).toFixed(value > 0 && value < 0.01 ? 1 : 0)) + " %";
}

function lookup(from, keys) {
  const start = from.split(".").reduce((value, key) => value?.[key], report.documents);
  return (
    keys.reduce(
      (value, key) => (value !== null && value !== undefined && Object.hasOwn(value, key) ? value[key] : null),
      start,
    ) ?? null
  );
}

function pathText(keys) {
  return keys.map((key) => String(key).replace(/[\\.]/g, "\\$&")).join(".");
}

// Every number of a document goes through here, with where it stands, so that a test can compare all of them.
function datum(from, keys, format = formatNumber) {
  const value = lookup(from, keys);
  if (value === null) return NONE;
  if (typeof value !== "number") return String(value);
  return el("data", { value: String(value), "data-from": from + ":" + pathText(keys) }, format(value));
}

function plainNumber(value, format = formatNumber) {
  if (value === null || value === undefined) return NONE;
  return el("data", { value: String(value) }, format(value));
}

function threeDigits(value) {
  return formatNumber(value, 3);
}

// R's default, type 7, of numbers in order.
function quantileOf(sorted, share) {
  const at = (sorted.length - 1) * share;
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}

// Acklam's approximation, made exact to rounding by a step of Halley's method on erfc.
function normalQuantile(share) {
  if (share > 0.5) return -normalQuantile(1 - share);
  const a = [
    -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716, 2.506628277459239,
  ];
  const b = [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572];
  const c = [
    -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
    2.938163982698783,
  ];
  const d = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416];
  const polynomial = (terms, at) => terms.reduce((sum, term) => sum * at + term, 0);
  let z;
  if (share < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(share));
    z = polynomial(c, q) / (polynomial(d, q) * q + 1);
  } else {
    const q = share - 0.5;
    const r = q * q;
    z = (polynomial(a, r) * q) / (polynomial(b, r) * r + 1);
  }
  for (let step = 0; step < 2; step += 1) {
    const error = (normalTail(-z) - share) * Math.sqrt(2 * Math.PI) * Math.exp((z * z) / 2);
    z -= error / (1 + (z * error) / 2);
  }
  return z;
}

// P(Z > z) for z >= 0 by the continued fraction or, near 0, by the series of the other side.
function normalTail(z) {
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z > 3) {
    let fraction = z;
    for (let term = 60; term > 0; term -= 1) fraction = z + term / fraction;
    return density / fraction;
  }
  let sum = z;
  let term = z;
  for (let step = 3; step < 120; step += 2) {
    term *= (z * z) / step;
    sum += term;
  }
  return 0.5 - density * sum;
}

"use strict";
// Draws what needs a range of time, from Prometheus' own query API; numbers and tables are there without it.
const SECONDS = { s: 1, m: 60, h: 3600, d: 86400 };
const PALETTE = ["#2f7de1", "#e8833a", "#22a06b", "#c9426f", "#8b5cf6", "#0ea5b7", "#b8860b", "#6b7280", "#d946ef", "#65a30d"];
const range = document.body.dataset.range;
const length = parseInt(range, 10) * SECONDS[range.slice(-1)];
const end = Date.now() / 1000, start = end - length;
const step = Math.max(1, Math.round(length / 240));

const units = {
  s: (v) => (v >= 60 ? `${fixed(v / 60)} min` : v >= 1 ? `${fixed(v)} s` : v >= 1e-3 ? `${fixed(v * 1e3)} ms` : `${fixed(v * 1e6)} µs`),
  share: (v) => `${fixed(v * 100)} %`,
  bytes: (v) => (v >= 2 ** 30 ? `${fixed(v / 2 ** 30)} GiB` : `${fixed(v / 2 ** 20)} MiB`),
  rate: (v) => `${fixed(v)}/s`,
  none: (v) => fixed(v),
};
function fixed(v) { if (v !== 0 && Math.abs(v) < 0.1) return String(+v.toPrecision(2)); return String(+v.toFixed(v >= 100 || Number.isInteger(v) ? 0 : v >= 10 ? 1 : 2)); }
function clock(seconds) {
  const time = new Date(seconds * 1000);
  return length > 86400 ? time.toLocaleDateString(undefined, { month: "short", day: "numeric" })
    : time.toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" });
}
function element(name, attributes, ...children) {
  const isDrawing = ["svg", "path", "line", "text", "rect", "title"].includes(name);
  const made = isDrawing ? document.createElementNS("http://www.w3.org/2000/svg", name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

async function series(query) {
  const words = new URLSearchParams({ query: query.value, start, end, step });
  const answer = await fetch(`${document.body.dataset.prefix}/api/v1/query_range?${words}`);
  const { data, error } = await answer.json();
  if (error) throw new Error(error);
  return data.result.map(({ metric, values }) => ({
    name: (query.dataset.legend || "").replace(/\{(\w+)\}/g, (_, label) => metric[label] ?? ""),
    label: metric.name,
    points: values.map(([time, value]) => [time, parseFloat(value)]).filter(([, value]) => Number.isFinite(value)),
  }));
}

function curves(figure, all) {
  const width = figure.clientWidth || 600, height = 190, left = 52, bottom = 20;
  const unit = units[figure.dataset.unit] ?? units.none;
  const values = all.flatMap((one) => one.points.map(([, value]) => value)), most = Math.max(0, ...values);
  // Counts have whole numbers at their axis.
  const isCount = figure.dataset.unit === "none" && values.every(Number.isInteger);
  const top = figure.dataset.unit === "share" ? 1 : most === 0 ? 2 : isCount ? 2 * Math.ceil(most / 2 + 0.1) : most * 1.1;
  const x = (time) => left + ((time - start) / length) * (width - left - 4);
  const y = (value) => 6 + (1 - value / top) * (height - bottom - 6);
  const svg = element("svg", { viewBox: `0 0 ${width} ${height}`, role: "img" });
  for (const part of [0, 0.5, 1]) {
    const at = y(top * part);
    svg.append(element("line", { class: "grid", x1: left, x2: width - 4, y1: at, y2: at }),
      element("text", { x: left - 8, y: at + 4, "text-anchor": "end" }, unit(top * part)));
  }
  for (const part of [0, 0.5, 1]) {
    svg.append(element("text", { x: x(start + length * part), y: height - 3, "text-anchor": ["start", "middle", "end"][part * 2] },
      clock(start + length * part)));
  }
  const legend = element("ul", { class: "legend" });
  all.forEach((one, index) => {
    const color = PALETTE[index % PALETTE.length];
    let before = -Infinity;
    const path = one.points.map(([time, value]) => {
      const command = time - before > step * 2.5 ? "M" : "L";
      before = time;
      return `${command}${x(time).toFixed(1)} ${y(value).toFixed(1)}`;
    }).join("");
    svg.append(element("path", { d: path, stroke: color }));
    const last = one.points.at(-1);
    legend.append(element("li", {}, element("i", { style: `background:${color}` }), one.name || "value",
      element("b", {}, last ? unit(last[1]) : "")));
  });
  figure.replaceChildren(svg, legend);
}

function bands(figure, all) {
  const words = new Map(figure.dataset.words.split(";").map((entry) => {
    const [value, shade, text] = entry.split("=");
    return [parseFloat(value), { shade, text }];
  }));
  const style = getComputedStyle(document.documentElement);
  const seen = new Set();
  const rows = all.map((one) => {
    const svg = element("svg", { viewBox: "0 0 1000 22", preserveAspectRatio: "none", role: "img" });
    let from = 0;
    one.points.forEach(([time, value], index) => {
      const next = one.points[index + 1];
      if (next && next[1] === value && next[0] - time < step * 2.5) return;
      const begin = one.points[from][0], word = words.get(value) ?? { shade: "none", text: String(value) };
      seen.add(value);
      const finish = next && next[0] - time < step * 2.5 ? next[0] : time + step;
      const bar = element("rect", { x: ((begin - start) / length) * 1000, y: 0, height: 22,
        width: Math.max(2, ((finish - begin) / length) * 1000), fill: style.getPropertyValue(`--${word.shade}`) });
      bar.append(element("title", {}, `${word.text}, ${clock(begin)} – ${clock(finish)}`));
      svg.append(bar);
      from = index + 1;
    });
    const name = figure.dataset.to
      ? element("a", { href: `${figure.dataset.to}?target=${encodeURIComponent(one.label)}&range=${range}` }, one.name)
      : element("span", {}, one.name);
    return element("div", { class: "band" }, name, svg);
  });
  const axis = element("div", { class: "axis" }, ...[0, 0.5, 1].map((part) => element("span", {}, clock(start + length * part))));
  const legend = element("ul", { class: "legend" }, ...[...words].filter(([value]) => seen.has(value)).map(([, word]) =>
    element("li", {}, element("i", { style: `background:var(--${word.shade})` }), word.text)));
  figure.replaceChildren(...rows, axis, legend);
}

async function draw(figure) {
  try {
    const all = (await Promise.all([...figure.querySelectorAll("data")].map(series))).flat()
      .sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
    if (!all.length) figure.replaceChildren(element("p", { class: "empty" }, "no data"));
    else if (figure.classList.contains("states")) bands(figure, all);
    else curves(figure, all);
  } catch (error) {
    figure.replaceChildren(element("p", { class: "empty" }, `not to be had: ${error.message}`));
  }
}

for (const list of document.querySelectorAll("ol.bars")) {
  const bars = [...list.querySelectorAll("data")];
  const most = Math.max(...bars.map((bar) => parseFloat(bar.value)), 1e-9);
  for (const bar of bars) bar.style.setProperty("--part", `${Math.max(0, (parseFloat(bar.value) / most) * 100)}%`);
}
document.querySelectorAll("figure").forEach(draw);

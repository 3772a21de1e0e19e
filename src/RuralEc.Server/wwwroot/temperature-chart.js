// @ts-check
// <temperature-chart>: the drawing of a temperature story to look into: zoom, read off values, hide lines. The data
// stand in the page; the drawing that is there already stays for those without script, and on paper.

import uPlot from "/lib/uPlot.esm.js";

const height = 380;
// Lines differ by dash as well as by colour.
const strokes = ["#14532f", "#1554c0", "#7a3e9d", "#8a5a00", "#00695c", "#5d4037"];
const dashes = [[], [9, 4], [3, 3], [12, 3, 3, 3], [6, 6], [2, 5]];
const limitStrokes = { warning: "#8a5a00", excursion: "#9a2a12", critical: "#6d0f0f" };

class TemperatureChart extends HTMLElement {
  /** @type {uPlot | undefined} */
  #plot;
  /** @type {ResizeObserver | undefined} */
  #size;

  connectedCallback() {
    const source = this.querySelector('script[type="application/json"]');
    if (!source?.textContent) return;
    const data = JSON.parse(source.textContent);
    const words = /** @type {Record<string, string>} */ (JSON.parse(this.dataset.words ?? "{}"));
    const full = [data.from, data.to];
    const tables = data.series.map((/** @type {any} */ line) => [
      line.points.map((/** @type {number[]} */ p) => p[0]),
      line.points.map((/** @type {number[]} */ p) => p[1]),
    ]);
    const box = document.createElement("div");
    box.className = "plot";
    box.setAttribute("aria-hidden", "true");
    const plot = new uPlot(
      {
        width: this.clientWidth || 340,
        height,
        tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1e3), "Asia/Shanghai"),
        cursor: { drag: { x: true, y: false, dist: 8 } },
        scales: {
          x: { time: true, range: (_, min, max) => [min ?? full[0], max ?? full[1]] },
          y: { range: (_, min, max) => rangeOf(min, max, data.limits) },
        },
        axes: [
          { values: timesOf, space: 72, font: "13px system-ui", grid: { stroke: "#e6eae6" } },
          { size: 48, font: "13px system-ui", grid: { stroke: "#e6eae6" }, values: (_, ticks) => ticks.map((t) => `${t}°`) },
        ],
        series: [
          { label: words.time, value: (_, seconds) => (seconds == null ? "–" : stamp(seconds).join(" ")) },
          ...data.series.map((/** @type {any} */ line, /** @type {number} */ i) => ({
            label: line.name,
            stroke: line.estimated ? "#8d948c" : strokes[i % strokes.length],
            dash: line.estimated ? [2, 4] : dashes[i % dashes.length],
            width: 2,
            spanGaps: false,
            points: { show: false },
            value: (/** @type {uPlot} */ _, /** @type {number | null} */ celsius) =>
              celsius == null ? "–" : `${celsius.toFixed(1)} °C`,
          })),
        ],
        hooks: { drawClear: [(u) => shade(u, data)], draw: [(u) => lines(u, data)] },
      },
      tables.length > 0 ? uPlot.join(tables, tables.map(() => [0, 1])) : [[]],
      box,
    );
    this.#plot = plot;
    const zoom = (/** @type {number} */ factor) => {
      const { min = full[0], max = full[1] } = plot.scales.x;
      const half = ((max - min) / 2) * factor;
      const middle = (min + max) / 2;
      plot.setScale("x", { min: Math.max(full[0], middle - half), max: Math.min(full[1], middle + half) });
    };
    const tools = document.createElement("p");
    tools.className = "actions noprint";
    for (const [text, act] of /** @type {[string, () => void][]} */ ([
      [words.closer, () => zoom(0.5)],
      [words.wider, () => zoom(2)],
      [words.whole, () => plot.setScale("x", { min: full[0], max: full[1] })],
    ])) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "quiet";
      button.textContent = text;
      button.addEventListener("click", act);
      tools.append(button);
    }
    this.classList.add("live");
    this.append(box, tools);
    this.#size = new ResizeObserver(() => plot.setSize({ width: this.clientWidth, height }));
    this.#size.observe(this);
  }

  disconnectedCallback() {
    this.#size?.disconnect();
    this.#plot?.destroy();
  }
}

/** The limits nearest to what was measured belong in the picture; those far away do not press it flat.
 * @param {number | null} min @param {number | null} max @param {{celsius: number}[]} limits @returns {[number, number]} */
function rangeOf(min, max, limits) {
  const [low, high] = [min ?? 0, max ?? 10];
  const near = limits.map((l) => l.celsius).filter((c) => c > low - 6 && c < high + 6);
  return [Math.floor(Math.min(low, ...near) - 1), Math.ceil(Math.max(high, ...near) + 2)];
}

/** The day and the minute in China, as the tables beside the drawing write them.
 * @param {number} seconds @returns {[string, string]} */
function stamp(seconds) {
  const text = new Date(seconds * 1e3 + 8 * 3_600_000).toISOString();
  return [text.slice(5, 10), text.slice(11, 16)];
}

/** @param {uPlot} _ @param {number[]} ticks */
function timesOf(_, ticks) {
  let last = "";
  return ticks.map((tick) => {
    const [day, clock] = stamp(tick);
    const text = day === last ? clock : `${clock}\n${day}`;
    last = day;
    return text;
  });
}

/** Behind the lines: where the goods were, and where nobody measured.
 * @param {uPlot} u @param {any} data */
function shade(u, data) {
  const { ctx, bbox } = u;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  data.stays.forEach((/** @type {any} */ stay, /** @type {number} */ i) => {
    const [from, to] = [u.valToPos(stay.from, "x", true), u.valToPos(stay.to, "x", true)];
    ctx.fillStyle = i % 2 ? "#f6f9f4" : "#eef5f0";
    ctx.fillRect(from, bbox.top, to - from, bbox.height);
  });
  for (const gap of data.gaps) {
    const [from, to] = [u.valToPos(gap.from, "x", true), u.valToPos(gap.to, "x", true)];
    ctx.fillStyle = "#eceae3";
    ctx.fillRect(from, bbox.top, Math.max(2, to - from), bbox.height);
    ctx.strokeStyle = "#c6c8c0";
    ctx.lineWidth = devicePixelRatio;
    ctx.save();
    ctx.beginPath();
    ctx.rect(from, bbox.top, to - from, bbox.height);
    ctx.clip();
    ctx.beginPath();
    for (let x = from - bbox.height; x < to; x += 9 * devicePixelRatio) {
      ctx.moveTo(x, bbox.top + bbox.height);
      ctx.lineTo(x + bbox.height, bbox.top);
    }
    ctx.stroke();
    ctx.restore();
  }
  ctx.restore();
}

/** Over the lines: names, limits, and doors that stood open.
 * @param {uPlot} u @param {any} data */
function lines(u, data) {
  const { ctx, bbox } = u;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.font = `${12 * devicePixelRatio}px system-ui`;
  ctx.textAlign = "left";
  ctx.textBaseline = "alphabetic";
  ctx.fillStyle = "#56645c";
  for (const stay of data.stays) {
    const from = Math.max(u.valToPos(stay.from, "x", true), bbox.left);
    const room = u.valToPos(stay.to, "x", true) - from - 8;
    if (ctx.measureText(stay.name).width < room) ctx.fillText(stay.name, from + 6, bbox.top + 14 * devicePixelRatio);
  }
  for (const limit of data.limits) {
    const y = u.valToPos(limit.celsius, "y", true);
    ctx.strokeStyle = ctx.fillStyle = limitStrokes[/** @type {keyof typeof limitStrokes} */ (limit.severity)] ?? "#9a2a12";
    ctx.lineWidth = (limit.severity === "critical" ? 2 : 1.4) * devicePixelRatio;
    ctx.setLineDash(limit.severity === "warning" ? [4, 5] : [9, 5]);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    ctx.fillText(`${limit.celsius} °C`, bbox.left + bbox.width - 48 * devicePixelRatio, y - 4 * devicePixelRatio);
  }
  ctx.setLineDash([]);
  ctx.fillStyle = "#1554c0";
  for (const door of data.doors) {
    const [from, to] = [u.valToPos(door.from, "x", true), u.valToPos(door.to, "x", true)];
    ctx.fillRect(from, bbox.top + bbox.height - 7 * devicePixelRatio, Math.max(2, to - from), 7 * devicePixelRatio);
  }
  ctx.restore();
}

customElements.define("temperature-chart", TemperatureChart);

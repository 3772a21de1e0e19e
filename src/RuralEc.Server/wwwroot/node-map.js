// @ts-check
// The officer's node map: our own vector tiles on a plain ground, no tile host, no internet. What is switched on, the
// filters and the place are in the address, so that a view can be shared; the node list is its twin in words.
import * as maplibre from "/lib/maplibre-gl.mjs";
import { pngButton } from "/map-export.js";

const box = /** @type {HTMLElement} */ (document.getElementById("map"));
const words = JSON.parse(box.dataset.words ?? "{}");
const form = /** @type {HTMLFormElement} */ (document.getElementById("map-form"));
const refreshMilliseconds = 15_000;

/** As many nodes as come with what is live about them; where there are more, tiles show them all, and those on top. */
const liveLimit = 5000;

/** Colours have a shape beside them in the legend: tier is also told by size. */
const tierColour = { district: "#174f34", town: "#2f8f5b", village: "#86bd6c", other: "#5a6fb0" };
const namesZoom = 9.4;
const nodeName = ["case", ["has", "celsius"], ["concat", ["get", "name"], "\n", ["get", "celsius"]], ["get", "name"]];
const mattersAfar = ["any", ["==", ["get", "tier"], "district"], ["has", "celsius"], [">", ["get", "alarms"], 0]];

/** The layers that each switch shows. @type {Record<string, string[]>} */
const switches = {
  names: ["place-names"],
  outlines: ["outline-fill", "outline-edge"],
  villages: ["village-clusters", "village-counts", "village-points"],
  access: ["access"],
  rates: ["rates", "rate-names"],
  flows: ["flows", "flow-names"],
  parents: ["parent-lines"],
};

const asked = new URLSearchParams(location.search);
const map = new maplibre.Map({
  container: box,
  center: [113.55, 23.2],
  zoom: 8.6,
  minZoom: 6,
  maxZoom: 17,
  hash: true,
  canvasContextAttributes: { preserveDrawingBuffer: true },
  attributionControl: { compact: true, customAttribution: words.credit },
  localIdeographFontFamily: "'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif",
  style: {
    version: 8,
    sources: {
      villages: { type: "vector", tiles: [tilesOf("villages")], maxzoom: 14 },
      "node-tiles": { type: "vector", tiles: [tilesOf("nodes")], maxzoom: 16 },
      outlines: { type: "vector", tiles: [tilesOf("outlines")], maxzoom: 14 },
    },
    layers: [{ id: "ground", type: "background", paint: { "background-color": "#eef2ea" } }],
  },
});
map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
map.addControl(new maplibre.ScaleControl({ unit: "metric" }), "bottom-left");
map.addControl(pngButton(map, words.png), "top-right");

/** @param {string} layer */
function tilesOf(layer) {
  return `${location.origin}/ogc/collections/${layer}/tiles/WebMercatorQuad/{z}/{y}/{x}`;
}

/** @param {string} url */
async function json(url) {
  const answer = await fetch(url, { headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.json();
}

/** Lines from each node to its parent, so that the three tiers are seen. @param {any} nodes */
function parentLines(nodes) {
  const at = new Map(nodes.features.map((/** @type {any} */ f) => [f.properties.gln, f.geometry.coordinates]));
  const features = nodes.features
    .filter((/** @type {any} */ f) => at.has(f.properties.parent))
    .map((/** @type {any} */ f) => ({
      type: "Feature",
      properties: {},
      geometry: { type: "LineString", coordinates: [f.geometry.coordinates, at.get(f.properties.parent)] },
    }));
  return { type: "FeatureCollection", features };
}

const text = (/** @type {any} */ field, size = 12, more = {}) => ({ "text-field": field, "text-size": size, "text-padding": 4, ...more });
const halo = { "text-halo-color": "#ffffff", "text-halo-width": 1.6 };
const empty = /** @type {any} */ ({ type: "FeatureCollection", features: [] });

async function draw() {
  const [nodes, places] = await Promise.all([json("/api/node-map"), json("/api/node-map/places")]);
  map.addSource("places", { type: "geojson", data: places });
  map.addSource("parents", { type: "geojson", data: /** @type {any} */ (parentLines(nodes)) });
  map.addSource("nodes", { type: "geojson", data: nodes });
  for (const id of ["access", "rates", "flows"]) map.addSource(id, { type: "geojson", data: empty });
  const outlines = { source: "outlines", "source-layer": "outlines" };
  map.addLayer({ id: "outline-fill", type: "fill", ...outlines, paint: { "fill-color": "#f7faf4", "fill-opacity": 0.7 } });
  map.addLayer({
    id: "outline-edge",
    type: "line",
    ...outlines,
    paint: { "line-color": "#8b978c", "line-width": ["match", ["get", "level"], "district", 1.6, "town", 0.9, 0.5] },
  });
  map.addLayer({
    id: "place-names",
    type: "symbol",
    source: "places",
    layout: text(
      ["step", ["zoom"], ["case", ["==", ["get", "level"], "district"], ["get", "name"], ""], namesZoom, ["get", "name"]],
      /** @type {any} */ (["case", ["==", ["get", "level"], "district"], 17, 12]),
    ),
    paint: { "text-color": "#8b978c", "text-halo-color": "#eef2ea", "text-halo-width": 1.5 },
  });
  const villages = { source: "villages", "source-layer": "villages" };
  map.addLayer({
    id: "village-clusters",
    type: "circle",
    ...villages,
    filter: ["has", "count"],
    paint: { "circle-color": "#c9d8bd", "circle-radius": ["interpolate", ["linear"], ["sqrt", ["get", "count"]], 1, 4, 20, 20], "circle-stroke-color": "#fff", "circle-stroke-width": 1 },
  });
  map.addLayer({
    id: "village-counts",
    type: "symbol",
    ...villages,
    filter: [">", ["get", "count"], 3],
    layout: text(["to-string", ["get", "count"]], 11),
    paint: { "text-color": "#44524c" },
  });
  map.addLayer({
    id: "village-points",
    type: "circle",
    ...villages,
    filter: ["!", ["has", "count"]],
    paint: { "circle-color": "#c9d8bd", "circle-radius": 3.5, "circle-stroke-color": "#8b978c", "circle-stroke-width": 0.6 },
  });
  map.addLayer({
    id: "access",
    type: "circle",
    source: "access",
    paint: {
      "circle-radius": ["interpolate", ["linear"], ["zoom"], 8, 2.5, 12, 6],
      "circle-color": ["step", ["coalesce", ["get", "meters"], 1e9], "#2f8f5b", 2500, "#86bd6c", 5000, "#e0b53a", 10000, "#b3261e"],
      "circle-stroke-color": "#ffffff",
      "circle-stroke-width": 0.5,
    },
  });
  map.addLayer({
    id: "rates",
    type: "circle",
    source: "rates",
    paint: {
      "circle-radius": 17,
      "circle-opacity": 0.85,
      "circle-color": ["step", ["get", "rate"], "#b3261e", 0.25, "#e0b53a", 0.6, "#86bd6c", 0.9, "#2f8f5b"],
      "circle-stroke-color": "#ffffff",
      "circle-stroke-width": 1.5,
    },
  });
  map.addLayer({
    id: "rate-names",
    type: "symbol",
    source: "rates",
    layout: text(["concat", ["to-string", ["round", ["*", 100, ["get", "rate"]]]], "%\n", ["get", "name"]], 12, { "text-allow-overlap": false }),
    paint: { "text-color": "#1d2722", ...halo },
  });
  map.addLayer({ id: "parent-lines", type: "line", source: "parents", paint: { "line-color": "#6b8f78", "line-width": 1.2, "line-dasharray": [3, 2] } });
  map.addLayer({
    id: "flows",
    type: "line",
    source: "flows",
    layout: { "line-cap": "round" },
    paint: { "line-color": "#0072b2", "line-opacity": 0.75, "line-width": ["interpolate", ["linear"], ["sqrt", ["get", "tonnes"]], 0, 1.5, 10, 14] },
  });
  map.addLayer({
    id: "flow-names",
    type: "symbol",
    source: "flows",
    layout: text(["concat", ["to-string", ["get", "tonnes"]], " t"], 12, { "symbol-placement": "line-center" }),
    paint: { "text-color": "#004a75", ...halo },
  });
  if (nodes.features.length >= liveLimit) {
    map.addLayer({
      id: "all-nodes",
      type: "circle",
      source: "node-tiles",
      "source-layer": "nodes",
      paint: {
        "circle-radius": ["case", ["has", "count"], ["interpolate", ["linear"], ["sqrt", ["get", "count"]], 1, 4, 50, 22], ["match", ["get", "tier"], "district", 9, "town", 6, 4]],
        "circle-color": ["match", ["get", "tier"], ...Object.entries(tierColour).flat(), "#5f8f73"],
        "circle-opacity": ["match", ["get", "state"], "active", 1, 0.6],
        "circle-stroke-width": 1,
        "circle-stroke-color": "#ffffff",
      },
    });
    map.on("click", "all-nodes", (event) => open(event.features?.[0]));
  }
  map.addLayer({
    id: "nodes",
    type: "circle",
    source: "nodes",
    paint: {
      "circle-radius": ["match", ["get", "tier"], "district", 11, "town", 8, "village", 6, 8],
      "circle-color": ["match", ["get", "tier"], ...Object.entries(tierColour).flat(), "#777"],
      "circle-opacity": ["match", ["get", "state"], "active", 1, 0.45],
      "circle-stroke-width": ["case", [">", ["get", "alarms"], 0], 4, 1.5],
      "circle-stroke-color": ["case", [">", ["get", "alarms"], 0], "#b3261e", "#ffffff"],
    },
  });
  map.addLayer({
    id: "node-names",
    type: "symbol",
    source: "nodes",
    layout: /** @type {any} */ (
      text(["step", ["zoom"], ["case", mattersAfar, nodeName, ""], namesZoom, nodeName], 13, { "text-max-width": 14, "text-offset": [0, 1], "text-anchor": "top", "text-optional": true })
    ),
    paint: { "text-color": "#1d2722", ...halo },
  });
  if (nodes.features.length > 0 && !location.hash) {
    const bounds = new maplibre.LngLatBounds();
    for (const f of nodes.features) bounds.extend(f.geometry.coordinates);
    map.fitBounds(bounds, { padding: 60, maxZoom: 12, animate: false });
  }
  map.on("click", "nodes", (event) => open(event.features?.[0]));
  for (const id of ["access", "rates", "flows", "village-points"]) map.on("click", id, (event) => tell(event));
  map.on("mouseenter", "nodes", () => (map.getCanvas().style.cursor = "pointer"));
  map.on("mouseleave", "nodes", () => (map.getCanvas().style.cursor = ""));
  await apply();
  form.addEventListener("change", () => apply().catch(fail));
  map.once("idle", () => (document.documentElement.dataset.map = "drawn"));
  setInterval(refresh, refreshMilliseconds);
}

/** Shows what the form asks for, and puts it into the address. */
async function apply() {
  const wanted = new FormData(form);
  const shown = new Set(wanted.getAll("show"));
  for (const [name, layers] of Object.entries(switches)) {
    if (shown.has(name) && ["access", "rates", "flows"].includes(name)) await load(name);
    for (const layer of layers) map.setLayoutProperty(layer, "visibility", shown.has(name) ? "visible" : "none");
  }
  const filter = ["tier", "kind", "state"].filter((f) => wanted.get(f)).map((f) => ["==", ["get", f], wanted.get(f)]);
  for (const layer of ["nodes", "node-names", "all-nodes"].filter((id) => map.getLayer(id))) map.setFilter(layer, filter.length ? /** @type {any} */ (["all", ...filter]) : null);
  const query = new URLSearchParams([...wanted].filter(([, value]) => value).map(([name, value]) => [name, String(value)]));
  history.replaceState(null, "", `${location.pathname}?${query}${location.hash}`);
}

const loaded = new Set();

/** @param {string} name */
async function load(name) {
  if (loaded.has(name)) return;
  loaded.add(name);
  /** @type {any} */ (map.getSource(name)).setData(await json(`/api/node-map/${name}`));
}

async function refresh() {
  if (document.hidden) return;
  /** @type {any} */ (map.getSource("nodes")).setData(await json("/api/node-map"));
}

/** @param {any} event */
function tell(event) {
  const p = event.features?.[0]?.properties;
  if (!p) return;
  const line = p.tonnes !== undefined ? `${p.from} → ${p.to}: ${p.tonnes} t` : [p.name, p.meters && `${(p.meters / 1000).toFixed(1)} km`, p.villages && `${p.reached} / ${p.villages}`, p.quality === "synthetic" && words.synthetic].filter(Boolean).join(" · ");
  new maplibre.Popup().setLngLat(event.lngLat).setText(line).addTo(map);
}

/** @param {any} feature */
function open(feature) {
  if (!feature) return;
  const p = feature.properties;
  if (p.count) return;
  const sheet = document.createElement("div");
  const title = document.createElement("strong");
  title.textContent = p.name;
  const lines = [p.kindName, p.stateName, p.celsius && `${words.temperature} ${p.celsius}`, p.alarms > 0 && `${words.alarms} ${p.alarms}`, p.lastActivity && `${words.lastActivity} ${p.lastActivity}`];
  const list = document.createElement("ul");
  for (const line of lines.filter(Boolean)) {
    const item = document.createElement("li");
    item.textContent = line;
    list.append(item);
  }
  const link = document.createElement("a");
  link.href = `/officer/nodes/${p.gln}`;
  link.textContent = words.open;
  sheet.append(title, list, link);
  new maplibre.Popup({ maxWidth: "280px" }).setLngLat(feature.geometry.coordinates).setDOMContent(sheet).addTo(map);
}

/** @param {any} error */
function fail(error) {
  const note = document.createElement("p");
  note.className = "refused";
  note.setAttribute("role", "alert");
  note.textContent = `${words.failed} ${error.message}`;
  box.before(note);
}

// A place that was searched for and found is flown to by its link.
const at = asked.get("at")?.split(",").map(Number);
map.on("load", () =>
  draw()
    .then(() => {
      if (at?.length === 2 && at.every(Number.isFinite)) {
        const place = /** @type {[number, number]} */ (at);
        map.jumpTo({ center: place, zoom: 13 });
        new maplibre.Marker({ color: "#b3561e" }).setLngLat(place).addTo(map);
      }
    })
    .catch(fail),
);

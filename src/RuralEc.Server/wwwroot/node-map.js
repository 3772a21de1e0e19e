// @ts-check
// The officer's node map: our own points on a plain ground, no tile host, no internet.
import * as maplibre from "/lib/maplibre-gl.mjs";

const box = /** @type {HTMLElement} */ (document.getElementById("map"));
const words = JSON.parse(box.dataset.words ?? "{}");
const refreshMilliseconds = 15_000;

/** Colours have a shape beside them in the legend: tier is also told by size. */
const tierColour = { district: "#174f34", town: "#2f8f5b", village: "#86bd6c", other: "#5a6fb0" };

/** From this zoom on a district fills the map and every node has room for its name. */
const namesZoom = 9.4;
const nodeName = ["case", ["has", "celsius"], ["concat", ["get", "name"], "\n", ["get", "celsius"]], ["get", "name"]];
const mattersAfar = ["any", ["==", ["get", "tier"], "district"], ["has", "celsius"], [">", ["get", "alarms"], 0]];

const map = new maplibre.Map({
  container: box,
  center: [113.55, 23.2],
  zoom: 8.6,
  minZoom: 7,
  maxZoom: 16,
  attributionControl: { compact: true, customAttribution: words.credit },
  localIdeographFontFamily: "'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif",
  style: {
    version: 8,
    sources: {},
    layers: [{ id: "ground", type: "background", paint: { "background-color": "#eef2ea" } }],
  },
});
map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
map.addControl(new maplibre.ScaleControl({ unit: "metric" }), "bottom-left");

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

async function draw() {
  const [nodes, places] = await Promise.all([json("/api/node-map"), json("/api/node-map/places")]);
  map.addSource("places", { type: "geojson", data: places });
  map.addSource("parents", { type: "geojson", data: /** @type {any} */ (parentLines(nodes)) });
  map.addSource("nodes", { type: "geojson", data: nodes });
  map.addLayer({
    id: "place-names",
    type: "symbol",
    source: "places",
    layout: {
      "text-field": ["step", ["zoom"], ["case", ["==", ["get", "level"], "district"], ["get", "name"], ""], namesZoom, ["get", "name"]],
      "text-size": ["case", ["==", ["get", "level"], "district"], 17, 12],
      "text-padding": 6,
    },
    paint: { "text-color": "#8b978c", "text-halo-color": "#eef2ea", "text-halo-width": 1.5 },
  });
  map.addLayer({
    id: "parent-lines",
    type: "line",
    source: "parents",
    paint: { "line-color": "#6b8f78", "line-width": 1.2, "line-dasharray": [3, 2] },
  });
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
    layout: {
      "text-field": /** @type {any} */ (["step", ["zoom"], ["case", mattersAfar, nodeName, ""], namesZoom, nodeName]),
      "text-size": 13,
      "text-max-width": 14,
      "text-offset": [0, 1],
      "text-anchor": "top",
      "text-optional": true,
    },
    paint: { "text-color": "#1d2722", "text-halo-color": "#ffffff", "text-halo-width": 1.6 },
  });
  if (nodes.features.length > 0) {
    const bounds = new maplibre.LngLatBounds();
    for (const f of nodes.features) bounds.extend(f.geometry.coordinates);
    map.fitBounds(bounds, { padding: 60, maxZoom: 12, animate: false });
  }
  map.on("click", "nodes", (event) => open(event.features?.[0]));
  map.on("mouseenter", "nodes", () => (map.getCanvas().style.cursor = "pointer"));
  map.on("mouseleave", "nodes", () => (map.getCanvas().style.cursor = ""));
  map.once("idle", () => (document.documentElement.dataset.map = "drawn"));
  setInterval(refresh, refreshMilliseconds);
}

async function refresh() {
  if (document.hidden) return;
  const nodes = await json("/api/node-map");
  /** @type {any} */ (map.getSource("nodes")).setData(nodes);
}

/** @param {any} feature */
function open(feature) {
  if (!feature) return;
  const p = feature.properties;
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

map.on("load", () =>
  draw().catch((error) => {
    box.textContent = `${words.failed} ${error.message}`;
  }),
);

// @ts-check
// Draws what a plan's page carries as GeoJSON: points and lines with their colours on a plain ground, no tile host.
import * as maplibre from "/lib/maplibre-gl.mjs";
import { pngButton } from "/map-export.js";

for (const box of document.querySelectorAll(".plan-map")) draw(/** @type {HTMLElement} */ (box));

/** @param {HTMLElement} box */
function draw(box) {
  const data = JSON.parse(box.querySelector("script")?.textContent ?? "{}");
  const map = new maplibre.Map({
    container: box,
    center: [113.55, 23.2],
    zoom: 8.6,
    minZoom: 6,
    maxZoom: 17,
    // Without this the drawing is gone before it can be saved as a picture.
    canvasContextAttributes: { preserveDrawingBuffer: true },
    attributionControl: { compact: true, customAttribution: box.dataset.credit },
    localIdeographFontFamily: "'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif",
    style: { version: 8, sources: {}, layers: [{ id: "ground", type: "background", paint: { "background-color": "#eef2ea" } }] },
  });
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new maplibre.ScaleControl({ unit: "metric" }), "bottom-left");
  map.addControl(pngButton(map, box.dataset.export ?? "PNG"), "top-right");
  map.on("load", () => {
    map.addSource("plan", { type: "geojson", data });
    map.addLayer({
      id: "lines",
      type: "line",
      source: "plan",
      filter: ["==", ["geometry-type"], "LineString"],
      paint: { "line-color": ["get", "colour"], "line-width": ["get", "width"] },
    });
    map.addLayer({
      id: "points",
      type: "circle",
      source: "plan",
      filter: ["==", ["geometry-type"], "Point"],
      paint: {
        "circle-color": ["get", "colour"],
        "circle-radius": ["get", "radius"],
        "circle-stroke-color": "#ffffff",
        "circle-stroke-width": 1.2,
      },
    });
    map.addLayer({
      id: "names",
      type: "symbol",
      source: "plan",
      filter: ["all", ["==", ["geometry-type"], "Point"], ["get", "named"]],
      layout: { "text-field": ["get", "label"], "text-size": 12, "text-anchor": "top", "text-offset": [0, 0.7], "text-optional": true, "text-max-width": 12 },
      paint: { "text-color": "#1d2722", "text-halo-color": "#ffffff", "text-halo-width": 1.5 },
    });
    const bounds = new maplibre.LngLatBounds();
    for (const f of data.features) {
      for (const p of f.geometry.type === "Point" ? [f.geometry.coordinates] : f.geometry.coordinates) bounds.extend(p);
    }
    if (!bounds.isEmpty()) map.fitBounds(bounds, { padding: 50, maxZoom: 13, animate: false });
    map.on("click", "points", (event) => {
      const feature = /** @type {any} */ (event.features?.[0]);
      if (feature) new maplibre.Popup().setLngLat(feature.geometry.coordinates).setText(feature.properties.label).addTo(map);
    });
    map.once("idle", () => (document.documentElement.dataset.map = "drawn"));
  });
}

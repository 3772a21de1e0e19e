// @ts-check
// <plot-picker>: draws a plot's point or outline into the text area below it. No tiles: the plots that are known already
// and one's own position are what one finds the way by. Without script people type or paste the coordinates.
import * as maplibre from "/lib/maplibre-gl.mjs";

/** @typedef {[number, number]} Position */

const guangzhou = /** @type {Position} */ ([113.55, 23.2]);

/** @param {string} text @returns {Position[]} */
const read = (text) =>
  text
    .normalize("NFKC")
    .split(/[\n;]/)
    .map((line) => line.split(/[,\s、]+/).filter(Boolean).map(Number))
    .filter((pair) => pair.length === 2 && pair.every(Number.isFinite))
    .map(([longitude, latitude]) => /** @type {Position} */ ([longitude, latitude]));

/** @param {Position[]} positions */
const write = (positions) => positions.map(([x, y]) => `${x.toFixed(6)}, ${y.toFixed(6)}`).join("\n");

/** @param {Position[]} positions */
const shapeOf = (positions) => ({
  type: /** @type {const} */ ("FeatureCollection"),
  features: [
    ...(positions.length > 2 ? [feature("Polygon", [[...positions, positions[0]]])] : []),
    ...(positions.length === 2 ? [feature("LineString", positions)] : []),
    ...positions.map((p) => feature("Point", p)),
  ],
});

/** @param {string} type @param {unknown} coordinates */
const feature = (type, coordinates) => /** @type {any} */ ({ type: "Feature", properties: {}, geometry: { type, coordinates } });

class PlotPicker extends HTMLElement {
  connectedCallback() {
    this.area = /** @type {HTMLTextAreaElement} */ (this.closest("form")?.querySelector("textarea[name=shape]"));
    if (!this.area) return;
    const canvas = document.createElement("div");
    canvas.className = "plot-map";
    this.append(canvas, this.buttons(), this.note(this.dataset.help ?? ""));
    const known = read(this.dataset.plots ?? "");
    this.map = new maplibre.Map({
      container: canvas,
      center: this.points[0] ?? known[0] ?? guangzhou,
      zoom: this.points.length + known.length > 0 ? 15 : 9,
      maxZoom: 20,
      attributionControl: false,
      style: this.mapStyle(known),
    });
    this.map.addControl(new maplibre.NavigationControl({ showCompass: false }));
    this.map.addControl(new maplibre.ScaleControl({}));
    this.map.on("click", (event) => this.set([...this.points, [event.lngLat.lng, event.lngLat.lat]]));
    this.area.addEventListener("input", () => this.draw());
  }

  /** What is in the text area is the shape; the map only shows and edits it. */
  get points() {
    return read(this.area?.value ?? "");
  }

  /** @param {Position[]} points */
  set(points) {
    if (!this.area) return;
    // What is drawn is WGS 84, whatever the text was before.
    const crs = /** @type {HTMLInputElement | null} */ (this.closest("form")?.querySelector("[name=crs][value=WGS84]"));
    if (crs) crs.checked = true;
    this.area.value = write(points);
    this.draw();
  }

  draw() {
    const source = /** @type {maplibre.GeoJSONSource | undefined} */ (this.map?.getSource("own"));
    source?.setData(shapeOf(this.points));
  }

  locate() {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const here = /** @type {Position} */ ([coords.longitude, coords.latitude]);
        this.set([...this.points, here]);
        this.map?.jumpTo({ center: here, zoom: 17 });
      },
      () => this.querySelector(".hint")?.replaceChildren(this.dataset.denied ?? ""),
      { enableHighAccuracy: true, timeout: 15_000 },
    );
  }

  buttons() {
    const row = document.createElement("div");
    row.className = "map-buttons";
    row.append(
      this.button(this.dataset.locate, () => this.locate()),
      this.button(this.dataset.undo, () => this.set(this.points.slice(0, -1))),
      this.button(this.dataset.clear, () => this.set([])),
    );
    return row;
  }

  /** @param {string | undefined} text @param {() => void} act */
  button(text, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet";
    button.textContent = text ?? "";
    button.addEventListener("click", act);
    return button;
  }

  /** @param {string} text */
  note(text) {
    const note = document.createElement("p");
    note.className = "hint";
    note.textContent = text;
    return note;
  }

  /** @param {Position[]} known @returns {any} */
  mapStyle(known) {
    return {
      version: 8,
      sources: {
        known: { type: "geojson", data: { type: "FeatureCollection", features: known.map((p) => feature("Point", p)) } },
        own: { type: "geojson", data: shapeOf(this.points) },
      },
      layers: [
        { id: "ground", type: "background", paint: { "background-color": "#e9efe6" } },
        { id: "known", type: "circle", source: "known", paint: { "circle-radius": 7, "circle-color": "#8aa395" } },
        { id: "fill", type: "fill", source: "own", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": "#1f6b45", "fill-opacity": 0.25 } },
        { id: "line", type: "line", source: "own", paint: { "line-color": "#1f6b45", "line-width": 2.5 } },
        { id: "corner", type: "circle", source: "own", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-radius": 7, "circle-color": "#fff", "circle-stroke-color": "#1f6b45", "circle-stroke-width": 3 } },
      ],
    };
  }
}

customElements.define("plot-picker", PlotPicker);

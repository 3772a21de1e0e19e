// @ts-check
// <plot-picker>: draws a plot's point or outline into the text area below it. No tiles: the names of towns, the plots that
// are known already and one's own position are what one finds the way by. Without script people type or paste the coordinates.
import * as maplibre from "/lib/maplibre-gl.mjs";

/** @typedef {[number, number]} Position */

/** @typedef {{ code: string, name: string, at: Position }} Place */

const guangzhou = /** @type {Position} */ ([113.55, 23.2]);

/** @param {string} text @returns {Position[]} */
const read = (text) =>
  text
    .normalize("NFKC")
    .split(/[\n;]/)
    .map((line) => line.split(/[,\s、]+/).filter(Boolean).map(Number))
    .filter((pair) => pair.length === 2 && pair.every(Number.isFinite))
    .map(([longitude, latitude]) => /** @type {Position} */ ([longitude, latitude]));

/** @param {string} text @returns {Place[]} */
const readPlaces = (text) =>
  text
    .split(";")
    .filter(Boolean)
    .map((line) => line.split(","))
    .map(([code, name, x, y]) => ({ code, name, at: /** @type {Position} */ ([Number(x), Number(y)]) }));

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
    const cross = document.createElement("div");
    cross.className = "cross";
    canvas.append(cross);
    this.append(canvas, this.buttons(), this.note(this.dataset.help ?? ""));
    const known = read(this.dataset.plots ?? "");
    const places = readPlaces(this.dataset.places ?? "");
    this.map = new maplibre.Map({
      container: canvas,
      center: this.points[0] ?? known[0] ?? places[0]?.at ?? guangzhou,
      zoom: this.points.length + known.length > 0 ? 15 : places.length > 0 ? 10 : 9,
      maxZoom: 20,
      attributionControl: false,
      localIdeographFontFamily: "'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif",
      style: this.mapStyle(known, places),
    });
    this.map.addControl(new maplibre.NavigationControl({ showCompass: false }));
    this.map.addControl(new maplibre.ScaleControl({}));
    this.map.on("click", (event) => this.add([event.lngLat.lng, event.lngLat.lat]));
    this.area.addEventListener("input", () => this.draw());
    const town = this.closest("form")?.querySelector("select[name=divisionCode]");
    town?.addEventListener("change", () => this.show(places.find((p) => p.code === /** @type {HTMLSelectElement} */ (town).value)));
  }

  /** Goes to the town that was chosen, unless a shape is there already. @param {Place | undefined} place */
  show(place) {
    if (place && this.points.length === 0) this.map?.jumpTo({ center: place.at, zoom: 13 });
  }

  /** What is in the text area is the shape; the map only shows and edits it. */
  get points() {
    return read(this.area?.value ?? "");
  }

  /** What is drawn is WGS 84: it may not be mixed with coordinates that were typed in another system. @param {Position} point */
  add(point) {
    const wgs84 = /** @type {HTMLInputElement | null} */ (this.closest("form")?.querySelector("[name=crs][value=WGS84]"));
    if (wgs84 && !wgs84.checked && this.points.length > 0) {
      this.say(this.dataset.mixed);
      return;
    }
    if (wgs84) wgs84.checked = true;
    this.set([...this.points, point]);
  }

  /** @param {Position[]} points */
  set(points) {
    if (!this.area) return;
    this.area.value = write(points);
    this.say(this.dataset.help);
    this.draw();
  }

  /** @param {string | undefined} text */
  say(text) {
    this.querySelector(".hint")?.replaceChildren(text ?? "");
  }

  draw() {
    const source = /** @type {maplibre.GeoJSONSource | undefined} */ (this.map?.getSource("own"));
    source?.setData(shapeOf(this.points));
  }

  locate() {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const here = /** @type {Position} */ ([coords.longitude, coords.latitude]);
        this.add(here);
        this.map?.jumpTo({ center: here, zoom: 17 });
      },
      () => this.say(this.dataset.denied),
      { enableHighAccuracy: true, timeout: 15_000 },
    );
  }

  buttons() {
    const row = document.createElement("div");
    row.className = "map-buttons";
    row.append(
      this.button(this.dataset.locate, () => this.locate()),
      // For keyboards, which move the map by arrow keys, and for fingers too thick to tap a corner.
      this.button(this.dataset.centre, () => this.add(/** @type {Position} */ (this.map?.getCenter().toArray() ?? guangzhou))),
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
    note.setAttribute("role", "status");
    note.textContent = text;
    return note;
  }

  /** @param {Position[]} known @param {Place[]} places @returns {any} */
  mapStyle(known, places) {
    const names = places.map(({ name, at }) => ({ ...feature("Point", at), properties: { name } }));
    return {
      version: 8,
      sources: {
        known: { type: "geojson", data: { type: "FeatureCollection", features: known.map((p) => feature("Point", p)) } },
        places: { type: "geojson", data: { type: "FeatureCollection", features: names } },
        own: { type: "geojson", data: shapeOf(this.points) },
      },
      layers: [
        { id: "ground", type: "background", paint: { "background-color": "#e9efe6" } },
        { id: "places", type: "symbol", source: "places", layout: { "text-field": ["get", "name"], "text-size": 14 }, paint: { "text-color": "#56645c", "text-halo-color": "#e9efe6", "text-halo-width": 1.5 } },
        { id: "known", type: "circle", source: "known", paint: { "circle-radius": 7, "circle-color": "#8aa395" } },
        { id: "fill", type: "fill", source: "own", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": "#1f6b45", "fill-opacity": 0.25 } },
        { id: "line", type: "line", source: "own", paint: { "line-color": "#1f6b45", "line-width": 2.5 } },
        { id: "corner", type: "circle", source: "own", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-radius": 7, "circle-color": "#fff", "circle-stroke-color": "#1f6b45", "circle-stroke-width": 3 } },
      ],
    };
  }
}

customElements.define("plot-picker", PlotPicker);

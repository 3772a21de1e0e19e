// @ts-check
// <asset-wall>: keeps the tiles of the live wall true, as the server tells what has changed. A tile that stays as bad as
// it was stays where it is. Without script the page is read again every minute.

/** @typedef {{ device: string, celsius: number | null, measuredAt: string | null, kelvinPerHour: number | null, silent: boolean }} Logger */
/** @typedef {{ id: string, name: string, partyGln: string, nodeGln: string | null, state: string, loggers: Logger[] }} Asset */
/** @typedef {{ class: string, sign: string, name: string }} State */

class AssetWall extends HTMLElement {
  /** @type {EventSource | undefined} */
  #events;
  #clock = 0;
  /** @type {any} */
  #words = {};

  connectedCallback() {
    this.#words = JSON.parse(this.dataset.words ?? "{}");
    const lost = document.createElement("p");
    lost.className = "banner warn";
    lost.setAttribute("role", "status");
    lost.textContent = this.#words.lost;
    lost.hidden = true;
    this.prepend(lost);
    this.#events = new EventSource("/api/assets/live/changes");
    this.#events.addEventListener("open", () => (lost.hidden = true));
    this.#events.addEventListener("error", () => (lost.hidden = false));
    this.#events.addEventListener("assets", (event) => {
      for (const asset of /** @type {Asset[]} */ (JSON.parse(event.data))) this.show(asset);
      this.count();
    });
    this.#clock = window.setInterval(() => this.age(), 15_000);
  }

  disconnectedCallback() {
    this.#events?.close();
    window.clearInterval(this.#clock);
  }

  get wall() {
    return /** @type {HTMLElement} */ (this.querySelector(".wall"));
  }

  /** @param {Asset} asset */
  show(asset) {
    const state = /** @type {State} */ (this.#words.states[asset.state]);
    const known = document.getElementById(asset.id);
    const tile = known ?? document.createElement("li");
    const moved = tile.className !== state.class;
    tile.id = asset.id;
    tile.className = state.class;
    const sign = element("span", state.sign);
    sign.setAttribute("aria-hidden", "true");
    const tag = element("span", " " + state.name, `severity ${state.class}`);
    tag.prepend(sign);
    const link = /** @type {HTMLAnchorElement} */ (element("a", asset.name));
    const path = this.#words.ownPages ? `/assets/${asset.id}` : asset.nodeGln && `/officer/nodes/${asset.nodeGln}`;
    if (path) link.href = path;
    const place = asset.nodeGln ?? asset.partyGln;
    tile.replaceChildren(
      tag,
      " ",
      link,
      " ",
      element("small", this.#words.places[place] ?? place),
      ...asset.loggers.map((logger) => this.line(logger)),
    );
    if (!moved) return;
    const rank = this.rank(state.class);
    const next = [...this.wall.children].find((other) => other !== tile && this.rank(other.className) > rank);
    this.wall.insertBefore(tile, next ?? null);
  }

  /** @param {Logger} logger */
  line(logger) {
    const line = element("p", "", logger.silent ? "silent" : "");
    const age = /** @type {HTMLTimeElement} */ (element("time", ""));
    if (logger.measuredAt) age.dateTime = logger.measuredAt;
    this.write(age);
    line.append(
      element("strong", logger.celsius === null ? "—" : `${logger.celsius.toFixed(1)}\u00a0°C`),
      " ",
      element("span", logger.silent ? this.#words.silent : this.trend(logger.kelvinPerHour)),
      " ",
      age,
    );
    return line;
  }

  /** @param {number | null} slope K an hour */
  trend(slope) {
    if (slope === null) return "";
    const { steadyKelvinPerHour, rising, falling, steady } = this.#words;
    if (Math.abs(slope) <= steadyKelvinPerHour) return steady;
    return (slope > 0 ? rising : falling).replace("{0}", String(Math.round(Math.abs(slope) * 10) / 10));
  }

  /** @param {HTMLTimeElement} time */
  write(time) {
    const minutes = (Date.now() - Date.parse(time.dateTime)) / 60_000;
    const { never, now, minutes: inMinutes, hours, days } = this.#words;
    /** @type {[string, number]} */
    const [text, number] = Number.isNaN(minutes)
      ? [never, 0]
      : minutes < 1
        ? [now, 0]
        : minutes < 60
          ? [inMinutes, minutes]
          : minutes < 2880
            ? [hours, minutes / 60]
            : [days, minutes / 1440];
    const words = text.replace("{0}", String(Math.floor(number)));
    if (time.textContent !== words) time.textContent = words;
  }

  age() {
    for (const time of this.wall.querySelectorAll("time")) this.write(time);
  }

  count() {
    for (const number of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("[data-count]"))) {
      number.textContent = String(this.wall.querySelectorAll(`:scope > .${number.dataset.count}`).length);
    }
  }

  /** @param {string} name the class of a state; states come in the order of what is most pressing */
  rank(name) {
    return /** @type {State[]} */ (Object.values(this.#words.states)).findIndex((state) => state.class === name);
  }
}

/**
 * @param {string} name
 * @param {string} text
 * @param {string} [className]
 */
function element(name, text, className) {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

customElements.define("asset-wall", AssetWall);

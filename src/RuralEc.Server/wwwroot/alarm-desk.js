// @ts-check
// <alarm-desk>: says on an open desk that alarms have changed, in the title and with a bell if somebody asked for it.
// It never reloads by itself: a comment that is being typed is not lost. Without script the page is read again by hand.

const soundKey = "alarm-desk-sound";

class AlarmDesk extends HTMLElement {
  /** @type {EventSource | undefined} */
  #events;
  /** @type {AudioContext | undefined} */
  #audio;
  #newest = "";
  #first = "";
  #title = document.title;

  connectedCallback() {
    const banner = document.createElement("a");
    banner.className = "banner alarm changed";
    banner.href = location.href;
    banner.setAttribute("role", "status");
    banner.hidden = true;
    banner.textContent = this.dataset.new ?? "";
    banner.addEventListener("click", (click) => {
      click.preventDefault();
      location.reload();
    });
    const sound = document.createElement("label");
    sound.className = "check";
    const box = document.createElement("input");
    box.type = "checkbox";
    box.checked = localStorage.getItem(soundKey) === "on";
    // Browsers let a page sound only after somebody touched it.
    box.addEventListener("change", () => {
      localStorage.setItem(soundKey, box.checked ? "on" : "off");
      if (box.checked) this.ring(1);
    });
    sound.append(box, this.dataset.sound ?? "");
    this.append(banner, sound);
    this.#events = new EventSource("/api/alarms/changes");
    this.#events.addEventListener("alarms", (event) => {
      const now = JSON.parse(event.data);
      const state = event.data;
      const newest = now.newestAt ?? "";
      this.#first ||= state;
      const open = now.critical + now.excursion;
      document.title = (open > 0 ? `(${open}) ` : "") + this.#title.replace(/^\(\d+\) /, "");
      banner.hidden = state === this.#first;
      if (this.#newest && newest > this.#newest && box.checked) this.ring(now.critical > 0 ? 6 : 2);
      this.#newest = newest || this.#newest;
    });
  }

  disconnectedCallback() {
    this.#events?.close();
  }

  /** @param {number} times */
  ring(times) {
    const audio = (this.#audio ??= new AudioContext());
    for (let i = 0; i < times; i++) {
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      tone.frequency.value = i % 2 ? 660 : 880;
      volume.gain.value = 0.2;
      tone.connect(volume).connect(audio.destination);
      tone.start(audio.currentTime + i * 0.5);
      tone.stop(audio.currentTime + i * 0.5 + 0.35);
    }
  }
}

customElements.define("alarm-desk", AlarmDesk);

// @ts-check
// <live-sum>: while a clerk types the weights of a grading, says how much is missing or too much.
// Without script the server says the same after submitting.

/** Two percent, as the mass balance allows. */
const tolerance = 0.02;

/** @param {string} text */
const numberOf = (text) => Number(text.normalize("NFKC").trim() || "0");

class LiveSum extends HTMLElement {
  connectedCallback() {
    this.addEventListener("input", () => this.update());
    this.update();
  }

  update() {
    const output = this.querySelector("output");
    const whole = /** @type {HTMLInputElement | null} */ (this.querySelector("[data-role=whole]"));
    const parts = /** @type {NodeListOf<HTMLInputElement>} */ (this.querySelectorAll("[data-role=part]"));
    if (!output || !whole) return;
    const input = numberOf(whole.value);
    const sum = [...parts].reduce((total, part) => total + numberOf(part.value), 0);
    const left = Math.round((input - sum) * 1000) / 1000;
    const { even = "", left: missing = "", over = "" } = this.dataset;
    output.hidden = !(input > 0) || sum === 0 || Number.isNaN(left);
    output.textContent = left === 0 ? even : (left > 0 ? missing : over).replace("{0}", String(Math.abs(left)));
    output.classList.toggle("warn", Math.abs(left) > input * tolerance);
  }
}

customElements.define("live-sum", LiveSum);

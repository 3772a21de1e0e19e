// @ts-check
// A button on a map that saves what it shows as a PNG picture.

/** @param {any} map @param {string} label */
export const pngButton = (map, label) => ({
  onAdd() {
    this.box = document.createElement("div");
    this.box.className = "maplibregl-ctrl maplibregl-ctrl-group";
    const button = document.createElement("button");
    button.type = "button";
    button.title = label;
    button.setAttribute("aria-label", label);
    button.textContent = "PNG";
    button.className = "png";
    button.addEventListener("click", () => {
      const link = document.createElement("a");
      link.download = `map-${new Date().toISOString().slice(0, 10)}.png`;
      link.href = map.getCanvas().toDataURL("image/png");
      link.click();
    });
    this.box.append(button);
    return this.box;
  },
  onRemove() {
    this.box?.remove();
  },
});

// @ts-check
/** Reads and writes comma-separated values (RFC 4180) whose first line names the columns. */

/**
 * @param {string} text
 * @returns {Record<string, string>[]}
 */
export function parse(text) {
  /** @type {string[][]} */
  const lines = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    const line = lines[lines.length - 1];
    line.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end !== ",") lines.push([]);
  }
  const [header, ...rows] = lines.filter((line) => line.length > 1);
  return rows.map((row) => Object.fromEntries(header.map((name, i) => [name, row[i] ?? ""])));
}

/**
 * @param {string[]} header
 * @param {Record<string, string>[]} rows
 */
export function format(header, rows) {
  const cell = (/** @type {string} */ value) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  const lines = [header, ...rows.map((row) => header.map((name) => row[name] ?? ""))];
  return lines.map((line) => line.map(cell).join(",") + "\n").join("");
}

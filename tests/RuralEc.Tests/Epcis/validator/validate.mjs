// Validates every JSON document of one file against a draft-07 schema: node validate.mjs SCHEMA DOCUMENTS
// DOCUMENTS is a JSON list of texts; the answer is a list of the same length, each a list of error sentences.
// @ts-check
import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import formats from "ajv-formats";

const [schema, documents] = process.argv.slice(2, 4).map((path) => JSON.parse(readFileSync(path, "utf8")));
const ajv = new Ajv({ allErrors: false, strict: false });
formats.default(ajv);
const validate = ajv.compile(schema);
const errors = documents.map((/** @type {string} */ text) =>
  validate(JSON.parse(text)) ? [] : (validate.errors ?? []).map((e) => `${e.instancePath} ${e.message}`),
);
process.stdout.write(JSON.stringify(errors));

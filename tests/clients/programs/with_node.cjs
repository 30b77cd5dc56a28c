// node-postgres as applications use it.
"use strict";
const fs = require("fs");
const { Client, Pool } = require("pg");

const CODES = "SELECT iucr FROM offence_codes ORDER BY iucr";
const root = process.env.PGSSLROOTCERT;
const settings = {
  options: process.env.PGOPTIONS,
  ssl: root ? { ca: fs.readFileSync(root, "utf8"), rejectUnauthorized: true } : false,
};
// What libpq calls verify-full is the object above; the driver would read the variable as well, and warn.
delete process.env.PGSSLMODE;

function say(outcome, name, why = "") {
  console.log([outcome, name, String(why).replace(/\s+/g, " ")].join("\t"));
}

function expect(holds, what) {
  if (!holds) throw new Error(what);
}

async function attempt(name, trial) {
  const client = new Client(settings);
  client.on("error", () => {});
  try {
    await client.connect();
    await trial(client);
    say("ok", name);
  } catch (error) {
    say("failed", name, error.message);
  } finally {
    await client.end().catch(() => {});
  }
}

async function query(client) {
  expect((await client.query(CODES)).rows.length > 10, "there are codes");
}

async function parameters(client) {
  const { rows } = await client.query("SELECT iucr FROM offence_codes WHERE iucr = $1", ["0110"]);
  expect(rows.length === 1 && rows[0].iucr === "0110", "the code is there");
}

async function named(client) {
  for (let time = 0; time < 3; time++) {
    const asked = { name: "one-code", text: "SELECT iucr FROM offence_codes WHERE iucr = $1", values: ["0110"] };
    expect((await client.query(asked)).rows.length === 1, "the code is there");
  }
}

async function transaction(client) {
  await client.query("BEGIN READ ONLY");
  await query(client);
  await client.query("COMMIT");
}

async function pooled() {
  const pool = new Pool({ ...settings, max: 2 });
  try {
    const answers = await Promise.all([pool.query(CODES), pool.query(CODES), pool.query(CODES)]);
    expect(answers.every((answer) => answer.rows.length > 10), "there are codes");
  } finally {
    await pool.end();
  }
}

// The cursor is a package of its own, which not every system has.
const Cursor = optional("pg-cursor");

function optional(name) {
  try {
    return require(name);
  } catch {
    return null;
  }
}

async function cursor(client) {
  await client.query("BEGIN READ ONLY");
  const portions = client.query(new Cursor(CODES));
  let rows = 0;
  for (let portion = await portions.read(7); portion.length > 0; portion = await portions.read(7)) rows += portion.length;
  await portions.close();
  await client.query("COMMIT");
  expect(rows > 10, "there are codes");
}

async function main() {
  say("client", "node-postgres " + require("pg/package.json").version);
  await attempt("query", query);
  await attempt("parameters", parameters);
  await attempt("named statement", named);
  await attempt("transaction", transaction);
  await attempt("pool", pooled);
  if (Cursor) await attempt("cursor", cursor);
}

main();

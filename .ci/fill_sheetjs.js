// Fills in a form with SheetJS, which keeps values and formulas, and not what they look like.
// Usage: node fill.js BLANK FILLED CELLS.json
const fs = require("fs");
const XLSX = require("xlsx");

const [blank, filled, cells] = process.argv.slice(2);
const book = XLSX.readFile(blank, { cellStyles: true });
const sheet = book.Sheets[book.SheetNames[0]];
for (const [r, c, value] of JSON.parse(fs.readFileSync(cells, "utf8"))) {
  const at = XLSX.utils.encode_cell({ r, c });
  sheet[at] = typeof value === "string" ? { t: "s", v: value } : { t: "n", v: value };
}
XLSX.writeFile(book, filled);

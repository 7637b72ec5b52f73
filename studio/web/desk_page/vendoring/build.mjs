// Makes ../vendor/ out of the packages in package-lock.json: two modules, their versions, their licences.
import { build } from "esbuild";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const vendor = join(here, "..", "vendor");
const entries = { codemirror: "editor.mjs", wavesurfer: "node_modules/wavesurfer.js/dist/wavesurfer.esm.js" };

const packages = new Map();
for (const [name, entry] of Object.entries(entries)) {
  const made = await build({
    absWorkingDir: here, entryPoints: [entry], outfile: join(vendor, `${name}.js`), bundle: true, format: "esm",
    minify: true, target: "es2022", legalComments: "none", metafile: true,
  });
  for (const input of Object.keys(made.metafile.inputs)) {
    const found = input.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)\//);
    if (found) packages.set(found[1], JSON.parse(readFileSync(join(here, "node_modules", found[1], "package.json"), "utf8")));
  }
}

const licence = (name) => {
  const folder = join(here, "node_modules", name);
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  if (!file) throw new Error(`${name} has no licence text`);
  return readFileSync(join(folder, file), "utf8").trim();
};
const texts = [...packages].sort().map(([name, told]) => `${name} ${told.version} (${told.license})\n${"-".repeat(72)}\n\n${licence(name)}\n`);
writeFileSync(join(vendor, "LICENCES.txt"), `${texts.join(`\n${"=".repeat(72)}\n\n`)}`);
console.log([...packages].sort().map(([name, told]) => `${name} ${told.version}`).join("\n"), `\n→ ${relative(process.cwd(), vendor)}`);

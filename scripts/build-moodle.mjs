// SPDX-License-Identifier: Apache-2.0
// npm run build:moodle [-- --out DIR]: the zip of plugins/moodle that a Moodle administrator uploads. The same sources make the same bytes.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { zipSync } from 'fflate';
import { rolldown } from 'rolldown';
import { root, say } from './workspace.mjs';

const plugin = path.join(root, 'plugins/moodle');
/** Moodle puts it there below `blocks/`, and its installer asks for one folder of that name. */
const folder = 'cairn';
const component = 'block_cairn';

function* filesIn(place) {
  for (const entry of readdirSync(place, { withFileTypes: true })) {
    const file = path.join(place, entry.name);
    if (entry.isDirectory()) yield* filesIn(file);
    else yield file;
  }
}

/** Of version.php: `release`, and the day in `version` (YYYYMMDDXX). */
function versionOf(text) {
  const read = (pattern) => {
    const [, found] = pattern.exec(text) ?? [];
    if (found === undefined) throw new Error(`plugins/moodle/version.php has no ${pattern}`);
    return found;
  };
  const day = read(/\$plugin->version\s*=\s*(\d{8})\d\d;/);
  return {
    release: read(/\$plugin->release\s*=\s*'([\w.-]+)';/),
    // A zip holds local time without a zone: the same numbers everywhere.
    day: new Date(Number(day.slice(0, 4)), Number(day.slice(4, 6)) - 1, Number(day.slice(6))),
  };
}

/** Moodle loads AMD modules. What is bundled as CommonJS is one as soon as it is told what it requires. */
async function amdModule(source, name) {
  const bundle = await rolldown({ input: source, external: /^core\//, logLevel: 'warn' });
  const { output } = await bundle.generate({
    format: 'cjs',
    exports: 'named',
    sourcemap: 'hidden',
    minify: true,
  });
  await bundle.close();
  const [{ code, imports, map }] = output;
  const needs = JSON.stringify(['require', 'exports', ...imports]);
  // Moodle itself adds the address of the map. The one line before the code moves it down by one.
  return {
    code: `define("${component}/${name}",${needs},function(require,exports){\n${code.trim()}\n});\n`,
    map: JSON.stringify({
      version: 3,
      file: `${name}.min.js`,
      sources: map.sources.map((one) => `../src/${path.basename(one)}`),
      sourcesContent: map.sourcesContent,
      names: map.names,
      mappings: `;${map.mappings}`,
    }),
  };
}

const { out } = parseArgs({ options: { out: { type: 'string', default: path.join(root, 'dist') } } }).values;
const entries = new Map();
for (const file of filesIn(plugin)) {
  const name = path.relative(plugin, file).split(path.sep).join('/');
  entries.set(name, readFileSync(file));
  const [, module] = /^amd\/src\/([\w-]+)\.js$/.exec(name) ?? [];
  if (module === undefined) continue;
  const { code, map } = await amdModule(file, module);
  entries.set(`amd/build/${module}.min.js`, Buffer.from(code));
  entries.set(`amd/build/${module}.min.js.map`, Buffer.from(map));
}
const { release, day } = versionOf(entries.get('version.php').toString());
const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
const zip = zipSync(Object.fromEntries(sorted.map(([name, bytes]) => [`${folder}/${name}`, bytes])), {
  mtime: day,
  level: 9,
});
const file = path.join(out, `${component}-${release}.zip`);
mkdirSync(out, { recursive: true });
writeFileSync(file, zip);
say(`${path.relative(process.cwd(), file)}: ${sorted.length} files, ${Math.ceil(zip.length / 1024)} kB`);
process.stdout.write(`${file}\n`);

// SPDX-License-Identifier: Apache-2.0
// The commands of package.json, on a machine that has Node and npm and nothing else.
import { checkNode, ensureBuilt, ensureInstalled, handOver } from './workspace.mjs';

const [command, ...rest] = process.argv.slice(2);
const programs = {
  start: () => handOver('packages/cli/bin/cairn.js', ['start', ...rest]),
  cairn: () => handOver('packages/cli/bin/cairn.js', rest),
  test: () => handOver('scripts/check.mjs', rest),
  'test:moodle': () => handOver('scripts/test-moodle.mjs', rest),
  'build:moodle': () => handOver('scripts/build-moodle.mjs', rest),
  bench: () => handOver('test/dist/bench/main.js', rest),
  build: () => undefined,
};

checkNode();
if (!Object.hasOwn(programs, command)) {
  process.stderr.write(`Unknown command "${command}". One of: ${Object.keys(programs).join(', ')}\n`);
  process.exit(1);
}
ensureInstalled();
// A full test run builds as one of its checks, so that a failing build is counted and not the end of it.
if (command !== 'test' || rest.length > 0) ensureBuilt();
programs[command]();

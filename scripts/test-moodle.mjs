// SPDX-License-Identifier: Apache-2.0
// npm run test:moodle -- --moodle DIR --plugin DIR: the tests in test/hosts/moodle, on a real Moodle. Both are a folder or a bare git
// directory: of a Moodle 4.4, and of its plugin logstore_xapi. Fetches neither; needs PHP and PostgreSQL on this machine.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { missingForMoodle } from '../test/dist/hosts/moodle/start-moodle.js';
import { treeFault } from '../test/dist/hosts/moodle/tree.js';
import { root, say } from './workspace.mjs';

function fail(...lines) {
  say(lines.join('\n'));
  process.exit(1);
}

let given;
try {
  given = parseArgs({ options: { moodle: { type: 'string' }, plugin: { type: 'string' } } }).values;
} catch (error) {
  fail(error.message);
}
const { moodle, plugin } = given;
if (moodle === undefined || plugin === undefined)
  fail(
    'npm run test:moodle -- --moodle DIR --plugin DIR',
    'DIR: a folder or a bare git directory, of a Moodle 4.4 and of the plugin logstore_xapi.',
  );
const trees = [moodle, plugin].map((folder) => path.resolve(folder));
const faults = trees.flatMap((tree) => treeFault(tree) ?? []);
if (faults.length > 0) fail(...faults);
const missing = missingForMoodle();
if (missing.length > 0) fail('This machine lacks, for a Moodle:', ...missing.map((one) => `  ${one}`));

const { status } = spawnSync(
  path.join(root, 'node_modules/.bin/vitest'),
  ['run', '--config', 'test/hosts/vitest.config.ts', '--reporter=verbose'],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, CAIRN_MOODLE: trees[0], CAIRN_MOODLE_PLUGIN: trees[1] },
  },
);
process.exit(status ?? 1);

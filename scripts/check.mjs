// SPDX-License-Identifier: Apache-2.0
// npm test: types (and with them the build), lint, format, lockfile, then every test. Closes with "N passed, N failed".
// `npm test -- PATTERN…` runs only the tests whose path matches.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { missingPlatformBinaries } from './platform-binaries.mjs';
import { bundles, root } from './workspace.mjs';

const bin = (name) => path.join(root, 'node_modules/.bin', name);
const patterns = process.argv.slice(2);
let passed = 0;
let failed = 0;

function count(name, isGood) {
  if (isGood) passed += 1;
  else failed += 1;
  process.stdout.write(`${isGood ? '✓' : '✗'} ${name}\n`);
}

function step(name, command, args, cwd = root) {
  const result = spawnSync(command, args, {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 64 << 20,
    shell: process.platform === 'win32',
  });
  if (result.status !== 0) process.stdout.write(`${result.stdout}${result.stderr}`);
  count(name, result.status === 0);
}

function tests() {
  const report = path.join(root, '.cache/test-report.json');
  mkdirSync(path.dirname(report), { recursive: true });
  rmSync(report, { force: true });
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...patterns];
  const run = spawnSync(bin('vitest'), args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  try {
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
    passed += numPassedTests;
    // A file that did not load has no failed test, and must not look like success.
    failed +=
      numFailedTests +
      testResults.filter(
        (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
      ).length;
    if (run.status !== 0 && failed === 0) failed += 1;
  } catch {
    failed += 1;
  }
}

if (patterns.length === 0) {
  step('types', bin('tsc'), ['-b']);
  for (const bundle of bundles)
    step(
      `bundle ${bundle}`,
      path.join(root, bundle, 'node_modules/.bin/vite'),
      ['build', '--logLevel', 'warn'],
      path.join(root, bundle),
    );
  step('lint', bin('oxlint'), ['--type-aware', '--deny-warnings']);
  step('format', bin('prettier'), ['--check', '--log-level=warn', '.']);
  const missing = missingPlatformBinaries();
  if (missing.length > 0) process.stdout.write(`${missing.join('\n')}\n`);
  count('lockfile has the binaries of every platform', missing.length === 0);
}
tests();
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);

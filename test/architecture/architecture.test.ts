// SPDX-License-Identifier: Apache-2.0
/** Holds the house to its plan: who may import whom, what a pure package may not mention, no cycles, no nameless folders. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

/** Package → folder and what it may import of ours. The only place, beside the design page, that says so. */
const house: Readonly<Record<string, { folder: string; may: readonly string[] }>> = {
  xapi: { folder: 'packages/xapi', may: [] },
  frameworks: { folder: 'packages/frameworks', may: [] },
  dialects: { folder: 'packages/dialects', may: ['xapi'] },
  engine: { folder: 'packages/engine', may: ['xapi', 'dialects', 'frameworks'] },
  store: { folder: 'packages/store', may: ['xapi', 'dialects', 'frameworks', 'engine'] },
  processor: { folder: 'packages/processor', may: ['xapi', 'dialects', 'frameworks', 'engine', 'store'] },
  'lrs-adapter': { folder: 'lrs-adapter', may: ['xapi', 'dialects', 'frameworks', 'engine', 'store'] },
  api: { folder: 'packages/api', may: [] },
  server: {
    folder: 'packages/server',
    may: ['xapi', 'dialects', 'frameworks', 'engine', 'store', 'lrs-adapter', 'api'],
  },
  cli: {
    folder: 'packages/cli',
    may: [
      'xapi',
      'dialects',
      'frameworks',
      'engine',
      'store',
      'processor',
      'lrs-adapter',
      'api',
      'server',
      'sample',
      'widgets',
      'admin',
    ],
  },
  // Types only from the contract: see the test below.
  widgets: { folder: 'widgets', may: ['api'] },
  admin: { folder: 'packages/admin', may: ['api', 'widgets'] },
  // Speaks to Cairn over HTTP alone, as any other organisation would.
  sample: { folder: 'packages/sample', may: ['api', 'dialects'] },
};
/**
 * Packages that do no I/O and read no clock, and the packages of others that each may import: nothing that is not listed here, so
 * no built-in of Node's, however it is written.
 */
const pure: Readonly<Record<string, readonly string[]>> = {
  xapi: ['@noble/hashes'],
  dialects: [],
  frameworks: ['@noble/hashes', 'csv-parse', 'fflate', 'saxes', 'zod'],
  engine: ['@noble/hashes', 'temporal-polyfill', 'zod'],
};
const impure = [
  /\bimport\s*\(/,
  /\brequire\s*\(/,
  /\bimport\.meta\b/,
  /(?<!\.)\b(?:globalThis|global|process|performance|console|navigator)\b(?!\s*[?]?:)/,
  /(?<!\.)\b(?:fetch|setTimeout|setInterval|setImmediate|queueMicrotask|eval|Function)\s*\(/,
  // A moment that is given is data; `Date()`, `new Date`, `new Date()` and `Date.now` read the clock.
  // So `Date` may only stand before `.UTC`, `.parse`, after `new` with what is given, or as a type.
  /(?<!\bnew\s+|[:|&<]\s*|\.)\bDate\b(?!\s*\.\s*(?:UTC|parse)\b)/,
  /\bnew\s+Date\b(?!\s*\(\s*(?!\.\.\.)[^\s)])/,
  /\bMath\s*(?:\.\s*random\b|\[)/,
  /\bTemporal\s*\.\s*Now\b/,
];
const nameless = new Set(['lib', 'core', 'common', 'shared', 'utils', 'util', 'helpers', 'misc']);

function* files(folder: string): Generator<string> {
  for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
    if (['node_modules', 'dist', 'coverage'].includes(entry.name)) continue;
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* files(file);
    else if (entry.name.endsWith('.ts')) yield file;
  }
}
const isTest = (file: string) =>
  /\.(test|contract|bench)\.ts$/.test(file) || file.includes(`${path.sep}testing${path.sep}`);
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const withoutComments = (text: string) =>
  text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
/** Words in texts do nothing. A template stays: what stands in its braces is code. */
const withoutTexts = (text: string) => text.replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, "''");
const importsIn = (text: string) =>
  [
    ...withoutComments(text).matchAll(
      /(?:^|;)\s*(?:import|export)\b(?:[^'"`;=()]*?\bfrom)?\s*['"]([^'"]+)['"]|\bimport\s*\(\s*['"]([^'"]+)['"]/gm,
    ),
  ].map(([, ofStatement, ofCall]) => ofStatement ?? ofCall ?? '');
const importsOf = (file: string) => importsIn(read(file));

describe.each(Object.entries(house))('%s', (name, { folder, may }) => {
  const sources = [...files(`${folder}/src`)];

  test('imports only what the plan allows', () => {
    const wrong = sources.flatMap((file) =>
      importsOf(file)
        .map((target) => /^@cairn\/([^/]+)/.exec(target)?.[1])
        .filter(
          (target) =>
            target !== undefined &&
            target !== name &&
            !may.includes(target) &&
            !(isTest(file) && target === 'store'),
        )
        .map((target) => `${file} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  test('reaches other packages by their names, not by path', () => {
    const wrong = sources.flatMap((file) =>
      importsOf(file)
        .filter((target) => target.startsWith('.'))
        .map((target) => path.normalize(path.join(path.dirname(file), target)))
        .filter((target) => !target.startsWith(path.normalize(`${folder}/`)))
        .map((target) => `${file} reaches ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  test('has no cycle among its files', () => {
    expect(cycles(sources)).toEqual([]);
  });

  test('has no folder or file without a name of its own', () => {
    expect(
      sources.filter((file) => file.split(path.sep).some((part) => nameless.has(part.replace(/\.ts$/, '')))),
    ).toEqual([]);
  });
});

const strangers = (text: string, may: readonly string[]) =>
  importsIn(text)
    .filter((target) => !target.startsWith('.') && !target.startsWith('@cairn/'))
    .filter((target) => !may.some((one) => target === one || target.startsWith(`${one}/`)));
const impurities = (text: string) =>
  impure
    .filter((pattern) => pattern.test(withoutTexts(withoutComments(text))))
    .map((pattern) => pattern.source);

test.each(Object.entries(pure))('%s does no I/O and reads no clock', (name, may) => {
  const wrong = [...files(`${house[name]?.folder}/src`)]
    .filter((file) => !isTest(file))
    .flatMap((file) =>
      [...strangers(read(file), may), ...impurities(read(file))].map((what) => `${file}: ${what}`),
    );
  expect(wrong).toEqual([]);
});

test.each(Object.keys(pure))('%s is compiled without the types of Node', (name) => {
  const { compilerOptions, exclude } = JSON.parse(read(`${house[name]?.folder}/tsconfig.json`)) as {
    compilerOptions: { types?: readonly string[] };
    exclude?: readonly string[];
  };
  expect({ types: compilerOptions.types, exclude }).toEqual({
    types: [],
    exclude: ['src/**/*.test.ts', 'src/**/*.contract.ts', 'src/testing'],
  });
});

describe('the rule for pure packages sees', () => {
  test.each([
    "import fs from 'fs';",
    "import 'node:fs';",
    "import {\n  readFile,\n} from 'fs/promises';",
    "export * from 'express';",
    'import express from "express";',
  ])('a stranger: %s', (text) => {
    expect(strangers(text, ['zod'])).toHaveLength(1);
  });
  test.each([
    "const os = await import('node:os');",
    'const os = await import(name);',
    'const at = Date();',
    'const at = new Date;',
    'const at = new Date( );',
    'const at = Date.now;',
    "const at = Date['now']();",
    "const at = Reflect.get(Date, 'now')();",
    'const D = Date; const at = new D();',
    'const at = new Date(...[]);',
    "globalThis['fetch'](url)",
    'const get = globalThis.fetch;',
    'const { env } = process;',
    'const f = fetch (url);',
    'Math.random()',
  ])('what is not pure: %s', (text) => {
    expect(impurities(text)).not.toEqual([]);
  });
  test.each([
    'const at = new Date(ms).toISOString();',
    'const at = Date.parse(text); const utc = Date.UTC(2026, 0, 1);',
    "import { z } from 'zod'; import { a } from './a.ts'; import type { B } from '@cairn/xapi';",
    "const text = 'fetch(it), import(it) and new Date()'; // process.exit()",
    'const it = source.process(1); const date = toDate(1);',
  ])('and lets pass: %s', (text) => {
    expect([...strangers(text, ['zod']), ...impurities(text)]).toEqual([]);
  });
});

test('the manifests allow no more than the plan', () => {
  for (const [name, { folder, may }] of Object.entries(house)) {
    const { dependencies = {} } = JSON.parse(read(`${folder}/package.json`)) as {
      dependencies?: Record<string, string>;
    };
    const ours = Object.keys(dependencies).flatMap(
      (dependency) => /^@cairn\/(.+)/.exec(dependency)?.[1] ?? [],
    );
    expect({ name, beyond: ours.filter((dependency) => !may.includes(dependency)) }).toEqual({
      name,
      beyond: [],
    });
  }
});

test('no validator gets into a page: of the contract browsers have types only', () => {
  const browser = [...files('widgets/src'), ...files('packages/admin/src'), 'packages/api/src/client.ts'];
  const wrong = browser.filter((file) =>
    /^import (?!type)[^;]*?(@cairn\/api\/(contract|operations|openapi)|\.\/contract\.ts|['"]zod)/m.test(
      read(file),
    ),
  );
  expect(wrong).toEqual([]);
});

test('every logger leaves out the data that errors quote', () => {
  const loggers = Object.values(house)
    .flatMap(({ folder }) => [...files(`${folder}/src`)])
    .filter((file) => !isTest(file) && /\bpino\(/.test(withoutComments(read(file))));
  expect(loggers.length).toBeGreaterThanOrEqual(2);
  expect(loggers.filter((file) => !/serializers: logSerializers\b/.test(read(file)))).toEqual([]);
});

test('every source file says its licence', () => {
  const wrong = Object.values(house)
    .flatMap(({ folder }) => [...files(`${folder}/src`)])
    .filter((file) => !read(file).startsWith('// SPDX-License-Identifier: Apache-2.0'));
  expect(wrong).toEqual([]);
});

function cycles(sources: readonly string[]): string[] {
  const edges = new Map(
    sources.map((file) => [
      file,
      importsOf(file)
        .filter((target) => target.startsWith('.'))
        .map((target) => path.normalize(path.join(path.dirname(file), target))),
    ]),
  );
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, trail: readonly string[]): void => {
    if (trail.includes(file)) {
      found.push([...trail.slice(trail.indexOf(file)), file].join(' → '));
      return;
    }
    if (done.has(file)) return;
    for (const next of edges.get(file) ?? []) if (edges.has(next)) visit(next, [...trail, file]);
    done.add(file);
  };
  for (const file of sources) visit(file, []);
  return found;
}

// SPDX-License-Identifier: Apache-2.0
/** The fixture statements of each dialect, read from its folder. For tests. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Statement } from '@cairn/xapi';

export type Identified = Statement & { readonly id: string };

const root = path.join(import.meta.dirname, '..');

/** Folders of dialects: all but this one. */
export const dialectFolders = (): readonly string[] =>
  readdirSync(root, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() && entry.name !== 'testing' ? [entry.name] : [],
  );

/** Names of the files in a dialect's folder, those of its fixtures with their folder. */
export const filesOf = (id: string): readonly string[] =>
  readdirSync(path.join(root, id), { recursive: true, encoding: 'utf8' }).map((file) =>
    file.replaceAll(path.sep, '/'),
  );

export const linesOf = (id: string): readonly string[] =>
  filesOf(id)
    .filter((file) => file.endsWith('.statements.jsonl'))
    .flatMap((file) =>
      readFileSync(path.join(root, id, file), 'utf8')
        .trim()
        .split('\n'),
    );

/** Those that were sent without an id get one by their line. */
export const fixturesOf = (id: string): readonly Identified[] =>
  linesOf(id).map((line, i) => ({
    id: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
    ...(JSON.parse(line) as Statement),
  }));

// SPDX-License-Identifier: Apache-2.0
/** A framework's file → what it would change. What is wrong is said all at once, with line, cell or path. */
import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { type FrameworkFault, moreText, type Refused } from '@cairn/frameworks';
import { type Planned, planUpload, policyInForce } from '@cairn/server';
import type { Store } from '@cairn/store';
import { InputError } from '../../input-error.ts';
import type { StoreOptions } from '../with-store.ts';

export interface FileOptions extends StoreOptions {
  readonly framework?: string;
  readonly title?: string;
  readonly language?: string;
  readonly format?: string;
  readonly sheet?: string;
  readonly column?: readonly string[];
  readonly meaning?: readonly string[];
  readonly reworded?: readonly string[];
  readonly evidence?: 'none' | 'carry' | 'carry-capped';
  readonly removed?: 'deprecate' | 'delete';
  readonly against?: string;
}

/** The file is wrong; the faults are printed by themselves. */
export class FileFaults extends Error {
  readonly refused: Refused;
  constructor(refused: Refused) {
    super('The file is wrong.');
    this.refused = refused;
  }
}

const hints: Readonly<Record<string, string>> = {
  FRAMEWORK_UNNAMED: ' Say --framework ID.',
};
/** "/line 12/column 3" → "line 12, column 3"; "/C12" → "cell C12"; a path stays one. */
function placeOf(pointer: string): string {
  if (/^\/(line|row) \d+/.test(pointer)) return pointer.slice(1).replace('/', ', ');
  return /^\/[A-Z]{1,3}\d+$/.test(pointer) ? `cell ${pointer.slice(1)}` : pointer;
}
export const faultLine = (file: string, { pointer, code, message }: FrameworkFault): string =>
  `${file}${pointer === '' ? '' : ` at ${placeOf(pointer)}`}: ${message}${hints[code] ?? ''}`;

export const faultLines = (file: string, { faults, more }: Refused): readonly string[] => [
  ...faults.map((fault) => faultLine(file, fault)),
  ...(more === undefined ? [] : [moreText(more)]),
];

export function columnsOf(pairs: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [, field, header] = /^([^=]+)=(.+)$/.exec(pair) ?? [];
      if (field === undefined || header === undefined)
        throw new InputError(`--column: "${pair}" is no field=header, like code=Kennung.`);
      return [field.trim(), header] as const;
    }),
  );
}

const readBytes = async (file: string): Promise<Uint8Array> => {
  if (file === '-') return buffer(process.stdin);
  return readFile(file).catch((error: unknown) => {
    const code = error instanceof Error ? String(Reflect.get(error, 'code')) : '';
    throw new InputError(`The file ${file} cannot be read${code === 'ENOENT' ? ': it is not there' : ''}.`);
  });
};

/** Said on a terminal alone: a large file takes its time. */
function stage(words: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${words}`);
}

export interface ReadFile {
  readonly planned: Planned;
  readonly against: string | null;
}

/** @throws {FileFaults} */
export async function readFrameworkFile(store: Store, file: string, options: FileOptions): Promise<ReadFile> {
  const columns = columnsOf(options.column ?? []);
  stage(`Reading ${file} …`);
  const bytes = await readBytes(file);
  stage(`Reading and comparing ${(bytes.length / 1e6).toFixed(1)} MB …`);
  const inForce = await policyInForce(store);
  const against = inForce.policy?.version ?? null;
  if (options.against !== undefined && options.against !== (against ?? ''))
    throw new InputError(
      `--against: version ${against ?? '(none)'} is in force, not ${options.against}. Look again at what would change.`,
    );
  const { framework: id, title, language, sheet, format, meaning, reworded, evidence, removed } = options;
  const planned = planUpload({
    ...inForce,
    now: await store.now(),
    bytes,
    format,
    options: { id, title, language, sheet, columns },
    decisions: {
      meaningChanged: meaning,
      reworded: reworded?.includes('all') === true ? 'all' : reworded,
      evidence,
      removed,
    },
  });
  stage('');
  if (!planned.ok) throw new FileFaults(planned);
  return { planned, against };
}

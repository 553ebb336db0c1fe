// SPDX-License-Identifier: Apache-2.0
/**
 * Contents of a page's attachments. One that is missing and has no fileUrl may only not be there yet: its statement is asked for
 * alone, again after a while, before it is given up. Of statements that are stored already nothing is needed.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Store } from '@cairn/store';
import type { Statement } from '@cairn/xapi';
import { attachmentsOf } from '../receive/statements/attachments.ts';
import { PullError } from './pull-error.ts';
import type { Page, PulledStatement } from './read-answer.ts';
import type { Remote } from './remote.ts';

export interface Gathered {
  readonly contents: ReadonlyMap<string, Buffer> | null;
  /** Hashes that need not come along. */
  readonly held: ReadonlySet<string>;
}
export interface GatherOptions {
  readonly store: Store;
  readonly remote: Pick<Remote, 'contentsOf'>;
  readonly wantsContents: boolean;
  /** Between the tries. */
  readonly waitsMs: readonly number[];
  readonly signal: AbortSignal;
}
interface Naming {
  readonly id: string;
  readonly hashes: readonly { readonly sha2: string; readonly isNeeded: boolean }[];
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Of what may be no statement at all: then it names nothing. */
function namingOf({ value }: PulledStatement): readonly Naming[] {
  const { id } = value;
  if (typeof id !== 'string' || !uuid.test(id)) return [];
  try {
    const hashes = attachmentsOf(value as unknown as Statement).map(({ attachment }) => ({
      sha2: attachment.sha2.toLowerCase(),
      isNeeded: attachment.fileUrl === undefined,
    }));
    return hashes.length === 0 ? [] : [{ id: id.toLowerCase(), hashes }];
  } catch {
    return [];
  }
}

/** null: too large even alone, or not there: the statement is judged without. */
async function alone(remote: GatherOptions['remote'], id: string): Promise<Page['contents']> {
  try {
    return await remote.contentsOf(id);
  } catch (error) {
    if (error instanceof PullError && error.remedy === 'smaller') return null;
    throw error;
  }
}

export async function gatherContents(page: Page, options: GatherOptions): Promise<Gathered> {
  const naming = page.statements.flatMap(namingOf);
  const all = new Set(naming.flatMap(({ hashes }) => hashes.map(({ sha2 }) => sha2)));
  if (naming.length === 0 || !options.wantsContents) return { contents: null, held: all };
  const stored = new Set(
    (await options.store.statements.findMany(naming.map(({ id }) => id))).map(({ id }) => id),
  );
  const fresh = naming.filter(({ id }) => !stored.has(id));
  const contents = new Map(page.contents ?? []);
  const isMissing = ({ hashes }: Naming) =>
    hashes.some(({ sha2, isNeeded }) => isNeeded && !contents.has(sha2));
  for (const waitMs of options.waitsMs) {
    const missing = fresh.filter(isMissing);
    if (missing.length === 0) break;
    if (waitMs > 0) await sleep(waitMs, undefined, { signal: options.signal });
    for (const { id } of missing)
      for (const [sha2, content] of (await alone(options.remote, id)) ?? []) contents.set(sha2, content);
  }
  const needed = new Set(fresh.flatMap(({ hashes }) => hashes.map(({ sha2 }) => sha2)));
  return {
    contents: new Map([...contents].filter(([sha2]) => needed.has(sha2))),
    held: new Set([...all].filter((sha2) => !needed.has(sha2))),
  };
}

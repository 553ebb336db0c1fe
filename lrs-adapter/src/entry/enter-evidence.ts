// SPDX-License-Identifier: Apache-2.0
/**
 * Entries → statements in the store, by the way that every statement goes. Ids are derived, so entering the same again, after a
 * crash or by two at once, adds nothing. Flow: entry → [here] → ingest → store.
 */
import { setImmediate } from 'node:timers/promises';
import { dialectById } from '@cairn/dialects';
import type { CompiledPolicy } from '@cairn/engine';
import type { Competency } from '@cairn/frameworks';
import type { Source, Store } from '@cairn/store';
import { sentDefinitions } from '@cairn/xapi';
import { appendStatements } from '../ingest/append-statements.ts';
import { prepareBatch } from '../ingest/prepare-batch.ts';
import type { ReadyStatement } from '../ingest/prepare-statement.ts';
import { withLevel } from './check-entry.ts';
import { ownSource } from './entry-source.ts';
import { entryId, entryStatement } from './entry-statement.ts';
import type { Entry } from './entry.types.ts';

export interface EnterOptions {
  readonly store: Store;
  /** Address of this Cairn that others see. */
  readonly url: string;
  readonly policy: CompiledPolicy;
  /** As it shall stand in the statement. */
  readonly enteredBy: string;
  /** After each step: how many of the new ones are stored. */
  readonly onProgress?: (stored: number) => void;
}
export interface PlacedEntry {
  readonly entry: Entry;
  readonly id: string;
  /** It is stored already, and stands. */
  readonly isThere: boolean;
}

/** Statements of one transaction: large enough to be quick, small enough not to hold up the stream. */
const stepSize = 500;
/** Some milliseconds' work; others have their turn in between. */
const inARow = 50;

/** In the order given: the id that each has or will have. Reads only. */
export async function placeEntries(
  { store, policy }: Pick<EnterOptions, 'store' | 'policy'>,
  given: readonly Entry[],
): Promise<readonly PlacedEntry[]> {
  const entries = given.map((entry) => withLevel(entry, policy));
  const placed = new Map<number, PlacedEntry>();
  let open = entries.map((_entry, i) => i);
  for (let ordinal = 0; open.length > 0; ordinal += 1) {
    const next: number[] = [];
    for (let from = 0; from < open.length; from += stepSize) {
      const some = open.slice(from, from + stepSize).flatMap((i) => {
        const entry = entries[i];
        return entry ? [{ i, entry, id: entryId(entry, ordinal) }] : [];
      });
      const there = new Map(
        (await store.statements.findMany(some.map(({ id }) => id))).map((one) => [one.id, one]),
      );
      for (const { i, entry, id } of some)
        if (there.get(id)?.voided) next.push(i);
        else placed.set(i, { entry, id, isThere: there.has(id) });
    }
    open = next;
  }
  return entries.flatMap((_entry, i) => placed.get(i) ?? []);
}

function competencyOf({ frameworks }: CompiledPolicy, { competencyId }: Entry): Competency {
  const found = frameworks.find(competencyId);
  if (!found) throw new Error('an entry was not checked');
  return found.competency;
}

async function prepare(
  placed: readonly PlacedEntry[],
  source: Source,
  options: EnterOptions,
): Promise<readonly ReadyStatement[]> {
  const dialect = dialectById(source.dialect);
  if (!dialect) throw new Error(`the source ${source.id} has an unknown dialect`);
  const statements = placed.map(({ entry, id }) =>
    entryStatement(entry, {
      id,
      competency: competencyOf(options.policy, entry),
      enteredBy: options.enteredBy,
    }),
  );
  const ready: ReadyStatement[] = [];
  for (let from = 0; from < statements.length; from += inARow) {
    const body = JSON.stringify(statements.slice(from, from + inARow));
    ready.push(...prepareBatch(body, { source, dialect, version: '1.0.3', url: options.url }));
    await setImmediate();
  }
  return ready;
}

/** What somebody else has entered meanwhile is there: it differs by who entered it alone. */
async function append(store: Store, ready: readonly ReadyStatement[]): Promise<void> {
  for (let rest = ready; rest.length > 0;) {
    const outcome = await appendStatements(
      { store },
      rest.map(({ prepared }) => prepared),
    );
    if (outcome.kind === 'stored') return;
    const named = new Set(outcome.ids);
    rest = rest.filter(({ prepared }) => !named.has(prepared.id));
  }
}

/**
 * Each entry must be without faults (`entryFaults`) and its person known. Up to 500 are stored all or nothing; more go in steps
 * of that size, and entering all of them again adds what is missing.
 * @returns in the order given.
 */
export async function enterEvidence(
  options: EnterOptions,
  entries: readonly Entry[],
): Promise<readonly PlacedEntry[]> {
  const { store, enteredBy, onProgress } = options;
  const placed = await placeEntries(options, entries);
  const fresh = [...new Map(placed.filter(({ isThere }) => !isThere).map((one) => [one.id, one])).values()];
  if (fresh.length === 0) return placed;
  const source = await ownSource(store);
  await store.people.linkOwn(
    fresh.map(({ entry }) => entry.personId),
    `entry by ${enteredBy}`,
  );
  for (let from = 0; from < fresh.length; from += stepSize) {
    const ready = await prepare(fresh.slice(from, from + stepSize), source, options);
    await append(store, ready);
    await store.definitions.learn(sentDefinitions(ready.map(({ statement }) => statement)));
    onProgress?.(Math.min(from + stepSize, fresh.length));
  }
  return placed;
}

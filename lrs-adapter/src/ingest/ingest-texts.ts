// SPDX-License-Identifier: Apache-2.0
/**
 * Statements taken one by one: what is good is stored, what is not waits in the quarantine, and neither stops the other. For
 * sources that are set so, for what is pulled, and for what is tried again. Flow: texts → read → store → quarantine → definitions.
 */
import { dialectById } from '@cairn/dialects';
import { type AppendOutcome, type PreparedStatement, quarantineLimit, type RefusedText } from '@cairn/store';
import { sentDefinitions } from '@cairn/xapi';
import { inTurns } from '../in-turns.ts';
import { may } from '../receive/guard.ts';
import { appendStatements } from './append-statements.ts';
import { createIdGiver } from './derived-id.ts';
import type { IngestOptions, IngestOutcome } from './ingest.types.ts';
import { type ReadyItem, readItem, type RefusedItem } from './read-item.ts';

/** `duplicates`: ids that were there already. */
export const keptOutcome = (
  { id, timestamp }: PreparedStatement,
  duplicates: ReadonlySet<string>,
): IngestOutcome => (duplicates.has(id) ? { kind: 'duplicate', id } : { kind: 'stored', id, timestamp });

const conflictMessage = (id: string) =>
  `Another statement is stored under ${id}. A statement never changes: it needs an id of its own.`;

/** In each round an id stands once: of several, each is judged by what those before it have left in the store. Mostly there is one. */
function roundsOf(items: readonly ReadyItem[]): readonly (readonly ReadyItem[])[] {
  const times = new Map<string, number>();
  const rounds: ReadyItem[][] = [];
  for (const item of items) {
    const { id } = item.prepared;
    const round = times.get(id) ?? 0;
    times.set(id, round + 1);
    (rounds[round] ??= []).push(item);
  }
  return rounds;
}

const refusedAs = (outcome: Exclude<AppendOutcome, { kind: 'stored' }>, id: string): IngestOutcome =>
  outcome.kind === 'conflict'
    ? { kind: 'conflict', id }
    : { kind: 'quarantined', id, code: 'VOID_REFUSED', message: outcome.reason, pointer: '/object' };

/** What stands in the way is taken out until the rest can be stored as one; each pass takes out at least one. */
async function storeRound(
  options: IngestOptions,
  round: readonly ReadyItem[],
  outcomes: Map<ReadyItem, IngestOutcome>,
): Promise<void> {
  for (let rest = round; rest.length > 0;) {
    const outcome = await appendStatements(
      options,
      rest.map(({ prepared }) => prepared),
    );
    if (outcome.kind === 'stored') {
      const there = new Set(outcome.duplicates);
      for (const item of rest) outcomes.set(item, keptOutcome(item.prepared, there));
      return;
    }
    const named = new Set(outcome.ids);
    for (const item of rest)
      if (named.has(item.prepared.id)) outcomes.set(item, refusedAs(outcome, item.prepared.id));
    rest = rest.filter(({ prepared }) => !named.has(prepared.id));
  }
}

async function storeReady(
  options: IngestOptions,
  ready: readonly ReadyItem[],
): Promise<ReadonlyMap<ReadyItem, IngestOutcome>> {
  const outcomes = new Map<ReadyItem, IngestOutcome>();
  for (const round of roundsOf(ready)) await storeRound(options, round, outcomes);
  return outcomes;
}

const outcomeOf = (
  item: ReadyItem | RefusedItem,
  stored: ReadonlyMap<ReadyItem, IngestOutcome>,
): IngestOutcome => {
  if (item.kind === 'refused') {
    const { id, code, message, pointer } = item;
    return { kind: 'quarantined', id, code, message, pointer };
  }
  const outcome = stored.get(item);
  if (!outcome) throw new Error('a statement has no outcome');
  return outcome;
};

/** What the quarantine keeps of a text that was not stored; null: it was. */
export function refusalOf(
  outcome: IngestOutcome,
): { readonly code: string; readonly message: string; readonly pointer: string } | null {
  if (outcome.kind === 'quarantined') return outcome;
  if (outcome.kind !== 'conflict') return null;
  return { code: 'STATEMENT_CONFLICT', message: conflictMessage(outcome.id), pointer: '/id' };
}

/** In the order of the texts: how each ended, and the id that it was given where its text has none. Writes no quarantine. */
export async function tryTexts(
  texts: readonly string[],
  options: IngestOptions & { readonly givenIds?: readonly (string | null)[] },
): Promise<readonly { readonly outcome: IngestOutcome; readonly givenId: string | null }[]> {
  const { store, source, contents = null } = options;
  const dialect = dialectById(source.dialect);
  if (!dialect) throw new Error(`the source ${source.id} has an unknown dialect`);
  const giveId = createIdGiver(source, dialect);
  const derives = { ...source, settings: { ...source.settings, derivesIds: true } };
  const giveRefusedId = source.settings.derivesIds ? giveId : createIdGiver(derives, dialect);
  const reading = { ...options, contents, dialect, giveId, giveRefusedId };
  const items = await inTurns(
    texts,
    ({ length }) => length,
    (text, i) => readItem(text, { ...reading, givenId: options.givenIds?.[i] ?? null }),
  );
  const ready = items.filter((item) => item.kind === 'ready');
  const stored = await storeReady(options, ready);
  // Of duplicates too: whoever stored them may have died before it could tell.
  const isThere = (item: ReadyItem) => ['stored', 'duplicate'].includes(stored.get(item)?.kind ?? '');
  if (may(source, ['define', 'all']))
    await store.definitions.learn(sentDefinitions(ready.filter(isThere).map(({ statement }) => statement)));
  return items.map((item) => {
    const hasNoId = item.kind === 'ready' && item.statement.id === undefined;
    const givenId = item.kind === 'refused' ? item.givenId : hasNoId ? item.prepared.id : null;
    return { outcome: outcomeOf(item, stored), givenId };
  });
}

/**
 * Takes each text on its own: stored, duplicate, conflict or quarantined, exactly one for each and in their order. When it
 * resolves, what was stored and what was not are both durable. A conflict waits in the quarantine too. Repeatable: the same texts
 * again are duplicates, and the same refusals one entry. @throws {StoreError} QUARANTINE_FULL: what could be stored is; the rest is
 * nowhere, and has to come again.
 */
export async function ingestTexts(
  texts: readonly string[],
  options: IngestOptions,
): Promise<readonly IngestOutcome[]> {
  const { store, contents = null } = options;
  // Of those that go to quarantine too: they are to be had when it is tried again.
  if (contents && contents.size > 0) await store.attachments.hold(contents);
  const tried = await tryTexts(texts, options);
  const refused = tried.flatMap(({ outcome, givenId }, i): readonly RefusedText[] => {
    const refusal = refusalOf(outcome);
    if (!refusal) return [];
    const { code, message, pointer } = refusal;
    const { source, version } = options;
    return [{ sourceId: source.id, text: texts[i] ?? '', code, message, pointer, givenId, version }];
  });
  await store.quarantine.add(refused, quarantineLimit(options.source.settings));
  return tried.map(({ outcome }) => outcome);
}

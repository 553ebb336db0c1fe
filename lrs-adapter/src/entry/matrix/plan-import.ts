// SPDX-License-Identifier: Apache-2.0
/**
 * What a training matrix would do, without doing it: whom it names, what would be added, what is there, and everything that is
 * wrong at once. Flow: file → table → certificates → [here] → entries.
 */
import { setImmediate } from 'node:timers/promises';
import { type CompiledPolicy, endOfDay, startOfDay } from '@cairn/engine';
import type { Store } from '@cairn/store';
import { entryFaults } from '../check-entry.ts';
import { placeEntries } from '../enter-evidence.ts';
import type { Entry } from '../entry.types.ts';
import { indexCompetencyNames } from './competency-names.ts';
import { findPeople, type WhoWas } from './find-people.ts';
import type { ImportPlan, MatrixFault, MatrixItem, MatrixOptions, UnknownPerson } from './matrix.types.ts';
import { openMatrix } from './open-matrix.ts';
import { readMatrix, type ReadMatrix } from './read-matrix.ts';

const mostFaults = 1000;
/** Some milliseconds' work. */
const itemsInARow = 500;
/** So many places are named for each unknown person. */
const mostPlaces = 5;

interface PlanOptions {
  readonly store: Store;
  readonly policy: CompiledPolicy;
}

const refusal = (faults: readonly MatrixFault[], notes: readonly MatrixFault[], items = 0): ImportPlan => ({
  items,
  people: 0,
  unknown: [],
  added: 0,
  existing: 0,
  faults: faults.slice(0, mostFaults),
  moreFaults: Math.max(0, faults.length - mostFaults),
  notes,
  entries: [],
});

/** Many certificates are of the same days, and a zone's calendar is dear to ask. */
function rememberDays(timeZone: string) {
  const remembered = (read: typeof startOfDay) => {
    const days = new Map<string, number | null>();
    return (day: string): number | null => {
      let at = days.get(day);
      if (at === undefined) days.set(day, (at = read(day, timeZone)));
      return at;
    };
  };
  return { start: remembered(startOfDay), end: remembered(endOfDay) };
}
type Days = ReturnType<typeof rememberDays>;

function toEntry(item: MatrixItem, days: Days, options: MatrixOptions): Omit<Entry, 'personId'> {
  const { competencyId, issued, expires, level, value, kind, assessor, issuer, reference, note } = item;
  return {
    competencyId,
    kind: kind ?? options.kind ?? 'manual',
    level,
    value,
    isShown: true,
    occurredAt: days.start(issued) ?? 0,
    // The last day counts wholly.
    expiresAt: expires === null ? null : days.end(expires),
    assessor,
    issuer,
    reference,
    note,
  };
}

interface Sorted {
  readonly entries: readonly Entry[];
  readonly unknown: readonly UnknownPerson[];
  readonly faults: readonly MatrixFault[];
}
async function sort(
  items: readonly MatrixItem[],
  {
    policy,
    whoWas,
    now,
    options,
  }: {
    readonly policy: CompiledPolicy;
    readonly whoWas: WhoWas;
    readonly now: number;
    readonly options: MatrixOptions;
  },
): Promise<Sorted> {
  const entries: Entry[] = [];
  const faults: MatrixFault[] = [];
  const unknown = new Map<string, string[]>();
  const days = rememberDays(policy.policy.timeZone);
  for (const [i, item] of items.entries()) {
    if (i % itemsInARow === itemsInARow - 1) await setImmediate();
    const content = toEntry(item, days, options);
    const personId = whoWas(item.person, content.occurredAt);
    if (personId === null) {
      const places = unknown.get(item.person) ?? [];
      if (places.length < mostPlaces) places.push(item.place);
      unknown.set(item.person, places);
    }
    const entry = { personId: personId ?? '', ...content };
    const wrong = entryFaults(entry, policy, now);
    faults.push(...wrong.map(({ code, message }) => ({ place: item.place, code, message })));
    if (personId !== null && wrong.length === 0) entries.push(entry);
  }
  return { entries, unknown: [...unknown].map(([name, places]) => ({ name, places })), faults };
}

async function plan(
  { store, policy }: PlanOptions,
  read: ReadMatrix,
  options: MatrixOptions,
): Promise<ImportPlan> {
  const { items, count, notes } = read;
  const whoWas = await findPeople(
    store,
    items.map(({ person }) => person),
    options.homePage,
  );
  const now = await store.now();
  const { entries, unknown, faults } = await sort(items, { policy, whoWas, now, options });
  const placed = await placeEntries({ store, policy }, entries);
  const fresh = new Map(placed.flatMap(({ entry, id, isThere }) => (isThere ? [] : [[id, entry] as const])));
  const all = [...read.faults, ...faults];
  const canBeDone = isWhole({ faults: all, unknown }, options);
  return {
    ...refusal(all, notes, count),
    people: new Set(entries.map(({ personId }) => personId)).size,
    unknown,
    added: fresh.size,
    existing: entries.length - fresh.size,
    entries: canBeDone ? [...fresh.values()] : [],
  };
}

/** Reads only. What its `entries` are goes to `enterEvidence` when it shall be done. */
export async function planImport(
  services: PlanOptions,
  bytes: Uint8Array,
  options: MatrixOptions = {},
): Promise<ImportPlan> {
  const opened = openMatrix(bytes);
  if (!opened.ok) return { ...refusal(opened.faults, []), moreFaults: opened.more };
  const names = indexCompetencyNames(services.policy.frameworks);
  const read = await readMatrix(opened.table, names, options);
  return plan(services, { ...read, notes: [...opened.notes, ...read.notes] }, options);
}

/** Whether it can be done as a whole. */
export const isWhole = (
  { faults, unknown }: Pick<ImportPlan, 'faults' | 'unknown'>,
  { skipUnknown }: MatrixOptions,
): boolean => faults.length === 0 && (unknown.length === 0 || skipUnknown === true);

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
import type { Entry, EntryDraft } from '../entry.types.ts';
import { indexCompetencyNames } from './competency-names.ts';
import { findPeople, type WhoWas } from './find-people.ts';
import type {
  ImportPlan,
  MatrixFault,
  MatrixItem,
  MatrixOptions,
  MatrixTable,
  PlacedFault,
  UnknownPerson,
} from './matrix.types.ts';
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

/** As they stand in the file; what is wrong of a row is said once, however many certificates the row has. */
const inOrder = (faults: readonly PlacedFault[]): readonly MatrixFault[] => [
  ...new Map(
    faults
      .toSorted((a, b) => a.line - b.line || a.column - b.column)
      .map(({ place, code, message }) => [`${place}\0${message}`, { place, code, message }] as const),
  ).values(),
];

const refusal = (faults: readonly MatrixFault[], notes: readonly MatrixFault[], items = 0): ImportPlan => ({
  items,
  people: 0,
  unknown: [],
  added: 0,
  existing: 0,
  repeated: 0,
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

function toDraft(item: MatrixItem, days: Days, options: MatrixOptions): EntryDraft {
  const { competencyId, issued, expires, level, value, kind, assessor, issuer, reference, note } = item;
  return {
    competencyId,
    kind: kind ?? options.kind ?? 'manual',
    level,
    value,
    isShown: true,
    occurredAt: issued === undefined ? undefined : (days.start(issued) ?? 0),
    // The last day counts wholly.
    expiresAt: typeof expires === 'string' ? days.end(expires) : expires,
    assessor,
    issuer,
    reference,
    note,
  };
}

/** null: not all of it could be read, or nobody is known by its name. */
function toEntry(item: MatrixItem, draft: EntryDraft, personId: string | null): Entry | null {
  const { competencyId, value, occurredAt, expiresAt } = draft;
  const isRead =
    competencyId !== undefined && value !== undefined && occurredAt !== undefined && expiresAt !== undefined;
  return isRead && item.kind !== undefined && personId !== null
    ? { ...draft, personId, competencyId, value, occurredAt, expiresAt }
    : null;
}

/** Where it is said what a fault is of. */
function columnOf({ columns }: MatrixItem, pointer: string): number {
  const { competency, issued, expires, level, value } = columns;
  const column = new Map([
    ['/competency', competency],
    ['/expiresAt', expires],
    ['/level', level],
    ['/value', value],
  ]).get(pointer);
  return column ?? issued ?? 0;
}

/** The person of an item; null and told in `unknown`: nobody is known by that name. */
function personOf(
  { person, personPlace }: MatrixItem,
  occurredAt: number | undefined,
  { whoWas, unknown }: { readonly whoWas: WhoWas; readonly unknown: Map<string, Set<string>> },
): string | null {
  if (person === undefined) return null;
  const personId = occurredAt === undefined ? null : whoWas.at(person, occurredAt);
  if (personId !== null || (occurredAt === undefined && whoWas.isKnown(person))) return personId;
  const places = unknown.get(person) ?? new Set();
  if (places.size < mostPlaces) places.add(personPlace);
  unknown.set(person, places);
  return null;
}

interface Sorted {
  readonly entries: readonly Entry[];
  readonly unknown: readonly UnknownPerson[];
  readonly faults: readonly PlacedFault[];
}
async function sort(
  items: readonly MatrixItem[],
  {
    policy,
    placeOf,
    whoWas,
    now,
    options,
  }: {
    readonly placeOf: MatrixTable['placeOf'];
    readonly policy: CompiledPolicy;
    readonly whoWas: WhoWas;
    readonly now: number;
    readonly options: MatrixOptions;
  },
): Promise<Sorted> {
  const entries: Entry[] = [];
  const faults: PlacedFault[] = [];
  const unknown = new Map<string, Set<string>>();
  const days = rememberDays(policy.policy.timeZone);
  for (const [i, item] of items.entries()) {
    if (i % itemsInARow === itemsInARow - 1) await setImmediate();
    const { line } = item;
    const draft = toDraft(item, days, options);
    const personId = personOf(item, draft.occurredAt, { whoWas, unknown });
    const wrong = entryFaults(draft, policy, now);
    for (const { pointer, code, message } of wrong) {
      const column = columnOf(item, pointer);
      faults.push({ place: placeOf(line, column), line, column, code, message });
    }
    const entry = toEntry(item, draft, personId);
    if (entry && wrong.length === 0) entries.push(entry);
  }
  return { entries, unknown: [...unknown].map(([name, places]) => ({ name, places: [...places] })), faults };
}

async function plan(
  { store, policy }: PlanOptions,
  { items, count, notes, ...read }: ReadMatrix,
  { options, placeOf }: { readonly options: MatrixOptions; readonly placeOf: MatrixTable['placeOf'] },
): Promise<ImportPlan> {
  const whoWas = await findPeople(
    store,
    items.flatMap(({ person }) => person ?? []),
    options.homePage,
  );
  const now = await store.now();
  const { entries, unknown, faults } = await sort(items, { policy, placeOf, whoWas, now, options });
  const placed = await placeEntries({ store, policy }, entries);
  const fresh = new Map(placed.flatMap(({ entry, id, isThere }) => (isThere ? [] : [[id, entry] as const])));
  const distinct = new Set(placed.map(({ id }) => id));
  const all = inOrder([...read.faults, ...faults]);
  const canBeDone = isWhole({ faults: all, unknown }, options);
  return {
    ...refusal(all, notes, count),
    people: new Set(entries.map(({ personId }) => personId)).size,
    unknown,
    added: fresh.size,
    existing: distinct.size - fresh.size,
    repeated: placed.length - distinct.size,
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
  const planned = await plan(
    services,
    {
      ...read,
      faults: [...opened.faults, ...read.faults],
      notes: [...opened.notes, ...read.notes],
    },
    { options, placeOf: opened.table.placeOf },
  );
  return { ...planned, moreFaults: planned.moreFaults + opened.more };
}

/** Whether it can be done as a whole. */
export const isWhole = (
  { faults, unknown }: Pick<ImportPlan, 'faults' | 'unknown'>,
  { skipUnknown }: MatrixOptions,
): boolean => faults.length === 0 && (unknown.length === 0 || skipUnknown === true);

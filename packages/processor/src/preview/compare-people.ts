// SPDX-License-Identifier: Apache-2.0
/**
 * Second half of a preview: people by people, what their evidence comes to under the version in force and under the draft. Both
 * are folded, so that a mastery that waits to be folded is not taken for a change.
 */
import {
  type CompiledPolicy,
  type Evidence,
  foldMastery,
  type MasteryState,
  stateAt,
  withCarried,
} from '@cairn/engine';
import { evidenceOfPerson, type IdentityLink, type Store } from '@cairn/store';
import { masteryChange, noChanges, type Tally } from './mastery-change.ts';
import type { PeopleTouched } from './people-touched.ts';
import type { MasteryChangeKind } from './preview.types.ts';
import { mostExamples } from './reading.ts';
import { type Spill, spillParts } from './spill.ts';
import { groupBy } from '../group-by.ts';
import { readFor } from './affected.ts';

const peopleAtOnce = 50;
/** Of more than so many the database is asked for all evidence of a person: a longer list is dearer than what it leaves out. */
const mostAsked = 200;

interface Example {
  readonly personId: string;
  readonly change: MasteryChangeKind;
  readonly before: MasteryState;
  readonly after: MasteryState;
}
export interface CompetencyTally {
  readonly people: Tally;
  readonly proficient: { before: number; after: number };
  readonly examples: Example[];
}
export interface Comparison {
  readonly store: Store;
  readonly before: CompiledPolicy | null;
  readonly after: CompiledPolicy;
  /** Competencies whose mastery may change. */
  readonly affected: ReadonlySet<string>;
  readonly spill: Spill;
  readonly touched: PeopleTouched;
  /** ms since the epoch. */
  readonly now: number;
  readonly signal: AbortSignal | undefined;
  readonly onCompared: (people: number, masteries: number) => void;
}
export interface Compared {
  readonly competencies: ReadonlyMap<string, CompetencyTally>;
  readonly masteries: number;
}

type ByCompetency = ReadonlyMap<string, readonly Evidence[]>;

/** Of the competencies that may change those that it bears on. */
function byCompetency(pieces: readonly Evidence[], comparison: Comparison): ByCompetency {
  const groups = groupBy(pieces, ({ competencyId }) => competencyId);
  const borne = new Set(
    [...groups.keys()].flatMap((id) => [
      id,
      ...[comparison.before, comparison.after].flatMap((policy) => policy?.replacements.successors(id) ?? []),
    ]),
  );
  return new Map(
    [...borne]
      .filter((id) => comparison.affected.has(id))
      .map((id) => [id, readFor(id, comparison).flatMap((one) => groups.get(one) ?? [])]),
  );
}

function stateUnder(
  policy: CompiledPolicy | null,
  { pieces, links, competencyId }: Asked,
  now: number,
): MasteryState {
  const context = policy?.mastery(competencyId);
  const own =
    policy && context ? withCarried(policy, competencyId, evidenceOfPerson(pieces, links, policy)) : [];
  return stateAt(context ? foldMastery(own, context) : noTimeline, now);
}
const noTimeline = { segments: [], evidenceCount: 0, lastEvidenceAt: null, lastEvidenceId: null };

interface Asked {
  readonly pieces: readonly Evidence[];
  readonly links: readonly IdentityLink[];
  readonly competencyId: string;
}

function createTallies() {
  const competencies = new Map<string, CompetencyTally>();
  return {
    competencies,
    add: (competencyId: string, personId: string, before: MasteryState, after: MasteryState) => {
      const tally = competencies.get(competencyId) ?? {
        people: noChanges(),
        proficient: { before: 0, after: 0 },
        examples: [],
      };
      competencies.set(competencyId, tally);
      if (before.proficient) tally.proficient.before += 1;
      if (after.proficient) tally.proficient.after += 1;
      const change = masteryChange(before, after);
      if (change === null) return;
      tally.people[change] += 1;
      const example = { personId, change, before, after };
      // What few would notice makes room for what everybody does.
      const least =
        change === 'otherwise' ? -1 : tally.examples.findIndex((one) => one.change === 'otherwise');
      if (tally.examples.length < mostExamples) tally.examples.push(example);
      else if (least >= 0) tally.examples[least] = example;
    },
  };
}

/** What is stored of these people, by person. */
async function storedOf(comparison: Comparison, personIds: readonly string[]) {
  const { store, affected } = comparison;
  const links = groupBy(await store.people.linksOfPeople(personIds), ({ personId }) => personId);
  const subjects = [...new Set([...links.values()].flat().map(({ identifier }) => identifier))];
  const asked =
    affected.size <= mostAsked ? [...affected].flatMap((id) => readFor(id, comparison)) : undefined;
  const bySubject = groupBy(await store.evidence.ofSubjects(subjects, asked), ({ subject }) => subject);
  return personIds.map((personId) => {
    const own = links.get(personId) ?? [];
    const identifiers = [...new Set(own.map(({ identifier }) => identifier))];
    return { personId, links: own, pieces: identifiers.flatMap((one) => bySubject.get(one) ?? []) };
  });
}

function* inBatches(people: ReadonlySet<string>): Generator<readonly string[]> {
  const all = [...people];
  for (let i = 0; i < all.length; i += peopleAtOnce) yield all.slice(i, i + peopleAtOnce);
}

export async function comparePeople(comparison: Comparison): Promise<Compared> {
  const { before, after, spill, touched, now, signal, onCompared } = comparison;
  const tallies = createTallies();
  let [people, masteries] = [0, 0];
  for (let part = 0; part < spillParts; part += 1) {
    if (touched.of(part).size === 0) continue;
    const added = await spill.read(part);
    for (const personIds of inBatches(touched.of(part))) {
      signal?.throwIfAborted();
      for (const { personId, links, pieces } of await storedOf(comparison, personIds)) {
        const all = byCompetency([...pieces, ...(added.get(personId) ?? [])], comparison);
        for (const [competencyId, own] of all) {
          const asked = { pieces: own, links, competencyId };
          const then = stateUnder(after, asked, now);
          tallies.add(competencyId, personId, stateUnder(before, asked, now), then);
          masteries += 1;
        }
      }
      people += personIds.length;
      onCompared(people, masteries);
    }
  }
  return { competencies: tallies.competencies, masteries };
}

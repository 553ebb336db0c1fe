// SPDX-License-Identifier: Apache-2.0
/** Told by hand, so that the first page shows what it should: somebody to learn the screen from. */
import type { Proof } from '../organisation/competencies/competency-plan.ts';
import { competencies } from '../organisation/competencies.ts';
import { people, type PersonPlan } from '../organisation/people.ts';
import { randomOf } from '../seeded-random.ts';
import type { Deed } from './deeds.ts';
import { onThatDay } from './working-hours.ts';

type Told = readonly [what: Proof, person: string, competency: string, daysAgo: number, share: number];
const told: readonly Told[] = [
  ['observation', 'mara-lindqvist', 'hazard-spotting', 320, 0.4],
  ['observation', 'mara-lindqvist', 'hazard-spotting', 53, 0.62],
  // Ends in about three weeks.
  ['observation', 'mara-lindqvist', 'working-at-height', 342, 0.66],
  ['observation', 'mara-lindqvist', 'emergency-response', 385, 0.61],
  ...[420, 377, 341, 290, 244, 200, 161, 128, 90, 44].map((ago, i): Told => [
    'observation',
    'mara-lindqvist',
    'mooring-lines',
    ago,
    0.5 + i * 0.035,
  ]),
  ['observation', 'mara-lindqvist', 'gangway-access', 31, 0.4],
  ['observation', 'mara-lindqvist', 'slinging-signalling', 140, 0.41],
  ...[500, 460, 410, 322, 230, 180, 60].map((ago, i): Told => [
    'observation',
    'mara-lindqvist',
    'lashing',
    ago,
    0.6 + i * 0.06,
  ]),
  ['quiz', 'mara-lindqvist', 'hazard-spotting', 71, 0.95],
  ['quiz', 'mara-lindqvist', 'working-at-height', 40, 0.6],
  ['quiz', 'mara-lindqvist', 'dangerous-goods', 148, 0.9],
  ['quiz', 'mara-lindqvist', 'data-protection', 250, 1],
  ['quiz', 'mara-lindqvist', 'stop-work', 210, 0.85],
  ['observation', 'mara-lindqvist', 'handover', 33, 0.6],
  ['observation', 'mara-lindqvist', 'berth-preparation', 99, 0.8],
  ['observation', 'tomasz-wilk', 'emergency-response', 420, 0.7],
  ['observation', 'tomasz-wilk', 'hazard-spotting', 90, 0.8],
  ['observation', 'greta-holm', 'hazard-spotting', 6, 0.35],
  ['observation', 'sean-murphy', 'lashing', 4, 0.38],
];

/** The story alone speaks of these. */
const wholly = new Set(['mara-lindqvist', 'greta-holm']);
const pairs = new Set(told.map(([, person, competency]) => `${person} ${competency}`));
export const isTold = (person: PersonPlan, competency: { readonly id: string }): boolean =>
  wholly.has(person.id) || pairs.has(`${person.id} ${competency.id}`);

export const story = (today: number): readonly Deed[] =>
  told.flatMap(([what, personId, competencyId, daysAgo, share]): Deed[] => {
    const person = people.find(({ id }) => id === personId);
    const competency = competencies.find(({ id }) => id === competencyId);
    if (!person || !competency) return [];
    const next = randomOf(`story of ${personId}: ${what} ${competencyId} ${daysAgo}`);
    const at = onThatDay({ next, person, today, daysAgo });
    return [{ what, person, competency, at, arrives: at + 30_000, share: Math.round(share * 100) / 100 }];
  });

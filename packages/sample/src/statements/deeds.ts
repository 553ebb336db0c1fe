// SPDX-License-Identifier: Apache-2.0
/**
 * What people did, before any system tells of it. Everybody is strong in some things and weak in others: a person has a
 * standing in each competency, and what they read, sat, drove and were observed at leads up to it.
 */
import type { CompetencyPlan, Proof } from '../organisation/competencies/competency-plan.ts';
import { levels } from '../organisation/competencies.ts';
import type { PersonPlan } from '../organisation/people.ts';
import { requiredRank } from '../organisation/roles.ts';
import { randomOf } from '../seeded-random.ts';
import { onWorkday } from './working-hours.ts';

export interface Deed {
  readonly what: Proof | 'reading';
  readonly person: PersonPlan;
  readonly competency: CompetencyPlan;
  /** ms since the epoch. */
  readonly at: number;
  /** When its system sent it on: tablets without a network do so days later. */
  readonly arrives: number;
  /** Share of a full mark, 0..1. */
  readonly share: number;
}

const dayMs = 86_400_000;
/** Oldest moment of what a standing rests on; what led up to it may lie a little before. */
const oldestDays = 500;
const programmeDays = 535;
const yearly = 'P12M';

const between = (low: number, high: number, share: number) => low + (high - low) * share;
const inBounds = (share: number) => Math.max(0.08, Math.min(0.99, share));

/** Near the level asked for, above or below it; nobody is equally good at everything. */
function standingOf(next: () => number, person: PersonPlan, need: number): number {
  const asked = levels[need - 1]?.minScore;
  if (asked === undefined) return inBounds(between(0.25, 0.8, next()) + person.skill);
  if (person.isExemplary) return inBounds(asked + between(0.01, 0.16, next()));
  const luck = next() + next() + next() - 1.5;
  return inBounds(asked + 0.05 + person.skill + luck * 0.48);
}

/** Days since the last evidence. What has to be renewed yearly mostly has been; some is soon due, some overdue. */
function daysSince(next: () => number, person: PersonPlan, { validFor }: CompetencyPlan): number {
  const limit = Math.min(oldestDays, person.joinedDaysAgo - 2);
  if (validFor !== yearly) return between(3, limit, next() ** 1.6);
  const overdue = person.isExemplary ? 0 : person.letsLapse ? 0.55 : 0.06;
  const fate = next();
  if (fate < overdue && limit > 380) return between(372, limit, next());
  if (fate < overdue + 0.16 && limit > 360) return between(312, 352, next());
  return between(5, Math.min(285, limit), next());
}

interface Way {
  readonly next: () => number;
  readonly isYearly: boolean;
  readonly daysAgo: number;
  readonly standing: number;
  readonly needsMore: boolean;
  /** Stretches what led up to the standing; the newly come have had little time. */
  readonly pace: number;
}
type Step = Pick<Deed, 'what' | 'share'> & { readonly daysAgo: number };

/** Earlier rounds, each a little weaker; the further back, the rarer, since the programme grew. */
function earlierRounds({ next, isYearly, daysAgo, standing, pace }: Way): readonly Step[] {
  const count = pace < 1 ? 0 : Math.floor(next() * 3);
  const practice = Array.from({ length: count }, (_, i): Step => ({
    what: 'observation',
    daysAgo: daysAgo + (i + 1) * between(35, 110, next()),
    share: inBounds(standing * between(0.7, 0.93, next())),
  }));
  const renewal: readonly Step[] =
    isYearly && pace === 1
      ? [
          {
            what: 'observation',
            daysAgo: daysAgo + between(335, 362, next()),
            share: inBounds(standing * 0.96),
          },
        ]
      : [];
  return [...practice, ...renewal].filter(
    (step) => step.daysAgo <= programmeDays && next() > (step.daysAgo / programmeDays) * 0.5,
  );
}

const passed = 0.55;
/** What each kind of proof leaves behind on the way. */
const steps: Readonly<Record<Proof, (way: Way) => readonly Step[]>> = {
  course: ({ next, daysAgo, standing, pace }) =>
    standing < 0.3 ? [] : [{ what: 'course', daysAgo: daysAgo + between(14, 30, next()) * pace, share: 1 }],
  quiz: ({ next, daysAgo, standing, pace }) => {
    const last = daysAgo + between(2, 12, next()) * pace;
    const failed = (): Step => ({
      what: 'quiz',
      daysAgo: last + between(1, 18, next()) * pace,
      share: between(0.3, 0.75, next()),
    });
    const hasPassed = standing >= passed;
    return [
      ...(next() < 0.35 ? [failed()] : []),
      {
        what: 'quiz',
        daysAgo: last,
        share: hasPassed ? between(0.8, 1, next()) : between(0.3, 0.75, next()),
      },
    ];
  },
  observation: (way) => [
    ...earlierRounds(way),
    { what: 'observation', daysAgo: way.daysAgo, share: way.standing },
  ],
  simulator: ({ next, daysAgo, standing, pace }) => [
    {
      what: 'simulator',
      daysAgo: daysAgo + between(2, 12, next()) * pace,
      share: inBounds(standing - next() * 0.06),
    },
  ],
};

/** Tablets on the quay and the simulator send when they next have a network; Moodle's task runs every minute. */
function arrivalOf(next: () => number, { what }: Step, at: number, today: number): number {
  const isOffline = (what === 'observation' || what === 'simulator') && next() < 0.07;
  return Math.min(
    today * dayMs,
    at + (isOffline ? between(1, 40, next()) * dayMs : between(1, 60, next()) * 1000),
  );
}

/** One person's way through one competency; empty for what they have never come to. */
export function wayThrough(person: PersonPlan, competency: CompetencyPlan, today: number): readonly Deed[] {
  const next = randomOf(`way of ${person.id} through ${competency.id}`);
  const need = requiredRank(person.role, competency.id);
  const chance = need === 0 ? 0.2 : person.isExemplary ? 1 : 0.92;
  if (next() >= (person.isNew ? 0.17 : chance)) return [];
  const standing = standingOf(next, person, need);
  const way: Way = {
    next,
    isYearly: competency.validFor === yearly,
    daysAgo: daysSince(next, person, competency),
    standing,
    needsMore: need > 2 || standing < passed,
    pace: person.isNew ? 0.1 : 1,
  };
  const reading = (daysAgo: number): Step => ({ what: 'reading', daysAgo, share: 0 });
  const readings = [
    ...(next() < 0.6 ? [reading(way.daysAgo + between(13, 34, next()) * way.pace)] : []),
    // Some look things up again.
    ...(next() < 0.1 ? [reading(between(1, 30, next()) * way.pace)] : []),
  ];
  // A quiz alone never shows that somebody leads: who is asked to is observed.
  const proofs = competency.by.filter(
    (by, i) => i === 0 || (by === 'observation' && way.needsMore) || next() < 0.75,
  );
  return [...readings, ...proofs.flatMap((by) => steps[by](way))].map((step): Deed => {
    const at = onWorkday({ next, person, today, daysAgo: step.daysAgo });
    return {
      what: step.what,
      person,
      competency,
      at,
      arrives: arrivalOf(next, step, at, today),
      share: Math.round(step.share * 100) / 100,
    };
  });
}

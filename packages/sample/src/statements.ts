// SPDX-License-Identifier: Apache-2.0
/**
 * Eighteen months of statements, by a seeded generator, as three systems would send them. The same day gives the same
 * statements. Some come late, some are voided, and one sender's contractor is nobody that is known.
 */
import { courseId, learning, observationId, quizId, simulationId } from './organisation/activities.ts';
import { competencies, type CompetencyPlan, levels } from './organisation/competencies.ts';
import { people, type PersonPlan } from './organisation/people.ts';
import { requiredRank } from './organisation/roles.ts';

export type SampleStatement = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly timestamp: string;
};
export type SourceId = 'aldermouth-learning' | 'quay-observations' | 'crane-simulator';

const dayMs = 86_400_000;
const months = 18;

/** mulberry32: small, seeded, good enough for a sample. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
const hex = (next: () => number, length: number) =>
  Array.from({ length }, () => Math.floor(next() * 16).toString(16)).join('');
const uuid = (next: () => number) =>
  `${hex(next, 8)}-${hex(next, 4)}-4${hex(next, 3)}-a${hex(next, 3)}-${hex(next, 12)}`;

const byMail = ({ name, mail }: PersonPlan) => ({ name, mbox: `mailto:${mail}` });
const inMoodle = ({ name, account }: PersonPlan) => ({
  name,
  account: { homePage: learning, name: account },
});
const round = (value: number) => Math.round(value * 100) / 100;

/** An attempt at a quiz as Moodle's logstore plugin writes it: `scaled` runs from −1 to 1 there. */
function quizAttempt(
  next: () => number,
  person: PersonPlan,
  { id, label }: CompetencyPlan,
  at: number,
  share: number,
) {
  const raw = Math.round(share * 20) / 2;
  const attempt = Math.floor(next() * 90_000) + 1000;
  return {
    id: uuid(next),
    timestamp: new Date(at).toISOString(),
    actor: inMoodle(person),
    verb: { id: 'http://adlnet.gov/expapi/verbs/completed', display: { en: 'Completed' } },
    object: {
      objectType: 'Activity',
      id: `${learning}/mod/quiz/attempt.php?attempt=${attempt}`,
      definition: {
        type: 'http://adlnet.gov/expapi/activities/attempt',
        name: { en: `${label.en} check, attempt` },
      },
    },
    result: { score: { raw, min: 0, max: 10, scaled: raw / 5 - 1 }, completion: true, success: raw >= 5 },
    context: {
      platform: 'Moodle',
      extensions: {
        'http://lrs.learninglocker.net/define/extensions/info': {
          'http://moodle.org': '4.4.1 (Build: 20240610)',
          event_name: '\\mod_quiz\\event\\attempt_submitted',
        },
      },
      contextActivities: {
        parent: [
          {
            id: quizId(id),
            definition: {
              type: 'http://adlnet.gov/expapi/activities/assessment',
              name: { en: `${label.en} check` },
            },
          },
        ],
      },
    },
  };
}
function courseCompletion(next: () => number, person: PersonPlan, { id, label }: CompetencyPlan, at: number) {
  return {
    id: uuid(next),
    timestamp: new Date(at).toISOString(),
    actor: inMoodle(person),
    verb: { id: 'http://adlnet.gov/expapi/verbs/completed', display: { en: 'Completed' } },
    object: {
      id: courseId(id),
      definition: {
        type: 'https://w3id.org/xapi/cmi5/activitytype/course',
        name: { en: `${label.en} course` },
      },
    },
    context: {
      platform: 'Moodle',
      extensions: {
        'http://lrs.learninglocker.net/define/extensions/info': {
          event_name: '\\core\\event\\course_completed',
        },
      },
    },
  };
}
function observation(
  next: () => number,
  person: PersonPlan,
  { id, label }: CompetencyPlan,
  at: number,
  share: number,
) {
  return {
    id: uuid(next),
    timestamp: new Date(at).toISOString(),
    actor: byMail(person),
    verb: {
      id: 'https://w3id.org/xapi/acrossx/verbs/observed',
      display: { en: 'was observed at', de: 'wurde beobachtet bei' },
    },
    object: {
      id: observationId(id),
      definition: {
        type: 'http://adlnet.gov/expapi/activities/performance',
        name: { en: `${label.en}, quay observation`, de: `${label.de}, Beobachtung am Kai` },
      },
    },
    result: { score: { scaled: round(share) } },
    context: { instructor: { name: 'Rita Halvorsen', mbox: 'mailto:rita.halvorsen@aldermouth.example' } },
  };
}
function simulation(
  next: () => number,
  person: PersonPlan,
  { id, label }: CompetencyPlan,
  at: number,
  share: number,
) {
  return {
    id: uuid(next),
    timestamp: new Date(at).toISOString(),
    actor: byMail(person),
    verb: {
      id: `http://adlnet.gov/expapi/verbs/${share >= 0.5 ? 'passed' : 'failed'}`,
      display: { en: share >= 0.5 ? 'passed' : 'failed' },
    },
    object: {
      id: simulationId(id),
      definition: {
        type: 'http://adlnet.gov/expapi/activities/simulation',
        name: { en: `${label.en}, simulator`, de: `${label.de}, Simulator` },
      },
    },
    result: { score: { scaled: round(share) }, success: share >= 0.5 },
  };
}
/** What every LMS sends most of: it shows what has been looked at, and proves nothing. */
function view(next: () => number, person: PersonPlan, { id, label }: CompetencyPlan, at: number) {
  return {
    id: uuid(next),
    timestamp: new Date(at).toISOString(),
    actor: inMoodle(person),
    verb: { id: 'http://id.tincanapi.com/verb/viewed', display: { en: 'Viewed' } },
    object: {
      id: `${courseId(id)}#reading`,
      definition: { type: 'http://activitystrea.ms/schema/1.0/page', name: { en: `${label.en}: reading` } },
    },
    context: {
      platform: 'Moodle',
      extensions: {
        'http://lrs.learninglocker.net/define/extensions/info': {
          event_name: '\\mod_page\\event\\course_module_viewed',
        },
      },
    },
  };
}

interface Sent {
  readonly source: SourceId;
  /** When it reaches us; later than it happened for who was offline. */
  readonly arrives: number;
  readonly statement: SampleStatement;
}

/** Days since the last evidence: who keeps things up to date did so within months, who lets things lapse did it long ago. */
function daysSince(next: () => number, { letsLapse }: PersonPlan, { validFor }: CompetencyPlan): number {
  if (validFor === undefined) return 20 + next() * 330;
  return letsLapse ? 400 + next() * 120 : 20 + next() * 220;
}
interface Step {
  readonly next: () => number;
  readonly person: PersonPlan;
  readonly competency: CompetencyPlan;
  readonly latest: number;
  /** ms since the epoch, some hour of the day so many days ago. */
  readonly at: (daysAgo: number) => number;
  /** Share reached, with a little luck either way. */
  readonly share: (wobble: number) => number;
}
type Made = readonly [SourceId, SampleStatement];

/** What each kind of evidence leaves behind. Attempts get better. */
const steps: Readonly<Record<CompetencyPlan['by'][number], (step: Step) => readonly Made[]>> = {
  course: ({ next, person, competency, latest, at }) => [
    ['aldermouth-learning', courseCompletion(next, person, competency, at(latest + 30))],
  ],
  quiz: ({ next, person, competency, latest, at, share }) => [
    ...(next() < 0.4
      ? [
          [
            'aldermouth-learning',
            quizAttempt(next, person, competency, at(latest + 45), share(0.3) * 0.8),
          ] as const,
        ]
      : []),
    [
      'aldermouth-learning',
      quizAttempt(next, person, competency, at(latest + 8), Math.min(1, share(0.2) + 0.2)),
    ],
  ],
  observation: ({ next, person, competency, latest, at, share }) => [
    ...(next() < 0.5
      ? [
          [
            'quay-observations',
            observation(next, person, competency, at(latest + 120), share(0.2) * 0.75),
          ] as const,
        ]
      : []),
    ['quay-observations', observation(next, person, competency, at(latest), share(0.16))],
  ],
  simulator: ({ next, person, competency, latest, at, share }) => [
    ['crane-simulator', simulation(next, person, competency, at(latest + 3), share(0.2))],
  ],
};

/** One person's way through one competency: readings, attempts, observations. */
function way(next: () => number, person: PersonPlan, competency: CompetencyPlan, today: number): Sent[] {
  const need = requiredRank(person.role, competency.id);
  if (next() >= (need > 0 ? 0.88 : 0.22)) return [];
  const asked = levels[Math.max(0, need - 1)]?.minScore ?? 0.4;
  const reach = Math.max(0.2, Math.min(0.99, asked + 0.05 + (person.skill - 0.6) * 0.7));
  const latest = daysSince(next, person, competency);
  const at = (daysAgo: number) =>
    today - Math.min(months * 30, daysAgo) * dayMs - Math.floor(next() * 28_800_000);
  const share = (wobble: number) => Math.max(0.05, Math.min(1, reach + (next() - 0.5) * wobble));
  const readings = Array.from({ length: Math.floor(next() * 3) }, (): Made => [
    'aldermouth-learning',
    view(next, person, competency, at(latest + 20 + next() * 60)),
  ]);
  const shown = competency.by.flatMap((by, i) =>
    i > 0 && next() < 0.25 ? [] : steps[by]({ next, person, competency, latest, at, share }),
  );
  return [...readings, ...shown].map(([source, statement]) => {
    const delay = next() < 0.04 ? next() * 40 * dayMs : 0;
    return { source, statement, arrives: Math.min(today, Date.parse(statement.timestamp) + delay) };
  });
}

/** By hand, so that the first page shows what it should: somebody to learn the screen from. */
function storyOf(next: () => number, today: number): Sent[] {
  const find = (id: string) => competencies.find((one) => one.id === id);
  const who = (id: string) => people.find((one) => one.id === id);
  /** Between six in the morning and two in the afternoon. */
  const onShift = (daysAgo: number) =>
    today - daysAgo * dayMs + 6 * 3_600_000 + Math.floor(next() * 28_800_000);
  const story = (person: string, id: string, daysAgo: number, share: number): Sent[] => {
    const [whom, what] = [who(person), find(id)];
    if (!whom || !what) return [];
    const at = onShift(daysAgo);
    return [
      { source: 'quay-observations', arrives: at, statement: observation(next, whom, what, at, share) },
    ];
  };
  const quiz = (person: string, id: string, daysAgo: number, share: number): Sent[] => {
    const [whom, what] = [who(person), find(id)];
    if (!whom || !what) return [];
    const at = onShift(daysAgo);
    return [
      { source: 'aldermouth-learning', arrives: at, statement: quizAttempt(next, whom, what, at, share) },
    ];
  };
  return [
    ...story('mara-lindqvist', 'hazard-spotting', 320, 0.4),
    ...story('mara-lindqvist', 'hazard-spotting', 53, 0.62),
    ...story('mara-lindqvist', 'working-at-height', 707, 0.66),
    ...story('mara-lindqvist', 'emergency-response', 385, 0.61),
    ...[420, 377, 341, 290, 244, 200, 161, 128, 90, 44].flatMap((ago, i) =>
      story('mara-lindqvist', 'mooring-lines', ago, 0.5 + i * 0.035),
    ),
    ...story('mara-lindqvist', 'gangway-access', 31, 0.4),
    ...story('mara-lindqvist', 'slinging-signalling', 140, 0.41),
    ...[500, 460, 410, 322, 230, 180, 60].flatMap((ago, i) =>
      story('mara-lindqvist', 'lashing', ago, 0.6 + i * 0.06),
    ),
    ...quiz('mara-lindqvist', 'hazard-spotting', 71, 0.95),
    ...quiz('mara-lindqvist', 'working-at-height', 40, 0.6),
    ...quiz('mara-lindqvist', 'dangerous-goods', 148, 0.9),
    ...quiz('mara-lindqvist', 'data-protection', 300, 1),
    ...quiz('mara-lindqvist', 'stop-work', 210, 0.85),
    ...story('mara-lindqvist', 'handover', 33, 0.6),
    ...story('mara-lindqvist', 'berth-preparation', 99, 0.8),
    ...story('tomasz-wilk', 'emergency-response', 420, 0.7),
    ...story('tomasz-wilk', 'hazard-spotting', 90, 0.8),
    ...story('greta-holm', 'hazard-spotting', 6, 0.35),
  ];
}
/** Whom the hand-written story speaks of, it alone does. */
const storied = new Set(['mara-lindqvist', 'greta-holm']);

export interface SampleStream {
  readonly source: SourceId;
  readonly statements: readonly SampleStatement[];
}

/** In the order in which they arrive, in stretches of one sender. `now`: ms since the epoch; only its day counts. */
export function sampleStatements(now: number): readonly SampleStream[] {
  const today = Math.floor(now / dayMs) * dayMs;
  const next = random(20_260_101);
  const ways = people.flatMap((person) =>
    competencies.flatMap((competency) => {
      const own = way(next, person, competency, today);
      return storied.has(person.id) || person.isNew ? [] : own;
    }),
  );
  const contractor = { ...people[0], name: 'K. Brandt', account: 'contractor-0417' } as PersonPlan;
  const unknown = competencies.slice(0, 5).map((competency): Sent => {
    const at = today - (30 + Math.floor(next() * 60)) * dayMs - Math.floor(next() * 28_800_000);
    return {
      source: 'aldermouth-learning',
      arrives: at,
      statement: quizAttempt(next, contractor, competency, at, 0.9),
    };
  });
  const sent = [...ways, ...unknown, ...storyOf(next, today)];
  const voided = ways
    .filter(({ source }, i) => source === 'quay-observations' && i % 97 === 0)
    .map(({ statement, arrives }): Sent => {
      const at = Math.min(today, arrives + 2 * dayMs);
      return {
        source: 'quay-observations',
        arrives: at,
        statement: {
          id: uuid(next),
          timestamp: new Date(at).toISOString(),
          actor: { name: 'Rita Halvorsen', mbox: 'mailto:rita.halvorsen@aldermouth.example' },
          verb: { id: 'http://adlnet.gov/expapi/verbs/voided', display: { en: 'voided' } },
          object: { objectType: 'StatementRef', id: statement.id },
        },
      };
    });
  const inOrder = [...sent, ...voided].sort((a, b) => a.arrives - b.arrives);
  const sources: readonly SourceId[] = ['aldermouth-learning', 'quay-observations', 'crane-simulator'];
  return sources.map((source) => ({
    source,
    statements: inOrder.filter((one) => one.source === source).map(({ statement }) => statement),
  }));
}

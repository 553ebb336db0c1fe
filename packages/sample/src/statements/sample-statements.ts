// SPDX-License-Identifier: Apache-2.0
/**
 * Eighteen months of statements as three systems would send them. The same day gives the same statements. Some come late, some
 * were written for the wrong colleague and are voided, and one sender's contractor is nobody that is known.
 */
import { competencies } from '../organisation/competencies.ts';
import { people, type PersonPlan } from '../organisation/people.ts';
import { randomOf } from '../seeded-random.ts';
import { type Deed, wayThrough } from './deeds.ts';
import { courseCompletion, quizAttempt, reading } from './moodle.ts';
import { observation, observerOf, simulation, voiding } from './quayside.ts';
import type { SampleStatement, SourceId } from './sample-statement.ts';
import { isTold, story } from './story.ts';
import { dayOf, onWorkday } from './working-hours.ts';

export interface SampleStream {
  readonly source: SourceId;
  /** In the order in which they arrive. */
  readonly statements: readonly SampleStatement[];
}
interface Sent {
  readonly source: SourceId;
  readonly arrives: number;
  readonly statement: SampleStatement;
}

const minute = 60_000;

/** Has an account in the learning platform, and nobody has said who that is. */
function contractorsDeeds(today: number): readonly Deed[] {
  const [somebody] = people;
  if (!somebody) return [];
  const person: PersonPlan = { ...somebody, id: 'k-brandt', name: 'K. Brandt', account: 'contractor-0417' };
  return competencies
    .filter(({ by }) => by.includes('quiz'))
    .slice(0, 5)
    .map((competency): Deed => {
      const next = randomOf(`contractor ${competency.id}`);
      const at = onWorkday({ next, person, today, daysAgo: 30 + next() * 60 });
      return { what: 'quiz', person, competency, at, arrives: at + 30_000, share: 0.9 };
    });
}

/** Numbered as Moodle does: by when they began, all quizzes together. */
function attemptNumbers(deeds: readonly Deed[]): ReadonlyMap<Deed, number> {
  const before = 4210;
  const attempts = deeds.filter(({ what }) => what === 'quiz').sort((a, b) => a.at - b.at);
  return new Map(attempts.map((deed, i) => [deed, before + i]));
}

function tell(deed: Deed, attempt: number): { source: SourceId; statements: readonly SampleStatement[] } {
  switch (deed.what) {
    case 'reading':
      return { source: 'aldermouth-learning', statements: reading(deed) };
    case 'quiz':
      return { source: 'aldermouth-learning', statements: quizAttempt(deed, attempt) };
    case 'course':
      return { source: 'aldermouth-learning', statements: courseCompletion(deed) };
    case 'observation':
      return { source: 'quay-observations', statements: [observation(deed, observerOf(deed))] };
    case 'simulator':
      return { source: 'crane-simulator', statements: [simulation(deed)] };
  }
}

/** Now and then an observation is first written for the wrong colleague; who wrote it voids it within the hour. */
function mistakes(deeds: readonly Deed[]): readonly Sent[] {
  const source = 'quay-observations';
  return deeds
    .filter(({ what }) => what === 'observation')
    .filter((_, i) => i % 90 === 45)
    .flatMap((deed): Sent[] => {
      const observer = observerOf(deed);
      const colleague = people.find(
        (one) =>
          one.team === deed.person.team &&
          one.id !== deed.person.id &&
          one.id !== observer.id &&
          !one.isNew &&
          !isTold(one, deed.competency),
      );
      if (!colleague) return [];
      const statement = observation({ ...deed, person: colleague }, observer);
      const noticed = between(3, 35, `mistake ${statement.id}`) * minute;
      return [
        { source, arrives: deed.arrives, statement },
        {
          source,
          arrives: deed.arrives + noticed,
          statement: voiding(statement.id, observer, deed.at + noticed),
        },
      ];
    });
}
const between = (low: number, high: number, name: string) => low + (high - low) * randomOf(name)();

/** `now`: ms since the epoch; only its day counts. */
export function sampleStatements(now: number): readonly SampleStream[] {
  const today = dayOf(now);
  const ways = people.flatMap((person) =>
    competencies.flatMap((competency) =>
      isTold(person, competency) ? [] : wayThrough(person, competency, today),
    ),
  );
  const deeds = [...ways, ...contractorsDeeds(today), ...story(today)];
  const attempts = attemptNumbers(deeds);
  const sent = deeds.flatMap((deed): readonly Sent[] => {
    const { source, statements } = tell(deed, attempts.get(deed) ?? 0);
    return statements.map((statement) => ({ source, arrives: deed.arrives, statement }));
  });
  const inOrder = [...sent, ...mistakes(ways)].sort((a, b) => a.arrives - b.arrives);
  const sources: readonly SourceId[] = ['aldermouth-learning', 'quay-observations', 'crane-simulator'];
  return sources.map((source) => ({
    source,
    statements: inOrder.filter((one) => one.source === source).map(({ statement }) => statement),
  }));
}

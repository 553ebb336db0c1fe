// SPDX-License-Identifier: Apache-2.0
/** Explanations in English: plain words, no blame, what is unknown is never called a failing. */
import type { Messages, ScoreSpan } from './messages.types.ts';

const count = (n: number, one: string, many: string) => (n === 1 ? `one ${one}` : `${n} ${many}`);

const attempts: Readonly<Record<string, string>> = {
  'not-first': 'its rule takes the first attempt alone, and there is an earlier one',
  'not-best': 'its rule takes the best attempt alone, and there is a better one',
  'not-last': 'its rule takes the last attempt alone, and there is a later one',
};

function withScores({ from, to }: ScoreSpan): string {
  if (from === null) return to === null ? '' : `, with at most ${to}`;
  return to === null ? `, with ${from} or more` : `, with ${from} to ${to}`;
}

export const en: Messages = {
  belowFirst: 'Below the first level',
  noLevel: 'no level',
  anActivity: 'an activity',
  kind: {
    assessment: 'knowledge test',
    'knowledge-test': 'knowledge test',
    performance: 'performance on the job',
    simulation: 'simulation',
    observation: 'observation on the job',
    attestation: 'attestation by somebody',
    assertion: 'attestation by somebody',
    'prior-learning': 'prior learning',
    manual: 'record on paper',
    completion: 'completion',
  },

  unknown: 'Nothing has been recorded that says anything of it, for or against.',
  tooLittle: 'There is evidence, but not enough yet to say a level. That is no failing.',
  pending: (level, day) => `From ${day} on it will be ${level}.`,
  held: (level) => `${level}.`,
  heldBecause: (level, activity, day) => `${level}, because of ${activity} on ${day}.`,
  expired: (level, day) => `It was ${level}. That ran out on ${day}; a renewal brings it back.`,
  revoked: (level, day) => `It was ${level}, and was taken back on ${day}. New evidence counts from then on.`,
  validUntil: (day) => `It is valid until ${day}.`,
  expiring: (day) => `It ends soon: it is valid until ${day}.`,
  grace: (ended, until) =>
    `Its validity ended on ${ended}. It still counts until ${until}, as a time of grace.`,
  fades: (level, day) => `If nothing is added, it becomes ${level} on ${day}.`,
  reason: {
    latest: () => 'The last evidence decides.',
    highest: () => 'The best valid evidence decides.',
    average: ({ n }) => `It is the mean of ${count(n, 'score', 'scores')}.`,
    'n-of-mastery': ({ n, kept, needed, mark }, { percent }) =>
      `Of ${count(n, 'result', 'results')} ${kept === 1 ? 'one is' : `${kept} are`} ${mark === null ? 'at a proficient level' : `at or above ${percent(mark)}`}; it takes ${needed}.`,
    'weighted-average': ({ n, latest }, { percent }) =>
      n === 1
        ? 'It is the one score that there is.'
        : `The last score weighs ${percent(latest)}, the mean of the ${count(n - 1, 'score', 'scores')} before it the rest.`,
    'decaying-average': ({ n, latest }, { percent }) =>
      n === 1
        ? 'It is the one score that there is.'
        : `Each of ${n} scores in turn moved the average towards it by ${percent(latest)} of the way.`,
    'beta-bernoulli': ({ n, mean, low, high, within, by }, { percent }) =>
      `From ${count(n, 'piece', 'pieces')} of evidence it is estimated at ${percent(mean)}; with ${percent(within)} probability it lies between ${percent(low)} and ${percent(high)}.${by === 'low' ? ' The low end decides.' : ''}`,
    'knowledge-tracing': ({ n, known, mastery }, { percent }) =>
      `After ${count(n, 'observation', 'observations')} it is known with a probability of ${percent(known)}; mastery begins at ${percent(mastery)}.`,
    'recency-weighted': ({ n, halfLifeDays }, { number }) =>
      `It is the mean of ${count(n, 'score', 'scores')}, each weighing half as much for every ${number(halfLifeDays)} days of age.`,
    any: ({ by, positive, negative }) =>
      `${positive === 0 ? 'No evidence shows' : positive === 1 ? 'One piece of evidence shows' : `${positive} pieces of evidence show`} a proficient level${negative === 0 ? '' : `, ${negative === 1 ? 'one does' : `${negative} do`} not`}; ${by === 'any' ? 'one that does is enough' : by === 'latest' ? 'the last one decides' : 'one that does is enough if none does not'}.`,
    composed: ({ parts }, { list, level }) =>
      parts
        .map(
          ({ kinds, count: needed, have, levelId, isMet }) =>
            `${isMet ? 'There' : 'Missing'}: ${have} of ${needed} ${list(kinds.map((kind) => en.kind[kind] ?? kind))}${levelId === null ? '' : ` at ${level(levelId)} or above`}.`,
        )
        .join(' '),
  },

  effect: {
    counts: ({ level, share, amount }, { percent }) =>
      share !== null
        ? `It shows ${level} and has ${percent(share)} of the weight.`
        : amount !== null
          ? `It shows ${level} and moved the result by ${percent(amount)}.`
          : `It shows ${level}, and the result stands on it.`,
    superseded: ({ level }) => `It shows ${level}, but other evidence decides.`,
    withheld: ({ withheld }) =>
      withheld?.need === undefined
        ? `It does not count now: ${attempts[withheld?.reason ?? ''] ?? 'its rule looks at other statements too'}.`
        : `It does not count yet: its rule asks for ${withheld.need} that belong together, and there are ${withheld.have ?? 0}.`,
    expired: ({ validTo }, { lastDay }) =>
      validTo === null
        ? 'It no longer counts: its time has run out.'
        : `It no longer counts: its time ran out on ${lastDay(validTo)}.`,
    withdrawn: () => 'It does not count: its statement was voided.',
    'not-yet': ({ at }, { day }) => `It is dated ahead and does not count before ${day(at)}.`,
    'no-value': () => 'It says that it was done, not how well, and shows no level.',
    revoked: ({ level }) => `It showed ${level}. That was taken back afterwards.`,
    revokes: () => 'It takes back what was held before it.',
  },
  supersededBy: (level, decisive, day) => `It shows ${level}. ${decisive} of ${day} decides.`,
  decides: ({ level, validTo }, { lastDay }) =>
    validTo === null
      ? `It decides the level: ${level}. It has no end date.`
      : `It decides the level: ${level}. It counts until ${lastDay(validTo)}.`,
  towards: ({ level }) => `It shows ${level} and counts, but is not enough by itself.`,

  rollUpMet: (proficient, total) => `From its parts: ${proficient} of ${total} are proficient.`,
  rollUpNotMet: (missing) => `From its parts: not yet proficient are ${missing}.`,
  rollUpLapsed: (missing) => `From its parts: the time of ${missing} has run out; a renewal brings it back.`,
  rollUpUnknown: (unknown) => `Nothing is known of ${unknown}.`,
  rollUpCoverage: (coverage) => `${coverage} of its parts, by weight, are known.`,
  rollUpMean: (mean) => `The weighted mean of what is known is ${mean}.`,

  next: (level) => `What would take it to ${level}`,
  renewal: (level) => `What would bring ${level} back`,
  step: (pieces, rule, scores) =>
    `${pieces === 1 ? 'once' : `${pieces} times`} “${rule}”${withScores(scores)}${withScores(scores) === '' || pieces === 1 ? '' : ' each time'}`,
  untried: (rule) => `“${rule}”, which looks at several statements together`,
  noWay: 'No rule in force leads there within ten pieces of evidence.',
};

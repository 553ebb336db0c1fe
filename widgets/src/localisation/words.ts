// SPDX-License-Identifier: Apache-2.0
/** Every text of the elements, in English; the id is the key in `locales`. Plain words, what to do next, no blame. */
import { msg, str } from '@lit/localize';

/** Somebody to turn to, if the portal named one. */
const whom = (contact: string | null) => contact ?? msg('the people who run this page', { id: 'whom' });

export const words = {
  loading: () => msg('Loading', { id: 'loading' }),
  stillLoading: () => msg('Still loading. You can go on reading this page.', { id: 'still-loading' }),
  nextTry: (seconds: number) =>
    seconds === 1
      ? msg('Next try in 1 second.', { id: 'next-try-one' })
      : msg(str`Next try in ${seconds} seconds.`, { id: 'next-try' }),
  tryNow: () => msg('Try now', { id: 'try-now' }),
  reload: () => msg('Reload', { id: 'reload' }),
  toToday: () => msg('Go to today', { id: 'to-today' }),
  offlineTitle: () => msg('You are offline.', { id: 'offline-title' }),
  offlineOld: (time: string) =>
    msg(str`This is what was here at ${time}. It updates by itself when you are back.`, {
      id: 'offline-old',
    }),
  offlineNew: () => msg('It shows by itself when you are back.', { id: 'offline-new' }),
  noRightsTitle: () => msg("You can't see this person's competencies.", { id: 'no-rights-title' }),
  noRights: (contact: string | null) =>
    msg(
      str`Only they and the people who lead their team can. Do you lead this team? Ask ${whom(contact)} to add you.`,
      {
        id: 'no-rights',
      },
    ),
  signedOutTitle: () => msg('Your sign-in has ended.', { id: 'signed-out-title' }),
  signedOut: () => msg('Reload the page to go on.', { id: 'signed-out' }),
  noRoleTitle: () => msg('No role is set for you yet.', { id: 'no-role-title' }),
  noRole: (contact: string | null) => msg(str`Tell ${whom(contact)} what you work as.`, { id: 'no-role' }),
  nobodyTitle: () => msg('Your sign-in is not linked to anybody here yet.', { id: 'nobody-title' }),
  nobody: (contact: string | null) =>
    msg(str`Nothing is lost: what you do is kept until then. Ask ${whom(contact)} to link it.`, {
      id: 'nobody',
    }),
  othersRoleTitle: () => msg('No role is set for this person yet.', { id: 'others-role-title' }),
  othersRole: (contact: string | null) =>
    msg(str`Tell ${whom(contact)} what they work as.`, { id: 'others-role' }),
  strangerTitle: () => msg('This person is not known here yet.', { id: 'stranger-title' }),
  stranger: (contact: string | null) =>
    msg(str`Nothing is lost: what they do is kept until then. Ask ${whom(contact)} to add them.`, {
      id: 'stranger',
    }),
  staleTitle: (time: string) => msg(str`As of ${time}.`, { id: 'stale-title' }),
  stale: () => msg('Newer records have not reached this page.', { id: 'stale' }),
  askedWrong: (contact: string | null) =>
    msg(str`This page asks for something that is not there. Tell ${whom(contact)}.`, { id: 'asked-wrong' }),
  errorTitle: () => msg("This can't be shown at the moment.", { id: 'error-title' }),
  error: (contact: string | null, reference: string | null) =>
    [
      msg('It is not your doing, and your records are safe.', { id: 'error' }),
      reference === null
        ? ''
        : msg(str`If it goes on, give ${whom(contact)} the reference ${reference}.`, {
            id: 'error-reference',
          }),
    ]
      .filter((text) => text !== '')
      .join(' '),
  asItWill: (day: string) => msg(str`As it will be on ${day}, if nothing is added.`, { id: 'as-it-will' }),
  asItWas: (day: string) => msg(str`As it was on ${day}.`, { id: 'as-it-was' }),
  upToDate: (time: string) => msg(str`Up to date. Read at ${time}.`, { id: 'up-to-date' }),

  competencies: () => msg('Competencies', { id: 'competencies' }),
  competency: () => msg('Competency', { id: 'competency' }),
  level: () => msg('Level', { id: 'level' }),
  status: () => msg('Status', { id: 'status' }),
  evidence: () => msg('Evidence', { id: 'evidence' }),
  required: () => msg('Required', { id: 'required' }),
  held: () => msg('Held', { id: 'held' }),
  requiredLevel: (level: string) => msg(str`required: ${level}`, { id: 'required-level' }),
  was: (level: string) => msg(str`Was ${level}`, { id: 'was' }),
  belowFirst: () => msg('Below the first level', { id: 'below-first' }),
  noEvidence: () => msg('No evidence yet', { id: 'no-evidence' }),
  noneYet: () => msg('None yet', { id: 'none-yet' }),
  noneNow: () => msg('None now', { id: 'none-now' }),
  notRequired: () => msg('Not asked by this role', { id: 'not-required' }),
  others: (count: string) => msg(str`Beyond this role: ${count} more`, { id: 'others' }),
  asTable: () => msg('Show as a table', { id: 'as-table' }),
  forWhom: (name: string) => msg(str`Of ${name}`, { id: 'for-whom' }),
  /** Words of status; the same in ladder, bar, radar and table. */
  statusWord: {
    met: () => msg('Met', { id: 'met' }),
    near: () => msg('Near', { id: 'near' }),
    gap: () => msg('Gap', { id: 'gap' }),
    expired: () => msg('Expired', { id: 'expired' }),
    unknown: () => msg('Unknown', { id: 'unknown' }),
  },
  validUntil: (day: string) => msg(str`Valid until ${day}`, { id: 'valid-until' }),
  noEnd: () => msg('No end date', { id: 'no-end' }),
  revokedOn: (day: string) => msg(str`Taken back on ${day}`, { id: 'revoked-on' }),
  graceUntil: (day: string) => msg(str`Ended; in grace until ${day}`, { id: 'grace-until' }),
  /** `when`: "in 23 days", "tomorrow", as the language says it. */
  expires: (when: string) => msg(str`Expires ${when}`, { id: 'expires' }),
  expiresOn: (when: string, day: string) => msg(str`Expires ${when}, on ${day}`, { id: 'expires-on' }),
  expiredAgo: (when: string, day: string) => msg(str`Expired ${when}, on ${day}`, { id: 'expired-ago' }),
  fadesOn: (level: string, when: string, day: string) =>
    msg(str`Becomes ${level} ${when}, on ${day}`, { id: 'fades-on' }),
  runsOut: () => msg('What runs out next', { id: 'runs-out' }),
  oneSoon: (label: string) => msg(str`One runs out soon: ${label}.`, { id: 'one-soon' }),
  someSoon: (count: string) => msg(str`Running out soon: ${count}.`, { id: 'some-soon' }),
  nothingSoon: () => msg('Nothing runs out soon.', { id: 'nothing-soon' }),
  /** `days`: "30 days", as the language counts them. */
  nothingRunsOut: (days: string) =>
    msg(str`Nothing that is held runs out within ${days}.`, { id: 'nothing-runs-out' }),
  nothingElse: (days: string) => msg(str`Nothing else within ${days}.`, { id: 'nothing-else' }),
  renewedBy: () => msg('What renews it', { id: 'renewed-by' }),
  ends: () => msg('Ends', { id: 'ends' }),
  today: () => msg('Today', { id: 'today' }),
  railSays: (sentence: string) =>
    msg(str`Dates at which competencies run out. ${sentence} The table below says the same.`, {
      id: 'rail-says',
    }),
  expiredOn: (day: string) => msg(str`On ${day}`, { id: 'expired-on' }),
  levelsToGo: (count: number) =>
    count === 1
      ? msg('1 level to go', { id: 'one-level' })
      : msg(str`${count} levels to go`, { id: 'levels-to-go' }),
  openOne: () => msg('Open a competency to see what would show it.', { id: 'open-one' }),
  pieces: (count: number) =>
    count === 1
      ? msg('piece of evidence', { id: 'one-piece' })
      : msg('pieces of evidence', { id: 'some-pieces' }),
  waysToShow: () => msg('See what would show it', { id: 'ways-to-show' }),

  emptyTitle: () => msg('No evidence yet, and that is fine.', { id: 'empty-title' }),
  empty: () =>
    msg('When you finish a course, pass a check or are observed at work, it shows here by itself.', {
      id: 'empty',
    }),
  meets: (met: number, all: number) =>
    msg(str`${met} of the ${all} competencies that this role requires are met.`, { id: 'meets' }),
  /** None is met: said without a zero. */
  asksFor: (all: number) => msg(str`This role requires ${all} competencies.`, { id: 'asks-for' }),
  meetsAll: (all: number) =>
    msg(str`All ${all} competencies that this role requires are met.`, { id: 'meets-all' }),
  oneShort: (label: string) => msg(str`One is a level short: ${label}.`, { id: 'one-short' }),
  someShort: (count: number) => msg(str`${count} are a level short.`, { id: 'some-short' }),
  oneGap: (label: string) => msg(str`The widest gap is ${label}.`, { id: 'one-gap' }),
  someGaps: (count: number, label: string) =>
    msg(str`${count} have a gap; the widest is ${label}.`, { id: 'some-gaps' }),
  widestGap: (label: string, toGo: string) =>
    msg(str`The widest gap is ${label}: ${toGo}.`, { id: 'widest-gap' }),
  oneExpired: (label: string) => msg(str`One has expired: ${label}.`, { id: 'one-expired' }),
  someExpired: (count: number) => msg(str`${count} have expired.`, { id: 'some-expired' }),
  oneUnknown: () => msg('For one there is no evidence yet.', { id: 'one-unknown' }),
  someUnknown: (count: number) => msg(str`For ${count} there is no evidence yet.`, { id: 'some-unknown' }),
  evidenceFor: (known: number, all: number) =>
    msg(str`There is evidence for ${known} of ${all}.`, { id: 'evidence-for' }),
  knownOf: (known: number, all: number) =>
    msg(str`There is evidence of ${known} of ${all} competencies.`, { id: 'known-of' }),

  changedNow: (before: string, now: string) =>
    msg(str`Changed just now: ${before} to ${now}`, { id: 'changed-now' }),
  announceOne: (label: string, level: string, status: string) =>
    msg(str`${label}: now ${level}. ${status}.`, { id: 'announce-one' }),
  evidenceNow: () => msg('New evidence just now', { id: 'evidence-now' }),
  announceSame: (label: string, level: string) =>
    msg(str`${label}: new evidence, still ${level}.`, { id: 'announce-same' }),
  announceSome: (count: number) => msg(str`${count} competencies changed.`, { id: 'announce-some' }),

  findCompetency: () => msg('Find a competency', { id: 'find-competency' }),
  /** Of a search: how many there are. */
  found: (count: string) => msg(str`Shown: ${count}`, { id: 'found' }),
  person: () => msg('Person', { id: 'person' }),
  me: () => msg('Me', { id: 'me' }),
  choosePerson: () => msg('Choose a person', { id: 'choose-person' }),
  findPerson: () => msg('Find a person', { id: 'find-person' }),
  nobodyFound: () => msg('Nobody of that name.', { id: 'nobody-found' }),
  morePeople: () => msg('There are more: write the beginning of a name.', { id: 'more-people' }),
  nowShown: (name: string) => msg(str`Now shown: ${name}`, { id: 'now-shown' }),

  both: () => msg('Both', { id: 'both' }),
  radar: () => msg('Radar', { id: 'radar' }),
  bars: () => msg('Bars', { id: 'bars' }),
  chartChoice: () => msg('How to draw it', { id: 'chart-choice' }),
  requiredAndHeld: () => msg('Required and held', { id: 'required-and-held' }),
  missing: () => msg('Missing', { id: 'missing' }),
  chartSays: (sentence: string) =>
    msg(str`Chart of required and held levels. ${sentence} The table below says the same.`, {
      id: 'chart-says',
    }),

  whyWait: () => msg('Looking up why …', { id: 'why-wait' }),
  whyFailed: () => msg('This could not be looked up.', { id: 'why-failed' }),
  standsOn: () => msg('What it stands on', { id: 'stands-on' }),
  leftOut: () => msg('Left out, and why', { id: 'left-out' }),
  chooseOne: () => msg('Choose a competency to see what it stands on.', { id: 'choose-one' }),
  overTime: () => msg('Level over time', { id: 'over-time' }),
  fromTo: (from: string, to: string) => msg(str`From ${from} to ${to}`, { id: 'from-to' }),
  noLevelNow: () => msg('no level now', { id: 'no-level-now' }),
  statement: () => msg('Statement', { id: 'statement' }),
  rule: () => msg('Rule', { id: 'rule' }),
  effect: () => msg('Effect', { id: 'effect' }),
  asReceived: () => msg('Show as received', { id: 'as-received' }),
  /** The statement in a sentence. `what`: verb and activity. */
  happened: (who: string, what: string, moment: string) =>
    msg(str`${who} ${what}, ${moment}.`, { id: 'happened' }),
  happenedWith: (who: string, what: string, raw: string, max: string, moment: string) =>
    msg(str`${who} ${what} with ${raw} of ${max} points, ${moment}.`, { id: 'happened-with' }),
  sentBy: (source: string) => msg(str`Sent by ${source}.`, { id: 'sent-by' }),
  ruleVersion: (version: string, day: string) =>
    msg(str`Version ${version}, published ${day}`, { id: 'rule-version' }),
  by: (name: string) => msg(str`by ${name}`, { id: 'by' }),
  worth: (score: string) => msg(str`Score ${score}`, { id: 'worth' }),
  kind: {
    'knowledge-test': () => msg('Knowledge test', { id: 'kind-knowledge-test' }),
    performance: () => msg('Task performed', { id: 'kind-performance' }),
    simulation: () => msg('Simulation', { id: 'kind-simulation' }),
    observation: () => msg('Observation on the job', { id: 'kind-observation' }),
    'prior-learning': () => msg('Prior learning', { id: 'kind-prior-learning' }),
    assertion: () => msg('Asserted by somebody', { id: 'kind-assertion' }),
    completion: () => msg('Completion', { id: 'kind-completion' }),
    manual: () => msg('Entered by hand', { id: 'kind-manual' }),
  } as Readonly<Record<string, () => string>>,
  /** What a piece that decides did, in few words; the server says it in a sentence. */
  effectWord: {
    counts: (level: string) => msg(str`${level}, counts`, { id: 'effect-counts' }),
    revokes: () => msg('Takes back what was held before', { id: 'effect-revokes' }),
  },
  partsProficient: (proficient: string, total: string) =>
    msg(str`${proficient} of ${total} proficient`, { id: 'parts-proficient' }),
  anActivity: () => msg('an activity', { id: 'an-activity' }),
} as const;

// SPDX-License-Identifier: Apache-2.0
/** The registry of pages: one line in `pages` each. A page says where its rows come from and how one is drawn. */
import type { ActivityView, QuarantineView, SourceView, UnresolvedView } from '@cairn/api/contract';
import type { PullView } from '@cairn/api/pull';
import { html, nothing, type TemplateResult } from 'lit';
import { ago, count, moment, span, textOf } from './format.ts';

export interface Actions {
  readonly retry: (quarantineId: string) => void;
  /** After the question is answered. `consequence`: what dropping it means. */
  readonly drop: (quarantineId: string, consequence: string) => void;
}
export interface Page<T> {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  /** Below /api/v1. */
  readonly path: string;
  readonly columns: readonly { readonly title: string; readonly isNumber?: boolean }[];
  readonly empty: string;
  /** Parts of the list, the first at the start: what is added to the query. */
  readonly filters?: readonly { readonly title: string; readonly query: string }[];
  /** Cells in the order of the columns. */
  readonly row: (
    item: T,
    now: number,
    actions: Actions,
  ) => readonly (TemplateResult | string | typeof nothing)[];
}
const page = <T>(one: Page<T>) => one as Page<unknown>;
const when = (instant: string | null, now: number) =>
  instant === null
    ? 'Never yet'
    : html`<time datetime=${instant} title=${moment(instant)}>${ago(instant, now)}</time>`;
/** A solid line is mapped, a dotted one is not yet; its length is its share of the longest. */
const line = (share: number, isMapped: boolean) =>
  html`<svg class="line" width="100%" height="4" aria-hidden="true">
    <line x1="0" x2="${Math.max(2, share * 100)}%" y1="2" y2="2" class=${isMapped ? 'solid' : 'dots'} />
  </svg>`;
const stateWords: Readonly<Record<SourceView['state'], string>> = {
  silent: 'Nothing came yet',
  active: 'Active',
  failing: 'Failing',
  paused: 'Paused',
};
const sourceState = (state: SourceView['state'], fault: SourceView['lastFault'], now: number) =>
  state === 'failing' && fault && fault.inARow > 0
    ? html`<strong class="error">${stateWords[state]}</strong>
        <details>
          <summary>${count(fault.inARow)} bad requests in a row, the last ${when(fault.at, now)}</summary>
          ${fault.code}: ${fault.message}
        </details>`
    : stateWords[state];
const fullWords = html`, <strong class="error">full</strong>: nothing more is taken that cannot be stored`;
const quarantineCell = ({
  quarantined,
  isQuarantineFull,
}: Pick<SourceView, 'quarantined' | 'isQuarantineFull'>) =>
  quarantined === 0
    ? '0'
    : html`<a href="#quarantine">${count(quarantined)}</a>${isQuarantineFull ? fullWords : nothing}`;
const pullWords: Readonly<Record<PullView['state'], string>> = {
  waiting: 'Pulled',
  running: 'Being pulled',
  failing: 'Pull fails',
  stopped: 'Pull has stopped',
  paused: 'Not pulled',
};
const row = (name: string, value: unknown) =>
  html`<dt>${name}</dt>
    <dd>${value}</dd>`;
function wayText({ endedAt, statements, share, secondsLeft }: PullView['backfill']): string {
  if (endedAt !== null) return `Done, ${count(statements)} statements`;
  const part = share === null ? '' : `, about ${Math.floor(share * 100)} %`;
  return `${count(statements)} statements so far${part}${secondsLeft === null ? '' : `, ${span(secondsLeft)} left`}`;
}
/** From where, how far behind, and what is wrong: what can be told at a glance, the rest unfolded. */
function pullCell(pull: PullView | null, now: number): TemplateResult | string {
  if (!pull) return '';
  const { state, lagSeconds, lastError, failures, backfill, counts, nextAt, lastSuccessAt } = pull;
  const isBad = state === 'failing' || state === 'stopped';
  const lag = lagSeconds === null ? 'nothing read yet' : `${span(lagSeconds)} behind`;
  return html`${isBad ? html`<strong class="error">${pullWords[state]}</strong>` : pullWords[state]}, ${lag}
    <details>
      <summary>${isBad && lastError ? lastError.code : 'How it goes'}</summary>
      <dl>
        ${row('From', html`<span class="address">${pull.settings.endpoint}</span>`)}
        ${row('Last success', when(lastSuccessAt, now))}
        ${row('Next', nextAt === null ? 'Not until it is resumed' : moment(nextAt))}
        ${row('From the beginning', wayText(backfill))}
        ${row(
          'Stored, known already, conflicts, in quarantine',
          [counts.stored, counts.duplicates, counts.conflicts, counts.quarantined].map(count).join(', '),
        )}
        ${lastError && (failures > 0 || state === 'stopped') ? row('Last error', html`${lastError.message} (${when(lastError.at, now)})`) : nothing}
      </dl>
    </details>`;
}
let longest = 1;

const kindWords: Readonly<Record<string, string>> = {
  attempt: 'Attempts',
  question: 'Answers to questions',
  submission: 'Work handed in',
  grading: 'Grades',
  'module-completion': 'Part of a course finished',
  'course-completion': 'Course finished',
  progress: 'Progress',
  view: 'Views',
  launch: 'Starts',
  session: 'Signing in and out',
  enrolment: 'Enrolments',
  observation: 'Observations',
  attestation: 'Attestations',
  administration: 'Administration',
  other: 'Other',
};

export const pages: readonly Page<unknown>[] = [
  page<SourceView>({
    id: 'sources',
    title: 'Sources',
    about: 'Who sends statements or is pulled from, and how that goes.',
    path: '/sources',
    columns: [
      { title: 'Source' },
      { title: 'State' },
      { title: 'Dialect' },
      { title: 'Pull' },
      { title: 'Last statement' },
      { title: 'Statements', isNumber: true },
      { title: 'In quarantine', isNumber: true },
    ],
    empty:
      'Nobody sends statements yet. Make a source with “cairn source add”, and give its key and secret to the sender.',
    row: ({ id, title, state, lastFault, dialect, pull, lastStatementAt, statements, ...waiting }, now) => [
      html`<strong>${title}</strong><br /><span class="muted">${id}</span>`,
      sourceState(state, lastFault, now),
      dialect,
      pullCell(pull, now),
      when(lastStatementAt, now),
      count(statements),
      quarantineCell(waiting),
    ],
  }),
  page<ActivityView>({
    id: 'activities',
    title: 'Activities seen',
    about: 'Most statements first. A solid line is mapped: a rule names it. A dotted one is not yet.',
    path: '/activities',
    filters: [
      { title: 'All', query: '' },
      { title: 'Unmapped', query: 'unmapped=true' },
    ],
    columns: [
      { title: 'Activity' },
      { title: 'What it tells' },
      { title: 'Statements', isNumber: true },
      { title: 'Evidence', isNumber: true },
      { title: 'Last' },
    ],
    empty: 'No statement has been processed yet. They show here as soon as a source sends some.',
    row: ({ id, name, kinds, statements, evidence, rules, lastAt }, now) => {
      longest = Math.max(longest, statements);
      return [
        html`<strong>${textOf(name) || id}</strong><br /><span class="muted address">${id}</span
          >${line(statements / longest, rules > 0 || evidence > 0)}`,
        kinds.map((kind) => kindWords[kind] ?? kind).join(', '),
        count(statements),
        rules === 0 && evidence === 0
          ? html`<span class="muted">Unmapped</span>`
          : html`${count(evidence)}<br /><span class="muted"
                >${rules === 1 ? '1 rule' : `${count(rules)} rules`}</span
              >`,
        when(lastAt, now),
      ];
    },
  }),
  page<UnresolvedView>({
    id: 'unresolved',
    title: 'Unresolved people',
    about:
      'Identifiers that nobody is known by. Their statements are kept and count as soon as somebody is linked.',
    path: '/unresolved',
    columns: [
      { title: 'Identifier' },
      { title: 'Called' },
      { title: 'Statements', isNumber: true },
      { title: 'Last' },
    ],
    empty: 'Everybody who learns is known. When a statement names somebody who is not, they wait here.',
    row: ({ identifier, names, statements, lastAt }, now) => [
      html`<span class="address">${identifier}</span>`,
      names.join(', ') || html`<span class="muted">No name sent</span>`,
      count(statements),
      when(lastAt, now),
    ],
  }),
  page<QuarantineView>({
    id: 'quarantine',
    title: 'Quarantine',
    about:
      'What could not be stored or processed. It is kept and nothing waits for it: mend the cause, then try it again.',
    path: '/quarantine',
    columns: [
      { title: 'Reason' },
      { title: 'Kind' },
      { title: 'Source' },
      { title: 'Since' },
      { title: 'Tries', isNumber: true },
      { title: '' },
    ],
    empty: 'Nothing is in quarantine: everything that came could be stored and processed.',
    row: ({ id, kind, sourceId, reason, since, attempts, statement, isCut }, now, { retry, drop }) => [
      html`${reason.message} <br /><span class="muted"
          >${reason.code}${reason.pointer ? html` at <code>${reason.pointer}</code>` : nothing}</span
        >
        <details>
          <summary>Show the text</summary>
          <pre tabindex="0">${statement}</pre>
          ${isCut ? html`<p class="muted">Only its beginning was kept; it cannot be tried again.</p>` : nothing}
        </details>`,
      kind === 'refused' ? 'Not stored' : 'Stored, not processed',
      sourceId,
      when(since, now),
      count(attempts),
      html`<div class="buttons">
        <button
          type="button"
          ?disabled=${isCut}
          aria-label="Try again: ${reason.code} of ${sourceId}"
          @click=${() => retry(id)}
        >
          Try again
        </button>
        <button
          type="button"
          aria-label="Drop: ${reason.code} of ${sourceId}"
          @click=${() =>
            drop(
              id,
              kind === 'refused'
                ? `This text of ${sourceId} was never stored. Dropped, it is gone for good.`
                : `This statement of ${sourceId} stays stored, but will never be processed.`,
            )}
        >
          Drop
        </button>
      </div>`,
    ],
  }),
];

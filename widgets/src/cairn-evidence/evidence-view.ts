// SPDX-License-Identifier: Apache-2.0
/** The parts of an explanation: the pieces, each down to the statement as it was received; what comes next; the level over time. */
import type { Explanation } from '@cairn/api/contract';
import { html, nothing, type TemplateResult } from 'lit';
import { stone } from '../drawing/marks.ts';
import { sparkline } from '../drawing/sparkline.ts';
import { words } from '../localisation/words.ts';
import { levelName, textIn } from '../standing/standing.ts';

export interface Reader {
  readonly locale: string;
  readonly day: (instant: string | number, timeZone?: string) => string;
  readonly moment: (instant: string) => string;
  readonly number: (value: number) => string;
  readonly percent: (share: number) => string;
  /** A heading of the rank that fits where the explanation stands. */
  readonly title: (text: string) => TemplateResult;
}
type Piece = Explanation['evidence'][number];

const activityName = ({ activity }: Piece, locale: string) =>
  textIn(activity?.name, locale) || (activity?.id ?? words.anActivity());
const rankOf = ({ scales }: Explanation, levelId: string | null) =>
  scales[0]?.levels.find(({ id }) => id === levelId)?.rank ?? null;

function effectText(why: Explanation, piece: Piece, { locale }: Reader): string {
  const [scale] = why.scales;
  const level = scale ? levelName(scale, rankOf(why, piece.levelId) ?? 0, locale) : '';
  return piece.effect === 'revokes' ? words.effectWord.revokes() : words.effectWord.counts(level);
}

/** Senders write "Completed" as well as "completed"; within a sentence it is small. */
const verbText = ({ verb }: Piece, locale: string) => {
  const text = textIn(verb.display, locale) || (verb.id.split('/').at(-1) ?? '');
  return text.charAt(0).toLocaleLowerCase(locale) + text.slice(1);
};
function statementSentence(why: Explanation, piece: Piece, { locale, moment, number }: Reader): string {
  const who = why.person.name;
  const what = `${verbText(piece, locale)} ${activityName(piece, locale)}`;
  const when = moment(piece.occurredAt);
  return piece.points
    ? words.happenedWith(who, what, number(piece.points.raw), number(piece.points.max), when)
    : words.happened(who, what, when);
}
/** What the result stands on; whatever else was looked at is left out, and the server says why. */
const isDecisive = ({ effect }: Piece) => effect === 'counts' || effect === 'revokes';

function pieceView(why: Explanation, piece: Piece, reader: Reader): TemplateResult {
  const { locale, day, percent } = reader;
  const facts = [
    day(piece.occurredAt),
    words.kind[piece.kind]?.() ?? piece.kind,
    piece.by === null ? '' : words.by(piece.by),
    piece.value === null ? '' : words.worth(percent(piece.value)),
  ].filter((text) => text !== '');
  return html`<li>
    <details class="piece">
      <summary>
        ${stone(piece.effect === 'counts' || piece.effect === 'superseded')}
        <span class="piece-name"
          ><bdi>${activityName(piece, locale)}</bdi><span class="muted">${facts.join(', ')}</span>${
            isDecisive(piece)
              ? nothing
              : html`<span class="muted reason" lang=${why.language}>${piece.sentence}</span>`
          }</span
        >
        ${
          isDecisive(piece)
            ? html`<span class="muted piece-effect">${effectText(why, piece, reader)}</span>`
            : nothing
        }
      </summary>
      <dl>
        <dt>${words.statement()}</dt>
        <dd>
          ${statementSentence(why, piece, reader)} ${words.sentBy(piece.source.title)}
          <details class="received">
            <summary>${words.asReceived()}</summary>
            <pre dir="ltr" tabindex="0">${piece.statement.text}</pre>
          </details>
        </dd>
        <dt>${words.rule()}</dt>
        <dd>
          ${textIn(piece.rule.title, locale)}
          <p class="muted">${words.ruleVersion(piece.rule.policyVersion, day(piece.rule.publishedAt))}</p>
        </dd>
        <dt>${words.effect()}</dt>
        <dd lang=${why.language}>${piece.sentence}</dd>
      </dl>
    </details>
  </li>`;
}

const pieceList = (
  why: Explanation,
  pieces: readonly Piece[],
  title: TemplateResult,
  reader: Reader,
): TemplateResult | typeof nothing =>
  pieces.length === 0
    ? nothing
    : html`${title}
        <ul class="pieces" part="evidence">
          ${pieces.map((piece) => pieceView(why, piece, reader))}
        </ul>`;

/** What it would take, tried by the model: said by the server, in the reader's language. */
function nextLevel(
  { next, competency, language }: Explanation,
  { locale, title }: Reader,
): TemplateResult | typeof nothing {
  if (!next) return nothing;
  const indicators = competency.indicators.filter(({ levelId }) => levelId === next.levelId);
  return html`<div class="next" part="next">
    ${title(next.sentence)} ${indicators.map(({ text }) => html`<p>${textIn(text, locale)}</p>`)}
    <ul class="ways" lang=${language}>
      ${next.ways.map(({ sentence }) => html`<li>${sentence}</li>`)}
    </ul>
  </div>`;
}

function overTime(why: Explanation, { locale, day, title }: Reader): TemplateResult | typeof nothing {
  const [scale] = why.scales;
  const past = why.history.filter(({ from }) => from <= why.at);
  const [first] = past;
  if (!scale || !first) return nothing;
  const stretches = past.map(({ from, to, rank, status }) => ({
    from: Date.parse(from),
    to: Math.min(Date.parse(why.at), to === null ? Number.POSITIVE_INFINITY : Date.parse(to)),
    rank: status === 'expired' || status === 'revoked' ? null : rank,
  }));
  const last = past.at(-1);
  const now = levelName(scale, last?.rank ?? null, locale);
  const hasRunOut = last?.status === 'expired' || last?.status === 'revoked';
  return html`<div class="over-time">
    ${title(words.overTime())} ${sparkline(stretches, scale.levels.length)}
    <p class="muted">
      ${words.fromTo(`${levelName(scale, first.rank, locale)} (${day(first.from)})`, hasRunOut ? words.noLevelNow() : now)}
    </p>
  </div>`;
}

export const explanationView = (why: Explanation, reader: Reader): TemplateResult =>
  html`<p class="because" part="because" lang=${why.language}>${why.sentences.join(' ')}</p>
    ${why.competency.context ? html`<p class="muted where">${textIn(why.competency.context, reader.locale)}</p>` : nothing}
    <div class="why-columns">
      <div>
        ${pieceList(why, why.evidence.filter(isDecisive), reader.title(words.standsOn()), reader)}
        ${pieceList(
          why,
          why.evidence.filter((piece) => !isDecisive(piece)),
          reader.title(words.leftOut()),
          reader,
        )}
      </div>
      <div>${nextLevel(why, reader)} ${overTime(why, reader)}</div>
    </div>`;

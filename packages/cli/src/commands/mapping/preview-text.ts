// SPDX-License-Identifier: Apache-2.0
/** A preview for people: what happens to rules, statements and people, the largest first. */
import type { PreviewView } from '@cairn/api/contract';
import type { SentenceLanguage } from '@cairn/engine';
import { spanText } from '../source/list-text.ts';
import { columns } from './columns.ts';

type Rule = PreviewView['rules'][number];
type Example = NonNullable<Rule['reading']>['examples'][number];
type Counts = PreviewView['people'];

/** Competencies that are printed; `--json` has more. */
const mostCompetencies = 25;
const number = (value: number) => value.toLocaleString('en');
const some = (count: number, one: string, many: string) => `${number(count)} ${count === 1 ? one : many}`;
const orDash = (count: number) => (count === 0 ? '-' : number(count));

const headings: readonly (readonly [keyof Counts, string])[] = [
  ['gains', 'gain'],
  ['loses', 'lose'],
  ['becomes-known', 'become known'],
  ['becomes-unknown', 'become unknown'],
  ['level-up', 'level up'],
  ['level-down', 'level down'],
  ['otherwise', 'other'],
];
const cells = (counts: Counts) => headings.map(([kind]) => orDash(counts[kind]));

function exampleText({ statementId, person, subject, value, levelId }: Example): string {
  const measure = value === null ? '' : `, ${Math.round(value * 100)} %`;
  return `statement ${statementId}, ${person?.name ?? subject}${measure}${levelId === null ? '' : `, level ${levelId}`}`;
}

/** What stands below the table: why nothing is known, why nothing comes of it, and one statement that it is met by. */
function noteLines({ ruleId, reading }: Rule, language: SentenceLanguage): readonly string[] {
  if (!reading) return [];
  const { unknownBy, noValue, failed, examples } = reading;
  const notes = [
    ...unknownBy.map(({ says, statements }) => `unknown for ${number(statements)}: ${says[language]}`),
    ...noValue.map(
      ({ reason, statements }) => `met, but gives nothing, for ${number(statements)}: ${reason}`,
    ),
    ...(failed > 0 ? [`cannot be applied to ${some(failed, 'statement', 'statements')}`] : []),
    ...examples.slice(0, 2).map((one) => `for example ${exampleText(one)}`),
  ];
  return notes.length > 0 ? [`  ${ruleId}`, ...notes.map((note) => `    ${note}`)] : [];
}

function ruleLines({ rules }: PreviewView, language: SentenceLanguage): readonly string[] {
  const changed = rules.filter(({ change }) => change !== 'unchanged');
  const others = rules.filter(({ change }) => change === 'unchanged');
  const reread = others.filter(({ reading }) => reading !== null);
  const shown = [...changed, ...reread];
  const table = columns([
    ['', 'rule', 'evidence now', 'then', 'met', 'not met', 'unknown'],
    ...shown.map(({ ruleId, change, evidence, reading }) => [
      change === 'unchanged' ? 'read anew' : change,
      ruleId,
      number(evidence.before),
      number(evidence.after),
      ...(reading ? [reading.met, reading.notMet, reading.unknown].map(number) : ['-', '-', '-']),
    ]),
  ]);
  const rest = others.length - reread.length;
  return [
    'Rules',
    ...(shown.length > 0 ? table : []),
    ...(rest > 0
      ? [`  ${some(rest, 'rule stays', 'rules stay')} as ${rest === 1 ? 'it is' : 'they are'}`]
      : []),
    ...shown.flatMap((rule) => noteLines(rule, language)),
    '',
  ];
}

function lostLines({ statements: { lost, lostExamples } }: PreviewView): readonly string[] {
  if (lost === 0) return [];
  return [
    `${some(lost, 'statement counts', 'statements count')} now and would match nothing any more`,
    ...lostExamples.map(
      ({ statementId, ruleIds, person }) =>
        `  ${statementId}${person ? `, ${person.name}` : ''} (${ruleIds.join(', ')})`,
    ),
    '',
  ];
}

type Change = PreviewView['competencies'][number]['examples'][number];
const stateText = ({ status, levelId }: Change['before']) =>
  levelId === null ? status : `${status} (${levelId})`;
const changeText = ({ person, change, before, after }: Change) =>
  change === 'otherwise' && stateText(before) === stateText(after)
    ? `${person.name}: ${stateText(after)} as before, with another score or validity`
    : `${person.name}: ${stateText(before)} → ${stateText(after)}`;

type Standing = PreviewView['competencies'][number];
const exampleLines = ({ examples }: Standing) => examples.slice(0, 3).map((one) => `    ${changeText(one)}`);

function peopleLines({ competencies, moreCompetencies, people }: PreviewView): readonly string[] {
  if (competencies.length === 0) return ['Nobody’s mastery would change.', ''];
  const shown = competencies.slice(0, mostCompetencies);
  const more = competencies.length - shown.length + moreCompetencies;
  return [
    'People, by competency',
    ...columns([
      ['competency', ...headings.map(([, heading]) => heading), 'proficient now', 'then'],
      ...shown.map(({ competencyId, people: counts, proficient }) => [
        competencyId,
        ...cells(counts),
        number(proficient.before),
        number(proficient.after),
      ]),
      ['all', ...cells(people), '', ''],
    ]),
    ...(more > 0 ? [`  and ${some(more, 'competency', 'competencies')} with fewer changes (--json)`] : []),
    ...shown.slice(0, 5).flatMap((one) => [`  ${one.competencyId}`, ...exampleLines(one)]),
    '',
  ];
}

const sumOf = (counts: Counts) => headings.reduce((sum, [kind]) => sum + counts[kind], 0);

/** Only roles that read a competency otherwise than it is shown to all. */
function roleLines({ roles }: PreviewView): readonly string[] {
  if (roles.length === 0) return [];
  const shown = roles.slice(0, mostCompetencies);
  return [
    'As roles read them that have settings of their own',
    ...columns([
      ['role', 'competency', ...headings.map(([, heading]) => heading), 'of them in the role'],
      ...shown.map(({ roleId, competencyId, people, holders }) => [
        roleId,
        competencyId,
        ...cells(people),
        orDash(sumOf(holders)),
      ]),
    ]),
    ...shown.slice(0, 5).flatMap((one) => [`  ${one.roleId}, ${one.competencyId}`, ...exampleLines(one)]),
    '',
  ];
}

function lastLines({ publication, statements, took }: PreviewView): readonly string[] {
  const { statementsToRead, masteriesToFold, seconds } = publication;
  return [
    ...(statements.aside > 0
      ? [
          `${some(statements.aside, 'statement is', 'statements are')} in quarantine or cannot be read: left out.`,
        ]
      : []),
    statementsToRead + masteriesToFold === 0
      ? 'Publishing has nothing to read: it is in force at once.'
      : `Publishing reads ${some(statementsToRead, 'statement', 'statements')} and folds ${some(masteriesToFold, 'mastery', 'masteries')}: about ${spanText(seconds)}.`,
    `This preview read ${some(statements.read, 'statement', 'statements')} in ${took.seconds.toFixed(1)} s. Nothing was changed.`,
  ];
}

export const previewText = (preview: PreviewView, language: SentenceLanguage): readonly string[] => [
  preview.comparedWith === null
    ? 'Compared with nothing: no version of this Cairn is in force.'
    : `Compared with version ${preview.comparedWith}, in force`,
  '',
  ...ruleLines(preview, language),
  ...lostLines(preview),
  ...peopleLines(preview),
  ...roleLines(preview),
  ...lastLines(preview),
];

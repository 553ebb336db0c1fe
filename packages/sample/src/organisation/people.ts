// SPDX-License-Identifier: Apache-2.0
/** About sixty people in six teams. Who went to the college is known there by another account. */
import { randomOf } from '../seeded-random.ts';
import { college, learning } from './activities.ts';

export const teams = [
  { id: 'quay-a', name: 'Quay crew A' },
  { id: 'quay-b', name: 'Quay crew B' },
  { id: 'cranes', name: 'Cranes' },
  { id: 'lashing', name: 'Lashing gang' },
  { id: 'yard', name: 'Yard office' },
  { id: 'shift-leads', name: 'Shift leads' },
] as const;

export interface PersonPlan {
  readonly id: string;
  readonly name: string;
  readonly team: string;
  readonly role: string;
  readonly account: string;
  readonly mail: string;
  /** How far above or below what is asked somebody stands on the whole, in shares of a full mark. */
  readonly skill: number;
  readonly joinedDaysAgo: number;
  readonly isNew: boolean;
  /** Has everything that the role asks for. */
  readonly isExemplary: boolean;
  readonly letsLapse: boolean;
  /** Crews change between early and late from week to week, the one against the other. */
  readonly rota: 'office' | 0 | 1;
  readonly collegeAccount: string | null;
}
const crews: Readonly<Record<string, { readonly role: string; readonly names: string }>> = {
  'quay-a': {
    role: 'quay-operator',
    names:
      'Nadia Rahimi, Owen Price, Sofia Marques, Lars Nyberg, Femi Adebayo, Hana Kim, Peter Voss, Lucía Prieto, Milan Kovač, Ruth Adler, Amina Yusuf, Ben Carter',
  },
  'quay-b': {
    role: 'quay-operator',
    names:
      'Mara Lindqvist, Pieter de Boer, Daniel Moreau, Li Na Chen, Tomasz Wilk, Inês Carvalho, Elena Petrova, Yusuf Demir, Samuel Adeyemi, Aisha Rahman, Jonas Okafor, Greta Holm',
  },
  cranes: {
    role: 'crane-driver',
    names:
      'Viktor Hansen, Joana Silva, Marek Dvořák, Kwame Mensah, Anouk Visser, Erik Lund, Paola Greco, Tariq Aziz, Ingrid Dahl, Chiara Rossi',
  },
  lashing: {
    role: 'lasher',
    names:
      'Dario Conti, Maja Nowak, Rui Santos, Abebe Tesfaye, Freya Jensen, Ivan Horvat, Leila Haddad, Sean Murphy, Yuki Tanaka, Jakub Novák',
  },
  yard: {
    role: 'yard-clerk',
    names:
      'Clara Weber, Mohamed Salah, Petra Svoboda, Noah Fischer, Zeynep Kaya, Tom Baker, Elif Demir, Anna Keller',
  },
  'shift-leads': {
    role: 'shift-lead',
    names:
      'Rita Halvorsen, Karim Benali, Astrid Berg, George Owusu, Helena Costa, Niklas Brandt, Olga Ivanova, Marta Lindqvist',
  },
};
const collegeAccounts: Readonly<Record<string, string>> = {
  'Marta Lindqvist': '3',
  'Amina Yusuf': '4',
  'Ben Carter': '5',
  'Chiara Rossi': '6',
  'Jakub Novák': '7',
  'Elif Demir': '8',
};
const newcomers = new Set(['Greta Holm', 'Anna Keller', 'Sean Murphy']);
const exemplary = new Set(['Ruth Adler', 'Viktor Hansen', 'Freya Jensen', 'Petra Svoboda', 'Helena Costa']);
const lapsing = new Set([
  'Tomasz Wilk',
  'Femi Adebayo',
  'Pieter de Boer',
  'Tariq Aziz',
  'Kwame Mensah',
  'Rui Santos',
  'Leila Haddad',
  'Noah Fischer',
  'Clara Weber',
  'George Owusu',
]);
const programmeDays = 540;

const slug = (name: string) =>
  name
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z]+/g, '-');

function rotaOf(team: string, place: number): PersonPlan['rota'] {
  if (team === 'yard') return 'office';
  if (team === 'quay-a') return 0;
  if (team === 'quay-b') return 1;
  return place % 2 === 0 ? 0 : 1;
}
/** Most were there when the programme began; some joined on the way. */
function joinedOf(next: () => number, isNew: boolean): number {
  if (isNew) return 10 + Math.floor(next() * 15);
  return next() < 0.7 ? programmeDays : 90 + Math.floor(next() * 400);
}

export const people: readonly PersonPlan[] = Object.entries(crews).flatMap(([team, { role, names }]) =>
  names.split(', ').map((name, i): PersonPlan => {
    const id = slug(name);
    const next = randomOf(`person ${id}`);
    return {
      id,
      name,
      team,
      role,
      account: id,
      mail: `${id.replace('-', '.')}@aldermouth.example`,
      skill: (next() - 0.5) * 0.24,
      joinedDaysAgo:
        lapsing.has(name) || exemplary.has(name) ? programmeDays : joinedOf(next, newcomers.has(name)),
      isNew: newcomers.has(name),
      isExemplary: exemplary.has(name),
      letsLapse: lapsing.has(name),
      rota: rotaOf(team, i),
      collegeAccount: collegeAccounts[name] ?? null,
    };
  }),
);
export const shiftLeads = people.filter(({ team }) => team === 'shift-leads');

/** Who runs the college's Moodle sends statements too, and is nobody of the crew. */
const collegeOffice = {
  id: 'harbour-college-office',
  name: 'Harbour College office',
  identifiers: [{ actor: { account: { homePage: college, name: '2' } } }],
};

export const peopleImport = {
  teams,
  people: [
    ...people.map(({ id, name, team, role, account, mail, collegeAccount }) => ({
      id,
      name,
      team,
      roles: [role],
      identifiers: [
        { actor: { account: { homePage: learning, name: account } } },
        { actor: { mbox: `mailto:${mail}` } },
        ...(collegeAccount === null
          ? []
          : [{ actor: { account: { homePage: college, name: collegeAccount } } }]),
        ...(name === 'Jakub Novák' ? [{ actor: { mbox: 'mailto:jnovak@college.example' } }] : []),
        ...(name === 'Elif Demir' ? [{ actor: { mbox: 'mailto:edemir@college.example' } }] : []),
      ],
    })),
    collegeOffice,
  ],
};

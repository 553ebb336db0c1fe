// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { people, peopleImport, shiftLeads } from '../organisation/people.ts';
import { collegeStatements } from './college.ts';
import { sampleStatements } from './sample-statements.ts';

interface Sent {
  readonly id?: string;
  readonly timestamp: string;
  readonly actor: { readonly mbox?: string; readonly account?: { readonly name: string } };
  readonly verb: { readonly id: string };
  readonly object: { readonly id: string };
  readonly context?: { readonly instructor?: { readonly mbox: string }; readonly registration?: string };
}
const dayMs = 86_400_000;
const autumn = Date.parse('2026-11-25T10:00:00Z');
const of = (day: number, source: string) =>
  (sampleStatements(day).find((stream) => stream.source === source)?.statements ??
    []) as unknown as readonly Sent[];
const sentOn = (day: number) =>
  sampleStatements(day).flatMap(({ statements }) => statements) as unknown as readonly Sent[];
/** Days of every season, among them those on which clocks change. */
const anyDay = fc.integer({ min: Date.parse('2025-06-01') / dayMs, max: Date.parse('2031-01-01') / dayMs });
const oftenEnough = { numRuns: 8 };

const local = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  weekday: 'short',
  hour: '2-digit',
  hourCycle: 'h23',
});
function workingTime({ timestamp }: Sent): { weekday: string; hour: number } {
  const parts = new Map(local.formatToParts(Date.parse(timestamp)).map(({ type, value }) => [type, value]));
  return { weekday: parts.get('weekday') ?? '', hour: Number(parts.get('hour')) };
}

describe('the eighteen months', () => {
  test('a day gives the same statements at whatever hour it is asked, another day others', () => {
    expect(sampleStatements(autumn + 5 * 3_600_000)).toEqual(sampleStatements(autumn));
    expect(sampleStatements(autumn + dayMs)).not.toEqual(sampleStatements(autumn));
  });

  test('about 60 people in 6 teams send about 3,300 statements, few enough to be seeded in seconds', () => {
    expect(people).toHaveLength(60);
    expect(peopleImport.teams).toHaveLength(6);
    const count = sentOn(autumn).length;
    expect(count).toBeGreaterThan(2000);
    expect(count).toBeLessThan(4000);
  });

  test('on any day: nothing is older than eighteen months, nothing is of that day or later', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const ages = sentOn(day * dayMs).map(({ timestamp }) => day - Date.parse(timestamp) / dayMs);
        expect(Math.max(...ages)).toBeLessThan(548);
        expect(Math.max(...ages)).toBeGreaterThan(500);
        expect(Math.min(...ages)).toBeGreaterThan(0);
      }),
      oftenEnough,
    );
  });

  test('it grows: each half year has more than the one before, and the first has a good part', () => {
    const halves = [0, 0, 0];
    for (const { timestamp } of sentOn(autumn)) {
      const half = Math.floor((autumn - Date.parse(timestamp)) / (183 * dayMs));
      halves[half] = (halves[half] ?? 0) + 1;
    }
    const [latest = 0, middle = 0, first = 0] = halves;
    expect(latest).toBeGreaterThan(middle);
    expect(middle).toBeGreaterThan(first);
    expect(first).toBeGreaterThan(0.12 * (latest + middle + first));
  });

  test('on any day: all of it falls into the shifts of the port by local time, in summer and winter', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const outside = sentOn(day * dayMs).filter((one) => {
          const { hour } = workingTime(one);
          return hour < 6 || hour > 21;
        });
        expect(outside).toEqual([]);
      }),
      oftenEnough,
    );
  });

  test('a weekend has a quarter or less of what two working days have, but is not still', () => {
    const weekend = sentOn(autumn).filter((one) => /Sat|Sun/.test(workingTime(one).weekday)).length;
    const share = weekend / sentOn(autumn).length;
    expect(share).toBeGreaterThan(0.02);
    expect(share).toBeLessThan(0.1);
  });

  test('no second of the day is a habit', () => {
    const seconds = new Set(sentOn(autumn).map(({ timestamp }) => Date.parse(timestamp) % dayMs));
    expect(seconds.size).toBeGreaterThan(0.85 * sentOn(autumn).length);
  });

  test('some statements arrive after later ones', () => {
    const times = of(autumn, 'quay-observations').map(({ timestamp }) => Date.parse(timestamp));
    let latest = 0;
    const late = times.filter((time) => {
      latest = Math.max(latest, time);
      return time < latest - dayMs;
    });
    expect(late.length).toBeGreaterThan(20);
    expect(late.length).toBeLessThan(0.25 * times.length);
  });
});

describe('observations', () => {
  const leads = new Set(shiftLeads.map(({ mail }) => `mailto:${mail}`));
  const sent = of(autumn, 'quay-observations');
  const isVoid = ({ verb }: Sent) => verb.id.endsWith('/voided');
  const observed = sent.filter((one) => !isVoid(one));

  test('are made by shift leads, never of oneself, and every lead makes some', () => {
    const observers = observed.map(({ context }) => context?.instructor?.mbox ?? '');
    expect(new Set(observers)).toEqual(leads);
    expect(
      observed.filter(({ actor, context }) => actor.mbox === context?.instructor?.mbox && actor.mbox),
    ).toEqual([]);
  });

  test('are voided by who made them, soon, and only when they are there', () => {
    const voids = sent.filter(isVoid);
    expect(voids.length).toBeGreaterThan(5);
    for (const one of voids) {
      const target = sent.findIndex(({ id }) => id === one.object.id);
      expect(target).toBeGreaterThanOrEqual(0);
      expect(sent.indexOf(one)).toBeGreaterThan(target);
      expect(sent[target]?.context?.instructor?.mbox).toBe(one.actor.mbox);
      const after = Date.parse(one.timestamp) - Date.parse(sent[target]?.timestamp ?? '');
      expect(after).toBeGreaterThan(0);
      expect(after).toBeLessThan(3_600_000);
    }
    expect(new Set(voids.map(({ actor }) => actor.mbox)).size).toBeGreaterThan(2);
  });

  test('have ids of their own', () => {
    const ids = [...sent, ...of(autumn, 'crane-simulator')].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids)
      expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  });
});

const infoExtension = 'http://lrs.learninglocker.net/define/extensions/info';
const eventOf = (statement: unknown) =>
  (statement as { context: { extensions: Record<string, { event_name: string }> } }).context.extensions[
    infoExtension
  ]?.event_name ?? '';

/** What the plugin decides, with what differs from site to site and person to person taken out: the names stay, texts and numbers go. */
function shapeOf(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((one) => shapeOf(one, key));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, shapeOf(one, name)]));
  const isFixed = [
    'event_name',
    'event_function',
    'type',
    'objectType',
    'platform',
    'language',
    'http://moodle.org',
    'https://github.com/xAPI-vle/moodle-logstore_xapi',
  ].includes(key);
  return isFixed ? value : typeof value;
}

describe('the learning platform', () => {
  const sent = of(autumn, 'aldermouth-learning');

  test('sends what the real plugin sends for these events, member by member', async () => {
    const file = fileURLToPath(
      import.meta.resolve('@cairn/dialects/fixtures/moodle-4.4-logstore-xapi.jsonl'),
    );
    const real = (await readFile(file, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Sent);
    const shapes = new Set(
      real.map((one) => JSON.stringify([eventOf(one), one.verb, shapeOf({ ...one, verb: null })])),
    );
    const unlike = sent.filter(
      (one) => !shapes.has(JSON.stringify([eventOf(one), one.verb, shapeOf({ ...one, verb: null })])),
    );
    expect(unlike).toEqual([]);
    expect(new Set(sent.map(eventOf)).size).toBe(5);
  });

  test('gives no ids, whole seconds, and one registration for each run of its task', () => {
    expect(sent.filter((one) => 'id' in one)).toEqual([]);
    expect(sent.filter(({ timestamp }) => !timestamp.endsWith('.000Z'))).toEqual([]);
    const registrations = new Set(sent.map(({ context }) => context?.registration));
    expect(registrations.size).toBeLessThan(sent.length);
    for (const one of registrations)
      expect(one).toMatch(/^[\da-f]{8}-[\da-f]{4}-5[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  });

  test('numbers attempts in the order in which they were made, none twice', () => {
    const submitted = sent
      .filter((one) => eventOf(one).endsWith('attempt_submitted'))
      .sort((a, b) => (a.timestamp < b.timestamp ? -1 : 1))
      .map(({ object }) => Number(/attempt=(\d+)/.exec(object.id)?.[1]));
    expect(submitted.length).toBeGreaterThan(200);
    expect(new Set(submitted).size).toBe(submitted.length);
    expect(submitted).toEqual([...submitted].sort((a, b) => a - b));
  });

  test('never says zero of an attempt: that would be read as not yet graded', () => {
    const zero = sent.filter((one) => {
      const { result } = one as { result?: { score?: { raw?: number } } };
      return result?.score?.raw === 0;
    });
    expect(zero).toEqual([]);
  });
});

test('the college’s lesson keeps its order and is moved as a whole to a Thursday morning of the last months', async () => {
  const file = fileURLToPath(import.meta.resolve('@cairn/dialects/fixtures/moodle-4.4-logstore-xapi.jsonl'));
  const real = (await readFile(file, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Sent);
  const moved = (await collegeStatements(autumn)) as unknown as readonly Sent[];
  const shifts = moved.map(
    ({ timestamp }, i) => Date.parse(timestamp) - Date.parse(real[i]?.timestamp ?? ''),
  );
  expect(new Set(shifts).size).toBe(1);
  expect(moved.map((one, i) => ({ ...one, timestamp: real[i]?.timestamp }))).toEqual(real);
  expect(new Set(moved.map((one) => JSON.stringify(workingTime(one))))).toEqual(
    new Set([JSON.stringify({ weekday: 'Thu', hour: 10 })]),
  );
});

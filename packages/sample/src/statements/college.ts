// SPDX-License-Identifier: Apache-2.0
/**
 * What a real Moodle 4.4 sent (see the fixtures of @cairn/dialects), moved as a whole to a school day some weeks back, so that
 * it is part of the eighteen months whenever the sample is made. They have no ids; the endpoint gives them.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Temporal } from 'temporal-polyfill';
import type { SampleStatement } from './sample-statement.ts';
import { timeZone } from './working-hours.ts';

const weeksBack = 6;
const thursday = 4;

function lessonOf(now: number): number {
  const day = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone).toPlainDate();
  const lessonDay = day.subtract({ weeks: weeksBack }).add({ days: thursday - day.dayOfWeek });
  return lessonDay.toZonedDateTime({ timeZone, plainTime: '10:15' }).epochMilliseconds;
}

export async function collegeStatements(now: number): Promise<readonly SampleStatement[]> {
  const file = fileURLToPath(import.meta.resolve('@cairn/dialects/fixtures/moodle-4.4-logstore-xapi.jsonl'));
  const text = await readFile(file, 'utf8');
  const sent = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as SampleStatement);
  const first = Math.min(...sent.map(({ timestamp }) => Date.parse(timestamp)));
  const moved = lessonOf(now) - first;
  return sent.map((statement) => ({
    ...statement,
    timestamp: new Date(Date.parse(statement.timestamp) + moved).toISOString(),
  }));
}

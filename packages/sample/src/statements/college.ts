// SPDX-License-Identifier: Apache-2.0
/**
 * What a real Moodle 4.4 sent (see the fixtures of @cairn/dialects), moved as a whole to a school day some weeks back, so that
 * it is part of the eighteen months whenever the sample is made. They have no ids; the endpoint gives them.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { SampleStatement } from './sample-statement.ts';
import { dayOf, lessonOn } from './working-hours.ts';

const thursday = 4;
const daysBack = 40;

export async function collegeStatements(now: number): Promise<readonly SampleStatement[]> {
  const file = fileURLToPath(import.meta.resolve('@cairn/dialects/fixtures/moodle-4.4-logstore-xapi.jsonl'));
  const text = await readFile(file, 'utf8');
  const sent = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as SampleStatement);
  const first = Math.min(...sent.map(({ timestamp }) => Date.parse(timestamp)));
  const moved = lessonOn(thursday, dayOf(now), daysBack) - first;
  return sent.map((statement) => ({
    ...statement,
    timestamp: new Date(Date.parse(statement.timestamp) + moved).toISOString(),
  }));
}

// SPDX-License-Identifier: Apache-2.0
/** `evidence-imports`: an organisation's training matrix, as a plan first, then as a whole. */
import type { EvidenceImport, evidenceImportRequestSchema } from '@cairn/api/contract';
import { enterEvidence, type ImportPlan, isWhole, planImport, ProblemError } from '@cairn/lrs-adapter';
import type { z } from 'zod';
import { callerOf, type Handler } from '../context.ts';
import { nameOfCaller, policyOfEntries } from '../people/evidence.ts';

/** For the API and the command line alike. */
export const importView = (plan: ImportPlan, applied: boolean): EvidenceImport => ({
  applied,
  items: plan.items,
  people: plan.people,
  unknown: plan.unknown.map(({ name, places }) => ({ name, places: [...places] })),
  added: plan.added,
  existing: plan.existing,
  repeated: plan.repeated,
  faults: [...plan.faults],
  moreFaults: plan.moreFaults,
  notes: [...plan.notes],
});

/** What keeps a plan from being done, each with its place. */
const errorsOf = ({ faults, unknown }: ImportPlan) => [
  ...faults.map(({ place, code, message }) => ({ pointer: place, code, message })),
  ...unknown.map(({ name, places }) => ({
    pointer: places[0] ?? '',
    code: 'PERSON_UNKNOWN',
    message: `Nobody is known as "${name}".`,
  })),
];

export const importEvidence: Handler = async (context) => {
  const { store, url } = context.services;
  const { text, base64, apply, ...options } = context.body as z.output<typeof evidenceImportRequestSchema>;
  const policy = await policyOfEntries(context);
  const bytes = text === undefined ? Buffer.from(base64 ?? '', 'base64') : Buffer.from(text);
  const plan = await planImport({ store, policy }, bytes, options);
  if (!apply) return importView(plan, false);
  if (!isWhole(plan, options))
    throw new ProblemError(
      400,
      'IMPORT',
      'The file cannot be imported as it is',
      'Mend what `errors` lists; unknown people can be left out with skipUnknown. Nothing was entered.',
      errorsOf(plan),
    );
  await enterEvidence({ store, url, policy, enteredBy: nameOfCaller(callerOf(context)) }, plan.entries);
  return importView(plan, true);
};

// SPDX-License-Identifier: Apache-2.0
/** The sample organisation. */
export { framework } from './organisation/competencies.ts';
export { mapping } from './organisation/mapping.ts';
export { people, type PersonPlan, peopleImport, teams } from './organisation/people.ts';
export { roles } from './organisation/roles.ts';
export { createPortalRouter, type PortalOptions } from './portal-router.ts';
export { type SampleRecord, seedSample, sources } from './seed.ts';
export { collegeStatements } from './statements/college.ts';
export type { SampleStatement } from './statements/sample-statement.ts';
export { sampleStatements, type SampleStream } from './statements/sample-statements.ts';
export { timeZone } from './statements/working-hours.ts';

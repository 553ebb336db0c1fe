// SPDX-License-Identifier: Apache-2.0
/** What `cairn source test` sends: a statement about nobody, and the one that voids it. Both speak of the probe, so neither is counted. */
import { probeActivity } from '@cairn/store';
import { voidedVerb } from '@cairn/xapi';

const homePage = 'urn:cairn';

export function probeStatements(
  ids: { readonly probe: string; readonly void: string },
  /** ms since the epoch. */
  at: number,
) {
  const actor = { objectType: 'Agent', account: { homePage, name: 'probe' } };
  const timestamp = new Date(at).toISOString();
  return {
    probe: {
      id: ids.probe,
      actor,
      verb: { id: 'http://adlnet.gov/expapi/verbs/experienced', display: { en: 'experienced' } },
      object: { id: probeActivity, definition: { name: { en: 'Probe of cairn source test' } } },
      timestamp,
    },
    void: {
      id: ids.void,
      actor,
      verb: { id: voidedVerb, display: { en: 'voided' } },
      object: { objectType: 'StatementRef', id: ids.probe },
      context: { contextActivities: { category: [{ id: probeActivity }] } },
      timestamp,
    },
  } as const;
}

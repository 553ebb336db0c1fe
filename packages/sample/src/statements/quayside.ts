// SPDX-License-Identifier: Apache-2.0
/** What the tablets on the quay and the crane simulator send: plain xAPI, with ids of their own. */
import { observationId, simulationId } from '../organisation/activities.ts';
import { type PersonPlan, shiftLeads } from '../organisation/people.ts';
import { randomOf, uuidOf } from '../seeded-random.ts';
import type { Deed } from './deeds.ts';
import type { SampleStatement } from './sample-statement.ts';
import { atWorkWith } from './working-hours.ts';

const agent = ({ name, mail }: PersonPlan) => ({ name, mbox: `mailto:${mail}` });
const nameOf = ({ what, person, competency, at }: Deed) => `${what} ${person.id} ${competency.id} ${at}`;

/** A shift lead who was at work then; nobody observes themselves. */
export function observerOf(deed: Deed): PersonPlan {
  const isThere = atWorkWith(deed.person, deed.at);
  const there = shiftLeads.filter((lead) => lead.id !== deed.person.id && isThere(lead));
  const observer = there[Math.floor(randomOf(`observer of ${nameOf(deed)}`)() * there.length)];
  if (!observer) throw new Error(`No shift lead was there to observe ${nameOf(deed)}.`);
  return observer;
}

export function observation(deed: Deed, observer: PersonPlan): SampleStatement & { readonly id: string } {
  const { person, competency, at, share } = deed;
  return {
    id: uuidOf(nameOf(deed), 4),
    timestamp: new Date(at).toISOString(),
    actor: agent(person),
    verb: {
      id: 'https://w3id.org/xapi/acrossx/verbs/observed',
      display: { en: 'was observed at', de: 'wurde beobachtet bei' },
    },
    object: {
      id: observationId(competency.id),
      definition: {
        type: 'http://adlnet.gov/expapi/activities/performance',
        name: {
          en: `${competency.label.en}, quay observation`,
          de: `${competency.label.de}, Beobachtung am Kai`,
        },
      },
    },
    result: { score: { scaled: share } },
    context: { instructor: agent(observer) },
  };
}

/** The one who wrote it takes it back. */
export const voiding = (id: string, observer: PersonPlan, at: number): SampleStatement => ({
  id: uuidOf(`void ${id}`, 4),
  timestamp: new Date(at).toISOString(),
  actor: agent(observer),
  verb: { id: 'http://adlnet.gov/expapi/verbs/voided', display: { en: 'voided' } },
  object: { objectType: 'StatementRef', id },
});

export function simulation(deed: Deed): SampleStatement {
  const { person, competency, at, share } = deed;
  const word = share >= 0.5 ? 'passed' : 'failed';
  return {
    id: uuidOf(nameOf(deed), 4),
    timestamp: new Date(at).toISOString(),
    actor: agent(person),
    verb: { id: `http://adlnet.gov/expapi/verbs/${word}`, display: { en: word } },
    object: {
      id: simulationId(competency.id),
      definition: {
        type: 'http://adlnet.gov/expapi/activities/simulation',
        name: { en: `${competency.label.en}, simulator`, de: `${competency.label.de}, Simulator` },
      },
    },
    result: { score: { scaled: share }, success: share >= 0.5 },
  };
}

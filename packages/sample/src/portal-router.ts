// SPDX-License-Identifier: Apache-2.0
/** /portal: the intranet of the sample organisation. Its server signs the tokens; the browser never sees the secret. */
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import express, { type Router } from 'express';
import { SignJWT } from 'jose';
import { observationId, learning } from './organisation/activities.ts';
import { competencies } from './organisation/competencies.ts';
import type { CompetencyPlan } from './organisation/competencies/competency-plan.ts';
import { people, type PersonPlan } from './organisation/people.ts';
import { requiredRank } from './organisation/roles.ts';
import { portalId } from './seed.ts';

export interface PortalOptions {
  /** Address of Cairn, as its tokens name it. */
  readonly url: string;
  readonly secret: string;
  /** What the shell puts after `curl -u`: how to come by a source's key and secret. */
  readonly curlUser: string;
}
const tokenSeconds = 300;
/** Who can be chosen on the page: a rich profile, a new one, one with something expired, one from the college, a shift lead. */
const shown = [
  'mara-lindqvist',
  'greta-holm',
  'tomasz-wilk',
  'chiara-rossi',
  'jakub-novak',
  'rita-halvorsen',
];

/** Something that their role asks for and that is shown by being observed. */
function toObserve({ role }: PersonPlan): CompetencyPlan {
  const asked = competencies.filter(({ id, by }) => by.includes('observation') && requiredRank(role, id) > 0);
  const found = asked.find(({ id }) => id === 'slinging-signalling') ?? asked[0];
  if (!found) throw new Error(`nothing of the role ${role} is observed`);
  return found;
}

const curlFor = ({ url, curlUser }: PortalOptions, mail: string, { id, label }: CompetencyPlan) => {
  const statement = {
    actor: { mbox: `mailto:${mail}` },
    verb: { id: 'https://w3id.org/xapi/acrossx/verbs/observed', display: { en: 'was observed at' } },
    object: {
      id: observationId(id),
      definition: { name: { en: `${label.en}, quay observation` } },
    },
    result: { score: { scaled: 0.8 } },
  };
  return [
    `curl -u ${curlUser} ${url}/xapi/statements \\`,
    `  -H 'Content-Type: application/json' -H 'X-Experience-API-Version: 1.0.3' \\`,
    `  -d '${JSON.stringify(statement)}'`,
  ].join('\n');
};

export function createPortalRouter(options: PortalOptions): Router {
  const router = express.Router();
  const key = new TextEncoder().encode(options.secret);
  router.get('/people.json', (_request, response) => {
    response.json(
      shown.flatMap((id) => {
        const person = people.find((one) => one.id === id);
        if (!person) return [];
        const competency = toObserve(person);
        return [
          {
            id,
            name: person.name,
            competency: competency.label.en,
            curl: curlFor(options, person.mail, competency),
          },
        ];
      }),
    );
  });
  const tokenFor = ({ id, account }: PersonPlan) =>
    new SignJWT({ cairn: { actor: { account: { homePage: learning, name: account } }, rights: ['self'] } })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuer(portalId)
      .setAudience(options.url)
      .setSubject(id)
      .setJti(randomUUID())
      .setIssuedAt()
      .setExpirationTime(`${tokenSeconds}s`)
      .sign(key);
  router.get('/token', (request, response, next) => {
    const person = people.find(({ id }) => id === request.query['person']);
    if (!person) {
      response.status(404).type('text/plain').send('Nobody of that name works here.\n');
      return;
    }
    tokenFor(person).then(
      (token) => response.set('Cache-Control', 'no-store').type('application/jwt').send(token),
      next,
    );
  });
  router.use(express.static(fileURLToPath(new URL('../portal', import.meta.url)), { maxAge: 0 }));
  return router;
}

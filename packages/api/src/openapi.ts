// SPDX-License-Identifier: Apache-2.0
/** The OpenAPI 3.1 document, from the operations. */
import { z } from 'zod';
import { createDocument, type ZodOpenApiObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { problemSchema } from './contract.ts';
import { type Operation, operations } from './operations.ts';

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: problemSchema } },
});
const security: Readonly<Record<Operation['access'], Record<string, string[]>[]>> = {
  anyone: [],
  person: [{ portalToken: [] }, { adminSession: [] }],
  admin: [{ adminSession: [] }],
};

const refusalText: Readonly<Record<409 | 429, string>> = {
  409: 'It stands against what is there already, or what is under way',
  429: 'Too many tries; wait',
};
const refusals = ({ body, upload, refusals: own = [] }: Operation) => ({
  '400': problem('What was sent is wrong; `errors` says where'),
  '401': problem('No token or session, or one that is not valid'),
  '403': problem('Not within the rights'),
  '404': problem('Not there'),
  ...Object.fromEntries(own.map((status) => [String(status), problem(refusalText[status])])),
  ...(body
    ? {
        '413': problem('More bytes than are taken in one request'),
        '415': problem('No JSON, not in UTF-8, or packed as is not read here'),
      }
    : {}),
  ...(upload ? { '413': problem('More bytes than are taken in one request') } : {}),
  '500': problem('Not the sender’s doing'),
  '503': problem('The database does not answer; `Retry-After` says when to come again'),
});

function toOperation(id: string, operation: Operation) {
  const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
  const path = z.object(Object.fromEntries(names.map((name) => [name, z.string()])));
  return {
    operationId: id,
    summary: operation.summary,
    security: security[operation.access],
    requestParams: {
      ...(names.length > 0 ? { path } : {}),
      ...(operation.query ? { query: operation.query } : {}),
    },
    ...(operation.body
      ? { requestBody: { content: { 'application/json': { schema: operation.body } } } }
      : {}),
    ...(operation.upload
      ? { requestBody: { content: { 'application/octet-stream': { schema: z.string() } } } }
      : {}),
    responses: {
      [String(operation.status)]: operation.response
        ? { description: 'Done', content: { 'application/json': { schema: operation.response } } }
        : operation.stream !== undefined
          ? { description: 'A stream', content: { [operation.stream]: { schema: z.string() } } }
          : { description: 'Done' },
      ...refusals(operation),
    },
  };
}

/** `url`: where this Cairn is seen, without a slash at its end. */
export function openApiDocument(url: string): object {
  const paths: ZodOpenApiPathsObject = {};
  for (const [id, operation] of Object.entries<Operation>(operations))
    (paths[operation.path] ??= {})[operation.method] = toOperation(id, operation);
  const document: ZodOpenApiObject = {
    openapi: '3.1.0',
    info: {
      title: 'Cairn',
      version: '1',
      description: 'Times are RFC 3339 UTC; null means unknown, never 0.',
    },
    servers: [{ url: `${url}/api/v1` }],
    paths,
    components: {
      securitySchemes: {
        portalToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        adminSession: { type: 'apiKey', in: 'cookie', name: 'cairn-session' },
      },
    },
  };
  return createDocument(document);
}

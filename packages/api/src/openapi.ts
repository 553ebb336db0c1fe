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
    responses: {
      [String(operation.status)]: operation.response
        ? { description: 'Done', content: { 'application/json': { schema: operation.response } } }
        : operation.stream !== undefined
          ? { description: 'A stream', content: { [operation.stream]: { schema: z.string() } } }
          : { description: 'Done' },
      '400': problem('What was sent is wrong; `errors` says where'),
      '401': problem('No token or session, or one that is not valid'),
      '403': problem('Not within the rights'),
      '404': problem('Not there'),
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

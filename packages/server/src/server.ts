// SPDX-License-Identifier: Apache-2.0
/** Puts the routes together and listens. What is not listed here is not there. */
import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openApiDocument } from '@cairn/api/openapi';
import {
  createXapiRouter,
  nothingHere,
  type OnUnexpected,
  sendProblem,
  wrongMethod,
} from '@cairn/lrs-adapter';
import type { RunPreview } from '@cairn/processor';
import type { Store } from '@cairn/store';
import express, { type Express, type RequestHandler } from 'express';
import type { Logger } from 'pino';
import { createPreviews } from './api/admin/one-preview.ts';
import { createApiRouter } from './api/api-router.ts';
import { createCaseRouter } from './case/case-router.ts';
import { openLiveHub, type LiveHub } from './api/live/live-hub.ts';
import { createMetrics } from './http/metrics.ts';
import { embedFiles, logRequests, requestId, strictHeaders } from './http/platform.ts';
import { readyz } from './http/readiness.ts';
import { createPolicyReader } from './views/policy-reader.ts';

/**
 * How long a connection may take. Longer idle than any common proxy keeps its own end (nginx and the load balancers of clouds: 60 s),
 * or a request sent at the moment of closing would be lost. Who sends slower than that is hung up on.
 */
const timeouts = { keepAliveTimeout: 75_000, headersTimeout: 20_000, requestTimeout: 180_000 } as const;

export interface ServerOptions {
  readonly store: Store;
  /** Address that others see, without a slash at its end. */
  readonly url: string;
  readonly log: Logger;
  /** Anyone may read the frameworks as CASE; default: administrators and portals. */
  readonly publicFrameworks?: boolean | undefined;
  /** Who names it may read /metrics; absent: nobody. */
  readonly metricsToken?: string | undefined;
  /** Folder that is served below /embed to every page; absent: none. */
  readonly embed?: string | undefined;
  /** Folder of the console, served below /admin. */
  readonly admin?: string | undefined;
  /** Where previews of drafts run: beside this event loop. Absent: it makes none. */
  readonly preview?: RunPreview | undefined;
  /** What else is served, by path: the sample's portal. */
  readonly pages?: Readonly<Record<string, RequestHandler>> | undefined;
}
export interface ListenOptions extends ServerOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** How long `close` waits for requests under way before it hangs up; default 10 s. */
  readonly graceMs?: number;
}
export interface RunningServer {
  readonly port: number;
  /** Takes no new requests, finishes those under way; hangs up on who has not sent or read the rest in time. The store stays the caller's. */
  readonly close: () => Promise<void>;
}

const healthz: RequestHandler = (_request, response) => {
  response.type('text/plain').send('ok\n');
};

export function createApp(options: ServerOptions & { readonly hub: LiveHub }): Express {
  const { store, url, log, hub } = options;
  const app = express();
  app.disable('x-powered-by');
  app.use(requestId);
  const onUnexpected: OnUnexpected = (error, requestId) => log.error({ err: error, requestId }, 'unexpected');
  const metrics = options.metricsToken === undefined ? null : createMetrics(store, options.metricsToken);
  // Before what pages need: most requests are of senders, and strict headers of its own are all that it has.
  const xapi = createXapiRouter({ store, url, onUnexpected, onMeasured: metrics?.onMeasured });
  app.use('/xapi', logRequests(log), xapi);
  app.use(strictHeaders);
  const only = (path: string, handler: RequestHandler) =>
    app
      .route(path)
      .get(handler)
      .all(wrongMethod(['get']));
  only('/healthz', healthz);
  only('/readyz', readyz(options));
  if (metrics) only('/metrics', metrics.handle);
  app.use(logRequests(log));
  const document = openApiDocument(url);
  if (options.embed !== undefined) app.use('/embed', embedFiles(options.embed));
  if (options.admin !== undefined) app.use('/admin', express.static(options.admin, { maxAge: 0 }));
  for (const [path, page] of Object.entries(options.pages ?? {})) app.use(path, page);
  only('/openapi.json', (_request, response) => void response.json(document));
  const previews = createPreviews(options.preview);
  const policies = createPolicyReader(store);
  const isPublic = options.publicFrameworks === true;
  app.use('/ims/case/v1p1', createCaseRouter({ store, policies, url, isPublic, onUnexpected }));
  app.use('/api/v1', createApiRouter({ store, url, hub, onUnexpected, policies, previews }));
  app.use(nothingHere);
  app.use(sendProblem(onUnexpected));
  return app;
}

/** Who asks before sending a body (`Expect: 100-continue`) is told to go on by whoever begins to read it: a refused one is never sent. */
const continueWhenRead =
  (app: RequestListener): RequestListener =>
  (request, response) => {
    request.once('resume', () => {
      if (!response.headersSent) response.writeContinue();
    });
    app(request, response);
  };

/** @throws when the port cannot be listened on. */
export async function startServer({
  host,
  port,
  graceMs = 10_000,
  ...options
}: ListenOptions): Promise<RunningServer> {
  const hub = await openLiveHub(options.store, createPolicyReader(options.store));
  const app = createApp({ ...options, hub });
  const server = app.listen(port, host);
  Object.assign(server, timeouts);
  server.on('checkContinue', continueWhenRead(app));
  try {
    await once(server, 'listening');
  } catch (error) {
    await hub.close();
    throw error;
  }
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      await hub.close();
      server.closeIdleConnections();
      const hangUp = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearTimeout(hangUp);
    },
  };
}

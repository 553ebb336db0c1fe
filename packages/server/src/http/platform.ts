// SPDX-License-Identifier: Apache-2.0
/** What every request passes: an id, strict headers, one line in the log without personal data. */
import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';

export const requestId: RequestHandler = (_request, response, next) => {
  response.set('X-Request-Id', randomUUID());
  next();
};

export const strictHeaders: RequestHandler = helmet({ crossOriginResourcePolicy: { policy: 'same-site' } });

/** The pattern of the route, not the path: a path may name a person. */
export const logRequests =
  (log: Logger): RequestHandler =>
  (request, response, next) => {
    const started = performance.now();
    response.on('finish', () => {
      const { statusCode: status } = response;
      const route: unknown = request.route;
      const pattern =
        typeof route === 'object' && route !== null ? String(Reflect.get(route, 'path')) : '(none)';
      const path = `${request.baseUrl}${pattern}`;
      log.info(
        {
          requestId: response.get('X-Request-Id'),
          method: request.method,
          path,
          status,
          ms: Math.round(performance.now() - started),
        },
        'request',
      );
    });
    next();
  };

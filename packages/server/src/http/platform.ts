// SPDX-License-Identifier: Apache-2.0
/** What every request passes: an id, strict headers, one line in the log without personal data. */
import { randomUUID } from 'node:crypto';
import express, { type RequestHandler } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';

export const requestId: RequestHandler = (_request, response, next) => {
  response.setHeader('X-Request-Id', randomUUID());
  next();
};

/** Pages of ours load nothing from elsewhere, and no inline style or script. */
export const strictHeaders: RequestHandler = helmet({
  crossOriginResourcePolicy: { policy: 'same-site' },
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'self'"],
    },
  },
});

/** For the pages of every host: the files have no secrets. A name with a hash never changes its content. */
export function embedFiles(folder: string): RequestHandler {
  return express.static(folder, {
    index: false,
    setHeaders: (response, file) => {
      response.setHeader('Access-Control-Allow-Origin', '*');
      response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
      const isHashed = /-[\w-]{8}\.js$/.test(file);
      response.setHeader(
        'Cache-Control',
        isHashed ? 'public, max-age=31536000, immutable' : 'public, max-age=300',
      );
    },
  });
}

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

// SPDX-License-Identifier: Apache-2.0
import type { RequestHandler } from 'express';

/** GET /about: the versions spoken here (Communication 2.8). For anyone. */
export const about: RequestHandler = (_request, response) => {
  response.json({ version: ['1.0.0', '1.0.1', '1.0.2', '1.0.3'] });
};

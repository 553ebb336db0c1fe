// SPDX-License-Identifier: Apache-2.0
/** The part of the table of operations that is about portals. */
import * as contract from './contract.ts';

export const portalOperations = {
  listPortals: {
    method: 'get',
    path: '/portals',
    access: 'admin',
    summary: 'Portals whose tokens are accepted',
    status: 200,
    response: contract.page(contract.portalViewSchema),
  },
  addPortal: {
    method: 'post',
    path: '/portals',
    access: 'admin',
    summary: 'Make a portal; its secret is shown this once',
    body: contract.portalRequestSchema,
    status: 201,
    response: contract.newPortalSchema,
    refusals: [409],
  },
  testPortal: {
    method: 'post',
    path: '/portals/{portal}/test',
    access: 'admin',
    summary: 'Is it set up so that its pages will work? A token of it may be given, to be read',
    body: contract.testPortalSchema,
    status: 200,
    response: contract.testedPortalSchema,
  },
  rotatePortal: {
    method: 'post',
    path: '/portals/{portal}/rotate',
    access: 'admin',
    summary: 'Make a new secret, shown this once; the one before stays good for a while',
    body: contract.rotatePortalSchema,
    status: 200,
    response: contract.rotatedPortalSchema,
    refusals: [409],
  },
  revokePortal: {
    method: 'post',
    path: '/portals/{portal}/revoke',
    access: 'admin',
    summary: 'Refuse its tokens from now on, for good',
    status: 200,
    response: contract.portalViewSchema,
    refusals: [409],
  },
} as const;

// SPDX-License-Identifier: Apache-2.0
/** Agent profiles (Communication 2.6): documents about an agent, whatever the activity is. */
import { profileResource } from '../documents/profile-resource.ts';
import { agent } from '../parameters.ts';

export const agentProfileResource = profileResource({ agent }, (asked) => ({
  kind: 'agent-profile',
  agent: asked.agent.identifier,
}));

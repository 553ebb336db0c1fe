// SPDX-License-Identifier: Apache-2.0
/** Activity profiles (Communication 2.7): documents about an activity, whoever the learner is. */
import { profileResource } from '../documents/profile-resource.ts';
import { iri } from '../parameters.ts';

export const activityProfileResource = profileResource({ activityId: iri }, ({ activityId }) => ({
  kind: 'activity-profile',
  activity: activityId,
}));

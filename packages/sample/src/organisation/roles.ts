// SPDX-License-Identifier: Apache-2.0
/** Five role profiles. */

type Asked = Readonly<Record<string, 'knows' | 'applies' | 'leads' | 'coaches'>>;
const asked: Readonly<Record<string, { readonly title: { en: string; de: string }; readonly needs: Asked }>> =
  {
    'quay-operator': {
      title: { en: 'Quay operator', de: 'Kaiarbeiter/in' },
      needs: {
        'hazard-spotting': 'leads',
        'working-at-height': 'applies',
        'emergency-response': 'applies',
        'mooring-lines': 'applies',
        'gangway-access': 'applies',
        'slinging-signalling': 'leads',
        'reach-stacker': 'applies',
        lashing: 'leads',
        'dangerous-goods': 'applies',
        'radio-working': 'applies',
      },
    },
    'crane-driver': {
      title: { en: 'Crane driver', de: 'Kranführer/in' },
      needs: {
        'quay-crane': 'leads',
        'lift-planning': 'applies',
        'gear-inspection': 'applies',
        'slinging-signalling': 'applies',
        'hazard-spotting': 'applies',
        'working-at-height': 'applies',
        'emergency-response': 'applies',
        'radio-working': 'leads',
        'stop-work': 'applies',
      },
    },
    lasher: {
      title: { en: 'Lasher', de: 'Lascher/in' },
      needs: {
        lashing: 'leads',
        'working-at-height': 'leads',
        'dangerous-goods': 'knows',
        'hazard-spotting': 'applies',
        'damage-survey': 'applies',
        'radio-working': 'applies',
        'first-aid': 'knows',
        'stop-work': 'applies',
      },
    },
    'shift-lead': {
      title: { en: 'Shift lead', de: 'Schichtleiter/in' },
      needs: {
        handover: 'leads',
        briefing: 'leads',
        'stop-work': 'leads',
        'emergency-response': 'leads',
        'lift-planning': 'leads',
        'berth-preparation': 'applies',
        'hazard-spotting': 'coaches',
        'first-aid': 'applies',
        'dangerous-goods': 'applies',
        'data-protection': 'knows',
        'radio-working': 'applies',
      },
    },
    'yard-clerk': {
      title: { en: 'Yard clerk', de: 'Platzdisponent/in' },
      needs: {
        'cargo-documents': 'leads',
        'dangerous-goods': 'leads',
        'reefer-monitoring': 'applies',
        'damage-survey': 'applies',
        'data-protection': 'applies',
        'radio-working': 'applies',
        'hazard-spotting': 'knows',
        'emergency-response': 'knows',
      },
    },
  };
const mandatory = new Set(['emergency-response', 'working-at-height', 'dangerous-goods']);

export const roles = Object.entries(asked).map(([id, { title, needs }]) => ({
  id,
  title,
  requirements: Object.entries(needs).map(([competency, level]) => ({
    competency,
    level,
    weight: mandatory.has(competency) ? 2 : 1,
    mandatory: mandatory.has(competency),
  })),
}));
/** Rank that a role asks for; 0 = it does not. */
export const requiredRank = (role: string, competency: string): number =>
  ['knows', 'applies', 'leads', 'coaches'].indexOf(asked[role]?.needs[competency] ?? '') + 1;

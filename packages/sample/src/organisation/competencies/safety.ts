// SPDX-License-Identifier: Apache-2.0
/** Competencies of the group Safety. */
import type { CompetencyPlan } from './competency-plan.ts';

export const safety: readonly CompetencyPlan[] = [
  {
    id: 'hazard-spotting',
    label: { en: 'Hazard spotting', de: 'Gefahren erkennen' },
    statement: {
      en: 'You are the first to see what can hurt someone.',
      de: 'Sie sehen als Erste, was jemanden verletzen kann.',
    },
    context: {
      en: 'Apron, yard lanes and ladders of a working berth, by day and under floodlight.',
      de: 'Vorfeld, Fahrgassen und Leitern eines belegten Liegeplatzes, bei Tag und unter Flutlicht.',
    },
    indicators: {
      knows: {
        en: 'Names the five deadly hazards of the quay from memory.',
        de: 'Nennt die fünf tödlichen Gefahren am Kai aus dem Kopf.',
      },
      applies: {
        en: 'Walks the work area before the shift and reports what has changed.',
        de: 'Geht den Arbeitsbereich vor der Schicht ab und meldet, was sich geändert hat.',
      },
      leads: {
        en: 'Fences off a spill or an open hatch before anybody asks.',
        de: 'Sperrt eine Lache oder offene Luke ab, bevor jemand darum bittet.',
      },
      coaches: {
        en: 'Lets a newcomer find the hazards first, then shows the missed ones on the spot.',
        de: 'Lässt Neue die Gefahren zuerst suchen und zeigt die übersehenen vor Ort.',
      },
    },
    kind: 'behaviour',
    by: ['quiz', 'observation'],
  },
  {
    id: 'working-at-height',
    label: { en: 'Working at height', de: 'Arbeiten in der Höhe' },
    statement: {
      en: 'Container tops and ladders, in any weather.',
      de: 'Containerdächer und Leitern, bei jedem Wetter.',
    },
    context: {
      en: 'On container tops and lashing bridges above two metres, with harness and fall arrester, up to wind force 6.',
      de: 'Auf Containerdächern und Laschbrücken über zwei Metern, mit Gurt und Höhensicherung, bis Windstärke 6.',
    },
    indicators: {
      knows: {
        en: 'Says at which height and wind speed work on top stops.',
        de: 'Sagt, ab welcher Höhe und Windgeschwindigkeit die Arbeit oben endet.',
      },
      applies: {
        en: 'Stays hooked on while moving from one container to the next.',
        de: 'Bleibt beim Wechsel von Container zu Container eingehängt.',
      },
      leads: {
        en: 'Calls the team down when the gusts grow, without waiting for the office.',
        de: 'Holt das Team bei stärkeren Böen herunter, ohne auf das Büro zu warten.',
      },
      coaches: {
        en: 'Checks another’s harness strap by strap and has them explain each one.',
        de: 'Prüft den Gurt anderer Riemen für Riemen und lässt sich jeden erklären.',
      },
    },
    kind: 'skill',
    validFor: 'P12M',
    by: ['quiz', 'observation'],
  },
  {
    id: 'emergency-response',
    label: { en: 'Emergency response', de: 'Verhalten im Notfall' },
    statement: {
      en: 'The first two minutes are yours.',
      de: 'Die ersten zwei Minuten gehören Ihnen.',
    },
    context: {
      en: 'Man overboard, fire or crush injury on the quay, until the port fire brigade takes over.',
      de: 'Person im Wasser, Feuer oder Quetschung am Kai, bis die Hafenfeuerwehr übernimmt.',
    },
    indicators: {
      knows: {
        en: 'Points to the nearest lifebuoy, alarm and muster point without looking round.',
        de: 'Zeigt auf Rettungsring, Alarm und Sammelpunkt, ohne sich umzusehen.',
      },
      applies: {
        en: 'Raises the alarm with berth number and kind of emergency within one minute.',
        de: 'Löst binnen einer Minute Alarm aus, mit Liegeplatz und Art des Notfalls.',
      },
      leads: {
        en: 'Sends one to the gate, one to the casualty, and counts heads at the muster point.',
        de: 'Schickt eine Person zum Tor, eine zum Verletzten und zählt am Sammelpunkt durch.',
      },
      coaches: {
        en: 'Runs the drill, then asks each one what they would do sooner.',
        de: 'Leitet die Übung und fragt danach alle, was sie früher täten.',
      },
    },
    kind: 'skill',
    validFor: 'P12M',
    by: ['observation', 'simulator'],
  },
  {
    id: 'fire-watch',
    label: { en: 'Fire watch', de: 'Brandwache' },
    statement: {
      en: 'Hot work is watched until it is cold.',
      de: 'Heißarbeit wird bewacht, bis sie kalt ist.',
    },
    context: {
      en: 'Welding and grinding on cranes and in the workshop, with extinguisher, blanket and permit at hand.',
      de: 'Schweißen und Schleifen an Kranen und in der Werkstatt, mit Löscher, Decke und Erlaubnisschein.',
    },
    indicators: {
      knows: {
        en: 'Says how long the watch goes on after the last spark.',
        de: 'Sagt, wie lange die Wache nach dem letzten Funken dauert.',
      },
      applies: {
        en: 'Clears what burns from ten metres round before signing the permit.',
        de: 'Räumt zehn Meter im Umkreis frei, bevor der Schein unterschrieben wird.',
      },
      leads: {
        en: 'Ends the hot work when the extinguisher is missing or the wind turns.',
        de: 'Beendet die Heißarbeit, wenn der Löscher fehlt oder der Wind dreht.',
      },
      coaches: {
        en: 'Shows contractors where embers hide: behind panels, in cable trays, under grating.',
        de: 'Zeigt Fremdfirmen, wo Glut sich hält: hinter Blechen, in Kabelwannen, unter Rosten.',
      },
    },
    kind: 'task',
    validFor: 'P12M',
    by: ['quiz'],
  },
  {
    id: 'first-aid',
    label: { en: 'First aid', de: 'Erste Hilfe' },
    statement: {
      en: 'Help that keeps somebody alive until help comes.',
      de: 'Hilfe, die jemanden am Leben hält, bis Hilfe kommt.',
    },
    context: {
      en: 'At the first-aid posts of quay and yard, with kit and defibrillator, ambulance ten minutes away.',
      de: 'An den Erste-Hilfe-Stellen von Kai und Platz, mit Koffer und Defibrillator, Rettungswagen in zehn Minuten.',
    },
    indicators: {
      knows: {
        en: 'Says the order: own safety, breathing, bleeding, call.',
        de: 'Nennt die Reihenfolge: Eigenschutz, Atmung, Blutung, Notruf.',
      },
      applies: {
        en: 'Presses the chest deep and fast enough for two minutes on the dummy.',
        de: 'Drückt an der Puppe zwei Minuten lang tief und schnell genug.',
      },
      leads: {
        en: 'Gives bystanders a task each and keeps the way clear for the ambulance.',
        de: 'Gibt Umstehenden je eine Aufgabe und hält dem Rettungswagen den Weg frei.',
      },
      coaches: {
        en: 'Corrects hands and rhythm of others during the yearly practice.',
        de: 'Verbessert Handstellung und Takt anderer bei der jährlichen Übung.',
      },
    },
    kind: 'skill',
    validFor: 'P24M',
    by: ['course', 'observation'],
  },
  {
    id: 'data-protection',
    label: { en: 'Data protection', de: 'Datenschutz' },
    statement: {
      en: "People's data stays where it belongs.",
      de: 'Daten von Menschen bleiben, wo sie hingehören.',
    },
    context: {
      en: 'Crew lists, gate pictures and shift rotas, on office computers and the tablets of the quay.',
      de: 'Besatzungslisten, Torbilder und Schichtpläne, auf Bürorechnern und den Tablets am Kai.',
    },
    indicators: {
      knows: {
        en: 'Tells which crew data may be shown to whom, and for how long it is kept.',
        de: 'Sagt, wer welche Besatzungsdaten sehen darf und wie lange sie bleiben.',
      },
      applies: {
        en: 'Locks the tablet before putting it down and sends no list by private phone.',
        de: 'Sperrt das Tablet vor dem Ablegen und schickt keine Liste vom Privattelefon.',
      },
      leads: {
        en: 'Reports a list sent to the wrong address within the hour.',
        de: 'Meldet eine falsch verschickte Liste binnen einer Stunde.',
      },
      coaches: {
        en: 'Goes through a form with colleagues and strikes out what nobody needs.',
        de: 'Geht mit anderen ein Formular durch und streicht, was niemand braucht.',
      },
    },
    kind: 'knowledge',
    validFor: 'P12M',
    by: ['quiz', 'course'],
  },
];

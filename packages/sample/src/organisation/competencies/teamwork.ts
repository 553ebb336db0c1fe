// SPDX-License-Identifier: Apache-2.0
/** Competencies of the group Teamwork. */
import type { CompetencyPlan } from './competency-plan.ts';

export const teamwork: readonly CompetencyPlan[] = [
  {
    id: 'radio-working',
    label: { en: 'Radio working', de: 'Funkverkehr' },
    statement: {
      en: 'Bridge, crane and quay hear each other through you.',
      de: 'Brücke, Kran und Kai hören einander durch Sie.',
    },
    context: {
      en: 'Working channels 11 and 68 on hand radios, in engine noise, with crews of many languages.',
      de: 'Arbeitskanäle 11 und 68 auf Handfunkgeräten, bei Motorlärm, mit vielsprachigen Besatzungen.',
    },
    indicators: {
      knows: {
        en: 'Spells a container number in the radio alphabet without a pause.',
        de: 'Buchstabiert eine Containernummer ohne Stocken im Funkalphabet.',
      },
      applies: {
        en: 'Names who is called, who calls, and reads every order back.',
        de: 'Nennt, wer gerufen wird und wer ruft, und wiederholt jede Anweisung.',
      },
      leads: {
        en: 'Clears the channel in an emergency and gives the word in turn.',
        de: 'Räumt im Notfall den Kanal und erteilt das Wort der Reihe nach.',
      },
      coaches: {
        en: 'Plays back a bad exchange and lets others say it in ten words.',
        de: 'Spielt einen missglückten Funkspruch vor und lässt ihn in zehn Worten neu sagen.',
      },
    },
    kind: 'skill',
    by: ['quiz', 'observation'],
  },
  {
    id: 'handover',
    label: { en: 'Shift handover', de: 'Schichtübergabe' },
    statement: { en: 'Nothing that matters is left unsaid.', de: 'Nichts Wichtiges bleibt ungesagt.' },
    context: {
      en: 'Fifteen minutes at 06:00, 14:00 and 22:00 in the shift office, with log, plan and the open points.',
      de: 'Fünfzehn Minuten um 6, 14 und 22 Uhr im Schichtbüro, mit Logbuch, Plan und offenen Punkten.',
    },
    indicators: {
      knows: {
        en: 'Lists the seven points of the handover sheet.',
        de: 'Zählt die sieben Punkte des Übergabeblatts auf.',
      },
      applies: {
        en: 'Hands over at the place itself when a job is half done.',
        de: 'Übergibt direkt am Ort, wenn eine Arbeit halb fertig ist.',
      },
      leads: {
        en: 'Does not let the old shift go until the open risks are said back.',
        de: 'Entlässt die alte Schicht erst, wenn die offenen Risiken wiederholt sind.',
      },
      coaches: {
        en: 'Sits in on a handover and names the one thing that was missing.',
        de: 'Hört bei einer Übergabe zu und nennt das eine, das gefehlt hat.',
      },
    },
    kind: 'behaviour',
    by: ['observation'],
  },
  {
    id: 'briefing',
    label: { en: 'Toolbox briefing', de: 'Einweisung vor Ort' },
    statement: {
      en: 'Five minutes after which everybody knows the plan.',
      de: 'Fünf Minuten, nach denen alle den Plan kennen.',
    },
    context: {
      en: 'At the ship’s side before work begins, eight to twelve people, two or three languages, no slides.',
      de: 'An der Schiffsseite vor Arbeitsbeginn, acht bis zwölf Leute, zwei, drei Sprachen, keine Folien.',
    },
    indicators: {
      knows: {
        en: 'Says what belongs in a briefing: task, hazard, roles, stop signal.',
        de: 'Sagt, was in eine Einweisung gehört: Aufgabe, Gefahr, Rollen, Stoppzeichen.',
      },
      applies: {
        en: 'Keeps to five minutes and points at the real place, not at a plan.',
        de: 'Bleibt bei fünf Minuten und zeigt auf den echten Ort, nicht auf einen Plan.',
      },
      leads: {
        en: 'Has two people say the plan back and changes it if they cannot.',
        de: 'Lässt zwei Personen den Plan wiederholen und ändert ihn, wenn sie es nicht können.',
      },
      coaches: {
        en: 'Lets deputies give the briefing and speaks last.',
        de: 'Lässt Vertretungen einweisen und spricht zuletzt.',
      },
    },
    kind: 'behaviour',
    by: ['observation'],
  },
  {
    id: 'stop-work',
    label: { en: 'Stopping unsafe work', de: 'Unsichere Arbeit stoppen' },
    statement: {
      en: 'You say stop, to anyone, and mean it.',
      de: 'Sie sagen Stopp, zu jedem, und meinen es.',
    },
    context: {
      en: 'Any job in the port, contractors and officers included, also when the ship is late.',
      de: 'Jede Arbeit im Hafen, auch von Fremdfirmen und Offizieren, auch wenn das Schiff spät dran ist.',
    },
    indicators: {
      knows: {
        en: 'Says that everybody may stop work, and shows the signal.',
        de: 'Sagt, dass jeder die Arbeit stoppen darf, und zeigt das Zeichen.',
      },
      applies: {
        en: 'Stops a colleague under a load at once and stays until it is put right.',
        de: 'Stoppt jemanden unter einer Last sofort und bleibt, bis es in Ordnung ist.',
      },
      leads: {
        en: 'Stops a ship’s officer or a whole gang and explains it calmly afterwards.',
        de: 'Stoppt einen Schiffsoffizier oder eine ganze Gruppe und erklärt es danach ruhig.',
      },
      coaches: {
        en: 'Thanks whoever stopped the job in front of the team, also when it was not needed.',
        de: 'Dankt vor dem Team allen, die gestoppt haben, auch wenn es nicht nötig war.',
      },
    },
    kind: 'behaviour',
    by: ['quiz', 'observation'],
  },
];

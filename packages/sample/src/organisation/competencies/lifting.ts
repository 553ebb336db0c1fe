// SPDX-License-Identifier: Apache-2.0
/** Competencies of the group Lifting. */
import type { CompetencyPlan } from './competency-plan.ts';

export const lifting: readonly CompetencyPlan[] = [
  {
    id: 'slinging-signalling',
    label: { en: 'Slinging and signalling', de: 'Anschlagen und Einweisen' },
    statement: {
      en: 'The crane driver moves on your hands alone.',
      de: 'Der Kran bewegt sich allein auf Ihre Zeichen.',
    },
    context: {
      en: 'General cargo up to 40 tonnes with chains, slings and spreader beam, by hand signal and radio.',
      de: 'Stückgut bis 40 Tonnen mit Ketten, Bändern und Traverse, mit Handzeichen und Funk.',
    },
    indicators: {
      knows: {
        en: 'Gives the eight hand signals correctly when they are called out.',
        de: 'Gibt die acht Handzeichen richtig, wenn sie angesagt werden.',
      },
      applies: {
        en: 'Picks slings by weight and angle and lifts a hand’s breadth to test.',
        de: 'Wählt Bänder nach Gewicht und Winkel und hebt zur Probe eine Handbreit an.',
      },
      leads: {
        en: 'Stops the lift when the slinger is out of sight.',
        de: 'Stoppt den Hub, wenn die anschlagende Person nicht mehr zu sehen ist.',
      },
      coaches: {
        en: 'Has a newcomer signal, stands behind, and keeps the emergency stop.',
        de: 'Lässt Neue einweisen, steht dahinter und behält das Nothaltzeichen.',
      },
    },
    kind: 'skill',
    by: ['quiz', 'observation', 'simulator'],
  },
  {
    id: 'reach-stacker',
    label: { en: 'Reach stacker driving', de: 'Reachstacker fahren' },
    statement: {
      en: 'You stand in the yard or you are behind the wheel; never both.',
      de: 'Sie stehen auf dem Platz oder sitzen am Steuer, nie beides.',
    },
    context: {
      en: 'Blocks A to F, stacks of up to five, laden containers up to 45 tonnes, by day and night.',
      de: 'Blöcke A bis F, Stapel bis fünf hoch, beladene Container bis 45 Tonnen, bei Tag und Nacht.',
    },
    indicators: {
      knows: {
        en: 'Reads from the load chart what the third row still allows.',
        de: 'Liest in der Lasttabelle ab, was in der dritten Reihe noch erlaubt ist.',
      },
      applies: {
        en: 'Travels with the load low and stops when somebody is in the lane.',
        de: 'Fährt mit tiefer Last und hält an, wenn jemand in der Gasse ist.',
      },
      leads: {
        en: 'Sorts a full block so that the next train needs no reshuffle.',
        de: 'Ordnet einen vollen Block so, dass der nächste Zug kein Umstapeln braucht.',
      },
      coaches: {
        en: 'Rides along and names blind spots before the learner meets them.',
        de: 'Fährt mit und nennt tote Winkel, bevor Lernende hineingeraten.',
      },
    },
    kind: 'skill',
    validFor: 'P12M',
    by: ['simulator', 'observation'],
  },
  {
    id: 'quay-crane',
    label: { en: 'Quay crane driving', de: 'Containerbrücke fahren' },
    statement: { en: 'Forty tonnes set down like a cup.', de: 'Vierzig Tonnen, abgesetzt wie eine Tasse.' },
    context: {
      en: 'Gantry cranes 1 to 5 with twin-lift spreader, up to 20 metres a second of wind, 30 moves an hour.',
      de: 'Brücken 1 bis 5 mit Twinlift-Spreader, bis 20 Meter pro Sekunde Wind, 30 Hübe in der Stunde.',
    },
    indicators: {
      knows: {
        en: 'Names the limits for wind, load and boom, and where each is shown.',
        de: 'Nennt die Grenzen für Wind, Last und Ausleger und wo sie angezeigt werden.',
      },
      applies: {
        en: 'Catches the sway and lands on the first try in nine of ten moves.',
        de: 'Fängt das Pendeln ab und setzt neun von zehn Hüben beim ersten Mal ab.',
      },
      leads: {
        en: 'Works a hatch in gusts and breaks off before the alarm does.',
        de: 'Arbeitet eine Luke bei Böen und bricht ab, bevor der Alarm es tut.',
      },
      coaches: {
        en: 'Explains a bad landing from the recording: when, why, what instead.',
        de: 'Erklärt ein schlechtes Absetzen an der Aufzeichnung: wann, warum, wie besser.',
      },
    },
    kind: 'skill',
    validFor: 'P12M',
    by: ['simulator', 'observation'],
  },
  {
    id: 'lift-planning',
    label: { en: 'Lift planning', de: 'Hübe planen' },
    statement: {
      en: 'The lift is done on paper before it is done.',
      de: 'Der Hub ist auf Papier fertig, bevor er beginnt.',
    },
    context: {
      en: 'Heavy and tandem lifts of machines and yachts, with drawings, load chart and ground pressure.',
      de: 'Schwer- und Tandemhübe von Maschinen und Yachten, mit Zeichnung, Lasttabelle und Bodendruck.',
    },
    indicators: {
      knows: {
        en: 'Finds weight and centre of gravity in the papers of a load.',
        de: 'Findet Gewicht und Schwerpunkt in den Papieren einer Last.',
      },
      applies: {
        en: 'Writes a plan for a single lift that needs no correction.',
        de: 'Schreibt für einen einfachen Hub einen Plan, der keine Korrektur braucht.',
      },
      leads: {
        en: 'Plans a tandem lift and names the point at which it is called off.',
        de: 'Plant einen Tandemhub und nennt den Punkt, an dem abgebrochen wird.',
      },
      coaches: {
        en: 'Reviews others’ plans with questions, not with a red pen.',
        de: 'Prüft Pläne anderer mit Fragen statt mit dem Rotstift.',
      },
    },
    kind: 'knowledge',
    by: ['quiz', 'observation'],
  },
  {
    id: 'gear-inspection',
    label: { en: 'Lifting gear inspection', de: 'Anschlagmittel prüfen' },
    statement: {
      en: 'What is worn goes out, whoever needs it.',
      de: 'Was abgenutzt ist, fliegt raus, wer immer es braucht.',
    },
    context: {
      en: 'Chains, slings, shackles and twistlocks in the gear store, before each shift and after each overload.',
      de: 'Ketten, Bänder, Schäkel und Twistlocks im Gerätelager, vor jeder Schicht und nach jeder Überlast.',
    },
    indicators: {
      knows: {
        en: 'Says at how many broken wires or how much wear a rope is done.',
        de: 'Sagt, ab wie vielen Drahtbrüchen oder wie viel Abrieb ein Seil ausgedient hat.',
      },
      applies: {
        en: 'Looks over every link, reads the tag, and tags out what fails.',
        de: 'Prüft jedes Glied, liest die Plakette und sondert Mängel gekennzeichnet aus.',
      },
      leads: {
        en: 'Withdraws a whole batch when the same fault shows twice.',
        de: 'Zieht ein ganzes Los zurück, wenn derselbe Fehler zweimal auftritt.',
      },
      coaches: {
        en: 'Keeps a board of failed pieces and has others find the cause.',
        de: 'Führt eine Tafel mit ausgesonderten Stücken und lässt andere die Ursache finden.',
      },
    },
    kind: 'task',
    validFor: 'P12M',
    by: ['observation'],
  },
];

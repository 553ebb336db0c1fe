// SPDX-License-Identifier: Apache-2.0
/** Competencies of the group Cargo. */
import type { CompetencyPlan } from './competency-plan.ts';

export const cargo: readonly CompetencyPlan[] = [
  {
    id: 'lashing',
    label: { en: 'Lashing and securing', de: 'Laschen und Sichern' },
    statement: {
      en: 'What you lash has to hold through a storm.',
      de: 'Was Sie laschen, muss durch einen Sturm halten.',
    },
    context: {
      en: 'On deck and in the hold, with rods, turnbuckles and twistlocks, after the ship’s securing manual.',
      de: 'An Deck und im Laderaum, mit Stangen, Spannschrauben und Twistlocks, nach dem Sicherungshandbuch des Schiffs.',
    },
    indicators: {
      knows: {
        en: 'Finds the lashing pattern of a bay in the securing manual.',
        de: 'Findet das Laschmuster einer Bucht im Sicherungshandbuch.',
      },
      applies: {
        en: 'Tightens every turnbuckle of a bay and locks it, none forgotten.',
        de: 'Spannt alle Spannschrauben einer Bucht und sichert sie, keine vergessen.',
      },
      leads: {
        en: 'Splits the gang over the bays and signs off row by row with the mate.',
        de: 'Teilt die Gruppe auf die Buchten auf und nimmt Reihe für Reihe mit dem Offizier ab.',
      },
      coaches: {
        en: 'Shows by one loose rod how a whole stack starts to move.',
        de: 'Zeigt an einer losen Stange, wie ein ganzer Stapel in Bewegung gerät.',
      },
    },
    kind: 'skill',
    by: ['observation'],
  },
  {
    id: 'dangerous-goods',
    label: { en: 'Dangerous goods', de: 'Gefahrgut' },
    statement: {
      en: 'You decide what may stand beside what.',
      de: 'Sie entscheiden, was neben was stehen darf.',
    },
    context: {
      en: 'Packed goods of all IMDG classes but 1 and 7, in the yard, at the gate and in the stowage plan.',
      de: 'Verpackte Güter aller IMDG-Klassen außer 1 und 7, auf dem Platz, am Tor und im Stauplan.',
    },
    indicators: {
      knows: {
        en: 'Names class and danger from the placard of a container.',
        de: 'Nennt Klasse und Gefahr nach dem Großzettel eines Containers.',
      },
      applies: {
        en: 'Finds the two containers in a plan that must not stand side by side.',
        de: 'Findet im Plan die zwei Container, die nicht nebeneinander stehen dürfen.',
      },
      leads: {
        en: 'Refuses a container at the gate when declaration and placards differ, and sees it parked safely.',
        de: 'Weist einen Container am Tor ab, wenn Erklärung und Zettel abweichen, und lässt ihn sicher abstellen.',
      },
      coaches: {
        en: 'Works through real leak reports with the team, segregation table in hand.',
        de: 'Geht mit dem Team echte Leckmeldungen durch, die Trenntabelle in der Hand.',
      },
    },
    kind: 'knowledge',
    validFor: 'P24M',
    by: ['quiz', 'course', 'observation'],
  },
  {
    id: 'reefer-monitoring',
    label: { en: 'Reefer monitoring', de: 'Kühlcontainer überwachen' },
    statement: {
      en: 'The cold chain does not break on your shift.',
      de: 'Die Kühlkette reißt nicht in Ihrer Schicht.',
    },
    context: {
      en: 'Up to 180 plugs in block R, round every four hours, −30 to +15 degrees.',
      de: 'Bis zu 180 Stecker in Block R, Rundgang alle vier Stunden, −30 bis +15 Grad.',
    },
    indicators: {
      knows: {
        en: 'Tells set point, supply and return temperature apart on the display.',
        de: 'Unterscheidet auf der Anzeige Soll-, Zuluft- und Rücklufttemperatur.',
      },
      applies: {
        en: 'Finishes the round on time and reports every alarm with its code.',
        de: 'Schließt den Rundgang rechtzeitig ab und meldet jeden Alarm mit Code.',
      },
      leads: {
        en: 'Has the most perishable units plugged in first when power runs short.',
        de: 'Lässt bei knappem Strom die verderblichste Ware zuerst anschließen.',
      },
      coaches: {
        en: 'Reads a temperature log with others and finds the hour it went wrong.',
        de: 'Liest mit anderen ein Temperaturprotokoll und findet die Stunde des Fehlers.',
      },
    },
    kind: 'task',
    by: ['observation'],
  },
  {
    id: 'cargo-documents',
    label: { en: 'Cargo documents', de: 'Ladungspapiere' },
    statement: { en: 'Paper and container say the same.', de: 'Papier und Container sagen dasselbe.' },
    context: {
      en: 'Bills of lading, customs releases and weight certificates in the terminal system, trucks waiting.',
      de: 'Konnossemente, Zollfreigaben und Gewichtsnachweise im Terminalsystem, während Lkw warten.',
    },
    indicators: {
      knows: {
        en: 'Says which papers a container needs to leave by road, rail or sea.',
        de: 'Sagt, welche Papiere ein Container für Straße, Schiene oder See braucht.',
      },
      applies: {
        en: 'Compares number, seal and weight before releasing, also at the end of a shift.',
        de: 'Vergleicht vor der Freigabe Nummer, Siegel und Gewicht, auch am Schichtende.',
      },
      leads: {
        en: 'Clears a blocked release with customs and shipper while the queue moves on.',
        de: 'Klärt eine gesperrte Freigabe mit Zoll und Verlader, während die Schlange weiterläuft.',
      },
      coaches: {
        en: 'Collects the week’s typing errors and shows how each could be seen.',
        de: 'Sammelt die Tippfehler der Woche und zeigt, woran jeder zu erkennen war.',
      },
    },
    kind: 'knowledge',
    by: ['quiz', 'observation'],
  },
  {
    id: 'damage-survey',
    label: { en: 'Damage survey', de: 'Schäden aufnehmen' },
    statement: {
      en: 'Seen, photographed, written down, in that order.',
      de: 'Gesehen, fotografiert, aufgeschrieben, in dieser Folge.',
    },
    context: {
      en: 'Containers at gate, rail and ship’s side, with tablet and camera, under five minutes each.',
      de: 'Container an Tor, Bahn und Schiffsseite, mit Tablet und Kamera, unter fünf Minuten je Stück.',
    },
    indicators: {
      knows: {
        en: 'Uses the damage codes for dent, hole, rack and missing part.',
        de: 'Verwendet die Schadenscodes für Beule, Loch, Verzug und Fehlteil.',
      },
      applies: {
        en: 'Takes number, overview and close-up, so that a stranger finds the spot.',
        de: 'Nimmt Nummer, Übersicht und Nahbild auf, sodass Fremde die Stelle finden.',
      },
      leads: {
        en: 'Decides on the spot what may travel on and what goes to repair.',
        de: 'Entscheidet vor Ort, was weiterfahren darf und was in die Reparatur geht.',
      },
      coaches: {
        en: 'Surveys the same container as a colleague and compares both reports.',
        de: 'Nimmt denselben Container wie eine Kollegin auf und vergleicht beide Berichte.',
      },
    },
    kind: 'task',
    by: ['observation'],
  },
];

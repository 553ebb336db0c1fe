<?php
// This file is part of Moodle - http://moodle.org/
//
// Moodle is free software: you can redistribute it and/or modify
// it under the terms of the GNU General Public License as published by
// the Free Software Foundation, either version 3 of the License, or
// (at your option) any later version.
//
// Moodle is distributed in the hope that it will be useful,
// but WITHOUT ANY WARRANTY; without even the implied warranty of
// MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
// GNU General Public License for more details.
//
// You should have received a copy of the GNU General Public License
// along with Moodle.  If not, see <http://www.gnu.org/licenses/>.

/**
 * German words of the Cairn block.
 *
 * @package   block_cairn
 * @copyright 2026 The Cairn authors
 * @license   http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$string['cachedef_tokens'] = 'Token, mit denen Seiten aus Cairn lesen; jedes nur in seiner Sitzung aufbewahrt';
$string['cairn:addinstance'] = 'Cairn-Block hinzufügen';
$string['cairn:myaddinstance'] = 'Cairn-Block zum eigenen Dashboard hinzufügen';
$string['cairn:view'] = 'Eigene Kompetenzen in Cairn-Blöcken sehen';
$string['cairn:viewothers'] = 'Kompetenzen der Personen eines Kurses in Cairn-Blöcken sehen';
$string['check'] = 'Geprüft';
$string['check_address'] = 'Adresse';
$string['check_address_bad'] = 'Unter {$a->url} antwortet nichts: {$a->why}. Läuft Cairn, stimmt die Adresse, und darf dieser Server es erreichen (Firewall, Proxy, Zertifikat)?';
$string['check_address_good'] = '{$a} antwortet.';
$string['check_address_status'] = '{$a->url} antwortet mit Status {$a->status}. Dort ist ein Webserver, aber kein Cairn dahinter; stimmt die Adresse, und steht hinter dem Host nichts, was nicht dazugehört?';
$string['check_again'] = 'Noch einmal testen';
$string['check_all_bad'] = 'Die Blöcke funktionieren noch nicht. Beheben Sie von oben nach unten, was als falsch bezeichnet ist.';
$string['check_all_good'] = 'Die Blöcke funktionieren.';
$string['check_all_warning'] = 'Die Blöcke funktionieren, aber sehen Sie sich an, was markiert ist.';
$string['check_audience'] = 'Empfänger';
$string['check_audience_bad'] = 'Cairn nennt sich {$a->theirs}, und die Token sind für {$a->ours} gemacht. Setzen Sie die Adresse oder den „Empfänger“ so, wie Cairn sich nennt (CAIRN_URL dort).';
$string['check_audience_good'] = 'Token sind für {$a} gemacht, wie Cairn sich nennt.';
$string['check_bad'] = 'Falsch';
$string['check_clock'] = 'Uhr';
$string['check_clock_ahead'] = 'Die Uhr dieses Servers geht gegenüber der von Cairn {$a} vor. Token aus der Zukunft werden abgelehnt; stellen Sie beide Uhren über das Netz (NTP).';
$string['check_clock_behind'] = 'Die Uhr dieses Servers geht gegenüber der von Cairn {$a} nach. Token sind zu alt, wenn sie ankommen; stellen Sie beide Uhren über das Netz (NTP).';
$string['check_clock_good'] = 'Beide Uhren stimmen überein.';
$string['check_detail'] = 'Ergebnis';
$string['check_good'] = 'Gut';
$string['check_others'] = 'Andere Personen';
$string['check_others_bad'] = 'Dieses Portal darf nicht benennen, wen es liest, also sehen Lehrende niemanden. Sollen sie es, legen Sie das Portal mit den Rechten „self“ und „person:*“ an.';
$string['check_others_good'] = 'Lehrenden können die Personen ihrer Kurse gezeigt werden.';
$string['check_pages'] = 'Seiten';
$string['check_pages_bad'] = 'Cairn lässt Seiten von {$a} nicht lesen, also werden Browser sich weigern. Legen Sie das Portal mit dem Ursprung (origin) {$a} an.';
$string['check_pages_good'] = 'Seiten von {$a} dürfen lesen.';
$string['check_person'] = 'Person';
$string['check_person_good'] = 'Sie sind dort {$a->as}, bekannt als {$a->by}.';
$string['check_person_none'] = 'Sie haben kein Kennzeichen der Art, die hier eingestellt ist; darum lassen sich weder dieser Test noch ein Block mit Ihnen ausprobieren.';
$string['check_person_unknown'] = 'Als {$a} ist in Cairn noch niemand bekannt. Das sind Sie; Lernende heißen entsprechend. Geben Sie Personen dieses Kennzeichen mit „cairn people import“, oder sehen Sie unter „Unresolved“ nach, wen Statements genannt haben.';
$string['check_script'] = 'Skript';
$string['check_script_bad'] = 'Unter {$a} ist kein Skript.';
$string['check_script_good'] = 'Das Skript ist unter {$a}.';
$string['check_script_other'] = 'Das Skript unter {$a->url} ist ein anderes als das festgelegte; Browser werden es ablehnen. Wenn Sie ihm trauen: Sein Hash ist {$a->is}';
$string['check_script_pinned'] = 'Das Skript unter {$a} ist das festgelegte.';
$string['check_secret'] = 'Portal und Geheimnis';
$string['check_secret_bad'] = 'Cairn nimmt keine Token dieser Website an. Es sagt: {$a->why} Vergleichen Sie Portal und Geheimnis mit dem, was „cairn portal add“ ausgegeben hat; „cairn portal rotate“ macht ein neues Geheimnis.';
$string['check_secret_good'] = 'Cairn nimmt Token dieser Website an.';
$string['check_secret_status'] = 'Cairn antwortet mit Status {$a->status}. Es sagt: {$a->why}';
$string['check_settings'] = 'Einstellungen';
$string['check_settings_bad'] = 'Zuerst müssen Adresse, Portal und Geheimnis eingetragen werden.';
$string['check_settings_good'] = 'Adresse, Portal und Geheimnis sind eingetragen.';
$string['check_settings_unsafe'] = '{$a} ist nicht verschlüsselt: Wer auf dem Weg sitzt, kann Kompetenzen und Token lesen. Nehmen Sie https.';
$string['check_state'] = 'Zustand';
$string['check_version'] = 'Cairn';
$string['check_version_bad'] = 'Das Cairn dort spricht Version {$a->theirs} seiner Schnittstelle, diese Blöcke Version {$a->ours}. Aktualisieren Sie das ältere von beiden.';
$string['check_version_good'] = 'Es ist ein Cairn, mit Version {$a} seiner Schnittstelle.';
$string['check_version_none'] = 'Unter {$a} antwortet etwas, aber es ist kein Cairn.';
$string['check_warning'] = 'Ansehen';
$string['choose'] = 'Wählen Sie jemanden aus diesem Kurs.';
$string['config_competency'] = 'Kompetenz';
$string['config_competency_help'] = 'Die ID der einen Kompetenz, die geöffnet wird, wie sie in Cairn lautet.';
$string['config_days'] = 'Tage voraus';
$string['config_days_help'] = 'Gezeigt wird, was innerhalb so vieler Tage abläuft.';
$string['config_days_wrong'] = 'Zwischen 1 und {$a}.';
$string['config_framework'] = 'Kompetenzrahmen';
$string['config_framework_help'] = 'Die ID eines Kompetenzrahmens in Cairn, um nur dessen Kompetenzen zu zeigen. Leer: alle.';
$string['config_role'] = 'Rollenprofil';
$string['config_role_help'] = 'Die ID eines Rollenprofils in Cairn. Leer: das erste der Person, die gezeigt wird.';
$string['config_title'] = 'Titel';
$string['config_title_help'] = 'Steht über dem Block. Leer: was er zeigt.';
$string['config_view'] = 'Zeigen';
$string['connection'] = 'Verbindung zu Cairn testen';
$string['event_person_viewed'] = 'Kompetenzen einer Person angesehen';
$string['failed'] = 'Das lässt sich gerade nicht zeigen.';
$string['identity_auto'] = 'Wie das xAPI-Plugin sie sendet';
$string['identity_email'] = 'An der E-Mail-Adresse';
$string['identity_id'] = 'An der Nummer der Person';
$string['identity_idnumber'] = 'An der ID-Nummer';
$string['identity_username'] = 'Am Anmeldenamen';
$string['noidentifier'] = 'Es gibt noch nichts, woran Ihre Kompetenzen zu finden wären. Ihre Administration weiß mehr.';
$string['noperson'] = 'Niemand gewählt';
$string['noscript'] = 'Um Kompetenzen zu zeigen, muss Ihr Browser JavaScript ausführen.';
$string['notsetup'] = 'Die Verbindung zu Cairn ist noch nicht eingerichtet.';
$string['notyours'] = 'Diese Person dürfen Sie nicht ansehen.';
$string['person'] = 'Person';
$string['pluginname'] = 'Cairn';
$string['privacy:metadata:cairn'] = 'Cairn bewahrt auf, was Menschen gezeigt haben zu können. Damit ein Block jemandem das Eigene zeigen kann, bringt der Browser Cairn ein kurzlebiges Token, das hier unterschrieben wurde.';
$string['privacy:metadata:cairn:identifier'] = 'Woran Cairn erkennt, wer hinsieht: Nummer, Anmeldename, E-Mail-Adresse oder ID-Nummer, wie das xAPI-Plugin es sendet.';
$string['privacy:metadata:cairn:person'] = 'Woran Cairn erkennt, wer angesehen wird, wenn das jemand anderes ist.';
$string['privacy:metadata:cairn:userid'] = 'Die Nummer der angemeldeten Person, für das Protokoll von Cairn.';
$string['searchperson'] = 'Nach Namen suchen';
$string['settings_audience'] = 'Empfänger';
$string['settings_audience_desc'] = 'Wie Cairn sich nennt (CAIRN_URL dort), wenn das nicht die Adresse oben ist. Meist leer.';
$string['settings_connection'] = 'Verbindung';
$string['settings_connection_desc'] = 'Legen Sie in Cairn ein Portal an mit <code>cairn portal add moodle --title Moodle --origin {$a->origin} --right self "person:*"</code> und tragen Sie ein, was es ausgibt. Speichern Sie, dann <a href="{$a->url}">testen Sie die Verbindung</a>.';
$string['settings_homepage'] = 'Home Page der Konten';
$string['settings_homepage_desc'] = 'Die Adresse, die in Cairn zu Anmeldename, Nummer oder ID-Nummer gehört. Leer: die Adresse dieser Website.';
$string['settings_identity'] = 'Woran man Personen erkennt';
$string['settings_identity_desc'] = 'Es muss dasselbe sein wie in den Statements, die über sie gesendet werden, sonst findet niemand das Eigene.';
$string['settings_integrity'] = 'Hash des Skripts';
$string['settings_integrity_desc'] = 'Zum Beispiel <code>sha384-…</code>. Browser führen dann nur dieses eine Skript aus; ein neues Cairn braucht hier den neuen Hash. Leer: jedes.';
$string['settings_people'] = 'Personen';
$string['settings_people_desc'] = 'Woran Cairn die Personen dieser Website erkennt.';
$string['settings_pinning'] = 'Festlegen';
$string['settings_pinning_desc'] = 'Für Websites, die nur Skripte zulassen, die sie sich angesehen haben.';
$string['settings_portal'] = 'Portal';
$string['settings_portal_desc'] = 'Die ID des Portals in Cairn, das für diese Website steht.';
$string['settings_script'] = 'Skript';
$string['settings_script_desc'] = 'Leer: <code>/embed/cairn.js</code> unter der Adresse von Cairn.';
$string['settings_secret'] = 'Geheimnis';
$string['settings_secret_desc'] = 'Des Portals. Es bleibt auf diesem Server.';
$string['settings_server'] = 'Adresse von Cairn';
$string['settings_server_desc'] = 'Wie Browser es erreichen, etwa <code>https://cairn.example.org</code>.';
$string['signedout'] = 'Sie sind abgemeldet. Laden Sie die Seite neu, um sich wieder anzumelden.';
$string['toomany'] = 'Es gibt mehr als {$a}. Tippen Sie mehr vom Namen.';
$string['tryagain'] = 'Noch einmal versuchen';
$string['unreachable'] = 'Kompetenzen sind gerade nicht zu erreichen. Der Rest dieser Seite ist davon nicht betroffen.';
$string['view_evidence'] = 'Nachweise einer Kompetenz';
$string['view_expiring'] = 'Was als Nächstes abläuft';
$string['view_gap'] = 'Was die Rolle verlangt';
$string['view_profile'] = 'Kompetenzen';

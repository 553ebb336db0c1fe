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

namespace block_cairn\local;

use moodle_url;
use stdClass;

/**
 * Looks at the connection to Cairn step by step, as the browser and the blocks will use it. What fails says what to do.
 *
 * @package   block_cairn
 * @copyright 2026 The Cairn authors
 * @license   http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class connection_check {
    /** @var string good as it is */
    const GOOD = 'good';

    /** @var string works, but not for everybody or not everything */
    const WARNING = 'warning';

    /** @var string nothing will be shown until it is mended */
    const BAD = 'bad';

    /** @var string version of the interface that these blocks speak */
    const API_VERSION = '1';

    /** @var int seconds by which two clocks may differ */
    const CLOCK_TOLERANCE = 30;

    /** @var int seconds to wait for an answer */
    const PATIENCE = 8;

    /** @var portal */
    private $portal;

    /** @var identity */
    private $identity;

    /** @var callable asks an address: (string $url, string[] $headers): \stdClass with error, status, headers and body */
    private $ask;

    /** @var array[] what was found, in order */
    private $found = [];

    /**
     * The constructor.
     *
     * @param portal $portal
     * @param identity $identity
     * @param callable|null $ask how an address is asked; by default over the network
     */
    public function __construct(portal $portal, identity $identity, ?callable $ask = null) {
        $this->portal = $portal;
        $this->identity = $identity;
        $this->ask = $ask ?? [self::class, 'over_network'];
    }

    /**
     * For the template.
     *
     * @param stdClass $user whom to try it with
     * @return array
     */
    public function export(stdClass $user): array {
        $found = $this->run($user);
        $states = array_column($found, 'state');
        $worst = in_array(self::BAD, $states) ? self::BAD : (in_array(self::WARNING, $states) ? self::WARNING : self::GOOD);
        return [
            'worst' => get_string('check_all_' . $worst, 'block_cairn'),
            'isgood' => $worst === self::GOOD,
            'isbad' => $worst === self::BAD,
            'checks' => array_map(function ($one) {
                return [
                    'name' => get_string('check_' . $one['check'], 'block_cairn'),
                    'state' => get_string('check_' . $one['state'], 'block_cairn'),
                    'detail' => $one['detail'],
                    'isgood' => $one['state'] === self::GOOD,
                    'isbad' => $one['state'] === self::BAD,
                ];
            }, $found),
        ];
    }

    /**
     * What was found, in order: check, state and detail of each.
     *
     * @param stdClass $user whom to try it with
     * @return array[]
     */
    public function run(stdClass $user): array {
        $this->found = [];
        if ($this->has_settings() && $this->is_reached()) {
            // Without a Cairn at that address nothing else can be said.
            if ($this->is_cairn()) {
                $this->is_let_in($user);
            }
            $this->has_script();
        }
        return $this->found;
    }

    /**
     * Notes what was found.
     *
     * @param string $check
     * @param string $state
     * @param string $string the words, without their beginning "check_"
     * @param mixed $a what goes into the words
     * @return bool whether it goes on
     */
    private function note(string $check, string $state, string $string, $a = null): bool {
        $detail = get_string('check_' . $string, 'block_cairn', $a);
        $this->found[] = ['check' => $check, 'state' => $state, 'detail' => $detail];
        return $state !== self::BAD;
    }

    /**
     * Is everything filled in?
     *
     * @return bool
     */
    private function has_settings(): bool {
        if (!$this->portal->is_set_up()) {
            return $this->note('settings', self::BAD, 'settings_bad');
        }
        $host = (string) parse_url($this->portal->server(), PHP_URL_HOST);
        $issafe = parse_url($this->portal->server(), PHP_URL_SCHEME) === 'https'
            || preg_match('/^(localhost|127(\.\d{1,3}){3}|\[::1\])$/', $host);
        return $issafe
            ? $this->note('settings', self::GOOD, 'settings_good')
            : $this->note('settings', self::WARNING, 'settings_unsafe', $this->portal->server());
    }

    /**
     * Does anything answer there, and is its clock like ours?
     *
     * @return bool
     */
    private function is_reached(): bool {
        $url = $this->portal->server() . '/healthz';
        $answer = $this->ask($url);
        if ($answer->status === 0) {
            return $this->note('address', self::BAD, 'address_bad', ['url' => $url, 'why' => $answer->error]);
        }
        if ($answer->status !== 200) {
            return $this->note('address', self::BAD, 'address_status', ['url' => $url, 'status' => $answer->status]);
        }
        $this->note('address', self::GOOD, 'address_good', $this->portal->server());
        $there = strtotime($answer->headers['date'] ?? '');
        if ($there === false) {
            return true;
        }
        $ahead = $there - time();
        if (abs($ahead) <= self::CLOCK_TOLERANCE) {
            $this->note('clock', self::GOOD, 'clock_good');
        } else {
            $this->note('clock', self::BAD, $ahead > 0 ? 'clock_behind' : 'clock_ahead', format_time(abs($ahead)));
        }
        return true;
    }

    /**
     * Is it a Cairn, of a version that these blocks know, and does it call itself as we think?
     *
     * @return bool
     */
    private function is_cairn(): bool {
        $answer = $this->ask($this->portal->server() . '/openapi.json');
        $told = json_decode($answer->body);
        if (($told->info->title ?? '') !== 'Cairn') {
            return $this->note('version', self::BAD, 'version_none', $this->portal->server());
        }
        $version = (string) ($told->info->version ?? '');
        if ($version !== self::API_VERSION) {
            return $this->note('version', self::BAD, 'version_bad', ['theirs' => $version, 'ours' => self::API_VERSION]);
        }
        $this->note('version', self::GOOD, 'version_good', $version);
        $name = preg_replace('~/api/v1$~', '', (string) ($told->servers[0]->url ?? ''));
        return $name === $this->portal->audience()
            ? $this->note('audience', self::GOOD, 'audience_good', $name)
            : $this->note('audience', self::BAD, 'audience_bad', ['theirs' => $name, 'ours' => $this->portal->audience()]);
    }

    /**
     * Does it take our tokens: of this site, for its pages, for this person, and for others?
     *
     * @param stdClass $user
     */
    private function is_let_in(stdClass $user): void {
        $actor = $this->identity->actor($user);
        if ($actor === null) {
            $this->note('person', self::WARNING, 'person_none');
            return;
        }
        $name = identity::canonical($actor);
        $answer = $this->ask_as($user, $actor, 'self');
        $told = json_decode($answer->body);
        if ($answer->status !== 200) {
            $string = $answer->status === 401 ? 'secret_bad' : 'secret_status';
            $why = s($told->detail ?? $answer->error);
            $this->note('secret', self::BAD, $string, ['status' => $answer->status, 'why' => $why]);
            return;
        }
        $this->note('secret', self::GOOD, 'secret_good');
        $origin = self::origin();
        ($answer->headers['access-control-allow-origin'] ?? '') === $origin
            ? $this->note('pages', self::GOOD, 'pages_good', $origin)
            : $this->note('pages', self::BAD, 'pages_bad', $origin);
        empty($told->person)
            ? $this->note('person', self::WARNING, 'person_unknown', s($name))
            : $this->note('person', self::GOOD, 'person_good', ['as' => s($told->person->name), 'by' => s($name)]);
        $this->ask_as($user, $actor, 'person:' . $name)->status === 200
            ? $this->note('others', self::GOOD, 'others_good')
            : $this->note('others', self::WARNING, 'others_bad');
    }

    /**
     * Asks who we are, as a page of this site would.
     *
     * @param stdClass $user
     * @param array $actor
     * @param string $right
     * @return stdClass
     */
    private function ask_as(stdClass $user, array $actor, string $right): stdClass {
        $token = $this->portal->sign($actor, [$right], (string) $user->id, time());
        return $this->ask(
            $this->portal->server() . '/api/v1/me',
            ['Authorization: Bearer ' . $token, 'Origin: ' . self::origin()]
        );
    }

    /**
     * Is the script there, and the one that was pinned?
     */
    private function has_script(): void {
        $script = trim((string) get_config('block_cairn', 'script')) ?: $this->portal->server() . '/embed/cairn.js';
        $answer = $this->ask($script);
        $type = $answer->headers['content-type'] ?? '';
        if ($answer->status !== 200 || strpos($type, 'javascript') === false) {
            $this->note('script', self::BAD, 'script_bad', $script);
            return;
        }
        $integrity = trim((string) get_config('block_cairn', 'integrity'));
        if ($integrity === '') {
            $this->note('script', self::GOOD, 'script_good', $script);
            return;
        }
        [$algorithm] = explode('-', $integrity);
        $is = $algorithm . '-' . base64_encode(hash($algorithm, $answer->body, true));
        $is === $integrity
            ? $this->note('script', self::GOOD, 'script_pinned', $script)
            : $this->note('script', self::BAD, 'script_other', ['url' => $script, 'is' => $is]);
    }

    /**
     * What a browser calls the origin of this site's pages.
     *
     * @return string
     */
    public static function origin(): string {
        $url = new moodle_url('/');
        $port = $url->get_port();
        return $url->get_scheme() . '://' . $url->get_host() . ($port ? ':' . $port : '');
    }

    /**
     * Asks an address.
     *
     * @param string $url
     * @param string[] $headers
     * @return stdClass
     */
    private function ask(string $url, array $headers = []): stdClass {
        return ($this->ask)($url, $headers);
    }

    /**
     * Asks an address over the network. An administrator has set it, so it may be one that learners could not have asked for.
     *
     * @param string $url
     * @param string[] $headers
     * @return stdClass error (in words), status (0: no answer), headers (names in lower case) and body
     */
    public static function over_network(string $url, array $headers): stdClass {
        global $CFG;
        require_once($CFG->libdir . '/filelib.php');
        $curl = new \curl(['ignoresecurity' => true]);
        $curl->setHeader($headers);
        $body = $curl->get($url, null, [
            'CURLOPT_TIMEOUT' => self::PATIENCE,
            'CURLOPT_CONNECTTIMEOUT' => self::PATIENCE,
            'CURLOPT_FOLLOWLOCATION' => false,
        ]);
        $isanswered = !$curl->get_errno();
        return (object) [
            'error' => $isanswered ? '' : $curl->error,
            'status' => $isanswered ? (int) ($curl->get_info()['http_code'] ?? 0) : 0,
            'headers' => array_change_key_case($isanswered ? $curl->getResponse() : []),
            'body' => $isanswered ? (string) $body : '',
        ];
    }
}

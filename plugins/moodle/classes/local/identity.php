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

/**
 * By what Cairn knows a user of this site: the identifier that stands in the statements about them.
 * By default it is read from the settings of the xAPI plugin (logstore_xapi), so that what it sends and who looks meet.
 *
 * @package   block_cairn
 * @copyright 2026 The Cairn authors
 * @license   http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class identity {
    /** @var string as the xAPI plugin says */
    const AS_SENT = 'auto';

    /** @var string[] what there is to choose from */
    const ALL = [self::AS_SENT, 'id', 'username', 'email', 'idnumber'];

    /** @var string one of ALL but AS_SENT */
    private $kind;

    /** @var string the address that accounts belong to */
    private $homepage;

    /** @var self|null what stands for whom this one has nothing */
    private $fallback = null;

    /**
     * The constructor.
     *
     * @param string $kind one of ALL but AS_SENT
     * @param string $homepage the address that accounts belong to
     */
    public function __construct(string $kind, string $homepage) {
        $this->kind = $kind;
        $this->homepage = $homepage;
    }

    /**
     * As the site is set up.
     *
     * @return self
     */
    public static function from_settings(): self {
        global $CFG;
        $kind = get_config('block_cairn', 'identity') ?: self::AS_SENT;
        if ($kind === self::AS_SENT || !in_array($kind, self::ALL, true)) {
            return self::as_sent();
        }
        $homepage = trim((string) get_config('block_cairn', 'homepage'));
        return new self($kind, $homepage === '' ? $CFG->wwwroot : $homepage);
    }

    /**
     * As the xAPI plugin sends it: an address goes before a user name, and a user name before the number. The other home page
     * goes with user names alone there. A site without the plugin is like one where nothing was changed in it.
     *
     * @return self
     */
    private static function as_sent(): self {
        global $CFG;
        $sent = get_config('logstore_xapi');
        if (!empty($sent->mbox)) {
            $kind = 'email';
        } else {
            $kind = empty($sent->send_username) ? 'id' : 'username';
        }
        $homepage = empty($sent->account_homepage) ? $CFG->wwwroot : $sent->account_homepage;
        // Without a good address the plugin falls back to the account; which of both is decided person by person.
        $identity = new self($kind, $kind === 'id' ? $CFG->wwwroot : $homepage);
        $identity->fallback = empty($sent->send_username)
            ? new self('id', $CFG->wwwroot)
            : new self('username', $homepage);
        return $identity;
    }

    /**
     * The one xAPI identifier of a user.
     *
     * @param \stdClass $user with id, username, email and idnumber
     * @return array|null null: they have none of this kind
     */
    public function actor(\stdClass $user): ?array {
        if ($this->kind === 'email') {
            if (filter_var($user->email, FILTER_VALIDATE_EMAIL)) {
                return ['mbox' => 'mailto:' . $user->email];
            }
            return $this->fallback ? $this->fallback->actor($user) : null;
        }
        $name = (string) $user->{$this->kind};
        return $name === '' ? null : ['account' => ['homePage' => $this->homepage, 'name' => $name]];
    }

    /**
     * The same as one text, as Cairn writes it. The domain of an address has no upper and lower case, the part before it has.
     *
     * @param array $actor
     * @return string
     */
    public static function canonical(array $actor): string {
        if (isset($actor['account'])) {
            return 'account:' . $actor['account']['homePage'] . '|' . $actor['account']['name'];
        }
        $address = substr($actor['mbox'], strlen('mailto:'));
        $at = strrpos($address, '@');
        return 'mbox:' . substr($address, 0, $at) . strtolower(substr($address, $at));
    }
}

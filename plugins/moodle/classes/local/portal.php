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
 * This site as a portal of Cairn: where Cairn is, and the secret that proves what this site says of who is looking.
 *
 * @package   block_cairn
 * @copyright 2026 The Cairn authors
 * @license   http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class portal {
    /** @var int seconds that a token is good for; Cairn takes ten minutes at most, and clocks differ */
    const LIFE = 540;

    /** @var string where Cairn is, without a slash at its end */
    private $server;

    /** @var string name of this portal there */
    private $id;

    /** @var string */
    private $secret;

    /** @var string what Cairn calls itself */
    private $audience;

    /**
     * The constructor.
     *
     * @param string $server where Cairn is
     * @param string $id name of this portal there
     * @param string $secret
     * @param string $audience what Cairn calls itself; empty: as where it is
     */
    public function __construct(string $server, string $id, string $secret, string $audience = '') {
        $this->server = rtrim(trim($server), '/');
        $this->id = trim($id);
        $this->secret = trim($secret);
        $audience = rtrim(trim($audience), '/');
        $this->audience = $audience === '' ? $this->server : $audience;
    }

    /**
     * As the site is set up.
     *
     * @return self
     */
    public static function from_settings(): self {
        $config = get_config('block_cairn');
        return new self(
            $config->server ?? '',
            $config->portal ?? '',
            $config->secret ?? '',
            $config->audience ?? ''
        );
    }

    /**
     * Whether all that it takes was set.
     *
     * @return bool
     */
    public function is_set_up(): bool {
        return $this->server !== '' && $this->id !== '' && $this->secret !== '';
    }

    /**
     * Where Cairn is, without a slash at its end.
     *
     * @return string
     */
    public function server(): string {
        return $this->server;
    }

    /**
     * What Cairn calls itself, as far as this site knows.
     *
     * @return string
     */
    public function audience(): string {
        return $this->audience;
    }

    /**
     * Changes whenever another secret, portal or Cairn was set: what was signed before is worth nothing then.
     *
     * @return string
     */
    public function fingerprint(): string {
        return hash('sha256', implode("\n", [$this->server, $this->id, $this->secret, $this->audience]));
    }

    /**
     * A token: a JWT, signed by HMAC with SHA-256.
     *
     * @param array $actor xAPI identifier of who is looking
     * @param string[] $rights what they may read
     * @param string $subject who is looking, as this site knows them
     * @param int $now seconds since the epoch
     * @return string
     */
    public function sign(array $actor, array $rights, string $subject, int $now): string {
        $claims = [
            'iss' => $this->id,
            'aud' => $this->audience,
            'sub' => $subject,
            'iat' => $now,
            'exp' => $now + self::LIFE,
            'jti' => bin2hex(random_bytes(16)),
            'cairn' => ['actor' => $actor, 'rights' => $rights],
        ];
        $signed = self::part(['alg' => 'HS256', 'typ' => 'JWT']) . '.' . self::part($claims);
        return $signed . '.' . self::base64url(hash_hmac('sha256', $signed, $this->secret, true));
    }

    /**
     * One part of a JWT.
     *
     * @param array $values
     * @return string
     */
    private static function part(array $values): string {
        return self::base64url(json_encode($values, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR));
    }

    /**
     * Base64 as it may stand in an address, RFC 4648 section 5, without padding.
     *
     * @param string $bytes
     * @return string
     */
    private static function base64url(string $bytes): string {
        return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
    }
}

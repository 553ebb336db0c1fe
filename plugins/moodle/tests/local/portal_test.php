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
 * Tokens of this site.
 *
 * @package   block_cairn
 * @copyright 2026 The Cairn authors
 * @license   http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers \block_cairn\local\portal
 */
final class portal_test extends \advanced_testcase {
    /**
     * A part of a token, read again.
     *
     * @param string $part
     * @return array
     */
    private static function read(string $part): array {
        return json_decode(base64_decode(strtr($part, '-_', '+/'), true), true);
    }

    /**
     * It says what Cairn asks for, and is signed as RFC 7515 has it.
     */
    public function test_token(): void {
        $portal = new portal(' https://cairn.example.org/ ', 'moodle', 'a secret of good length');
        $actor = ['account' => ['homePage' => 'https://www.example.com/moodle', 'name' => 'Ümit ÿÿÿ???>>>']];
        $token = $portal->sign($actor, ['self'], '4711', 1767225600);
        $this->assertMatchesRegularExpression('/^[\w-]+\.[\w-]+\.[\w-]+$/', $token);
        [$header, $claims, $signature] = explode('.', $token);
        $this->assertSame(['alg' => 'HS256', 'typ' => 'JWT'], self::read($header));
        $read = self::read($claims);
        $this->assertMatchesRegularExpression('/^[0-9a-f]{32}$/', $read['jti']);
        unset($read['jti']);
        $this->assertSame([
            'iss' => 'moodle',
            'aud' => 'https://cairn.example.org',
            'sub' => '4711',
            'iat' => 1767225600,
            'exp' => 1767225600 + 540,
            'cairn' => ['actor' => $actor, 'rights' => ['self']],
        ], $read);
        $expected = hash_hmac('sha256', $header . '.' . $claims, 'a secret of good length', true);
        $this->assertSame($expected, base64_decode(strtr($signature, '-_', '+/')));
        $this->assertNotSame($token, $portal->sign($actor, ['self'], '4711', 1767225600), 'No two have the same id.');
    }

    /**
     * RFC 7519 appendix A.1 and RFC 7515 appendix A.1 use a key that is no text; this one is of RFC 4231, test case 2, which is.
     */
    public function test_published_vector(): void {
        $method = new \ReflectionMethod(portal::class, 'base64url');
        $method->setAccessible(true);
        $mac = hash_hmac('sha256', 'what do ya want for nothing?', 'Jefe', true);
        $this->assertSame('W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM', $method->invoke(null, $mac));
    }

    /**
     * Another audience where Cairn calls itself otherwise than it is reached; nothing works until all is filled in.
     */
    public function test_settings(): void {
        $this->resetAfterTest();
        $this->assertFalse(portal::from_settings()->is_set_up());
        set_config('server', 'https://cairn.example.org/', 'block_cairn');
        set_config('portal', 'moodle', 'block_cairn');
        $this->assertFalse(portal::from_settings()->is_set_up());
        set_config('secret', 'a secret', 'block_cairn');
        $portal = portal::from_settings();
        $this->assertTrue($portal->is_set_up());
        $this->assertSame('https://cairn.example.org', $portal->server());
        $this->assertSame('https://cairn.example.org', $portal->audience());
        $before = $portal->fingerprint();
        set_config('audience', 'https://inside.example.org/', 'block_cairn');
        $this->assertSame('https://inside.example.org', portal::from_settings()->audience());
        $this->assertNotSame($before, portal::from_settings()->fingerprint());
    }
}

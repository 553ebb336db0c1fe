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

use stdClass;

/**
 * What the connection test says, by what it meets.
 *
 * @package   block_cairn
 * @copyright 2026 The Cairn authors
 * @license   http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers \block_cairn\local\connection_check
 */
final class connection_check_test extends \advanced_testcase {
    /** @var string[] checks that are good when all is */
    const ALL = ['settings', 'address', 'clock', 'version', 'audience', 'secret', 'pages', 'person', 'others', 'script'];

    /**
     * A Cairn as it answers, with one thing otherwise.
     *
     * @param array $changes answer by address, or by address and right; ahead: seconds by which its clock is
     * @return callable
     */
    private static function cairn(array $changes = []): callable {
        return function (string $url, array $headers) use ($changes): stdClass {
            $path = preg_replace('~^https?://[^/]+~', '', $url);
            foreach ($headers as $header) {
                if (preg_match('/^Authorization: Bearer [\w-]+\.([\w-]+)\./', $header, $found)) {
                    $claims = json_decode(base64_decode(strtr($found[1], '-_', '+/')), true);
                    $path .= ' ' . explode(':', $claims['cairn']['rights'][0])[0];
                }
            }
            $date = gmdate('D, d M Y H:i:s', time() + ($changes['ahead'] ?? 0)) . ' GMT';
            $good = [
                '/healthz' => ['headers' => ['date' => $date]],
                '/openapi.json' => ['body' => json_encode([
                    'info' => ['title' => 'Cairn', 'version' => '1'],
                    'servers' => [['url' => 'https://cairn.example.org/api/v1']],
                ])],
                '/api/v1/me self' => [
                    'headers' => ['access-control-allow-origin' => 'https://www.example.com'],
                    'body' => json_encode(['person' => ['id' => 'rita', 'name' => 'Rita <b>']]),
                ],
                '/api/v1/me person' => [],
                '/embed/cairn.js' => ['headers' => ['content-type' => 'text/javascript'], 'body' => 'export {};'],
            ];
            return (object) (($changes[$path] ?? []) + $good[$path]
                + ['error' => '', 'status' => 200, 'headers' => [], 'body' => '']);
        };
    }

    /**
     * What is found, as state by check, and the words.
     *
     * @param callable $ask
     * @param string $server
     * @return array
     */
    private function found(callable $ask, string $server = 'https://cairn.example.org'): array {
        $check = new connection_check(
            new portal($server, 'moodle', $server === '' ? '' : 'a secret'),
            new identity('id', 'https://www.example.com/moodle'),
            $ask
        );
        $found = $check->run(get_admin());
        return [array_column($found, 'state', 'check'), array_column($found, 'detail', 'check')];
    }

    /**
     * When all is well, all of it is said to be, and nothing else.
     */
    public function test_good(): void {
        [$states, $words] = $this->found(self::cairn());
        $this->assertSame(array_fill_keys(self::ALL, 'good'), $states);
        $this->assertStringContainsString('Rita &lt;b&gt;', $words['person']);
    }

    /**
     * What is met, what is said of it, and a word of how.
     *
     * @return array[]
     */
    public static function fault_provider(): array {
        $problem = function (int $status, string $detail) {
            return ['status' => $status, 'body' => json_encode(['detail' => $detail])];
        };
        $other = json_encode([
            'info' => ['title' => 'Cairn', 'version' => '1'],
            'servers' => [['url' => 'http://127.0.0.1:8090/api/v1']],
        ]);
        $newer = json_encode(['info' => ['title' => 'Cairn', 'version' => '2']]);
        return [
            'nothing answers' => [['/healthz' => ['status' => 0, 'error' => 'refused']], 'address', 'bad', 'refused'],
            'a web server without Cairn' => [['/healthz' => ['status' => 404]], 'address', 'bad', '404'],
            'our clock is behind' => [['ahead' => 120], 'clock', 'bad', 'behind'],
            'our clock is ahead' => [['ahead' => -120], 'clock', 'bad', 'ahead'],
            'a few seconds are nothing' => [['ahead' => -20], 'clock', 'good', 'agree'],
            'something else' => [['/openapi.json' => ['body' => '<html>']], 'version', 'bad', 'no Cairn'],
            'a newer Cairn' => [['/openapi.json' => ['body' => $newer]], 'version', 'bad', 'version 2'],
            'another name' => [['/openapi.json' => ['body' => $other]], 'audience', 'bad', 'http://127.0.0.1:8090'],
            'another secret' => [['/api/v1/me self' => $problem(401, 'signed <otherwise>')], 'secret', 'bad', '&lt;otherwise&gt;'],
            'a database that is away' => [['/api/v1/me self' => $problem(503, 'come again')], 'secret', 'bad', '503'],
            'another origin' => [['/api/v1/me self' => ['headers' => []]], 'pages', 'bad', 'https://www.example.com'],
            'nobody known' => [['/api/v1/me self' => ['body' => '{"person":null}']], 'person', 'warning', 'moodle|2'],
            'oneself only' => [['/api/v1/me person' => $problem(403, 'more than')], 'others', 'warning', 'person:*'],
            'no script' => [['/embed/cairn.js' => ['status' => 404]], 'script', 'bad', '/embed/cairn.js'],
        ];
    }

    /**
     * Each fault is found where it is, and said.
     *
     * @dataProvider fault_provider
     * @param array $changes
     * @param string $check
     * @param string $state
     * @param string $word
     */
    public function test_fault(array $changes, string $check, string $state, string $word): void {
        [$states, $words] = $this->found(self::cairn($changes));
        $this->assertSame($state, $states[$check]);
        $this->assertStringContainsString($word, $words[$check]);
    }

    /**
     * Nothing is asked before all is filled in; an address that anybody can read along is pointed out.
     */
    public function test_settings(): void {
        [$states] = $this->found(function () {
            throw new \coding_exception('asked');
        }, '');
        $this->assertSame(['settings' => 'bad'], $states);
        [$states] = $this->found(self::cairn(), 'http://cairn.example.org');
        $this->assertSame('warning', $states['settings']);
        [$states] = $this->found(self::cairn(), 'http://127.0.0.1:8090');
        $this->assertSame('good', $states['settings']);
    }

    /**
     * A script that was pinned is compared.
     */
    public function test_pinned(): void {
        $this->resetAfterTest();
        $hash = 'sha384-' . base64_encode(hash('sha384', 'export {};', true));
        set_config('integrity', $hash, 'block_cairn');
        [$states] = $this->found(self::cairn());
        $this->assertSame('good', $states['script']);
        [$states, $words] = $this->found(self::cairn(['/embed/cairn.js' => ['body' => 'export {}; // Another one.']]));
        $this->assertSame('bad', $states['script']);
        $this->assertStringContainsString('sha384-', $words['script']);
    }

    /**
     * A test says what follows from it all.
     */
    public function test_export(): void {
        $portal = new portal('https://cairn.example.org', 'moodle', 'a secret');
        $identity = new identity('id', 'https://www.example.com/moodle');
        $worst = function (array $changes) use ($portal, $identity): string {
            return (new connection_check($portal, $identity, self::cairn($changes)))->export(get_admin())['worst'];
        };
        $this->assertSame(get_string('check_all_good', 'block_cairn'), $worst([]));
        $this->assertSame(get_string('check_all_warning', 'block_cairn'), $worst(['/api/v1/me person' => ['status' => 403]]));
        $this->assertSame(get_string('check_all_bad', 'block_cairn'), $worst(['/healthz' => ['status' => 0]]));
    }

    /**
     * An address where nobody listens is no exception.
     */
    public function test_over_network(): void {
        $answer = connection_check::over_network('http://127.0.0.1:1/healthz', []);
        $this->assertSame(0, $answer->status);
        $this->assertNotSame('', $answer->error);
    }
}

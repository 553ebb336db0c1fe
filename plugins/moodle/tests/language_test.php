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

namespace block_cairn;

/**
 * The words of the block.
 *
 * @package   block_cairn
 * @copyright 2026 The Cairn authors
 * @license   http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @coversNothing
 */
final class language_test extends \advanced_testcase {
    /**
     * The words of one language.
     *
     * @param string $language
     * @return string[]
     */
    private static function words(string $language): array {
        $string = [];
        include(__DIR__ . '/../lang/' . $language . '/block_cairn.php');
        return $string;
    }

    /**
     * German says all that English says, with the same in it.
     */
    public function test_complete(): void {
        [$english, $german] = [self::words('en'), self::words('de')];
        $this->assertSame(array_keys($english), array_keys($german));
        $placeholders = function (string $text): array {
            preg_match_all('/\{\$a[^}]*\}/', $text, $found);
            sort($found[0]);
            return array_unique($found[0]);
        };
        foreach ($english as $key => $text) {
            $this->assertSame($placeholders($text), $placeholders($german[$key]), $key);
        }
    }

    /**
     * Every word that PHP, templates and scripts ask for is there, and none is there that nothing asks for.
     */
    public function test_used(): void {
        $source = '';
        $folder = new \RecursiveDirectoryIterator(dirname(__DIR__), \FilesystemIterator::SKIP_DOTS);
        foreach (new \RecursiveIteratorIterator($folder) as $file) {
            if (preg_match('~\.(php|mustache|js)$~', $file) && !preg_match('~/(lang|tests|build)/~', $file)) {
                $source .= file_get_contents($file);
            }
        }
        // These are asked for by Moodle, or put together of a beginning and what was found.
        $made = '/^(cachedef_|cairn:|pluginname$|privacy:|identity_|view_|config_|check_)/';
        foreach (array_keys(self::words('en')) as $key) {
            if (!preg_match($made, $key)) {
                $this->assertMatchesRegularExpression('/[\'" ]' . preg_quote($key, '/') . '[\'",]/', $source, $key);
            }
        }
        preg_match_all('/\$this->note\(\s*\'(\w+)\'.*?(?=;)/s', $source, $notes);
        foreach ($notes[1] as $check) {
            $this->assertArrayHasKey('check_' . $check, self::words('en'));
        }
        $this->assertGreaterThan(15, count($notes[1]));
    }
}

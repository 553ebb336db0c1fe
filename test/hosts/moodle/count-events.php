<?php
// SPDX-License-Identifier: Apache-2.0
// How many events wait to be sent by the xAPI plugin, and the failed ones with what they failed by. Prints {"waiting","failed":[{"eventname","errortype","response"}]}.
define('CLI_SCRIPT', true);
require getenv('MOODLE') . '/config.php';

echo json_encode([
    'waiting' => $DB->count_records('logstore_xapi_log'),
    'failed' => array_values($DB->get_records('logstore_xapi_failed_log', null, 'id', 'id, eventname, errortype, response')),
]);

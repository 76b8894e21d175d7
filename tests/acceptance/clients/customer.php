<?php
// PHP's own SOAP engine: a customer added, read and found. Classes are anonymous; the passport is plain SoapVars.
declare(strict_types=1);

$version = $argv[1];
$account = getenv('NETSUITE_ACCOUNT');
$host = strtolower(str_replace('_', '-', $account)) . '.suitetalk.api.netsuite.com';
$proxy = parse_url(getenv('HTTPS_PROXY'));
$core = "urn:core_$version.platform.webservices.netsuite.com";
$messages = "urn:messages_$version.platform.webservices.netsuite.com";
$common = "urn:common_$version.platform.webservices.netsuite.com";
$relationships = "urn:relationships_$version.lists.webservices.netsuite.com";

$options = [
    'cache_wsdl' => WSDL_CACHE_NONE,
    'trace' => true,
    'exceptions' => true,
    'soap_version' => SOAP_1_1,
    'location' => "https://$host/services/NetSuitePort_$version",
    'proxy_host' => $proxy['host'],
    'proxy_port' => $proxy['port'],
    'features' => SOAP_SINGLE_ELEMENT_ARRAYS,
    'compression' => SOAP_COMPRESSION_ACCEPT | SOAP_COMPRESSION_GZIP | 5,
    'stream_context' => stream_context_create([
        'ssl' => ['cafile' => getenv('SSL_CERT_FILE'), 'verify_peer' => true, 'verify_peer_name' => true, 'peer_name' => $host, 'SNI_enabled' => true],
        'http' => ['proxy' => "tcp://{$proxy['host']}:{$proxy['port']}", 'request_fulluri' => false],
    ]),
];
$client = new SoapClient("https://$host/wsdl/v{$version}_0/netsuite.wsdl", $options);

function passport(string $core, string $messages, string $account): SoapHeader
{
    $nonce = bin2hex(random_bytes(10));
    $time = time();
    $base = implode('&', array_map('rawurlencode', [$account, getenv('NETSUITE_CONSUMER_KEY'), getenv('NETSUITE_TOKEN_ID'), $nonce, (string) $time]));
    $key = rawurlencode(getenv('NETSUITE_CONSUMER_SECRET')) . '&' . rawurlencode(getenv('NETSUITE_TOKEN_SECRET'));
    $signature = base64_encode(hash_hmac('sha256', $base, $key, true));
    $passport = [
        'account' => $account,
        'consumerKey' => getenv('NETSUITE_CONSUMER_KEY'),
        'token' => getenv('NETSUITE_TOKEN_ID'),
        'nonce' => $nonce,
        'timestamp' => $time,
        'signature' => ['_' => $signature, 'algorithm' => 'HMAC-SHA256'],
    ];
    return new SoapHeader($messages, 'tokenPassport', new SoapVar($passport, SOAP_ENC_OBJECT, 'TokenPassport', $core));
}

$call = function (string $operation, array $body, array $headers = []) use ($client, $core, $messages, $account) {
    return $client->__soapCall($operation, [$body], null, [passport($core, $messages, $account), ...$headers]);
};

$found = ['operations' => count($client->__getFunctions())];
$found['time'] = $call('getServerTime', [])->getServerTimeResult->serverTime;
$customer = new SoapVar(['companyName' => "PHP & Söhne $version", 'subsidiary' => ['internalId' => '1']], SOAP_ENC_OBJECT, 'Customer', $relationships);
$written = $call('add', ['record' => $customer])->writeResponse;
$found['added'] = $written->status->isSuccess;
$id = $written->baseRef->internalId;
$ref = new SoapVar(['type' => 'customer', 'internalId' => $id], SOAP_ENC_OBJECT, 'RecordRef', $core);
$found['got'] = $call('get', ['baseRef' => $ref])->readResponse->record->companyName;
$basic = ['companyName' => ['operator' => 'startsWith', 'searchValue' => 'PHP']];
$search = new SoapVar(['basic' => $basic], SOAP_ENC_OBJECT, 'CustomerSearch', $relationships);
$preferences = new SoapHeader($messages, 'searchPreferences', ['pageSize' => 5]);
$result = $call('search', ['searchRecord' => $search], [$preferences])->searchResult;
$found['searched'] = [$result->totalRecords, $result->pageSize, in_array($id, array_column($result->recordList->record, 'internalId'), true)];
try {
    $broken = new SoapHeader($messages, 'tokenPassport', new SoapVar(['account' => $account, 'consumerKey' => 'x', 'token' => 'x', 'nonce' => 'abcdef1', 'timestamp' => time(), 'signature' => ['_' => 'x', 'algorithm' => 'HMAC-SHA256']], SOAP_ENC_OBJECT, 'TokenPassport', $core));
    $client->__soapCall('getServerTime', [[]], null, [$broken]);
    $found['fault'] = null;
} catch (SoapFault $fault) {
    $found['fault'] = [$fault->faultcode, $fault->faultstring, array_key_first((array) $fault->detail)];
}
echo json_encode($found, JSON_UNESCAPED_UNICODE), "\n";

<?php
// PHP's own SOAP engine with a class map, as libraries with generated classes use it: a type is told by its class alone.
declare(strict_types=1);

class TokenPassport { public $account; public $consumerKey; public $token; public $nonce; public $timestamp; public $signature; }
class TokenPassportSignature { public $_; public $algorithm; }
class RecordRef { public $internalId; public $type; }
class Customer { public $companyName; public $externalId; public $subsidiary; }
class UpsertRequest { public $record; }
class GetRequest { public $baseRef; }
class SearchRequest { public $searchRecord; }
class CustomerSearchBasic { public $companyName; }
class SearchStringField { public $searchValue; public $operator; }

function made(string $class, array $values): object
{
    $object = new $class();
    foreach ($values as $name => $value) {
        $object->$name = $value;
    }
    return $object;
}

$version = $argv[1];
$account = getenv('NETSUITE_ACCOUNT');
$host = strtolower(str_replace('_', '-', $account)) . '.suitetalk.api.netsuite.com';
$proxy = parse_url(getenv('HTTPS_PROXY'));
$classes = ['TokenPassport', 'TokenPassportSignature', 'RecordRef', 'Customer', 'UpsertRequest', 'GetRequest', 'SearchRequest', 'CustomerSearchBasic', 'SearchStringField'];
$client = new SoapClient("https://$host/wsdl/v{$version}_0/netsuite.wsdl", [
    'cache_wsdl' => WSDL_CACHE_NONE,
    'classmap' => array_combine($classes, $classes),
    'features' => SOAP_SINGLE_ELEMENT_ARRAYS,
    'location' => "https://$host/services/NetSuitePort_$version",
    'proxy_host' => $proxy['host'],
    'proxy_port' => $proxy['port'],
    'stream_context' => stream_context_create([
        'ssl' => ['cafile' => getenv('SSL_CERT_FILE'), 'peer_name' => $host, 'SNI_enabled' => true],
        'http' => ['proxy' => "tcp://{$proxy['host']}:{$proxy['port']}", 'request_fulluri' => false],
    ]),
]);

$call = function (string $operation, object $request) use ($client, $account, $version) {
    [$nonce, $time] = [bin2hex(random_bytes(10)), time()];
    $base = implode('&', [$account, getenv('NETSUITE_CONSUMER_KEY'), getenv('NETSUITE_TOKEN_ID'), $nonce, $time]);
    $key = getenv('NETSUITE_CONSUMER_SECRET') . '&' . getenv('NETSUITE_TOKEN_SECRET');
    $signature = made('TokenPassportSignature', ['_' => base64_encode(hash_hmac('sha256', $base, $key, true)), 'algorithm' => 'HMAC-SHA256']);
    $passport = made('TokenPassport', [
        'account' => $account, 'consumerKey' => getenv('NETSUITE_CONSUMER_KEY'), 'token' => getenv('NETSUITE_TOKEN_ID'),
        'nonce' => $nonce, 'timestamp' => $time, 'signature' => $signature,
    ]);
    $client->__setSoapHeaders(new SoapHeader("urn:messages_$version.platform.webservices.netsuite.com", 'tokenPassport', $passport));
    return $client->$operation($request);
};

$customer = made('Customer', ['companyName' => "Classes $version", 'externalId' => "classes-$version", 'subsidiary' => made('RecordRef', ['internalId' => '1'])]);
$written = $call('upsert', made('UpsertRequest', ['record' => $customer]))->writeResponse;
$ref = made('RecordRef', ['type' => 'customer', 'internalId' => $written->baseRef->internalId]);
$record = $call('get', made('GetRequest', ['baseRef' => $ref]))->readResponse->record;
$field = made('SearchStringField', ['searchValue' => 'Classes', 'operator' => 'startsWith']);
$criteria = made('CustomerSearchBasic', ['companyName' => $field]);
$result = $call('search', made('SearchRequest', ['searchRecord' => $criteria]))->searchResult;
echo json_encode([
    'written' => [$written->status->isSuccess, get_class($written->baseRef)],
    'got' => [get_class($record), $record->companyName, get_class($record->subsidiary)],
    'searched' => [$result->totalRecords, get_class($result->recordList->record[0])],
]), "\n";
